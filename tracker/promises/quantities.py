"""Quantities: numbers that count or measure something, with their unit and how they bound the real value.

What makes a numeral a quantity is structure, not a list of names: a measure word after it, no ordinal before it, and
it stands outside book titles and short quotation marks. A small Chinese numeral before a generic counter (三项制度)
names rather than counts; it is a quantity only after a verb that brings forth what is counted, after a bounding word,
or at the end of its clause. The words are in `measures.toml`.

The text of a quantity holds the words that bound it and the verb it is told with: `增长8%左右` is a growth, `降至7人`
and `达79.28%` are levels, and a text that begins with 从 or 由 is where a change starts (see `is_start`, `is_growth`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from tracker.model import Quantity, Relation
from tracker.promises.numerals import DIGITS, NARROW, value_of

_WORDS: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("measures.toml").read_text("utf-8"))
_MEASURES, _TOLD = _WORDS["measures"], _WORDS["told_with"]


def _any(*words: str) -> str:
    """An alternation of blank-separated words, longest first."""
    return "|".join(map(re.escape, sorted(set(" ".join(words).split()), key=lambda w: (-len(w), w))))


def _measures() -> str:
    """Measure words, each with the letters that may not follow it."""
    words, not_before = set(" ".join(_MEASURES.values()).split()), _WORDS["not_before"]
    return "|".join(
        re.escape(w) + (f"(?![{not_before[w]}])" if w in not_before else "")
        for w in sorted(words, key=lambda w: (-len(w), w))
    )


_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_HAN = "零〇一二两三四五六七八九十百千万亿"
_SCALE = r"(?:[十百千万亿]+(?:\d+[十百千万])*)"
_UNIT = _measures()
_CHANGE = _any(_TOLD["change"])
_SOME = "[余多来]"
_DASH = r"(?:--|——|[-–—~至到])"
_NUMERAL = rf"(?:{_ARABIC}{_SCALE}?|[{_HAN}]+)"
_AFTER = _any(*_WORDS["after"].values())

_NUMBER = re.compile(
    rf"百分之(?P<percent>百|{_NUMERAL})|千分之(?P<permille>{_NUMERAL})"
    rf"|(?P<denominator>[二三四五六七八九十]|\d{{1,3}})分之(?P<numerator>[{_HAN}]+|\d{{1,3}})"
    rf"|翻(?:了)?(?P<doubled>[一两二三]?)番"
    rf"|(?P<double>两位数)(?=[以的增])"
    rf"|(?P<half>过半(?![年月天小])|半数|一半)"
    rf"|(?P<whole>全覆盖)"
    rf"|零(?P<none>{_any(_TOLD['nought'])})"
    rf"|(?P<tenths>[一二两三四五六七八九1-9])成(?P<and_half>半?)(?![立为果员功效本品长套就熟都年人交绩分因色])"
    rf"|(?P<low>{_NUMERAL})(?P<some>{_SOME})?(?P<scale>[万亿]+)?(?:(?P<low_unit>{_UNIT})?{_DASH}(?P<high>{_NUMERAL}))?"
    rf"(?:(?P<unit>{_UNIT})(?P<more>{_SOME}(?=[人元个])[人元个]?|多(?![样元种方层]))?)?"
)
_TAIL = re.compile(_AFTER)
_LEAD = re.compile(
    rf"(?:[从由]|(?:(?:{_CHANGE})了?(?:到|至|为|在)?|{_any(_TOLD['level'])})?(?P<first>{_any(*_WORDS['before'].values())})?"
    rf"(?P<bound>{_any(*_WORDS['before'].values())})?)$"
)
_BOUNDS = {w: Relation(r) for r, words in _WORDS["before"].items() for w in words.split()}
_TAILS = {w: Relation(r) for r, words in _WORDS["after"].items() for w in words.split()}
_REACH = 12
"""Characters before a number in which the words that lead up to it stand."""

_CLOSED = re.compile(r"《[^《》\n]{0,80}》|“[^“”\n]{0,16}”|‘[^‘’\n]{0,16}’|「[^「」\n]{0,16}」|\"[^\"\n]{0,16}\"")
_MAKING = re.compile(rf"(?:{_any(_TOLD['making'])})[了好成出]?$")
_CLAUSE_END = frozenset("，。；、！？,;!?）)：:")
_TIME_UNITS = frozenset(_MEASURES["time"].split())
_MONEY_UNITS = frozenset(_MEASURES["money"].split())
_GENERIC_UNITS = frozenset(_MEASURES["generic"].split())
_HUNDRED = Decimal(100)


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text in order; offsets are into `text` as given.

    Shares are told in per cent whatever their writing: 八成 is 80 %, 三分之二 66.67 %, 全覆盖 100 %. 零事故 is 0 事故.
    """
    narrow = text.translate(NARROW)
    return tuple(_find(text, narrow))


