"""Who gives reports: the names that texts use, and what reviewers say they mean."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, delete, exists, insert, select, update

from db.columns import issuer, issuer_name, report
from db.connection import storable
from tracker.errors import UsageError


def meanings(s: Connection) -> dict[str, str]:
    """Name -> the issuer it is said to mean, one step; names that mean themselves are left out."""
    last = {row.name: row.means for row in s.execute(select(issuer_name).order_by(issuer_name.c.id))}
    return {name: means for name, means in last.items() if means is not None and means != name}


def meant_by(s: Connection, name: str) -> str:
    """The issuer that a name in a report means, after every merging and renaming."""
    known, seen = meanings(s), {name}
    while (name := known.get(name, name)) not in seen:
        seen.add(name)
    return name


def issuer_id(s: Connection, name: str) -> int:
    """The id of an issuer, made if there is none of that name."""
    found = s.scalar(select(issuer.c.id).where(issuer.c.name == name))
    if found is None:
        found = s.execute(insert(issuer).values(name=name, chained=False).returning(issuer.c.id)).scalar_one()
    return int(found)


def drop_unused_issuers(s: Connection) -> None:
    """Delete issuers that no report is of."""
    s.execute(delete(issuer).where(~exists().where(report.c.issuer_id == issuer.c.id)))


def rename_issuer(s: Connection, name: str, means: str | None, reviewer: str) -> list[int]:
    """Say what a name means from now on, or with None that it means itself again.

    Gives the reports whose issuer that changes; they are to be matched anew.

    Raises:
        UsageError: no report uses the name, or the meaning leads back to it.

    """
    name, means = storable(name).strip(), storable(means).strip() if means else None
    known = set(s.scalars(select(report.c.stated_issuer).distinct())) | set(s.scalars(select(issuer.c.name)))
    if name not in known and name not in meanings(s):
        raise UsageError("db.issuer.unknown", name=name)
    if means is not None and meant_by(s, means) == name:
        raise UsageError("db.issuer.circle", name=name, other=means)
    s.execute(
        insert(issuer_name).values(name=name, means=means, reviewer=storable(reviewer), said_at=dt.datetime.now(dt.UTC))
    )
    changed = []
    stated = select(report.c.id, report.c.stated_issuer, issuer.c.name).join(issuer, issuer.c.id == report.c.issuer_id)
    for row in s.execute(stated).all():
        right = meant_by(s, row.stated_issuer)
        if right != row.name:
            s.execute(update(report).where(report.c.id == row.id).values(issuer_id=issuer_id(s, right)))
            changed.append(row.id)
    return changed
