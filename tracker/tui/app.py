"""The review room as a Textual app."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.command import CommandPalette
from textual.screen import Screen

from tracker import words
from tracker.config import Config, nearest
from tracker.errors import UsageError
from tracker.tui import commands
from tracker.tui.palette import CommandProvider
from tracker.tui.screens.review import ReviewScreen
from tracker.tui.themes import THEMES

if TYPE_CHECKING:
    from tracker.workflow.reviewing import Reviewing


class ReviewApp(App[None]):
    """A reviewer's walk through the commitments."""

    TITLE = "tracker review"
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        "styles/review.tcss",
        "styles/dialogs.tcss",
        "styles/overview.tcss",
        "styles/correcting.tcss",
    ]
    COMMANDS = {CommandProvider}  # noqa: RUF012 (as Textual declares it)

    def __init__(self, reviewing: Reviewing, config: Config | None = None) -> None:
        """Open on what is kept.

        Raises:
            UsageError: the configuration names no theme or command there is, or binds a key twice.

        """
        super().__init__()
        config = config or Config()
        commands.configure(config.keys)
        theme = THEMES.get(config.theme, config.theme) or THEMES["dark"]
        if theme not in self.available_themes:
            raise UsageError(
                "tui.error.no_theme", theme=theme, instead=nearest(theme, {**THEMES, **self.available_themes})
            )
        self.theme = theme
        self._review = ReviewScreen(reviewing)

    def on_mount(self) -> None:
        """Bind the keys as configured."""
        self.set_keymap(commands.keymap())

    def get_default_screen(self) -> Screen[None]:
        """The review screen."""
        return self._review

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Only the commands of the room."""
        return ()

    def action_command_palette(self) -> None:
        """The commands by name."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=words.say("tui.palette.search"), id="--command-palette"))

    async def action_quit(self) -> None:
        """Leave, once everything decided is written."""
        await self._review.saved()
        self.exit()
