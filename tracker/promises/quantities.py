"""Quantities: numbers that count or measure something, with their unit and how they bound the real value.

What makes a numeral a quantity is structure, not a list of names: a measure word after it, no ordinal before it, and
it stands outside book titles and short quotation marks. Chinese numerals are what names are made of, so they have to
show that they count: 三项制度 names, 出台三项制度 counts, for a verb that brings forth stands before it; so does a
bounding word (近百家) or the end of the clause (公园两个). A count that sums up a list (甲、乙等三处) repeats what is
named. A bare scale (千亿元) is a quantity where it is reached (突破千亿元), not where it classifies (千亿元项目). The
words are in `measures.toml`.

The text of a quantity holds the words that bound it and the verb it is told with: `增长8%左右` is a growth, `降至7人`
and `达79.28%` are levels, and a text that begins with 从 or 由 is where a change starts (see `is_start`, `is_growth`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from tracker.model import Quantity, Relation
from tracker.promises.clauses import Spans
from tracker.promises.numerals import plain, value_of

_WORDS: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("measures.toml").read_text("utf-8"))
_MEASURES, _TOLD = _WORDS["measures"], _WORDS["told_with"]


def _any(*words: str) -> str:
    """An alternation of blank-separated words, longest first."""
    return "|".join(map(re.escape, sorted(set(" ".join(words).split()), key=lambda w: (-len(w), w))))


_TIME, _MONEY, _PHYSICAL, _COUNT, _GENERIC = (
    frozenset(_MEASURES[kind].split()) for kind in ("time", "money", "physical", "count", "generic")
)
_UNITS = frozenset(" ".join(_MEASURES.values()).split())
_NOT_BEFORE = {word: frozenset(letters) for word, letters in _WORDS["not_before"].items()}
_LONGEST = max(map(len, _UNITS))
_CLAUSE_END = frozenset("，。；、！？,;!?）)：:")
_CLASSES = tuple(_TOLD["classes"].split())
_STAGES = ("规模", "大关", "台阶", "关口", "门槛")
"""What a bare scale is reached as (突破万亿元大关); before other nouns it names a class (超千亿元镇)."""

_HAN = "零〇一二两三四五六七八九十百千万亿"
_SCALES = "十百千万亿"
_SCALE = "(?:[十百万亿]|千(?![瓦克米伏]))"
_NUMERAL = (
    rf"(?:(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?:\.\d+)?(?:{_SCALE}+(?:\d+{_SCALE})*)?"
    rf"|(?:[零〇一二两三四五六七八九]|{_SCALE})+)"
)
_FIRST = re.compile(rf"[\d{_HAN}半翻过全]")
_NUMBER = re.compile(
    rf"百分之(?P<percent>百|{_NUMERAL})|千分之(?P<permille>{_NUMERAL})"
    rf"|(?P<below>[二三四五六七八九十]|\d{{1,3}})分之(?P<above>[{_HAN}]+|\d{{1,3}})"
    rf"|(?P<over>[1-9])/(?P<under>10|[2-9])(?![\d/.月])"
    rf"|翻(?:了)?(?P<doubled>[一两二三]?)番"
    rf"|(?P<digits>两位数)"
    rf"|(?P<half>过半(?![年月天小])|半数|一半)"
    rf"|(?P<covered>(?<!健)全覆盖)"
    rf"|零(?P<nought>{_any(_TOLD['nought'])})"
    rf"|(?P<tenths>[一二两三四五六七八九1-9])成(?P<and_half>半?)(?![立为果员功效本品长套就熟都年人交绩分因色])"
    rf"|(?P<low>{_NUMERAL})(?P<some>[余多来])?(?P<scale>[万亿]+)?"
)
_HIGH = re.compile(rf"(?:--|——|[-–—~至到])({_NUMERAL})")
_PAIR = re.compile(rf"(?:一[二两]|[二两]三|三[四五]|四五|五六|六七|七八|八九)[{_SCALES}]*")
_LISTED = re.compile(r"[、和](?:\d+(?:\.\d+)?)(?=[^\d.])")
_RATIO = re.compile(r"[:：∶]1(?![\d.:：∶])")

_CHANGE, _LEVEL, _BOUND = _any(_TOLD["change"]), _any(_TOLD["level"]), _any(*_WORDS["before"].values())
_LEAD = re.compile(
    rf"(?:(?P<start>[从由])|(?:(?<![新倍激])(?:{_CHANGE})了?(?P<to>[到至为在])?|(?P<level>{_LEVEL}))?"
    rf"(?P<first>{_BOUND})?(?P<bound>{_BOUND})?)$"
)
_LEAD_ENDS = frozenset(w[-1] for w in f"{_CHANGE}|{_LEVEL}|{_BOUND}".split("|")) | frozenset("从由了到至为在")
_REACH = 12
"""Characters before a number in which the words that lead up to it stand."""

_GROWTH = re.compile(rf"(?:{_CHANGE})了?(?![到至为在])")
_TAIL = re.compile(_any(*_WORDS["after"].values()))
_BOUNDS = {w: Relation(r) for r, words in _WORDS["before"].items() for w in words.split()}
_TAILS = {w: Relation(r) for r, words in _WORDS["after"].items() for w in words.split()}

_SCALED, _QUOTED = frozenset(_HAN + "翻"), frozenset("“《「")
"""What makes another number (两个万亿元) or a name (三个“一号工程”) of a count before it."""

_CLOSED = re.compile(r"《[^《》\n]{0,80}》|“[^“”\n]{0,16}”|‘[^‘’\n]{0,16}’|「[^「」\n]{0,16}」|\"[^\"\n]{0,16}\"")
_OPENS = '《“‘「"'
_MAKING = re.compile(rf"(?:{_any(_TOLD['making'])})[了好成出]?$")
_HUNDRED, _TOO_LARGE = Decimal(100), Decimal(10**18)
"""Above the larger one no report counts anything: it is a serial number or noise."""


@dataclass(slots=True)
class _Lead:
    """The words right before a number."""

    start: int
    text: str = ""
    bound: Relation | None = None
    told: bool = False
    """A level is told, so that a number without a unit is one, too (缩小至2.3)."""


@dataclass(slots=True)
class _Value:
    """What a numeral with its unit says, and where it ends."""

    end: int
    value: Decimal
    unit: str = "%"
    relation: Relation = Relation.EXACTLY
    upper: Decimal | None = None


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text in order; offsets are into `text` as given.

    Shares are told in per cent whatever their writing: 八成 is 80 %, 三分之二 66.67 %, 全覆盖 100 %. 零事故 is 0 事故,
    a ratio (2.3:1) has the unit `:1`, and a number that says a level without a unit (降至1.8) has none.
    """
    return tuple(_find(text, plain(text)))


