"""The sanitiser and the joining of lines that a file breaks."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.text import cell_width, clean, fit, join_lines, nfkc, one_line


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("示范村3\n0个", "示范村30个"),
        ("建设示范\n村30个", "建设示范村30个"),
        ("the rule\nof law", "the rule of law"),
        ("5G\nbase", "5G base"),
        ("增长 \n\u3000\u30008%", "增长8%"),
    ],
)
def test_a_line_that_a_file_broke_is_whole_again(broken: str, whole: str) -> None:
    assert join_lines(broken) == whole


@given(st.text())
def test_clean_text_stays_as_it_is(text: str) -> None:
    once, _ = clean(text)

    assert clean(once) == (once, 0)
    assert not any(c in once for c in "\x00\x1b\x9b\u202e\u200b\r")


@given(st.text(), st.integers(min_value=1, max_value=40))
def test_fit_takes_exactly_so_many_cells(text: str, cells: int) -> None:
    line = one_line(clean(text)[0])

    assert cell_width(fit(line, cells)) == cells


@given(st.text(st.characters(codec="utf-8")) | st.text("政府报告，。：；“”《》—…·①０９ＡＺ（）％ \u3000aZ~"))
def test_nfkc_is_that_of_unicode(text: str) -> None:
    assert nfkc(text) == unicodedata.normalize("NFKC", text)
