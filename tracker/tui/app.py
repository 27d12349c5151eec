"""The review room as a Textual app."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.screen import Screen
from textual.theme import Theme

from tracker.tui.palette import CommandProvider
from tracker.tui.screens.review import ReviewScreen

if TYPE_CHECKING:
    from tracker.workflow.reviewing import Reviewing

DARK, LIGHT = "tokyo-night", "catppuccin-latte"


def next_theme(theme: Theme) -> str:
    """The theme of the other brightness."""
    return LIGHT if theme.dark else DARK


class ReviewApp(App[None]):
    """A reviewer's walk through the commitments."""

    TITLE = "tracker review"
    CSS_PATH: ClassVar[list[str | PurePath]] = ["styles/review.tcss", "styles/dialogs.tcss"]
    COMMANDS = {CommandProvider}  # noqa: RUF012 (as Textual declares it)

    def __init__(self, reviewing: Reviewing) -> None:
        super().__init__()
        self._review = ReviewScreen(reviewing)
        self.theme = DARK

    def get_default_screen(self) -> Screen[None]:
        """The review screen."""
        return self._review

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Only the commands of the room."""
        return ()

    async def action_quit(self) -> None:
        """Leave, once everything decided is written."""
        await self._review.saved()
        self.exit()
