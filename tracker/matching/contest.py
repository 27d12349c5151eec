"""A second look at each pair, among the others: which commitments claim the same statement, and what stands beside it.

A report answers its promises side by side and in much the same order, so that a statement which another commitment
claims with more right is weaker evidence for this one, and one beside its neighbours' evidence is stronger.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit
from scipy.special import logit as logit_of

from tracker.matching.grams import Columns, Floats, Ints
from tracker.matching.models import Doubles
from tracker.matching.prepare import Prepared

LEAST = 1e-4
"""Chance of what is not on a commitment's shortlist."""

CLAIMED = 0.2
"""Chance from which a commitment claims a statement."""

_LOWEST = float(logit_of(LEAST))

USUAL_RIVAL, FEWER = 1.0, 1.0
"""Logit of the best other claim to a statement in reports with many commitments, and what each commitment takes from
the one that is supposed where a report has few: that nobody else claims a statement says little there."""

NEAR = 2
"""How many places before and after are near."""

NAMES = ("chance", "beats", "rival", "turn", "share", "wanted", "ahead", "beside", "alongside", "section")
"""Order of the columns."""


def columns(before: Prepared, after: Prepared, shortlist: Ints, chances: Doubles) -> Floats:
    """How each shortlisted pair stands among all of the two reports, shape (commitments, listed, len(NAMES)).

    Args:
        before: the report that promises.
        after: the report that tells.
        shortlist: statement indices, shape (commitments, listed).
        chances: of each being evidence, at first look; the same shape.

    """
    asked, told = before.commitments, after.statements
    places = np.arange(asked.size)[:, None] * told.size + shortlist
    listed = chances.clip(LEAST, 1 - LEAST)
    chance = np.full((asked.size, told.size), LEAST)
    np.put(chance, places, listed)
    all_logits = np.full(chance.shape, _LOWEST)
    logit = logit_of(listed)
    np.put(all_logits, places, logit)
    unseen = max(USUAL_RIVAL - FEWER * (asked.size - 1), _LOWEST)
    rival = np.maximum(np.take(_best_other(all_logits, axis=0), places), unseen)
    found: Columns = {
        "chance": logit / 3,
        "beats": (logit - rival) / 5,
        "rival": rival / 5,
        "turn": np.log1p(np.take(_turn(all_logits), places)) / 3,
        "share": listed / (chance.sum(axis=0) + expit(unseen))[shortlist],
        "wanted": np.log1p((chance > CLAIMED).sum(axis=0))[shortlist],
        "ahead": (logit - np.take(_best_other(all_logits, axis=1), places)) / 5,
        "beside": np.take(_beside(chance), places),
        "alongside": np.take(_alongside(chance), places),
        "section": np.take(_section(chance, asked.heading, told.heading), places),
    }
    return np.moveaxis(np.stack([found[name] for name in NAMES]).astype(np.float32), 0, 2)


def _best_other(logit: Doubles, axis: int) -> Doubles:
    """The best value of the others along an axis."""
    at = logit.argmax(axis=axis, keepdims=True)
    best, others = np.take_along_axis(logit, at, axis), logit.copy()
    np.put_along_axis(others, at, _LOWEST, axis)
    return np.where(logit >= best, others.max(axis=axis, keepdims=True), best)


def _turn(logit: Doubles) -> Ints:
    """How many commitments claim a statement with more right."""
    turn = np.empty(logit.T.shape, np.int64)
    order = np.argsort(-logit.T, axis=1, kind="stable")
    np.put_along_axis(turn, order, np.arange(len(logit))[None], axis=1)
    return np.ascontiguousarray(turn.T)


def _beside(chance: Doubles) -> Doubles:
    """The better chance of the statements just before and after."""
    wide = np.pad(chance, ((0, 0), (1, 1)))
    return np.asarray(np.maximum(wide[:, :-2], wide[:, 2:]))


def _alongside(chance: Doubles) -> Doubles:
    """How much the commitments near this one claim the statements near that one."""
    commitments, statements = chance.shape
    steps = range(-NEAR, NEAR + 1)
    tall = np.pad(chance, ((NEAR, NEAR), (0, 0)))
    rows = np.sum([tall[NEAR + d : NEAR + d + commitments] for d in steps if d], axis=0)
    wide = np.pad(rows, ((0, 0), (NEAR, NEAR)))
    return np.asarray(
        np.sum([wide[:, NEAR + d : NEAR + d + statements] * (1 - abs(d) / (2 * NEAR)) for d in steps], axis=0)
    )


def _section(chance: Doubles, asked: Ints, told: Ints) -> Doubles:
    """Share of what the other commitments under a heading claim that stands under the statement's heading."""
    by_heading = chance @ np.eye(int(told.max()) + 1)[told]
    member = np.eye(int(asked.max()) + 1)[asked]
    others = (member.T @ by_heading)[asked] - by_heading
    return np.asarray((others / np.maximum(others.sum(axis=1, keepdims=True), 1e-3))[:, told])
