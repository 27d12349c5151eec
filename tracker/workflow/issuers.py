"""Issuers: which there are, which may be the same under two names, and a person's word on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from db import queries, store
from db.engine import reading, writing
from tracker.model import Kind

if TYPE_CHECKING:
    from sqlalchemy import Engine

ALIKE = 0.75
"""Share of two names from which they are proposed for merging."""

PLACE = 2
"""Characters at the start of a name that tell its place."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who gives reports, and what the reports call them."""

    name: str
    called: tuple[str, ...]
    reports: int
    years: tuple[int, ...]
    holds: frozenset[tuple[Kind, int]]
    """Kind and year of each report."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two issuers that may be one."""

    one: str
    other: str
    score: float


def issuers(engine: Engine) -> list[Issuer]:
    """Every issuer of a kept report, by name."""
    with reading(engine) as session:
        every = queries.reports(session)
    made = []
    for name in sorted({row.issuer for row in every if row.issuer is not None}):
        own = [row for row in every if row.issuer == name]
        made.append(
            Issuer(
                name=name,
                called=tuple(sorted({row.stated_issuer for row in own if row.stated_issuer})),
                reports=len(own),
                years=tuple(sorted({row.year for row in own if row.year is not None})),
                holds=frozenset((row.kind, row.year) for row in own if row.year is not None),
            )
        )
    return made


def alike(every: Sequence[Issuer]) -> list[Alike]:
    """Pairs of issuers that may be the same body under two names, most alike first; nothing is merged by it.

    Two that each gave a report of one kind and year are not.
    """
    found = [
        Alike(one.name, other.name, score)
        for one, other in combinations(every, 2)
        if not one.holds & other.holds and (score := likeness(one.name, other.name)) >= ALIKE
    ]
    return sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other))


def likeness(one: str, other: str) -> float:
    """How alike two names are, 0 to 1; 市司法局 is very much like 清渚市司法局, and no two places are alike."""
    short, long = sorted((one, other), key=len)
    if len(short) >= PLACE + 1 and long.endswith(short):
        return 0.9
    return fuzz.ratio(one, other) / 100 if one[:PLACE] == other[:PLACE] else 0.0


def rename(engine: Engine, name: str, means: str | None, reviewer: str) -> int:
    """Say which issuer a name means, or with None itself again; gives how many reports that moves."""
    with writing(engine) as session:
        moved = store.rename_issuer(session, name, means, reviewer)
        for report in moved:
            store.match_anew(session, report)
    return len(moved)
