"""What fills the screen when there is nothing to review."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from tracker import words
from tracker.model import Filter
from tracker.tui.filtering import filter_words
from tracker.tui.looks import FAINT


class Nothing(Static):
    """Says why the list is empty and what to do."""

    def __init__(self) -> None:
        super().__init__(id="nothing", markup=False)
        self.display = False

    def passes(self, chosen: Filter) -> None:
        """Nothing passes a filter: nothing was read yet, nobody disagrees, or it lets nothing through."""
        what, strong = {
            Filter(): ("database", "tracker follow PATH..."),
            Filter(disagreed=True): ("agreed", ""),
        }.get(chosen, ("filter", filter_words(chosen)))
        lines = [
            Content.styled(words.say(f"tui.nothing.{what}"), "bold $text-primary"),
            Content(""),
            Content(words.say(f"tui.nothing.{what}_do")),
            Content(""),
            Content.styled(strong, "bold"),
            Content(""),
            Content.styled(words.say(f"tui.nothing.{what}_more"), FAINT),
        ]
        self.update(Content("\n").join(lines))


class Hint(Static):
    """What a newcomer should know, in five lines; any key puts it away for good."""

    def __init__(self, blind: bool = False) -> None:
        super().__init__(id="hint", markup=False)
        self.display = False
        self._blind = blind

    def open(self) -> None:
        """Show it."""
        names = ("line1", "line2_blind" if self._blind else "line2", "line3", "line4", "line5")
        lines = [words.say(f"tui.hint.{name}") for name in names]
        self.update(Content("\n").join([Content.styled(lines[0], "bold"), *map(Content, lines[1:])]))
        self.display = True
