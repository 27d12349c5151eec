"""Who decided what, when, from what suggestion of which matcher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from textual.content import Content

from tracker import clock, words
from tracker.corrections import signed
from tracker.model import DecisionRow, Forerunner, UnitCorrection
from tracker.tui.looks import FAINT, LOOKS, safe, status_words
from tracker.tui.widgets.block import Block
from tracker.tui.wrapping import wrapped


def history(
    decisions: Iterable[DecisionRow],
    forerunners: Iterable[Forerunner] = (),
    divisions: Iterable[UnitCorrection] = (),
) -> Iterator[Block]:
    """Every decision, oldest first, also those taken back; before them what was decided of the text as it was."""
    lines = []
    for one in forerunners:
        told = words.say("tui.page.forerunner", text=safe(one.text))
        lines += [Content.styled(told, FAINT), *(entry(d) for d in one.decisions if d.undoes is None)]
    lines += [
        Content(words.say("tui.page.divided", deed=safe(signed(one)), before=safe(one.before))) for one in divisions
    ]
    lines += [entry(d) for d in decisions if d.undoes is None]
    if lines:
        title = Content.styled(words.say("tui.page.history"), "bold")
        yield Block("history", partial(wrapped, Content("\n").join([title, *lines])), ruled=True, aside=True)


def entry(d: DecisionRow) -> Content:
    """One decision in one line."""
    parts: list[Content | str | tuple[str, str]] = [(f"{clock.minute(d.decided_at)}  {safe(d.reviewer)}  ", FAINT)]
    if d.status is not None:
        parts.append(status_words(d.status))
    if d.adjudicates:
        parts.append((f" {words.say('tui.page.adjudicated')}", "bold"))
    if d.report is not None:
        parts.append((f" {words.say('tui.page.in_one_report')}", FAINT))
    if d.suggested is not None and d.suggested is not d.status:
        parts.append((f"  {words.say('tui.page.was_suggested', status=LOOKS[d.suggested].label)}", FAINT))
    if d.evidence:
        parts.append((f"  {words.say('tui.page.evidence_kept', n=len(d.evidence))}", FAINT))
    if d.note:
        parts.append(f"  “{safe(d.note)}”")
    if d.matcher:
        parts.append((f"  {words.say('tui.page.matcher', version=safe(d.matcher))}", FAINT))
    if d.undone:
        parts.append((f"  {words.say('tui.page.taken_back')}", "bold $text-warning"))
    return Content.assemble(*parts)


def brief(d: DecisionRow, text: str) -> Content:
    """When what was said of which commitment."""
    return Content.assemble(
        f"{clock.minute(d.decided_at)}  ",
        status_words(d.status) if d.status else "",
        f" {words.say('tui.page.in_one_report')}" if d.report is not None else "",
        f"  {safe(text)}",
        (f"  “{safe(d.note)}”" if d.note else "", "italic"),
        (f"  {words.say('tui.page.taken_back')}" if d.undone else "", "bold $text-warning"),
    )
