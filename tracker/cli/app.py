"""The `tracker` command: its options and which file holds each subcommand."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Annotated, Any

import typer

from tracker import __version__, config, words
from tracker.cli.context import Context
from tracker.cli.helping import spoken
from tracker.errors import UsageError

COMMANDS = {
    "follow": "follow.follow",
    "import": "follow.import_",
    "match": "follow.match",
    "list": "lists.list_",
    "statements": "lists.statements",
    "show": "showing.show",
    "mark": "marks.mark",
    "review": "marks.review",
    "serve": "serve.serve",
    "inspect": "inspecting.inspect",
    "export": "exporting.export",
    "import-marks": "exporting.import_marks",
    "stats": "statistics.stats",
    "chart": "statistics.chart",
    "train": "learning.train",
    "evaluate": "learning.evaluate",
    "letter": "letters.letter",
    "log": "history.log",
    "agreement": "history.agreement",
    "reports": "reports.app",
    "corrections": "corrections.app",
    "issuers": "issuers.app",
    "topics": "topics.app",
    "db": "database.app",
}
"""Command -> file of this folder and what of it runs it, or holds the commands below it."""


class _Commands(Mapping[str, Any]):
    """Commands of the library, each made when it is asked for: to make all takes longer than most take to run."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            file, _, found = COMMANDS[name].partition(".")
            runs = getattr(import_module(f"tracker.cli.{file}"), found)
            alone = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
            if isinstance(runs, typer.Typer):
                alone.add_typer(runs, name=name)
            else:
                alone.command(name)(runs)
            self._made[name] = spoken(typer.main.get_group(alone).commands[name], name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class _Tracker(typer.core.TyperGroup):
    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "commands": _Commands()})


app = typer.Typer(
    cls=_Tracker,
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
