"""Train the weights of the role models on annotated reports, and judge them on issuers that they have not seen.

Run as `python -m tracker.workflow.train_parser GOLD_DIR`. Every report is judged by weights that never saw a report of
its issuer, in the second look neither. An n-gram or shape counts only if reports of at least ISSUERS issuers hold it,
so that no place's own words get a weight. Reports of which only some pieces are annotated help too: their other pieces
are learned as the weights of the round before read them.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize

from tracker.model import Role, Section
from tracker.parsing import units
from tracker.parsing.context import surroundings
from tracker.parsing.features import Floats, Ints, Seen, grams, see, shape_names, shapes
from tracker.parsing.report import parse
from tracker.parsing.roles import OUTPUTS, SCALE, SECOND, Model, Weights, gram_weights, standard

ISSUERS, TIMES = 6, 20
"""A feature must occur with that many issuers and in that many pieces."""
SPREAD = {"sections": 0.33, "items": 0.3, "heading": 0.5, "second": 0.03}
"""Variance of the normal prior of a weight: the ridge penalty is w² / 2 SPREAD."""
READINGS = 2
"""Rounds of reading partly annotated reports before what was read is learned for good."""
OWN = 0.7
"""What done and plan sections learn apart counts so much beside what they learn together."""
SMALLEST = 0.02
"""Features whose weights all lie below are left out."""
BALANCE = 0.7
"""How far the scores of sections forget that some sections are rare: 1 is wholly."""
FOLDS = 4
"""The second look learns from first looks by models that had not seen the issuer; so many of them."""
LEAST_SPREAD = 0.01
"""Of a feature of the second look; a smaller one says nothing."""
SECTIONS = tuple(section.value for section in Section)
SAME = 0.8
"""Share of 2-grams (Dice) from which on two texts count as the same, as the gold's scorer has it."""
ROUNDS, PRECISE = 10, 1e-7
"""Newton steps at most, and the mean step at which they end."""

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Labelled:
    """A report with the gold section and role of each piece; None where the gold has no such piece."""

    name: str
    issuer: str
    seen: Seen
    sections: list[str | None]
    items: list[bool]
    heads: list[bool]
    gold: dict[str, list[str]]
    partly: bool = False
    """Only some of its pieces are annotated, and it judges nothing."""


