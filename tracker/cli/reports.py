"""`tracker reports`: what was read, and correcting it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.cli import context
from tracker.cli.output import note, printable

if TYPE_CHECKING:
    from tracker.model import ReportRow

app = typer.Typer(rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def reports(ctx: typer.Context, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """List what was read: issuer, kind, year, delivered, counts, warnings."""
    if ctx.invoked_subcommand:
        return
    from tracker.workflow import listing

    kept = listing.reports(context.of(ctx).engine())
    if as_json:
        _print_json(kept)
        return
    for row in kept:
        _print_report(row)
    if not kept:
        note(words.say("cli.reports.none"))


def _print_json(kept: list[ReportRow]) -> None:
    for row in kept:
        said = {"warnings": [str(warning) for warning in row.warnings]}
        typer.echo(json.dumps({**row._asdict(), **said}, ensure_ascii=False, default=str))


def _print_report(row: ReportRow) -> None:
    issuer = printable(row.issuer) if row.issuer else words.say("cli.unknown_issuer")
    delivered = row.delivered.isoformat() if row.delivered else words.say("cli.undated")
    year = row.year or words.say("cli.unknown_year")
    typer.secho(f"{row.id:>5}  {issuer} · {year} · {printable(row.title)}", bold=True)
    corrected = words.say("cli.reports.list").join(words.say(f"cli.reports.field.{name}") for name in row.corrected)
    typer.echo(
        f"       {words.name(row.kind)} · {delivered}"
        f" · {words.say('cli.reports.counts', commitments=row.commitments, statements=row.statements)}"
        f" · {printable(row.source)}{words.say('cli.reports.corrected', fields=corrected) if corrected else ''}"
    )
    for warning in row.warnings:
        typer.secho(f"       ! {printable(str(warning))}", fg="yellow")


@app.command("set")
def set_(
    ctx: typer.Context,
    report: int,
    issuer: str | None = None,
    kind: str | None = None,
    year: Annotated[int | None, typer.Option(min=1949, max=2199)] = None,
    delivered: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD")] = None,
    title: str | None = None,
) -> None:
    """Correct what was read of a report; the correction lasts over every later import."""
    from tracker.errors import UsageError
    from tracker.model import Kind
    from tracker.workflow import listing

    given: dict[str, str | int | date | None] = {
        "issuer": printable(issuer) if issuer else None,
        "kind": context.one_of(Kind, kind, "kind") if kind else None,
        "year": year,
        "delivered": _date(delivered) if delivered else None,
        "title": printable(title) if title else None,
    }
    corrections = {field: value for field, value in given.items() if value is not None}
    if not corrections:
        raise UsageError("cli.error.nothing_to_correct")
    options = context.of(ctx)
    row = listing.correct(options.engine(), report, corrections, options.reviewer)
    _print_report(row)
    if {"issuer", "year", "delivered"} & corrections.keys():
        note(words.say("cli.reports.match_anew"))


@app.command("take-back")
def take_back(ctx: typer.Context, report: int, field: str) -> None:
    """Take the last correction of a field back, whoever made it: what held before, or what was read, holds again."""
    from tracker.workflow import listing

    options = context.of(ctx)
    _print_report(listing.take_back(options.engine(), report, field, options.reviewer))
    if field != "title":
        note(words.say("cli.reports.match_anew"))


def _date(text: str) -> date:
    from tracker.errors import UsageError

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("cli.error.date", text=text) from None


@app.command("remove")
def remove(ctx: typer.Context, report: int) -> None:
    """Forget a report that should not have been read; refused where reviewers have decided on it."""
    from tracker.workflow import listing

    listing.remove(context.of(ctx).engine(), report)
    note(words.say("cli.reports.removed", id=report))
