"""Units: where sentences end, what holds together, and that no character is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.parsing import units
from tracker.parsing.outline import Mark, mark_of
from tracker.text import join_lines

MESS = st.text(alphabet="清渚市建成12%，。；;！!?：“”（）()《》【】…\n \t\u3000一二、.-—是", max_size=400)


def cut(text: str) -> list[str]:
    return [join_lines(text[p.start : p.end]) for p in units.split(text)]


@given(MESS)
def test_every_character_is_in_one_piece(text: str) -> None:
    taken = [0] * len(text)
    last = 0
    for piece in units.split(text):
        assert last <= piece.start < piece.end
        last = piece.end
        for at in range(piece.start, piece.end):
            taken[at] += 1
    assert all(n == 1 or c.isspace() for n, c in zip(taken, text, strict=True))


@given(MESS)
def test_pieces_know_their_paragraph(text: str) -> None:
    pieces = units.split(text)
    for k, piece in enumerate(pieces):
        same = [p for p in pieces if p.paragraph == piece.paragraph]
        assert len(same) == piece.of
        assert same[piece.place] is pieces[k]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("建成公路8公里；改造危桥3座。", ["建成公路8公里；", "改造危桥3座。"]),
        ("建成公路8公里;改造危桥3座!", ["建成公路8公里;", "改造危桥3座!"]),
        ("提出“一件事一次办。一网通办”目标。完成。", ["提出“一件事一次办。一网通办”目标。", "完成。"]),
        ("投资8亿元（市级6亿元；区级2亿元），已完工。", ["投资8亿元（市级6亿元；区级2亿元），已完工。"]),
        ("他说：“加快建设！”会议通过。", ["他说：“加快建设！”会议通过。"]),
        ("网址http://www.qz.gov.cn/a?b=1;c=2已开通。", ["网址http://www.qz.gov.cn/a?b=1;c=2已开通。"]),
        ("增长8.5%。达到3.2万元。", ["增长8.5%。", "达到3.2万元。"]),
        ("（一）完善设施。建成公路。", ["（一）完善设施。", "建成公路。"]),
        ("“未闭合的引号。" + "建成公路8公里。" * 2, ["“未闭合的引号。", "建成公路8公里。", "建成公路8公里。"]),
    ],
)
def test_where_pieces_end(text: str, pieces: list[str]) -> None:
    assert cut(text) == pieces


def test_lines_wrapped_at_a_width_are_put_together() -> None:
    sentence = "全市新建改建农村公路一百二十公里并同步实施沿线环境整治工程惠及沿线居民三万余人，"
    text = "\n".join((sentence * 12 + "完工。")[k : k + 24] for k in range(0, len(sentence) * 12 + 3, 24))
    assert cut(text) == [sentence * 12 + "完工。"]


def test_lost_line_breaks_are_found_at_wide_blanks() -> None:
    body = "建成农村公路86公里，改造危桥12座。" * 25
    text = f"一、2024年工作回顾\u3000\u3000{body}\u3000\u3000二、2025年工作安排\u3000\u3000{body}"
    assert cut(text)[0] == "一、2024年工作回顾"
    assert "二、2025年工作安排" in cut(text)


def test_rows_of_a_table_are_units() -> None:
    text = "事项\t责任单位\t时限\n新建公园3个\t市城管局\t2025年6月底前\n改造学校5所\t市教育局\t2025年底前\n"
    assert cut(text) == text.rstrip("\n").split("\n")


def test_rows_of_a_table_are_not_joined_with_what_stands_around_them() -> None:
    rows = [f"新建法律服务站点及调解室共{n}处\t公共法律服务管理科\t12月底前" for n in range(10, 22)]
    text = "\n".join(["重点任务分解如下", *rows, "清渚市司法局", "2024年1月30日"])
    assert [text[p.start : p.end] for p in units.split(text)] == text.split("\n")


def test_lost_line_breaks_are_found_at_the_marks_of_items_where_no_blank_is_left() -> None:
    body = "建成农村公路86公里，改造危桥12座。" * 12
    text = f"一、2024年工作回顾一年来，{body}（一）改善交通。{body}二、2025年工作安排今年的主要任务是：{body}"
    found = cut(text)
    assert found[:2] == ["一、2024年工作回顾", "一年来，建成农村公路86公里，改造危桥12座。"]
    assert {"（一）改善交通。", "二、2025年工作安排", "今年的主要任务是：建成农村公路86公里，改造危桥12座。"} <= set(
        found
    )


def test_industries_that_are_counted_are_no_item_marks() -> None:
    text = "建成农村公路86公里，改造危桥12座。" * 30 + "一、二、三产业分别增长3%、5%、7%。"
    assert len({piece.paragraph for piece in units.split(text)}) == 1


def test_wrapped_lines_with_blank_lines_between_them_are_put_together() -> None:
    sentence = "新建改建农村公路86公里，改造危桥12座，建成充电桩320个；"
    text = "\n\n".join((sentence * 12 + "完工。")[k : k + 24] for k in range(0, len(sentence) * 12 + 3, 24))
    assert cut(text) == [sentence] * 12 + ["完工。"]


def test_a_full_line_of_wrapped_text_goes_on_though_a_sentence_ends_with_it() -> None:
    sentence, width = "新建改建农村公路86公里，改造危桥12座，建成各类充电设施共计约320个左右。", 26
    text = sentence * 12
    lines = [text[k : k + width] for k in range(0, len(text), width)]
    assert any(line.endswith("。") for line in lines[:-1])
    assert {piece.paragraph for piece in units.split("\n".join(lines))} == {0}


def test_sentences_that_ends_of_pages_cut_are_whole_again() -> None:
    halves = [
        (f"改造学校{n}所，增加学位{n}00个。新建农村公", f"路{n}公里，改造危桥{n}座。建成公园{n}处。")
        for n in range(3, 7)
    ]
    text = "\n".join(f"{a}\n\n{b}" for a, b in halves)
    assert [piece for piece in cut(text) if "公路" in piece] == [
        f"新建农村公路{n}公里，改造危桥{n}座。" for n in range(3, 7)
    ]


def test_few_paragraphs_without_a_full_stop_stay_apart() -> None:
    text = "改造学校3所。新建农村公路9公里\n\n建成公园2处。改造危桥6座。"
    assert "新建农村公路9公里" in cut(text)


def test_decimals_number_items_and_amounts_do_not() -> None:
    assert [mark_of(text)[0] for text in ("1.1 完善设施", "1.2.3 完善设施", "2.5 万元的补助", "2.5%以上")] == [
        Mark.SUB,
        Mark.NONE,
        Mark.NONE,
        Mark.NONE,
    ]


def test_a_text_of_which_each_sentence_is_a_line_gets_its_paragraphs_back() -> None:
    parts = [
        ["一、重点任务", f"（{part}）建设交通强市。", *(f"新建农村公路{n}公里。" for n in range(3, 38))]
        for part in "一二三"
    ]
    lines = [line for part in parts for line in part]
    found = units.split("\n".join(lines))
    assert len(found) == len(lines)
    assert len({piece.paragraph for piece in found}) == 2 * len(parts)


def test_paragraphs_of_one_sentence_stay_apart_in_a_short_list() -> None:
    lines = [f"新建农村公路{n}公里。" for n in range(3, 38)]
    assert len({piece.paragraph for piece in units.split("\n".join(lines))}) == len(lines)
