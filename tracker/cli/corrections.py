"""`tracker corrections`: what reviewers corrected of units; correcting one, and taking a correction back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.cli import context
from tracker.cli.output import note, printable

if TYPE_CHECKING:
    from tracker.model import Kept, UnitCorrection

WIDTH = 200
"""Terminal cells of a text that a correction was said of; one may span a whole section."""

app = typer.Typer(rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def corrections(
    ctx: typer.Context,
    report: Annotated[int | None, typer.Option()] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """List what reviewers corrected of the reports' units, oldest first."""
    if ctx.invoked_subcommand:
        return
    from tracker.workflow import correcting

    said = correcting.corrections(context.of(ctx).engine(), report)
    for one in said:
        if as_json:
            _print_json(one)
        else:
            _print(one)
    if not said and not as_json:
        note(words.say("cli.corrections.none"))


def _print_json(said: UnitCorrection) -> None:
    import json

    typer.echo(json.dumps(said._asdict(), ensure_ascii=False, default=str))


def _print(said: UnitCorrection) -> None:
    from tracker.corrections import signed
    from tracker.model import UnitField
    from tracker.text import fit

    line = words.say("cli.corrections.line", report=said.report, said=signed(said))
    typer.echo(f"{said.id:>5}  {printable(line)}")
    for text in said.before.splitlines() if said.field is UnitField.EXTENT else (said.stretch,):
        typer.secho(f"       {fit(printable(text), WIDTH).rstrip()}", dim=True)


@app.command("set")
def set_(ctx: typer.Context, unit: int, section: str | None = None, role: str | None = None) -> None:
    """Say in which section a unit stands and what it is; the report is read and matched anew."""
    from tracker.model import Role, Section
    from tracker.workflow import correcting

    place = context.one_of(Section, section, "section") if section else None
    kind = context.one_of(Role, role, "role") if role else None
    options = context.of(ctx)
    _match(ctx, correcting.correct_unit(options.engine(), unit, place, kind, options.reviewer))


@app.command("split")
def split(ctx: typer.Context, unit: int, start: Annotated[str, typer.Argument(metavar="WORDS")]) -> None:
    """Say that a unit is two, the second one beginning with the given words; the report is read and matched anew."""
    from tracker.workflow import correcting

    options = context.of(ctx)
    _match(ctx, correcting.split_before(options.engine(), unit, start, options.reviewer))


@app.command("merge")
def merge(ctx: typer.Context, unit: int, other: int) -> None:
    """Say that two neighbouring units are one; the report is read and matched anew."""
    from tracker.workflow import correcting

    options = context.of(ctx)
    _match(ctx, correcting.merge_units(options.engine(), unit, other, options.reviewer))


def _match(ctx: typer.Context, kept: Kept) -> None:
    from tracker.workflow import correcting

    correcting.match_again(context.of(ctx).engine(), kept.report)
    note(words.say("cli.corrections.kept", report=kept.report))


@app.command("take-back")
def take_back(ctx: typer.Context, correction: int) -> None:
    """Take a correction back, whoever made it; it stays on record, and the report is read and matched anew."""
    from tracker.workflow import correcting

    options = context.of(ctx)
    kept = correcting.take_back(options.engine(), correction, options.reviewer)
    correcting.match_again(options.engine(), kept.report)
    note(words.say("cli.corrections.taken_back", id=correction, report=kept.report))
