"""`tracker issuers`: who gives reports; merging, splitting and renaming them."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker import words
from tracker.cli import context
from tracker.cli.output import note, printable

app = typer.Typer(rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="NAME")]


@app.callback(invoke_without_command=True)
def issuers(ctx: typer.Context) -> None:
    """List issuers with their reports, what those call them, and which may be one and the same."""
    if ctx.invoked_subcommand:
        return
    from tracker.workflow import issuers as known

    engine = context.of(ctx).engine()
    kept = known.issuers(engine)
    for one in kept:
        others = [name for name in one.called if name != one.name]
        called = f" · {words.say('cli.issuers.called', names='、'.join(others))}" if others else ""
        span = "-".join(map(str, sorted({*one.years[:1], *one.years[-1:]})))
        years = f" · {span}" if span else ""
        count = words.say("cli.issuers.reports", n=one.reports)
        typer.echo(printable(f"{one.name} · {count}{years}{called}"))
    alike = known.alike(kept)
    for pair in alike:
        note(words.say("cli.issuers.alike", one=pair.one, other=pair.other, score=pair.score))
    if alike:
        note(words.say("cli.issuers.how"))


@app.command()
def merge(ctx: typer.Context, name: Name, into: Annotated[str, typer.Argument(metavar="INTO")]) -> None:
    """Count the reports of one name as those of another issuer, now and on every later import."""
    _say(ctx, name, into)


@app.command()
def rename(ctx: typer.Context, name: Name, to: Annotated[str, typer.Argument(metavar="TO")]) -> None:
    """Call an issuer by another name; reports keep saying what they say."""
    _say(ctx, name, to)


@app.command()
def split(ctx: typer.Context, name: Name) -> None:
    """Let a name mean itself again, after it was merged or renamed."""
    _say(ctx, name, None)


def _say(ctx: typer.Context, name: str, means: str | None) -> None:
    from tracker.workflow import issuers as known

    options = context.of(ctx)
    changed = known.rename(options.engine(), printable(name), printable(means) if means else None, options.reviewer)
    note(words.say("cli.issuers.changed", n=changed) if changed else words.say("cli.issuers.unchanged"))
