"""Chains: the same promise year after year, walked along the follow-ups that say where it is promised again."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, exists, select, update

from db.columns import commitment, follow_up, issuer, report
from db.outcomes import age

_C, _F, _R = commitment.c, follow_up.c, report.c


def chains_of(s: Connection, issuer_id: int) -> dict[int, int]:
    """Commitment -> first commitment of its chain, for every commitment of an issuer that is in one.

    A commitment is linked to the one that repeats it in the nearest later report that does.
    """
    places = {
        row.id: (age(row.year, row.delivered, row.report_id), row.start, row.id)
        for row in s.execute(
            select(_C.id, _C.start, _C.report_id, _R.year, _R.delivered)
            .join(report, _R.id == _C.report_id)
            .where(_R.issuer_id == issuer_id, _C.gone.is_(False))
        )
    }
    links: dict[int, int] = {}
    query = (
        select(_F.commitment_id, _F.again)
        .join(commitment, _C.id == _F.commitment_id)
        .join(report, _R.id == _C.report_id)
        .where(_R.issuer_id == issuer_id, _F.again.is_not(None))
    )
    for key, again in s.execute(query):
        if key in places and again in places and (key not in links or places[again] < places[links[key]]):
            links[key] = again
    first = {key: key for key in places}

    def root(key: int) -> int:
        while first[key] != key:
            first[key] = first[first[key]]
            key = first[key]
        return key

    for key, again in links.items():
        one, other = sorted((root(key), root(again)), key=places.__getitem__)
        first[other] = one
    linked = links.keys() | links.values()
    return {key: root(key) for key in linked}


def kept_chains(s: Connection, issuer_id: int) -> dict[int, int | None]:
    """Commitment -> first of its chain, as kept, for every commitment of an issuer."""
    query = select(_C.id, _C.chain).join(report, _R.id == _C.report_id).where(_R.issuer_id == issuer_id)
    return {row.id: row.chain for row in s.execute(query)}


def link_chains(s: Connection) -> None:
    """Bring the chains of every issuer up to date whose suggestions have changed."""
    for issuer_id in s.scalars(select(issuer.c.id).where(issuer.c.chained.is_(False))).all():
        right = chains_of(s, issuer_id)
        changed = [
            {"this": key, "chain": right.get(key)}
            for key, kept in kept_chains(s, issuer_id).items()
            if kept != right.get(key)
        ]
        if changed:
            s.execute(update(commitment).where(_C.id == bindparam("this")), changed)
        s.execute(update(issuer).where(issuer.c.id == issuer_id).values(chained=True))


def unlink(s: Connection, report_id: int) -> None:
    """Say that the chains of a report's issuer no longer follow from its suggestions."""
    own = select(_R.issuer_id).where(_R.id == report_id).scalar_subquery()
    s.execute(update(issuer).where(issuer.c.id == own, issuer.c.chained.is_(True)).values(chained=False))


def waiting(s: Connection) -> bool:
    """Whether any issuer's chains are to be brought up to date."""
    return bool(s.scalar(select(exists().where(issuer.c.chained.is_(False)))))
