"""The commands of the review room in the command palette."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tracker import words
from tracker.tui.commands import Command, in_palette
from tracker.tui.looks import FAINT


class CommandProvider(Provider):
    """Offers every command by its name, with its key."""

    async def discover(self) -> Hits:
        """All of them, in the order of the help."""
        for command in in_palette(self._blind):
            yield DiscoveryHit(self._name(command), self._run(command), help=command.help)

    async def search(self, query: str) -> Hits:
        """Those whose name fits."""
        matcher, found = self.matcher(query), False
        for command in in_palette(self._blind):
            name = self._name(command)
            if (score := matcher.match(name)) > 0:
                found = True
                yield Hit(score, matcher.highlight(name), self._run(command), help=command.help)

        if not found:
            yield Hit(0, Content.styled(words.say("tui.palette.none"), FAINT), _nothing)

    @property
    def _blind(self) -> bool:
        return getattr(self.screen, "blind", False)

    @staticmethod
    def _name(command: Command) -> str:
        return f"{command.label}  ({command.key_label})"

    def _run(self, command: Command) -> Callable[[], Coroutine[object, object, None]]:
        return partial(self.screen.run_action, command.action)


def _nothing() -> None:
    """What is done where no command fits."""
