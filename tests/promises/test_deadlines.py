from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import Precision
from tracker.promises import read_promise

P = Precision


@pytest.mark.parametrize(
    ("text", "said", "date", "precision"),
    [
        ("2025年底前建成", "2025年底前", "2025-12-31", P.YEAR),
        ("年底前建成", "年底前", "2025-12-31", P.YEAR),
        ("年内建成", "年内", "2025-12-31", P.YEAR),
        ("今年内建成", "今年内", "2025-12-31", P.YEAR),
        ("今年，将建成", "今年", "2025-12-31", P.YEAR),
        ("力争明年建成", "明年", "2026-12-31", P.YEAR),
        ("到2027年，建成", "2027年", "2027-12-31", P.YEAR),
        ("一季度开工", "一季度", "2025-03-31", P.QUARTER),
        ("第三季度开工", "第三季度", "2025-09-30", P.QUARTER),
        ("上半年开工", "上半年", "2025-06-30", P.HALF),
        ("2026年上半年开工", "2026年上半年", "2026-06-30", P.HALF),
        ("6月底前完成", "6月底前", "2025-06-30", P.MONTH),
        ("六月底完成", "六月底", "2025-06-30", P.MONTH),
        ("６月底前完成", "６月底前", "2025-06-30", P.MONTH),
        ("6月前完成", "6月前", "2025-05-31", P.MONTH),
        ("2月底前完成", "2月底前", "2025-02-28", P.MONTH),
        ("2025年12月31日前完成", "2025年12月31日前", "2025-12-31", P.DAY),
        ("三年内建成", "三年内", "2027-12-31", P.YEARS),
        ("今后五年建成", "今后五年", "2029-12-31", P.YEARS),
        ("6个月内完成", "6个月内", "2025-06-30", P.MONTH),
        ("“十四五”末建成", "“十四五”末", "2025-12-31", P.YEARS),
        ("2021—2025年建成", "2021—2025年", "2025-12-31", P.YEARS),
        ("今明两年解决饮水困难", "今明两年", "2026-12-31", P.YEARS),
        ("用3—5年时间培养人才", "3—5年时间", "2029-12-31", P.YEARS),
        ("养老金今年再提高10%", "今年", "2025-12-31", P.YEAR),
        ("项目10月份投入使用", "10月份", "2025-10-31", P.MONTH),
        ("“十五五”内消除瓶颈路", "“十五五”内", "2030-12-31", P.YEARS),
        ("二〇二六年底建成", "二〇二六年底", "2026-12-31", P.YEAR),
    ],
)
def test_a_deadline_is_the_last_day_that_keeps_it(text: str, said: str, date: str, precision: Precision) -> None:
    deadline = read_promise(text, 2025).deadline
    assert deadline is not None
    assert (deadline.text, deadline.date.isoformat(), deadline.precision) == (said, date, precision)


@pytest.mark.parametrize(
    "text",
    [
        *["完成2024年的任务", "今年是关键之年", "实施三年行动", "“十四五”规划编制", "连续3年下降", "去年底开工的项目"],
        *["近年来", "每年6月开展", "《实施方案（2021—2025年）》", "完善年度考核"],
        "",
    ],
)
def test_other_times_are_no_deadlines(text: str) -> None:
    assert read_promise(text, 2025).deadline is None


def test_the_latest_of_several_counts() -> None:
    deadline = read_promise("6月底前完成设计，年底前开工。", 2025).deadline
    assert deadline is not None
    assert deadline.text == "年底前"


def test_a_span_of_time_that_is_a_deadline_is_no_quantity() -> None:
    promise = read_promise("6个月内完成整改，3个工作日内答复。", 2025)
    assert promise.deadline is not None
    assert [q.text for q in promise.quantities] == ["3个工作日内"]


def test_without_a_year_only_named_years_resolve() -> None:
    assert read_promise("年底前建成", None).deadline is None
    deadline = read_promise("2026年底前建成", None).deadline
    assert deadline is not None
    assert deadline.date == dt.date(2026, 12, 31)


@given(
    st.integers(1990, 2060),
    st.sampled_from(["年底前", "年", "年前", "年上半年", "年第二季度", "年3月底前", "年1月前", "年12月1日前", "年内"]),
)
def test_a_deadline_lies_in_the_year_that_it_names(year: int, form: str) -> None:
    deadline = read_promise(f"到{year}{form}，建成平台", None).deadline
    assert deadline is not None
    assert deadline.date.year == year


PIECES = st.sampled_from(
    [*"0123456789一二三四五十年月日底末前内第“”《》（），。到—", "季度", "半年", "今年", "十四五", "今后", "个月"]
)


@given(
    st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=25).map("".join)),
    st.one_of(st.none(), st.integers(1950, 2100)),
)
def test_any_text_is_read(text: str, promised_for: int | None) -> None:
    deadline = read_promise(text, promised_for).deadline
    assert deadline is None or deadline.text in text
