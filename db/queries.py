"""Reads of reports, units and lists: columns into the plain rows of `tracker.model`, never ORM objects."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from db import tables as t
from db.connection import storable
from db.details import commitment, commitment_rows, details, history, promise_of
from db.outcomes import age, batches, is_later
from tracker.errors import UsageError
from tracker.model import (
    CommitmentDetail,
    Facets,
    Filter,
    Item,
    Kind,
    ReportItems,
    ReportRow,
    Role,
    Section,
    SourceView,
    Status,
    Unit,
    UnitRow,
)

__all__ = [
    "ORDERS",
    "Session",
    "commitment",
    "commitment_ids",
    "commitment_rows",
    "export_commitments",
    "facets",
    "history",
    "matchers",
    "old_units",
    "pairs_to_match",
    "report",
    "report_by_digest",
    "report_by_path",
    "report_items",
    "reports",
    "same_report",
    "source_view",
    "statements_of",
]

CHUNK = 200
"""Commitments that an export holds at once."""

_C = t.commitment.c
_R = t.report.c
_U = t.unit.c

ORDERS: Mapping[str, Sequence[ColumnElement[Any]]] = {
    "report": (_C.report_id, _C.start, _C.id),
    "unsure": (_C.confidence.nulls_last(), _C.id),
    "status": (case({status.value: rank for rank, status in enumerate(Status)}, value=_C.status), _C.id),
}
"""How a list of commitments can be sorted: as the reports say them, by the least sure suggestion, by status."""

# Reports --------------------------------------------------------------------------------------


def reports(s: Session) -> list[ReportRow]:
    """All kept reports by issuer, oldest first; those without an issuer last."""
    return _report_rows(s)


def report(s: Session, key: int) -> ReportRow:
    """One report.

    Raises:
        UsageError: it is not kept.

    """
    found = _report_rows(s, _R.id == key)
    if not found:
        raise UsageError(f"report {key}: is not kept; tracker reports shows the ids")
    return found[0]


def report_by_path(s: Session, path: str) -> ReportRow | None:
    """The report that was read from a file last, by the file's full path."""
    found = _report_rows(s, _R.id == select(func.max(_R.id)).where(_R.path == storable(path)).scalar_subquery())
    return found[0] if found else None


def report_by_digest(s: Session, digest: str) -> tuple[ReportRow, str] | None:
    """The report that was read from a file of these bytes, and the version of the parser that read it."""
    newest = select(func.max(_R.id)).where(_R.digest == digest, _R.digest != "").scalar_subquery()
    found = _report_rows(s, _R.id == newest)
    return (found[0], s.scalars(select(_R.parser).where(_R.id == found[0].id)).one()) if found else None


def same_report(s: Session, issuer: str, kind: Kind, year: int) -> list[ReportRow]:
    """Reports of an issuer, kind and year."""
    return _report_rows(s, t.issuer.c.name == issuer, _R.kind == kind.value, _R.year == year)


def _report_rows(s: Session, *where: ColumnElement[bool]) -> list[ReportRow]:
    columns = (
        _R.id,
        _R.source,
        _R.title,
        t.issuer.c.name,
        _R.kind,
        _R.year,
        _R.delivered,
        _R.commitments,
        _R.statements,
        _R.warnings,
        _R.imported_at,
    )
    found = s.execute(_with_issuer(select(*columns)).where(*where)).all()
    corrections = select(t.correction.c.report_id, t.correction.c.field).distinct()
    if len(found) == 1:
        corrections = corrections.where(t.correction.c.report_id == found[0].id)
    corrected = defaultdict(list)
    for key, field in s.execute(corrections) if found else ():
        corrected[key].append(field)
    rows = [
        ReportRow(
            id=r.id,
            source=r.source,
            title=r.title,
            issuer=r.name,
            kind=Kind(r.kind),
            year=r.year,
            delivered=r.delivered,
            commitments=r.commitments,
            statements=r.statements,
            warnings=tuple(r.warnings),
            imported_at=r.imported_at,
            corrected=tuple(sorted(corrected[r.id])),
        )
        for r in found
    ]
    return sorted(rows, key=lambda r: _place(r.issuer, r.year, r.delivered, r.id))


