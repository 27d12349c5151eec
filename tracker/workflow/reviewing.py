"""What the review room may ask and say; every call opens its own session, so any thread may call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db import queries, store
from db.engine import Watch, reading, writing
from tracker.model import (
    Agreement,
    CommitmentDetail,
    CommitmentRow,
    Comparison,
    DecisionRow,
    Facets,
    Filter,
    Imported,
    Kept,
    Listing,
    NewDecision,
    Opening,
    ReportRow,
    Role,
    SavedFilter,
    Section,
    SourceView,
    StatementRow,
    Tally,
    UnitCorrection,
    Viewer,
)
from tracker.workflow.agreement import agreements
from tracker.workflow.blindly import offered

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine


class Reviewing:
    """The kept commitments as one reviewer walks them; blind, without suggestions and what others decided."""

    def __init__(self, engine: Engine, reviewer: str, blind: bool = False) -> None:
        self._engine = engine
        self.reviewer = reviewer
        self.blind = blind
        self._watch = Watch(engine)

    def close(self) -> None:
        """Let go of the database; nothing can be asked after it."""
        self._watch.close()
        self._engine.dispose()

    @property
    def _viewer(self) -> Viewer:
        return Viewer(self.reviewer, self.blind)

    def stamp(self) -> int:
        """A number that is another one once anybody has written, this room too; costs next to nothing to ask."""
        return self._watch.stamp()

    def quick_stamp(self) -> int | None:
        """The same without waiting for it; None where it has to be waited for."""
        return self._watch.quick_stamp()

    def opening(self, language: str, first: int) -> Opening:
        """Everything in the order of the reports, and the first of it, of which there are so many lines."""
        every = Filter()
        with reading(self._engine) as session:
            imported = queries.imported(session)
            listing = queries.beginning(session, every, first, self._viewer)
        rows, page = self.rows(listing.ids[:first]), self.details(listing.ids[:1])
        return Opening(listing, tuple(rows), tuple(page), self.decided(every), self.topics(language), imported)

    # Lists ------------------------------------------------------------------------------------

    def listing(self, chosen: Filter, order: str = "report") -> Listing:
        """The chosen commitments in an order of `queries.ORDERS`."""
        with reading(self._engine) as session:
            return queries.listing(session, chosen, order, self._viewer)

    def ids(self, chosen: Filter, order: str = "report") -> list[int]:
        """Ids of the chosen commitments, in an order of `queries.ORDERS`."""
        return list(self.listing(chosen, order).ids)

    def among(self, ids: Sequence[int], chosen: Filter) -> list[int]:
        """Those of some commitments that a filter lets through, in the order of `ids`."""
        with reading(self._engine) as session:
            return queries.among(session, ids, chosen, self._viewer)

    def decided(self, chosen: Filter) -> int:
        """How many of the chosen commitments are decided."""
        with reading(self._engine) as session:
            return queries.progress(session, chosen, self._viewer)

    def rows(self, ids: Sequence[int]) -> list[CommitmentRow]:
        """One row for each id, in the order of `ids`."""
        with reading(self._engine) as session:
            return queries.commitment_rows(session, ids, self._viewer)

    def detail(self, commitment: int) -> CommitmentDetail:
        """Everything kept about one commitment."""
        with reading(self._engine) as session:
            return queries.commitment(session, commitment, self._viewer, offer=offered)

    def details(self, commitments: Sequence[int]) -> list[CommitmentDetail]:
        """Everything kept about some commitments; of one that is not kept, nothing."""
        with reading(self._engine) as session:
            return queries.details(session, commitments, self._viewer, offer=offered)

    def compare(self, promise: str, statements: Sequence[str]) -> list[Comparison]:
        """A promise beside each of some statements."""
        from tracker.matching import compare

        return [compare(promise, statement) for statement in statements]

    def facets(self, chosen: Filter) -> Facets:
        """What the chosen commitments can be filtered by further."""
        with reading(self._engine) as session:
            return queries.facets(session, chosen, self._viewer)

    def tallies(self, chosen: Filter) -> list[Tally]:
        """How the chosen commitments stand, by issuer and report year."""
        with reading(self._engine) as session:
            return queries.tallies(session, chosen, self._viewer)

    def deciders(self, chosen: Filter) -> tuple[tuple[str, int], ...]:
        """Who has decided how many of the chosen commitments."""
        with reading(self._engine) as session:
            return queries.deciders(session, chosen, self._viewer)

    def topics(self, language: str) -> dict[str, str]:
        """The name of each topic that this database is grouped by, by key."""
        from tracker.workflow.topics import labels

        return labels(self._engine, language)

    def saved_filters(self) -> list[SavedFilter]:
        """Every saved filter, by name."""
        with reading(self._engine) as session:
            return queries.saved_filters(session)

    def save_filter(self, name: str, chosen: Filter) -> None:
        """Keep a filter under a name, in place of another of that name."""
        with writing(self._engine) as session:
            store.save_filter(session, name, chosen)

    def forget_filter(self, name: str) -> None:
        """Forget a saved filter."""
        with writing(self._engine) as session:
            store.forget_filter(session, name)

    # Reports ----------------------------------------------------------------------------------

    def reports(self) -> list[ReportRow]:
        """All kept reports."""
        with reading(self._engine) as session:
            return queries.reports(session)

    def imported(self) -> Imported:
        """Which reports are kept; costs next to nothing to ask."""
        with reading(self._engine) as session:
            return queries.imported(session)

    def source(self, report: int) -> SourceView:
        """A report's text and units, each with the corrections that made it what it is."""
        from tracker.workflow import correcting

        return correcting.source(self._engine, report)

    def statements(self, report: int, text: str, limit: int) -> list[StatementRow]:
        """The first statements of a report that hold every word of a text, set apart by any white space; in order."""
        with reading(self._engine) as session:
            found = queries.statements(session, Filter(report=report), holding=set(text.split()), limit=limit)
        return [row._replace(answers=()) for row in found] if self.blind else found

    # Corrections ------------------------------------------------------------------------------

    def correct_unit(self, unit: int, section: Section | None, role: Role | None, last: int | None = None) -> Kept:
        """Say what a unit is, or all up to a `last` one; applied at once like every correction, and lasting."""
        from tracker.workflow import correcting

        return correcting.correct_unit(self._engine, unit, section, role, self.reviewer, last)

    def split_unit(self, unit: int, at: int) -> Kept:
        """Say that a unit is two, the second from the offset `at` of its text on."""
        from tracker.workflow import correcting

        return correcting.split_unit(self._engine, unit, at, self.reviewer)

    def merge_units(self, unit: int, other: int) -> Kept:
        """Say that two neighbours are one unit."""
        from tracker.workflow import correcting

        return correcting.merge_units(self._engine, unit, other, self.reviewer)

    def take_back_correction(self, correction: int) -> Kept:
        """Take a correction back, whoever made it."""
        from tracker.workflow import correcting

        return correcting.take_back(self._engine, correction, self.reviewer)

    def corrections(self, report: int) -> list[UnitCorrection]:
        """Every correction of a report's units, oldest first; those taken back too."""
        from tracker.workflow import correcting

        return correcting.corrections(self._engine, report)

    def match_again(self, report: int) -> None:
        """Match a report's pairs anew after corrections."""
        from tracker.workflow import correcting

        correcting.match_again(self._engine, report)

    # Words ------------------------------------------------------------------------------------

    def decide(self, decision: NewDecision) -> int:
        """Keep a decision; gives its id."""
        with writing(self._engine) as session:
            return store.decide(session, decision)

    def acceptable(self, chosen: Filter) -> int:
        """How many of the chosen commitments `accept_all` would decide; none for a blind reviewer."""
        if self.blind:
            return 0
        with reading(self._engine) as session:
            return len(queries.acceptable(session, chosen))

    def accept_all(self, chosen: Filter) -> int:
        """Decide every chosen undecided commitment as proposed, in one step that one `undo` takes back; how many."""
        if self.blind:
            return 0
        with writing(self._engine) as session:
            return store.accept(session, queries.acceptable(session, chosen), self.reviewer)

    def undo(self) -> DecisionRow | None:
        """Take back this reviewer's last standing decision, or step of many; None if there is none."""
        with writing(self._engine) as session:
            return store.undo(session, self.reviewer)

    def last_decisions(self, limit: int) -> list[DecisionRow]:
        """The last decisions of the one who reviews, newest first."""
        with reading(self._engine) as session:
            return queries.last_decisions(session, self._viewer, limit)

    def flag(self, commitment: int, on: bool) -> None:
        """Mark a commitment for later, or no more."""
        with writing(self._engine) as session:
            store.flag(session, commitment, on, self.reviewer)

    def mark_wrong(self, commitment: int, statement: int, wrong: bool) -> None:
        """Say that a candidate does not speak of a commitment, or does after all."""
        with writing(self._engine) as session:
            store.mark_wrong(session, commitment, statement, wrong, self.reviewer)

    def write_log(self, path: Path, *, force: bool = False) -> int:
        """Write every decision and correction to a .csv or .json file; how many. A blind reviewer gets none.

        Raises:
            ExportError: the file may not or cannot be written.

        """
        from tracker.workflow.logging import write_log

        return 0 if self.blind else write_log(self._engine, path, force=force)

    def agreements(self) -> list[Agreement]:
        """How far each two reviewers agree; to a blind one nothing."""
        if self.blind:
            return []
        with reading(self._engine) as session:
            return agreements(queries.standing_words(session))
