"""`tracker db`: upgrade, check and back up the database."""

from __future__ import annotations

from pathlib import Path

import typer

from tracker import words
from tracker.cli import context
from tracker.cli.output import ExitCode, fail, note

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.command()
def upgrade(ctx: typer.Context) -> None:
    """Bring the database to this version's schema; a copy is made first."""
    from db.engine import upgrade as run

    note(str(run(context.of(ctx).db)))


@app.command()
def check(ctx: typer.Context) -> None:
    """Look for damage; says what is wrong and exits with 1 if anything is."""
    from db.engine import check as run

    problems = run(context.of(ctx).db)
    for problem in problems:
        fail(str(problem))
    if problems:
        raise typer.Exit(ExitCode.PROBLEM)
    note(words.say("cli.database.sound"))


@app.command()
def backup(ctx: typer.Context, to: Path) -> None:
    """Copy the database while it may be in use."""
    from db.engine import backup as run

    note(words.say("cli.database.copied", path=run(context.of(ctx).db, to)))
