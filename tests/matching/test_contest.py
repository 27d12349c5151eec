"""A pair among the others."""

from __future__ import annotations

import numpy as np
import pytest

from tests.matching.reports import report
from tracker.matching import Matcher, contest, features, verdict

MATCHER = Matcher()
PLACES = ("青石湖码头", "云溪老街", "柳荫路")


def columns(chances: list[list[float]], headings: tuple[str, ...] = ("", "", "")) -> dict[str, np.ndarray]:
    asked = [(h, f"修缮{p}。") for h, p in zip(headings, PLACES, strict=True)]
    told = [(h, f"{p}修缮完成。") for h, p in zip(headings, PLACES, strict=True)]
    before, after = MATCHER.prepared(report(1, asked)), MATCHER.prepared(report(2, (), told))
    shortlist = np.tile(np.arange(3), (3, 1))
    found = contest.columns(before, after, shortlist, np.array(chances))
    return {name: found[:, :, k] for k, name in enumerate(contest.NAMES)}


def test_the_commitment_with_the_better_claim_beats_the_other() -> None:
    found = columns([[0.9, 0.1, 0.1], [0.6, 0.1, 0.1], [0.1, 0.1, 0.5]])
    assert found["beats"][0, 0] > 0 > found["beats"][1, 0]
    assert found["turn"][:, 0].argsort().tolist() == [0, 1, 2]
    assert found["share"][:, 0].argsort().tolist() == [2, 1, 0]
    assert found["share"][:, 0].sum() < 1
    assert found["wanted"][0, 0] > found["wanted"][0, 1]


def test_evidence_that_runs_beside_its_neighbours_is_stronger() -> None:
    found = columns([[0.9, 0.1, 0.1], [0.3, 0.3, 0.3], [0.1, 0.1, 0.9]])
    assert found["beside"][1, 1] == pytest.approx(0.3)
    crossing = columns([[0.1, 0.1, 0.9], [0.3, 0.3, 0.3], [0.1, 0.1, 0.9]])
    assert found["alongside"][1, 0] > crossing["alongside"][1, 0]


def test_a_heading_is_answered_under_a_heading() -> None:
    found = columns([[0.9, 0.1, 0.1], [0.2, 0.2, 0.2], [0.1, 0.1, 0.9]], ("一", "一", "二"))
    assert found["section"][1, 0] > found["section"][1, 2]


def test_one_commitment_alone_is_taken_to_have_the_usual_rival() -> None:
    before, after = (
        MATCHER.prepared(report(1, [("", "修缮云溪老街。")])),
        MATCHER.prepared(report(2, (), [("", "甲。")])),
    )
    found = contest.columns(before, after, np.zeros((1, 1), np.int64), np.array([[0.4]]))
    assert np.isfinite(found).all()
    assert found[0, 0, contest.NAMES.index("rival")] * 5 == pytest.approx(contest.USUAL_RIVAL)


def test_no_two_features_share_a_name() -> None:
    names = (*features.NAMES, *features.SENTENCE_NAMES, *contest.NAMES)
    assert len(set(names)) == len(names)
    assert len(set(verdict.names_of(names))) == len(verdict.names_of(names))
