"""What reviewers say of units: their section, their role, where they end; said, listed and taken back, never changed.

Each function that says something gives the report that it was said of, which is then to be read anew.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, exists, insert, or_, select

from db.columns import forerunner, report, unit, unit_correction
from db.connection import storable
from db.outcomes import batches
from tracker.errors import UsageError
from tracker.model import Role, Section, UnitCorrection, UnitField
from tracker.text import join_lines

_C, _U = unit_correction.c, unit.c


def correct_unit(
    s: Connection, key: int, section: Section | None, role: Role | None, reviewer: str, last: int | None = None
) -> int:
    """Keep what a unit is, where that differs from what is kept of it.

    Args:
        s: a writing session.
        key: the unit.
        section: where it stands; None as it is.
        role: what it is; None as it is.
        reviewer: who says it.
        last: a later unit of the same report, for a word on all of them from the unit to that one.

    Raises:
        UsageError: a unit is not kept, or neither section nor role is given.

    """
    row, text = _live(s, key)
    end = row.end if last is None else _live(s, last)[0].end
    if section is None and role is None:
        raise UsageError("db.unit.nothing", id=key)
    for field, value, before in ((UnitField.SECTION, section, row.section), (UnitField.ROLE, role, row.role)):
        if value is not None and value.value != before:
            _say(s, key, field, value.value, before, reviewer, row.start, text[row.start : end])
    return int(row.report_id)


def split_unit(s: Connection, key: int, at: int, reviewer: str) -> int:
    """Say that a unit is two.

    Args:
        s: a writing session.
        key: the unit.
        at: how many of its characters, blanks not counted, the first one has.
        reviewer: who says it.

    Raises:
        UsageError: the unit is not kept, or one of the two would be empty.

    """
    row, text = _live(s, key)
    stretch = text[row.start : row.end]
    if not 0 < at < len("".join(stretch.split())):
        raise UsageError("db.unit.split", id=key)
    _divide(s, key, None, (at,), row.text, reviewer, row.start, stretch)
    return int(row.report_id)


def merge_units(s: Connection, key: int, other: int, reviewer: str) -> int:
    """Say that two neighbours are one unit.

    Raises:
        UsageError: one is not kept, or they are no neighbours in one report.

    """
    (one, text), (two, _) = _live(s, key), _live(s, other)
    first, second = sorted((one, two), key=lambda row: row.start)
    if one.report_id != two.report_id or key == other or text[first.end : second.start].strip():
        raise UsageError("db.unit.apart", id=key, other=other)
    stretch = text[first.start : second.end]
    _divide(s, key, other, (), f"{first.text}\n{second.text}", reviewer, first.start, stretch)
    return int(one.report_id)


def take_back_correction(s: Connection, key: int, reviewer: str) -> int:
    """Take a correction back, whoever made it; what took it back stays on record.

    Raises:
        UsageError: there is none of that number, or it was taken back already.

    """
    query = select(_C.unit_id, _C.field, _C.undoes, _U.report_id).join(unit, _U.id == _C.unit_id)
    row = s.execute(query.where(_C.id == key)).first()
    if row is None or row.undoes is not None:
        raise UsageError("db.correction.unknown", id=key)
    if s.scalar(select(_C.id).where(_C.undoes == key)) is not None:
        raise UsageError("db.correction.undone", id=key)
    _say(s, row.unit_id, UnitField(row.field), None, "", reviewer, 0, "", undoes=key)
    return int(row.report_id)


def unit_corrections(s: Connection, report_id: int | None = None) -> list[UnitCorrection]:
    """Every correction of units, of a report or of all, oldest first; those taken back too."""
    query = select(*_C, _U.report_id).join(unit, _U.id == _C.unit_id).order_by(_C.id)
    rows = s.execute(query if report_id is None else query.where(_U.report_id == report_id)).all()
    taken = {row.undoes: row for row in rows if row.undoes is not None}
    return [_correction(row, taken.get(row.id)) for row in rows if row.undoes is None]


def divisions(s: Connection, ids: Iterable[int]) -> dict[int, list[UnitCorrection]]:
    """By unit, the standing splits and mergers of its text, oldest first."""
    f = forerunner.c
    found: dict[int, list[UnitCorrection]] = defaultdict(list)
    taken = unit_correction.alias("taken")
    query = (
        select(*_C, _U.report_id)
        .join(unit, _U.id == _C.unit_id)
        .where(_C.field == UnitField.EXTENT.value, _C.value.is_not(None), ~exists().where(taken.c.undoes == _C.id))
        .order_by(_C.id)
    )
    for some in batches(ids):
        made_of = {key: {key} for key in some}
        for row in s.execute(select(forerunner).where(f.unit_id.in_(some))):
            made_of[row.unit_id].add(row.forerunner_id)
        named = set[int]().union(*made_of.values())
        for row in s.execute(query.where(or_(_C.unit_id.in_(named), _C.merged_id.in_(named)))):
            one = _correction(row, None)
            for key, keys in made_of.items():
                if one.unit in keys or one.merged in keys:
                    found[key].append(one)
    return found


def _correction(row: Any, taken: Any) -> UnitCorrection:
    return UnitCorrection(
        id=row.id,
        report=row.report_id,
        unit=row.unit_id,
        field=UnitField(row.field),
        value=row.value,
        before=row.before,
        reviewer=row.reviewer,
        corrected_at=row.corrected_at,
        start=row.start,
        stretch=row.stretch,
        cuts=tuple(row.cuts),
        merged=row.merged_id,
        taken_back_by=taken and taken.reviewer,
        taken_back_at=taken and taken.corrected_at,
    )


def _live(s: Connection, key: int) -> tuple[Any, str]:
    """A unit that its report holds, and the report's text."""
    query = select(_U.report_id, _U.section, _U.role, _U.start, _U.end, _U.text, report.c.text.label("source"))
    row = s.execute(
        query.join(report, report.c.id == _U.report_id).where(_U.id == key, _U.retired_at.is_(None))
    ).first()
    if row is None:
        raise UsageError("db.unit.unknown", id=key)
    return row, row.source


def _divide(
    s: Connection,
    key: int,
    merged: int | None,
    cuts: Sequence[int],
    before: str,
    reviewer: str,
    start: int,
    stretch: str,
) -> None:
    solid = [i for i, c in enumerate(stretch) if not c.isspace()]
    bounds = [0, *(solid[cut] for cut in cuts), len(stretch)]
    made = "\n".join(join_lines(stretch[a:b].strip()) for a, b in pairwise(bounds))
    _say(s, key, UnitField.EXTENT, made, before, reviewer, start, stretch, cuts=list(cuts), merged_id=merged)


def _say(
    s: Connection,
    key: int,
    field: UnitField,
    value: str | None,
    before: str,
    reviewer: str,
    start: int,
    stretch: str,
    **more: Any,
) -> None:
    """Add a row, which is never changed.

    Raises:
        UsageError: nobody is named who says it.

    """
    if not reviewer.strip():
        raise UsageError("db.correction.no_reviewer")
    values = {"unit_id": key, "field": field.value, "value": value, "before": before, "start": start} | more
    values |= {"reviewer": storable(reviewer), "corrected_at": dt.datetime.now(dt.UTC), "stretch": stretch}
    s.execute(insert(unit_correction).values({"cuts": []} | values))
