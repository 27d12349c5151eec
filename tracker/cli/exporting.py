"""`tracker export`: the status list as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import context
from tracker.cli.output import note


def export(
    ctx: typer.Context,
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write.")],
    format_: Annotated[str, typer.Option("--format", "-f", help="json, csv or md.")] = "json",
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    issuer: context.Issuer = None,
    year: context.Year = None,
    report: context.Report = None,
    status: context.Statuses = None,
    text: context.Text = None,
    undecided: context.Undecided = False,
    late: context.Late = False,
    gone: context.Gone = False,
) -> None:
    """Write the follow-up status list to a file, with its evidence."""
    from tracker.workflow import listing

    chosen = context.chosen(issuer, year, report, status, text, undecided, late, gone)
    count = listing.export(context.of(ctx).engine(), output, format_, chosen, force=force)
    note(f"{output}: {count} commitments")
