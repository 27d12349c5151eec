"""What became of commitments, worked out in bulk from suggestions and standing decisions, and kept beside them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    and_,
    bindparam,
    delete,
    exists,
    extract,
    insert,
    or_,
    select,
    update,
)

from db.columns import commitment, decision, follow_up, opinion, report
from tracker.model import Outcome, Reported, Status, Strength
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
    """Whether a report follows another one of its issuer: by year, or by day where a year is unknown.

    One that was delivered within the year that it is about, such as a reply, is followed by that year's later ones.
    """
    a, b = earlier.c, later.c
    by_day = or_(a.year.is_(None), b.year.is_(None), and_(a.year == b.year, a.year == extract("year", a.delivered)))
    return and_(a.issuer_id == b.issuer_id, or_(b.year > a.year, and_(by_day, b.delivered > a.delivered)))


def age(year: int | None, delivered: dt.date | None, report_id: int) -> tuple[int, dt.date, int]:
    """Sorts reports oldest first; one without a year by the year before its day, which reports are about."""
    return (year or (delivered.year - 1 if delivered else 0), delivered or dt.date.min, report_id)


def standing() -> ColumnElement[bool]:
    """Whether a row of `decision` says something that nobody has taken back."""
    taking_back = decision.alias("taking_back")
    return and_(decision.c.status.is_not(None), ~exists().where(taking_back.c.undoes == decision.c.id))


class Proposed(NamedTuple):
    """The suggestion about one later report."""

    status: Status
    confidence: float
    reported: Reported
    strength: Strength | None


class Word(NamedTuple):
    """A reviewer's standing decision."""

    reviewer: str
    status: Status
    adjudicates: bool = False


class Settled(NamedTuple):
    """What several reviewers' words about the same thing come to."""

    status: Status
    by: str
    disagreed: bool
    adjudicated: bool


@dataclass(slots=True)
class Told:
    """What is said of one commitment: by report, the suggestion and the reviewers' words."""

    suggested: dict[int, Proposed] = field(default_factory=dict)
    words: dict[int | None, list[Word]] = field(default_factory=lambda: defaultdict(list))
    """Standing decisions in the order they were made; None is the commitment as a whole."""

    def reports(self) -> set[int]:
        """The later reports it is said by or about."""
        return {report for report in (*self.suggested, *self.words) if report is not None}

    def reviewers(self) -> set[str]:
        """Who has said anything."""
        return {word.reviewer for said in self.words.values() for word in said}

    def by(self, reviewer: str) -> Told:
        """The words of one reviewer alone, without any suggestion."""
        alone = Told()
        for about, said in self.words.items():
            if own := [word for word in said if word.reviewer == reviewer]:
                alone.words[about] = own
        return alone


def settle(words: Sequence[Word]) -> Settled:
    """What standing words about one thing come to: the last adjudication, else what is said last.

    Reviewers disagree where their last words differ and nobody has adjudicated.
    """
    for word in reversed(words):
        if word.adjudicates:
            return Settled(word.status, word.reviewer, False, True)
    last = {word.reviewer: word.status for word in words}
    return Settled(words[-1].status, words[-1].reviewer, len(set(last.values())) > 1, False)


def told(s: Connection, which: ColumnElement[bool]) -> dict[int, Told]:
    """Suggestions and standing decisions of the chosen commitments, by commitment.

    Args:
        s: a session.
        which: a condition on `commitment`.

    """
    found: dict[int, Told] = defaultdict(Told)
    f, d = follow_up.c, decision.c
    for row in s.execute(
        select(f.commitment_id, f.report_id, f.status, f.confidence, f.reported, f.strength)
        .join(commitment, commitment.c.id == f.commitment_id)
        .where(which)
    ).all():
        strength = Strength(row[5]) if row[5] else None
        found[row[0]].suggested[row[1]] = Proposed(Status(row[2]), row[3], Reported(row[4]), strength)
    for said in s.execute(
        select(d.commitment_id, d.report_id, d.reviewer, d.status, d.adjudicates)
        .join(commitment, commitment.c.id == d.commitment_id)
        .where(which, standing())
        .order_by(d.id)
    ):
        found[said[0]].words[said[1]].append(Word(said[2], Status(said[3]), said[4]))
    return found


def ages(s: Connection, reports: Iterable[int]) -> Ages:
    """How to sort each report, and its year."""
    r = report.c
    query = select(r.id, r.year, r.delivered)
    rows = (row for ids in batches(reports) for row in s.execute(query.where(r.id.in_(ids))))
    return {row.id: (age(row.year, row.delivered, row.id), row.year) for row in rows}


