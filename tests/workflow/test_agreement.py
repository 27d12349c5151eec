"""Agreement of reviewers, against figures worked out elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import DECIDABLE, Status
from tracker.workflow.agreement import agreement, agreements

A, B, C = Status.FOLLOWED_UP, Status.PARTLY_MET, Status.DROPPED


def test_kappa_and_its_interval_of_a_published_example() -> None:
    """Fleiss, Cohen and Everitt (1969), table 1: kappa 0.429, standard error 0.0637 at n = 200."""
    counts = {
        (A, A): 106, (A, B): 10, (A, C): 4,
        (B, A): 22, (B, B): 28, (B, C): 10,
        (C, A): 2, (C, B): 12, (C, C): 6,
    }  # fmt: skip
    pairs = [pair for pair, n in counts.items() for _ in range(n)]
    found = agreement("甲", "乙", pairs)

    assert (found.items, found.agreed) == (200, 140)
    assert found.kappa == pytest.approx(0.429, abs=0.001)
    assert found.low == pytest.approx(0.429 - 1.96 * 0.0540, abs=0.006)
    assert found.high == pytest.approx(0.429 + 1.96 * 0.0540, abs=0.006)


def test_only_what_both_decided_counts_and_a_pair_without_it_is_left_out() -> None:
    words = [
        (1, None, "甲", A), (1, None, "乙", A), (2, None, "甲", C), (2, None, "乙", A),
        (3, 7, "甲", C), (3, 8, "乙", C), (9, None, "丙", A),
    ]  # fmt: skip
    (found,) = agreements(words)

    assert {found.one, found.other} == {"甲", "乙"}
    assert (found.items, found.agreed) == (2, 1)


def test_kappa_is_undefined_where_both_always_say_the_same_one_thing() -> None:
    found = agreement("甲", "乙", [(A, A)] * 5)
    assert (found.agreed, found.kappa, found.low) == (5, None, None)


@given(st.lists(st.tuples(st.sampled_from(DECIDABLE), st.sampled_from(DECIDABLE)), min_size=1, max_size=40))
def test_kappa_stays_in_its_bounds_and_is_the_same_from_either_side(pairs: list[tuple[Status, Status]]) -> None:
    one, other = agreement("甲", "乙", pairs), agreement("乙", "甲", [(b, a) for a, b in pairs])

    assert one.kappa == (other.kappa if other.kappa is None else pytest.approx(other.kappa))
    if one.kappa is not None and one.low is not None and one.high is not None:
        assert -1 <= one.low <= one.kappa + 1e-9
        assert one.kappa - 1e-9 <= one.high <= 1
