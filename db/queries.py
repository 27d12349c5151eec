"""Reads of reports, units and lists: columns into the plain rows of `tracker.model`, never ORM objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from db import columns as t
from db.chains import waiting as chains_wait
from db.connection import storable
from db.corrections import unit_corrections
from db.details import (
    commitment,
    commitment_rows,
    details,
)
from db.evidence import answers, body_names
from db.history import history, last_decisions
from db.issuers import meanings
from db.lists import ORDERS, acceptable, among, beginning, commitment_ids, deciders, facets, listing, progress, tallies
from db.log import log, moves, standing_words
from db.marks import read_setting, saved_filters
from db.outcomes import age, batches, is_later
from db.seeing import place, with_issuer
from tracker.errors import UsageError
from tracker.model import (
    CommitmentDetail,
    Filter,
    Imported,
    Item,
    Kind,
    ReportItems,
    ReportRow,
    Role,
    Section,
    SourceView,
    StatementRow,
    Unit,
    UnitRow,
    Viewer,
)
from tracker.words import Message

__all__ = [
    "ORDERS",
    "Connection",
    "acceptable",
    "among",
    "beginning",
    "chains_wait",
    "commitment",
    "commitment_ids",
    "commitment_rows",
    "deciders",
    "details",
    "export_commitments",
    "facets",
    "history",
    "imported",
    "issuers",
    "last_decisions",
    "listing",
    "log",
    "matchers",
    "meanings",
    "moves",
    "old_units",
    "origin",
    "pairs_to_match",
    "progress",
    "promised_texts",
    "read_setting",
    "report",
    "report_by_digest",
    "report_by_path",
    "report_items",
    "reports",
    "same_report",
    "saved_filters",
    "source_view",
    "standing_words",
    "statements",
    "statements_of",
    "tallies",
    "unit_corrections",
    "unit_text",
]

CHUNK = 200
"""Commitments that an export holds at once."""

_C = t.commitment.c
_R = t.report.c
_U = t.unit.c

# Reports --------------------------------------------------------------------------------------


def reports(s: Connection) -> list[ReportRow]:
    """All kept reports by issuer, oldest first; those without an issuer last."""
    return _report_rows(s)


def imported(s: Connection) -> Imported:
    """Which reports are kept."""
    sums = (func.coalesce(func.sum(column), 0) for column in (_R.commitments, _R.statements))
    return Imported(*s.execute(select(func.count(), *sums, func.max(_R.imported_at))).one())


def report(s: Connection, key: int) -> ReportRow:
    """One report.

    Raises:
        UsageError: it is not kept.

    """
    found = _report_rows(s, _R.id == key)
    if not found:
        raise UsageError("db.report.unknown", id=key)
    return found[0]


def report_by_path(s: Connection, path: str) -> ReportRow | None:
    """The report that was read from a file last, by the file's full path."""
    found = _report_rows(s, _R.id == select(func.max(_R.id)).where(_R.path == storable(path)).scalar_subquery())
    return found[0] if found else None


def report_by_digest(s: Connection, digest: str) -> tuple[ReportRow, str] | None:
    """The report that was read from a file of these bytes, and the version of the parser that read it."""
    newest = select(func.max(_R.id)).where(_R.digest == digest, _R.digest != "").scalar_subquery()
    found = _report_rows(s, _R.id == newest)
    return (found[0], s.scalars(select(_R.parser).where(_R.id == found[0].id)).one()) if found else None


def same_report(s: Connection, issuer: str, kind: Kind, year: int) -> list[ReportRow]:
    """Reports of an issuer, kind and year."""
    return _report_rows(s, t.issuer.c.name == issuer, _R.kind == kind.value, _R.year == year)


class Origin(NamedTuple):
    """Where a kept report was read from, and by what."""

    path: str
    digest: str
    parser: str


def origin(s: Connection, key: int) -> Origin:
    """Where a kept report was read from."""
    return Origin(*s.execute(select(_R.path, _R.digest, _R.parser).where(_R.id == key)).one())


def issuers(s: Connection) -> list[str]:
    """Every issuer that a kept report is of."""
    return sorted(s.scalars(select(t.issuer.c.name)))


def _report_rows(s: Connection, *where: ColumnElement[bool]) -> list[ReportRow]:
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
        _R.stated_issuer,
    )
    found = s.execute(with_issuer(select(*columns)).where(*where)).all()
    taken = t.correction.alias("taken")
    corrections = select(t.correction.c.report_id, t.correction.c.field).distinct()
    corrections = corrections.where(
        t.correction.c.undoes.is_(None), ~exists().where(taken.c.undoes == t.correction.c.id)
    )
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
            warnings=tuple(map(Message.read, r.warnings)),
            imported_at=r.imported_at,
            corrected=tuple(sorted(corrected[r.id])),
            stated_issuer=r.stated_issuer,
        )
        for r in found
    ]
    return sorted(rows, key=lambda r: place(r.issuer, r.year, r.delivered, r.id))


# Units ----------------------------------------------------------------------------------------


def source_view(s: Connection, key: int) -> SourceView:
    """A report's text and the units in it, in order.

    Raises:
        UsageError: it is not kept.

    """
    row = report(s, key)
    return SourceView(row, s.scalars(select(_R.text).where(_R.id == key)).one(), tuple(_units(s, key)))


def unit_text(s: Connection, key: int) -> str:
    """The text of a unit.

    Raises:
        UsageError: it is not kept.

    """
    text = s.scalar(select(_U.text).where(_U.id == key))
    if text is None:
        raise UsageError("db.unit.unknown", id=key)
    return str(text)


