"""Lists of commitments: which ones, in which order, how many by what."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, case, func, literal, select

from db import columns as t
from db.outcomes import batches
from db.seeing import Columns, columns, flagged, place, seen_by, with_issuer
from tracker.errors import UsageError
from tracker.model import Facets, Filter, Group, Listing, Reported, Status, Tally, Trackability, Viewer

_C = t.commitment.c
_R = t.report.c
_U = t.unit.c

DOUBTS = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Confidences below which facets count."""

FLAGS = ("chain", "late", "flagged", "disagreed", "ahead", "gone")
"""Yes-or-no fields of a Filter, in the order that facets count them."""

_WEIGHT = {weight.value: rank for rank, weight in enumerate(Trackability)}
_STATUS = {status.value: rank for rank, status in enumerate(Status)}


def _orders(viewer: Viewer) -> Mapping[str, Sequence[ColumnElement[Any]]]:
    report, seen = (_C.report_id, _C.start, _C.id), columns(viewer)
    return {
        "report": report,
        "doubt": report if viewer.blind else (seen.decided_by.is_not(None), seen.confidence.nulls_last(), _C.id),
        "weight": (case(_WEIGHT, value=_C.trackability), *report),
        "disagreement": report if viewer.blind else (seen.disagreed.desc(), *report),
        "status": (case(_STATUS, value=seen.status), _C.id),
    }


ORDERS = ("report", "doubt", "weight", "disagreement", "status")
"""As the reports say them; undecided and least certain first; quantified first; disagreed first; by status."""


def commitment_ids(s: Connection, chosen: Filter, order: str = "report", viewer: Viewer | None = None) -> list[int]:
    """Ids of the chosen commitments.

    Args:
        s: a session.
        chosen: which ones.
        order: one of ORDERS.
        viewer: who looks.

    Raises:
        UsageError: there is no such order.

    """
    return list(listing(s, chosen, order, viewer).ids)


def listing(s: Connection, chosen: Filter, order: str = "report", viewer: Viewer | None = None) -> Listing:
    """The chosen commitments as `commitment_ids` gives them, and by report in the order of the reports.

    Raises:
        UsageError: there is no such order.

    """
    if order not in ORDERS:
        raise UsageError("db.order.unknown", order=order, known=", ".join(ORDERS))
    viewer = viewer or Viewer()
    query = _chosen(select(_C.id), chosen, viewer)
    if order != "report":
        return Listing(_plain_ids(s, query.order_by(*_orders(viewer)[order])))
    groups = _groups_of(s, chosen, viewer)
    return Listing(_by_report(s, query, groups), groups)


def beginning(s: Connection, chosen: Filter, enough: int, viewer: Viewer) -> Listing:
    """A listing by report with the ids of its first reports alone: those that hold `enough` together, or all."""
    groups = _groups_of(s, chosen, viewer)
    before = accumulate((group.commitments for group in groups), initial=0)
    first = [group for group, start in zip(groups, before, strict=False) if start < enough]
    of_these = _C.report_id.in_([group.report for group in first])
    return Listing(_by_report(s, _chosen(select(_C.id), chosen, viewer).where(of_these), first), groups)


def _groups_of(s: Connection, chosen: Filter, viewer: Viewer) -> tuple[Group, ...]:
    """The reports of the chosen commitments, in their order."""
    by_report = _chosen(select(_C.report_id, func.count()), chosen, viewer).group_by(_C.report_id)
    counts = {row[0]: row[1] for row in s.execute(by_report)}
    reports = s.execute(with_issuer(select(t.issuer.c.name, _R.year, _R.delivered, _R.id, _R.title))).all()
    return tuple(
        Group(row.id, row.name, row.year, row.title, counts[row.id])
        for row in sorted(reports, key=lambda row: place(*row[:4]))
        if row.id in counts
    )


