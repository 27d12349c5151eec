"""What reviewers say: decisions, corrections, agreement, and the log of it all."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from tracker.model.terms import Status, UnitField


class DecisionRow(NamedTuple):
    """One entry of a commitment's history, oldest first; nothing in it is ever changed."""

    id: int
    commitment: int
    report: int | None
    """The later report it is about, or None for the commitment as a whole."""
    status: Status | None
    """None for an entry that takes another one back."""
    note: str
    reviewer: str
    decided_at: dt.datetime
    evidence: tuple[int, ...]
    """Ids of statements."""
    suggested: Status | None
    """What the tracker proposed at that moment."""
    matcher: str
    undoes: int | None = None
    undone: bool = False
    adjudicates: bool = False
    """Settles what reviewers disagree about: it outranks their words, earlier and later."""
    batch: str = ""
    """Decisions that were made in one step, and are taken back in one, share it; empty for a single one."""
    together: int = 1
    """How many were taken back in the same step; only what `undo` returns says it."""


class Forerunner(NamedTuple):
    """A commitment that a reviewer split or merged into another unit, and what was decided of it before."""

    commitment: int
    text: str
    decisions: tuple[DecisionRow, ...]


class UnitCorrection(NamedTuple):
    """A reviewer's word on what a unit is or where it ends; nothing in it is ever changed."""

    id: int
    report: int
    unit: int
    field: UnitField
    value: str
    """Section or role; for an extent the texts of the units made, a line each."""
    before: str
    """The same, as it was."""
    reviewer: str
    corrected_at: dt.datetime
    start: int
    """Where the stretch that it was said of began in the report's text."""
    stretch: str
    """That text, verbatim; empty where it is not known any more."""
    cuts: tuple[int, ...] = ()
    """For an extent: where units begin inside the stretch, in characters that are not blank; none makes it one unit."""
    merged: int | None = None
    """The unit that was merged with `unit`."""
    taken_back_by: str | None = None
    taken_back_at: dt.datetime | None = None

    @property
    def standing(self) -> bool:
        """Whether nobody has taken it back."""
        return self.taken_back_by is None


class NewDecision(NamedTuple):
    """A reviewer's word, before it is kept."""

    commitment: int
    status: Status
    reviewer: str
    report: int | None = None
    evidence: tuple[int, ...] = ()
    note: str = ""
    adjudicates: bool = False
    seen: int | None = None
    """The last decision on it that the reviewer saw, 0 for none: where another one has said otherwise since, nothing is
    kept. None where nobody looked, or nobody was to."""


class Agreement(NamedTuple):
    """How far two reviewers agree on what both have decided."""

    one: str
    other: str
    items: int
    agreed: int
    kappa: float | None
    """Cohen's kappa; None where it is not defined, as nothing was decided by both or all alike."""
    low: float | None = None
    high: float | None = None
    """Ends of its 95 % interval."""


class LogEntry(NamedTuple):
    """One line of the log of everything that people decided or corrected."""

    at: dt.datetime
    reviewer: str
    action: str
    """decide, take_back, adjudicate, wrong_match, right_match, correct_report, take_back_report, correct_unit,
    take_back_unit or correct_issuer."""
    commitment: int | None = None
    report: int | None = None
    unit: int | None = None
    what: str = ""
    """The field that was corrected, or the issuer; empty for decisions."""
    value: str = ""
    suggested: str = ""
    matcher: str = ""
    note: str = ""
    entry: int = 0
    """Its number among the entries of its kind."""