def _with_issuer(query: Select[Any]) -> Select[Any]:
    return query.select_from(t.report).outerjoin(t.issuer, t.issuer.c.id == _R.issuer_id)


def _place(issuer: str | None, year: int | None, delivered: dt.date | None, key: int) -> tuple[Any, ...]:
    """Where a report stands in every list. In Python: databases sort Chinese names differently."""
    return (issuer is None, issuer or "", *age(year, delivered, key))


# Units ----------------------------------------------------------------------------------------


def source_view(s: Session, key: int) -> SourceView:
    """A report's text and the units in it, in order.

    Raises:
        UsageError: it is not kept.

    """
    row = report(s, key)
    return SourceView(row, s.scalars(select(_R.text).where(_R.id == key)).one(), tuple(_units(s, key)))


def old_units(s: Session, key: int) -> list[UnitRow]:
    """The units that a new reading of a report may continue, in order; retired ones last, they have no place."""
    live = _units(s, key)
    return live + _units(s, key, _U.retired_at.is_not(None))


def statements_of(s: Session, key: int) -> list[UnitRow]:
    """The statements of a report, in order."""
    return _units(s, key, _U.retired_at.is_(None), _U.role == Role.STATEMENT.value)


def _units(s: Session, key: int, *where: ColumnElement[bool]) -> list[UnitRow]:
    query = select(_U.id, _U.start, _U.end, _U.text, _U.section, _U.role, _U.heading).where(_U.report_id == key)
    query = query.where(*where or (_U.retired_at.is_(None),)).order_by(_U.start, _U.id)
    return [UnitRow(u[0], Unit(u[1], u[2], u[3], Section(u[4]), Role(u[5]), u[6])) for u in s.execute(query)]


def report_items(s: Session, key: int) -> ReportItems:
    """What matching looks at in one report.

    Raises:
        UsageError: it is not kept.

    """
    row = report(s, key)
    promises = {
        c.id: promise_of(c)
        for c in s.execute(
            select(
                _C.id, _C.trackability, _C.deadline_text, _C.deadline_date, _C.deadline_precision, _C.quantities
            ).where(_C.report_id == key, _C.gone.is_(False))
        )
    }
    units = _units(s, key)

    def items(chosen: Iterable[UnitRow]) -> tuple[Item, ...]:
        return tuple(Item(u.id, u.unit.text, u.unit.heading, promises.get(u.id)) for u in chosen)

    return ReportItems(
        id=key,
        kind=row.kind,
        year=row.year,
        commitments=items(u for u in units if u.id in promises),
        statements=items(u for u in units if u.unit.role is Role.STATEMENT),
        problems=items(u for u in units if u.unit.section is Section.PROBLEMS and u.unit.role is not Role.HEADING),
    )


def pairs_to_match(s: Session, matcher: str) -> list[tuple[int, int]]:
    """(earlier, later) reports of one issuer that this matcher has not matched, issuer by issuer, oldest first.

    The earlier one holds commitments, the later one statements.
    """
    a, b, p = t.report.alias("a"), t.report.alias("b"), t.pairing
    query = (
        select(t.issuer.c.name, a.c.year, a.c.delivered, a.c.id, b.c.year, b.c.delivered, b.c.id)
        .join_from(a, b, is_later(a, b))
        .join(t.issuer, t.issuer.c.id == a.c.issuer_id)
        .outerjoin(p, (p.c.earlier_id == a.c.id) & (p.c.later_id == b.c.id) & (p.c.matcher == matcher))
        .where(p.c.matcher.is_(None), a.c.commitments > 0, b.c.statements > 0)
    )
    found = sorted(s.execute(query).all(), key=lambda row: (_place(*row[:4]), age(*row[4:])))
    return [(row[3], row[6]) for row in found]


def matchers(s: Session) -> tuple[str, ...]:
    """Versions of the matcher that the kept suggestions come from, sorted."""
    return tuple(sorted(s.scalars(select(t.pairing.c.matcher).distinct())))


# Lists of commitments -------------------------------------------------------------------------


