"""How good the matcher is and how it learns: `tracker evaluate`, `tracker train`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import context
from tracker.cli.output import ExitCode, note
from tracker.errors import UsageError

if TYPE_CHECKING:
    from tracker.matching.refitting import Figures
    from tracker.matching.training import Evaluation

Background = Annotated[list[Path] | None, typer.Option(exists=True, file_okay=False, metavar="FOLDER")]
Semantic = Annotated[bool, typer.Option("--semantic", envvar="TRACKER_SEMANTIC")]


def evaluate(
    gold: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
    background: Background = None,
    semantic: Semantic = False,
    as_is: Annotated[bool, typer.Option("--as-is")] = False,
) -> None:
    """How annotated reports are judged by models that saw nothing of their issuer."""
    from tracker.workflow import learning

    _print(learning.evaluate(gold, background or (), semantic=semantic, as_is=as_is))


def train(
    ctx: typer.Context,
    gold: Annotated[Path | None, typer.Argument(exists=True, file_okay=False)] = None,
    out: Annotated[Path | None, typer.Option("-o", "--output", file_okay=False)] = None,
    background: Background = None,
    semantic: Semantic = False,
    from_decisions: Annotated[
        bool,
        typer.Option("--from-decisions"),
    ] = False,
) -> None:
    """Fit the matcher to annotated reports, or refit it from what reviewers have decided."""
    from tracker.workflow import learning

    if from_decisions == (gold is not None):
        raise UsageError("name a folder of annotated reports, or give --from-decisions: one of the two")
    if gold is not None:
        if out is None:
            raise UsageError("give -o FOLDER to write the weights to")
        _print(learning.train(gold, out, background or (), semantic=semantic))
        note(f"weights written to {out}")
        return
    refitted, path = learning.learn_from_decisions(context.of(ctx).engine(), semantic or None)
    typer.echo(f"{refitted.decisions} decisions, each judged by models that had not seen it")
    typer.echo(f"before  {_figures(refitted.before)}")
    typer.echo(f"after   {_figures(refitted.after)}")
    if path is None:
        note("no better: the weights stay as they are")
        raise typer.Exit(ExitCode.PROBLEM)
    note(f"weights written to {path}; `tracker match` uses them from now on (remove the file to go back)")


def _figures(found: Figures) -> str:
    return f"kappa {found.verdict_kappa:.3f}  log loss {found.log_loss:.4f}  evidence@1 {found.evidence_at_1:.3f}"


def _print(evaluation: Evaluation) -> None:
    """A line a pair of reports, then how far confidence can be believed."""
    table = evaluation.table()
    width = max(map(len, table))
    for name, row in table.items():
        typer.echo(f"{name:{width}}  " + "  ".join(f"{key} {value:g}" for key, value in row.items()))
    typer.echo("\nconfidence   verdicts  mean   right")
    for low, high, count, mean, share in evaluation.reliability():
        typer.echo(f"{low:.1f} - {high:.1f}    {count:8d}  {mean:.3f}  {share:.3f}")
