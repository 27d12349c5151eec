"""Deadlines as Chinese plans write them, resolved against the year that the plan is for.

Grammar: [year] [month [day] | quarter | half] [底 末 内 前 …], a span (三年内, 今后五年), a five-year plan
(“十四五”末), the end of a run of years (2021—2025年). A year or month counts as a deadline only where it is bound
(到2027年, 6月底前, 年内) or opens its clause (今年，…; 2025年，…): elsewhere it dates something else (2024年的任务).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from tracker.model import Deadline, Precision
from tracker.promises.numerals import NARROW, value_of

_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_YEAR = r"(?P<year>(?:19|20)\d\d|[二一][〇零○九][〇零○一二三四五六七八九]{2})年?(?<=[年度\d〇零○一二三四五六七八九])"
_RELATIVE = r"(?P<relative>今年|本年度?|当年|明年|后年|年)"
_END = r"(?P<end>年?(?:底|末)|内|之内|以内|中|初|[上中下]旬|份)?(?P<before>之前|以前|前|内|止)?"
_DEADLINE = re.compile(
    rf"(?:(?P<run>(?:19|20)\d\d年?(?:--|——|[-–—~至到])(?P<to>(?:19|20)\d\d)年)"
    rf"|“?(?P<plan>十[一二三四五六七八九]?|二十)五”?(?P<plan_end>时期末|规划期末|规划末|期末|末|期间|时期)"
    rf"|(?P<span>(?:今后|未来|接下来的?|下一步)?(?P<long>{_N})(?:(?P<unit>个月|年)(?:之内|以内|内|时间内?|左右时间)|(?P<years>年)(?=[，,内]))"
    rf"|(?:今后|未来)(?P<coming>{_N})年)"
    rf"|本届(?:政府)?任期内?"
    rf"|(?:(?P<year>(?:19|20)\d\d|[二一][〇零○九][〇零○一二三四五六七八九]{{2}})年|(?P<relative>今年|本年度?|明年|后年|年))?"
    rf"(?:(?:第(?P<quarter>[一二三四1-4])|(?P<quarter2>[一二三四1-4])|(?P<first>首))个?季度|(?P<half>[上下])半年"
    rf"|(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:(?P<day>[12]\d|3[01]|0?[1-9])[日号])?)?"
    rf"(?P<end>度?(?:底|末)|份?(?:底|末)|之内|以内|内|[上中下]旬|份)?(?P<before>之前|以前|前|止)?)"
)
_CLOSED = re.compile(r"《[^《》\n]{0,80}》|[（(][^（()）\n]{0,12}[)）]")
_BOUND = re.compile(r"(?:力争|争取|确保|计划|预计|要|应|须|必须|务必|将|拟)?(?:到|至|截至|截止到?|于|在|赶在)?$")
_DATES_SOMETHING_ELSE = ("的", "是", "度", "以来", "初", "工作", "发展")
_NOT_AFTER = frozenset("去上往每近前历全")
"""Letters before a date that make it a past or a recurring one: 去年底, 每年6月."""
_OPENS = frozenset("，。；：、！？,;:\n （(")
_CHINESE_YEAR = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}


@dataclass(frozen=True, slots=True)
class Found:
    """A deadline and where it stands."""

    start: int
    end: int
    deadline: Deadline


def find_deadlines(text: str, promised_for: int | None) -> tuple[Found, ...]:
    """The deadlines of a text in order.

    Args:
        text: one unit.
        promised_for: the year the plan is for; without it only deadlines that name their year are found.

    """
    if not any(c in text for c in "年月季末内"):
        return ()
    narrow = text.translate(NARROW)
    closed = [match.span() for match in _CLOSED.finditer(narrow)]
    found = []
    for match in _DEADLINE.finditer(narrow):
        start, end = match.span()
        if end - start < 2 or any(a < start and end <= b for a, b in closed):
            continue
        try:
            read = _read(match, narrow, promised_for)
        except (ValueError, OverflowError):
            continue
        if read is not None:
            found.append(Found(start, end, Deadline(text[start:end], *read)))
    return tuple(found)


def latest(found: tuple[Found, ...]) -> Deadline | None:
    """The last of several deadlines: the day by which all of a unit has to be done."""
    return max((f.deadline for f in found), key=lambda d: d.date, default=None)


Read = tuple[dt.date, Precision]


def _read(match: re.Match[str], text: str, promised_for: int | None) -> Read | None:
    if match["run"]:
        return _last(int(match["to"])), Precision.YEARS
    if match["plan"]:
        return _last(1955 + 5 * int(value_of(match["plan"]))), Precision.YEARS
    if match["span"] or match[0].startswith("本届"):
        return _span(match, promised_for)
    year = _year(match, promised_for)
    if year is None or not _binds(match, text):
        return None
    if match["month"]:
        return _month(year, match)
    quarter = match["quarter"] or match["quarter2"] or ("一" if match["first"] else None)
    if quarter:
        month = int(value_of(quarter)) * 3
        return _month_end(year, month), Precision.QUARTER
    if match["half"]:
        return _month_end(year, 6 if match["half"] == "上" else 12), Precision.HALF
    return _last(year), Precision.YEAR


def _year(match: re.Match[str], promised_for: int | None) -> int | None:
    written = match["year"]
    if written:
        return int("".join(_CHINESE_YEAR.get(c, c) for c in written))
    if promised_for is None:
        return None
    return promised_for + {"明年": 1, "后年": 2}.get(match["relative"] or "", 0)


def _binds(match: re.Match[str], text: str) -> bool:
    """Whether the date bounds what is promised rather than naming another time."""
    start, end = match.span()
    if start and text[start - 1] in _NOT_AFTER:
        return False
    lead = _BOUND.search(text, max(0, start - 6), start)
    opens = start == 0 or text[start - 1] in _OPENS or bool(lead and lead[0])
    bound = bool(match["before"]) or (match["end"] or "") in (
        "底",
        "末",
        "度底",
        "度末",
        "份底",
        "份末",
        "内",
        "之内",
        "以内",
    )
    only_relative = match["relative"] == "年" and not bound
    if only_relative or (start and match["relative"] == "年" and text[start - 1].isdigit()):
        return False
    if bound:
        return True
    if match["month"] or match["quarter"] or match["quarter2"] or match["first"] or match["half"]:
        return opens or bool(match["year"] or match["relative"])
    if not (match["year"] or match["relative"]):
        return False
    return opens and not text.startswith(_DATES_SOMETHING_ELSE, end)


def _span(match: re.Match[str], promised_for: int | None) -> Read | None:
    if promised_for is None:
        return None
    if match[0].startswith("本届"):
        return None
    long = int(value_of(match["long"] or match["coming"]))
    if match["unit"] == "个月":
        return dt.date(promised_for, 1, 1) + relativedelta(months=long, days=-1), Precision.MONTH
    if match["years"] and not match[0].startswith(("今后", "未来")):
        return None
    return dt.date(promised_for, 1, 1) + relativedelta(years=long, days=-1), Precision.YEARS


def _month(year: int, match: re.Match[str]) -> Read | None:
    month = int(value_of(match["month"]))
    end = match["end"] or ""
    if match["day"]:
        return dt.date(year, month, int(match["day"])), Precision.DAY
    if end == "上旬":
        return dt.date(year, month, 10), Precision.MONTH
    if end == "中旬":
        return dt.date(year, month, 20), Precision.MONTH
    if match["before"] in ("前", "之前", "以前") and end in ("", "份") and month > 1:
        return dt.date(year, month, 1) - relativedelta(days=1), Precision.MONTH
    return _month_end(year, month), Precision.MONTH


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, 1) + relativedelta(months=1, days=-1)


def _last(year: int) -> dt.date:
    return dt.date(year, 12, 31)
