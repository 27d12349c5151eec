"""Whether the later report's plan promises the same thing again."""

from __future__ import annotations

import numpy as np

from tracker.matching import grams
from tracker.matching.grams import Floats, Ints
from tracker.matching.prepare import Prepared, Side

NAMES = (
    "cosine", "cosine_z", "contained", "contains", "likeness_mean", "likeness_best", "likeness_first", "heading",
    "text_heading", "meaning", "meaning_clauses", "length", "clauses", "names", "numbers", "second", "plan",
)  # fmt: skip
"""Order of the features of a commitment."""


def features(earlier: Prepared, later: Prepared) -> tuple[Floats, Ints]:
    """How alike each commitment is to the later commitments, shape (commitments, len(NAMES)), and which is most so."""
    asked, again = earlier.commitments, later.commitments
    (mine, my_clauses, my_headings), (theirs, their_headings) = grams.meet(
        (asked.rows, asked.clause_rows, asked.headings), (again.rows, again.headings)
    )
    cosine = grams.cosine(mine, theirs)
    mass = grams.shared(mine, theirs)
    clauses = grams.cosine(my_clauses, theirs)
    meant = (asked.clause_meaning @ again.meaning.T).max(axis=1)
    best = clauses.max(axis=1)
    pair = cosine + np.minimum(mass / asked.rows.mass[:, None], mass / again.rows.mass)
    at = pair.argmax(axis=1)
    row = np.arange(asked.size)
    headings = grams.cosine(my_headings, their_headings)[asked.heading, again.heading[at]]
    columns = {
        "cosine": cosine.max(axis=1),
        "cosine_z": (cosine.max(axis=1) - cosine.mean(axis=1)) / (cosine.std(axis=1) + 0.01) / 5,
        "contained": (mass / asked.rows.mass[:, None]).max(axis=1),
        "contains": (mass / again.rows.mass)[row, at],
        "likeness_mean": asked.mean @ best,
        "likeness_best": np.maximum.reduceat(best, asked.starts),
        "likeness_first": best[asked.starts],
        "heading": headings,
        "text_heading": grams.cosine(mine, their_headings).max(axis=1),
        "meaning": (asked.meaning @ again.meaning.T).max(axis=1),
        "meaning_clauses": asked.mean @ meant,
        "length": np.log1p(asked.lengths),
        "clauses": np.log(np.bincount(asked.owner, minlength=asked.size)),
        "names": _names_again(asked, again),
        "numbers": np.minimum(np.bincount(asked.number_owner, minlength=asked.size), 3),
        "second": np.partition(np.pad(cosine, ((0, 0), (1, 0))), -2, axis=1)[:, -2],
        "plan": np.full(asked.size, np.log(again.size)),
    }
    return np.stack([columns[name] for name in NAMES], axis=1).astype(np.float32), at


def _names_again(asked: Side, again: Side) -> Floats:
    """Share of each commitment's names that the later plan holds; half where it names nothing."""
    everything = "\n".join(item.text for item in again.items)
    shares = [sum(n in everything for n in names) / len(names) if names else 0.5 for names in asked.names]
    return np.array(shares, np.float32)
