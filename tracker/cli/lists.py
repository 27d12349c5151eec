"""`tracker list` and `tracker show`."""

from __future__ import annotations

import json
import shutil
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import context
from tracker.cli.output import SIGNS, note, printable, status_words
from tracker.reasons import in_words

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tracker.model import CommitmentDetail, CommitmentRow, EvidenceRow, Filter, FollowUpRow


@context.filtering
def list_(
    ctx: typer.Context,
    chosen: Filter,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    limit: Annotated[int, typer.Option(help="Print at most so many; 0 for all.")] = 0,
) -> None:
    """Print the follow-up status list: every commitment with its status."""
    engine = context.of(ctx).engine()
    if as_json:
        _print_json(engine, chosen, limit or None)
    else:
        print_list(engine, chosen, limit or None)


def show(ctx: typer.Context, commitment: Annotated[int, typer.Argument(help="Its number in the list.")]) -> None:
    """Show one commitment: its source, its parts, what each later report says, and who decided what."""
    from tracker.workflow import listing

    _print_detail(listing.commitment(context.of(ctx).engine(), commitment))


def print_list(engine: Engine, chosen: Filter, limit: int | None) -> None:
    """One line a commitment, under a line for each report."""
    from tracker.workflow import listing

    width = max(shutil.get_terminal_size((100, 24)).columns, 60)
    shown = 0
    rows = listing.commitments(engine, chosen, None if limit is None else limit + 1)
    for _, group in groupby(rows, key=lambda row: row.report):
        for position, row in enumerate(group):
            if shown == limit:
                note("… more: tracker list --limit 0")
                return
            if position == 0:
                title = printable(f"{row.issuer or 'issuer unknown'} · {row.year or 'year unknown'} · {row.title}")
                typer.secho(("\n" if shown else "") + f"{title} (report {row.report})", bold=True)
            shown += 1
            typer.echo(_line(row, width))
    if not shown:
        note("no commitments: import reports with `tracker follow PATH...`, or loosen the filter")


def _line(row: CommitmentRow, width: int) -> str:
    from tracker.text import fit

    words = status_words(row.status, row.late)
    mark = f"by {printable(row.decided_by)}" if row.decided_by else (f"{row.confidence:.2f}" if row.confidence else "")
    head = f"{row.id:>7}  {typer.style(fit(words, 20), fg=SIGNS[row.status][1])} {fit(mark, 10)} "
    return head + fit(printable(row.text), width - 41).rstrip()


def _print_json(engine: Engine, chosen: Filter, limit: int | None) -> None:
    import dataclasses

    from tracker.workflow import listing

    for row in listing.commitments(engine, chosen, limit):
        typer.echo(json.dumps(dataclasses.asdict(row), ensure_ascii=False, default=str))


def print_tally(engine: Engine, chosen: Filter) -> None:
    """How many commitments of each report year have each status."""
    from tracker.model import Status
    from tracker.text import cell_width, fit
    from tracker.workflow import listing

    counts = listing.tally(engine, chosen)
    if not counts:
        return
    used = [status for status in Status if any(c[status] for c in counts.values())]
    names = [printable(issuer or "issuer unknown") for issuer, _ in counts]
    wide = min(max(map(cell_width, names)), 40)
    typer.echo("\n" + fit("issuer", wide) + "  year " + "".join(f"{status_words(s):>18}" for s in used))
    for name, ((_, year), counter) in zip(names, counts.items(), strict=True):
        typer.echo(f"{fit(name, wide)}  {year or '?':>4} " + "".join(f"{counter[s]:>18}" for s in used))


def _print_detail(detail: CommitmentDetail) -> None:
    row, promise = detail.row, detail.promise
    typer.secho(f"{row.id}  {printable(row.text)}", bold=True)
    typer.echo(f"  {printable(row.issuer or 'issuer unknown')} · {row.year or 'year unknown'} · {printable(row.title)}")
    typer.echo(f"  source      {printable(detail.source)}, characters {detail.start}-{detail.end}")
    if row.heading:
        typer.echo(f"  under       {printable(row.heading)}")
    typer.echo(f"  trackable   {row.trackability.value}")
    for quantity in promise.quantities:
        upper = f" to {quantity.upper}" if quantity.upper is not None else ""
        relation = quantity.relation.value.replace("_", " ")
        typer.echo(
            f"  quantity    {printable(quantity.text)}: {relation} {quantity.value}{upper} {printable(quantity.unit)}"
        )
    if promise.deadline:
        typer.echo(f"  deadline    {printable(promise.deadline.text)}: by {promise.deadline.date.isoformat()}")
    by = f"decided by {printable(row.decided_by)}" if row.decided_by else "suggestion"
    words = typer.style(status_words(row.status, row.late), fg=SIGNS[row.status][1])
    typer.echo(f"  status      {words}, {by}{', no longer in its report' if row.gone else ''}")
    if not detail.follow_ups:
        typer.echo("\n  no later report of this issuer has been read")
    for follow_up in detail.follow_ups:
        _print_follow_up(follow_up)
    if detail.attached:
        typer.echo("\n  evidence chosen by reviewers")
        for evidence in detail.attached:
            _print_evidence(evidence)
    if detail.decisions:
        typer.echo("\n  decisions")
    for entry in detail.decisions:
        what = status_words(entry.status) if entry.status else f"takes back {entry.undoes}"
        about = f" on report {entry.report}" if entry.report else ""
        proposed = f", suggested {entry.suggested.value}" if entry.suggested else ""
        shown = f", evidence {' '.join(map(str, entry.evidence))}" if entry.evidence else ""
        undone = ", taken back" if entry.undone else ""
        said = f": {printable(entry.note)}" if entry.note else ""
        when = entry.decided_at.strftime("%Y-%m-%d %H:%M")
        typer.echo(f"    {entry.id}  {when} {printable(entry.reviewer)} {what}{about}{proposed}{shown}{undone}{said}")


def _print_follow_up(follow_up: FollowUpRow) -> None:
    by = f"decided by {printable(follow_up.decided_by)}" if follow_up.decided_by else f"{follow_up.confidence:.2f}"
    words = typer.style(status_words(follow_up.status), fg=SIGNS[follow_up.status][1])
    again = ", promised again" if follow_up.repeated else ""
    title = f"{follow_up.year or '?'} {printable(follow_up.title)} (report {follow_up.report})"
    typer.echo(f"\n  {title}: {words} ({by}){again}")
    typer.echo(f"    {printable(in_words(follow_up.reason))}")
    for candidate in follow_up.candidates:
        _print_evidence(candidate)


def _print_evidence(evidence: EvidenceRow) -> None:
    score = "     " if evidence.score is None else f"{evidence.score:.3f}"
    mark = "✓" if evidence.evidence else " "
    typer.echo(f"    {mark} {evidence.statement:>7} {score}  {printable(evidence.text)}")