def _by_report(s: Connection, query: Select[Any], groups: Sequence[Group]) -> array[int]:
    """The ids that a query gives of some reports, which are all it gives ids of, in the order of these."""
    # The index gives them report by report; the reports are few and are put in order here.
    ids = _plain_ids(s, query.order_by(_C.report_id, _C.start, _C.id))
    slices, start = {}, 0
    for group in sorted(groups, key=lambda group: group.report):
        slices[group.report] = ids[start : start + group.commitments]
        start += group.commitments
    in_order = array("q")
    for group in groups:
        in_order += slices[group.report]
    return in_order


def _plain_ids(s: Connection, query: Select[Any]) -> array[int]:
    """The one column of a query, taken from the driver as it is: a third of the time of rows, for 100,000."""
    with s.execute(query) as found:
        return array("q", chain.from_iterable(found.cursor.fetchall()))


def among(s: Connection, ids: Sequence[int], chosen: Filter, viewer: Viewer | None = None) -> list[int]:
    """Those of some commitments that a filter lets through, in the order of `ids`."""
    query = _chosen(select(_C.id), chosen, viewer or Viewer())
    found = {key for some in batches(ids) for key in s.scalars(query.where(_C.id.in_(some)))}
    return [key for key in ids if key in found]


def progress(s: Connection, chosen: Filter, viewer: Viewer | None = None) -> int:
    """How many of the chosen commitments are decided."""
    viewer = viewer or Viewer()
    if chosen.decided is False:
        return 0
    return _count(s, chosen._replace(decided=True), viewer)


def acceptable(s: Connection, chosen: Filter) -> list[int]:
    """Ids of the chosen commitments that nobody has decided and that something is proposed of."""
    query = _chosen(select(_C.id), chosen._replace(decided=False), Viewer())
    return list(s.scalars(query.where(_C.status != Status.PENDING.value)))


def _chosen(query: Select[Any], chosen: Filter, viewer: Viewer) -> Select[Any]:
    """The commitments that a filter lets through."""
    seen, chosen = columns(viewer), chosen.for_blind() if viewer.blind else chosen
    conditions = [
        *_of_report(chosen),
        *_said(chosen, viewer),
        *_more(chosen, seen),
        *(condition for _, condition in _axes(chosen, seen)),
    ]
    return seen_by(query, viewer).where(*conditions)


def _of_report(chosen: Filter) -> Iterator[ColumnElement[bool]]:
    """Conditions on the report that promises."""
    if chosen.report is not None:
        yield _C.report_id == chosen.report
    these = with_issuer(select(_R.id))
    if chosen.issuer is not None:
        these = these.where(t.issuer.c.name == chosen.issuer)
    if chosen.years is not None:
        these = these.where(_R.year.between(*chosen.years))
    if chosen.issuer is not None or chosen.years is not None:
        yield _C.report_id.in_(these)


def _said(chosen: Filter, viewer: Viewer) -> Iterator[ColumnElement[bool]]:
    """Conditions that look into other tables."""
    units = select(_U.id)
    if chosen.text:
        yield _C.id.in_(units.where(_U.text.icontains(chosen.text, autoescape=True)))
    if chosen.body:
        yield _C.id.in_(units.where(_U.bodies > "", _U.bodies.icontains(chosen.body, autoescape=True)))
    if chosen.decided_by is not None:
        other = t.opinion.alias("other")
        blind = viewer.blind and chosen.decided_by != viewer.name
        mine = select(other.c.commitment_id).where(other.c.reviewer == chosen.decided_by, literal(not blind))
        yield _C.id.in_(mine)
    if chosen.flagged:
        yield _C.id.in_(flagged(viewer))


def _more(chosen: Filter, seen: Columns) -> Iterator[ColumnElement[bool]]:
    """Conditions on `commitment` that facets do not count by value."""
    yield _C.gone.is_(chosen.gone)
    if chosen.gone:
        yield seen.decided_by.is_not(None)
    if chosen.decided is not None:
        yield seen.decided_by.is_not(None) if chosen.decided else seen.decided_by.is_(None)
    if chosen.confidence_below is not None:
        yield seen.confidence < chosen.confidence_below


