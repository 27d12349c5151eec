"""The statistics as tables, for every form that shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from tracker import words
from tracker.exports.ledger import Note
from tracker.exports.looks import LOOKS, WAYS
from tracker.exports.statistics import STUDY, Share, Statistics, Tally
from tracker.model import VERDICTS, Reported, Status

Cell = str | int | float | None
"""A float is a share in [0, 1]; None is a share of nothing."""


@dataclass(frozen=True, slots=True)
class Table:
    """A heading for each column and rows that begin with their name."""

    key: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    charted: tuple[int, int] | None = None
    """Columns to chart as stacked bars, half open."""
    colours: tuple[str, ...] = ()
    """Of the charted columns, RRGGBB."""
    shares: bool = False
    """Chart each row as shares of its sum."""


def tables_of(statistics: Statistics) -> list[Table]:
    """The figures of the whole, how it was reported, then a table for each grouping."""
    tables = [_figures(statistics), _ways(statistics.whole)]
    for key in ("issuer_year", "issuer", "year", "topic", "trackability"):
        groups = statistics.groups[key]
        crossed = key == "issuer_year" and 1 in (len(statistics.groups["issuer"]), len(statistics.groups["year"]))
        if len(groups) > 1 and not crossed:
            tables.append(_groups(key, groups, statistics.topics))
    return tables


def percent(cell: Cell) -> str:
    """A cell in words."""
    return f"{cell:.1%}" if isinstance(cell, float) else "–" if cell is None else str(cell)


def group_name(key: str, value: object, topics: Mapping[str, str] = MappingProxyType({})) -> str:
    """What a group is called; `topics` names the topics."""
    if isinstance(value, tuple):
        return " · ".join(group_name(part, v, topics) for part, v in zip(key.split("_"), value, strict=True))
    if not value:
        return words.say(f"exports.none.{key}")
    if key == "trackability":
        return words.say(f"model.trackability.{value}")
    return topics.get(str(value), str(value)) if key == "topic" else str(value)


def share_cells(share: Share) -> tuple[Cell, Cell, Cell]:
    """A share and the ends of its interval."""
    low, high = share.interval or (None, None)
    return share.value, low, high


def figures(statistics: Statistics) -> Iterator[tuple[str, Share, float | None]]:
    """The figures that a study cites: key, share, and the same one in the study of 杨君."""
    whole, counted = statistics.whole, statistics.quantified
    yield "feedback", whole.feedback, None
    yield "followed_up", whole.followed_up, None
    yield "in_time", whole.in_time, None
    yield "feedback_quantified", counted.feedback, STUDY["feedback"]
    yield "met_reported_directly", counted.met_reported_directly, STUDY["met_reported_directly"]
    yield "missed_not_direct", counted.missed_not_direct, STUDY["missed_not_direct"]
    yield "decided", whole.decided_share, None


def _figures(statistics: Statistics) -> Table:
    rows = [
        (words.say(f"exports.figure.{key}"), share.count, share.total, *share_cells(share), study)
        for key, share, study in figures(statistics)
    ]
    headings = ("figure", "count", "total", "share", "low", "high", "study")
    return Table("figures", words.say("exports.table.figures"), _headings(*headings), tuple(rows))


def _ways(whole: Tally) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for status in VERDICTS:
        ways = whole.ways(status)
        rows.append((words.name(status), *(ways[way] for way in Reported)))
    return Table(
        "reported",
        words.say("exports.table.reported"),
        (words.say("exports.column.status"), *map(words.name, Reported)),
        tuple(rows),
        charted=(1, 1 + len(Reported)),
        colours=tuple(WAYS[way] for way in Reported),
        shares=True,
    )


def _groups(key: str, groups: dict[object, Tally], topics: Mapping[str, str]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            group_name(key, value, topics),
            *(tally.statuses[status] for status in Status),
            tally.checked,
            tally.feedback.value,
            *share_cells(tally.followed_up),
            tally.in_time.value,
            tally.decided_share.value,
        )
        for value, tally in groups.items()
    ]
    headings = ("checked", "feedback", "followed_up", "low", "high", "in_time", "decided")
    return Table(
        key,
        words.say(f"exports.table.{key}"),
        (words.say(f"exports.group.{key}"), *map(words.name, Status), *_headings(*headings)),
        tuple(rows),
        charted=(1, 1 + len(Status)),
        colours=tuple(LOOKS[status].chart for status in Status),
    )


def _headings(*keys: str) -> tuple[str, ...]:
    return tuple(words.say(f"exports.heading.{key}") for key in keys)


def as_data(statistics: Statistics, note: Note) -> dict[str, Any]:
    """Every figure under keys that are the same in every language."""
    return {
        "schema": 1,
        "made": note.made.isoformat(timespec="seconds"),
        "tracker": note.tool,
        "matchers": list(note.matchers),
        "reports": [{"id": str(r.id), "issuer": r.issuer, "year": r.year, "title": r.title} for r in note.reports],
        "rows": {"all": note.rows, "decided": note.decided, "suggested": note.suggested, "pending": note.pending},
        "figures": {key: _share(share) | {"study": study} for key, share, study in figures(statistics)},
        "whole": _tally(statistics.whole),
        "quantified": _tally(statistics.quantified),
        "by": {
            key: [{key: list(value) if isinstance(value, tuple) else value, **_tally(t)} for value, t in groups.items()]
            for key, groups in statistics.groups.items()
        },
    }


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval or (None, None)
    return {"count": share.count, "total": share.total, "share": share.value, "low": low, "high": high}


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "statuses": {status.value: tally.statuses[status] for status in Status},
        "late": tally.late,
        "repeated": tally.repeated,
        "commitments": tally.commitments,
        "checked": tally.checked,
        "feedback": _share(tally.feedback),
        "followed_up": _share(tally.followed_up),
        "in_time": _share(tally.in_time),
        "decided": _share(tally.decided_share),
        "reported": {
            status.value: {way.value: count for way, count in sorted(tally.ways(status).items())} for status in VERDICTS
        },
    }