def is_start(quantity: Quantity) -> bool:
    """Whether the quantity is the value that a change starts from (从97人降至7人), not what is promised or reached."""
    return plain(quantity.text[0]) in "从由"


def is_growth(quantity: Quantity) -> bool:
    """Whether the quantity is told as a change (增长8%), not as a level (达到8%, 降至7人)."""
    return bool(_GROWTH.match(plain(quantity.text)))


def _find(text: str, narrow: str) -> Iterator[Quantity]:
    closed = Spans(m.span() for m in _CLOSED.finditer(narrow)) if any(c in narrow for c in _OPENS) else Spans(())
    at = floor = 0
    while first := _FIRST.search(narrow, at):
        start = first.start()
        match = _NUMBER.match(narrow, start)
        if match is None:
            at = start + 1
            continue
        at = match.end()
        if closed.around(start, at):
            continue
        lead = _lead(narrow, floor, start)
        try:
            read = _read(narrow, match, lead)
        except (ValueError, InvalidOperation):
            continue
        if read is None or max(read.value, read.upper or 0) >= _TOO_LARGE:
            continue
        relation = _bound(narrow, lead, read)
        if relation is None:
            continue
        at = floor = read.end
        yield Quantity(text[lead.start : at], lead.start, at, _plain(read.value), read.unit, relation, read.upper)


