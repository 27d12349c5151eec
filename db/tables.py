"""Every table as it is kept, in full; queries go by `db.columns`, which loads in a sixth of the time.

They are storage, not domain objects: reads give the values of `tracker.model`. Nothing here is of one database
only, but for `sqlite_autoincrement`: an id that was given out is never given to another row, which PostgreSQL's
sequences promise anyhow. Suggestions go with what they are about (ON DELETE CASCADE); decisions and their evidence
hold on to it.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, MetaData
from sqlmodel import Field, SQLModel

from tracker.model import (
    DECIDABLE,
    VERDICTS,
    Kind,
    Precision,
    Reported,
    Role,
    Section,
    Status,
    Strength,
    Trackability,
    UnitField,
)

# Before the first table: Alembic can only change constraints that have names.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

_IDS_FOR_EVER = {"sqlite_autoincrement": True}


def _one_of(column: str, values: type[StrEnum] | tuple[StrEnum, ...]) -> CheckConstraint:
    """Enums are kept as their values, for a database that can be read without this code."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Issuer(SQLModel, table=True):
    """Who gives reports."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    chained: bool = False
    """Whether the chains of its commitments follow from its suggestions as they are kept."""


class IssuerName(SQLModel, table=True):
    """A reviewer's word that what reports call `name` is the issuer `means`; the last one of a name counts."""

    __tablename__ = "issuer_name"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    means: str | None = None
    """None: itself again."""
    reviewer: str
    said_at: dt.datetime


class Report(SQLModel, table=True):
    """A kept report; its identity is what the text says, with a reviewer's corrections over it."""

    __table_args__ = (_one_of("kind", Kind), _IDS_FOR_EVER)

    id: int | None = Field(default=None, primary_key=True)
    source: str
    path: str = Field(index=True)
    digest: str = Field(index=True)
    parser: str
    title: str
    stated_issuer: str | None = Field(default=None, index=True)
    """As the text or a correction names it; `issuer_id` is who that is."""
    issuer_id: int | None = Field(default=None, foreign_key="issuer.id", index=True)
    kind: str
    year: int | None = None
    delivered: dt.date | None = None
    commitments: int
    """How many it holds, so that lists of reports need not count them."""
    statements: int
    warnings: list[str] = Field(sa_type=JSON)
    imported_at: dt.datetime
    text: str
    """Last, so that reading the other columns does not walk through it."""


class Correction(SQLModel, table=True):
    """A reviewer's word on what a report is; the last standing one of a field counts. Never changed."""

    __table_args__ = (
        CheckConstraint("field IN ('issuer', 'kind', 'year', 'delivered', 'title')", name="field"),
        CheckConstraint("undoes IS NULL OR value IS NULL", name="says_or_undoes"),
    )

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id", index=True, ondelete="CASCADE")
    field: str
    value: str | None = None
    reviewer: str
    corrected_at: dt.datetime
    undoes: int | None = Field(default=None, foreign_key="correction.id", unique=True)


class Unit(SQLModel, table=True):
    """A piece of a report's text; one that the report no longer holds is retired and has no place (0, 0)."""

    __table_args__ = (
        _one_of("section", Section),
        _one_of("role", Role),
        Index(None, "report_id", "start"),
        _IDS_FOR_EVER,
    )

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id", ondelete="CASCADE")
    section: str
    role: str
    heading: str
    start: int
    end: int
    text: str
    ahead: bool = False
    bodies: str = Field(default="", index=True)
    """Responsible bodies that it names, a line each."""
    retired_at: dt.datetime | None = None


class UnitCorrection(SQLModel, table=True):
    """A reviewer's word on what a unit is or where it ends; one without value takes back the one it `undoes`.

    Rows are only ever added. They hold for the stretch of text that they were said of, wherever a later reading finds
    it, in the order in which they were said.
    """

    __tablename__ = "unit_correction"
    __table_args__ = (
        _one_of("field", UnitField),
        CheckConstraint("(value IS NULL) = (undoes IS NOT NULL)", name="says_or_undoes"),
    )

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True, ondelete="CASCADE")
    field: str
    value: str | None = None
    """Section or role; for an extent the texts of the units made, a line each."""
    before: str
    reviewer: str
    corrected_at: dt.datetime
    start: int
    """Where the stretch began in the report's text at that time."""
    stretch: str
    """The text that it was said of, verbatim."""
    cuts: list[int] = Field(sa_type=JSON)
    """For an extent: where units begin inside the stretch, in characters that are not blank; none makes it one unit."""
    merged_id: int | None = Field(default=None, foreign_key="unit.id", index=True, ondelete="CASCADE")
    """The unit that was merged with `unit_id`."""
    undoes: int | None = Field(default=None, foreign_key="unit_correction.id", unique=True)


class Forerunner(SQLModel, table=True):
    """That a unit holds text of another one, which a reviewer split or merged; kept anew with every reading."""

    unit_id: int = Field(primary_key=True, foreign_key="unit.id", ondelete="CASCADE")
    forerunner_id: int = Field(primary_key=True, foreign_key="unit.id", index=True, ondelete="CASCADE")


