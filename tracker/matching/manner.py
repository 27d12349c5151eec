"""How a later report speaks of a commitment, and what kind of step its best evidence reports."""

from __future__ import annotations

import numpy as np

from tracker.matching.features import STEP_NAMES, Compared
from tracker.matching.prepare import Side
from tracker.model import Reported, Strength

NAMED = 0.35
"""Share of a commitment's key words from which its evidence names the same thing."""

_KIND = {name: k for k, name in enumerate(STEP_NAMES)}


def strength(asked: Side, told: Side, compared: Compared, commitment: int, statement: int) -> Strength:
    """What kind of step a statement reports, by the clauses that answer the commitment's; a figure may follow them."""
    mine, theirs = asked.clauses_of(commitment), told.clauses_of(statement)
    answering = theirs.start + np.unique(compared.clauses[mine, theirs].argmax(axis=1))
    kinds = told.clause_steps[answering].sum(axis=0)
    done = kinds[_KIND["issued"]] + kinds[_KIND["finished"]]
    if kinds[_KIND["progress"]] and not done:
        return Strength.UNDER_WAY
    beside = {int(k) for k in answering} | {int(k) + 1 for k in answering if k + 1 < theirs.stop}
    if any("0" in told.clauses[k] for k in beside):
        return Strength.RESULT
    if done or kinds[_KIND["result"]]:
        return Strength.FINISHED
    return Strength.UNDER_WAY if kinds[_KIND["started"]] + kinds[_KIND["under_way"]] else Strength.DECLARATION


def reported(share: float, kind: Strength) -> Reported:
    """How a report speaks of what it follows up, whose evidence holds `share` of the commitment's key words."""
    if kind in (Strength.UNDER_WAY, Strength.DECLARATION):
        return Reported.VAGUELY
    return Reported.DIRECTLY if share >= NAMED else Reported.INDIRECTLY
