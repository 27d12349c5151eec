"""The plain search that a blind reviewer is offered statements by."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.matching.plain import most_alike

TEXTS = st.text(alphabet="建设图书馆新城区增长培训，。12", max_size=30)


def test_those_that_share_most_come_in_the_order_of_the_report() -> None:
    told = ["召开会议3次。", "新建图书馆2座。", "修路20公里。", "图书馆接待读者5万人次。", "培训500人次。"]

    assert most_alike("新建图书馆3座", told, 2) == [1, 3]


@given(TEXTS, st.lists(TEXTS, max_size=20), st.integers(0, 12))
def test_as_many_as_are_asked_for_each_once_and_no_worse_than_those_left_out(
    promise: str, told: list[str], most: int
) -> None:
    found = most_alike(promise, told, most)

    assert found == sorted(set(found))
    assert len(found) == min(most, len(told))
    assert most_alike(promise, told, most) == found
    assert set(found) <= set(most_alike(promise, told, most + 1))
