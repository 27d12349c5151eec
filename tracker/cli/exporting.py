"""What leaves the tracker and comes back: `export`, `import-marks`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import context
from tracker.cli.output import ExitCode, fail, note, printable

if TYPE_CHECKING:
    from tracker.model import Filter
    from tracker.workflow.marks_back import Change, Refusal


@context.filtering
def export(
    ctx: typer.Context,
    chosen: Filter,
    output: Annotated[Path, typer.Option("-o", "--output")],
    format_: Annotated[
        str | None,
        typer.Option("--format", "-f"),
    ] = None,
    force: Annotated[bool, typer.Option("--force")] = False,
    sheet_per_issuer: Annotated[bool, typer.Option("--sheet-per-issuer")] = False,
    two_columns: Annotated[bool, typer.Option("--two-columns")] = False,
) -> None:
    """Write the follow-up status list to a file, with its evidence; into a folder a file for each issuer."""
    from tracker import words
    from tracker.exports import Options, form_of
    from tracker.workflow import handing_out

    form = form_of(output, format_)
    options = Options(sheet_per_issuer=sheet_per_issuer, two_columns=two_columns)
    asked = context.of(ctx)
    engine, viewer = asked.engine(), asked.marking(chosen)
    files, nobodys = [(output, chosen)], 0
    if output.is_dir():
        files, nobodys = handing_out.by_issuer(engine, output, form, chosen, force=force, viewer=viewer)
    for path, these in files:
        written = handing_out.export(engine, path, form, these, options=options, force=force, viewer=viewer)
        note(words.say("errors.at", where=path, what=written.lines()[1]))
    if nobodys:
        note(words.say("cli.export.nobodys", n=nobodys))
        raise typer.Exit(ExitCode.PROBLEM)
    if not files:
        note(words.say("cli.list.none"))


def import_marks(
    ctx: typer.Context,
    file: Path,
    yes: Annotated[bool, typer.Option("--yes", "-y")] = False,
) -> None:
    """Show what a filled-in Excel list would change, then record it as your decisions (see --reviewer)."""
    from tracker import words
    from tracker.workflow import marks_back

    options = context.of(ctx)
    engine, reviewer = options.engine(), options.reviewer
    returned = marks_back.look(engine, file, reviewer)
    for change in returned.changes:
        typer.echo(printable(_change_words(change)))
    refused = list(returned.refusals)
    _tell(refused)
    n = len(returned.changes)
    if not n:
        note(words.say("exports.marks.none"))
    elif yes or (sys.stdin.isatty() and typer.confirm(words.say("exports.marks.ask", n=n, reviewer=reviewer))):
        recorded = marks_back.record(engine, returned, reviewer)
        _tell(recorded.refusals)
        refused += recorded.refusals
        note(words.say("exports.marks.recorded", n=len(recorded.changes), reviewer=reviewer))
    else:
        note(words.say("exports.marks.not_recorded", n=n))
    if refused:
        raise typer.Exit(ExitCode.PROBLEM)


def _change_words(change: Change) -> str:
    from tracker import words
    from tracker.exports.marks import evidence_ids
    from tracker.exports.rows import decided_words, notes, status_words

    decision, before = change.decision, change.before
    more = ""
    if set(decision.evidence) != set(evidence_ids(before)):
        more += words.say("exports.marks.more_evidence", ids=" ".join(map(str, decision.evidence)) or "-")
    if decision.note != notes(before):
        more += words.say("exports.marks.more_note", note=decision.note)
    return words.say(
        "exports.marks.change",
        sheet=change.row.sheet,
        row=change.row.row,
        id=decision.commitment,
        was=f"{status_words(before)} ({decided_words(before)})",
        now=words.name(decision.status),
        more=more,
    )


def _tell(refusals: list[Refusal] | tuple[Refusal, ...]) -> None:
    from tracker import words

    for refusal in refusals:
        fail(words.say("exports.marks.refused", sheet=refusal.row.sheet, row=refusal.row.row, why=refusal.why))
