"""`tracker letter`: a draft inquiry to an issuer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import context
from tracker.cli.output import note

if TYPE_CHECKING:
    from tracker.model import Filter


@context.filtering_by(*(name for name in context.FILTERS if name != "status"))
def letter(
    ctx: typer.Context,
    chosen: Filter,
    output: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    template: Path | None = None,
    print_template: Annotated[bool, typer.Option("--print-template")] = False,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> None:
    """Draft an inquiry about what an issuer dropped or met in part only, with the sources."""
    from tracker import words
    from tracker.errors import UsageError
    from tracker.exports.letter import ASKED, default_template
    from tracker.workflow import letters

    if print_template:
        typer.echo(default_template(), nl=False)
        return
    if not chosen.issuer or output is None:
        raise UsageError("exports.error.letter")
    chosen = chosen._replace(statuses=ASKED)
    asked = context.of(ctx)
    count = letters.write(asked.engine(), output, chosen, template=template, force=force, viewer=asked.marking(chosen))
    note(words.say("exports.letter.written", path=output, n=count))