def judge(said: Told, ages: Ages, deadline: dt.date | None) -> Outcome:
    """The outcome of one commitment.

    A decision about a report without suggestion (it is to be matched anew) counts as a verdict nobody doubts.
    """
    settled = {about: settle(words) for about, words in said.words.items()}
    verdicts = []
    for later in sorted(said.reports(), key=lambda r: ages[r][0]):
        word, proposed = settled.get(later), said.suggested.get(later)
        verdicts.append(
            Verdict(
                year=ages[later][1],
                suggested=proposed.status if proposed else word.status if word else Status.UNCLEAR,
                confidence=proposed.confidence if proposed else 1.0,
                decided=word.status if word else None,
                decided_by=word.by if word else None,
                suggested_reported=proposed.reported if proposed else None,
                strength=proposed.strength if proposed else None,
            )
        )
    whole = settled.get(None)
    found = outcome(verdicts, deadline, *((whole.status, whole.by) if whole else ()))
    return found._replace(disagreed=_disagreed(said, settled, ages, deadline))


def _disagreed(said: Told, settled: Mapping[int | None, Settled], ages: Ages, deadline: dt.date | None) -> bool:
    """Whether reviewers differ about one report, or one's word on the whole differs from what another's come to."""
    whole = settled.get(None)
    if whole is not None and whole.adjudicated:
        return False
    if any(one.disagreed for one in settled.values()):
        return True
    reviewers = said.reviewers()
    if whole is None or len(reviewers) < 2:
        return False
    return len({judge(said.by(reviewer), ages, deadline).status for reviewer in reviewers}) > 1


Opinions = dict[str, tuple[str, bool]]
"""Reviewer -> status and whether late, by their own words alone."""


def opinions(said: Told, ages: Ages, deadline: dt.date | None) -> Opinions:
    """What each reviewer's own words come to."""
    own = {reviewer: judge(said.by(reviewer), ages, deadline) for reviewer in said.reviewers()}
    return {reviewer: (found.status.value, found.late) for reviewer, found in own.items()}


class Judged(NamedTuple):
    """A commitment with what is kept of it and what is right."""

    commitment: int
    kept: Outcome
    right: Outcome
    kept_opinions: Opinions
    opinions: Opinions


def judged(s: Connection, which: ColumnElement[bool]) -> Iterator[Judged]:
    """Each chosen commitment with its outcome and opinions, as kept and as they should be."""
    c = commitment.c
    said = told(s, which)
    known = ages(s, {later for one in said.values() for later in one.reports()})
    kept_opinions: dict[int, Opinions] = defaultdict(dict)
    own = select(opinion.c.commitment_id, opinion.c.reviewer, opinion.c.status, opinion.c.late)
    for key, reviewer, status, late in s.execute(own.join(commitment, c.id == opinion.c.commitment_id).where(which)):
        kept_opinions[key][reviewer] = (status, late)
    columns = (c.id, c.deadline_date, c.status, c.late, c.confidence, c.decided_by, c.reported, c.strength, c.disagreed)
    for row in s.execute(select(*columns).where(which)):
        kept = Outcome(
            Status(row.status),
            row.late,
            row.confidence,
            row.decided_by,
            Reported(row.reported) if row.reported else None,
            Strength(row.strength) if row.strength else None,
            row.disagreed,
        )
        one = said.get(row.id) or Told()
        right = judge(one, known, row.deadline_date)
        yield Judged(row.id, kept, right, kept_opinions.get(row.id, {}), opinions(one, known, row.deadline_date))


def recompute(s: Connection, which: ColumnElement[bool]) -> None:
    """Bring the kept outcomes and opinions of the chosen commitments up to date."""
    every = list(judged(s, which))
    changed = [
        {
            "this": one.commitment,
            "status": one.right.status.value,
            "late": one.right.late,
            "confidence": one.right.confidence,
            "decided_by": one.right.decided_by,
            "reported": one.right.reported and one.right.reported.value,
            "strength": one.right.strength and one.right.strength.value,
            "disagreed": one.right.disagreed,
        }
        for one in every
        if one.kept != one.right
    ]
    if changed:
        s.execute(update(commitment).where(commitment.c.id == bindparam("this")), changed)
    moved = [one for one in every if one.kept_opinions != one.opinions]
    if moved:
        of_this = opinion.c.commitment_id == bindparam("this")
        s.execute(delete(opinion).where(of_this), [{"this": one.commitment} for one in moved])
    rows = [
        {"commitment_id": one.commitment, "reviewer": reviewer, "status": status, "late": late}
        for one in moved
        for reviewer, (status, late) in one.opinions.items()
    ]
    if rows:
        s.execute(insert(opinion), rows)
