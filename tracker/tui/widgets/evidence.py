"""A statement of a later report beside the promise."""

from __future__ import annotations

from textual import events
from textual.content import Content

from tracker import words
from tracker.model import EvidenceRow
from tracker.tui.comparing import statement_beside
from tracker.tui.looks import FAINT, safe
from tracker.tui.messages import EvidenceClicked
from tracker.tui.widgets.told import Told

DIGITS = "1234567890"


class EvidenceCard(Told):
    """One piece of evidence."""

    def __init__(self, index: int) -> None:
        super().__init__(markup=False, classes="evidence")
        self._index = index

    def show(self, row: EvidenceRow, promise: str, *, chosen: bool, focused: bool, blind: bool) -> None:
        """Show the statement with what it shares with the promise marked."""
        digit = DIGITS[self._index] if self._index < len(DIGITS) else " "
        text = safe(row.text)
        score = words.say("tui.page.by_hand") if row.score is None else f"{row.score:.2f}"
        wrong = words.say("tui.page.wrong_by", name=safe(row.wrong_by)) if row.wrong_by and not blind else ""
        others = words.say("tui.page.answers", n=len(row.answers)) if row.answers and not blind else ""
        head = Content.assemble(
            (f"{digit} ", "bold $text-primary"),
            (f"✓ {words.say('tui.page.counts')} " if chosen else "  ", "bold $text-success"),
            ("" if blind else score, FAINT),
            (f"  {safe(row.heading)}", FAINT),
            (f"  ✗ {wrong}" if wrong else "", "bold $text-error"),
            (f"  {others}" if others else "", FAINT),
            (f"  {words.say('tui.page.source_key')}" if focused else "", "$text-primary"),
        )
        self.set_class(chosen, "-chosen")
        self.set_class(focused, "-focused")
        self.set_class(bool(row.wrong_by), "-wrong")
        self.tell(Content("\n").join([head, statement_beside(promise, text)]))

    def on_click(self, event: events.Click) -> None:
        """A click does what the digit does."""
        event.stop()
        self.post_message(EvidenceClicked(self._index))
