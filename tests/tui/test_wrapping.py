"""Lines of Chinese, Latin and mixed text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from tracker.tui.wrapping import wrapped


def lines(text: str, width: int) -> list[str]:
    return [line.plain for line in wrapped(Content(text), width)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("把握 社会消费品零售总额", ["把握 社会", "消费品零售", "总额"]),
        ("推进政务好。做好", ["推进政务", "好。做好"]),
        ("完成修订《条例》", ["完成修订", "《条例》"]),
        ("建成12345热线", ["建成12345", "热线"]),
        ("共 3.5 km done", ["共 3.5 km", "done"]),
        ("a\n\nb", ["a", "", "b"]),
        ("abcdefghij kl", ["abcdefghij", "kl"]),
        ("x" * 12, ["x" * 10, "xx"]),
        ("", [""]),
    ],
)
def test_lines_are_full_and_begin_with_no_mark(text: str, found: list[str]) -> None:
    assert lines(text, 10) == found


@given(st.text(st.sampled_from("政务公开，。（）《》“”12a %　 \n…—é👩‍👧")), st.integers(2, 30))
def test_nothing_is_lost_and_nothing_too_wide(text: str, width: int) -> None:
    found = wrapped(Content(text), width)
    assert "".join("".join(line.plain for line in found).split()) == "".join(text.split())
    assert all(line.cell_length <= width for line in found)


def test_styles_stay_with_their_words() -> None:
    content = Content.assemble("推进政务", ("公开工作", "bold"), "，建成热线")
    found = wrapped(content, 14)
    assert [line.plain for line in found] == ["推进政务公开工", "作，建成热线"]
    assert [line.plain[span.start : span.end] for line in found for span in line.spans] == ["公开工", "作"]