def is_start(quantity: Quantity) -> bool:
    """Whether the quantity is the value that a change starts from (从97人降至7人), not what is promised or reached."""
    return quantity.text[0] in "从由"


def is_growth(quantity: Quantity) -> bool:
    """Whether the quantity is told as a change (增长8%), not as a level (达到8%, 降至7人)."""
    return bool(_GROWTH.match(quantity.text))


_GROWTH = re.compile(rf"(?:{_CHANGE})了?(?![到至为在])")


def _find(text: str, narrow: str) -> Iterator[Quantity]:
    closed = [match.span() for match in _CLOSED.finditer(narrow)] if _opens(narrow) else []
    after = 0
    for match in _NUMBER.finditer(narrow):
        start, end = match.span()
        if any(a < start and end < b for a, b in closed):
            continue
        lead = _LEAD.search(narrow, max(after, start - _REACH), start)
        first = lead.start() if lead else start
        read = _read(match, narrow, narrow[first:start])
        if read is None:
            continue
        value, unit, relation, upper, end = read
        bound = (lead["bound"] or lead["first"]) if lead else None
        tail = _TAIL.match(narrow, end)
        if tail and (tail[0] != "内" or unit in _TIME_UNITS):
            if unit in _MONEY_UNITS and _names_a_class(narrow, tail.end()):
                continue
            end = tail.end()
            relation = _TAILS[tail[0]]
        elif bound and relation is not Relation.RANGE:
            relation = _BOUNDS[bound]
        elif lead and relation is Relation.EXACTLY and narrow.startswith("控制在", first):
            relation = Relation.AT_MOST
        yield Quantity(text[first:end], first, end, value, unit, relation, upper)
        after = end


def _opens(text: str) -> bool:
    return any(c in text for c in '《“‘「"')


def _names_a_class(text: str, at: int) -> bool:
    """Whether a bound on money is followed by what it classifies: a kind of project (亿元以上项目23个)."""
    following = text[at : at + 1]
    return bool(following) and following not in _CLAUSE_END and following not in "和并与及或"


Reading = tuple[Decimal, str, Relation, Decimal | None, int]


def _read(match: re.Match[str], text: str, lead: str) -> Reading | None:
    """Value, unit, relation, upper end and end offset of a match, or None if it is no quantity."""
    end = match.end()
    kind = match.lastgroup
    try:
        if kind in ("low", "some", "scale", "high", "low_unit", "unit", "more"):
            return _counted(match, text, lead)
        return (*_share(match, text), None, end)
    except (ValueError, InvalidOperation, ZeroDivisionError):
        return None


def _share(match: re.Match[str], text: str) -> tuple[Decimal, str, Relation]:
    """Shares, multiples and noughts that are written without a measure word."""
    if match["percent"]:
        return value_of(match["percent"]), "%", Relation.EXACTLY
    if match["permille"]:
        return value_of(match["permille"]), "‰", Relation.EXACTLY
    if match["denominator"]:
        part = value_of(match["numerator"]) / value_of(match["denominator"]) * _HUNDRED
        return round(part, 2), "%", Relation.EXACTLY
    if match["double"]:
        return Decimal(10), "%", Relation.AT_LEAST
    if match["half"]:
        return Decimal(50), "%", Relation.MORE_THAN if match["half"] == "过半" else Relation.EXACTLY
    if match["whole"]:
        return _HUNDRED, "%", Relation.EXACTLY
    if match["none"]:
        return Decimal(0), match["none"], Relation.EXACTLY
    if match["tenths"]:
        return value_of(match["tenths"]) * 10 + (5 if match["and_half"] else 0), "%", Relation.EXACTLY
    return Decimal(2) ** int(value_of(match["doubled"] or "一")), "倍", Relation.TIMES