def commitment_ids(s: Session, chosen: Filter, order: str = "report") -> list[int]:
    """Ids of the chosen commitments.

    Args:
        s: a session.
        chosen: which ones.
        order: one of ORDERS.

    Raises:
        UsageError: there is no such order.

    """
    if order not in ORDERS:
        raise UsageError(f"{order}: is no order; choose one of {', '.join(ORDERS)}")
    query = select(_C.report_id, _C.id).where(*_conditions(chosen), *_report_conditions(chosen))
    found = s.execute(_filtered(query, chosen).order_by(*ORDERS[order]))
    if order != "report":
        return [row[1] for row in found]
    # The index gives them report by report; the reports are few and are put in order here.
    of: dict[int, list[int]] = defaultdict(list)
    for report_id, key in found:
        of[report_id].append(key)
    reports = s.execute(_with_issuer(select(t.issuer.c.name, _R.year, _R.delivered, _R.id))).all()
    return [key for row in sorted(reports, key=lambda row: _place(*row)) for key in of.get(row.id, ())]


def export_commitments(s: Session, chosen: Filter) -> Iterator[CommitmentDetail]:
    """Everything kept about the chosen commitments, in order, CHUNK of them in memory at once."""
    for ids in batches(commitment_ids(s, chosen), CHUNK):
        yield from details(s, ids)


def _conditions(chosen: Filter) -> list[ColumnElement[bool]]:
    """Conditions on `commitment` and, for a text, `unit`."""
    found: list[ColumnElement[bool]] = [_C.gone.is_(chosen.gone)]
    if chosen.gone:
        found.append(_C.decided_by.is_not(None))
    if chosen.report is not None:
        found.append(_C.report_id == chosen.report)
    if chosen.statuses:
        found.append(_C.status.in_([status.value for status in chosen.statuses]))
    if chosen.undecided:
        found.append(_C.decided_by.is_(None))
    if chosen.late:
        found.append(_C.late.is_(True))
    if chosen.text:
        found.append(_U.text.icontains(chosen.text, autoescape=True))
    return found


def _report_conditions(chosen: Filter) -> list[ColumnElement[bool]]:
    """Conditions on the report that promises."""
    if chosen.issuer is None and chosen.year is None:
        return []
    these = _with_issuer(select(_R.id))
    if chosen.issuer is not None:
        these = these.where(t.issuer.c.name == chosen.issuer)
    if chosen.year is not None:
        these = these.where(_R.year == chosen.year)
    return [_C.report_id.in_(these)]


def _filtered(query: Select[Any], chosen: Filter) -> Select[Any]:
    return query.join(t.unit, _U.id == _C.id) if chosen.text else query


def facets(s: Session, chosen: Filter) -> Facets:
    """How many of the chosen commitments there are by issuer, year and status.

    Each of the three counts without its own restriction, so that it shows what another choice would give;
    `total` and `decided` count the chosen ones.
    """
    wide = replace(chosen, statuses=())
    decided = _C.decided_by.is_not(None)
    query = select(_C.report_id, _C.status, decided, func.count()).where(*_conditions(wide))
    counts = s.execute(_filtered(query, chosen).group_by(_C.report_id, _C.status, decided)).all()
    of = {r.id: r for r in s.execute(_with_issuer(select(_R.id, t.issuer.c.name, _R.year)))}
    issuers, years, statuses = Counter[str](), Counter[int](), Counter[Status]()
    total = sure = 0
    for report_id, kept, is_decided, count in counts:
        name, year, status = of[report_id].name, of[report_id].year, Status(kept)
        fits = (
            chosen.issuer in (None, name),
            chosen.year in (None, year),
            not chosen.statuses or status in chosen.statuses,
        )
        if name is not None and fits[1] and fits[2]:
            issuers[name] += count
        if year is not None and fits[0] and fits[2]:
            years[year] += count
        if fits[0] and fits[1]:
            statuses[status] += count
        if all(fits):
            total += count
            sure += count if is_decided else 0
    return Facets(
        issuers=tuple(sorted(issuers.items())),
        years=tuple(sorted(years.items())),
        statuses=tuple((status, statuses[status]) for status in Status if statuses[status]),
        decided=sure,
        total=total,
    )
