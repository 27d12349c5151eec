"""`tracker inspect`: how a file was read, in the terminal or as a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.cli import context
from tracker.cli.output import ExitCode, note, printable

if TYPE_CHECKING:
    from tracker.workflow.inspecting import Inspected

LOOKS = {
    "commitment": ("→", "cyan"),
    "statement": ("•", "green"),
    "heading": ("#", "yellow"),
    "framing": ("~", "magenta"),
    "other": (" ", "bright_black"),
}
"""Sign and colour of each `model.Role`; the sign says it without the colour."""
LABEL = 10
"""Terminal cells for the name of a role."""


def inspect(
    ctx: typer.Context,
    file: Path,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE.html")] = None,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> None:
    """Show how a file is read and corrected: every unit, and what is left out and why. Keeps nothing."""
    from tracker.workflow.inspecting import inspect as look

    if output is not None:
        from tracker.exports.whole import check_place

        check_place(output, force=force)
    found = look(file, context.of(ctx).existing_engine())
    warnings = (*found.document.warnings, *found.report.warnings)
    if output is None:
        _print(found)
    else:
        from tracker.exports import inspection
        from tracker.exports.whole import whole_or_not

        with whole_or_not(output, force=force) as page:
            page.write(inspection.page(_facts(found), _lines(found), tuple(map(str, warnings))).encode())
        note(words.say("inspect.written", path=output))
    for warning in warnings:
        note(words.say("errors.at", where=file, what=warning))
    if warnings:
        raise typer.Exit(ExitCode.PROBLEM)


def _facts(found: Inspected) -> list[tuple[str, str]]:
    """What the file is, and how much of it went where, as (name, value)."""
    identity, unknown = found.report.identity, words.say("inspect.unknown")
    corrected = sum(map(bool, found.corrections))
    told = words.say("inspect.corrected", n=corrected, id=found.kept) if corrected else ""
    return [
        (words.say("inspect.fact.source"), f"{found.source} ({found.document.format})"),
        (words.say("inspect.fact.title"), identity.title or unknown),
        (words.say("inspect.fact.issuer"), identity.issuer or unknown),
        (words.say("inspect.fact.kind"), words.name(identity.kind)),
        (words.say("inspect.fact.year"), str(identity.year or unknown)),
        (words.say("inspect.fact.delivered"), identity.delivered.isoformat() if identity.delivered else unknown),
        (
            words.say("inspect.fact.units"),
            ", ".join(
                f"{words.name(section)}/{words.name(role)} {count}" for (section, role), count in found.tally().items()
            ),
        ),
        (words.say("inspect.fact.removed"), str(found.document.removed)),
        (words.say("inspect.fact.outside"), str(found.outside())),
        *([(words.say("inspect.fact.corrected"), told)] if told else []),
    ]


def _lines(found: Inspected) -> list[dict[str, str]]:
    """Every unit as section, role, why it is left out and who corrected it (in words), text, and what it promises."""
    from tracker.corrections import signed, why

    lines = []
    for index, unit in enumerate(found.report.units):
        said = found.corrections[index] if found.corrections else ()
        promise = found.promises.get(index)
        more = [] if promise is None else [q.text for q in promise.quantities]
        if promise and promise.deadline:
            more.append(f"{promise.deadline.text} → {promise.deadline.date.isoformat()}")
        if unit.ahead:
            more.append(words.say("inspect.ahead"))
        lines.append(
            {
                "section": unit.section.value,
                "section_name": words.name(unit.section),
                "role": unit.role.value,
                "role_name": words.name(unit.role),
                "why": why(unit.section, unit.role),
                "corrected": "; ".join(map(signed, said)),
                "text": unit.text,
                "unit": str(found.units.get(index, "")),
                "more": " · ".join(more),
                "place": f"{unit.start}-{unit.end}",
            }
        )
    return lines


def _print(found: Inspected) -> None:
    from tracker.text import cell_width, fit

    facts = _facts(found)
    wide = max(cell_width(name) for name, _ in facts)
    for name, value in facts:
        typer.echo(f"{fit(name, wide)}  {printable(value)}")
    section = ""
    for line in _lines(found):
        if line["section"] != section:
            section = line["section"]
            typer.secho(f"\n── {line['section_name']} ──", bold=True)
        label = fit(line["role_name"], LABEL)
        sign, colour = LOOKS[line["role"]]
        number = f"{line['unit']:>6} " if found.units else ""
        typer.echo(f"{typer.style(f'{sign} {label}', fg=colour)} {number}{printable(line['text'])}")
        for detail in (line["why"], line["more"]):
            if detail and line["role"] != "heading":
                typer.secho(f"{' ' * (LABEL + 3)}{printable(detail)}", dim=True)
        if line["corrected"]:
            typer.secho(f"{' ' * (LABEL + 1)}✎ {printable(line['corrected'])}", fg="yellow")
