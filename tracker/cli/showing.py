"""`tracker show`: one commitment with its parts, its evidence, its chain and its history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import clock, words
from tracker.cli import context
from tracker.cli.output import SIGNS, printable, status_words

if TYPE_CHECKING:
    from tracker.model import CommitmentDetail, DecisionRow, EvidenceRow, FollowUpRow

LABEL = 13
"""Terminal cells for the name of a fact."""


def show(
    ctx: typer.Context,
    commitment: int,
    blind: Annotated[bool, typer.Option("--blind")] = False,
) -> None:
    """Show one commitment: its source, its parts, what each later report says, and who decided what."""
    from tracker.workflow import listing, topics

    options = context.of(ctx)
    engine = options.engine()
    detail = listing.commitment(engine, commitment, options.viewer(blind))
    print_detail(detail, topics.label(engine, detail.row.topic, words.spoken()), blind)


def print_detail(detail: CommitmentDetail, topic: str, blind: bool = False) -> None:
    """Everything that is kept of a commitment."""
    row = detail.row
    typer.secho(f"{row.id}  {printable(row.text)}", bold=True)
    issuer, year = row.issuer or words.say("cli.unknown_issuer"), row.year or words.say("cli.unknown_year")
    typer.echo(f"  {printable(issuer)} · {year} · {printable(row.title)}")
    for name, value in _facts(detail, topic, blind):
        _fact(name, value)
    if not detail.follow_ups:
        typer.echo(f"\n  {words.say('cli.show.nothing_later')}")
    for follow_up in detail.follow_ups:
        _print_follow_up(row.text, follow_up, blind)
    if detail.attached:
        typer.echo(f"\n  {words.say('cli.show.chosen')}")
        _print_evidence(row.text, detail.attached)
    if detail.chain:
        typer.echo(f"\n  {words.say('cli.show.chain')}")
    for link in detail.chain:
        here = "→" if link.commitment == row.id else " "
        typer.echo(f"  {here} {link.commitment:>7}  {link.year or '?'}  {_words(link.status, link.late)}")
        typer.echo(f"             {printable(link.text)}")
    _print_divisions(detail)
    if detail.decisions:
        typer.echo(f"\n  {words.say('cli.show.decisions')}")
    for entry in detail.decisions:
        typer.echo(f"    {_decision(entry)}")


def _print_divisions(detail: CommitmentDetail) -> None:
    """How its text was split or merged, and what was decided of it before."""
    from tracker.corrections import signed
    from tracker.text import one_line

    for said in detail.divisions:
        told = words.say("cli.show.divided", said=signed(said), before=one_line(said.before))
        typer.echo(f"\n  {printable(told)}")
    for one in detail.forerunners:
        told = words.say("cli.show.forerunner", id=one.commitment, text=one_line(one.text))
        typer.echo(f"\n  {printable(told)}")
        for entry in one.decisions:
            typer.echo(f"    {_decision(entry)}")


def _fact(name: str, value: str) -> None:
    from tracker.text import fit

    typer.echo(f"  {fit(words.say(f'cli.show.{name}'), LABEL)} {value}")


def _facts(detail: CommitmentDetail, topic: str, blind: bool) -> Iterable[tuple[str, str]]:
    row, promise = detail.row, detail.promise
    say = words.say
    yield "source", printable(say("cli.show.place", source=detail.source, start=detail.start, end=detail.end))
    if row.heading:
        yield "under", printable(row.heading)
    if row.topic:
        yield "topic", printable(topic)
    if row.bodies:
        yield "bodies", printable("、".join(row.bodies))
    yield "trackable", words.name(row.trackability)
    for part in promise.parts:
        bound = [quantity.text for quantity in part.quantities]
        bound += [part.deadline.text] if part.deadline else []
        yield "part", printable(row.text[part.start : part.end] + (f"  [{' · '.join(bound)}]" if bound else ""))
    for quantity in promise.quantities:
        value = say(f"model.relation.{quantity.relation.value}", value=quantity.value, upper=quantity.upper)
        yield "quantity", printable(f"{quantity.text}: {value} {quantity.unit}")
    if promise.deadline:
        yield (
            "deadline",
            printable(say("cli.show.by_date", text=promise.deadline.text, date=promise.deadline.date.isoformat())),
        )
    if row.reported and not blind:
        yield "reported", ", ".join(words.name(one) for one in (row.reported, row.strength) if one)
    marks = [
        say("cli.show.decided", name=row.decided_by) if row.decided_by else "" if blind else say("cli.show.suggestion")
    ]
    marks += [say(f"cli.show.{name}") for name in ("gone", "ahead", "disagreed") if getattr(row, name)]
    yield "status", printable(", ".join([_words(row.status, row.late, plain=True), *filter(None, marks)]))


def _words(status: str, late: bool = False, *, plain: bool = False) -> str:
    from tracker.model import Status

    text = status_words(Status(status), late)
    return text if plain else typer.style(text, fg=SIGNS[status][1])


def _print_follow_up(promised: str, follow_up: FollowUpRow, blind: bool) -> None:
    from tracker.reasons import in_words

    title = words.say("cli.show.report", year=follow_up.year or "?", title=follow_up.title, id=follow_up.report)
    by = words.say("cli.show.decided", name=follow_up.decided_by) if follow_up.decided_by else ""
    if not by and not blind:
        by = f"{follow_up.confidence:.2f}"
    more = [by] if by else []
    if follow_up.again is not None:
        more.append(words.say("cli.show.again_as", id=follow_up.again))
    elif follow_up.repeated:
        more.append(words.say("cli.show.again"))
    if follow_up.reported:
        more += [words.name(one) for one in (follow_up.reported, follow_up.strength) if one]
    if follow_up.disagreed:
        more.append(words.say("cli.show.disagreed"))
    said = f" ({printable(', '.join(more))})" if more else ""
    typer.echo(f"\n  {printable(title)}: {_words(follow_up.status)}{said}")
    if follow_up.reason:
        typer.echo(f"    {printable(in_words(follow_up.reason))}")
    _print_evidence(promised, follow_up.candidates)


def _print_evidence(promised: str, rows: Iterable[EvidenceRow]) -> None:
    for row in rows:
        score = "     " if row.score is None else f"{row.score:.3f}"
        mark = "✓" if row.evidence else " "
        typer.echo(f"    {mark} {row.statement:>7} {score}  {highlighted(promised, row.text)}")
        more = [words.say("cli.show.wrong", name=row.wrong_by)] if row.wrong_by else []
        if row.bodies:
            more.append("、".join(row.bodies))
        if row.evidence and row.answers:
            more.append(words.say("cli.show.answers", ids=" ".join(map(str, row.answers[:8]))))
        if more:
            typer.secho(f"                      {printable(' · '.join(more))}", dim=True)


def highlighted(promised: str, said: str) -> str:
    """A statement for the terminal, with what it shares with a promise in bold."""
    from tracker.matching import compare

    pieces, at = [], 0
    for piece in sorted(compare(promised, said).shared, key=lambda p: p.statement):
        start, end = max(piece.statement, at), piece.statement + piece.length
        if end > start:
            pieces += [printable_piece(said[at:start]), typer.style(printable_piece(said[start:end]), bold=True)]
            at = end
    return "".join([*pieces, printable_piece(said[at:])])


def printable_piece(text: str) -> str:
    """A piece of untrusted text that can do nothing to a terminal; blanks at its ends stay."""
    from tracker.text import clean

    return " ".join(clean(text)[0].replace("\n", " ").split("\t"))


def _decision(entry: DecisionRow) -> str:
    say = words.say
    what = status_words(entry.status) if entry.status else say("cli.show.takes_back", id=entry.undoes)
    more = [f"{clock.minute(entry.decided_at)} {entry.reviewer} {what}"]
    if entry.report:
        more.append(say("cli.show.about", id=entry.report))
    if entry.adjudicates:
        more.append(say("cli.show.adjudicates"))
    if entry.suggested:
        more.append(say("cli.show.suggested", status=words.name(entry.suggested)))
    if entry.evidence:
        more.append(say("cli.show.evidence", ids=" ".join(map(str, entry.evidence))))
    if entry.undone:
        more.append(say("cli.show.undone"))
    said = f": {entry.note}" if entry.note else ""
    return printable(f"{entry.id}  {', '.join(more)}{said}")