def _lead(text: str, floor: int, at: int) -> _Lead:
    if at <= floor or text[at - 1] not in _LEAD_ENDS:
        return _Lead(at)
    match = _LEAD.search(text, max(floor, at - _REACH), at)
    if match is None or match.start() == at:
        return _Lead(at)
    bound = match["bound"] or match["first"]
    told = bool(match["to"] or match["level"] or match["start"])
    return _Lead(match.start(), match[0], _BOUNDS[bound] if bound else None, told)


def _read(text: str, match: re.Match[str], lead: _Lead) -> _Value | None:
    """What a match says, or None if it is no quantity."""
    end = match.end()
    if match["low"]:
        return _count(text, match, lead)
    if match["percent"]:
        return _Value(end, value_of(match["percent"]))
    if match["permille"]:
        return _Value(end, value_of(match["permille"]), "‰")
    if match["below"] or match["under"]:
        above, below = value_of(match["above"] or match["over"]), value_of(match["below"] or match["under"])
        bare = match["under"] and _in_a_name(text, match.start())
        return _Value(end, round(above / below * _HUNDRED, 2)) if 0 < above < below and not bare else None
    if match["digits"]:
        return _Value(end, Decimal(10), relation=Relation.AT_LEAST)
    if match["half"]:
        return _Value(end, Decimal(50), relation=Relation.MORE_THAN if match["half"] == "过半" else Relation.EXACTLY)
    if match["covered"]:
        return _Value(end, _HUNDRED)
    if match["nought"]:
        return _Value(end, Decimal(0), "%" if match["nought"] == "增长" else match["nought"])
    if match["tenths"]:
        return _Value(end, value_of(match["tenths"]) * 10 + (5 if match["and_half"] else 0))
    return _Value(end, Decimal(2) ** int(value_of(match["doubled"] or "一")), "倍", Relation.TIMES)


def _in_a_name(text: str, at: int) -> bool:
    """Whether a Latin letter, a digit or an ordinal stands before: the number is part of a name (G60, 第3, 12·5)."""
    before = text[at - 1] if at else " "
    return before in "第届×.·_/:" or (before.isascii() and before.isalnum())


def _count(text: str, match: re.Match[str], lead: _Lead) -> _Value | None:
    """A numeral with its measure word, or the range that it begins."""
    low, scale, start = match["low"], match["scale"] or "", match.start()
    if _in_a_name(text, start):
        return None
    end = match.end()
    unit = _unit(text, end)
    high = _HIGH.match(text, end + len(unit))
    if high and not lead.text.startswith(("从", "由")):
        shared = _unit(text, high.end())
        if shared and unit in ("", shared) and (low[0] not in _HAN or high[1][0] in _HAN):
            value, upper = _ends(low + scale, high[1])
            if value < upper:
                return _Value(high.end() + len(shared), _plain(value), shared, Relation.RANGE, _plain(upper))
    ratio = _RATIO.match(text, end)
    if ratio and (lead.told or "." in low):
        return _Value(ratio.end(), value_of(low), ":1")
    if not unit:
        unit, shown = _shared_unit(text, end), ""
    else:
        shown = unit
    end += len(shown)
    if text[end : end + 1] == "级":
        return None
    if unit in _AREAS and (scale or low[-1] in _SCALES):
        return None
    if low[0] in _HAN:
        if not (unit or match["some"]) or not _counts(text, match, unit, lead):
            return None
    elif not unit and not (match["some"] or scale or low[-1] in _SCALES):
        if not (lead.told and _ends_here(text, end)) or _YEAR.fullmatch(low):
            return None
    elif (unit == "岁" and not lead.told) or (unit in _CLOCK and not (lead.text or _ends_here(text, end))):
        return None
    if _PAIR.fullmatch(low):
        scale = low[2:] + scale
        return _Value(end, value_of(low[0] + scale), unit, Relation.RANGE, value_of(low[1] + scale))
    value = value_of(low + scale)
    if unit == "倍" and _GROWTH.match(lead.text):
        return _Value(end, value + 1, unit, Relation.TIMES)
    return _Value(end, value, unit, Relation.MORE_THAN if match["some"] else Relation.EXACTLY)