def _axes(chosen: Filter, seen: Columns) -> Iterator[tuple[str, ColumnElement[bool]]]:
    """Conditions on `commitment` that facets count by value, by field."""
    if chosen.statuses:
        yield "statuses", seen.status.in_([status.value for status in chosen.statuses])
    if chosen.trackability is not None:
        yield "trackability", _C.trackability == chosen.trackability.value
    if chosen.topic is not None:
        yield "topic", _C.topic == chosen.topic
    if chosen.reported is not None:
        yield "reported", seen.reported == chosen.reported.value
    if chosen.late:
        yield "late", seen.late.is_(True)
    if chosen.chain:
        yield "chain", seen.chain.is_not(None)
    if chosen.disagreed:
        yield "disagreed", seen.disagreed.is_(True)
    if chosen.ahead:
        yield "ahead", _C.ahead.is_(True)


_COUNTED: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("issuer", lambda row: row.issuer),
    ("years", lambda row: row.year),
    ("statuses", lambda row: Status(row.status)),
    ("topic", lambda row: row.topic),
    ("trackability", lambda row: Trackability(row.trackability)),
    ("reported", lambda row: row.reported and Reported(row.reported)),
    ("chain", lambda row: row.chain),
    ("late", lambda row: row.late),
    ("disagreed", lambda row: row.disagreed),
    ("ahead", lambda row: row.ahead),
)
"""Axes that facets count in one pass: the field of Filter, and a group's value on it."""

_IN_ONE_PASS = frozenset(name for name, _ in _COUNTED)


class _Group(NamedTuple):
    """Commitments alike on every axis, and how many."""

    issuer: str | None
    year: int | None
    status: str
    decided: bool
    topic: str
    trackability: str
    reported: str | None
    chain: bool
    late: bool
    disagreed: bool
    ahead: bool
    commitments: int


def _groups(s: Connection, chosen: Filter, viewer: Viewer) -> Iterator[_Group]:
    seen = columns(viewer)
    values = (
        *(_C.report_id, seen.status, seen.decided_by.is_not(None), _C.topic, _C.trackability, seen.reported),
        *(seen.chain.is_not(None), seen.late, seen.disagreed, _C.ahead),
    )
    of = {r.id: r for r in s.execute(with_issuer(select(_R.id, t.issuer.c.name, _R.year)))}
    # Grouped outside, by name: what stands for a hidden column cannot be grouped by everywhere.
    rows = _chosen(select(*(value.label(f"v{i}") for i, value in enumerate(values))), chosen, viewer).subquery()
    for row in s.execute(select(*rows.c, func.count()).group_by(*rows.c)):
        report = of[row[0]]
        status, decided, topic, trackability, reported = row[1:6]
        chain, late, disagreed, ahead = map(bool, row[6:10])
        yield _Group(
            *(report.name, report.year, status, bool(decided), topic, trackability, reported),
            *(chain, late, disagreed, ahead, row[10]),
        )


def facets(s: Connection, chosen: Filter, viewer: Viewer | None = None) -> Facets:
    """How many of the chosen commitments there are by everything that a filter can restrict.

    Each axis counts without its own restriction, so that it shows what another choice would give;
    `total` and `decided` count the chosen ones.
    """
    viewer = viewer or Viewer()
    chosen, empty = chosen.for_blind() if viewer.blind else chosen, Filter()
    wide = chosen._replace(**{name: getattr(empty, name) for name, _ in _COUNTED})
    restricted = [(name, value) for name, value in _COUNTED if getattr(chosen, name) != getattr(empty, name)]
    counts: dict[str, Counter[Any]] = defaultdict(Counter)
    total = sure = 0
    for group in _groups(s, wide, viewer):
        failed = [name for name, value in restricted if not _lets_through(chosen, name, value(group))]
        if not failed:
            total += group.commitments
            sure += group.commitments if group.decided else 0
        for name, value in _COUNTED:
            if not failed or failed == [name]:
                counts[name][value(group)] += group.commitments
    return Facets(
        issuers=_sorted(counts["issuer"]),
        years=_sorted(counts["years"]),
        statuses=_in_order(counts["statuses"], Status),
        decided=sure,
        total=total,
        reviewers=deciders(s, chosen._replace(decided_by=None), viewer),
        topics=_sorted(counts["topic"]),
        trackabilities=_in_order(counts["trackability"], Trackability),
        reported=_in_order(counts["reported"], Reported),
        bodies=_bodies(s, chosen._replace(body=None), viewer),
        doubts=_doubts(s, chosen._replace(confidence_below=None), viewer),
        flags=tuple(
            (name, counts[name][True] if name in _IN_ONE_PASS else _count(s, _with(chosen, name, True), viewer))
            for name in FLAGS
        ),
    )


