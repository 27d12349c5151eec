"""A numbered piece is a promise or result of its own when it counts something, or when nothing follows under it."""

from __future__ import annotations

import pytest

from tests.reports import SECOND
from tracker.model import Role
from tracker.parsing import parse


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("（一）继续推动公证服务事项实现“一网通办”，2024年底前上线在线办证平台。", Role.COMMITMENT),
        ("（二）举办行政执法培训班10期。", Role.COMMITMENT),
        ("（二）规范执法行为。", Role.HEADING),
        ("三、2024年工作打算", Role.HEADING),
    ],
)
def test_a_numbered_piece_that_says_something_itself_is_no_heading(text: str, role: Role) -> None:
    assert {unit.text: unit.role for unit in parse(SECOND).units}[text] is role


def test_each_of_several_numbered_pieces_in_one_paragraph_is_one() -> None:
    pieces = ["一是规范执法行为；", "二是夯实工作基础；", "三是提升服务水平。"]
    below = "（二）举办行政执法培训班10期。"
    parsed = parse(SECOND.replace(below, f"{''.join(pieces)}\n{below}"))
    assert [unit.role for unit in parsed.units if unit.text in pieces] == [Role.COMMITMENT] * 3
