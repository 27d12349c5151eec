"""Fit the models from annotated pairs of reports: python -m tracker.matching.training GOLD --background FOLDER...

GOLD holds labels/*.json (what each report holds) and links/*.json (what a later report says of each commitment).
Background folders hold report texts; only how many units hold each n-gram is kept of them, no sentence. Prints what
leaving one issuer out at a time gives, with that issuer out of the background as well, then fits on everything.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from docx import Document

from tracker.matching import grams, repeated, verdict
from tracker.matching.features import NAMES, compare
from tracker.matching.grams import Background, Floats, Ints
from tracker.matching.matcher import BACKGROUND, MEANING, WEIGHTS, Judged, Weights, judge
from tracker.matching.meaning import Meaning, learn
from tracker.matching.models import Doubles, Linear, fit
from tracker.matching.prepare import Prepared, prepare
from tracker.model import VERDICTS, Item, Kind, ReportItems, Status

PAIR_PENALTY, VERDICT_PENALTY, REPEATED_PENALTY = 10.0, 300.0, 1.0
"""Chosen by leaving one issuer out."""

LEAST = 3
"""An n-gram in fewer background units than this counts as seen once."""

_UNIT_END = re.compile(r"(?<=[。；;!?！？])|\n")


@dataclass(frozen=True)
class Annotated:
    """A pair of reports with what annotators say of it."""

    name: str
    issuer: str
    earlier: Prepared
    later: Prepared
    proofs: tuple[frozenset[int], ...]
    """For each commitment the indices of the statements that prove its verdict."""
    verdicts: Ints
    """Index into VERDICTS."""
    repeated: Ints


Units = dict[str, list[str]]
"""The units of each issuer's reports, folded, clauses apart."""


def read_background(folders: Sequence[Path], gold: Path) -> Units:
    """The units of the background reports and of the annotated ones."""
    units: dict[str, list[str]] = defaultdict(list)
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".txt", ".docx"):
                units[path.parent.name.split("-")[0]] += _units(path)
    for path in sorted((gold / "labels").glob("*.json")):
        kept = json.loads(path.read_text(encoding="utf-8"))
        units[_issuer(kept["report"])] += [x["text"] for x in kept["commitments"] + kept["statements"]]
    return {issuer: ["\n".join(grams.clauses(grams.fold(t))) for t in texts] for issuer, texts in units.items()}


def _units(path: Path) -> list[str]:
    """The pieces of a report's text that end in a full stop or at a line end, eight characters or more."""
    if path.suffix == ".docx":
        text = "\n".join(p.text for p in Document(str(path)).paragraphs)
    else:
        data = path.read_bytes()
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("gb18030", "replace")
    return [piece.strip() for piece in _UNIT_END.split(text) if len(piece.strip()) >= 8]


def _issuer(report: str) -> str:
    return report.split("-20")[0]


def learn_background(units: Units, without: str | None = None) -> tuple[Background, Meaning]:
    """How common n-grams are and what they stand for, from all issuers but one."""
    chosen = [texts for issuer, texts in sorted(units.items()) if issuer != without]
    counted = [grams.count(texts) for texts in chosen]
    hashes, at = np.unique(np.concatenate([h for h, _ in counted]), return_inverse=True)
    total = np.bincount(at, np.concatenate([c for _, c in counted])).astype(np.int64)
    known = total >= LEAST
    back = Background(sum(map(len, chosen)), hashes[known], total[known])
    return back, learn(chosen, back)


def read_pairs(gold: Path, back: Background, meaning: Meaning) -> list[Annotated]:
    """The annotated pairs, taken apart against a background."""
    labels = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in sorted((gold / "labels").glob("*.json"))}
    found = []
    for path in sorted((gold / "links").glob("*.json")):
        pair = json.loads(path.read_text(encoding="utf-8"))
        earlier, later = labels[pair["earlier"]], labels[pair["later"]]
        links = {link["commitment"]: link for link in pair["links"]}
        linked = [c for c in earlier["commitments"] if c["id"] in links]
        order = [links[c["id"]] for c in linked]
        place = {s["id"]: j for j, s in enumerate(later["statements"])}
        told = prepare(_items(later), back, meaning)
        found.append(
            Annotated(
                path.stem,
                _issuer(pair["earlier"]),
                prepare(_items(earlier | {"commitments": linked}), back, meaning),
                told,
                _proofs([[place[e] for e in link["evidence"] if e in place] for link in order], told),
                np.array([VERDICTS.index(Status(link["verdict"])) for link in order]),
                np.array([int(link["repeated"]) for link in order]),
            )
        )
    return found