def _with(chosen: Filter, name: str, value: Any) -> Filter:
    changed: dict[str, Any] = {name: value}
    return chosen._replace(**changed)


def _lets_through(chosen: Filter, name: str, value: Any) -> bool:
    wanted = getattr(chosen, name)
    if name == "years":
        return value is not None and wanted[0] <= value <= wanted[1]
    return value in wanted if isinstance(wanted, tuple) else bool(value == wanted)


def _sorted(counter: Counter[Any]) -> tuple[tuple[Any, int], ...]:
    return tuple(sorted((value, n) for value, n in counter.items() if value is not None and n))


def _in_order(counter: Counter[Any], order: Any) -> tuple[tuple[Any, int], ...]:
    return tuple((value, counter[value]) for value in order if counter[value])


def _count(s: Connection, chosen: Filter, viewer: Viewer) -> int:
    return s.scalar(_chosen(select(func.count()).select_from(t.commitment), chosen, viewer)) or 0


def deciders(s: Connection, chosen: Filter, viewer: Viewer) -> tuple[tuple[str, int], ...]:
    """Who has decided how many of the chosen commitments; of a blind viewer only themselves."""
    said = t.opinion.alias("said")
    query = select(said.c.reviewer, func.count()).select_from(t.commitment).join(said, said.c.commitment_id == _C.id)
    if viewer.blind:
        query = query.where(said.c.reviewer == viewer.name)
    return tuple(
        sorted((row[0], row[1]) for row in s.execute(_chosen(query, chosen, viewer).group_by(said.c.reviewer)))
    )


def _bodies(s: Connection, chosen: Filter, viewer: Viewer) -> tuple[tuple[str, int], ...]:
    query = select(_U.bodies, func.count()).select_from(t.unit).join(t.commitment, _C.id == _U.id)
    found = Counter[str]()
    for names, count in s.execute(_chosen(query.where(_U.bodies > ""), chosen, viewer).group_by(_U.bodies)):
        for name in names.split("\n"):
            found[name] += count
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _doubts(s: Connection, chosen: Filter, viewer: Viewer) -> tuple[tuple[float, int], ...]:
    if viewer.blind:
        return ()
    below: list[ColumnElement[Any]] = [func.count(case((_C.confidence < doubt, 1))) for doubt in DOUBTS]
    counts = s.execute(_chosen(select(*below).select_from(t.commitment), chosen, viewer)).one()
    return tuple(zip(DOUBTS, counts, strict=True))


def tallies(s: Connection, chosen: Filter, viewer: Viewer | None = None) -> list[Tally]:
    """How the chosen commitments stand, by issuer and report year, in the order of lists."""
    groups: dict[tuple[str | None, int | None], list[_Group]] = defaultdict(list)
    for group in _groups(s, chosen, viewer or Viewer()):
        groups[group.issuer, group.year].append(group)
    made = []
    for (issuer, year), these in sorted(groups.items(), key=lambda item: place(item[0][0], item[0][1], None, 0)):
        statuses, reported = Counter[Status](), Counter[Reported]()
        for group in these:
            statuses[Status(group.status)] += group.commitments
            if group.reported:
                reported[Reported(group.reported)] += group.commitments
        made.append(
            Tally(
                issuer=issuer,
                year=year,
                total=statuses.total(),
                decided=sum(group.commitments for group in these if group.decided),
                statuses=_in_order(statuses, Status),
                late=sum(group.commitments for group in these if group.late),
                reported=_in_order(reported, Reported),
            )
        )
    return made
