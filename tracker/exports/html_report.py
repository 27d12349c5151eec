"""One page that opens offline: overview, charts, the list with its evidence. Nothing in it is loaded from anywhere.

Jinja2 escapes every text. The page's policy allows its own style and script by their digests, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import Any, BinaryIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from tracker import words
from tracker.exports import charts
from tracker.exports.ledger import Ledger, Spans, merged
from tracker.exports.looks import LOOKS
from tracker.exports.rows import COLUMNS, Line, cells, evidence_lines, place_words
from tracker.exports.statistics import Statistics
from tracker.exports.tables import group_name, percent, tables_of
from tracker.model import CommitmentDetail, Status
from tracker.text import one_line

TEMPLATES = Path(__file__).parent / "templates"

_MARK, _END_MARK = Markup("<mark>"), Markup("</mark>")

OTHERS = 3
"""Candidates that a row shows besides its evidence."""

BROAD = 900
"""Points from which a chart's words are too small to read in half the width of the page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line under a row: words, or a quote with its place."""

    words: str = ""
    quote: Markup | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A commitment as the page shows it."""

    cells: dict[str, str]
    text: Markup
    status: str
    decided: str
    topic: str
    evidence: list[Shown]
    others: list[Shown]


@dataclass(frozen=True, slots=True)
class Report:
    """The rows of one report; read once."""

    issuer: str
    issuer_name: str
    year: str
    title: str
    rows: Iterator[Row]


def write(file: BinaryIO, ledger: Ledger) -> None:
    """Stream the page: memory does not grow with the number of commitments."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    style = _asset("report.css").replace("{{ badges }}", _badges())
    script = _asset("report.js")
    statistics = ledger.statistics
    drawn = [name for name in charts.CHARTS if charts.has(name, statistics)]
    stream = environment.get_template("report.html.j2").stream(
        language="zh-CN" if words.spoken() == "zh" else words.spoken(),
        policy=f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; base-uri 'none'",
        style=Markup(style),
        script=Markup(script),
        say=words.say,
        percent=percent,
        title=ledger.title,
        note=ledger.note,
        lines=ledger.note.lines(),
        cards=list(_cards(statistics)),
        charts=[_chart(name, statistics) for name in drawn],
        tables=tables_of(statistics),
        facets=list(_facets(statistics)),
        column={column.key: column.title for column in COLUMNS},
        reports=_reports(ledger),
    )
    stream.enable_buffering(200)
    out = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
    out.writelines(stream)
    out.detach()


def _asset(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8").strip()


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _badges() -> str:
    return "\n".join(f".badge.{s.value}{{background:#{look.ground};color:#{look.words}}}" for s, look in LOOKS.items())


def _chart(name: str, statistics: Statistics) -> dict[str, Any]:
    """A chart as the template takes it: its title, the picture, and whether it needs the width of the page."""
    svg = charts.inline_svg(name, statistics)
    width = re.search(r'viewBox="0 0 ([\d.]+)', svg)
    broad = width is not None and float(width[1]) > BROAD
    return {"title": charts.title(name, statistics), "svg": Markup(svg), "broad": broad}


def _cards(statistics: Statistics) -> Iterator[tuple[str, str, str]]:
    """Name, value and what it is out of, for the head of the page."""
    whole = statistics.whole
    yield (
        words.say("exports.card.commitments"),
        f"{whole.commitments:,}",
        words.say("exports.card.checked", checked=whole.checked),
    )
    for key, share in (
        ("followed_up", whole.followed_up),
        ("feedback", whole.feedback),
        ("decided", whole.decided_share),
    ):
        low, high = share.interval or (None, None)
        between = words.say(
            "exports.card.interval", count=share.count, total=share.total, low=percent(low), high=percent(high)
        )
        yield words.say(f"exports.heading.{key}"), percent(share.value), between


def _facets(statistics: Statistics) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """What the list can be filtered by: name, heading, and (value, words) of each choice."""
    statuses = [(s.value, words.name(s)) for s in Status if statistics.whole.statuses[s]]
    yield "status", words.say("exports.column.status"), statuses
    for key in ("issuer", "year", "topic"):
        groups = statistics.groups[key]
        if len(groups) > 1:
            yield (
                key,
                words.say(f"exports.group.{key}"),
                [(str(v), group_name(key, v, statistics.topics)) for v in groups],
            )
    people = [(key, words.say(f"exports.html.{key}")) for key in ("person", "program")]
    yield "decided", words.say("exports.column.decided"), people


def _reports(ledger: Ledger) -> Iterator[Report]:
    for _, group in groupby(ledger.commitments, key=lambda detail: detail.row.report):
        details = iter(group)
        first = next(details)
        row = first.row
        yield Report(
            issuer=row.issuer or "",
            issuer_name=group_name("issuer", row.issuer),
            year=str(row.year or 0),
            title=one_line(row.title),
            rows=_rows(first, details, ledger),
        )


def _rows(first: CommitmentDetail, others: Iterable[CommitmentDetail], ledger: Ledger) -> Iterator[Row]:
    yield _row(first, ledger)
    for detail in others:
        yield _row(detail, ledger)


def _row(detail: CommitmentDetail, ledger: Ledger) -> Row:
    text = one_line(detail.row.text)
    lines = evidence_lines(detail)
    found: list[tuple[int, int]] = []
    shown = []
    for line in lines:
        mine, theirs = ledger.shared(text, line.quote) if line.quote else ((), ())
        found += mine
        shown.append(_shown(line, theirs))
    return Row(
        cells=cells(detail, evidence=False),
        text=_marked(text, merged(found)),
        status=detail.row.status.value,
        decided="person" if detail.row.decided_by else "program",
        topic=detail.row.topic,
        evidence=shown,
        others=[_shown(line, ()) for line in _others(detail, lines)],
    )


def _shown(line: Line, spans: Spans) -> Shown:
    return Shown(quote=_marked(line.quote, spans), place=line.place) if line.quote else Shown(words=line.words)


def _others(detail: CommitmentDetail, lines: Iterable[Line]) -> list[Line]:
    """The most alike statements of all later reports that the status does not rest on."""
    taken = {line.place for line in lines}
    ranked = sorted(
        ((c, f.year) for f in detail.follow_ups for c in f.candidates),
        key=lambda found: -(found[0].score or 0),
    )
    others = (Line(quote=one_line(c.text), place=place_words(c, year)) for c, year in ranked)
    return list(islice((line for line in others if line.place not in taken), OTHERS))


def _marked(text: str, spans: Spans) -> Markup:
    """Text with the spans marked, escaped."""
    out, at = [], 0
    for start, end in spans:
        out += [escape(text[at:start]), _MARK, escape(text[start:end]), _END_MARK]
        at = end
    return Markup("").join([*out, escape(text[at:])])