def _counted(match: re.Match[str], text: str, lead: str) -> Reading | None:
    """A numeral with its measure word."""
    low, unit, high = match["low"], match["unit"] or "", match["high"]
    start, end = match.span()
    before = text[start - 1 : start] if start else ""
    if before and (before in "第届×.·" or (before.isascii() and (before.isalnum() or before in "_/:"))):
        return None
    han = low[0] in _HAN
    scale = match["scale"] or ""
    if high and not unit:  # what follows the dash is no quantity: read the first number alone
        if not match["low_unit"]:
            return None
        unit, high, end = match["low_unit"], None, match.end("low_unit")
    if match["low_unit"] and high and match["low_unit"] != unit:
        unit, high, end = match["low_unit"], None, match.end("low_unit")
    if not unit and not (match["some"] or scale or (not han and low[-1] in "万亿")):
        return None
    if text[end : end + 1] == "级":
        return None
    if han and not _counts(match, low, unit, text, lead, end):
        return None
    some = bool(match["some"] or match["more"])
    relation = Relation.MORE_THAN if some else Relation.EXACTLY
    if high:
        value, upper = _ends(low + scale, high)
        return (_plain(value), unit, Relation.RANGE, _plain(upper), end) if value < upper else None
    pair = _PAIR.fullmatch(low)
    if pair:
        value, upper = value_of(pair[1] + pair[3] + scale), value_of(pair[2] + pair[3] + scale)
        return _plain(value), unit, Relation.RANGE, _plain(upper), end
    value = _plain(value_of(low + scale))
    if unit == "倍" and _GROWTH.match(lead):
        return value + 1, unit, Relation.TIMES, None, end
    return value, unit, relation, None, end


_PAIR = re.compile(
    r"([一二两三四五六七八])((?<=一)[二两]|(?<=[二两])三|(?<=三)[四五]|(?<=四)五|(?<=五)六|(?<=六)七|(?<=七)八|(?<=八)九)([十百千万亿]*)"
)


def _plain(value: Decimal) -> Decimal:
    """The same value without trailing zeros or an exponent."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _ends(low: str, high: str) -> tuple[Decimal, Decimal]:
    """Both ends of a range; a scale that only the second one tells holds for both (3至5万)."""
    upper = value_of(high)
    scale = high[len(high.rstrip("十百千万亿")) :]
    value = value_of(low)
    if scale and low[-1] not in "十百千万亿" and high.rstrip("十百千万亿"):
        shared = value_of(low + scale)
        if value < shared < upper:
            value = shared
    return value, upper


def _counts(match: re.Match[str], low: str, unit: str, text: str, lead: str, end: int) -> bool:
    """Whether a Chinese numeral counts here rather than names."""
    bounded = bool(match["some"] or match["more"] or match["high"] or lead) or _TAIL.match(text, end) is not None
    if unit in _MONEY_UNITS:
        return (low.strip("百千万亿") != "" and low[-1] in "十百千万亿") or (bounded and low[-1] in "十百千万亿")
    if low == "一" or (not low.strip("百千万亿十零") and low != "十"):
        return bounded and low != "一"
    if low[0] in "零〇":
        return False
    if bounded:
        return True
    if unit in _GENERIC_UNITS:
        following = text[end : end + 1]
        if not following or following in _CLAUSE_END:
            return True
        if following in "“《「":
            return False
        return _MAKING.search(text, max(0, match.start() - 5), match.start()) is not None
    return all(c in DIGITS or c in "十百千万亿" for c in low) and unit != ""
