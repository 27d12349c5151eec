"""How a commitment and a statement compare: cheap sparse products for every pair, dearer looks for a shortlist.

Every feature depends on the commitment, the later report's statements and the earlier report's own statements; never
on other commitments, nor on other reports.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from tracker.matching import grams, words
from tracker.matching.grams import Columns, Floats, Ints
from tracker.matching.prepare import Prepared, Side

SHORTLIST = 24
"""Statements of a report that a commitment is compared with in depth; at 24 the right one is among them in 98 %."""


@dataclass(frozen=True)
class Compared:
    """The shortlist of each commitment with its features."""

    shortlist: Ints
    """Statement indices, shape (commitments, listed)."""
    features: Floats
    """Shape (commitments, listed, features): NAMES, with an encoder SENTENCE_NAMES too."""
    coverage: Floats
    """Share of each commitment clause's weight found in each statement, shape (clauses, statements)."""
    likeness: Floats
    """Best cosine of each commitment clause with a clause of each statement, shape (clauses, statements)."""
    clauses: Floats
    """Cosine of each commitment clause with each statement clause."""
    meant: Floats
    """Best closeness in meaning of each commitment clause and a clause of each statement, shape as `likeness`."""
    numbers: Floats
    """See `_number_likeness`."""


@dataclass(frozen=True)
class _Pairs:
    """The shortlisted pairs of commitments and statements; everything taken for them has their shape."""

    asked: Side
    told: Side
    shortlist: Ints

    def of_items(self, values: Floats, shift: int = 0) -> Floats:
        """From values of shape (commitments, statements), or of the statements `shift` places on."""
        return self._take(values, np.arange(self.asked.size)[:, None], self.shortlist + shift)

    def of_heading(self, values: Floats) -> Floats:
        """From values of shape (commitment headings, statements)."""
        return self._take(values, self.asked.heading[:, None], self.shortlist)

    def of_told_heading(self, values: Floats) -> Floats:
        """From values of shape (commitments, statement headings)."""
        return self._take(values, np.arange(self.asked.size)[:, None], self.told.heading[self.shortlist])

    def of_headings(self, values: Floats) -> Floats:
        """From values of shape (commitment headings, statement headings)."""
        return self._take(values, self.asked.heading[:, None], self.told.heading[self.shortlist])

    @staticmethod
    def _take(values: Floats, rows: Ints, columns: Ints) -> Floats:
        return np.asarray(np.take(values, rows * values.shape[1] + columns))  # a third of the time of two indices


def compare(earlier: Prepared, later: Prepared) -> Compared:
    """Compare each commitment of one report with the statements of another that has some."""
    asked, told = earlier.commitments, later.statements
    (mine, my_clauses, my_headings), (theirs, their_clauses, their_headings) = grams.meet(
        (asked.rows, asked.clause_rows, asked.headings), (told.rows, told.clause_rows, told.headings)
    )
    clauses = grams.cosine(their_clauses, my_clauses)
    likeness, meant = _best_told(clauses, told), _best_told(told.clause_meaning @ asked.clause_meaning.T, told)
    coverage = grams.shared(my_clauses, theirs) / asked.clause_rows.mass[:, None]
    contains = _best_told(grams.shared(their_clauses, mine) / told.clause_rows.mass[:, None], told)
    mass = grams.shared(mine, theirs)
    standing: Columns = {
        "cosine": grams.cosine(mine, theirs),
        "contained": mass / asked.rows.mass[:, None],
        "clause_likeness_mean": asked.mean @ likeness,
        "meaning": asked.meaning @ told.meaning.T,
        "meaning_clause_mean": asked.mean @ meant,
    }
    rough = standing["cosine"] + standing["contained"] + standing["clause_likeness_mean"] + standing["meaning"]
    pairs = _Pairs(asked, told, np.argsort(-rough, axis=1, kind="stable")[:, :SHORTLIST])
    shared = pairs.of_items(mass)
    numbers = _number_likeness(asked, told)
    found: Columns = {
        "contains": shared / told.rows.mass[pairs.shortlist],
        "shared_mass": np.log1p(shared) / 6,
        "rare_mass": np.log1p(pairs.of_items(grams.shared(mine, theirs, RARE))) / 6,
        "clause_likeness": pairs.of_items(_best_clause(likeness, asked)),
        "clause_coverage": pairs.of_items(_best_clause(coverage, asked)),
        "clause_coverage_mean": pairs.of_items(asked.mean @ coverage),
        "clause_contains": pairs.of_items(contains),
        "heading": pairs.of_headings(grams.cosine(my_headings, their_headings)),
        "heading_text": pairs.of_heading(grams.shared(my_headings, theirs) / my_headings.mass[:, None]),
        "text_heading": pairs.of_told_heading(grams.shared(mine, their_headings) / their_headings.mass),
        "text_heading_cosine": pairs.of_told_heading(grams.cosine(mine, their_headings)),
        "heading_text_cosine": pairs.of_heading(grams.cosine(my_headings, theirs)),
        "neighbour": _neighbour(pairs, standing["cosine"]),
        "group": _group(pairs, standing["cosine"]),
        "said_before": _said_before(earlier, told)[pairs.shortlist],
        "number_context": pairs.of_items(_numbers(asked, told, numbers)),
        "meaning_clause": pairs.of_items(_best_clause(meant, asked)),
    }
    for name in ("meaning",) if asked.sentence is None else ("meaning", "sentence"):
        found |= _vectors(pairs, name, standing)
    found |= _standing(pairs, standing) | _rapidfuzz(pairs) | _names(pairs) | _shape(pairs)
    names = names_of(asked)
    features = np.empty((len(names), *pairs.shortlist.shape), np.float32)
    for k, name in enumerate(names):
        features[k] = found[name]
    return Compared(pairs.shortlist, np.moveaxis(features, 0, 2), coverage, likeness, clauses.T, meant, numbers)


