"""A commitment and a statement side by side: what both say, what is missing, number against number."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence

from textual.content import Content

from tracker import words
from tracker.model import CommitmentDetail, Comparison, EvidenceRow, Measure, NumberPair
from tracker.tui.looks import FAINT, safe

SHARED = "bold $text-warning underline"
"""What two texts share: underlined, so that it shows without colour too."""

MISSING = "italic $text-error"
"""A part of the promise that the statement does not hold; the list of parts says so with a sign."""

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


def promise_beside(promise: str, statement: str | None) -> Content:
    """The promise with what the statement shares with it, and lacks, marked."""
    content = Content(promise)
    if statement is None:
        return content
    found = compared(promise, statement)
    for part in found.parts:
        if not part.covered:
            content = content.stylize(MISSING, part.start, part.end)
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


def parts(promise: str, statement: str) -> Content:
    """The promise's parts, each with whether the statement holds it; empty where there is only one."""
    found = compared(promise, statement).parts
    if len(found) < 2:
        return Content("")
    return Content("  ").join(
        Content.assemble(
            ("✓", "$text-success") if part.covered else ("✗", "$text-error"),
            (promise[part.start : part.end], "" if part.covered else MISSING),
        )
        for part in found
    )


def number_beside(pair: NumberPair | None, understood: str) -> Content:
    """A promised number, and the reported one beside it."""
    if pair is None:
        return Content(understood)
    sign = SIGNS[pair.measure]
    style = {"✓": "$text-success", "✗": "$text-error"}.get(sign, FAINT)
    told = f" → {safe(pair.reported)}" if pair.reported is not None else ""
    return Content.assemble(understood, (told, "bold"), (f"  {sign} {words.name(pair.measure)}", style))
