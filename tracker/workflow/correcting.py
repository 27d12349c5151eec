"""Correcting what a report's units are and where they end: the report is read anew with reviewers' words over it.

Each word is kept and applied at once; what follows from it in other reports waits for `match_again`, so that many words
on one report cost one matching.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from db import queries, store
from db.engine import reading, writing
from tracker.errors import UsageError
from tracker.model import Kept, Role, Section, SourceView, UnitCorrection, UnitField, UnitRow
from tracker.parsing.corrections import followed
from tracker.workflow.following import match_reports
from tracker.workflow.promising import rewrite

if TYPE_CHECKING:
    from sqlalchemy import Engine


def correct_unit(
    engine: Engine, unit: int, section: Section | None, role: Role | None, reviewer: str, last: int | None = None
) -> Kept:
    """Say what a unit is, or all from that one to a later one.

    Raises:
        UsageError: the unit is not kept, or there is nothing to correct.

    """
    return _say(engine, lambda session: store.correct_unit(session, unit, section, role, reviewer, last))


def split_unit(engine: Engine, unit: int, at: int, reviewer: str) -> Kept:
    """Say that a unit is two, the second from the offset `at` of its text on.

    Raises:
        UsageError: the unit is not kept, or one of the two would be empty.

    """

    def say(session: queries.Connection) -> int:
        before = queries.unit_text(session, unit)[:at]
        return store.split_unit(session, unit, len("".join(before.split())), reviewer)

    return _say(engine, say)


def split_before(engine: Engine, unit: int, words: str, reviewer: str) -> Kept:
    """Say that a unit is two, the second one beginning with the given words.

    Raises:
        UsageError: the unit is not kept, the words are not in it once, or it begins with them.

    """
    with reading(engine) as session:
        text = queries.unit_text(session, unit)
    if text.count(words) != 1:
        raise UsageError("db.unit.words", id=unit, words=words, n=text.count(words))
    return split_unit(engine, unit, text.index(words), reviewer)


def merge_units(engine: Engine, unit: int, other: int, reviewer: str) -> Kept:
    """Say that two neighbours are one unit.

    Raises:
        UsageError: one is not kept, or they are no neighbours in one report.

    """
    return _say(engine, lambda session: store.merge_units(session, unit, other, reviewer))


def take_back(engine: Engine, correction: int, reviewer: str) -> Kept:
    """Take a correction back; what it was and who took it back stays on record.

    Raises:
        UsageError: there is none of that number, or it was taken back already.

    """
    return _say(engine, lambda session: store.take_back_correction(session, correction, reviewer))


def _say(engine: Engine, say: Callable[[queries.Connection], int]) -> Kept:
    with writing(engine) as session:
        return rewrite(session, say(session))


def match_again(engine: Engine, report: int) -> None:
    """Match the pairs of a report that corrections have undone."""
    for _ in match_reports(engine, report=report):
        pass


def corrections(engine: Engine, report: int | None = None) -> list[UnitCorrection]:
    """Every correction of units, of a report or of all, oldest first; those taken back too.

    Raises:
        UsageError: the report is not kept.

    """
    with reading(engine) as session:
        if report is not None:
            queries.report(session, report)
        return queries.unit_corrections(session, report)


def source(engine: Engine, report: int) -> SourceView:
    """A report's text and units, each with the corrections that made it what it is."""
    with reading(engine) as session:
        view, said = queries.source_view(session, report), queries.unit_corrections(session, report)
    held = followed(view.text, [row.unit for row in view.units], said)

    def holds(row: UnitRow, some: Sequence[UnitCorrection]) -> tuple[UnitCorrection, ...]:
        """Words that were said of an earlier wording of the unit hold too."""
        own = (one for one in said if one.standing and one.unit == row.id and one.field is not UnitField.EXTENT)
        return tuple(sorted({*some, *own}, key=lambda one: one.id))

    rows = zip(view.units, held, strict=True)
    return view._replace(units=tuple(row._replace(corrections=holds(row, some)) for row, some in rows))
