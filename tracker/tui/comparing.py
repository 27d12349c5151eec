"""A commitment and a statement side by side: what both say, what is missing, number against number."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from textual.content import Content

from tracker import words
from tracker.model import CommitmentDetail, Comparison, EvidenceRow, Measure, NumberPair
from tracker.reasons import Facts, short
from tracker.tui.looks import FAINT, safe

SHARED = "bold $text-warning underline"
"""What two texts share: underlined, so that it shows without colour too."""

MISSING = "italic $text-error"
"""A part of the promise that nothing holds; the list of parts says so with a sign."""

NUMBER = "reverse"
"""A number that stands against one of the other text."""

SIGNS = {Measure.MET: "✓", Measure.EXCEEDED: "✓", Measure.MISSED: "✗", Measure.NOT_STATED: "?"}


KEPT = 2048
"""Comparisons that are kept; the oldest goes first."""

_kept: dict[tuple[str, str], Comparison] = {}
_keeping = threading.Lock()


def compared(promise: str, statement: str) -> Comparison:
    """Both texts as the screen shows them, compared; offsets are into these."""
    if (promise, statement) not in _kept:
        from tracker.matching import compare  # 40 ms to load, so not before nobody has compared them ahead

        return _keep(promise, [statement], [compare(promise, statement)])
    return _kept[promise, statement]


def compare_ahead(
    detail: CommitmentDetail,
    statements: Iterable[EvidenceRow],
    compare: Callable[[str, Sequence[str]], Sequence[Comparison]],
) -> None:
    """Have compared what a page will show side by side, so that drawing it need not; for a thread."""
    promise = safe(detail.row.text)
    texts = [text for row in statements if (promise, text := safe(row.text)) not in _kept]
    if texts:
        _keep(promise, texts, compare(promise, texts))


def _keep(promise: str, statements: Sequence[str], found: Sequence[Comparison]) -> Comparison:
    with _keeping:
        for statement, comparison in zip(statements, found, strict=True):
            _kept[promise, statement] = comparison
        while len(_kept) > KEPT:
            del _kept[next(iter(_kept))]
    return found[-1]


class Held(NamedTuple):
    """What is held of a promise: of each part whether it is, or None where nothing says so; numbers against numbers."""

    parts: tuple[tuple[int, int, bool | None], ...]
    numbers: tuple[NumberPair, ...] = ()


def held(promise: str, statement: str | None, reason: str, *, counts: bool) -> Held:
    """What the evidence of a suggestion holds of a promise, as its reason says it; else what one statement holds.

    Args:
        promise: as the screen shows it.
        statement: the one that is compared, or None.
        reason: of the suggestion, as it is stored.
        counts: whether the statement counts as evidence; of one that does not nothing is said.

    """
    if statement is None:
        return Held(())
    found = compared(promise, statement)
    spans = [(part.start, part.end) for part in found.parts]
    facts = Facts.read(reason)
    if facts is not None and (facts.covered or facts.missing):
        said = {part: True for part, _ in facts.covered} | dict.fromkeys(facts.missing, False)
        numbers = (NumberPair(n.promised, 0, 0, n.measure, n.reported) for n in facts.numbers)
        return Held(tuple((*span, said.get(short(promise[slice(*span)]))) for span in spans), tuple(numbers))
    if not counts:
        return Held(tuple((*span, None) for span in spans))
    return Held(tuple((part.start, part.end, part.covered) for part in found.parts), found.numbers)


def promise_beside(promise: str, statement: str | None, held: Held) -> Content:
    """The promise with what a statement shares with it, and what is held of it by nothing, marked."""
    content = Content(promise)
    for start, end, here in held.parts:
        if here is False:
            content = content.stylize(MISSING, start, end)
    if statement is None:
        return content
    found = compared(promise, statement)
    for piece in found.shared:
        content = content.stylize(SHARED, piece.commitment, piece.commitment + piece.length)
    for pair in found.numbers:
        content = content.stylize(NUMBER, pair.start, pair.end)
    return content


def statement_beside(promise: str, statement: str) -> Content:
    """The statement with what it shares with the promise marked."""
    content, found = Content(statement), compared(promise, statement)
    for piece in found.shared:
        content = content.stylize(SHARED, piece.statement, piece.statement + piece.length)
    for pair in found.numbers:
        if pair.reported_start is not None and pair.reported_end is not None:
            content = content.stylize(NUMBER, pair.reported_start, pair.reported_end)
    return content


def parts(promise: str, held: Held) -> Content:
    """The promise's parts, each with whether it is held; empty where there is only one."""
    if len(held.parts) < 2:
        return Content("")
    signs = {True: ("✓", "$text-success"), False: ("✗", "$text-error"), None: ("·", FAINT)}
    return Content("  ").join(
        Content.assemble(signs[here], (promise[start:end], MISSING if here is False else ""))
        for start, end, here in held.parts
    )


def number_beside(pair: NumberPair | None, understood: str) -> Content:
    """A promised number, and the reported one beside it."""
    if pair is None:
        return Content(understood)
    sign = SIGNS[pair.measure]
    style = {"✓": "$text-success", "✗": "$text-error"}.get(sign, FAINT)
    told = f" → {safe(pair.reported)}" if pair.reported is not None else ""
    return Content.assemble(understood, (told, "bold"), (f"  {sign} {words.name(pair.measure)}", style))
