"""Promises inside the review."""

from __future__ import annotations

import pytest

from tests.parsing.pages import report
from tracker.model import Role, Section
from tracker.parsing import parse
from tracker.parsing.ahead import speaks_ahead


@pytest.mark.parametrize(
    "text",
    [
        "今年，将开展新一轮老旧小区改造。",
        "清渚市博物馆正在筹建。",
        "市法律援助中心新址即将挂牌。",
        "地铁2号线预计年底前建成通车。",
        "项目主体已完工，将于2025年6月投入使用。",
        "下一步，我们将继续推进改革。",
        "二期工程计划明年开工。",
        "第二中学正在加紧建设，预计9月开学。",
        "水厂扩建预计年底前完成主体工程。",
        "水厂扩建预计投入使用后日供水3万吨。",
    ],
)
def test_what_is_still_to_come(text: str) -> None:
    assert speaks_ahead(text)


@pytest.mark.parametrize(
    "text",
    [
        "将法治建设纳入考核，开展督察3次。",
        "坚持将群众满意作为标准，办结事项86件。",
        "出台《关于今年将开展的专项行动的通知》。",
        "全年建成公路86公里，超出计划3公里。",
        "在将近一年的时间里，完成改造42处。",
        "今年以来，共办理案件320件。",
        "预计2024年地区生产总值增长6%。",
        "社会消费品零售总额预计完成84亿元，同比增长9%。",
        "全年生产总值预计达到310亿元。",
    ],
)
def test_what_was_done(text: str) -> None:
    assert not speaks_ahead(text)


def test_it_stays_a_statement_and_is_marked() -> None:
    coming = "市民中心主体工程已经封顶，将于2025年6月投入使用。"
    parsed = parse(report().replace("（二）民生保障", f"{coming}\n（二）民生保障"))
    (unit,) = [unit for unit in parsed.units if unit.text == coming]
    assert (unit.section, unit.role, unit.ahead) == (Section.DONE, Role.STATEMENT, True)
    assert sum(unit.ahead for unit in parsed.units) == 1
