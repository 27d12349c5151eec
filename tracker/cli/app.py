"""The `tracker` command: its options and which file holds each subcommand."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from tracker import __version__, config, words
from tracker.cli import (
    corrections,
    database,
    exporting,
    follow,
    history,
    inspecting,
    issuers,
    learning,
    letters,
    lists,
    marks,
    reports,
    serve,
    showing,
    statistics,
    topics,
)
from tracker.cli.context import Context
from tracker.errors import UsageError

app = typer.Typer(
    name="tracker",
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
        ),
    ] = None,
    reviewer: Annotated[
        str | None,
        typer.Option(envvar="TRACKER_REVIEWER", metavar="NAME"),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option("--lang", envvar="TRACKER_LANG", metavar="en|zh"),
    ] = None,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False,
) -> None:
    """Hold governments to their word: what a report promised, and what the later reports say of it."""
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        context.color = False
    if lang and words.recognise(lang) is None:
        raise UsageError("cli.error.language", lang=lang, known=", ".join(words.LANGUAGES))
    context.obj = Context(db, reviewer or config.load().reviewer or None)


for command in (
    follow.follow,
    follow.import_,
    follow.match,
    lists.list_,
    lists.statements,
    showing.show,
    marks.mark,
    marks.review,
    serve.serve,
    inspecting.inspect,
    exporting.export,
    exporting.import_marks,
    statistics.stats,
    statistics.chart,
    learning.train,
    learning.evaluate,
    letters.letter,
    history.log,
    history.agreement,
):
    app.command(command.__name__.rstrip("_").replace("_", "-"))(command)
for name, group in (
    ("reports", reports),
    ("corrections", corrections),
    ("issuers", issuers),
    ("topics", topics),
    ("db", database),
):
    app.add_typer(group.app, name=name)
