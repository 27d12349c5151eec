"""Train the weights of roles.py on annotated reports: `python -m tracker.parsing.train GOLD_DIR`.

GOLD_DIR holds labels/*.json and the reports that they name. Writes weights.json beside this file, with the figures of
leave-one-issuer-out runs: every report is parsed by weights that never saw a report of its issuer.
An n-gram or shape counts only if reports of at least three issuers hold it, so that no place's own words get a weight.
"""

from __future__ import annotations

import io
import json
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import docx
import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from tracker.model import Role, Section
from tracker.parsing import units
from tracker.parsing.features import Floats, Seen, grams, see, shapes
from tracker.parsing.report import parse
from tracker.parsing.roles import GRAM_WEIGHT, OUTPUTS, SCALE, Model
from tracker.text import clean

ISSUERS, TIMES = 3, 8
"""A feature must occur with that many issuers and in that many pieces."""
SPREAD = 1.0
"""Standard deviation of the normal prior of a weight, squared (ridge penalty w² / 2 SPREAD)."""
SMALLEST = 0.02
"""Features whose weights all lie below are left out of the file."""
BALANCE = 0.7
"""How far the scores of sections forget that some sections are rare: 1 is wholly."""
SECTIONS = tuple(section.value for section in Section)


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


def read(path: Path) -> str:
    """The text of a gold report."""
    data = path.read_bytes()
    if path.suffix == ".docx":
        document = docx.Document(io.BytesIO(data))
        return clean("\n".join(p.text for p in document.paragraphs))[0]
    try:
        return clean(data.decode("utf-8-sig"))[0]
    except UnicodeDecodeError:
        return clean(data.decode("gb18030", "replace"))[0]


