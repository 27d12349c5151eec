"""What became of commitments, worked out in bulk from suggestions and standing decisions, and kept beside them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from sqlalchemy import ColumnElement, FromClause, and_, bindparam, exists, or_, select, update
from sqlalchemy.orm import Session

from db.tables import commitment, decision, follow_up, report
from tracker.model import Outcome, Status
from tracker.status import Verdict, outcome

T = TypeVar("T")

Ages = Mapping[int, tuple[tuple[int, dt.date, int], int | None]]

BATCH = 500
"""Ids in one IN list: databases limit how many they take."""


def batches(values: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """The values in lists of `size`, the last one shorter."""
    waiting = iter(values)
    while batch := list(islice(waiting, size)):
        yield batch


def is_later(earlier: FromClause, later: FromClause) -> ColumnElement[bool]:
    """Whether a report follows another one of its issuer: by year, or by day where a year is unknown."""
    a, b = earlier.c, later.c
    no_year = or_(a.year.is_(None), b.year.is_(None))
    return and_(a.issuer_id == b.issuer_id, or_(b.year > a.year, and_(no_year, b.delivered > a.delivered)))


def age(year: int | None, delivered: dt.date | None, report_id: int) -> tuple[int, dt.date, int]:
    """Sorts reports oldest first; one without a year by the year before its day, which reports are about."""
    return (year or (delivered.year - 1 if delivered else 0), delivered or dt.date.min, report_id)


def standing() -> ColumnElement[bool]:
    """Whether a row of `decision` says something that nobody has taken back."""
    taking_back = decision.alias("taking_back")
    return and_(decision.c.status.is_not(None), ~exists().where(taking_back.c.undoes == decision.c.id))


@dataclass(slots=True)
class Told:
    """What is said of one commitment: by report, the suggestion and the reviewer's word."""

    suggested: dict[int, tuple[Status, float]] = field(default_factory=dict)
    decided: dict[int | None, tuple[Status, str]] = field(default_factory=dict)
    """The last standing decision of any reviewer; None is the commitment as a whole."""

    def reports(self) -> set[int]:
        """The later reports it is said by or about."""
        return {report for report in (*self.suggested, *self.decided) if report is not None}


def told(s: Session, which: ColumnElement[bool]) -> dict[int, Told]:
    """Suggestions and effective decisions of the chosen commitments, by commitment.

    Args:
        s: a session.
        which: a condition on `commitment`.

    """
    found: dict[int, Told] = defaultdict(Told)
    f, d = follow_up.c, decision.c
    for row in s.execute(
        select(f.commitment_id, f.report_id, f.status, f.confidence)
        .join(commitment, commitment.c.id == f.commitment_id)
        .where(which)
    ):
        found[row[0]].suggested[row[1]] = (Status(row[2]), row[3])
    for row in s.execute(
        select(d.commitment_id, d.report_id, d.status, d.reviewer)
        .join(commitment, commitment.c.id == d.commitment_id)
        .where(which, standing())
        .order_by(d.id)
    ):
        found[row[0]].decided[row[1]] = (Status(row[2]), row[3])
    return found


def ages(s: Session, reports: Iterable[int]) -> Ages:
    """How to sort each report, and its year."""
    r = report.c
    query = select(r.id, r.year, r.delivered)
    rows = (row for ids in batches(reports) for row in s.execute(query.where(r.id.in_(ids))))
    return {row.id: (age(row.year, row.delivered, row.id), row.year) for row in rows}


def judge(said: Told, ages: Ages, deadline: dt.date | None) -> Outcome:
    """The outcome of one commitment.

    A decision about a report without suggestion (it is to be matched anew) counts as a verdict nobody doubts.
    """
    verdicts = []
    for later in sorted(said.reports(), key=lambda r: ages[r][0]):
        word, by = said.decided.get(later, (None, None))
        suggested, confidence = said.suggested.get(later) or (word or Status.UNCLEAR, 1.0)
        verdicts.append(Verdict(ages[later][1], suggested, confidence, word, by))
    return outcome(verdicts, deadline, *said.decided.get(None, (None, None)))


def judged(s: Session, which: ColumnElement[bool]) -> Iterator[tuple[int, Outcome, Outcome]]:
    """Of each chosen commitment its id, the outcome that is kept and the one that is right."""
    c = commitment.c
    said = told(s, which)
    known = ages(s, {later for one in said.values() for later in one.reports()})
    for row in s.execute(select(c.id, c.deadline_date, c.status, c.late, c.confidence, c.decided_by).where(which)):
        kept = Outcome(Status(row.status), row.late, row.confidence, row.decided_by)
        yield row.id, kept, judge(said.get(row.id) or Told(), known, row.deadline_date)


def recompute(s: Session, which: ColumnElement[bool]) -> None:
    """Bring the kept outcomes of the chosen commitments up to date."""
    changed = [
        {
            "this": key,
            "status": right.status.value,
            "late": right.late,
            "confidence": right.confidence,
            "decided_by": right.decided_by,
        }
        for key, kept, right in judged(s, which)
        if kept != right
    ]
    if changed:
        s.connection().execute(update(commitment).where(commitment.c.id == bindparam("this")), changed)
