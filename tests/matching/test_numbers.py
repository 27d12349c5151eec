"""Numbers found and compared."""

from __future__ import annotations

import pytest

from tracker.matching.numbers import find_numbers, reached
from tracker.model import Relation


@pytest.mark.parametrize(
    ("text", "value", "unit", "relation"),
    [
        ("修订规章10件以上", 10, "件", Relation.AT_LEAST),
        ("发放补贴1.2亿元", 1.2e8, "元", Relation.EXACTLY),
        ("惠及群众7.1万余人", 71000, "人", Relation.MORE_THAN),
        ("失业率控制在5.5％以内", 5.5, "%", Relation.AT_MOST),
        ("绿道不少于1,200公里", 1200, "公里", Relation.AT_LEAST),
        ("提高2个百分点左右", 2, "百分点", Relation.ABOUT),
    ],
)
def test_a_number_is_found_in_its_smallest_unit(text: str, value: float, unit: str, relation: Relation) -> None:
    (number,) = find_numbers(text)
    assert number.value == pytest.approx(value)
    assert (number.unit, number.quantity.relation) == (unit, relation)


@pytest.mark.parametrize("text", ["2025年3月", "G331通车", "十四五", "第3", ""])
def test_dates_and_names_are_no_numbers(text: str) -> None:
    assert find_numbers(text) == ()


def test_the_words_around_a_number_reach_back_until_they_say_something() -> None:
    growth = find_numbers("地区生产总值完成190亿元，同比增长6.0%。")[1]
    assert "地区生产总值" in growth.context


@pytest.mark.parametrize(
    ("promised", "reported", "share"),
    [("新增就业2万人", 2.3e4, 1.15), ("新增就业2万人", 1e4, 0.5), ("失业率5.5%", 5.0, 1.1), ("失业率5.5%", 11, 0.5)],
)
def test_more_is_better_unless_it_is_a_ceiling(promised: str, reported: float, share: float) -> None:
    (number,) = find_numbers(promised)
    assert reached(number, reported) == pytest.approx(share)


def test_what_a_change_starts_from_is_neither_promised_nor_reached() -> None:
    (number,) = find_numbers("贫困发生率从2.6%降至0.6%。")
    assert (number.value, number.unit, number.direction) == (0.6, "%", 0)


def test_a_fall_answers_no_promised_rise() -> None:
    rise, fall, level = find_numbers("投资增长6%左右，消费下降3.3%，调查失业率为5.4%。")

    assert (rise.direction, fall.direction, level.direction) == (1, -1, 0)
