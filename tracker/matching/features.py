"""How a commitment and a statement compare: cheap sparse products for every pair, dearer looks for a shortlist.

Every feature depends on the commitment, the later report's statements and the earlier report's own statements; never
on other commitments, nor on other reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from tracker.matching import grams, words
from tracker.matching.grams import Columns, Floats, Ints, Rows
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


def compare(earlier: Prepared, later: Prepared) -> Compared:
    """Compare each commitment of one report with the statements of another that has some."""
    asked, told = earlier.commitments, later.statements
    clauses = grams.cosine(asked.clause_rows, told.clause_rows)
    likeness = np.maximum.reduceat(clauses, told.starts, axis=1)
    coverage, told_coverage = _covered(asked, told)
    meant = np.maximum.reduceat(asked.clause_meaning @ told.clause_meaning.T, told.starts, axis=1)
    wide = _meaning(asked, told, meant) | _wide(earlier, asked, told, coverage, likeness, told_coverage)
    sentences = _sentences(asked, told)
    wide |= sentences
    rough = wide["cosine"] + wide["contained"] + wide["clause_likeness_mean"] + wide["meaning"]
    listed = min(SHORTLIST, told.size)
    shortlist = np.argsort(-rough, axis=1, kind="stable")[:, :listed]
    found = {name: np.take_along_axis(values, shortlist, axis=1) for name, values in wide.items()}
    found |= _against_row(wide, shortlist, (*STANDING, "sentence") if sentences else STANDING)
    found |= _rapidfuzz(asked, told, shortlist)
    found |= _names(asked, told, shortlist)
    found |= _shape(asked, told, shortlist)
    features = np.stack([found[name] for name in names_of(asked)], axis=2).astype(np.float32)
    return Compared(shortlist, features, coverage, likeness, clauses, meant)


def _covered(asked: Side, told: Side) -> tuple[Floats, Floats]:
    """Share of each commitment clause that a statement holds; best share of a statement's clause in a commitment."""
    coverage = grams.shared(asked.clause_rows, told.rows) / asked.clause_rows.mass[:, None]
    part = grams.shared(told.clause_rows, asked.rows) / told.clause_rows.mass[:, None]
    return np.asarray(coverage), np.asarray(np.maximum.reduceat(part, told.starts, axis=0).T)


def _by_item(values: Floats, of: Side) -> tuple[Floats, Floats]:
    """Best and weighted mean over the clauses of each item; rows of `values` are clauses."""
    weight = of.clause_rows.mass[:, None]
    mean = np.add.reduceat(values * weight, of.starts) / np.add.reduceat(weight, of.starts)
    return np.asarray(np.maximum.reduceat(values, of.starts)), np.asarray(mean, np.float32)


def _wide(
    earlier: Prepared, asked: Side, told: Side, coverage: Floats, likeness: Floats, told_coverage: Floats
) -> Columns:
    """The features that are sparse products over all pairs, each of shape (commitments, statements)."""
    mass = grams.shared(asked.rows, told.rows)
    cosine = grams.cosine(asked.rows, told.rows)
    likeness_best, likeness_mean = _by_item(likeness, asked)
    coverage_best, coverage_mean = _by_item(coverage, asked)
    return {
        "cosine": cosine,
        "contained": mass / asked.rows.mass[:, None],
        "contains": mass / told.rows.mass,
        "shared_mass": np.log1p(mass) / 6,
        "rare_mass": np.log1p(grams.shared(asked.rows, told.rows, RARE)) / 6,
        "clause_likeness": likeness_best,
        "clause_likeness_mean": likeness_mean,
        "clause_coverage": coverage_best,
        "clause_coverage_mean": coverage_mean,
        "clause_contains": told_coverage,
        "heading": grams.cosine(asked.headings, told.headings)[asked.heading][:, told.heading],
        "heading_text": _part(asked.headings, told.rows)[asked.heading],
        "text_heading": _part(told.headings, asked.rows)[told.heading].T,
        "text_heading_cosine": grams.cosine(asked.rows, told.headings)[:, told.heading],
        "heading_text_cosine": grams.cosine(asked.headings, told.rows)[asked.heading],
        "neighbour": _neighbour(cosine),
        "group": _group(cosine, told),
        "said_before": np.broadcast_to(_said_before(earlier, told), cosine.shape),
        "number_context": _numbers(asked, told),
    }


