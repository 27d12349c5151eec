"""PDF files: paragraphs as they were before they were set, and tables as rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.conftest import Read
from tests.reading.making import Pdf
from tests.reports import FIRST
from tracker.errors import ReadError
from tracker.reading.grid import Grid, rows_of
from tracker.reading.gutters import Word, find_open_tables

LINES = [line.strip() for line in FIRST.split("\n") if line.strip()]


def test_wrapped_lines_are_paragraphs_again(read: Read) -> None:
    pdf = Pdf().title(LINES[0])
    for line in LINES[1:]:
        pdf.paragraph(line)
    document = read(pdf.done(), "报告.pdf")

    assert document.format == "pdf"
    assert document.warnings == ()
    assert document.text.split("\n") == LINES


def test_heads_and_page_numbers_are_left_out(read: Read) -> None:
    pdf = Pdf(head="清渚市司法局文件")
    for line in LINES * 3:
        pdf.paragraph(line)

    assert read(pdf.done(), "报告.pdf").text.split("\n") == LINES * 3


def test_a_table_of_tasks_is_rows_of_cells(read: Read) -> None:
    rows = [
        [["事项"], ["责任单位"], ["时限"]],
        [["修订清渚市行政执法", "监督办法"], ["法制科"], ["2024年6月", "底前"]],
        [["开展培训"], [""], ["全年"]],
    ]
    pdf = Pdf().paragraph("任务分工如下：").table(rows, [180, 90, 90]).paragraph("请抓好落实。")

    assert read(pdf.done(), "报告.pdf").text.split("\n") == [
        "任务分工如下：",
        "事项\t责任单位\t时限",
        "修订清渚市行政执法监督办法\t法制科\t2024年6月底前",
        "开展培训\t\t全年",
        "请抓好落实。",
    ]


@pytest.mark.parametrize("numbered", [True, False])
def test_a_table_of_tasks_without_rules_is_rows_of_cells(read: Read, numbered: bool) -> None:
    rows = [
        [["序号"], ["类别"], ["工作任务"], ["责任单位"], ["完成时限"]],
        [["1"], ["立法"], ["修订清渚市行政执法", "监督办法"], ["法制科"], ["2024年6月", "底前"]],
        [["2"], ["普法"], ["举办宪法宣传周活动"], ["普法科、", "办公室"], ["12月"]],
        [["3"], ["公证"], ["编制公证服务规划"], [""], ["全年"]],
    ]
    pdf = (
        Pdf()
        .paragraph("任务分工如下：")
        .table([row[not numbered :] for row in rows], [40, 60, 150, 90, 90][not numbered :], ruled=False)
    )
    pdf.paragraph("请各科室按照任务分工抓好落实，每月底前报送进展情况，办公室定期督查通报。", indent=0)

    assert read(pdf.done(), "报告.pdf").text.split("\n") == [
        "任务分工如下：",
        *("\t".join("".join(cell) for cell in row[not numbered :]) for row in rows),
        "请各科室按照任务分工抓好落实，每月底前报送进展情况，办公室定期督查通报。",
    ]


def test_figures_without_rules_are_lines_of_text(read: Read) -> None:
    rows = [[["指标"], ["上年"], ["本年"]], [["改造小区"], ["30"], ["36"]], [["加装电梯"], ["40"], ["41"]]]
    text = read(Pdf().table(rows, [180, 90, 90], ruled=False).done(), "报告.pdf").text
    assert "\t" not in text
    assert "改造小区" in text


WORDS = st.builds(
    lambda text, left, width, bottom, height: Word(text, left, left + width, bottom, bottom + height),
    st.sampled_from(["序号", "工作任务", "责任单位", "时限", "1", "2", "三", "修订办法", "法制科"]),
    st.integers(0, 500),
    st.integers(0, 200),
    st.integers(0, 700),
    st.integers(0, 20),
)


@given(st.lists(WORDS, max_size=40))
def test_any_words_give_tables_with_a_place_for_every_cell(words: list[Word]) -> None:
    for grid in find_open_tables(words):
        assert grid.rows == sorted(grid.rows)
        assert grid.columns == sorted(grid.columns)
        assert len(grid.anchors) == (len(grid.rows) - 1) * (len(grid.columns) - 1)


def test_a_page_without_text_is_said(read: Read) -> None:
    pdf = Pdf()
    pdf.paragraph(LINES[2])
    pdf._canvas.showPage()
    pdf._canvas.rect(10, 10, 100, 100)
    document = read(pdf.done(), "报告.pdf")

    assert document.text == LINES[2]
    assert tuple(map(str, document.warnings)) == ("no text on page 2: empty or a scan, check what it holds",)


def test_what_cannot_be_read_is_said(read: Read) -> None:
    whole = Pdf().paragraph(LINES[2]).done()
    blank = Pdf()
    blank._canvas = type(blank._canvas)(blank._out)
    blank._canvas.rect(10, 10, 100, 100)
    for content, said in [
        (Pdf(encrypt="secret").paragraph("文").done(), "password"),
        (blank.done(), "scan.*OCR"),
        (whole[:200], "damaged"),
        (b"%PDF-1.7\nnothing here", "damaged"),
    ]:
        with pytest.raises(ReadError, match=rf"报告\.pdf: .*{said}"):
            read(content, "报告.pdf")


def test_a_cell_of_a_ruled_table_that_says_who_stands_in_each_row_that_it_spans() -> None:
    columns, rows = [0.0, 50.0, 100.0], [0.0, 20.0, 40.0, 60.0]
    anchors = {(row, column): (row, column) for row in range(3) for column in range(2)} | {(2, 1): (1, 1)}
    cells = {(0, 0): "任务", (0, 1): "责任单位", (1, 0): "修订办法", (1, 1): "法制科", (2, 0): "评查案卷"}

    assert rows_of(Grid(columns, rows, anchors), cells) == ["任务\t责任单位", "修订办法\t法制科", "评查案卷\t法制科"]


def test_short_paragraphs_that_fill_no_line_stay_apart(read: Read) -> None:
    lines = [
        "全年新增就业岗位共三千多个。",
        "加装电梯四十一部，更新管道。",
        "改造老旧小区，惠及居民八千户。",
        "新建公园三处，种树九千棵，修路十二里。",
        "资金不足，管理水平还不高，少数居民仍有意见。",
    ]
    pdf = Pdf()
    for line in lines:
        pdf.paragraph(line, indent=0)

    assert read(pdf.done(), "报告.pdf").text.split("\n") == lines


def test_what_a_browser_prints_around_a_page_is_left_out(read: Read) -> None:
    pdf = Pdf()
    for number, half in enumerate((LINES[1:7], LINES[7:12]), 1):
        pdf.paragraph("2025/1/16 18:25", indent=0)
        for line in half:
            pdf.paragraph(line)
        pdf.paragraph(f"https://www.example.org/2025/t1.html {number}/2", indent=0)
        if number == 1:
            pdf.new_page()

    assert read(pdf.done(), "报告.pdf").text.split("\n") == LINES[1:12]


def test_a_short_line_that_ends_a_page_does_not_run_into_the_next_one(read: Read) -> None:
    pdf = Pdf().paragraph(LINES[2] * 3).paragraph("清渚市司法局").new_page().paragraph("2025年1月16日", indent=0)

    assert read(pdf.done(), "报告.pdf").text.split("\n") == [LINES[2] * 3, "清渚市司法局", "2025年1月16日"]