SAME = 0.75
"""Cosine from which two statements of one report say the same; pages that hold an article twice are common."""


def _proofs(given: Sequence[Sequence[int]], later: Prepared) -> tuple[frozenset[int], ...]:
    """The statements given as evidence, with those that say the same."""
    rows = later.statements.rows
    same = grams.cosine(rows, rows) >= SAME
    return tuple(frozenset(np.flatnonzero(same[list(proofs)].any(axis=0)).tolist()) for proofs in given)


def _items(kept: dict[str, Any]) -> ReportItems:
    """A labelled report as the matcher sees it."""
    sides = [
        tuple(Item(i, x["text"], x["heading"]) for i, x in enumerate(kept[name]))
        for name in ("commitments", "statements")
    ]
    return ReportItems(0, Kind(kept["kind"]), kept["year"], sides[0], sides[1])


def fit_all(pairs: Sequence[Annotated]) -> Weights:
    """Fit the pair model, the verdict model on what held-out pair models say, and the model of repetition."""
    compared = {p.name: compare(p.earlier, p.later) for p in pairs}
    proven = {p.name: _proven(p, compared[p.name].shortlist) for p in pairs}

    def fit_pair(chosen: Sequence[Annotated]) -> Linear:
        x = np.concatenate([compared[p.name].features.reshape(-1, len(NAMES)) for p in chosen])
        return fit(NAMES, x, np.concatenate([proven[p.name].ravel() for p in chosen]), 2, PAIR_PENALTY)

    held_out: dict[str, Doubles] = {}
    for issuer in sorted({p.issuer for p in pairs}):
        model = fit_pair([p for p in pairs if p.issuer != issuer])
        for p in pairs:
            if p.issuer == issuer:
                held_out[p.name] = model.probabilities(compared[p.name].features)[..., 1]
    weighed = [verdict.weigh(p.earlier, p.later, compared[p.name], held_out[p.name]) for p in pairs]
    judged = np.concatenate([p.verdicts for p in pairs])
    verdicts = fit(verdict.NAMES, np.concatenate([w.features for w in weighed]), judged, 3, VERDICT_PENALTY)
    again, limit = fit_repeated([p for p in pairs if p.later.commitments.size])
    return Weights(fit_pair(pairs), verdicts, again, limit, _best_share(pairs, weighed))


def _proven(pair: Annotated, shortlist: Ints) -> Ints:
    """1 for each shortlisted statement that proves the verdict."""
    return np.array([[int(j in proofs) for j in row] for row, proofs in zip(shortlist, pair.proofs, strict=True)])


def _best_share(pairs: Sequence[Annotated], weighed: Sequence[verdict.Weighed]) -> float:
    """The share of the best chance from which a further statement is evidence too, by F1 of the evidence."""

    def f1(share: float) -> float:
        hit = found = true = 0
        for pair, w in zip(pairs, weighed, strict=True):
            for order, chances, proofs in zip(w.order, w.chances, pair.proofs, strict=True):
                if proofs:
                    chosen = set(order[:4][chances[:4] >= share * chances[0]].tolist())
                    hit, found, true = hit + len(chosen & proofs), found + len(chosen), true + len(proofs)
        return 2 * hit / (found + true)

    return max((round(0.2 + 0.05 * k, 2) for k in range(17)), key=f1)


def fit_repeated(pairs: Sequence[Annotated]) -> tuple[Linear, float]:
    """The model of repetition and the chance from which it agrees best with the annotators, held out by issuer."""
    features = {p.name: repeated.features(p.earlier, p.later)[0] for p in pairs}

    def fit_on(chosen: Sequence[Annotated]) -> Linear:
        x = np.concatenate([features[p.name] for p in chosen])
        return fit(repeated.NAMES, x, np.concatenate([p.repeated for p in chosen]), 2, REPEATED_PENALTY)

    chances, truth = [], []
    for issuer in sorted({p.issuer for p in pairs}):
        model = fit_on([p for p in pairs if p.issuer != issuer])
        for p in pairs:
            if p.issuer == issuer:
                chances.append(model.probabilities(features[p.name])[:, 1])
                truth.append(p.repeated)
    chance, true = np.concatenate(chances), np.concatenate(truth)
    limit = max((round(0.4 + 0.05 * k, 2) for k in range(9)), key=lambda t: kappa(true, (chance >= t).astype(int)))
    return fit_on(pairs), limit


