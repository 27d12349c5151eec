"""Decisions that come back in a handed-out workbook: shown first, then kept as that person's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from db import queries, store
from db.engine import writing
from tracker import words
from tracker.errors import UsageError
from tracker.exports import xlsx_marks
from tracker.exports.marks import ReturnedRow, commitment_of, evidence_ids, key_of
from tracker.exports.rows import notes
from tracker.exports.xlsx_cells import safe
from tracker.model import DECIDABLE, CommitmentDetail, NewDecision, Status
from tracker.text import one_line

if TYPE_CHECKING:
    from sqlalchemy import Engine

PAGE = 500
"""Commitments compared at a time."""

_SILENT = (Status.DROPPED, Status.NOT_A_COMMITMENT)
"""Statuses that rest on no evidence."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one row would record."""

    row: ReturnedRow
    before: CommitmentDetail
    decision: NewDecision


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is not recorded, and why."""

    row: ReturnedRow
    why: words.Message


@dataclass(frozen=True, slots=True)
class Returned:
    """What a workbook would change."""

    changes: tuple[Change, ...]
    refusals: tuple[Refusal, ...]
    unchanged: int


def look(engine: Engine, path: Path, reviewer: str) -> Returned:
    """What a returned workbook would change; nothing is recorded.

    Raises:
        ExportError: the file is no workbook with a list.

    """
    rows = list(xlsx_marks.read(path))
    with writing(engine) as session:
        returned = _decide(session, rows, reviewer)
        session.rollback()  # a rehearsal, so that what is shown is what recording would do
    return returned


def record(engine: Engine, returned: Returned, reviewer: str) -> Returned:
    """Keep, in one transaction and for one `undo`, what `look` found, but for what was overtaken since."""
    with writing(engine) as session:
        return _decide(session, [change.row for change in returned.changes], reviewer)


def _decide(session: queries.Connection, rows: Sequence[ReturnedRow], reviewer: str) -> Returned:
    details = {d.row.id: d for d in _details(session, rows)}
    wishes: dict[int, list[tuple[ReturnedRow, NewDecision]]] = defaultdict(list)
    refusals: list[Refusal] = []
    unchanged = 0
    for row in rows:
        try:
            decision = _wish(row, details, reviewer)
        except UsageError as error:
            refusals.append(Refusal(row, error.message))
            continue
        if decision is None:
            unchanged += 1
        else:
            wishes[decision.commitment].append((row, decision))
    changes, batch = [], uuid4().hex
    for key, wished in wishes.items():
        try:
            if len({decision for _, decision in wished}) > 1:
                raise UsageError("exports.marks.twice", id=key)
            store.decide(session, wished[0][1], batch)
        except UsageError as error:
            refusals += [Refusal(row, error.message) for row, _ in wished]
        else:
            changes.append(Change(wished[0][0], details[key], wished[0][1]))
    order = {id(row): place for place, row in enumerate(rows)}
    return Returned(tuple(changes), tuple(sorted(refusals, key=lambda r: order[id(r.row)])), unchanged)


def _details(session: queries.Connection, rows: Iterable[ReturnedRow]) -> Iterator[CommitmentDetail]:
    ids = list(dict.fromkeys(key for row in rows if (key := commitment_of(row.key)) is not None))
    for start in range(0, len(ids), PAGE):
        yield from queries.details(session, ids[start : start + PAGE])


def _wish(row: ReturnedRow, details: dict[int, CommitmentDetail], reviewer: str) -> NewDecision | None:
    """What a row decides; None if nothing in it was changed.

    Raises:
        UsageError: it is stale, was tampered with, or says what cannot be decided.

    """
    key = commitment_of(row.key)
    if key is None:
        raise UsageError("exports.marks.no_key")
    detail = details.get(key)
    if detail is None:
        raise UsageError("exports.marks.unknown", id=key)
    if row.key != key_of(detail):
        raise UsageError("exports.marks.stale", id=key)
    if row.id != str(key) or row.text != safe(one_line(detail.row.text)):
        raise UsageError("exports.marks.other_row")
    shown = evidence_ids(detail)
    same = row.status is detail.row.status and row.note == notes(detail)
    same = same and row.evidence is not None and set(row.evidence) == set(shown)
    if same and not (row.confirmed and detail.row.decided_by is None):
        return None
    if row.status not in DECIDABLE:
        known = words.say("exports.cell.and").join(map(words.name, DECIDABLE))
        raise UsageError("exports.marks.status", text=row.status_text, known=known)
    if row.evidence is None:
        raise UsageError("exports.marks.evidence")
    chosen = () if row.status in _SILENT and row.evidence == shown else row.evidence
    return NewDecision(key, row.status, reviewer, None, chosen, row.note)
