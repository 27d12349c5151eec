"""Writes about whole reports: keeping, correcting and removing them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, or_, select, union, update

from db.chains import unlink
from db.columns import (
    commitment,
    correction,
    decision,
    follow_up,
    pairing,
    report,
    unit,
)
from db.connection import storable
from db.issuers import drop_unused_issuers, issuer_id, meant_by
from db.outcomes import recompute
from db.units import SAID_OF, promise_values, referred, save_units, write_many
from tracker.errors import UsageError
from tracker.model import Identity, Kept, Kind, ParsedReport, Promise, Role, Unit
from tracker.words import Message


def save_report(
    s: Connection,
    *,
    parsed: ParsedReport,
    promises: Mapping[int, Promise],
    source: str,
    path: str,
    digest: str,
    parser: str,
    warnings: Sequence[Message],
    replaces: int | None,
    kept_units: Mapping[int, int],
    bodies: Mapping[int, Sequence[str]] | None = None,
    forerunners: Mapping[int, Collection[int]] | None = None,
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
        warnings: what a reader should know of it.
        replaces: id of the report that is read again.
        kept_units: index in `parsed.units` -> id of the unit of that report, retired ones too, that it continues.
        bodies: for the index of a unit, the responsible bodies that it names; commitments say theirs in `promises`.
        forerunners: for the index of a unit, the units of that report that reviewers split or merged into it.

    """
    known = _twin(s, digest) if replaces is None else None
    if known is not None:  # another process kept the same file a moment ago
        return Kept(known, "unchanged")
    told = {
        "source": storable(source),
        "path": storable(path),
        "digest": digest,
        "parser": parser,
        "warnings": [warning.stored() for warning in warnings],
        "imported_at": dt.datetime.now(dt.UTC),
    }
    identity = _corrected(s, replaces, parsed.identity)
    values = told | _identity_values(s, identity) | {"text": parsed.text} | _counts(parsed.units)
    if replaces is None:
        made = s.execute(insert(report).values(values).returning(report.c.id)).scalar_one()
        save_units(s, made, parsed.units, promises, {}, bodies or {}, {})
        unlink(s, made)
        return Kept(made, "new")
    same = _same(s, replaces, values, told.keys())
    unlink(s, replaces)
    s.execute(update(report).where(report.c.id == replaces).values(values))
    changed, lost = save_units(s, replaces, parsed.units, promises, kept_units, bodies or {}, forerunners or {})
    if same and not changed:
        return Kept(replaces, "unchanged")
    match_anew(s, replaces)
    standing = select(commitment.c.id).where(commitment.c.id.in_(lost), commitment.c.decided_by.is_not(None))
    return Kept(replaces, "updated", tuple(s.scalars(standing.order_by(commitment.c.id))))


def save_promises(s: Connection, promises: Mapping[int, Promise]) -> None:
    """Keep what commitments (by id) promise, read again, e.g. after their report's year was corrected."""
    write_many(
        s,
        update(commitment).where(commitment.c.id == bindparam("this")),
        [{"this": key} | promise_values(promise) for key, promise in promises.items()],
    )
    write_many(
        s,
        update(unit).where(unit.c.id == bindparam("this")),
        [{"this": key, "bodies": "\n".join(promise.bodies)} for key, promise in promises.items()],
    )
    own = select(commitment.c.report_id).where(commitment.c.id.in_(list(promises)))
    recompute(s, commitment.c.report_id.in_(list(s.scalars(own.distinct()))))


def save_topics(s: Connection, topics: Mapping[int, str]) -> int:
    """Keep the topics of commitments (by id); gives how many were another one."""
    c = commitment.c
    kept = {row.id: row.topic for row in s.execute(select(c.id, c.topic))}
    changed = [{"this": key, "topic": topic} for key, topic in topics.items() if kept.get(key) not in (None, topic)]
    write_many(s, update(commitment).where(c.id == bindparam("this")), changed)
    return len(changed)


def correct_report(s: Connection, key: int, field: str, value: str | int | dt.date | None, reviewer: str) -> None:
    """Say better than the text what a report is; it holds when the report is read again, too.

    Dates may be given as ISO text, years as digits. All but a new title makes the report be matched anew.

    Raises:
        UsageError: the report is not kept, or the field or value makes no sense.

    """
    before = _identity(s, key)
    text = None if value is None else storable(value.isoformat() if isinstance(value, dt.date) else str(value)).strip()
    after = _apply(before, field, text)
    _say(s, key, field, reviewer, value=text)
    _become(s, key, field, before, after)