def _meaning(asked: Side, told: Side, meant: Floats) -> Columns:
    """As `_wide`, by vectors of meaning instead of shared n-grams."""
    best, mean = _by_item(meant, asked)
    whole = asked.meaning @ told.meaning.T
    return {
        "meaning": whole,
        "meaning_neighbour": _neighbour(whole),
        "meaning_clause": best,
        "meaning_clause_mean": mean,
        "meaning_heading": (asked.heading_meaning @ told.heading_meaning.T)[asked.heading][:, told.heading],
        "meaning_heading_text": (asked.heading_meaning @ told.meaning.T)[asked.heading],
        "meaning_text_heading": (asked.meaning @ told.heading_meaning.T)[:, told.heading],
    }


def _sentences(asked: Side, told: Side) -> Columns:
    """As `_meaning`, by an encoder's vectors; nothing without an encoder."""
    if asked.sentence is None or told.sentence is None:
        return {}
    if asked.heading_sentence is None or told.heading_sentence is None:
        return {}
    whole = asked.sentence @ told.sentence.T
    return {
        "sentence": whole,
        "sentence_neighbour": _neighbour(whole),
        "sentence_heading": (asked.heading_sentence @ told.heading_sentence.T)[asked.heading][:, told.heading],
        "sentence_heading_text": (asked.heading_sentence @ told.sentence.T)[asked.heading],
        "sentence_text_heading": (asked.sentence @ told.heading_sentence.T)[:, told.heading],
    }


def _neighbour(values: Floats) -> Floats:
    """The better value of the statements just before and after."""
    wide = np.pad(values, ((0, 0), (1, 1)))
    return np.asarray(np.maximum(wide[:, :-2], wide[:, 2:]))


def _part(whole: Rows, inside: Rows) -> Floats:
    """Share of each text of `whole` that each text of `inside` holds."""
    return grams.shared(whole, inside) / whole.mass[:, None]


RARE = 6.5
"""Idf above which an n-gram is rare: held by fewer than one unit in about 650."""


def _group(cosine: Floats, told: Side) -> Floats:
    """Best cosine with another statement under the same heading."""
    best = np.zeros_like(cosine)
    for heading in range(told.headings.size):
        members = np.flatnonzero(told.heading == heading)
        if len(members) < 2:
            continue
        inside = cosine[:, members]
        order = np.argsort(-inside, axis=1, kind="stable")
        top = np.take_along_axis(inside, order[:, :1], axis=1)
        second = np.take_along_axis(inside, order[:, 1:2], axis=1)
        best[:, members] = np.where(np.arange(len(members)) == order[:, :1], second, top)
    return best


def _said_before(earlier: Prepared, told: Side) -> Floats:
    """How much each statement repeats what the earlier report itself already reported."""
    if not earlier.statements.size:
        return np.zeros(told.size, np.float32)
    return np.asarray(grams.cosine(told.rows, earlier.statements.rows).max(axis=1))


def number_likeness(asked: Side, told: Side) -> Floats:
    """Cosine of the words before each promised and each reported number of the same unit, else 0."""
    alike = grams.cosine(asked.contexts, told.contexts)
    mine = np.array([n.unit for n in asked.numbers], object)
    theirs = np.array([n.unit for n in told.numbers], object)
    return np.asarray(np.where(mine[:, None] == theirs[None, :], alike, 0), np.float32)


