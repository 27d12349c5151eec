"""`tracker log` and `tracker agreement`: who decided and corrected what, and how far reviewers agree."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tracker import words
from tracker.cli import context
from tracker.cli.output import note, printable


def log(
    ctx: typer.Context,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE.csv|FILE.json")] = None,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> None:
    """Every decision and correction: who said what when, from which suggestion of which matcher version."""
    from tracker.exports.log import as_csv
    from tracker.workflow import listing
    from tracker.workflow.logging import write_log

    engine = context.of(ctx).engine()
    if output is None:
        sys.stdout.write(as_csv(listing.log(engine)))
    else:
        note(words.say("cli.log.written", path=output, n=write_log(engine, output, force=force)))


def agreement(ctx: typer.Context) -> None:
    """How far each two reviewers agree on what both have decided: percent, and Cohen's kappa with its interval."""
    from tracker.workflow import listing

    found = listing.agreements(context.of(ctx).engine())
    for one in found:
        line = words.say(
            "cli.agreement.line",
            one=one.one,
            other=one.other,
            agreed=one.agreed,
            items=one.items,
            share=one.agreed / one.items,
        )
        if one.kappa is not None:
            line += words.say("cli.agreement.kappa", kappa=one.kappa, low=one.low, high=one.high)
        typer.echo(printable(line))
    if not found:
        note(words.say("cli.agreement.none"))