def plain(text: str) -> str:
    """Letters and digits only."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def load(folder: Path, read: Callable[[Path], str], partly: bool = False) -> list[Labelled]:
    """All annotated reports, labels put on our own pieces by aligning the two sequences of texts.

    Args:
        folder: holds labels/*.json and the reports that they name.
        read: gives the text of a report's file.
        partly: the labels leave out pieces, and pieces of `other` may carry `"heading": true`.

    """
    out = []
    for path in sorted((folder / "labels").glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        rows = _in_order(label)
        text = read(folder / label["source"])
        seen = see(text, units.split(text))
        ours = [plain(text[p.start : p.end]) for p in seen.pieces]
        at = _aligned([plain(r[2]) for r in rows], ours)
        named = {plain(x["heading"]) for k in ("commitments", "statements") for x in label[k]}
        named |= {plain(x["text"]) for x in label["other"] if x.get("heading")}
        out.append(
            Labelled(
                label["report"],
                label["issuer"],
                seen,
                [rows[at[k]][0] if k in at else None for k in range(len(ours))],
                [k in at and rows[at[k]][1] for k in range(len(ours))],
                [k in at and not rows[at[k]][1] and ours[k] in named for k in range(len(ours))],
                {k: [plain(x["text"]) for x in label[k]] for k in ("commitments", "statements")},
                partly,
            )
        )
    return out


def _aligned(theirs: Sequence[str], ours: Sequence[str]) -> dict[int, int]:
    """Place of the annotated text of each of ours that has one: the same, or between two such nearly so."""
    at: dict[int, int] = {}
    for tag, a, b, c, d in SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes():
        if tag == "equal":
            at.update(zip(range(c, d), range(a, b), strict=True))
        elif tag == "replace":
            at.update((c + k, a + near) for near, k in alike(theirs[a:b], ours[c:d]).items())
    return at


def alike(theirs: Sequence[str], ours: Sequence[str]) -> dict[int, int]:
    """One-to-one pairs of nearly the same text, place among `theirs` to place among `ours`, the most alike first."""
    bags = [[Counter(pairwise(text)) for text in texts] for texts in (theirs, ours)]
    options = sorted(
        (-2 * (x & y).total() / ((x.total() + y.total()) or 1), a, b)
        for a, x in enumerate(bags[0])
        for b, y in enumerate(bags[1])
    )
    pairs: dict[int, int] = {}
    for score, a, b in options:
        if score <= -SAME and a not in pairs and b not in pairs.values():
            pairs[a] = b
    return pairs


def _in_order(label: dict[str, object]) -> list[tuple[str, bool, str]]:
    """(section, is an item, text) of all units in text order: items carry their place, the others fill the gaps."""
    placed = {
        int(x["id"].rsplit(":", 1)[1]): (section, True, x["text"])
        for key, section in (("commitments", "plan"), ("statements", "done"))
        for x in label[key]  # type: ignore[attr-defined]
    }
    rest: Iterator[dict[str, str]] = iter(label["other"])  # type: ignore[call-overload]
    total = len(placed) + len(label["other"])  # type: ignore[arg-type]
    out = []
    for k in range(1, total + 1):
        if k not in placed:
            other = next(rest)
            placed[k] = (other["section"], False, other["text"])
        out.append(placed[k])
    return out


class Table:
    """Features of all pieces of some reports: one sparse matrix of counts, n-grams and shapes in its columns."""

    def __init__(self, reports: Sequence[Labelled]) -> None:
        self.label(reports)
        self.issuers = np.array([report.issuer for report in reports for _ in report.items])
        counts = [
            Counter({("g", g): n for g, n in grams(r.seen.folded, p.start, p.end).items()})
            + Counter(("s", s) for s in shape_names(codes, body))
            for r in reports
            for p, codes, body in zip(r.seen.pieces, shapes(r.seen).T.tolist(), r.seen.bodies, strict=True)
        ]
        times = Counter(f for row in counts for f in row)
        self.names = sorted(f for f, n in times.items() if n >= TIMES)
        at = {f: k for k, f in enumerate(self.names)}
        cells = [(k, at[f], n) for k, row in enumerate(counts) for f, n in row.items() if f in at]
        r, c, v = (np.array(x) for x in zip(*cells, strict=True))
        self.counts = sparse.csr_matrix((v.astype(float), (r, c)), shape=(len(counts), len(self.names)))
        self.gram = np.array([kind == "g" for kind, _ in self.names])
        self.weights = np.concatenate([gram_weights(report.seen) for report in reports])
        present = (self.counts > 0).astype(float)
        self.by_issuer = {
            issuer: np.asarray(present[np.flatnonzero(self.issuers == issuer)].sum(axis=0)).ravel()
            for issuer in sorted(set(self.issuers))
        }

    def label(self, reports: Sequence[Labelled]) -> None:
        """Take the labels of these, which are the same reports in the same order."""
        self.reports = list(reports)
        told = [s for report in reports for s in report.sections]
        self.section = np.array([-1 if s is None else SECTIONS.index(s) for s in told])
        self.item = np.array([item for report in reports for item in report.items])
        self.head = np.array([head for report in reports for head in report.heads])

    def common(self, issuers: Sequence[str]) -> Ints:
        """Columns of the features that enough of these issuers share."""
        each = np.array([self.by_issuer[issuer] for issuer in issuers])
        return np.flatnonzero((each.sum(axis=0) >= TIMES) & ((each > 0).sum(axis=0) >= ISSUERS))

    def matrix(self, keep: Ints) -> sparse.csr_matrix:
        """All rows over the kept columns, n-grams weighted as `roles.Model` does."""
        x = self.counts[:, keep]
        gram = self.gram[keep]
        grams_only = sparse.diags(gram.astype(float))
        return sparse.csr_matrix(sparse.diags(self.weights) @ x @ grams_only + x @ sparse.diags(1.0 - gram))


def fit(x: sparse.csr_matrix, y: Ints, classes: int, spread: float) -> Floats:
    """Multinomial logistic regression with a ridge; weights (features + 1, classes), the last row is the bias."""
    x, target = _biased(x), np.eye(classes)[y]
    xt = x.T.tocsr()
    ridge = np.append(np.full(x.shape[1] - 1, 1 / spread), 1e-6)[:, None]

    def shares(w: Floats) -> tuple[Floats, Floats]:
        z = x @ w
        z -= z.max(axis=1, keepdims=True)
        return z, np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)

    def loss(flat: Floats) -> tuple[float, Floats]:
        w = flat.reshape(-1, classes)
        z, p = shares(w)
        value = (np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]).sum() + (ridge * w**2).sum() / 2
        return float(value), (xt @ (p - target) + ridge * w).ravel()

    def curve(flat: Floats, flat_step: Floats) -> Floats:
        step = flat_step.reshape(-1, classes)
        _, p = shares(flat.reshape(-1, classes))
        moved = x @ step
        return np.asarray(xt @ (p * (moved - (p * moved).sum(axis=1, keepdims=True))) + ridge * step).ravel()

    return _least(loss, curve, x.shape[1] * classes).reshape(-1, classes)


def fit_odds(x: sparse.csr_matrix, y: Bools, spread: float) -> Floats:
    """Logistic regression with a ridge; weights (features + 1,) of the log-odds, the last one is the bias."""
    both = fit(x, y.astype(np.int64), 2, spread / 2)
    return np.asarray(both[:, 1] - both[:, 0])


def _least(
    loss: Callable[[Floats], tuple[float, Floats]], curve: Callable[[Floats, Floats], Floats], size: int
) -> Floats:
    """Where a convex loss is least."""
    found = minimize(
        loss, np.zeros(size), jac=True, hessp=curve, method="Newton-CG", options={"maxiter": ROUNDS, "xtol": PRECISE}
    )
    return np.asarray(found.x)


def first_look(table: Table, issuers: Sequence[str]) -> Weights:
    """Weights of n-grams and shapes, learned from the reports of these issuers."""
    keep = table.common(issuers)
    x = table.matrix(keep)
    chosen = np.isin(table.issuers, issuers)
    done, plan, problems = (table.section == SECTIONS.index(s) for s in ("done", "plan", "problems"))
    weights = np.zeros((len(keep) + 1, len(OUTPUTS)))
    rows = np.flatnonzero(chosen & (table.section >= 0))
    weights[:, : len(SECTIONS)] = fit(x[rows], table.section[rows], len(SECTIONS), SPREAD["sections"])
    share = np.bincount(table.section[rows], minlength=len(SECTIONS)) / len(rows)
    weights[-1, : len(SECTIONS)] -= BALANCE * np.log(np.maximum(share, 1e-4))
    rows = np.flatnonzero(chosen & (done | plan))
    apart = [
        sparse.csr_matrix(sparse.diags(OWN * part[rows].astype(float)) @ _biased(x[rows])) for part in (done, plan)
    ]
    both = fit_odds(sparse.csr_matrix(sparse.hstack([x[rows], *apart])), table.item[rows], SPREAD["items"])
    size = len(keep)
    common = np.append(both[:size], both[-1])
    for column, start in enumerate((size, 2 * size + 1), len(SECTIONS)):
        weights[:, column] = common + OWN * both[start : start + size + 1]
    rows = np.flatnonzero(chosen & (done | plan | problems) & ~table.item)
    weights[:, -1] = fit_odds(x[rows], table.head[rows], SPREAD["heading"])
    whole = np.rint(weights * SCALE).astype(int)
    big = np.flatnonzero(np.abs(weights[:-1]).max(axis=1) >= SMALLEST)
    names = [table.names[keep[k]] for k in big]
    return Weights(
        {name: row for row, (kind, name) in enumerate(names) if kind == "g"},
        {name: row for row, (kind, name) in enumerate(names) if kind == "s"},
        whole[big],
        whole[-1],
        np.zeros((4, 0), dtype=np.int64),
    )


def _biased(x: sparse.csr_matrix) -> sparse.csr_matrix:
    return sparse.csr_matrix(sparse.hstack([x, sparse.csr_matrix(np.ones((x.shape[0], 1)))]))


def train(reports: Sequence[Labelled], table: Table, issuers: Sequence[str]) -> Weights:
    """All weights, learned from the reports of these issuers.

    Args:
        reports: as they were annotated.
        table: of these reports; its labels become those that were learned from.
        issuers: whose are learned from; the others' labels do not count.

    """
    table.label(reports)
    for _ in range(READINGS if any(report.partly for report in reports) else 0):
        model = Model(learn(table, issuers))
        table.label([completed(r, model) if r.partly and r.issuer in issuers else r for r in reports])
    return learn(table, issuers)


def completed(report: Labelled, model: Model) -> Labelled:
    """A partly annotated report, its other pieces labelled as a model reads them."""
    told = [
        (section, item, head)
        if section
        else (unit.section.value, unit.role in (Role.COMMITMENT, Role.STATEMENT), unit.role is Role.HEADING)
        for section, item, head, unit in zip(
            report.sections, report.items, report.heads, parse(report.seen.text, model).units, strict=True
        )
    ]
    sections, items, heads = (list(column) for column in zip(*told, strict=True))
    return replace(report, sections=sections, items=items, heads=heads)


def learn(table: Table, issuers: Sequence[str]) -> Weights:
    """All weights, learned from the annotated pieces of these issuers' reports."""
    folds = [issuers[k::FOLDS] for k in range(FOLDS)]
    around: dict[str, Floats] = {}
    for fold in folds:
        model = Model(first_look(table, [issuer for issuer in issuers if issuer not in fold]))
        around |= {r.name: surroundings(r.seen, model.first(r.seen)) for r in table.reports if r.issuer in fold}
    x = np.vstack([around[report.name] for report in table.reports if report.name in around])
    mean, spread = x.mean(axis=0), np.maximum(x.std(axis=0), LEAST_SPREAD)
    known = np.isin(table.issuers, issuers)
    item = table.item[known]
    done, plan = (table.section[known] == SECTIONS.index(section) for section in ("done", "plan"))
    rows = np.flatnonzero(done | plan)
    told = np.column_stack([standard(x[rows], mean, spread), plan[rows]])
    *both, ahead, bias = fit_odds(sparse.csr_matrix(told), item[rows], SPREAD["second"])
    second = [np.append(mean, 0.0), np.append(spread, 1.0), np.append(both, bias), np.append(both, bias + ahead)]
    kept = first_look(table, issuers)
    return replace(kept, second=np.rint(np.array(second) * SECOND).astype(np.int64))


def hits(report: Labelled, model: Model) -> dict[str, tuple[int, int, int]]:
    """(right, gold, found) commitments and statements of one report, compared by their letters and digits.

    As the gold's scorer does it: the rest that is SAME enough counts too, because some annotations were made on another
    edition of the report.
    """
    parsed = parse(report.seen.text, model)
    out = {}
    for key, role in (("commitments", Role.COMMITMENT), ("statements", Role.STATEMENT)):
        found = Counter(plain(u.text) for u in parsed.units if u.role is role)
        gold = Counter(report.gold[key])
        near = alike(list((gold - found).elements()), list((found - gold).elements()))
        out[key] = ((found & gold).total() + len(near), gold.total(), found.total())
    return out


def f1(right: int, gold: int, found: int) -> float:
    """Harmonic mean of precision and recall; 1 where there is nothing to find and nothing was found."""
    return round(2 * right / (gold + found), 3) if gold + found else 1.0


def judge(
    reports: Sequence[Labelled], table: Table, tell: Callable[[str], None] = lambda line: None
) -> dict[str, dict[str, float]]:
    """F1 of commitments and statements of each report, and of all, by models that had not seen its issuer.

    Args:
        reports: as they were annotated.
        table: of these reports; its labels are changed.
        tell: is given a line for each report.

    """
    figures: dict[str, dict[str, float]] = {}
    totals = {key: np.zeros(3, dtype=int) for key in ("commitments", "statements")}
    for issuer in dict.fromkeys(report.issuer for report in reports if not report.partly):
        model = Model(train(reports, table, [other for other in table.by_issuer if other != issuer]))
        for report in (r for r in reports if r.issuer == issuer and not r.partly):
            counts = hits(report, model)
            figures[report.name] = {key: f1(*row) for key, row in counts.items()}
            for key, row in counts.items():
                totals[key] += row
            tell(f"{report.name} {figures[report.name]}")
    figures["all"] = {key: f1(*row.tolist()) for key, row in totals.items()}
    tell(f"all {figures['all']}")
    return figures