def _numbers(asked: Side, told: Side) -> Floats:
    """Best likeness of a promised number and one that the statement reports in the same unit."""
    best = np.zeros((asked.size, told.size), np.float32)
    if asked.numbers and told.numbers:
        alike = number_likeness(asked, told)
        np.maximum.at(best, (asked.number_owner[:, None], told.number_owner[None, :]), alike)
    return best


STANDING = ("cosine", "contained", "clause_likeness_mean", "meaning", "meaning_clause_mean")
"""What is also told by how it stands among all statements of the report."""


def _against_row(wide: Columns, shortlist: Ints, names: Sequence[str]) -> Columns:
    """How a pair stands among all statements of the report."""
    found: Columns = {}
    for name in names:
        values = wide[name]
        mean = values.mean(axis=1, keepdims=True)
        spread = values.std(axis=1, keepdims=True) + 0.01
        here = np.take_along_axis(values, shortlist, axis=1)
        found[name + "_z"] = (here - mean) / spread / 5
        found[name + "_gap"] = here - values.max(axis=1, keepdims=True)
    return found


def _rapidfuzz(asked: Side, told: Side, shortlist: Ints) -> Columns:
    """Edit similarity: clause by clause without boilerplate, and of the whole texts."""
    listed = shortlist.shape[1]
    best = np.zeros(shortlist.shape, np.float32)
    mean = np.zeros(shortlist.shape, np.float32)
    ratio = np.zeros(shortlist.shape, np.float32)
    sizes = np.diff(np.append(told.starts, len(told.clauses)))
    ends = np.append(asked.starts, len(asked.clauses))
    weight = asked.clause_rows.mass
    for i in range(asked.size):
        chosen = shortlist[i]
        theirs = [clause for j in chosen for clause in told.bare[told.starts[j] : told.starts[j] + sizes[j]]]
        first = np.concatenate(([0], np.cumsum(sizes[chosen])))[:listed]
        mine = slice(ends[i], ends[i + 1])
        grid = process.cdist(asked.bare[mine], theirs, scorer=fuzz.ratio, dtype=np.float32) / 100
        each = np.maximum.reduceat(grid, first, axis=1)
        best[i] = each.max(axis=0)
        mean[i] = weight[mine] @ each / weight[mine].sum()
        texts = [told.folded[j][:400] for j in chosen]
        ratio[i] = process.cdist([asked.folded[i][:400]], texts, scorer=fuzz.ratio, dtype=np.float32)[0] / 100
    return {"fuzz_clause": best, "fuzz_clause_mean": mean, "fuzz_ratio": ratio}


def _names(asked: Side, told: Side, shortlist: Ints) -> Columns:
    """Share of the names in 《》 or quotation marks that the statement holds; whether there are any."""
    share = np.zeros(shortlist.shape, np.float32)
    any_ = np.zeros(shortlist.shape, np.float32)
    for i, names in enumerate(asked.names):
        if names:
            any_[i] = 1
            share[i] = [sum(n in told.items[j].text for n in names) / len(names) for j in shortlist[i]]
    return {"names_shared": share, "has_names": any_}


def _shape(asked: Side, told: Side, shortlist: Ints) -> Columns:
    """Lengths, place and kinds of step."""
    mine, theirs = np.log1p(asked.lengths)[:, None], np.log1p(told.lengths)[shortlist]
    place = (np.arange(told.size) / max(told.size - 1, 1)).astype(np.float32)
    found: Columns = {
        "asked_length": np.broadcast_to(mine, shortlist.shape) / 5,
        "told_length": theirs / 5,
        "place": place[shortlist],
        "has_numbers": np.broadcast_to(
            (np.bincount(asked.number_owner, minlength=asked.size) > 0)[:, None], shortlist.shape
        ).astype(np.float32),
        "told_numbers": np.minimum(np.bincount(told.number_owner, minlength=told.size), 5).astype(np.float32)[shortlist]
        / 5,
    }
    for k, name in enumerate(STEP_NAMES):
        found["told_" + name] = np.minimum(told.steps[:, k], 3)[shortlist] / 3
    return found


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