_CLOCK = frozenset(("分钟", "小时", "个小时", "天"))
"""Spans of time that name what follows them (15分钟生活圈, 24小时服务)."""
_AREAS = frozenset("县市区镇乡村省")
"""What a scaled number classifies rather than counts (超50万县)."""
_YEAR = re.compile(r"(?:19|20)\d\d")


def _unit(text: str, at: int) -> str:
    """The longest measure word that stands there, or nothing."""
    for size in range(_LONGEST, 0, -1):
        word = text[at : at + size]
        if word in _UNITS and text[at + size : at + size + 1] not in _NOT_BEFORE.get(word, ()):
            return word
    return ""


def _shared_unit(text: str, at: int) -> str:
    """The measure that a number shares with the next one of a list (分别提高15、22个百分点), or nothing."""
    following = _LISTED.match(text, at)
    unit = _unit(text, following.end()) if following else ""
    return unit if unit in _PHYSICAL else ""


def _ends_here(text: str, at: int) -> bool:
    """Whether the clause ends there, or a word follows that bounds the number."""
    return text[at : at + 1] in _CLAUSE_END or at == len(text) or _TAIL.match(text, at) is not None


def _counts(text: str, match: re.Match[str], unit: str, lead: _Lead) -> bool:
    """Whether a Chinese numeral with that unit counts here rather than names."""
    low, start, end = match["low"], match.start(), match.end() + len(unit)
    tail = _TAIL.match(text, end)
    bounded = bool(match["some"] or lead.bound or tail)
    following = text[end : end + 1]
    if not low.strip("百千万亿"):
        if unit in _PHYSICAL or unit in _MONEY:
            at = tail.end() if tail else end
            return (bounded or lead.told) and (_ends_here(text, at) or text.startswith(_STAGES, at))
        return bounded
    if unit in _MONEY:
        return low[-1] in _SCALES
    if low[0] in "零〇" or following in _SCALED:
        return False
    if low in ("一", "二"):  # 一个 is an article, and two are 两; 上一个 is no bound
        return bounded and (tail is not None or len(lead.text) > 1)
    if bounded or lead.told:
        return True
    if following in _QUOTED or text[start - 1 : start] in ("等", "”", "》", "届"):
        return False
    if unit in _GENERIC:
        made = lead.text or _MAKING.search(text, max(0, start - 5), start)
        return bool(made) or _ends_here(text, end)
    return unit in _COUNT or unit in _PHYSICAL or unit in _TIME


def _bound(text: str, lead: _Lead, read: _Value) -> Relation | None:
    """How the words around a number bound it, the later ones first; takes in those after it.

    None if the bound classifies what follows (亿元以上项目23个, 超千亿元的县).
    """
    tail = _TAIL.match(text, read.end)
    if tail and (tail[0] != "内" or read.unit in _TIME):
        if read.unit in _MONEY and not _ends_here(text, tail.end()) and text[tail.end()] not in "和并与及或":
            return None
        read.end = tail.end()
        return _TAILS[tail[0]] if read.relation is not Relation.RANGE else Relation.RANGE
    if read.relation in (Relation.RANGE, Relation.TIMES):
        return read.relation
    if lead.bound and read.unit in _MONEY and text.startswith(_CLASSES, read.end):
        return None
    if lead.bound:
        return lead.bound
    return Relation.AT_MOST if lead.text.startswith("控制在") and read.relation is Relation.EXACTLY else read.relation


def _plain(value: Decimal) -> Decimal:
    """The same value without trailing zeros or an exponent."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _ends(low: str, high: str) -> tuple[Decimal, Decimal]:
    """Both ends of a range; a scale that only the second one tells holds for both (3至5万)."""
    upper, value = value_of(high), value_of(low)
    digits = high.rstrip(_SCALES)
    if digits and low[-1] not in _SCALES:
        shared = value_of(low + high[len(digits) :])
        if shared < upper:
            value = shared
    return value, upper
