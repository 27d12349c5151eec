"""Annotated pairs of real reports: how well statements are ranked, silence is told apart and verdicts are proposed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tracker.matching import Matcher, annotated, training
from tracker.matching.figures import figures
from tracker.matching.matcher import DISTILLED, SEMANTIC_WEIGHTS, WEIGHTS, judge
from tracker.matching.meaning import Meaning

FLOORS = {"evidence@1": 0.81, "evidence@5": 0.95, "auc": 0.865, "verdict_kappa": 0.47, "repeated_kappa": 0.51}
"""Below what leaving one issuer out gave when the weights were made."""

HELD_OUT = ("jilin", "sichuan")


@pytest.fixture(scope="module")
def pairs(gold: Path) -> list[annotated.Annotated]:
    return annotated.read_pairs(gold, Matcher().background, Matcher().meaning)


@pytest.mark.parametrize("name", FLOORS)
@pytest.mark.parametrize("path", [WEIGHTS, SEMANTIC_WEIGHTS], ids=["default", "semantic"])
def test_the_shipped_weights_were_good_on_issuers_they_had_not_seen(path: Path, name: str) -> None:
    kept = json.loads(path.read_text(encoding="utf-8"))["leave_one_issuer_out"]
    assert kept["all"][name] >= FLOORS[name]
    assert kept["all"]["commitments"] > 2000


def test_the_shipped_weights_still_judge_as_when_they_were_made(pairs: list[annotated.Annotated]) -> None:
    weights = Matcher().weights
    judged = [judge(p.earlier, p.later, weights) for p in pairs]
    found = figures(pairs, judged, [weights] * len(pairs))
    assert {name: found[name] for name in FLOORS if found[name] < FLOORS[name]} == {}


def test_fitted_again_without_two_issuers_it_judges_them_well(pairs: list[annotated.Annotated]) -> None:
    distilled = Meaning.load(DISTILLED)
    pairs = [p.meant(distilled) for p in pairs]
    weights, meaning = training.fit_all([p for p in pairs if p.issuer not in HELD_OUT], [], distilled)
    unknown = [p.meant(meaning) for p in pairs if p.issuer in HELD_OUT]
    assert len(unknown) == 2
    judged = [judge(p.earlier, p.later, weights) for p in unknown]
    found = figures(unknown, judged, [weights] * len(unknown))
    assert {name: found[name] for name in FLOORS if found[name] < FLOORS[name] - 0.02} == {}
