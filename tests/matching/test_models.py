"""The linear models: fitted, kept, read again."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import softmax

from tracker.matching.models import Linear, fit, standard


def drawn(count: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(3000, 3)).astype(np.float32)
    logits = np.stack([np.zeros(3000), 2 * x[:, 0], -2 * x[:, 1]], axis=1)[:, :count]
    chances = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return x, (chances.cumsum(axis=1) < rng.random((3000, 1))).sum(axis=1)


@pytest.mark.parametrize("count", [2, 3])
def test_it_finds_what_made_the_classes_and_its_chances_are_true(count: int) -> None:
    x, y = drawn(count)
    model = fit("abc", x, y, count, 1.0)
    chances = model.probabilities(x)
    assert chances.sum(axis=1) == pytest.approx(1)
    np.testing.assert_allclose(chances.mean(axis=0), np.bincount(y) / len(y), atol=0.01)
    assert model.weights[0, 0] > 1.5
    assert abs(model.weights[2]).max() < 0.2


def test_it_is_the_same_after_keeping_and_every_time() -> None:
    x, y = drawn(3)
    model = fit("abc", x, y, 3, 1.0)
    kept = Linear.from_json(model.to_json())
    np.testing.assert_allclose(kept.probabilities(x), model.probabilities(x), atol=2e-3)
    assert (fit("abc", x, y, 3, 1.0).weights == model.weights).all()


def test_a_feature_far_beyond_what_was_seen_settles_nothing_more() -> None:
    x, y = drawn(2)
    model = fit("abc", x, y, 2, 1.0)
    far, farther = np.array([[5.0, 0, 0], [5e9, 0, 0]], np.float32)
    assert (model.probabilities(far) == model.probabilities(farther)).all()


def test_chances_are_a_softmax_of_the_standardised_features_in_one_piece_or_several() -> None:
    x, y = drawn(3)
    model = fit("abc", x, y, 3, 1.0)
    logits = standard(x, model.mean, model.scale) @ model.weights + model.bias
    told = softmax(np.column_stack([np.zeros(len(x)), logits]), axis=1)
    np.testing.assert_allclose(model.probabilities(x), told, atol=1e-5)
    np.testing.assert_allclose(model.probabilities(x[:, :1], x[:, 1:]), told, atol=1e-5)


def test_how_strict_other_judges_are_is_left_out() -> None:
    x, y = drawn(2)
    others = np.arange(len(x)) % 2 == 1
    stricter = np.where(others, 0, y)
    alone, together, apart = (
        fit("abc", x[chosen], stricter[chosen], 2, 1.0, told).probabilities(x)[:, 1].mean()
        for chosen, told in ((~others, None), (slice(None), None), (slice(None), others))
    )
    assert together < alone - 0.2
    assert apart == pytest.approx(alone, abs=0.03)