def kappa(a: Ints, b: Ints) -> float:
    """Cohen's kappa of two lists of classes."""
    kinds = max(int(a.max(initial=0)), int(b.max(initial=0))) + 1
    agree = float((a == b).mean())
    chance = float((np.bincount(a, minlength=kinds) * np.bincount(b, minlength=kinds)).sum()) / len(a) ** 2
    return (agree - chance) / max(1 - chance, 1e-9)


def auc(scores: Floats | Doubles, positive: np.ndarray[Any, np.dtype[np.bool_]]) -> float:
    """Chance that a positive scores above a negative, ties half."""
    a, b = scores[positive][:, None], scores[~positive][None, :]
    return float(((a > b) + 0.5 * (a == b)).mean()) if a.size and b.size else float("nan")


def figures(pairs: Sequence[Annotated], judged: Sequence[Judged], weights: Sequence[Weights]) -> dict[str, float]:
    """How well some pairs are judged; `weights` are those that judged each."""
    ranks = np.array(
        [
            next((n for n, j in enumerate(order, 1) if j in proofs), 99)
            for pair, j_ in zip(pairs, judged, strict=True)
            for order, proofs in zip(j_.weighed.order, pair.proofs, strict=True)
            if proofs
        ]
    )
    truth = np.concatenate([p.verdicts for p in pairs])
    proposed = np.concatenate([j.verdicts.argmax(axis=1) for j in judged])
    best = np.concatenate([j.scores[:, 0] for j in judged])
    again = [
        w.repeated.probabilities(repeated.features(p.earlier, p.later)[0])[:, 1] >= w.again
        if p.later.commitments.size
        else np.zeros(len(p.repeated), bool)
        for p, w in zip(pairs, weights, strict=True)
    ]
    dropped = VERDICTS.index(Status.DROPPED)
    found = {
        "commitments": len(truth),
        "evidence@1": (ranks == 1).mean(),
        "evidence@3": (ranks <= 3).mean(),
        "evidence@5": (ranks <= 5).mean(),
        "auc": auc(best, truth != dropped),
        "verdict_kappa": kappa(truth, proposed),
        "followup_kappa": kappa((truth != dropped).astype(int), (proposed != dropped).astype(int)),
        "repeated_kappa": kappa(np.concatenate([p.repeated for p in pairs]), np.concatenate(again).astype(int)),
    }
    return {name: round(float(value), 3) for name, value in found.items()}


def leave_one_out(gold: Path, units: Units) -> dict[str, dict[str, float]]:
    """Figures for each pair judged by models that saw nothing of its issuer, and over all of them."""
    pairs: list[Annotated] = []
    judged: list[Judged] = []
    used: list[Weights] = []
    links = [json.loads(path.read_text(encoding="utf-8")) for path in (gold / "links").glob("*.json")]
    for issuer in sorted({_issuer(pair["earlier"]) for pair in links}):
        everything = read_pairs(gold, *learn_background(units, without=issuer))
        weights = fit_all([p for p in everything if p.issuer != issuer])
        for pair in everything:
            if pair.issuer == issuer:
                pairs.append(pair)
                judged.append(judge(pair.earlier, pair.later, weights))
                used.append(weights)
    table = {p.name: figures([p], [j], [w]) for p, j, w in zip(pairs, judged, used, strict=True)}
    return table | {"all": figures(pairs, judged, used)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Evaluate, fit, and write the weights and the background beside the code, or to --out."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--background", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=WEIGHTS.parent)
    options = parser.parse_args(arguments)
    units = read_background(options.background, options.gold)
    table = leave_one_out(options.gold, units)
    for name, row in table.items():
        print(f"{name:56s}", "  ".join(f"{key} {value}" for key, value in row.items()))
    options.out.mkdir(parents=True, exist_ok=True)
    back, meaning = learn_background(units)
    back.save(options.out / BACKGROUND.name)
    meaning.save(options.out / MEANING.name)
    back, meaning = Background.load(options.out / BACKGROUND.name), Meaning.load(options.out / MEANING.name)
    weights = fit_all(read_pairs(options.gold, back, meaning))
    kept = {"leave_one_issuer_out": table, **weights.to_json()}
    lines = json.dumps(kept, ensure_ascii=False, indent=1)
    compact = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda m: "[" + re.sub(r"\s+", " ", m[1]) + "]", lines)
    (options.out / WEIGHTS.name).write_text(compact + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
