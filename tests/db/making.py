"""Reports of an invented place, built as parsing would give them, and suggestions as matching would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from sqlalchemy import Engine

from db import queries, store
from db.engine import reading, writing
from tracker.model import (
    Candidate,
    Deadline,
    FollowUp,
    Identity,
    Kept,
    Kind,
    ParsedReport,
    Part,
    Precision,
    Promise,
    Quantity,
    Relation,
    Reported,
    Role,
    Section,
    Status,
    Strength,
    Trackability,
    Unit,
)
from tracker.words import Message

ISSUER = "清渚市司法局"
VAGUE = Promise((), None, Trackability.GENERAL)


def counted(year: int) -> Promise:
    """A promise with everything that one can hold."""
    quantities = (
        Quantity("10件以上", 2, 7, Decimal("10"), "件", Relation.AT_LEAST),
        Quantity("5.5%到6%", 9, 15, Decimal("5.5"), "%", Relation.RANGE, Decimal("6.00")),
    )
    deadline = Deadline(f"{year}年底前", dt.date(year, 12, 31), Precision.YEAR)
    return Promise(
        quantities,
        deadline,
        Trackability.QUANTIFIED,
        parts=(Part(0, 8, "修订", "规章", quantities[:1], deadline), Part(9, 15, "", "")),
        bodies=("清渚市司法局", "市法院"),
        topic="legislation",
    )


def parsed(
    year: int | None,
    done: Sequence[str] = (),
    plan: Sequence[str] = (),
    *,
    issuer: str | None = ISSUER,
    kind: Kind = Kind.ANNUAL_REPORT,
    delivered: dt.date | None = None,
    problems: Sequence[str] = (),
    title: str | None = None,
) -> ParsedReport:
    """A report of headings, statements, problems and commitments; no two texts overlap."""
    pieces: list[tuple[str, Section, Role, str]] = []
    for heading, texts, section, role in (
        ("一、工作情况", done, Section.DONE, Role.STATEMENT),
        ("二、存在的问题", problems, Section.PROBLEMS, Role.OTHER),
        ("三、下步打算", plan, Section.PLAN, Role.COMMITMENT),
    ):
        pieces.append((heading, section, Role.HEADING, ""))
        pieces += [(text, section, role, heading) for text in texts]
    units, source = [], ""
    for text, section, role, heading in pieces:
        units.append(Unit(len(source), len(source) + len(text), text, section, role, heading))
        source += text + "\n"
    when = delivered or (dt.date(year + 1, 3, 1) if year is not None else None)
    return ParsedReport(source, Identity(title or f"{issuer}{year}年工作报告", issuer, kind, year, when), tuple(units))


def keep(
    engine: Engine,
    report: ParsedReport,
    *,
    replaces: int | None = None,
    promises: Mapping[int, Promise] | None = None,
    parser: str = "1",
    digest: str | None = None,
    path: str = "/reports/a.txt",
    warnings: Sequence[Message] = (),
) -> Kept:
    """Save a report; units continue those of the same text and role, or else of the same text."""
    vague = {i: VAGUE for i, unit in enumerate(report.units) if unit.role is Role.COMMITMENT}
    with writing(engine) as s:
        continued: dict[int, int] = {}
        if replaces is not None:
            for same_role in (True, False):
                old = [(u.id, u.unit.text, u.unit.role) for u in queries.old_units(s, replaces)]
                for i, unit in enumerate(report.units):
                    for key, text, role in old:
                        if i in continued or key in continued.values() or text != unit.text:
                            continue
                        if not same_role or role is unit.role:
                            continued[i] = key
        return store.save_report(
            s,
            parsed=report,
            promises={**vague, **(promises or {})},
            source=path,
            path=path,
            digest=digest or str(hash((path, report))),
            parser=parser,
            warnings=warnings,
            replaces=replaces,
            kept_units=continued,
        )


def units(engine: Engine, report: int, role: Role) -> dict[str, int]:
    """Ids of a report's units of a role, by text, in order."""
    with reading(engine) as s:
        return {u.unit.text: u.id for u in queries.source_view(s, report).units if u.unit.role is role}


def follow_up(
    commitment: int,
    status: Status,
    statements: Iterable[int] = (),
    confidence: float = 0.7,
    repeated: bool = False,
    again: int | None = None,
) -> FollowUp:
    """A suggestion that rests on its first candidate, unless it is dropped."""
    candidates = tuple(
        Candidate(key, round(0.9 - rank / 10, 2), rank == 0 and status is not Status.DROPPED)
        for rank, key in enumerate(statements)
    )
    told = Reported.NOT_AT_ALL if status is Status.DROPPED else Reported.DIRECTLY
    strength = None if status is Status.DROPPED else Strength.FINISHED
    reason = "各条工作均未提到" if status is Status.DROPPED else "同一件事"
    return FollowUp(commitment, status, confidence, reason, repeated, candidates, again, told, strength)


def match(engine: Engine, earlier: int, later: int, *follow_ups: FollowUp, matcher: str = "m1") -> None:
    """Save the suggestions of a pair of reports."""
    with writing(engine) as s:
        store.save_follow_ups(s, earlier, later, follow_ups, matcher)
