"""What else a reviewer leaves: wrong matches, marks for later, saved filters, settings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from db.columns import candidate, commitment, mismatch, saved_filter, setting
from db.columns import flag as flags
from db.connection import storable
from tracker.errors import UsageError
from tracker.model import Filter, Reported, SavedFilter, Status, Trackability


def mark_wrong(s: Connection, commitment_id: int, statement: int, wrong: bool, reviewer: str) -> None:
    """Say that a candidate does not speak of a commitment, or does after all.

    Raises:
        UsageError: it is no candidate of that commitment.

    """
    k = candidate.c
    found = s.scalar(select(func.count()).where(k.commitment_id == commitment_id, k.statement_id == statement))
    if not found:
        raise UsageError("db.evidence.no_candidate", id=statement, commitment=commitment_id)
    s.execute(
        insert(mismatch).values(
            commitment_id=commitment_id,
            unit_id=statement,
            wrong=wrong,
            reviewer=storable(reviewer),
            said_at=dt.datetime.now(dt.UTC),
        )
    )


def flag(s: Connection, commitment_id: int, on: bool, reviewer: str) -> None:
    """Mark a commitment for later, or no more.

    Raises:
        UsageError: it is not kept.

    """
    name = storable(reviewer)
    if s.scalar(select(commitment.c.id).where(commitment.c.id == commitment_id)) is None:
        raise UsageError("db.commitment.unknown", id=commitment_id)
    s.execute(delete(flags).where(flags.c.reviewer == name, flags.c.commitment_id == commitment_id))
    if on:
        s.execute(insert(flags).values(reviewer=name, commitment_id=commitment_id))


def save_filter(s: Connection, name: str, chosen: Filter) -> None:
    """Keep a filter under a name, in place of another of that name.

    Raises:
        UsageError: the name is empty.

    """
    name = storable(name).strip()
    if not name:
        raise UsageError("db.filter.nameless")
    forget_filter(s, name)
    s.execute(insert(saved_filter).values(name=name, fields=_changed(chosen)))


def forget_filter(s: Connection, name: str) -> None:
    """Forget a saved filter; none of that name is no error."""
    s.execute(delete(saved_filter).where(saved_filter.c.name == storable(name)))


def saved_filters(s: Connection) -> list[SavedFilter]:
    """Every saved filter, by name."""
    rows = s.execute(select(saved_filter.c.name, saved_filter.c.fields)).all()
    return [SavedFilter(row.name, _filter(row.fields)) for row in sorted(rows, key=lambda row: row.name)]


def _changed(chosen: Filter) -> dict[str, Any]:
    """The fields of a filter that restrict."""
    return {name: value for name, value in chosen._asdict().items() if value != getattr(Filter(), name)}


_READ: dict[str, Any] = {
    "years": tuple,
    "statuses": lambda values: tuple(map(Status, values)),
    "trackability": Trackability,
    "reported": Reported,
}
"""Fields of a filter that JSON does not give back as they were."""


def _filter(fields: dict[str, Any]) -> Filter:
    """A kept filter; fields that this version does not know are left out."""
    known = {name: value for name, value in fields.items() if name in Filter._fields}
    return Filter(**{name: _READ.get(name, lambda v: v)(value) for name, value in known.items()})


def save_setting(s: Connection, name: str, value: str) -> None:
    """Keep a choice for this database, in place of the one before."""
    s.execute(delete(setting).where(setting.c.name == name))
    s.execute(insert(setting).values(name=name, value=value))


def read_setting(s: Connection, name: str) -> str | None:
    """A choice for this database, or None if none was made."""
    return s.scalar(select(setting.c.value).where(setting.c.name == name))
