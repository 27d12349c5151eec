"""Writes about whole reports: keeping, correcting and removing them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, bindparam, delete, func, insert, or_, select, union, update
from sqlalchemy.orm import Session

from db.chains import unlink
from db.connection import insert_plain, storable
from db.issuers import drop_unused_issuers, issuer_id, meant_by
from db.outcomes import recompute
from db.tables import (
    commitment,
    correction,
    decision,
    decision_evidence,
    follow_up,
    mismatch,
    pairing,
    report,
    unit,
    unit_correction,
)
from tracker.errors import UsageError
from tracker.model import Identity, Kept, Kind, ParsedReport, Part, Promise, Quantity, Role, Status, Unit

SAID_OF = (
    *(decision.c.commitment_id, decision_evidence.c.unit_id),
    *(mismatch.c.commitment_id, mismatch.c.unit_id, unit_correction.c.unit_id),
)
"""Where a reviewer's word refers to a unit, which is then never deleted."""


def save_report(
    s: Session,
    *,
    parsed: ParsedReport,
    promises: Mapping[int, Promise],
    source: str,
    path: str,
    digest: str,
    parser: str,
    warnings: Sequence[str],
    replaces: int | None,
    kept_units: Mapping[int, int],
    bodies: Mapping[int, Sequence[str]] | None = None,
) -> Kept:
    """Keep a report that was read, in place of an earlier reading of it if there is one.

    Units that continue keep their ids. The others go, but for those that a decision refers to: they are retired,
    and come back when a later reading continues them. What was matched with the report is to be matched anew,
    unless the reading gave just what is kept.

    Args:
        s: a writing session.
        parsed: the report.
        promises: for the index in `parsed.units` of each commitment, what it promises.
        source: the file as the user named it.
        path: the file's full path.
        digest: of the file's bytes; empty if unknown.
        parser: version of the parser.
        warnings: one line each.
        replaces: id of the report that is read again.
        kept_units: index in `parsed.units` -> id of the unit of that report, retired ones too, that it continues.
        bodies: for the index of a unit, the responsible bodies that it names; commitments say theirs in `promises`.

    """
    known = _twin(s, digest) if replaces is None else None
    if known is not None:  # another process kept the same file a moment ago
        return Kept(known, "unchanged")
    told = {
        "source": storable(source),
        "path": storable(path),
        "digest": digest,
        "parser": parser,
        "warnings": list(warnings),
        "imported_at": dt.datetime.now(dt.UTC),
    }
    identity = _corrected(s, replaces, parsed.identity)
    values = told | _identity_values(s, identity) | {"text": parsed.text} | _counts(parsed.units)
    if replaces is None:
        made = s.execute(insert(report).values(values).returning(report.c.id)).scalar_one()
        _save_units(s, made, parsed.units, promises, {}, bodies or {})
        unlink(s, made)
        return Kept(made, "new")
    same = _same(s, replaces, values, told.keys())
    unlink(s, replaces)
    s.execute(update(report).where(report.c.id == replaces).values(values))
    changed, lost = _save_units(s, replaces, parsed.units, promises, kept_units, bodies or {})
    if same and not changed:
        return Kept(replaces, "unchanged")
    match_anew(s, replaces)
    standing = select(commitment.c.id).where(commitment.c.id.in_(lost), commitment.c.decided_by.is_not(None))
    return Kept(replaces, "updated", tuple(s.scalars(standing.order_by(commitment.c.id))))


def save_promises(s: Session, promises: Mapping[int, Promise]) -> None:
    """Keep what commitments (by id) promise, read again, e.g. after their report's year was corrected."""
    _write_many(
        s,
        update(commitment).where(commitment.c.id == bindparam("this")),
        [{"this": key} | _promise_values(promise) for key, promise in promises.items()],
    )
    _write_many(
        s,
        update(unit).where(unit.c.id == bindparam("this")),
        [{"this": key, "bodies": "\n".join(promise.bodies)} for key, promise in promises.items()],
    )
    own = select(commitment.c.report_id).where(commitment.c.id.in_(list(promises)))
    recompute(s, commitment.c.report_id.in_(list(s.scalars(own.distinct()))))


def save_topics(s: Session, topics: Mapping[int, str]) -> int:
    """Keep the topics of commitments (by id); gives how many were another one."""
    c = commitment.c
    kept = {row.id: row.topic for row in s.execute(select(c.id, c.topic))}
    changed = [{"this": key, "topic": topic} for key, topic in topics.items() if kept.get(key) not in (None, topic)]
    _write_many(s, update(commitment).where(c.id == bindparam("this")), changed)
    return len(changed)


