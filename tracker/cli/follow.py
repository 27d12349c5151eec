"""`tracker follow`, and its halves `import` and `match`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.cli import context
from tracker.cli.output import ExitCode, fail, note, progress

if TYPE_CHECKING:
    from sqlalchemy import Engine

Paths = Annotated[list[str], typer.Argument(metavar="PATH...")]
Replace = Annotated[bool, typer.Option("--replace")]


def follow(
    ctx: typer.Context,
    paths: Paths,
    replace: Replace = False,
    limit: Annotated[int, typer.Option(min=0)] = 200,
) -> None:
    """Read reports, find what they promise, match it with later reports, and print the status list."""
    engine = context.of(ctx).engine(make=True)
    wrong = _import(engine, paths, replace)
    _match(engine)
    from tracker.cli.lists import print_list, print_tally
    from tracker.model import Filter

    print_list(engine, Filter(), limit or None)
    print_tally(engine, Filter())
    if wrong:
        raise typer.Exit(ExitCode.PROBLEM)


def import_(ctx: typer.Context, paths: Paths, replace: Replace = False) -> None:
    """Read and keep reports; the first half of `follow`."""
    if _import(context.of(ctx).engine(make=True), paths, replace):
        raise typer.Exit(ExitCode.PROBLEM)


def match(
    ctx: typer.Context,
    changes: Annotated[bool, typer.Option("--changes")] = False,
    semantic: Annotated[
        bool | None,
        typer.Option("--semantic/--no-semantic"),
    ] = None,
) -> None:
    """Match what is kept and not matched yet; the second half of `follow`."""
    engine = context.of(ctx).engine()
    _match(engine, semantic)
    if changes:
        _print_moves(engine, semantic)


def _print_moves(engine: Engine, semantic: bool | None) -> None:
    from tracker import words
    from tracker.workflow.following import moves

    moved = moves(engine, semantic=semantic)
    for one in moved:
        typer.echo(
            words.say(
                "cli.moves.line",
                id=one.commitment,
                report=one.report,
                before=words.name(one.before),
                after=words.name(one.after),
                before_matcher=one.before_matcher,
                matcher=one.matcher,
            )
        )
    note(words.say("cli.moves.counts", n=len(moved)) if moved else words.say("cli.moves.none"))


def _import(engine: Engine, paths: list[str], replace: bool) -> bool:
    """Import with a bar and a line for each thing that a person should know; True if there was any."""
    from collections import Counter

    from tracker.reading import find_files
    from tracker.workflow.importing import import_files

    files = find_files(paths)
    counts: Counter[str] = Counter()
    wrong = False
    for result in progress(import_files(engine, files, in_place=replace), len(files), words.say("cli.follow.reading")):
        counts[result.change] += 1
        wrong |= result.wrong
        if result.error:
            fail(str(result.error))
        for warning in result.warnings:
            note(words.say("errors.at", where=result.source, what=warning))
        if result.gone:
            gone = ", ".join(map(str, result.gone))
            note(words.say("cli.follow.gone", source=result.source, ids=gone))
    changes = ("new", "updated", "unchanged", "refused")
    said = ", ".join(words.say(f"cli.change.{change}", count=counts[change]) for change in changes if counts[change])
    note(words.say("cli.follow.files", n=len(files), changes=said))
    return wrong


def _match(engine: Engine, semantic: bool | None = None) -> None:
    from tracker.workflow.following import match_reports

    steps = match_reports(engine, semantic=semantic)
    _, total = next(steps)
    for _ in progress(steps, total, words.say("cli.follow.matching")):
        pass
    note(words.say("cli.follow.matched", n=total) if total else words.say("cli.follow.nothing"))
