"""Promised numbers against reported ones: brought to one unit, with the words that say what they count, compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from tracker.characters import simplified
from tracker.model import Measure, Quantity, Relation
from tracker.promises import find_quantities, is_growth, is_start

_BREAK = re.compile(r"[，,；;。！？!?\n]")
_CEILING = re.compile(r"控制在|失业率|消费价格|物价|CPI|涨幅|死亡|事故|发生率|负担|负债率|压减|压降|赤字")
"""Words before a number that make less of it better."""

_FALL = re.compile("降|减|压|缩|跌|落")

_SAME = {"千米": "公里", "个百分点": "百分点", "名": "人", "位": "人"}


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a text in its smallest unit, with the words that say what it counts."""

    quantity: Quantity
    context: str
    """What stands around it: its clause, and as many clauses before as it takes to say something."""

    @property
    def value(self) -> float:
        """The quantity's value; the lower end of a range."""
        return float(self.quantity.value)

    @property
    def unit(self) -> str:
        """The quantity's unit, one word for units that mean the same."""
        unit = unicodedata.normalize("NFKC", self.quantity.unit)
        return _SAME.get(unit, unit)

    @property
    def direction(self) -> int:
        """1 if it says by how much something rose or shall rise, -1 fell, 0 if it says neither."""
        if not is_growth(self.quantity):
            return 0
        return -1 if _FALL.search(simplified(self.quantity.text)) else 1

    @property
    def ceiling(self) -> bool:
        """Whether less is better."""
        return self.quantity.relation in (Relation.AT_MOST, Relation.LESS_THAN) or bool(_CEILING.search(self.context))


def find_numbers(text: str) -> tuple[Number, ...]:
    """The quantities of a text that are promised or reached; what a change starts from is left out."""
    plain = narrow(text)
    return tuple(Number(q, _context(plain, q.start, q.end)) for q in find_quantities(text) if not is_start(q))


def narrow(text: str) -> str:
    """Simplified, full-width digits, letters and signs made half-width; offsets stay."""
    text = simplified(text)
    folded = unicodedata.normalize("NFKC", text)
    if len(folded) == len(text):
        return folded
    each = (unicodedata.normalize("NFKC", c) for c in text)
    return "".join(f if len(f) == 1 else c for f, c in zip(each, text, strict=True))


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
