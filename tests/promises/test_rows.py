"""Rows of tables of tasks: the cells beside the work are bound to it."""

from __future__ import annotations

import datetime as dt

import pytest

from tracker.promises import cells_beside, read_promise


@pytest.mark.parametrize(
    ("row", "bodies", "due", "parts"),
    [
        ("新建安置帮教基地5个\t社区矫正管理科\t全年", ("社区矫正管理科",), (12, 31), [("新建", "安置帮教基地")]),
        ("2\t修订《养犬办法》\t立法一科\t2025年6月底前", ("立法一科",), (6, 30), [("修订", "《养犬办法》")]),
        (
            "新建口袋公园12个，改造公厕8座\t市城管局（牵头）、各区人民政府\t三季度",
            ("市城管局", "各区人民政府"),
            (9, 30),
            [("新建", "口袋公园"), ("改造", "公厕")],
        ),
        (
            "修订办法\t责任单位：市司法局，配合单位：市财政局\t持续推进",
            ("市司法局", "市财政局"),
            None,
            [("修订", "办法")],
        ),
        ("建成文化公园\t新建停车场3个\t市城管局", ("市城管局",), None, [("建成", "文化公园"), ("新建", "停车场")]),
        ("建设经开区\t建设示范区\t12月", (), (12, 31), [("建设", "经开区"), ("建设", "示范区")]),
    ],
)
def test_a_row(row: str, bodies: tuple[str, ...], due: tuple[int, int] | None, parts: list[tuple[str, str]]) -> None:
    promise = read_promise(row, 2025)
    assert promise.bodies == bodies
    assert (promise.deadline and promise.deadline.date) == (due and dt.date(2025, *due))
    assert [(part.verb, part.object) for part in promise.parts] == parts
    assert all(row[q.start : q.end] == q.text for q in promise.quantities)


def test_sentences_of_a_cell_share_the_cells_beside_it() -> None:
    text = "标题\n1\t修订办法；开展轮训3期。\t市司法局\t6月底前\n2\t其他\t市教育局\t年底前"
    for sentence in ("修订办法；", "开展轮训3期。"):
        start = text.index(sentence)
        cells = cells_beside(text, start, start + len(sentence))
        assert cells == ("1", "市司法局", "6月底前")
        promise = read_promise(sentence, 2025, cells=cells)
        assert promise.bodies == ("市司法局",)
        assert promise.deadline is not None
        assert promise.deadline.date == dt.date(2025, 6, 30)
    assert cells_beside(text, 0, 2) == ()
