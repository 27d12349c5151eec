"""The dark and the light theme."""

from __future__ import annotations

from textual.theme import Theme

THEMES = {"dark": "tokyo-night", "light": "catppuccin-latte"}


def next_theme(theme: Theme) -> str:
    """The theme of the other brightness."""
    return THEMES["light" if theme.dark else "dark"]