def plain(text: str) -> str:
    """Letters and digits only."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def load(folder: Path) -> list[Labelled]:
    """All annotated reports, labels put on our own pieces by aligning the two sequences of texts."""
    out = []
    for path in sorted((folder / "labels").glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        rows = _in_order(label)
        text = read(folder / label["source"])
        seen = see(text, units.split(text))
        ours = [plain(text[p.start : p.end]) for p in seen.pieces]
        blocks = SequenceMatcher(None, [plain(r[2]) for r in rows], ours, autojunk=False).get_matching_blocks()
        at = {b.b + k: b.a + k for b in blocks for k in range(b.size)}
        named = {plain(x["heading"]) for k in ("commitments", "statements") for x in label[k]}
        out.append(
            Labelled(
                label["report"],
                label["issuer"],
                seen,
                [rows[at[k]][0] if k in at else None for k in range(len(ours))],
                [k in at and rows[at[k]][1] for k in range(len(ours))],
                [k in at and not rows[at[k]][1] and ours[k] in named for k in range(len(ours))],
                {k: [plain(x["text"]) for x in label[k]] for k in ("commitments", "statements")},
            )
        )
    return out


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
    """Features of all pieces of some reports as one sparse matrix."""

    def __init__(self, reports: Sequence[Labelled]) -> None:
        self.rows = [(report, k) for report in reports for k in range(len(report.seen.pieces))]
        features = []
        for report in reports:
            shape = shapes(report.seen)
            for k, piece in enumerate(report.seen.pieces):
                features.append(
                    (
                        [("g", g) for g in sorted(grams(report.seen.folded, piece.start, piece.end))],
                        [("s", s) for s in shape[k]],
                    )
                )
        self.features = features
        self.issuers = np.array([report.issuer for report, _ in self.rows])

    def matrix(self, keep: dict[tuple[str, str], int]) -> sparse.csr_matrix:
        """Rows of all pieces over the kept features."""
        r, c, v = [], [], []
        for k, (gram, shape) in enumerate(self.features):
            known = [keep[g] for g in gram if g in keep]
            other = [keep[s] for s in shape if s in keep]
            r += [k] * (len(known) + len(other))
            c += known + other
            v += [GRAM_WEIGHT / np.sqrt(max(len(known), 1))] * len(known) + [1.0] * len(other)
        return sparse.csr_matrix((v, (r, c)), shape=(len(self.features), len(keep)))

    def common(self, rows: np.typing.NDArray[np.bool_]) -> dict[tuple[str, str], int]:
        """Features that enough issuers share."""
        seen: dict[tuple[str, str], set[str]] = defaultdict(set)
        count: Counter[tuple[str, str]] = Counter()
        for k in np.flatnonzero(rows):
            for group in self.features[k]:
                count.update(group)
                for feature in group:
                    seen[feature].add(self.issuers[k])
        kept = sorted(f for f, n in count.items() if n >= TIMES and len(seen[f]) >= ISSUERS)
        return {feature: k for k, feature in enumerate(kept)}


def fit(x: sparse.csr_matrix, y: np.typing.NDArray[np.int64], classes: int, spread: float) -> Floats:
    """Multinomial logistic regression with a ridge; weights (features + 1, classes), the last row is the bias."""
    xt, target = x.T.tocsr(), np.eye(classes)[y]

    def loss(flat: Floats) -> tuple[float, Floats]:
        w = flat.reshape(-1, classes)
        z = x @ w[:-1] + w[-1]
        z -= z.max(axis=1, keepdims=True)
        total = np.log(np.exp(z).sum(axis=1))
        value = (total - z[np.arange(len(y)), y]).sum() + (w[:-1] ** 2).sum() / (2 * spread)
        slope = np.exp(z - total[:, None]) - target
        return float(value), np.vstack([xt @ slope + w[:-1] / spread, slope.sum(axis=0)]).ravel()

    start = np.zeros((x.shape[1] + 1) * classes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 120})
    return np.asarray(found.x).reshape(-1, classes)


def train(table: Table, rows: np.typing.NDArray[np.bool_]) -> dict[str, object]:
    """Weights from the chosen rows, in the form of weights.json."""
    keep = table.common(rows)
    x = table.matrix(keep)
    section = np.array([SECTIONS.index(s) if (s := r.sections[k]) else -1 for r, k in table.rows])
    item = np.array([r.items[k] for r, k in table.rows])
    head = np.array([r.heads[k] for r, k in table.rows])
    done, plan, problems = (section == SECTIONS.index(s) for s in ("done", "plan", "problems"))
    weights = np.zeros((len(keep) + 1, len(OUTPUTS)))
    chosen = rows & (section >= 0)
    weights[:, : len(SECTIONS)] = fit(x[chosen], section[chosen], len(SECTIONS), SPREAD / 3)
    share = np.bincount(section[chosen], minlength=len(SECTIONS)) / chosen.sum()
    weights[-1, : len(SECTIONS)] -= BALANCE * np.log(np.maximum(share, 1e-4))
    for column, (among, yes) in enumerate(
        ((done, item), (plan, item), ((done | plan | problems) & ~item, head)), len(SECTIONS)
    ):
        chosen = rows & among
        both = fit(x[chosen], yes[chosen].astype(np.int64), 2, SPREAD / 2)
        weights[:, column] = both[:, 1] - both[:, 0]
    whole = np.rint(weights * SCALE).astype(int)
    big = {f: whole[k].tolist() for f, k in keep.items() if np.abs(weights[k]).max() >= SMALLEST}
    return {
        "outputs": list(OUTPUTS),
        "bias": whole[-1].tolist(),
        "shapes": {name: row for (kind, name), row in big.items() if kind == "s"},
        "grams": {name: row for (kind, name), row in big.items() if kind == "g"},
    }


def model_of(kept: dict[str, object]) -> Model:
    """The model that a weights file holds."""
    grams, shapes, bias = kept["grams"], kept["shapes"], kept["bias"]
    assert isinstance(grams, dict)
    assert isinstance(shapes, dict)
    assert isinstance(bias, list)
    return Model(
        {name: [w / SCALE for w in row] for name, row in grams.items()},
        {name: [w / SCALE for w in row] for name, row in shapes.items()},
        [w / SCALE for w in bias],
    )


def hits(report: Labelled, model: Model) -> dict[str, tuple[int, int, int]]:
    """(right, gold, found) commitments and statements of one report, compared by their letters and digits."""
    parsed = parse(report.seen.text, model)
    out = {}
    for key, role in (("commitments", Role.COMMITMENT), ("statements", Role.STATEMENT)):
        found = Counter(plain(u.text) for u in parsed.units if u.role is role)
        gold = Counter(report.gold[key])
        out[key] = ((found & gold).total(), gold.total(), found.total())
    return out


def f1(right: int, gold: int, found: int) -> float:
    """Harmonic mean of precision and recall."""
    return round(2 * right / ((gold + found) or 1), 3)


def main(folder: str) -> None:
    """Train, measure and write."""
    reports = load(Path(folder))
    table = Table(reports)
    figures: dict[str, dict[str, float]] = {}
    totals = {key: np.zeros(3, dtype=int) for key in ("commitments", "statements")}
    for issuer in sorted(set(table.issuers)):
        model = model_of(train(table, table.issuers != issuer))
        for report in (r for r in reports if r.issuer == issuer):
            counts = hits(report, model)
            figures[report.name] = {key: f1(*row) for key, row in counts.items()}
            for key, row in counts.items():
                totals[key] += row
            print(report.name, figures[report.name], flush=True)
    figures["all"] = {key: f1(*row.tolist()) for key, row in totals.items()}
    print("all", figures["all"])
    kept = {"leave_one_issuer_out_f1": figures, **train(table, np.ones(len(table.rows), dtype=bool))}
    write(kept, Path(__file__).with_name("weights.json"))


def write(kept: dict[str, object], path: Path) -> None:
    """One feature a line, so that a change of weights can be read."""
    parts = []
    for name, value in kept.items():
        if isinstance(value, dict):
            lines = ",\n".join(f"  {json.dumps(k, ensure_ascii=False)}: {json.dumps(v)}" for k, v in value.items())
            parts.append(f"{json.dumps(name)}: {{\n{lines}\n}}")
        else:
            parts.append(f"{json.dumps(name)}: {json.dumps(value)}")
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
