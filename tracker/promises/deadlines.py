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
from tracker.promises.clauses import Spans
from tracker.promises.numerals import plain, value_of

_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_YEAR = r"(?:19|20)\d\d|[二一][〇零○九][〇零○一二三四五六七八九]{2}"
_DASH = r"(?:--|——|[-–—~至到])"
_DEADLINE = re.compile(
    r"(?=[\d一二两三四五六七八九十“今明后本年第首上下未接])"
    rf"(?:(?:{_YEAR})年?{_DASH}(?P<run>{_YEAR})年(?:间|期间)?"
    rf"|(?P<both>今明两年)"
    rf"|“?(?P<plan>十[一二三四五六七八九]?|二十)五”?(?:时期末|规划期末|规划末|期末|末期|末|期间|时期|期内|内)(?!的|发展|经济社会)"
    rf"|(?:今后|未来|接下来的?)(?P<coming>{_N})年(?:之内|以内|内|时间|间)?(?![来的])"
    rf"|(?:{_N}{_DASH})?(?P<long>{_N})(?P<unit>个月|年)(?:(?:左右)?的?时间|之内|以内|内)"
    rf"|(?=[\d一二三四五六七八九十今明后本年第首上下])(?:(?P<year>{_YEAR})年|(?P<relative>今年|本年度?|明年|后年|年))?"
    r"(?:第?(?P<quarter>[一二三四1-4])个?季度|(?P<first>首)季度?|(?P<half>[上下])半年"
    r"|(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:(?P<day>[12]\d|3[01]|0?[1-9])[日号])?)?"
    r"(?P<end>度?[底末]|份?[底末]|之内|以内|内|[上中下]旬|份)?(?P<before>之前|以前|前|止)?)"
)
_CLOSED = re.compile(r"《[^《》\n]{0,80}》|[（(][^（()）\n]{0,12}[)）]")
_BOUND = re.compile(r"(?:力争|争取|确保|计划|预计|要|应|须|务必|将|拟|建议|到|至|截至|截止|于|在)$")
_DIGITS = frozenset("0123456789一二两三四五六七八九十百")
_DATES_SOMETHING_ELSE = ("的", "是", "度", "以来", "初", "工作", "起")
"""What follows a year that dates something else."""
_DOES = re.compile(
    r"(?:[内底]?|[我各全].{0,3})(?:要|将|再|拟|力争|争取|计划|全[部面]|继续|安排|新增|完成|实现|建成|达到|投)"
)
"""What follows a year in mid-sentence by which something is to be done (养老金今年再提高10%)."""
_NOT_AFTER = frozenset("去上往每近前历全逐自从")
"""Letters before a date that make it a past, a recurring or a first one: 去年底, 每年6月."""
_FAR = 10
"""Years beyond which a span is no deadline of a plan (承包期再延长30年)."""
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
    if not any(c in text for c in "年月季五"):
        return ()
    narrow = plain(text)
    closed = Spans(match.span() for match in _CLOSED.finditer(narrow))
    found = []
    for match in _DEADLINE.finditer(narrow):
        start, end = match.span()
        if end - start < 2 or closed.around(start, end - 1):
            continue
        try:
            read = _read(match, narrow, promised_for)
        except (ValueError, OverflowError):
            continue
        if read is not None and (promised_for is None or read[0].year >= promised_for):
            found.append(Found(start, end, Deadline(text[start:end], *read)))
    return tuple(found)


def latest(found: tuple[Found, ...]) -> Deadline | None:
    """The last of several deadlines: the day by which all of a unit has to be done."""
    return max((f.deadline for f in found), key=lambda d: d.date, default=None)


Read = tuple[dt.date, Precision]


def _read(match: re.Match[str], text: str, promised_for: int | None) -> Read | None:
    if match["plan"]:
        return _last(1955 + 5 * int(value_of(match["plan"]))), Precision.YEARS
    if match["run"]:
        return _last(_number(match["run"])), Precision.YEARS
    if match["both"] or match["coming"] or match["long"]:
        return _span(match, promised_for)
    named = match["year"] or match["relative"] or match["quarter"] or match["first"] or match["half"] or match["month"]
    year = _year(match, promised_for)
    if not named or year is None or not _binds(match, text):
        return None
    if match["month"]:
        return _month(year, match)
    if match["quarter"] or match["first"]:
        return _month_end(year, 3 * int(value_of(match["quarter"] or "1"))), Precision.QUARTER
    if match["half"]:
        return _month_end(year, 6 if match["half"] == "上" else 12), Precision.HALF
    return _last(year), Precision.YEAR


def _year(match: re.Match[str], promised_for: int | None) -> int | None:
    if match["year"]:
        return _number(match["year"])
    if promised_for is None:
        return None
    return promised_for + {"明年": 1, "后年": 2}.get(match["relative"] or "", 0)


def _number(year: str) -> int:
    return int("".join(_CHINESE_YEAR.get(c, c) for c in year))


def _binds(match: re.Match[str], text: str) -> bool:
    """Whether the date bounds what is promised rather than naming another time."""
    start, end = match.span()
    if start and (text[start - 1] in _NOT_AFTER or (match["relative"] == "年" and text[start - 1] in _DIGITS)):
        return False
    if text.startswith("到期", end):
        return False
    if match["before"] or (match["end"] or "份")[-1] in "底末内" or match["half"] or match["quarter"] or match["first"]:
        return True
    if match["relative"] == "年":
        return False
    opens = start == 0 or text[start - 1] in _OPENS or _BOUND.search(text, max(0, start - 6), start) is not None
    if match["month"]:
        return opens or bool(match["year"] or match["relative"] or match["end"])
    return (opens and not text.startswith(_DATES_SOMETHING_ELSE, end)) or _DOES.match(text, end) is not None


def _span(match: re.Match[str], promised_for: int | None) -> Read | None:
    """A span of years or months counts from the start of the year that the plan is for."""
    if promised_for is None:
        return None
    long = 2 if match["both"] else int(value_of(match["coming"] or match["long"]))
    if long > _FAR:
        return None
    months = match["unit"] == "个月"
    end = dt.date(promised_for, 1, 1) + relativedelta(months=long if months else 12 * long, days=-1)
    return end, Precision.MONTH if months else Precision.YEARS


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