def _best_clause(values: Floats, of: Side) -> Floats:
    """Best over the clauses of each item; rows of `values` are clauses.

    All first clauses, then all second ones and so on: a tenth of the time of `np.maximum.reduceat`.
    """
    best, counts = values[of.starts], np.diff(of.starts, append=len(of.clauses))
    for k in range(1, int(counts.max())):
        further = np.flatnonzero(counts > k)
        best[further] = np.maximum(best[further], values[of.starts[further] + k])
    return best


def _best_told(values: Floats, told: Side) -> Floats:
    """As `_best_clause`, turned: of shape (statement clauses, others), gives (others, statements)."""
    return np.ascontiguousarray(_best_clause(values, told).T)


def _vectors(pairs: _Pairs, name: str, standing: Columns) -> Columns:
    """Closeness by one kind of vector of neighbours and headings; that of the texts is put into `standing`."""
    mine, theirs, my_headings, their_headings = (
        getattr(side, part + name) for part in ("", "heading_") for side in (pairs.asked, pairs.told)
    )
    if name not in standing:
        standing[name] = mine @ theirs.T
    return {
        name + "_neighbour": _neighbour(pairs, standing[name]),
        name + "_heading": pairs.of_headings(my_headings @ their_headings.T),
        name + "_heading_text": pairs.of_heading(my_headings @ theirs.T),
        name + "_text_heading": pairs.of_told_heading(mine @ their_headings.T),
    }


def _neighbour(pairs: _Pairs, values: Floats) -> Floats:
    """The better value of the statements just before and after."""
    wide = np.pad(values, ((0, 0), (1, 1)))
    return np.maximum(pairs.of_items(wide), pairs.of_items(wide, 2))


RARE = 6.5
"""Idf above which an n-gram is rare: held by fewer than one unit in about 650."""


def _group(pairs: _Pairs, cosine: Floats) -> Floats:
    """Best cosine with another statement under the same heading."""
    heading = pairs.told.heading
    best, second = np.zeros((2, pairs.asked.size, int(heading.max()) + 1), np.float32)
    for k in range(best.shape[1]):
        inside = cosine[:, heading == k]
        if inside.shape[1] > 1:
            second[:, k], best[:, k] = np.partition(inside, -2, axis=1)[:, -2:].T
    top = pairs.of_told_heading(best)
    return np.where(pairs.of_items(cosine) < top, top, pairs.of_told_heading(second))


def _said_before(earlier: Prepared, told: Side) -> Floats:
    """How much each statement repeats what the earlier report itself already reported."""
    if not earlier.statements.size:
        return np.zeros(told.size, np.float32)
    return np.asarray(grams.cosine(told.rows, earlier.statements.rows).max(axis=1))


def _number_likeness(asked: Side, told: Side) -> Floats:
    """Cosine of the words around each promised and each reported number of the same unit, else 0."""
    mine = np.array([n.unit for n in asked.numbers], object)
    theirs = np.array([n.unit for n in told.numbers], object)
    return np.where(mine[:, None] == theirs, grams.cosine(asked.contexts, told.contexts), np.float32(0))


def _numbers(asked: Side, told: Side, alike: Floats) -> Floats:
    """Best likeness of a promised number and one that the statement reports in the same unit."""
    best = np.zeros((asked.size, told.size), np.float32)
    np.maximum.at(best, (asked.number_owner[:, None], told.number_owner[None, :]), alike)
    return best


