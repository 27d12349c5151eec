"""The `tracker` command: its options and which file holds each subcommand."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker import __version__
from tracker.cli import database, exporting, follow, lists, marks, reports
from tracker.cli.context import Context

app = typer.Typer(
    name="tracker",
    help="Hold governments to their word: what a report promised, and what the later reports say of it.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tracker {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    db: Annotated[
        str | None,
        typer.Option(
            "--db",
            envvar="TRACKER_DB",
            metavar="PATH|URL",
            help="Database file or SQLAlchemy URL; your user data folder unless given.",
        ),
    ] = None,
    reviewer: Annotated[
        str | None,
        typer.Option(envvar="TRACKER_REVIEWER", metavar="NAME", help="Who decides; your system user unless given."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Hold governments to their word: what a report promised, and what the later reports say of it."""
    context.obj = Context(db, reviewer)


for command in (
    follow.follow,
    follow.import_,
    follow.match,
    lists.list_,
    lists.show,
    marks.mark,
    marks.review,
    exporting.export,
):
    app.command(command.__name__.rstrip("_"))(command)
app.add_typer(reports.app, name="reports")
app.add_typer(database.app, name="db")
