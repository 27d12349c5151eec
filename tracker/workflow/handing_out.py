"""One selection, handed out in any form: rows, what they count to, and the note on how they were made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from db import queries
from db.engine import reading
from tracker import __version__, exports, words
from tracker.errors import ExportError, UsageError
from tracker.exports import charts
from tracker.exports.ledger import Ledger, Note, Options, Spans, merged
from tracker.exports.statistics import Statistics, count
from tracker.exports.whole import check_place, whole_or_not
from tracker.matching import shared_pieces
from tracker.model import CommitmentDetail, CommitmentRow, Filter, ReportRow, Viewer
from tracker.workflow.topics import taxonomy

if TYPE_CHECKING:
    from sqlalchemy import Engine

PAGE = 500
"""Rows read at a time."""


def export(
    engine: Engine,
    path: Path,
    name: str,
    chosen: Filter,
    *,
    options: Options | None = None,
    force: bool = False,
    viewer: Viewer | None = None,
) -> Note:
    """Write the chosen commitments to a file; gives what was written. All is read in one state of the database.

    Args:
        engine: the database.
        path: where to.
        name: a key of `exports.FORMATS`.
        chosen: which commitments.
        options: how the form is shaped.
        force: replace an existing file.
        viewer: whose marks for later a filter means.

    Raises:
        ExportError: the file may not or cannot be written, or its form needs a package that is not installed.

    """
    check_place(path, force=force)
    with reading(engine) as session:
        every = queries.reports(session)
        statistics, note = counted(session, chosen, every, viewer)
        with closing(_details(session, chosen, viewer, exports.CANDIDATES.get(name, 0))) as details:
            ledger = Ledger(
                title=words.say("exports.note.title"),
                note=note,
                statistics=statistics,
                reports=((row, queries.statements_of(session, row.id)) for row in note.reports),
                commitments=details,
                shared=_shared,
                options=options or Options(),
            )
            exports.write(path, name, ledger, force=force)
    return note


def by_issuer(
    engine: Engine, folder: Path, name: str, chosen: Filter, *, force: bool = False, viewer: Viewer | None = None
) -> tuple[list[tuple[Path, Filter]], int]:
    """A file in a folder for each issuer of the chosen commitments, and which of them stand in it.

    Gives also how many are in none, as nobody knows their issuer.

    Raises:
        ExportError: one of the files may not be written.

    """
    with reading(engine) as session:
        tallies = queries.tallies(session, chosen, viewer)
    files: dict[Path, Filter] = {}
    for issuer in dict.fromkeys(tally.issuer for tally in tallies if tally.issuer):
        path = folder / f"{_file_name(issuer)}.{name}"
        if path in files:
            path = path.with_stem(f"{path.stem}-{len(files)}")
        check_place(path, force=force)
        files[path] = chosen._replace(issuer=issuer)
    return list(files.items()), sum(tally.total for tally in tallies if not tally.issuer)


def _file_name(issuer: str) -> str:
    """An issuer's name as every system takes it for a file."""
    return "".join("_" if c in '/\\:*?"<>|' or not c.isprintable() else c for c in issuer)[:60].strip(". ") or "_"


def statistics(engine: Engine, chosen: Filter, viewer: Viewer | None = None) -> tuple[Statistics, Note]:
    """What the chosen commitments count to, and the note that belongs to it."""
    with reading(engine) as session:
        return counted(session, chosen, queries.reports(session), viewer)


def counted(
    session: queries.Connection, chosen: Filter, every: list[ReportRow], viewer: Viewer | None = None
) -> tuple[Statistics, Note]:
    """As `statistics`, in a session; `every` is all reports that were read."""
    issuers: set[str | None] = set()

    def seen() -> Iterator[CommitmentRow]:
        for row in _rows(session, chosen, viewer):
            issuers.add(row.issuer)
            yield row

    statistics = count(seen(), _topic_names(session))
    whole = statistics.whole
    note = Note(
        made=dt.datetime.now().astimezone(),
        tool=__version__,
        matchers=queries.matchers(session),
        reports=tuple(row for row in every if row.issuer in issuers or chosen == Filter()),
        rows=whole.statuses.total(),
        decided=whole.decided,
        pending=whole.undecided_pending,
        chosen=filter_words(chosen, statistics.topics),
    )
    return statistics, note


def _rows(session: queries.Connection, chosen: Filter, viewer: Viewer | None) -> Iterator[CommitmentRow]:
    ids = queries.commitment_ids(session, chosen, viewer=viewer)
    for start in range(0, len(ids), PAGE):
        yield from queries.commitment_rows(session, ids[start : start + PAGE])


def _details(
    session: queries.Connection, chosen: Filter, viewer: Viewer | None, best: int | None
) -> Generator[CommitmentDetail, None, None]:
    yield from queries.export_commitments(session, chosen, viewer, best=best)


def _shared(commitment: str, statement: str) -> tuple[Spans, Spans]:
    """What a commitment and a statement both say, as the review room highlights it."""
    pieces = shared_pieces(commitment, statement)
    mine = ((p.commitment, p.commitment + p.length) for p in pieces)
    theirs = ((p.statement, p.statement + p.length) for p in pieces)
    return merged(mine), merged(theirs)


def _topic_names(session: queries.Connection) -> dict[str, str]:
    return {t.key: t.zh if words.spoken() == "zh" else t.en for t in taxonomy(session).topics}


def filter_words(chosen: Filter, topics: Mapping[str, str]) -> tuple[str, ...]:
    """The restrictions of a filter, in words."""
    found = []
    for key, value in chosen._asdict().items():
        if value == getattr(Filter(), key):
            continue
        if key == "years":
            value = "-".join(map(str, dict.fromkeys(value)))
        elif key == "topic":
            value = topics.get(value, value)
        elif value is False:
            key = "undecided"
        found.append(words.say(f"exports.filter.{key}", value=_in_words(value)))
    return tuple(found)


def _in_words(value: object) -> str:
    if isinstance(value, Enum):
        return words.name(value)
    if isinstance(value, tuple):
        return words.say("exports.cell.and").join(map(_in_words, value))
    return f"{value:.0%}" if isinstance(value, float) else str(value)


def chart(
    engine: Engine, name: str, path: Path, chosen: Filter, *, force: bool = False, viewer: Viewer | None = None
) -> None:
    """Draw what the chosen commitments count to.

    Raises:
        UsageError: there is no such chart, or no picture of that ending.
        ExportError: the file may not be written, there is nothing to draw, or matplotlib is missing.

    """
    form = path.suffix.lower().lstrip(".")
    if name not in charts.CHARTS:
        raise UsageError("exports.error.chart", name=name, known=", ".join(charts.CHARTS))
    if form not in ("svg", "png"):
        raise UsageError("exports.error.picture", path=path)
    check_place(path, force=force)
    found, _ = statistics(engine, chosen, viewer)
    if not charts.has(name, found):
        raise ExportError("exports.error.empty_chart", name=name)
    picture = charts.draw(name, found, form)
    with whole_or_not(path, force=force) as file:
        file.write(picture)
