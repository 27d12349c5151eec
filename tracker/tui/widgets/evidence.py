"""A statement of a later report beside the promise."""

from __future__ import annotations

from functools import partial

from textual.content import Content
from textual.style import Style

from tracker import words
from tracker.model import EvidenceRow
from tracker.tui.comparing import statement_beside
from tracker.tui.looks import FAINT, safe
from tracker.tui.widgets.block import Block
from tracker.tui.wrapping import wrapped

DIGITS = "1234567890"


def name_of(index: int) -> str:
    """By which a piece of evidence is found on the page."""
    return f"evidence-{index}"


def evidence(
    index: int, row: EvidenceRow, promise: str, *, chosen: bool, focused: bool, lit: bool, blind: bool, gap: int
) -> Block:
    """One piece of evidence with what it shares with the promise marked; a click does what its digit does."""
    digit = DIGITS[index] if index < len(DIGITS) else " "
    score = words.say("tui.page.by_hand") if row.score is None else f"{row.score:.2f}"
    wrong = words.say("tui.page.wrong_by", name=safe(row.wrong_by)) if row.wrong_by else ""
    others = words.say("tui.page.answers", n=len(row.answers)) if row.answers and not blind else ""
    head = Content.assemble(
        (f"{digit} ", "bold $text-primary"),
        (f"✓ {words.say('tui.page.counts')} " if chosen else "  ", "bold $text-success"),
        ("" if blind else f"{score}  ", FAINT),
        (f"{words.say('tui.page.source_key')}  " if focused else "", "$text-primary"),
        (safe(row.heading), FAINT),
        (f"  ✗ {wrong}" if wrong else "", "bold $text-error"),
        (f"  {others}" if others else "", FAINT),
    )
    return Block(
        name_of(index),
        partial(wrapped, Content("\n").join([head, statement_beside(promise, safe(row.text))])),
        gap,
        bar="$success" if chosen else "$error" if wrong else "$panel",
        ground="on $surface" if focused or lit else "",
        target=Style.from_meta({"evidence": index}),
    )
