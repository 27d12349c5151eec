"""`tracker corrections`: what reviewers corrected of units, and taking one back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.cli import context
from tracker.cli.output import note, printable

if TYPE_CHECKING:
    from tracker.model import UnitCorrection

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
    import dataclasses
    import json

    typer.echo(json.dumps(dataclasses.asdict(said), ensure_ascii=False, default=str))


def _print(said: UnitCorrection) -> None:
    from tracker.corrections import signed
    from tracker.model import UnitField
    from tracker.text import fit

    line = words.say("cli.corrections.line", report=said.report, said=signed(said))
    typer.echo(f"{said.id:>5}  {printable(line)}")
    for text in said.before.splitlines() if said.field is UnitField.EXTENT else (said.stretch,):
        typer.secho(f"       {fit(printable(text), WIDTH).rstrip()}", dim=True)


@app.command("take-back")
def take_back(ctx: typer.Context, correction: int) -> None:
    """Take a correction back, whoever made it; it stays on record, and the report is read and matched anew."""
    from tracker.workflow import correcting

    options = context.of(ctx)
    kept = correcting.take_back(options.engine(), correction, options.reviewer)
    correcting.match_again(options.engine(), kept.report)
    note(words.say("cli.corrections.taken_back", id=correction, report=kept.report))
