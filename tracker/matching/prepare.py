"""What matching needs to know of one report, worked out once and used against many others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from tracker.characters import simplified
from tracker.matching import grams, words
from tracker.matching.encoder import Encoder
from tracker.matching.grams import Background, Floats, Ints, Rows
from tracker.matching.meaning import Meaning
from tracker.matching.numbers import Number, find_numbers
from tracker.model import Item, ReportItems


@dataclass(frozen=True)
class Side:
    """The commitments, or the statements, of a report, taken apart."""

    items: tuple[Item, ...]
    plain: tuple[str, ...]
    """Their texts in simplified characters."""
    folded: tuple[str, ...]
    rows: Rows
    """Of the items; all rows of a side are over one vocabulary."""
    clauses: tuple[str, ...]
    """Of all items, in order."""
    starts: Ints
    """Index of each item's first clause."""
    owner: Ints
    """Index of each clause's item."""
    bare: tuple[str, ...]
    """The clauses without boilerplate."""
    clause_rows: Rows
    mean: sparse.csr_array
    """Gives the mean over each item's clauses, weighed by their mass, shape (items, clauses)."""
    clause_steps: Floats
    steps: Floats
    meaning: Floats
    """Vector of each item."""
    clause_meaning: Floats
    headings: Rows
    """Of the different headings."""
    heading_meaning: Floats
    sentence: Floats | None
    """An encoder's vector of each item, from the centre; None without an encoder."""
    heading_sentence: Floats | None
    heading: Ints
    """Index of each item's heading among them."""
    unheaded: np.ndarray[tuple[int], np.dtype[np.bool_]]
    numbers: tuple[Number, ...]
    number_owner: Ints
    contexts: Rows
    """Of the words before each number."""
    names: tuple[tuple[str, ...], ...]
    lengths: Floats
    """Letters and digits of each item."""

    @property
    def size(self) -> int:
        """How many items."""
        return len(self.items)

    def clauses_of(self, item: int) -> slice:
        """Where the clauses of an item stand."""
        return slice(int(self.starts[item]), int(self.starts[item + 1]) if item + 1 < self.size else len(self.clauses))

    def meant(self, meaning: Meaning) -> Side:
        """The same with the vectors of another table."""
        return replace(
            self,
            meaning=meaning.of(self.rows),
            clause_meaning=meaning.of(self.clause_rows),
            heading_meaning=meaning.of(self.headings),
        )


@dataclass(frozen=True)
class Prepared:
    """A report taken apart."""

    commitments: Side
    statements: Side
    year: int | None = None
    problems: tuple[str, ...] = ()
    """What it admits to be wrong."""
    problem_meaning: Floats | None = None
    """The vectors of those, shape (problems, DIMENSIONS)."""

    @cached_property
    def said_already(self) -> Floats:
        """How alike each commitment is to what the report itself tells: its best cosine with a statement."""
        if not self.statements.size:
            return np.zeros(self.commitments.size, np.float32)
        return np.asarray(grams.cosine(self.commitments.rows, self.statements.rows).max(axis=1))

    def meant(self, meaning: Meaning) -> Prepared:
        """The same with the vectors of another table; of the problems, which nothing is learnt from, without any."""
        return Prepared(self.commitments.meant(meaning), self.statements.meant(meaning), self.year)


def prepare(report: ReportItems, background: Background, meaning: Meaning, encoder: Encoder | None = None) -> Prepared:
    """Take a report apart."""
    return Prepared(
        side(report.commitments, background, meaning, encoder),
        side(report.statements, background, meaning, encoder),
        report.year,
        report.problems,
        meaning.of(grams.build(["\n".join(grams.clauses(grams.fold(text))) for text in report.problems], background)),
    )


def side(items: Sequence[Item], background: Background, meaning: Meaning, encoder: Encoder | None = None) -> Side:
    """Take some items of a report apart."""
    plain = tuple(simplified(item.text) for item in items)
    folded = tuple(grams.fold(text) for text in plain)
    parts = [grams.clauses(text) for text in folded]
    clauses = tuple(clause for part in parts for clause in part)
    counts = np.array([len(part) for part in parts], np.int64)
    starts = np.concatenate(([0], np.cumsum(counts)))[:-1].astype(np.int64)
    owner = np.repeat(np.arange(len(items), dtype=np.int64), counts)
    different = list(dict.fromkeys(item.heading for item in items))
    numbered = [(i, number) for i, item in enumerate(items) for number in find_numbers(item.text)]
    clause_steps = words.steps(clauses)
    heads = ["\n".join(grams.clauses(grams.fold(text))) for text in different]
    around = ["".join(grams.clauses(grams.fold(number.context))) for _, number in numbered]
    every = grams.build([*clauses, *heads, *around], background)
    clause_rows, headings, contexts = grams.parts(every, (len(clauses), len(heads), len(around)))
    rows = grams.joined(clause_rows, owner, len(items))
    return Side(
        items=tuple(items),
        plain=plain,
        folded=folded,
        rows=rows,
        clauses=clauses,
        starts=starts,
        owner=owner,
        bare=tuple(words.bare(clause) for clause in clauses),
        clause_rows=clause_rows,
        mean=_mean(clause_rows, owner, len(items)),
        clause_steps=clause_steps,
        steps=_added(clause_steps, owner, len(items)),
        meaning=meaning.of(rows),
        clause_meaning=meaning.of(clause_rows),
        headings=headings,
        heading_meaning=meaning.of(headings),
        sentence=_sentences(plain, meaning, encoder),
        heading_sentence=_sentences([simplified(text) for text in different], meaning, encoder),
        heading=np.array([different.index(item.heading) for item in items], np.int64),
        unheaded=np.array([not item.heading for item in items], bool),
        numbers=tuple(number for _, number in numbered),
        number_owner=np.array([i for i, _ in numbered], np.int64),
        contexts=contexts,
        names=tuple(words.named(text) for text in plain),
        lengths=np.bincount(owner, [len(c) for c in clauses], len(items)).astype(np.float32),
    )


def _sentences(texts: Sequence[str], meaning: Meaning, encoder: Encoder | None) -> Floats | None:
    """An encoder's vectors from the centre, of length 1."""
    if encoder is None or not texts:
        return None
    vectors = encoder.encode(texts) - meaning.centre
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6), np.float32)


def _mean(clause_rows: Rows, owner: Ints, items: int) -> sparse.csr_array:
    share = clause_rows.mass / np.bincount(owner, clause_rows.mass, items)[owner]
    ends = np.searchsorted(owner, np.arange(items + 1))
    return sparse.csr_array((share.astype(np.float32), np.arange(len(owner)), ends), shape=(items, len(owner)))


def _added(values: Floats, owner: Ints, items: int) -> Floats:
    total = np.zeros((items, values.shape[1]), np.float32)
    np.add.at(total, owner, values)
    return total
