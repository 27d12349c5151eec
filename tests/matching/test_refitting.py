"""What reviewers decide moves the models, and only for the better."""

from __future__ import annotations

import numpy as np
import pytest

from tests.matching.reports import RESULTS, report
from tracker.errors import UsageError
from tracker.matching import Matcher
from tracker.matching.models import fit, refit
from tracker.matching.refitting import FOLDS, Decided, refit_from
from tracker.model import VERDICTS, Status

MATCHER = Matcher()
PLACES = [
    f"{a}{b}"
    for a in ("青石湖", "云溪", "柳荫", "梧桐", "鹿鸣", "翠屏")
    for b in ("码头", "老街", "闸坝", "球场", "书院")
]


def decided(verdicts: list[int], say: str = "正在加快推进{}修缮前期工作。") -> Decided:
    before = MATCHER.prepared(report(1, [("", f"完成{place}修缮。") for place in PLACES]))
    after = MATCHER.prepared(report(2, (), [*(("", say.format(place)) for place in PLACES), *RESULTS]))
    n = len(verdicts)
    return Decided(before, after, dict(enumerate(verdicts)), {i: frozenset({i}) for i in range(n)})


def test_what_reviewers_agree_on_is_learnt_for_decisions_held_back() -> None:
    followed_up = VERDICTS.index(Status.FOLLOWED_UP)
    found = refit_from([decided([followed_up] * len(PLACES))], MATCHER.weights)
    assert found.decisions == len(PLACES)
    assert found.after.log_loss < found.before.log_loss
    assert found.after.no_worse_than(found.before)
    (f,) = Matcher(found.weights).match(
        report(1, [("", "完成龙泉水库修缮。")]), report(2, (), [("", "正在加快推进龙泉水库修缮前期工作。"), *RESULTS])
    )
    (was,) = MATCHER.match(
        report(1, [("", "完成龙泉水库修缮。")]), report(2, (), [("", "正在加快推进龙泉水库修缮前期工作。"), *RESULTS])
    )
    chance = {status: f.confidence if f.status is status else 1 - f.confidence for status in VERDICTS}
    old = {status: was.confidence if was.status is status else 1 - was.confidence for status in VERDICTS}
    assert chance[Status.FOLLOWED_UP] > old[Status.FOLLOWED_UP]
    assert Matcher(found.weights).version != MATCHER.version


def test_decisions_that_teach_nothing_are_told_to_be_no_better() -> None:
    contrary = [(i % FOLDS) % 3 for i in range(len(PLACES))]
    found = refit_from([decided(contrary)], MATCHER.weights)
    assert not found.after.no_worse_than(found.before)


def test_a_handful_of_decisions_is_too_few() -> None:
    with pytest.raises(UsageError, match="5 decisions"):
        refit_from([decided([0] * 5)], MATCHER.weights)


def test_it_is_the_same_every_time() -> None:
    once, twice = (refit_from([decided([1] * len(PLACES))], MATCHER.weights) for _ in range(2))
    assert (once.weights.verdict.weights == twice.weights.verdict.weights).all()
    assert once.after == twice.after


def test_a_model_is_pulled_to_where_it_was() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(400, 2)).astype(np.float32)
    model = fit("ab", x, (x[:, 0] > 0).astype(int), 2, 10.0)
    other = (x[:, 1] > 0).astype(int)
    far, near = refit(model, x, other, 1.0), refit(model, x, other, 1e6)
    assert far.weights[1, 0] > model.weights[1, 0] + 1
    np.testing.assert_allclose(near.weights, model.weights, atol=1e-2)
