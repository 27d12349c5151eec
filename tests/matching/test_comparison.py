"""A commitment and a statement side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.matching.reports import PROMISES, RESULTS
from tracker.matching import compare
from tracker.matching.comparison import clause_spans
from tracker.model import Comparison, Measure


def texts(commitment: str, statement: str, found: Comparison) -> list[tuple[str, str]]:
    return [
        (commitment[s.commitment : s.commitment + s.length], statement[s.statement : s.statement + s.length])
        for s in found.shared
    ]


def test_what_both_say_is_shown_in_both() -> None:
    a, b = PROMISES[2][1], RESULTS[2][1]
    shared = texts(a, b, compare(a, b))
    assert ("青石湖社区养老服务中心", "青石湖社区养老服务中心") in shared
    assert ("新增养老床位", "新增养老床位") in shared


@pytest.mark.parametrize(
    ("commitment", "statement", "shared"),
    [
        ("城镇新增就业8000人以上。", "城镇新增就业8600人。", "城镇新增就业"),
        ("公共预算收入增长8%。", "公共预算收入增长8.3%。", "公共预算收入增长"),
        ("培训18000名网格员。", "培训8000名网格员。", "名网格员"),
        ("城镇新增就业8000人以上。", "城镇新增就业8000人。", "城镇新增就业8000人"),
    ],
)
def test_what_is_shared_ends_in_no_number(commitment: str, statement: str, shared: str) -> None:
    assert texts(commitment, statement, compare(commitment, statement))[-1] == (shared, shared)


def test_each_part_is_covered_or_missing() -> None:
    commitment = "建成青石湖社区养老服务中心，修缮云溪老街骑楼，开通环湖夜间公交。"
    found = compare(commitment, "云溪老街骑楼修缮完成，环湖夜间公交开通。")
    assert [part.covered for part in found.parts] == [False, True, True]
    assert [commitment[p.start : p.end] for p in found.parts][1] == "修缮云溪老街骑楼"
    assert 0.3 < found.share < 0.9


@pytest.mark.parametrize(
    ("commitment", "statement", "measure", "reported"),
    [
        (PROMISES[2][1], RESULTS[2][1], Measure.MISSED, "320张"),
        ("修订规范性文件10件以上。", "修订规范性文件１２件。", Measure.EXCEEDED, "１２件"),
        ("城镇调查失业率控制在5.5%以内。", "城镇调查失业率5.1%。", Measure.MET, "5.1%"),
        ("新建学校3所。", "改造公厕12座，绿道18公里。", Measure.NOT_STATED, None),
    ],
)
def test_number_stands_against_number(commitment: str, statement: str, measure: Measure, reported: str | None) -> None:
    (pair,) = compare(commitment, statement).numbers
    assert (pair.measure, pair.reported) == (measure, reported)
    assert commitment[pair.start : pair.end] == pair.promised
    if reported:
        assert statement[pair.reported_start : pair.reported_end] == reported


def test_boilerplate_and_the_item_number_are_not_shared_words() -> None:
    found = compare("（一）扎实推进赤鹮保护工作，进一步加强巡护。", "（一）扎实推进政务公开工作，进一步加强监督。")
    assert found.shared == ()
    assert not any(part.covered for part in found.parts)


def test_a_number_with_thousands_is_one_clause() -> None:
    text = "1. 建设绿道1,200公里，新增公园。"
    assert [text[a:b] for a, b in clause_spans(text)] == ["建设绿道1,200公里", "新增公园"]


WORDS = st.text(alphabet="完成建设规章10件，。；《》“”5%万\nＡａ①㎡ﬁ", max_size=60) | st.text(max_size=40)


@given(WORDS, WORDS)
def test_any_two_texts_compare_within_their_bounds(commitment: str, statement: str) -> None:
    found = compare(commitment, statement)
    end = 0
    for piece in found.shared:
        assert end <= piece.commitment
        end = piece.commitment + piece.length
        assert end <= len(commitment)
        assert piece.statement + piece.length <= len(statement)
    for part in found.parts:
        assert 0 <= part.start < part.end <= len(commitment)
        assert 0 <= part.share <= 1
    for pair in found.numbers:
        assert commitment[pair.start : pair.end] == pair.promised
    assert 0 <= found.share <= 1


@given(st.sampled_from([text for _, text in (*PROMISES, *RESULTS)]))
def test_a_text_covers_itself(text: str) -> None:
    found = compare(text, text)
    assert all(part.covered for part in found.parts)
    assert all(pair.measure in (Measure.MET, Measure.EXCEEDED) for pair in found.numbers)
