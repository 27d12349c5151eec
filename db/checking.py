"""Whether a database is whole: its file, its tables, and what is kept beside what it follows from."""

from __future__ import annotations

from collections.abc import Iterator

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, func, or_, select

from db import columns as t
from db.chains import chains_of, kept_chains
from db.connection import reading
from db.outcomes import judged
from db.tables import metadata
from tracker.model import Role
from tracker.words import Message


def problems(engine: Engine) -> list[Message]:
    """What is wrong; empty if nothing is."""
    with reading(engine) as s:
        if engine.dialect.name == "sqlite":
            damaged = list(_file(s))
            if damaged:
                return damaged  # nothing else can be believed
        return [*_schema(s), *_copies(s), *_outcomes(s), *_chains(s)]


def _file(connection: Connection) -> Iterator[Message]:
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check(10)"):
        if line != "ok":
            yield _wrong("damaged", line=line)
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield _wrong("refers", table=row[0], row=row[1], other=row[2])


def _schema(connection: Connection) -> Iterator[Message]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    for difference in compare_metadata(context, metadata):
        yield _wrong("tables", difference=difference)


def _copies(s: Connection) -> Iterator[Message]:
    """What stands in two places for speed."""
    c, u, r = t.commitment.c, t.unit.c, t.report.c
    gone = or_(u.retired_at.is_not(None), u.role != Role.COMMITMENT.value)
    differ = or_(c.report_id != u.report_id, c.start != u.start, c.gone != gone, c.ahead != u.ahead)
    for key in s.scalars(select(c.id).join(t.unit, u.id == c.id).where(differ)):
        yield _wrong("place", id=key)
    for role, count in ((Role.COMMITMENT, r.commitments), (Role.STATEMENT, r.statements)):
        units = select(func.count()).where(u.report_id == r.id, u.role == role.value, u.retired_at.is_(None))
        for key in s.scalars(select(r.id).where(count != units.scalar_subquery())):
            yield _wrong("count", id=key, role=Message(f"model.role.{role}"))


def _outcomes(s: Connection) -> Iterator[Message]:
    for report_id in s.scalars(select(t.report.c.id).order_by(t.report.c.id)).all():
        for one in judged(s, t.commitment.c.report_id == report_id):
            if one.kept != one.right:
                kept, right = (Message(f"model.status.{status}") for status in (one.kept.status, one.right.status))
                yield _wrong("status", id=one.commitment, kept=kept, right=right)
            if one.kept_opinions != one.opinions:
                yield _wrong("opinions", id=one.commitment)


def _chains(s: Connection) -> Iterator[Message]:
    for issuer_id in s.scalars(select(t.issuer.c.id).where(t.issuer.c.chained.is_(True))).all():
        right = chains_of(s, issuer_id)
        for key, kept in kept_chains(s, issuer_id).items():
            if kept != right.get(key):
                yield _wrong("chain", id=key)


def _wrong(name: str, **values: object) -> Message:
    return Message(f"db.check.{name}", values)