def _standing(pairs: _Pairs, standing: Columns) -> Columns:
    """What is known of all pairs, and how each stands among all statements of the report."""
    found: Columns = {}
    for name, values in standing.items():
        here = pairs.of_items(values)
        mean = values.mean(axis=1, keepdims=True)
        spread = values.std(axis=1, keepdims=True) + 0.01
        found[name] = here
        found[name + "_z"] = (here - mean) / spread / 5
        found[name + "_gap"] = here - values.max(axis=1, keepdims=True)
    return found


def _rapidfuzz(pairs: _Pairs) -> Columns:
    """Edit similarity: clause by clause without boilerplate, and of the whole texts."""
    asked, told = pairs.asked, pairs.told
    clauses = np.asarray(process.cdist(told.bare, asked.bare, scorer=fuzz.ratio, dtype=np.float32) / 100, np.float32)
    best = _best_told(clauses, told)
    mine, theirs = ([text[:_LOOKED_AT] for text in side.folded] for side in (asked, told))
    whole = process.cpdist(
        [text for text in mine for _ in range(pairs.shortlist.shape[1])],
        [theirs[j] for j in pairs.shortlist.ravel().tolist()],
        scorer=fuzz.ratio,
        dtype=np.float32,
    )
    return {
        "fuzz_clause": pairs.of_items(_best_clause(best, asked)),
        "fuzz_clause_mean": pairs.of_items(asked.mean @ best),
        "fuzz_ratio": whole.reshape(pairs.shortlist.shape) / 100,
    }


_LOOKED_AT = 400
"""Characters of a text that its edit similarity sees."""


def _names(pairs: _Pairs) -> Columns:
    """Share of the names in 《》 or quotation marks that the statement holds; whether there are any."""
    share = np.zeros(pairs.shortlist.shape, np.float32)
    any_ = np.zeros(pairs.shortlist.shape, np.float32)
    for i, names in enumerate(pairs.asked.names):
        if names:
            any_[i] = 1
            share[i] = [sum(n in pairs.told.plain[j] for n in names) / len(names) for j in pairs.shortlist[i]]
    return {"names_shared": share, "has_names": any_}


def _shape(pairs: _Pairs) -> Columns:
    """Lengths, place and kinds of step."""
    asked, told, shortlist = pairs.asked, pairs.told, pairs.shortlist
    place = (np.arange(told.size) / max(told.size - 1, 1)).astype(np.float32)
    numbers = np.minimum(np.bincount(told.number_owner, minlength=told.size), 5).astype(np.float32) / 5
    steps = np.minimum(told.steps.T, 3) / 3
    return {
        "asked_length": np.log1p(asked.lengths)[:, None] / 5,
        "told_length": (np.log1p(told.lengths) / 5)[shortlist],
        "place": place[shortlist],
        "has_numbers": np.bincount(asked.number_owner, minlength=asked.size)[:, None] > 0,
        "told_numbers": numbers[shortlist],
        **{"told_" + name: of_kind[shortlist] for name, of_kind in zip(STEP_NAMES, steps, strict=True)},
    }


STEP_NAMES = tuple(words.STEPS)

NAMES = (
    "cosine", "contained", "contains", "shared_mass", "rare_mass", "clause_likeness", "clause_likeness_mean",
    "clause_coverage", "clause_coverage_mean", "clause_contains", "heading", "heading_text", "text_heading",
    "text_heading_cosine", "heading_text_cosine", "neighbour", "group", "said_before", "number_context",
    "meaning", "meaning_clause", "meaning_clause_mean", "meaning_heading", "meaning_heading_text",
    "meaning_text_heading", "meaning_neighbour", "meaning_z", "meaning_gap", "meaning_clause_mean_z",
    "meaning_clause_mean_gap", "cosine_z", "cosine_gap", "contained_z", "contained_gap",
    "clause_likeness_mean_z", "clause_likeness_mean_gap",
    "fuzz_clause", "fuzz_clause_mean", "fuzz_ratio", "names_shared", "has_names",
    "asked_length", "told_length", "place", "has_numbers", "told_numbers",
    *("told_" + name for name in STEP_NAMES),
)  # fmt: skip
"""Order of the features of a pair."""

SENTENCE_NAMES = (
    "sentence", "sentence_neighbour", "sentence_heading", "sentence_heading_text", "sentence_text_heading",
    "sentence_z", "sentence_gap",
)  # fmt: skip
"""What an encoder adds."""


def names_of(asked: Side) -> tuple[str, ...]:
    """The features of a pair in order, with an encoder's if there was one."""
    return NAMES if asked.sentence is None else (*NAMES, *SENTENCE_NAMES)