def old_units(s: Connection, key: int) -> list[UnitRow]:
    """The units that a new reading of a report may continue, in order; retired ones last, they have no place."""
    live = _units(s, key)
    return live + _units(s, key, _U.retired_at.is_not(None))


def statements(
    s: Connection,
    chosen: Filter,
    *,
    holding: Iterable[str] = (),
    unanswering: bool = False,
    limit: int | None = None,
) -> list[StatementRow]:
    """Statements of the reports that a filter's issuer, years and report choose and that hold its text, in order.

    Args:
        s: a session.
        chosen: other fields do not restrict.
        holding: pieces of text that must all occur, each literally, wherever.
        unanswering: only those that are evidence for no commitment, of reports that an earlier one was matched with.
        limit: give at most so many.

    """
    k, e = t.candidate.c, t.decision_evidence.c
    query = (
        select(_U.id, _U.report_id, t.issuer.c.name, _R.year, _U.heading, _U.text, _U.start, _U.end, _U.bodies)
        .add_columns(_R.delivered)
        .join(t.report, _R.id == _U.report_id)
        .outerjoin(t.issuer, t.issuer.c.id == _R.issuer_id)
        .where(_U.role == Role.STATEMENT.value, _U.retired_at.is_(None))
    )
    if chosen.report is not None:
        query = query.where(_R.id == chosen.report)
    if chosen.issuer is not None:
        query = query.where(t.issuer.c.name == chosen.issuer)
    if chosen.years is not None:
        query = query.where(_R.year.between(*chosen.years))
    held = (_U.text.icontains(piece, autoescape=True) for piece in filter(None, (chosen.text, *holding)))
    query = query.where(*(and_(*some).self_group() for some in batches(held)))  # SQLite nests at most 1,000 deep
    if chosen.body:
        query = query.where(_U.bodies.icontains(chosen.body, autoescape=True))
    if unanswering:
        query = query.where(
            _U.report_id.in_(select(t.pairing.c.later_id)),
            ~exists().where(k.statement_id == _U.id, k.evidence.is_(True)),
            ~exists().where(e.unit_id == _U.id),
        )
    found = sorted(s.execute(query), key=lambda u: (place(u.name, u.year, u.delivered, u.report_id), u.start))[:limit]
    used = answers(s, [u.id for u in found])
    return [
        StatementRow(
            id=u.id,
            report=u.report_id,
            issuer=u.name,
            year=u.year,
            heading=u.heading,
            text=u.text,
            start=u.start,
            end=u.end,
            bodies=body_names(u.bodies),
            answers=used.get(u.id, ()),
        )
        for u in found
    ]


def statements_of(s: Connection, key: int) -> list[UnitRow]:
    """The statements of a report, in order."""
    return _units(s, key, _U.retired_at.is_(None), _U.role == Role.STATEMENT.value)


def _units(s: Connection, key: int, *where: ColumnElement[bool]) -> list[UnitRow]:
    query = select(_U.id, _U.start, _U.end, _U.text, _U.section, _U.role, _U.heading, _U.ahead)
    query = query.where(_U.report_id == key, *where or (_U.retired_at.is_(None),)).order_by(_U.start, _U.id)
    return [UnitRow(u[0], Unit(u[1], u[2], u[3], Section(u[4]), Role(u[5]), u[6], u[7])) for u in s.execute(query)]


def promised_texts(s: Connection) -> list[tuple[int, str, str]]:
    """(id, text, heading) of every commitment."""
    query = select(_C.id, _U.text, _U.heading).join(t.unit, _U.id == _C.id).order_by(_C.id)
    return [(row[0], row[1], row[2]) for row in s.execute(query)]


def report_items(s: Connection, key: int) -> ReportItems:
    """What matching looks at in one report.

    Raises:
        UsageError: it is not kept.

    """
    row = report(s, key)
    standing = set(s.scalars(select(_C.id).where(_C.report_id == key, _C.gone.is_(False))))
    units = _units(s, key)

    def items(chosen: Iterable[UnitRow]) -> tuple[Item, ...]:
        return tuple(Item(u.id, u.unit.text, u.unit.heading) for u in chosen)

    return ReportItems(
        id=key,
        kind=row.kind,
        year=row.year,
        commitments=items(u for u in units if u.id in standing),
        statements=items(u for u in units if u.unit.role is Role.STATEMENT),
        problems=tuple(
            u.unit.text for u in units if u.unit.section is Section.PROBLEMS and u.unit.role != Role.HEADING
        ),
    )


def pairs_to_match(s: Connection, matcher: str) -> list[tuple[int, int]]:
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
    found = sorted(s.execute(query).all(), key=lambda row: (place(*row[:4]), age(*row[4:])))
    return [(row[3], row[6]) for row in found]


def matchers(s: Connection) -> tuple[str, ...]:
    """Versions of the matcher that the kept suggestions come from, sorted."""
    return tuple(sorted(s.scalars(select(t.pairing.c.matcher).distinct())))


# Many at once ---------------------------------------------------------------------------------


def export_commitments(
    s: Connection, chosen: Filter, viewer: Viewer | None = None, *, best: int | None = None
) -> Iterator[CommitmentDetail]:
    """The chosen commitments in order as `details` gives them, CHUNK of them in memory at once.

    Without chains and what else a statement is evidence for: no list says it, and it takes longer than all the rest.
    """
    for ids in batches(commitment_ids(s, chosen, viewer=viewer), CHUNK):
        yield from details(s, ids, viewer, best=best, around=False)
