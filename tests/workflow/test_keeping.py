"""Which unit continues which, on free input."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.model import Role, Section, Unit, UnitRow
from tracker.workflow.keeping import continued, share_kept

texts = st.lists(st.text(alphabet="推进建设完成平台法治培训三五期，。12", max_size=12), max_size=12)


def units(lines: list[str], role: Role = Role.COMMITMENT) -> list[Unit]:
    return [Unit(i, i + 1, line, Section.PLAN, role) for i, line in enumerate(lines)]


def rows(lines: list[str], role: Role = Role.COMMITMENT) -> list[UnitRow]:
    return [UnitRow(100 + i, unit) for i, unit in enumerate(units(lines, role))]


@given(texts, texts)
def test_no_kept_unit_is_continued_twice(old: list[str], new: list[str]) -> None:
    found = continued(rows(old), units(new))

    assert len(set(found.values())) == len(found)
    assert set(found) <= set(range(len(new)))
    assert set(found.values()) <= {row.id for row in rows(old)}


@given(st.lists(st.text(alphabet="推进建设完成平台", min_size=1, max_size=8), max_size=10))
def test_an_unchanged_report_keeps_every_unit_in_its_place(lines: list[str]) -> None:
    assert continued(rows(lines), units(lines)) == {i: 100 + i for i in range(len(lines))}


def test_a_unit_that_changes_its_role_keeps_its_id() -> None:
    assert continued(rows(["建成平台一个"]), units(["建成平台一个"], Role.STATEMENT)) == {0: 100}


def test_a_small_edit_continues_and_another_promise_does_not() -> None:
    old = rows(["2023年6月底前建成全市统一的行政执法监督平台", "设立行政复议咨询委员会"])
    new = units(["2023年9月底前建成全市统一的行政执法监督平台", "新建法律服务工作站50个"])

    assert continued(old, new) == {0: 100}


def test_share_kept_compares_promises_and_statements_only() -> None:
    one = units(["甲事项办结", "乙事项办结"])
    assert share_kept(one, one) == 1.0
    assert share_kept(one, units(["丙事项办结"])) == 0.0
    assert share_kept(units(["标题"], Role.HEADING), units(["标题"], Role.HEADING)) == 0.0
