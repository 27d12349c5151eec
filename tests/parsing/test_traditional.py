"""Reports in traditional characters are read as those in simplified ones; what is stored stays as it was written."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tracker.characters import simplified
from tracker.model import Role, Section
from tracker.parsing import parse
from tracker.promises import find_quantities, read_promise

REPORT = """清渚市環境保護局2022年度工作報告
一、2022年工作執行情形
（一）空氣品質改善。全年細懸浮微粒平均濃度降至14.2微克，汰換老舊機車3萬2,150輛。
（二）垃圾減量。資源回收率達58.6%，設置回收站120處。
（三）水污染防治。完成清渚溪整治工程，稽查事業單位1,250家次。
二、檢討與困難
人力不足，設備老舊。
三、2023年工作計畫
（一）推動電動機車汰換計畫，補助民眾汰換2萬輛。
（二）興建再利用廠1座，於2023年12月底前完工。
（三）辦理環境教育活動100場次。
"""


def test_a_report_in_traditional_characters() -> None:
    parsed = parse(REPORT)

    assert parsed.identity.issuer == "清渚市环境保护局"
    assert parsed.identity.title == "清渚市環境保護局2022年度工作報告"
    assert parsed.identity.year == 2022
    assert all(REPORT[unit.start : unit.end] == unit.text for unit in parsed.units)
    assert [unit.text for unit in parsed.units if unit.role is Role.COMMITMENT] == REPORT.split("\n")[-4:-1]
    assert sum(unit.role is Role.STATEMENT for unit in parsed.units) == 3
    assert next(unit.section for unit in parsed.units if "人力" in unit.text) is Section.PROBLEMS


def test_quantities_and_deadlines_in_traditional_characters() -> None:
    (bought,) = find_quantities("補助民眾汰換2萬輛。")
    assert (bought.value, bought.unit, bought.text) == (Decimal(20_000), "辆", "2萬輛")

    promise = read_promise("（二）興建再利用廠1座，於2023年12月底前完工。", 2023)
    assert promise.deadline is not None
    assert promise.deadline.date.isoformat() == "2023-12-31"


@given(st.text())
def test_places_stay(text: str) -> None:
    assert len(simplified(text)) == len(text)


def test_simplified_text_with_a_rare_name_is_left_alone() -> None:
    text = "建成昇平路改造工程，完成著作权登记260件，" * 3
    assert simplified(text) is text
