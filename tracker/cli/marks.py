"""`tracker mark` and `tracker review`: a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from tracker import words
from tracker.cli import context
from tracker.cli.output import status_words

if TYPE_CHECKING:
    from tracker.workflow.reviewing import Reviewing


def mark(
    ctx: typer.Context,
    commitment: int,
    status: Annotated[str, typer.Argument(metavar="STATUS")],
    report: int | None = None,
    evidence: list[int] | None = None,
    note: str = "",
    adjudicate: Annotated[bool, typer.Option("--adjudicate")] = False,
) -> None:
    """Decide what became of a commitment."""
    from tracker.errors import UsageError
    from tracker.model import DECIDABLE, NewDecision, Status
    from tracker.text import clean
    from tracker.workflow import listing

    decided = context.one_of(Status, status, "status")
    if decided not in DECIDABLE:
        raise UsageError("db.commitment.no_status", status=decided, known=", ".join(DECIDABLE))
    options = context.of(ctx)
    detail = listing.decide(
        options.engine(),
        NewDecision(commitment, decided, options.reviewer, report, tuple(evidence or ()), clean(note)[0], adjudicate),
    )
    by = words.say("cli.show.decided", name=options.reviewer)
    typer.echo(f"{commitment}: {status_words(detail.row.status, detail.row.late)}, {by}")


def review(
    ctx: typer.Context,
    blind: Annotated[bool, typer.Option("--blind")] = False,
) -> None:
    """Walk the commitments in the terminal: confirm or correct each with one key."""
    import os
    import sys

    from db.file import current
    from tracker import config
    from tracker.errors import UsageError
    from tracker.tui.paging import PAGE
    from tracker.workflow.remote import Remote

    options = context.of(ctx)
    with Remote(options.db, options.reviewer, blind) as room:
        if not current(options.db):
            room.wait()  # what is made, upgraded or refused is so before the screen is taken over
        if not (sys.stdin.isatty() and sys.stderr.isatty()) and "TEXTUAL_DRIVER" not in os.environ:
            raise UsageError("cli.usage.no_terminal")  # a browser stands for it where that names a driver
        room.ahead("stamp")
        room.ahead("opening", words.spoken(), PAGE)
        # The other process loads the database meanwhile.
        from tracker.tui.app import ReviewApp

        ReviewApp(cast("Reviewing", room), config.load()).run()