class Commitment(SQLModel, table=True):
    """What a unit promises and what became of it.

    `report_id`, `start` and `ahead` are the unit's; they, `gone` and the outcome stand here, in one index, so that
    lists and counts of 100,000 commitments touch neither texts nor follow-ups. `check` proves them right.
    """

    __table_args__ = (
        _one_of("trackability", Trackability),
        _one_of("deadline_precision", Precision),
        _one_of("status", Status),
        _one_of("reported", Reported),
        _one_of("strength", Strength),
        Index(
            "ix_commitment_list",
            *("report_id", "start", "id", "gone", "status", "late", "decided_by", "trackability", "topic"),
            *("reported", "chain", "disagreed", "ahead"),
        ),
    )

    id: int = Field(primary_key=True, foreign_key="unit.id", ondelete="CASCADE")
    report_id: int = Field(foreign_key="report.id", ondelete="CASCADE")
    start: int
    gone: bool = False
    """The report no longer holds it, or no longer as a commitment; kept because it was decided."""
    trackability: str
    deadline_text: str | None = None
    deadline_date: dt.date | None = None
    deadline_precision: str | None = None
    quantities: list[dict[str, Any]] = Field(sa_type=JSON)
    parts: list[dict[str, Any]] = Field(sa_type=JSON)
    topic: str = ""
    ahead: bool = False
    chain: int | None = Field(default=None, foreign_key="commitment.id", index=True, ondelete="SET NULL")
    """The first commitment of the chain it is part of."""
    status: str = Status.PENDING.value
    late: bool = False
    confidence: float | None = None
    decided_by: str | None = None
    reported: str | None = None
    strength: str | None = None
    disagreed: bool = False


class Opinion(SQLModel, table=True):
    """What became of a commitment by the standing words of one reviewer alone; kept beside them, as outcomes are."""

    __table_args__ = (_one_of("status", Status),)

    commitment_id: int = Field(primary_key=True, foreign_key="commitment.id", ondelete="CASCADE")
    reviewer: str = Field(primary_key=True, index=True)
    status: str
    late: bool = False


class Pairing(SQLModel, table=True):
    """That the commitments of one report were matched with a later one, and by which matcher."""

    earlier_id: int = Field(primary_key=True, foreign_key="report.id", ondelete="CASCADE")
    later_id: int = Field(primary_key=True, foreign_key="report.id", ondelete="CASCADE", index=True)
    matcher: str


class FollowUp(SQLModel, table=True):
    """What a later report is proposed to say of a commitment."""

    __tablename__ = "follow_up"
    __table_args__ = (_one_of("status", VERDICTS), _one_of("reported", Reported), _one_of("strength", Strength))

    commitment_id: int = Field(primary_key=True, foreign_key="commitment.id", ondelete="CASCADE")
    report_id: int = Field(primary_key=True, foreign_key="report.id", ondelete="CASCADE", index=True)
    status: str
    confidence: float
    reason: str
    repeated: bool
    again: int | None = Field(default=None, foreign_key="commitment.id", index=True, ondelete="SET NULL")
    reported: str
    strength: str | None = None


class Move(SQLModel, table=True):
    """A suggestion that another version of the matcher changed."""

    __table_args__ = (_one_of("before", VERDICTS), _one_of("after", VERDICTS))

    id: int | None = Field(default=None, primary_key=True)
    commitment_id: int = Field(foreign_key="commitment.id", index=True, ondelete="CASCADE")
    report_id: int = Field(foreign_key="report.id", index=True, ondelete="CASCADE")
    before: str
    after: str
    before_matcher: str
    matcher: str
    moved_at: dt.datetime


class Candidate(SQLModel, table=True):
    """A statement beside a commitment, best first."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["commitment_id", "report_id"], ["follow_up.commitment_id", "follow_up.report_id"], ondelete="CASCADE"
        ),
        Index(None, "statement_id", "evidence", "commitment_id"),
    )

    commitment_id: int = Field(primary_key=True)
    report_id: int = Field(primary_key=True)
    rank: int = Field(primary_key=True)
    statement_id: int = Field(foreign_key="unit.id", ondelete="CASCADE")
    score: float
    evidence: bool


class Decision(SQLModel, table=True):
    """A reviewer's word. Rows are only ever added; one without status takes back the one it `undoes`."""

    __table_args__ = (
        _one_of("status", DECIDABLE),
        _one_of("suggested", Status),
        CheckConstraint("(status IS NULL) = (undoes IS NOT NULL)", name="says_or_undoes"),
        Index(None, "reviewer", "id"),
        _IDS_FOR_EVER,
    )

    id: int | None = Field(default=None, primary_key=True)
    commitment_id: int = Field(foreign_key="commitment.id", index=True)
    report_id: int | None = Field(default=None, foreign_key="report.id", index=True)
    status: str | None = None
    note: str
    reviewer: str
    decided_at: dt.datetime
    suggested: str | None = None
    matcher: str
    adjudicates: bool = False
    batch: str = Field(default="", index=True)
    undoes: int | None = Field(default=None, foreign_key="decision.id", unique=True)


class DecisionEvidence(SQLModel, table=True):
    """A statement that a decision rests on."""

    __tablename__ = "decision_evidence"

    decision_id: int = Field(primary_key=True, foreign_key="decision.id")
    unit_id: int = Field(primary_key=True, foreign_key="unit.id", index=True)


class Mismatch(SQLModel, table=True):
    """A reviewer's word that a statement does not speak of a commitment, or does after all; the last one counts."""

    __table_args__ = (Index(None, "commitment_id", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    commitment_id: int = Field(foreign_key="commitment.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    wrong: bool
    reviewer: str
    said_at: dt.datetime


class Flag(SQLModel, table=True):
    """A commitment that a reviewer has marked for later; no decision, so it may go."""

    reviewer: str = Field(primary_key=True)
    commitment_id: int = Field(primary_key=True, foreign_key="commitment.id", index=True, ondelete="CASCADE")


class SavedFilter(SQLModel, table=True):
    """A filter under a name, for all who use the database."""

    __tablename__ = "saved_filter"

    name: str = Field(primary_key=True)
    fields: dict[str, Any] = Field(sa_type=JSON)


class Setting(SQLModel, table=True):
    """What a user has chosen for this database, by name."""

    name: str = Field(primary_key=True)
    value: str


metadata: MetaData = SQLModel.metadata
