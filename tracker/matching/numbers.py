"""Promised numbers against reported ones: found, brought to one unit, compared.

A light finder of its own, for statements whose quantities nobody has read; quantities that come with an item are used
as they are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from tracker.model import Item, Measure, Relation

_MULTIPLE = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8, "万亿": 1e12, "": 1.0}
_UNITS = (
    "个百分点|百分点|平方公里|平方米|立方米|千瓦时|人民币|美元|港元|欧元|公里|千米|公顷|公斤|千克|人次|车次|千瓦|度|元|吨|亩|米|斤|"
    "个|项|件|家|户|人|名|所|座|条|套|台|辆|部|次|场|期|张|片|株|艘|架|列|处|村|镇|县|区|市|对|支|门|种|类|批|册|床|间|孔|宗|起|届|例|位|%|‰|倍"
)
_NUMBER = re.compile(
    r"(?P<before>不超过|不高于|不低于|不少于|低于|少于|高于|多于|突破|超过|超|达到|达|约|近|过)?"
    r"(?<![a-z\d.])(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d.a-z])"
    r"(?P<multiple>万亿|[十百千万亿])?(?P<some>余|多)?(?P<multiple2>[万亿])?(?P<unit>" + _UNITS + ")?"
    r"(?P<after>以上|以内|以下|左右|之内)?"
)
_BREAK = re.compile(r"[，,；;。！？!?\n]")
_BEFORE = {
    "不超过": Relation.AT_MOST, "不高于": Relation.AT_MOST, "低于": Relation.LESS_THAN, "少于": Relation.LESS_THAN,
    "不低于": Relation.AT_LEAST, "不少于": Relation.AT_LEAST, "超过": Relation.MORE_THAN, "超": Relation.MORE_THAN,
    "突破": Relation.MORE_THAN, "高于": Relation.MORE_THAN, "多于": Relation.MORE_THAN, "过": Relation.MORE_THAN,
    "约": Relation.ABOUT, "近": Relation.ABOUT,
}  # fmt: skip
_AFTER = {
    "以上": Relation.AT_LEAST, "以内": Relation.AT_MOST, "以下": Relation.AT_MOST, "之内": Relation.AT_MOST,
    "左右": Relation.ABOUT,
}  # fmt: skip
_CEILING = re.compile(r"控制在|失业率|消费价格|物价|CPI|涨幅|死亡|事故|发生率|负担|负债率|压减|压降|赤字")
"""Words before a number that make less of it better."""

_RISE, _FALL = re.compile(r"增|升|提高|上涨"), re.compile(r"下降|降|减|压")

_SAME = {"千米": "公里", "个百分点": "百分点", "名": "人", "位": "人"}


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a text in its smallest unit, with the words that say what it counts."""

    text: str
    value: float
    unit: str
    relation: Relation
    context: str
    """What stands around it: its clause, and as many clauses before as it takes to say something."""
    start: int = 0
    """Offset of `text` in the text it was found in."""
    end: int = 0

    @property
    def direction(self) -> int:
        """1 if it says by how much something rose or shall rise, -1 fell, 0 if it says neither."""
        return 1 if _RISE.search(self.text) else -1 if _FALL.search(self.text) else 0

    @property
    def ceiling(self) -> bool:
        """Whether less is better."""
        return self.relation in (Relation.AT_MOST, Relation.LESS_THAN) or bool(_CEILING.search(self.context))


def numbers_of(item: Item) -> tuple[Number, ...]:
    """The numbers of an item: its quantities if they have been read, else what the light finder finds."""
    if item.promise is None:
        return find_numbers(item.text)
    text = narrow(item.text)
    return tuple(
        Number(q.text, float(q.value), _unit(q.unit), q.relation, _context(text, q.start, q.end), q.start, q.end)
        for q in item.promise.quantities
    )


def narrow(text: str) -> str:
    """Full-width digits, letters and signs made half-width; offsets stay."""
    folded = unicodedata.normalize("NFKC", text)
    if len(folded) == len(text):
        return folded
    each = (unicodedata.normalize("NFKC", c) for c in text)
    return "".join(f if len(f) == 1 else c for f, c in zip(each, text, strict=True))


def find_numbers(text: str) -> tuple[Number, ...]:
    """Numbers that count or measure something; years, dates and bare numbers are left out."""
    original, text = text, narrow(text)
    found = []
    for match in _NUMBER.finditer(text):
        unit = match["unit"] or ""
        if not unit and not match["multiple"]:
            continue
        value = float(match["value"].replace(",", ""))
        value *= _MULTIPLE[match["multiple"] or ""] * _MULTIPLE[match["multiple2"] or ""]
        relation = _AFTER.get(match["after"] or "") or _BEFORE.get(match["before"] or "") or Relation.EXACTLY
        if relation is Relation.EXACTLY and match["some"]:
            relation = Relation.MORE_THAN
        start, end = match.start() + len(match["before"] or ""), match.end()
        context = _context(text, match.start(), end)
        found.append(Number(original[start:end], value, _unit(unit), relation, context, start, end))
    return tuple(found)


def _unit(unit: str) -> str:
    unit = unicodedata.normalize("NFKC", unit)
    return _SAME.get(unit, unit)


_GENERAL = re.compile(
    r"同比|比上年|较上年|分别|年均|累计|增长|下降|提高|达到|完成|实现|力争|确保|左右|以上|全年|按可比价计算|其中|[\d.%、]+"
)
_BEFORE_IT, _AFTER_IT, _SAYS = 40, 6, 4


def _context(text: str, start: int, end: int) -> str:
    """Up to `_AFTER_IT` characters after a number in its clause, and before it clauses until they say something."""
    pieces = _BREAK.split(text[max(0, start - _BEFORE_IT) : start])
    after = _BREAK.split(text[end : end + _AFTER_IT])[0]
    said = pieces.pop() + after
    while pieces and len(_GENERAL.sub("", said)) < _SAYS:
        said = pieces.pop() + said
    return said


def reached(promised: Number, reported: float) -> float:
    """How far a reported value answers a promised one: 1 reached, below that the share reached, above 1 exceeded.

    For a ceiling the share is promised over reported. Sources: the rules of the annotation guide (ceilings are met at
    or below, growth and job targets at or above).
    """
    aim, got = promised.value, reported
    if promised.ceiling:
        aim, got = got, aim
    if aim <= 0:
        return 1.0 if got >= aim else 0.0
    return max(0.0, min(got / aim, 10.0))


REACHED = 0.999
"""Share of a promised number from which it is reached; a missed number is missed however near."""


def measure(promised: Number, reported: float) -> Measure:
    """Whether a reported value meets a promised one; a ceiling is met, not exceeded."""
    share = reached(promised, reported)
    if share < REACHED:
        return Measure.MISSED
    return Measure.EXCEEDED if share > 1 + 1e-9 and not promised.ceiling else Measure.MET
