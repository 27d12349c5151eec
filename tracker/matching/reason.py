"""What a proposed status rests on, as facts that are kept; `tracker.reasons` puts them into words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tracker.matching.comparison import clause_spans, leads_in
from tracker.matching.features import Compared
from tracker.matching.numbers import measure
from tracker.matching.prepare import Prepared
from tracker.matching.verdict import COVERED, NumberMatch
from tracker.model import Measure, Status, Strength
from tracker.reasons import Facts, NumberFact, in_words, render, short

ADMITTED = 0.5
"""Cosine of meanings from which a problem that a report admits is about what was promised; on annotated reports some
2 % of the commitments, read by eye."""

_ADMISSION = 40


def admissions(earlier: Prepared, later: Prepared) -> list[str]:
    """For each commitment the problem of the later report that is about it, shortened; empty without one."""
    asked = earlier.commitments
    if not later.problems or later.problem_meaning is None:
        return [""] * asked.size
    close = asked.meaning @ later.problem_meaning.T
    texts = [short(text, _ADMISSION) for text in later.problems]
    return [texts[j] if close[i, j] >= ADMITTED else "" for i, j in enumerate(close.argmax(axis=1))]


def silence(later: Prepared, best: tuple[int, float] | None, admitted: str, turned: Status | None = None) -> Facts:
    """Nothing of a report speaks to a commitment; `best` is the index of the best rejected statement and its score."""
    rejected = (best[0] + 1, round(best[1], 3)) if best else None
    return Facts(Status.DROPPED, later.statements.size, later.year, best=rejected, admitted=admitted, turned=turned)


def follow_up(
    status: Status,
    earlier: Prepared,
    later: Prepared,
    compared: Compared,
    commitment: int,
    evidence: Sequence[int],
    numbers: Sequence[NumberMatch],
    strength: Strength,
    admitted: str,
    turned: Status | None,
) -> tuple[Facts, float]:
    """What speaks to a commitment, and the share of its key words that the evidence holds.

    Args:
        status: the one proposed.
        earlier: the report that promises.
        later: the report that tells.
        compared: the two of them.
        commitment: index of the commitment.
        evidence: indices of the statements that the status rests on, best first.
        numbers: how its promised numbers fare.
        strength: of the best evidence.
        admitted: the problem that the later report admits about it, or nothing.
        turned: see `Facts.turned`.

    """
    asked, told = earlier.commitments, later.statements
    mine = asked.clauses_of(commitment)
    held = compared.coverage[mine][:, list(evidence)]
    best = held.max(axis=1)
    weight = asked.clause_rows.mass[mine]
    parts = _texts(asked.items[commitment].text, asked.clauses[mine])
    told_of = [k for k in np.argsort(-weight, kind="stable") if parts[k]]
    facts = Facts(
        status,
        told.size,
        later.year,
        tuple(j + 1 for j in evidence),
        short(told.items[evidence[0]].heading),
        tuple((parts[k], evidence[int(held[k].argmax())] + 1) for k in told_of if best[k] >= COVERED),
        tuple(parts[k] for k in told_of if best[k] < COVERED),
        tuple(map(_number, numbers)),
        strength,
        admitted=admitted,
        turned=turned,
    )
    return facts, float(best @ weight / weight.sum())


def _texts(text: str, clauses: Sequence[str]) -> list[str]:
    """The clauses as they stand in the text, or as they are compared where the two do not run side by side.

    One that only leads in to the others is empty.
    """
    spans = clause_spans(text)
    if len(spans) == len(clauses):
        return ["" if leads_in(text, end) else short(text[start:end]) for start, end in spans]
    return [short(clause) for clause in clauses]


def _number(match: NumberMatch) -> NumberFact:
    """What was promised and what is reported."""
    if match.reported is None:
        return NumberFact(short(match.promised.quantity.text), None, Measure.NOT_STATED)
    return NumberFact(
        short(match.promised.quantity.text),
        short(match.reported.quantity.text),
        measure(match.promised, match.reported.value),
    )


__all__ = ["follow_up", "in_words", "render", "silence"]
