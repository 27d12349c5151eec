"""`tracker list` and `tracker statements`."""

from __future__ import annotations

import json
import shutil
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.cli import context
from tracker.cli.output import SIGNS, note, printable, status_words

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tracker.model import CommitmentRow, Filter, StatementRow, Viewer


@context.filtering
def list_(
    ctx: typer.Context,
    chosen: Filter,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    limit: Annotated[int, typer.Option(min=0)] = 0,
    order: str = "report",
    blind: Annotated[bool, typer.Option("--blind")] = False,
) -> None:
    """Print the follow-up status list: every commitment with its status."""
    options = context.of(ctx)
    engine, viewer = options.engine(), options.viewer(blind)
    if as_json:
        _print_json(engine, chosen, limit or None, order, viewer)
    else:
        print_list(engine, chosen, limit or None, order, viewer)


def print_list(
    engine: Engine, chosen: Filter, limit: int | None, order: str = "report", viewer: Viewer | None = None
) -> None:
    """One line a commitment, under a line for each report."""
    from tracker.workflow import listing

    width = max(shutil.get_terminal_size((100, 24)).columns, 60)
    shown = 0
    rows = listing.commitments(engine, chosen, None if limit is None else limit + 1, order, viewer)
    for _, group in groupby(rows, key=lambda row: row.report):
        for position, row in enumerate(group):
            if shown == limit:
                note(words.say("cli.list.more"))
                return
            if position == 0:
                typer.secho(("\n" if shown else "") + _report(row), bold=True)
            shown += 1
            typer.echo(_line(row, width))
    if not shown:
        note(words.say("cli.list.none"))


def _report(row: CommitmentRow | StatementRow, title: str = "") -> str:
    issuer, year = row.issuer or words.say("cli.unknown_issuer"), row.year or words.say("cli.unknown_year")
    title = getattr(row, "title", title)
    return printable(words.say("cli.list.report", issuer=issuer, year=year, title=title, id=row.report))


def _line(row: CommitmentRow, width: int) -> str:
    from tracker.text import fit

    mark = words.say("cli.by", name=row.decided_by) if row.decided_by else f"{row.confidence or 0:.2f}"
    mark = "" if row.decided_by is None and row.confidence is None else mark
    also = [words.say(f"cli.list.{name}") for name in ("chain", "disagreed") if getattr(row, name)]
    text = f"{printable(row.text)}" + (f"  [{', '.join(also)}]" if also else "")
    head = f"{row.id:>7}  {typer.style(fit(status_words(row.status, row.late), 20), fg=SIGNS[row.status][1])} "
    return head + f"{fit(printable(mark), 10)} " + fit(text, width - 41).rstrip()


def _print_json(engine: Engine, chosen: Filter, limit: int | None, order: str, viewer: Viewer) -> None:
    from tracker.workflow import listing

    for row in listing.commitments(engine, chosen, limit, order, viewer):
        typer.echo(json.dumps(row._asdict(), ensure_ascii=False, default=str))


def print_tally(engine: Engine, chosen: Filter) -> None:
    """How many commitments of each report year have each status."""
    from tracker.model import Status
    from tracker.text import cell_width, fit
    from tracker.workflow import listing

    tallies = listing.tallies(engine, chosen)
    if not tallies:
        return
    used = [status for status in Status if any(dict(one.statuses).get(status) for one in tallies)]
    names = [printable(one.issuer or words.say("cli.unknown_issuer")) for one in tallies]
    heading, year = words.say("cli.list.issuer"), words.say("cli.list.year")
    wide = min(max(map(cell_width, [heading, *names])), 40)
    titles = [" " * max(18 - cell_width(title), 1) + title for title in map(status_words, used)]
    typer.echo(f"\n{fit(heading, wide)}  {fit(year, 4)} {''.join(titles)}")
    for name, one in zip(names, tallies, strict=True):
        counts = dict(one.statuses)
        typer.echo(f"{fit(name, wide)}  {one.year or '?':>4} " + "".join(f"{counts.get(s, 0):>18}" for s in used))


@context.filtering_by("issuer", "year", "report", "text", "body")
def statements(
    ctx: typer.Context,
    chosen: Filter,
    unpromised: Annotated[bool, typer.Option("--unpromised")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """List the work done that reports state, with the commitments each answers."""
    from tracker.workflow import listing

    rows = listing.statements(context.of(ctx).engine(), chosen, unanswering=unpromised)
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row._asdict(), ensure_ascii=False))
        return
    for _, group in groupby(rows, key=lambda row: row.report):
        for position, row in enumerate(group):
            if position == 0:
                typer.secho(_report(row, printable(row.heading)), bold=True)
            ids = " ".join(map(str, row.answers))
            more = f"  [{words.say('cli.statements.answers', ids=ids)}]" if ids else ""
            typer.echo(f"{row.id:>7}  {printable(row.text)}{more}")
    if not rows:
        note(words.say("cli.statements.none"))
