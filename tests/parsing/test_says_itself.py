"""A numbered piece is a promise or result of its own when it counts something, or when nothing follows under it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.parsing.pages import PLAN, report
from tests.reports import SECOND
from tracker.model import Role
from tracker.parsing import parse
from tracker.parsing.features import Seen
from tracker.parsing.roles import Model, Scores, shipped


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


class _TakesShortForHeadings(Model):
    """The shipped model, but every short sentence sounds like a heading to it."""

    def __init__(self) -> None:
        self._shipped = shipped()

    def score(self, seen: Seen) -> Scores:
        scores = self._shipped.score(seen)
        short = np.array([len(body) <= 12 for body in seen.bodies])
        said = (np.where(short, -1.0, of) for of in (scores.statement, scores.commitment))
        return Scores(scores.sections, *said, np.where(short, 1.0, scores.heading))


def test_a_bare_sentence_that_nothing_stands_under_is_an_item() -> None:
    above, details = "推动消费回升。", "促进汽车消费，大力解决停车难问题，完善停车收费办法。"
    bare = ["发展养老托幼。", "发展健康产业。", "改造提升步行街。"]
    paragraph = f"{above}{details}{''.join(bare[:2])}{details}{bare[2]}"
    parsed = parse(report().replace(PLAN[0], paragraph).replace(PLAN[1], ""), _TakesShortForHeadings())
    roles = {unit.text: unit.role for unit in parsed.units}
    assert roles[above] is Role.HEADING
    assert roles[bare[0]] is Role.COMMITMENT
    assert roles[bare[1]] is Role.HEADING
    assert roles[bare[2]] is Role.COMMITMENT


def test_a_numbered_sentence_that_begins_a_paragraph_stands_above_what_follows() -> None:
    above = "（一）坚持民生为大，增进百姓福祉。"
    parsed = parse(report().replace("（一）完善基础设施。", above))
    found = {unit.text: unit for unit in parsed.units}
    assert found[above].role is Role.HEADING
    assert found[PLAN[0]].heading == above
