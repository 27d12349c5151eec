"""What the list counts to: `tracker stats`, `tracker chart`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import context
from tracker.cli.output import note, printable

if TYPE_CHECKING:
    from tracker.exports.tables import Table
    from tracker.model import Filter


@context.filtering
def stats(
    ctx: typer.Context,
    chosen: Filter,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Feedback and follow-up rates with 95 % intervals, by issuer, year, topic and trackability."""
    from tracker.exports import tables
    from tracker.workflow import handing_out

    asked = context.of(ctx)
    statistics, made = handing_out.statistics(asked.engine(), chosen, asked.marking(chosen))
    if as_json:
        typer.echo(json.dumps(tables.as_data(statistics, made), ensure_ascii=False, indent=1))
        return
    for table in tables.tables_of(statistics):
        _print(table)
    for line in made.lines():
        note(line)


def _print(table: Table) -> None:
    """A table as wide as its longest cells; names to the left, figures to the right."""
    from tracker.exports.tables import percent
    from tracker.text import cell_width

    lines = [table.headings, *(tuple(map(percent, row)) for row in table.rows)]
    lines = [tuple(map(printable, line)) for line in lines]
    widths = [max(map(cell_width, column)) for column in zip(*lines, strict=True)]
    typer.secho(f"\n{table.title}", bold=True)
    for line in lines:
        cells = [" " * (wide - cell_width(cell)) for cell, wide in zip(line, widths, strict=True)]
        first, *rest = zip(line, cells, strict=True)
        typer.echo("  ".join([first[0] + first[1], *(pad + cell for cell, pad in rest)]).rstrip())


@context.filtering
def chart(
    ctx: typer.Context,
    chosen: Filter,
    name: str,
    output: Annotated[Path, typer.Option("-o", "--output")],
    force: Annotated[bool, typer.Option("--force")] = False,
) -> None:
    """Draw the statistics: rates, fates, heat map, flow, how it was reported, or chains of repeated promises."""
    from tracker.workflow import handing_out

    asked = context.of(ctx)
    handing_out.chart(asked.engine(), name, output, chosen, force=force, viewer=asked.marking(chosen))