def correct_report(s: Session, key: int, field: str, value: str | int | dt.date | None, reviewer: str) -> None:
    """Say better than the text what a report is; it holds when the report is read again, too.

    Dates may be given as ISO text, years as digits. All but a new title makes the report be matched anew.

    Raises:
        UsageError: the report is not kept, or the field or value makes no sense.

    """
    row = s.execute(
        select(report.c.title, report.c.stated_issuer, report.c.kind, report.c.year, report.c.delivered).where(
            report.c.id == key
        )
    ).first()
    if row is None:
        raise UsageError(f"report {key}: is not kept; tracker reports shows the ids")
    text = None if value is None else storable(value.isoformat() if isinstance(value, dt.date) else str(value)).strip()
    before = Identity(row.title, row.stated_issuer, Kind(row.kind), row.year, row.delivered)
    after = _apply(before, field, text)
    s.execute(
        insert(correction).values(
            report_id=key, field=field, value=text, reviewer=storable(reviewer), corrected_at=dt.datetime.now(dt.UTC)
        )
    )
    if after == before:
        return
    unlink(s, key)
    s.execute(update(report).where(report.c.id == key).values(_identity_values(s, after)))
    if field != "title":
        match_anew(s, key)


def remove_report(s: Session, key: int) -> None:
    """Forget a report with its units and every suggestion about it.

    Raises:
        UsageError: it is not kept, or a decision is about it, one of its commitments or one of its statements.

    """
    if s.scalar(select(report.c.id).where(report.c.id == key)) is None:
        raise UsageError(f"report {key}: is not kept; tracker reports shows the ids")
    about = s.scalar(select(func.count()).where(decision.c.report_id == key))
    if about or any(_referred(s, key, by) for by in SAID_OF):
        raise UsageError(f"report {key}: holds decisions, which are never deleted; it cannot be removed")
    match_anew(s, key)
    s.execute(delete(report).where(report.c.id == key))
    drop_unused_issuers(s)


# Identity -------------------------------------------------------------------------------------


def _text(text: str | None) -> str:
    if not text:
        raise ValueError("a text")
    return text


def _year(text: str | None) -> int | None:
    year = int(text) if text else None
    if year is not None and not 1900 <= year <= 2200:
        raise ValueError("a year such as 2024")
    return year


_FIELDS: Mapping[str, Callable[[str | None], Any]] = {
    "title": _text,
    "issuer": lambda text: text or None,
    "kind": lambda text: Kind(text or ""),
    "year": _year,
    "delivered": lambda text: dt.date.fromisoformat(text) if text else None,
}
"""How each field that can be corrected is read from text; ValueError if it cannot be."""


def _apply(identity: Identity, field: str, text: str | None) -> Identity:
    if field not in _FIELDS:
        raise UsageError(f"{field}: cannot be corrected; choose one of {', '.join(_FIELDS)}")
    try:
        value = _FIELDS[field](text)
    except ValueError as error:
        wants = {
            "kind": f"one of {', '.join(Kind)}",
            "year": "a year such as 2024",
            "delivered": "a date such as 2025-01-31",
        }
        raise UsageError(f"{field} {text or ''}: does not fit; give {wants.get(field, 'a text')}") from error
    return replace(identity, **{field: value})


def _corrected(s: Session, key: int | None, identity: Identity) -> Identity:
    """What the text says, with every correction applied over it in order."""
    c = correction.c
    for row in s.execute(select(c.field, c.value).where(c.report_id == key).order_by(c.id)) if key is not None else ():
        identity = _apply(identity, row.field, row.value)
    return identity


def _identity_values(s: Session, identity: Identity) -> dict[str, Any]:
    return {
        "title": identity.title,
        "stated_issuer": identity.issuer,
        "issuer_id": None if identity.issuer is None else issuer_id(s, meant_by(s, identity.issuer)),
        "kind": identity.kind.value,
        "year": identity.year,
        "delivered": identity.delivered,
    }


# What a report holds --------------------------------------------------------------------------


def _twin(s: Session, digest: str) -> int | None:
    return s.scalar(select(func.max(report.c.id)).where(report.c.digest == digest)) if digest else None


def _same(s: Session, key: int, values: Mapping[str, Any], but: Iterable[str]) -> bool:
    """Whether a kept report has these values, but for the named ones."""
    names = [name for name in values if name not in set(but)]
    row = s.execute(select(*(report.c[name] for name in names)).where(report.c.id == key)).one()
    return all(kept == values[name] for kept, name in zip(row, names, strict=True))


