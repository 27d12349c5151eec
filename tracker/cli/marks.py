"""`tracker mark` and `tracker review`: a person decides."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker import words
from tracker.cli import context
from tracker.cli.output import status_words


def mark(
    ctx: typer.Context,
    commitment: Annotated[int, typer.Argument(help="Its number in the list.")],
    status: Annotated[
        str, typer.Argument(metavar="STATUS", help="followed_up, partly_met, dropped, unclear or not_a_commitment.")
    ],
    report: Annotated[
        int | None, typer.Option(help="The later report it is about; the commitment as a whole unless given.")
    ] = None,
    evidence: Annotated[
        list[int] | None, typer.Option(help="Number of a statement that shows it; may be given again.")
    ] = None,
    note: Annotated[str, typer.Option(help="Why.")] = "",
    adjudicate: Annotated[
        bool, typer.Option("--adjudicate", help="Settle what reviewers disagree about: it outranks their words.")
    ] = False,
) -> None:
    """Decide what became of a commitment."""
    from tracker.errors import UsageError
    from tracker.model import DECIDABLE, NewDecision, Status
    from tracker.text import clean
    from tracker.workflow import listing

    decided = context.one_of(Status, status, "status")
    if decided not in DECIDABLE:
        raise UsageError(f"{decided} cannot be decided: choose one of {', '.join(DECIDABLE)}")
    options = context.of(ctx)
    detail = listing.decide(
        options.engine(),
        NewDecision(commitment, decided, options.reviewer, report, tuple(evidence or ()), clean(note)[0], adjudicate),
    )
    by = words.say("cli.show.decided", name=options.reviewer)
    typer.echo(f"{commitment}: {status_words(detail.row.status, detail.row.late)}, {by}")


def review(
    ctx: typer.Context,
    blind: Annotated[bool, typer.Option("--blind", help="Hide suggestions and what others decided.")] = False,
) -> None:
    """Walk the commitments in the terminal: confirm or correct each with one key."""
    options = context.of(ctx)
    engine, reviewer = options.engine(), options.reviewer
    from tracker import config
    from tracker.tui.app import ReviewApp
    from tracker.workflow.reviewing import Reviewing

    ReviewApp(Reviewing(engine, reviewer, blind=blind), config.load()).run()
