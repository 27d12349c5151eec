"""How good the matcher is and how it learns: `tracker evaluate`, `tracker train`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.cli import context
from tracker.cli.output import ExitCode, note
from tracker.errors import UsageError

if TYPE_CHECKING:
    from tracker.matching.refitting import Figures
    from tracker.matching.training import Evaluation

Background = Annotated[list[Path] | None, typer.Option(exists=True, file_okay=False, metavar="FOLDER")]
Also = Annotated[list[Path] | None, typer.Option(exists=True, file_okay=False, metavar="FOLDER")]
RELIABILITY = ("confidence", "verdicts", "mean", "right")
"""Columns of the table that compares confidence with what was right."""
Semantic = Annotated[bool | None, typer.Option("--semantic/--no-semantic")]


def evaluate(
    gold: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
    also: Also = None,
    background: Background = None,
    semantic: Semantic = None,
    as_is: Annotated[bool, typer.Option("--as-is")] = False,
) -> None:
    """How annotated reports are judged by models that saw nothing of their issuer."""
    from tracker.workflow import learning

    _print(learning.evaluate(gold, also or (), background or (), semantic=learning.wanted(semantic), as_is=as_is))


def train(
    ctx: typer.Context,
    gold: Annotated[Path | None, typer.Argument(exists=True, file_okay=False)] = None,
    out: Annotated[Path | None, typer.Option("-o", "--output", file_okay=False)] = None,
    also: Also = None,
    background: Background = None,
    semantic: Semantic = None,
    from_decisions: Annotated[
        bool,
        typer.Option("--from-decisions"),
    ] = False,
) -> None:
    """Fit the matcher to annotated reports, or refit it from what reviewers have decided."""
    from tracker.text import fit
    from tracker.workflow import learning

    if from_decisions == (gold is not None):
        raise UsageError("cli.error.one_source")
    if gold is not None:
        if out is None:
            raise UsageError("cli.error.no_folder")
        _print(learning.train(gold, out, also or (), background or (), semantic=learning.wanted(semantic)))
        note(words.say("cli.train.written", path=out))
        return
    refitted, path = learning.learn_from_decisions(context.of(ctx).engine(), semantic)
    typer.echo(words.say("cli.train.decisions", n=refitted.decisions))
    for name, found in (("before", refitted.before), ("after", refitted.after)):
        typer.echo(f"{fit(words.say(f'cli.train.{name}'), 8)}{_figures(found)}")
    if path is None:
        note(words.say("cli.train.no_better"))
        raise typer.Exit(ExitCode.PROBLEM)
    note(words.say("cli.train.in_use", path=path))


def _figures(found: Figures) -> str:
    return words.say(
        "cli.train.figures", kappa=found.verdict_kappa, log_loss=found.log_loss, evidence=found.evidence_at_1
    )


def _print(evaluation: Evaluation) -> None:
    """A line a pair of reports, its figures by the names that docs/matching.md has; how far confidence is believed."""
    from tracker.text import fit

    table = evaluation.table()
    width = max(map(len, table))
    for name, row in table.items():
        typer.echo(f"{name:{width}}  " + "  ".join(f"{key} {value:g}" for key, value in row.items()))
    typer.echo("\n" + "".join(fit(words.say(f"cli.evaluate.{name}"), 12) for name in RELIABILITY).rstrip())
    for low, high, count, mean, share in evaluation.reliability():
        typer.echo(f"{low:.1f} - {high:.1f}   {count:<12}{mean:<12.3f}{share:.3f}")
