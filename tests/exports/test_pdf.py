"""The PDF: pages as they are printed, text as it is searched, lines broken as Chinese is."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.engine import open_database
from tests.conftest import Run
from tests.db import making
from tests.exports import selection
from tests.exports.test_forms import pdf_text, squeezed, written
from tracker import words
from tracker.exports.pdf_pages import breaks
from tracker.model import Role, Status

# Lines -------------------------------------------------------------------------------------------

TEXTS = st.text(alphabet="承诺事项落实，。；：「」（）《》10%ab-. ", max_size=80)


@given(TEXTS, st.integers(1000, 20_000))
def test_lines_hold_the_whole_text_and_are_no_wider_than_asked(text: str, width: int) -> None:
    ends = [0, *accumulate(1000 if c > "\u2e80" else 500 for c in text)]
    lines = breaks(text, ends, width)

    assert "".join(text[a:b] for a, b in lines).replace(" ", "") == text.replace(" ", "")
    for start, end in lines:
        assert ends[end] - ends[start] <= width or end - start == 1


@pytest.mark.parametrize(
    ("text", "characters", "lines"),
    [
        ("承诺事项落实，已经完成。", 6, ["承诺事项落", "实，已经完", "成。"]),
        ("每年举办《条例》培训", 5, ["每年举办", "《条例》培", "训"]),
        ("增长10.5%以上", 4, ["增长", "10.5%以", "上"]),
        ("suggestion, 70% sure", 6, ["suggestion,", "70% sure"]),
        ("suggestion", 2, ["sugg", "esti", "on"]),
        ("。。。。", 2, ["。。", "。。"]),
        ("", 5, [""]),
    ],
)
def test_lines_break_where_they_may(text: str, characters: int, lines: list[str]) -> None:
    ends = [0, *accumulate(1000 if c > "\u2e80" else 500 for c in text)]
    assert [text[a:b].rstrip() for a, b in breaks(text, ends, 1000 * characters)] == lines


# Pages -------------------------------------------------------------------------------------------


@pytest.fixture(params=["en", "zh"])
def kept(request: pytest.FixtureRequest, tracker: Run, tmp_path: Path) -> Run:
    """A selection of several pages, asked in one language."""
    selection.build(tmp_path / "test.db", copies=6)

    def run(*args: object) -> object:
        return tracker("--lang", request.param, *args)

    return run


def pages(data: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            yield page.get_textpage().get_text_bounded()
    finally:
        document.close()


def test_every_page_has_its_number_and_every_page_of_rows_the_headings(kept: Run, tmp_path: Path) -> None:
    found = list(map(squeezed, pages(written(kept, tmp_path / "out.pdf"))))

    assert len(found) > 5
    for number, text in enumerate(found, 1):
        assert squeezed(words.say("exports.paper.page", page=number, pages=len(found))) in text
    headings = squeezed("".join(words.say(f"exports.column.{key}") for key in ("text", "evidence", "status")))
    rows = ["举办执法培训班" in text or "应急预案" in text for text in found]
    assert sum(rows) > 3
    assert rows == [headings in text for text in found], "nor do they stand where no row follows them"


def test_each_report_has_an_entry_that_leads_to_its_page(kept: Run, tmp_path: Path) -> None:
    data = written(kept, tmp_path / "out.pdf")
    texts = list(map(squeezed, pages(data)))
    document = pypdfium2.PdfDocument(data)
    try:
        entries = [(mark.level, mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
    finally:
        document.close()

    reports = [(title, at) for level, title, at in entries if level == 0]
    assert len(reports) == 5  # two of each issuer, and the list of those that were read
    assert len([1 for level, *_ in entries if level == 1]) >= 4
    for title, at in reports:
        assert squeezed(title) in texts[at]


def test_a_row_longer_than_a_page_loses_nothing(tracker: Run, tmp_path: Path) -> None:
    engine = open_database(str(tmp_path / "test.db"))
    plan = "推进" + "、".join(f"第{n}项实事" for n in range(900)) + "。"
    first = making.keep(engine, making.parsed(2022, plan=[plan, "修订条例。"])).report
    done = making.keep(engine, making.parsed(2023, done=[f"已{plan}"])).report
    (long, _), said = (
        making.units(engine, key, role).values() for key, role in ((first, Role.COMMITMENT), (done, Role.STATEMENT))
    )
    making.match(engine, first, done, making.follow_up(long, Status.FOLLOWED_UP, list(said)))

    found = list(map(squeezed, pages(written(tracker, tmp_path / "out.pdf"))))
    middle = [n for text in found for n in map(int, re.findall(r"第(\d+)项实事", text))]
    assert sorted(set(middle)) == list(range(900))
    assert sum("实事" in text for text in found) > 2
    assert "修订条例。" in "".join(found)


def test_a_character_without_a_glyph_can_still_be_found(tracker: Run, tmp_path: Path) -> None:
    engine = open_database(str(tmp_path / "test.db"))
    making.keep(engine, making.parsed(2022, plan=["整治𬇕水河与😀广场。"]))

    assert "整治𬇕水河与😀广场。" in squeezed(pdf_text(written(tracker, tmp_path / "out.pdf")))


def test_it_carries_only_the_glyphs_that_it_shows(kept: Run, tmp_path: Path) -> None:
    data = written(kept, tmp_path / "out.pdf")

    assert b"/FontFile3" in data
    assert b"NotoSansSC" in data
    assert len(data) < 400_000, "the whole font takes eight megabytes"


def test_its_letters_are_drawn(kept: Run, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(io.BytesIO(written(kept, tmp_path / "out.pdf")))
    try:
        page = document[0]
        high = page.get_height()
        shown = page.render(scale=2, grayscale=True).to_numpy()
        text = page.get_textpage()
        drawn = set()
        for at in range(20):
            left, low, right, top = (round(2 * x) for x in text.get_charbox(at))
            box = shown[round(2 * high) - top : round(2 * high) - low, left:right]
            if text.get_text_range(at, 1).strip():
                assert (box < 128).any(), text.get_text_range(at, 1)
                drawn.add(box.tobytes())
        assert len(drawn) > 6, "each character has a glyph of its own"
    finally:
        document.close()
