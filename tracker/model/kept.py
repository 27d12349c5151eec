"""What the database hands out of reports, units and commitments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from tracker.model.choosing import Listing
from tracker.model.parsed import Unit
from tracker.model.promising import Promise, Quantity
from tracker.model.said import DecisionRow, Forerunner, UnitCorrection
from tracker.model.terms import Kind, Reported, Status, Strength, Trackability
from tracker.words import Message


class ReportRow(NamedTuple):
    """A kept report, without its text."""

    id: int
    source: str
    title: str
    issuer: str | None
    kind: Kind
    year: int | None
    delivered: dt.date | None
    commitments: int
    statements: int
    warnings: tuple[Message, ...]
    imported_at: dt.datetime
    corrected: tuple[str, ...] = ()
    """Names of the identity fields that a reviewer has corrected."""
    stated_issuer: str | None = None
    """The issuer as the text or a correction names it, before issuers were merged or renamed."""


class CommitmentRow(NamedTuple):
    """One line of a status list."""

    id: int
    report: int
    issuer: str | None
    year: int | None
    title: str
    heading: str
    text: str
    trackability: Trackability
    status: Status
    late: bool
    confidence: float | None
    """Of the suggestion; None for pending."""
    decided_by: str | None
    """The reviewer whose word stands, or None while it is only a suggestion."""
    gone: bool = False
    topic: str = ""
    bodies: tuple[str, ...] = ()
    """Responsible bodies that the text names; empty means the issuer itself."""
    deadline: dt.date | None = None
    reported: Reported | None = None
    """How the later reports speak of it, the clearest of them; None for pending."""
    strength: Strength | None = None
    """The strongest evidence of the later reports."""
    chain: int | None = None
    """The first commitment of the chain of yearly repetitions it is part of; None if it is in none."""
    flagged: bool = False
    """Marked for later by the one who looks."""
    disagreed: bool = False
    ahead: bool = False


class EvidenceRow(NamedTuple):
    """A statement beside a commitment, with its place in its report."""

    statement: int
    report: int
    text: str
    heading: str
    start: int
    end: int
    score: float | None
    """None when a reviewer attached it by hand."""
    evidence: bool
    """Whether the verdict rests on it: as proposed, but for what reviewers called a wrong match."""
    wrong_by: str | None = None
    """The reviewer who says that it does not speak of this commitment."""
    bodies: tuple[str, ...] = ()
    """Bodies that the statement names as having done it; empty means the issuer itself."""
    answers: tuple[int, ...] = ()
    """Other commitments that it is evidence for."""


class FollowUpRow(NamedTuple):
    """What one later report says of a commitment, as proposed and as decided."""

    report: int
    title: str
    year: int | None
    delivered: dt.date | None
    searched: int
    """How many statements of that report were searched."""
    suggested: Status
    confidence: float
    reason: str
    repeated: bool
    candidates: tuple[EvidenceRow, ...]
    decided: Status | None = None
    decided_by: str | None = None
    again: int | None = None
    """The commitment of that report which promises it again."""
    reported: Reported | None = None
    """None while nothing is proposed."""
    strength: Strength | None = None
    disagreed: bool = False
    """Reviewers decided differently about this report, and nobody has adjudicated."""

    @property
    def status(self) -> Status:
        """The reviewer's word where there is one, else the suggestion."""
        return self.decided or self.suggested


class ChainLink(NamedTuple):
    """One commitment of a chain: the same promise, year after year."""

    commitment: int
    report: int
    year: int | None
    text: str
    status: Status
    late: bool
    quantities: tuple[Quantity, ...] = ()


class CommitmentDetail(NamedTuple):
    """Everything kept about one commitment."""

    row: CommitmentRow
    source: str
    delivered: dt.date | None
    start: int
    end: int
    promise: Promise
    follow_ups: tuple[FollowUpRow, ...]
    """Oldest later report first."""
    decisions: tuple[DecisionRow, ...]
    attached: tuple[EvidenceRow, ...] = ()
    """Evidence of the standing decisions."""
    chain: tuple[ChainLink, ...] = ()
    """Every commitment of its chain, itself too, oldest first; empty if it is in none."""
    forerunners: tuple[Forerunner, ...] = ()
    """What was decided of its text before a reviewer split or merged it."""
    divisions: tuple[UnitCorrection, ...] = ()
    """The standing splits and mergers of its text, oldest first."""


class Imported(NamedTuple):
    """Which reports are kept: another value once one was read, read anew, corrected or forgotten."""

    reports: int
    commitments: int
    statements: int
    last: dt.datetime | None
    """When the last of them was read."""


class Opening(NamedTuple):
    """What the review room begins with."""

    listing: Listing
    """With the ids of the first reports alone, where there are many."""
    rows: tuple[CommitmentRow, ...]
    """The first of the list."""
    first: tuple[CommitmentDetail, ...]
    """The first of them; nothing where the list is empty."""
    decided: int
    """How many of the list are decided."""
    topics: Mapping[str, str]
    """The name of each topic that this database is grouped by, by key."""
    imported: Imported
    """What the list is of."""


class UnitRow(NamedTuple):
    """A kept unit with its id."""

    id: int
    unit: Unit
    corrections: tuple[UnitCorrection, ...] = ()
    """The standing ones that made it what it is, oldest first; given where a source is shown."""


class SourceView(NamedTuple):
    """A kept report's text and the units in it, in order."""

    report: ReportRow
    text: str
    units: tuple[UnitRow, ...]


class StatementRow(NamedTuple):
    """A statement as a list shows it."""

    id: int
    report: int
    issuer: str | None
    year: int | None
    heading: str
    text: str
    start: int
    end: int
    bodies: tuple[str, ...] = ()
    answers: tuple[int, ...] = ()
    """Commitments that it is evidence for; empty if it answers no promise."""


class Outcome(NamedTuple):
    """The status of a commitment over all later reports."""

    status: Status
    late: bool = False
    confidence: float | None = None
    decided_by: str | None = None
    reported: Reported | None = None
    strength: Strength | None = None
    disagreed: bool = False


class Move(NamedTuple):
    """A suggestion that another version of the matcher changed."""

    commitment: int
    report: int
    """The later report that the suggestion is about."""
    before: Status
    after: Status
    before_matcher: str
    matcher: str
    moved_at: dt.datetime


class Kept(NamedTuple):
    """What keeping one report changed."""

    report: int
    change: str
    """new, unchanged or updated."""
    gone: tuple[int, ...] = ()
    """Decided commitments that the report no longer holds."""