def _counts(units: Iterable[Unit]) -> dict[str, int]:
    roles = [u.role for u in units]
    return {"commitments": roles.count(Role.COMMITMENT), "statements": roles.count(Role.STATEMENT)}


def match_anew(s: Session, key: int) -> None:
    """Forget what a report was matched with, as the earlier and as the later one, and what followed from it."""
    own = select(commitment.c.id).where(commitment.c.report_id == key)
    earlier = select(pairing.c.earlier_id).where(pairing.c.later_id == key)
    decided = select(commitment.c.report_id).join(decision, decision.c.commitment_id == commitment.c.id)
    touched = set(s.scalars(union(earlier, decided.where(decision.c.report_id == key)))) | {key}
    s.execute(delete(follow_up).where(or_(follow_up.c.report_id == key, follow_up.c.commitment_id.in_(own))))
    s.execute(delete(pairing).where(or_(pairing.c.later_id == key, pairing.c.earlier_id == key)))
    recompute(s, commitment.c.report_id.in_(touched))
    for one in touched:
        unlink(s, one)
    drop_unused_issuers(s)


def _rows(s: Session, table: Table, key: int) -> dict[int, Row[Any]]:
    return {row.id: row for row in s.execute(select(table).where(table.c.report_id == key))}


def _write_many(s: Session, statement: Any, values: Sequence[Mapping[str, Any]]) -> bool:
    """One statement for many rows; whether there were any."""
    if values:
        s.connection().execute(statement, values)
    return bool(values)


def _delete(s: Session, table: Table, ids: Iterable[int]) -> bool:
    return _write_many(s, delete(table).where(table.c.id == bindparam("this")), [{"this": key} for key in ids])


def _update(s: Session, table: Table, old: Mapping[int, Row[Any]], wanted: Mapping[int, Mapping[str, Any]]) -> bool:
    """Write those of the wanted values that differ from the old rows."""
    changed = [
        {**old[key]._mapping, **values, "this": key}
        for key, values in wanted.items()
        if key in old and any(old[key]._mapping[name] != value for name, value in values.items())
    ]
    return _write_many(s, update(table).where(table.c.id == bindparam("this")), changed)


def _insert_units(s: Session, key: int, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Ids of the new units, in order: ids are given in the order of insertion."""
    before = s.scalar(select(func.max(unit.c.id)).where(unit.c.report_id == key)) or 0
    names = ("section", "role", "heading", "start", "end", "text", "ahead", "bodies")
    insert_plain(s, unit, ("report_id", *names), [(key, *(row[name] for name in names)) for row in rows])
    return list(s.scalars(select(unit.c.id).where(unit.c.report_id == key, unit.c.id > before).order_by(unit.c.id)))


def _save_units(
    s: Session,
    key: int,
    units: Sequence[Unit],
    promises: Mapping[int, Promise],
    continued: Mapping[int, int],
    bodies: Mapping[int, Sequence[str]],
) -> tuple[bool, set[int]]:
    """Bring the kept units and commitments of a report to what a reading gave.

    Returns whether that changed anything, and the commitments that were gone from the report by it but are kept.
    """
    old, promised = _rows(s, unit, key), _rows(s, commitment, key)
    if len(set(continued.values())) < len(continued) or not old.keys() >= set(continued.values()):
        raise ValueError(f"report {key}: kept_units must name units of that report, each once")
    decided = _referred(s, key, decision.c.commitment_id) | _referred(s, key, mismatch.c.commitment_id)
    needed = set[int]().union(*(_referred(s, key, by) for by in SAID_OF))
    named = {**bodies, **{i: promise.bodies for i, promise in promises.items()}}
    values = [_unit_values(u, named.get(i, ())) for i, u in enumerate(units)]
    new = [i for i in range(len(units)) if i not in continued]
    ids = {**continued, **dict(zip(new, _insert_units(s, key, [values[i] for i in new]), strict=True))}
    wanted = {ids[i]: one for i, one in enumerate(values)}
    leaving = old.keys() - wanted.keys()
    for left in leaving & needed:
        wanted[left] = {"start": 0, "end": 0, "retired_at": old[left].retired_at or dt.datetime.now(dt.UTC)}
    holds = {
        ids[i]: _promise_values(promises[i]) | {"start": u.start, "gone": False, "ahead": u.ahead}
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
        _write_many(s, insert(commitment), made),
    ]
    return any(changed), {c for c in lost & decided if not promised[c].gone}


def _referred(s: Session, key: int, by: ColumnElement[Any]) -> set[int]:
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


def _promise_values(promise: Promise) -> dict[str, Any]:
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