def take_back_report(s: Connection, key: int, field: str, read: Identity, reviewer: str) -> None:
    """Take back the last standing word on a field: the one before it, or what the text says, holds again.

    Args:
        s: a writing session.
        key: the report.
        field: issuer, kind, year, delivered or title.
        read: what the report's text says that it is.
        reviewer: who takes it back.

    Raises:
        UsageError: the report is not kept, or no word on the field stands.

    """
    before = _identity(s, key)
    said = [row.id for row in _standing(s, key) if row.field == field]
    if not said:
        raise UsageError("db.report.not_corrected", id=key, field=field)
    _say(s, key, field, reviewer, undoes=said[-1])
    _become(s, key, field, before, before._replace(**{field: getattr(_corrected(s, key, read), field)}))


def _say(s: Connection, key: int, field: str, reviewer: str, **more: Any) -> None:
    told = {"report_id": key, "field": field, "reviewer": storable(reviewer), "corrected_at": dt.datetime.now(dt.UTC)}
    s.execute(insert(correction).values(told | more))


def _become(s: Connection, key: int, field: str, before: Identity, after: Identity) -> None:
    """Make a report be what it now is; all but a new title makes it be matched anew."""
    if after == before:
        return
    unlink(s, key)
    s.execute(update(report).where(report.c.id == key).values(_identity_values(s, after)))
    if field != "title":
        match_anew(s, key)


def remove_report(s: Connection, key: int) -> None:
    """Forget a report with its units and every suggestion about it.

    Raises:
        UsageError: it is not kept, or a decision is about it, one of its commitments or one of its statements.

    """
    if s.scalar(select(report.c.id).where(report.c.id == key)) is None:
        raise UsageError("db.report.unknown", id=key)
    about = s.scalar(select(func.count()).where(decision.c.report_id == key))
    if about or any(referred(s, key, by) for by in SAID_OF):
        raise UsageError("db.report.decided", id=key)
    match_anew(s, key)
    s.execute(delete(report).where(report.c.id == key))
    drop_unused_issuers(s)


# Identity -------------------------------------------------------------------------------------


def _identity(s: Connection, key: int) -> Identity:
    c = report.c
    row = s.execute(select(c.title, c.stated_issuer, c.kind, c.year, c.delivered).where(c.id == key)).first()
    if row is None:
        raise UsageError("db.report.unknown", id=key)
    return Identity(row.title, row.stated_issuer, Kind(row.kind), row.year, row.delivered)


def _text(text: str | None) -> str:
    if not text:
        raise ValueError(text)
    return text


def _year(text: str | None) -> int | None:
    year = int(text) if text else None
    if year is not None and not 1900 <= year <= 2200:
        raise ValueError(text)
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
        raise UsageError("db.report.no_field", field=field, known=", ".join(_FIELDS))
    try:
        value = _FIELDS[field](text)
    except ValueError as error:
        raise UsageError(f"db.report.{field}", text=text or "", known=", ".join(Kind)) from error
    return identity._replace(**{field: value})


def _corrected(s: Connection, key: int | None, identity: Identity) -> Identity:
    """What the text says, with every standing correction applied over it in order."""
    for row in _standing(s, key) if key is not None else ():
        identity = _apply(identity, row.field, row.value)
    return identity


def _standing(s: Connection, key: int) -> list[Row[Any]]:
    """Corrections of a report that nobody has taken back, oldest first."""
    c = correction.c
    rows: Sequence[Row[Any]] = s.execute(select(correction).where(c.report_id == key).order_by(c.id)).all()
    undone = {row.undoes for row in rows}
    return [row for row in rows if row.undoes is None and row.id not in undone]


def _identity_values(s: Connection, identity: Identity) -> dict[str, Any]:
    return {
        "title": identity.title,
        "stated_issuer": identity.issuer,
        "issuer_id": None if identity.issuer is None else issuer_id(s, meant_by(s, identity.issuer)),
        "kind": identity.kind.value,
        "year": identity.year,
        "delivered": identity.delivered,
    }


# What a report holds --------------------------------------------------------------------------


def _twin(s: Connection, digest: str) -> int | None:
    return s.scalar(select(func.max(report.c.id)).where(report.c.digest == digest)) if digest else None


def _same(s: Connection, key: int, values: Mapping[str, Any], but: Iterable[str]) -> bool:
    """Whether a kept report has these values, but for the named ones."""
    names = [name for name in values if name not in set(but)]
    row = s.execute(select(*(report.c[name] for name in names)).where(report.c.id == key)).one()
    return all(kept == values[name] for kept, name in zip(row, names, strict=True))


def _counts(units: Iterable[Unit]) -> dict[str, int]:
    roles = [u.role for u in units]
    return {"commitments": roles.count(Role.COMMITMENT), "statements": roles.count(Role.STATEMENT)}


def match_anew(s: Connection, key: int) -> None:
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
