"""Writes about what a report holds: its units and commitments are brought to what a reading gave.

Units that continue keep their ids; those that a reviewer's word refers to are retired, never deleted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, bindparam, delete, func, insert, select, update

from db.columns import commitment, decision, decision_evidence, forerunner, mismatch, unit, unit_correction
from db.connection import insert_plain
from tracker.model import Part, Promise, Quantity, Role, Status, Unit

SAID_OF = (
    *(decision.c.commitment_id, decision_evidence.c.unit_id),
    *(mismatch.c.commitment_id, mismatch.c.unit_id, unit_correction.c.unit_id, unit_correction.c.merged_id),
)
"""Where a reviewer's word refers to a unit, which is then never deleted."""


def _rows(s: Connection, table: Table, key: int) -> dict[int, Row[Any]]:
    return {row.id: row for row in s.execute(select(table).where(table.c.report_id == key))}


def write_many(s: Connection, statement: Any, values: Sequence[Mapping[str, Any]]) -> bool:
    """One statement for many rows; whether there were any."""
    if values:
        s.execute(statement, values)
    return bool(values)


def _delete(s: Connection, table: Table, ids: Iterable[int]) -> bool:
    return write_many(s, delete(table).where(table.c.id == bindparam("this")), [{"this": key} for key in ids])


def _update(s: Connection, table: Table, old: Mapping[int, Row[Any]], wanted: Mapping[int, Mapping[str, Any]]) -> bool:
    """Write those of the wanted values that differ from the old rows."""
    changed = [
        {**old[key]._mapping, **values, "this": key}
        for key, values in wanted.items()
        if key in old and any(old[key]._mapping[name] != value for name, value in values.items())
    ]
    return write_many(s, update(table).where(table.c.id == bindparam("this")), changed)


def _insert_units(s: Connection, key: int, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Ids of the new units, in order: ids are given in the order of insertion."""
    before = s.scalar(select(func.max(unit.c.id)).where(unit.c.report_id == key)) or 0
    names = ("section", "role", "heading", "start", "end", "text", "ahead", "bodies")
    insert_plain(s, unit, ("report_id", *names), [(key, *(row[name] for name in names)) for row in rows])
    return list(s.scalars(select(unit.c.id).where(unit.c.report_id == key, unit.c.id > before).order_by(unit.c.id)))


def save_units(
    s: Connection,
    key: int,
    units: Sequence[Unit],
    promises: Mapping[int, Promise],
    continued: Mapping[int, int],
    bodies: Mapping[int, Sequence[str]],
    forerunners: Mapping[int, Collection[int]],
) -> tuple[bool, set[int]]:
    """Bring the kept units and commitments of a report to what a reading gave.

    Returns whether that changed anything, and the commitments that were gone from the report by it but are kept.
    """
    old, promised = _rows(s, unit, key), _rows(s, commitment, key)
    if len(set(continued.values())) < len(continued) or not old.keys() >= set(continued.values()):
        raise ValueError(f"report {key}: kept_units must name units of that report, each once")
    decided = referred(s, key, decision.c.commitment_id) | referred(s, key, mismatch.c.commitment_id)
    needed = set[int]().union(*(referred(s, key, by) for by in SAID_OF))
    named = {**bodies, **{i: promise.bodies for i, promise in promises.items()}}
    values = [_unit_values(u, named.get(i, ())) for i, u in enumerate(units)]
    new = [i for i in range(len(units)) if i not in continued]
    ids = {**continued, **dict(zip(new, _insert_units(s, key, [values[i] for i in new]), strict=True))}
    wanted = {ids[i]: one for i, one in enumerate(values)}
    leaving = old.keys() - wanted.keys()
    for left in leaving & needed:
        wanted[left] = {"start": 0, "end": 0, "retired_at": old[left].retired_at or dt.datetime.now(dt.UTC)}
    holds = {
        ids[i]: promise_values(promises[i]) | {"start": u.start, "gone": False, "ahead": u.ahead}
        for i, u in enumerate(units)
        if u.role is Role.COMMITMENT
    }
    lost = promised.keys() - holds.keys()
    for left in lost & decided:
        holds[left] = {"start": wanted[left]["start"], "gone": True}
    made = [
        {"id": c, "report_id": key, "status": Status.PENDING.value, "late": False, "disagreed": False} | values
        for c, values in holds.items()
        if c not in promised
    ]
    changed = [  # a list: each of them has to be done
        bool(new),
        _delete(s, commitment, lost - decided),
        _delete(s, unit, leaving - needed),
        _update(s, unit, old, wanted),
        _update(s, commitment, promised, holds),
        write_many(s, insert(commitment), made),
        _save_forerunners(s, key, {ids[i]: others for i, others in forerunners.items()}),
    ]
    return any(changed), {c for c in lost & decided if not promised[c].gone}


def _save_forerunners(s: Connection, key: int, wanted: Mapping[int, Collection[int]]) -> bool:
    """Whether other units than before are made of others."""
    f = forerunner.c
    own = select(unit.c.id).where(unit.c.report_id == key)
    kept = {(row.unit_id, row.forerunner_id) for row in s.execute(select(forerunner).where(f.unit_id.in_(own)))}
    right = {(one, other) for one, others in wanted.items() for other in others}
    s.execute(delete(forerunner).where(f.unit_id.in_(own)))
    write_many(s, insert(forerunner), [{"unit_id": one, "forerunner_id": other} for one, other in sorted(right)])
    return kept != right


def referred(s: Connection, key: int, by: ColumnElement[Any]) -> set[int]:
    """Units of a report that a column refers to; decisions that were taken back count: history shows them."""
    return set(s.scalars(select(by).join(unit, unit.c.id == by).where(unit.c.report_id == key)))


def _unit_values(u: Unit, bodies: Sequence[str]) -> dict[str, Any]:
    return {
        "section": u.section.value,
        "role": u.role.value,
        "heading": u.heading,
        "start": u.start,
        "end": u.end,
        "text": u.text,
        "ahead": u.ahead,
        "bodies": "\n".join(bodies),
        "retired_at": None,
    }


def promise_values(promise: Promise) -> dict[str, Any]:
    """Columns of `commitment` for what one promises."""
    deadline = promise.deadline
    return {
        "trackability": promise.trackability.value,
        "deadline_text": deadline and deadline.text,
        "deadline_date": deadline and deadline.date,
        "deadline_precision": deadline and deadline.precision.value,
        "quantities": [_quantity_values(q) for q in promise.quantities],
        "parts": [_part_values(part) for part in promise.parts],
        "topic": promise.topic,
    }


def _part_values(part: Part) -> dict[str, Any]:
    return {
        "start": part.start,
        "end": part.end,
        "verb": part.verb,
        "object": part.object,
        "quantities": [_quantity_values(q) for q in part.quantities],
        "deadline": part.deadline
        and {
            "text": part.deadline.text,
            "date": part.deadline.date.isoformat(),
            "precision": part.deadline.precision.value,
        },
    }


def _quantity_values(q: Quantity) -> dict[str, Any]:
    """Decimals as text: JSON numbers would round them."""
    return {
        "text": q.text,
        "start": q.start,
        "end": q.end,
        "value": str(q.value),
        "unit": q.unit,
        "relation": q.relation.value,
        "upper": None if q.upper is None else str(q.upper),
    }
