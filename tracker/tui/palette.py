"""The commands of the review room in the command palette."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from tracker.tui.commands import Command, in_palette


class CommandProvider(Provider):
    """Offers every command by its name, with its key."""

    async def discover(self) -> Hits:
        """All of them, in the order of the help."""
        for command in in_palette(self._blind):
            yield DiscoveryHit(self._name(command), self._run(command), help=command.help)

    async def search(self, query: str) -> Hits:
        """Those whose name fits."""
        matcher = self.matcher(query)
        for command in in_palette(self._blind):
            name = self._name(command)
            if (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), self._run(command), help=command.help)

    @property
    def _blind(self) -> bool:
        return getattr(self.screen, "blind", False)

    @staticmethod
    def _name(command: Command) -> str:
        return f"{command.label}  ({command.key_label})"

    def _run(self, command: Command) -> Callable[[], Coroutine[object, object, None]]:
        return partial(self.screen.run_action, command.action)
