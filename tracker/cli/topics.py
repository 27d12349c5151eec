"""`tracker topics`: what commitments are grouped by."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker import words
from tracker.cli import context
from tracker.cli.output import note, printable

app = typer.Typer(rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def topics(
    ctx: typer.Context,
    as_toml: Annotated[bool, typer.Option("--toml")] = False,
) -> None:
    """List topics with how many commitments each has."""
    if ctx.invoked_subcommand:
        return
    from tracker.workflow import topics as known

    engine = context.of(ctx).engine()
    if as_toml:
        typer.echo(known.text(engine), nl=False)
        return
    for key, label, count in known.counts(engine, words.spoken()):
        typer.echo(printable(f"{count:>7}  {key or '-':<24} {label or words.say('cli.topics.none')}"))


@app.command()
def apply(ctx: typer.Context, file: Path) -> None:
    """Group this database's commitments by the topics of a file, now and on every later import."""
    from tracker.workflow import topics as known

    note(words.say("cli.topics.applied", n=known.apply(context.of(ctx).engine(), file)))
