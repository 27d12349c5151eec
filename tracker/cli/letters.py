"""`tracker letter`: a draft inquiry to an issuer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import context
from tracker.cli.output import note


def letter(
    ctx: typer.Context,
    issuer: Annotated[str | None, typer.Option(help="To whom: an issuer, by its full name.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The file to write, .docx or .md.")] = None,
    template: Annotated[Path | None, typer.Option(help="Your own template, in Markdown with Jinja2.")] = None,
    print_template: Annotated[
        bool, typer.Option("--print-template", help="Print the template that is used, to make your own from.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    year: context.Year = None,
    report: context.Report = None,
    text: context.Text = None,
    undecided: context.Undecided = False,
) -> None:
    """Draft an inquiry about what an issuer dropped or met in part only, with the sources."""
    from tracker import words
    from tracker.errors import UsageError
    from tracker.exports.letter import ASKED, default_template
    from tracker.workflow import letters

    if print_template:
        typer.echo(default_template(), nl=False)
        return
    if not issuer or output is None:
        raise UsageError(words.say("exports.error.letter"))
    chosen = context.chosen(issuer, year, report, list(ASKED), text, undecided, False, False)
    count = letters.write(context.of(ctx).engine(), output, chosen, template=template, force=force)
    note(words.say("exports.letter.written", path=output, n=count))
