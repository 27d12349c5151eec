"""Text files in the encodings that people have, Markdown and tables."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.conftest import Read
from tests.reports import FIRST
from tracker.errors import ReadError
from tracker.reading.furniture import without_furniture


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("gb18030", b""),
        ("gbk", b""),
    ],
)
def test_every_encoding_gives_the_same_text(read: Read, encoding: str, mark: bytes) -> None:
    document = read(mark + FIRST.encode(encoding))

    assert document.text == FIRST
    assert document.format == "txt"
    assert document.removed == 0
    assert document.warnings == ()


def test_a_rare_character_of_gb18030_is_kept(read: Read) -> None:
    text = FIRST.replace("清渚", "㙍𠮷镕")
    assert read(text.encode("gb18030")).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_a_copy_cut_off_inside_a_character_is_read_with_a_warning(read: Read, encoding: str) -> None:
    document = read((FIRST[:400] + "法").encode(encoding)[:-1])

    assert document.text == FIRST[:400] + "\ufffd"
    assert len(document.warnings) == 1
    assert "could not be decoded" in str(document.warnings[0])


def test_line_breaks_written_out_are_line_breaks(read: Read) -> None:
    assert read(FIRST.replace("\n", "\\r\\n")).text.split() == FIRST.split()
    assert read(FIRST.replace("\n", "\\n")).text.split() == FIRST.split()


@pytest.mark.parametrize("ends", ["\n", "\r\n", r"\r\n", ""])
def test_blanks_that_became_question_marks_are_blanks(read: Read, ends: str) -> None:
    lines = ["一、2024年工作回顾", "建成公园3个。", "二、2025年工作安排", "建成公园5个。"]
    document = read(ends.join(f"????{line}" for line in lines).encode())
    assert document.text.replace("\u3000", " ").split() == lines


def test_a_question_is_no_blank(read: Read) -> None:
    text = "怎么看??怎么干??\n一、2024年工作回顾\n"
    assert read(text.encode()).text == text


def test_other_escapes_are_undone_with_them(read: Read) -> None:
    text = r"一、\t甲\r\n二、\"乙\"\r\n\n三、丙\\丁\nGDP"
    assert read(text).text == '一、\t甲\n二、"乙"\n\n三、丙\\丁\nGDP'


def test_a_path_is_not_taken_for_line_breaks(read: Read) -> None:
    assert "D:\\reports\\new" in read(FIRST + "文件存放于D:\\reports\\new。\n").text


def test_what_acts_on_a_terminal_is_taken_out_and_counted(read: Read) -> None:
    document = read(FIRST.replace("清渚市", "清\u202e渚\x1b[31m市\ufeff", 1))

    assert document.text == FIRST.replace("清渚市", "清渚[31m市", 1)
    assert document.removed == 3


def test_noise_is_refused(read: Read) -> None:
    with pytest.raises(ReadError, match=r"report\.txt: is no text.*save it as UTF-8"):
        read(bytes(range(256)) * 40)


def test_markdown_loses_its_marks_and_keeps_its_numbers(read: Read) -> None:
    document = read(
        "# 清渚市司法局2023年工作报告\n\n## 一、工作情况\n\n1. **完成**立法*12件*，见[目录](https://x.example/)。\n"
        "2. 培训\\*人员\\*3_000人次。\n\n> 引文\n\n- 其他\n\n"
        "| 事项 | 责任单位 | 时限 |\n|---|:--|--|\n| 修订办法 | 法制科 | 6月底 |\n\n"
        "---\n\n```\n原样\n```\n",
        "报告.md",
    )

    assert document.format == "md"
    assert [line for line in document.text.split("\n") if line.strip()] == [
        "清渚市司法局2023年工作报告",
        "一、工作情况",
        "1. 完成立法12件，见目录。",
        "2. 培训*人员*3_000人次。",
        "引文",
        "其他",
        "事项\t责任单位\t时限",
        "修订办法\t法制科\t6月底",
        "原样",
    ]


def test_a_table_of_values_is_rows_of_cells(read: Read) -> None:
    document = read('事项,责任单位,时限\n"修订办法，\n完善目录",法制科,2024年6月\n'.encode("gb18030"), "tasks.csv")

    assert document.format == "csv"
    assert document.text == "事项\t责任单位\t时限\n修订办法， 完善目录\t法制科\t2024年6月"


def test_a_text_cut_into_its_sentences_is_one_text(read: Read) -> None:
    lines = [line for line in FIRST.split("\n") if line]
    rows = [
        "序号,原文,原文清洗,Translation,动作",
        *(f'{n},"{line}","{line}","the, line {n}",无需' for n, line in enumerate(lines)),
    ]
    document = read("\n".join(rows), "对齐.csv")

    assert document.text.split("\n") == [line.strip() for line in lines]
    assert tuple(map(str, document.warnings)) == (
        "column 2 (原文) holds the text and is read alone; the other columns are left out",
    )


def test_a_long_table_of_tasks_keeps_its_columns(read: Read) -> None:
    rows = ["任务,责任单位,时限", *(f"修订第{n}号办法，完善目录。,法制科,6月底" for n in range(30))]
    document = read("\n".join(rows), "任务.csv")

    assert document.text.split("\n")[1] == "修订第0号办法，完善目录。\t法制科\t6月底"
    assert document.warnings == ()


PAGES = "一、工作情况。完成立法项目3件，审查合\n{}同215份。\n二、工作安排。开展执法检查\n{}4次。\n"


@pytest.mark.parametrize(
    "ends",
    [
        ("— 1 —\n\n云政文〔2022〕3号\n", "— 2 —\n\n云政文〔2022〕3号\n"),
        ("\n- 1 -\n\n", "\n- 2 -\n\n"),
        ("第 1 页 共 9 页\n", "第 2 页 共 9 页\n"),
        ("年报第2页\n\n2/30\n", "年报第3页\n\n3/30\n"),
    ],
    ids=["dashes", "blanks", "words", "slashes"],
)
def test_numbers_and_heads_of_pages_are_left_out(read: Read, ends: tuple[str, str]) -> None:
    document = read(PAGES.format(*ends))

    assert document.text.strip() == PAGES.format("", "").strip()
    assert len(document.warnings) == 1
    assert "left out" in str(document.warnings[0])


def test_bare_numbers_are_those_of_pages_only_if_a_page_lies_between() -> None:
    lines = [f"第{n}项任务，由法制科负责完成。" for n in range(1, 41)]
    pages = "".join(f"{line}\n" if n % 10 else f"{line}\n{n // 10}\n" for n, line in enumerate(lines, 1))
    assert without_furniture(pages) == ("\n".join(lines), 4)
    items = "".join(f"{n}\n{line}\n" for n, line in enumerate(lines, 1))
    assert without_furniture(items) == (items, 0)


@given(
    st.lists(
        st.sampled_from(["正文一句。", "", "云政文〔2022〕3号", "- 1 -", "- 2 -", "- 3 -", "4", "第5页", "　"]),
        max_size=30,
    )
)
def test_nothing_but_lines_that_number_or_repeat_is_left_out(lines: list[str]) -> None:
    text, gone = without_furniture("\n".join(lines))
    kept = [line for line in text.split("\n") if line.strip()]
    assert kept.count("正文一句。") + gone >= lines.count("正文一句。")
    assert len(kept) + gone == sum(bool(line.strip()) for line in lines)
    rest = iter(lines)
    assert all(line in rest for line in kept)
