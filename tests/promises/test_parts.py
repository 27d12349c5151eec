from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import Part
from tracker.promises import read_promise


def parts(text: str) -> tuple[Part, ...]:
    return read_promise(text, 2025).parts


def said(text: str) -> list[tuple[str, str, list[str]]]:
    return [(part.verb, part.object, [q.text for q in part.quantities]) for part in parts(text)]


def test_each_clause_is_a_part_with_its_verb_and_object() -> None:
    assert said("深入推进依法治企，健全合规审查机制，建成清渚法律服务中心。") == [
        ("推进", "依法治企", []),
        ("健全", "合规审查机制", []),
        ("建成", "清渚法律服务中心", []),
    ]


def test_numbers_are_bound_to_their_clause() -> None:
    assert said("修订规章3件，开展执法培训不少于8期。") == [
        ("修订", "规章", ["3件"]),
        ("开展", "执法培训", ["不少于8期"]),
    ]


def test_a_list_with_numbers_of_its_own_shares_the_verb() -> None:
    assert said("新增公证窗口、法律援助站10个、调解室3间。") == [
        ("新增", "公证窗口、法律援助站", ["10个"]),
        ("新增", "调解室", ["3间"]),
    ]


def test_a_list_with_verbs_of_its_own_is_taken_apart() -> None:
    assert [p[:2] for p in said("新建东岸码头、改造旧城管网二十公里")] == [
        ("新建", "东岸码头"),
        ("改造", "旧城管网"),
    ]


def test_a_list_of_nouns_is_one_object() -> None:
    assert said("加强公证、仲裁、司法鉴定管理。") == [("加强", "公证、仲裁、司法鉴定管理", [])]


def test_targets_are_told_by_what_is_measured() -> None:
    assert said(
        "主要预期目标是：地区生产总值增长5%，城镇新增就业2万人、城镇调查失业率5%左右，幼儿园覆盖率95%以上。"
    ) == [
        ("增长", "地区生产总值", ["增长5%"]),
        ("新增", "就业", ["2万人"]),
        ("", "城镇调查失业率", ["5%左右"]),
        ("", "幼儿园覆盖率", ["95%以上"]),
    ]


def test_what_stands_in_titles_and_quotation_marks_is_not_cut() -> None:
    assert said("制定《清渚市物业管理、停车管理办法》，用好“一站式、全天候”窗口。") == [
        ("制定", "《清渚市物业管理、停车管理办法》", []),
        ("用好", "“一站式、全天候”窗口", []),
    ]


@pytest.mark.parametrize(
    ("text", "verb", "thing"),
    [
        ("地区生产总值增长5%左右", "增长", "地区生产总值"),
        ("城镇登记失业率控制在3%以内", "控制", "城镇登记失业率"),
        ("确保空气优良天数达到350天", "达到", "空气优良天数"),
        ("今年要对重点工程进行全面审计", "审计", "重点工程"),
        ("制定、修订政府规章", "制定、修订", "政府规章"),
        ("提升创新平台能级", "提升", "创新平台能级"),
        ("围绕产业链和企业需求，组建律师服务团", "组建", "律师服务团"),
        ("（一）进一步完善听证制度", "完善", "听证制度"),
        ("扩大出口退税范围", "扩大", "出口退税范围"),
    ],
)
def test_verb_and_object(text: str, verb: str, thing: str) -> None:
    (part,) = parts(text)
    assert (part.verb, part.object) == (verb, thing)


def test_deadlines_are_bound_to_their_part() -> None:
    first, second = parts("6月底前完成设计，年底前开工建设南岸泵站。")
    assert (first.deadline and first.deadline.date) == dt.date(2025, 6, 30)
    assert (second.deadline and second.deadline.date) == dt.date(2025, 12, 31)


def test_a_deadline_that_opens_the_sentence_holds_for_what_follows() -> None:
    found = parts("到2027年，建成湿地公园，新增泊位500个，其中立体车库2027年上半年投用。")
    assert [p.deadline.date.isoformat() if p.deadline else "" for p in found] == [
        "2027-12-31",
        "2027-12-31",
        "2027-06-30",
    ]


def test_a_year_that_opens_the_sentence_holds_without_a_comma() -> None:
    found = parts("今年要完成铁路投资20亿元、公路投资30亿元，水利投资达到10亿元。")
    assert [p.deadline.text if p.deadline else "" for p in found] == ["今年", "今年", "今年"]


def test_a_part_without_a_deadline_takes_none_from_its_neighbour() -> None:
    first, second = parts("年底前开工泵站，完善排水制度。")
    assert first.deadline
    assert second.deadline is None


def test_a_clause_that_frames_nothing_keeps_its_number() -> None:
    (part,) = parts("围绕10个村，")
    assert [q.text for q in part.quantities] == ["10个"]


PIECES = st.sampled_from(
    [
        *"，。；、：“”《》（）\n 的和",
        *("新建", "改造", "推进", "完善", "增长", "达到", "进行", "今年", "年底前", "到2027年", "全面", "要", "围绕"),
        *("公园", "管网", "3个", "10件以上", "1,200户", "8%左右"),
    ]
)


@given(st.one_of(st.text(max_size=50), st.lists(PIECES, max_size=30).map("".join)))
def test_parts_lie_in_order_and_share_out_what_was_found(text: str) -> None:
    promise = read_promise(text, 2025)
    after = 0
    for part in promise.parts:
        assert after <= part.start < part.end <= len(text)
        after = part.end
        assert part.verb in text
        assert all(part.start <= q.start for q in part.quantities)
    assert tuple(q for part in promise.parts for q in part.quantities) == promise.quantities
