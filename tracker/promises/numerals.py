"""Numerals as Chinese reports write them, to exact values: 7.1万, 1,200, 三百二十, 百余, 1亿2000万, 二〇二五."""

from __future__ import annotations

from decimal import Decimal

from tracker.characters import simplified

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
_TENS = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000)}
_MYRIADS = {"万": Decimal(10**4), "亿": Decimal(10**8)}

NARROW = str.maketrans("０１２３４５６７８９．，％〜～－–﹪", "0123456789.,%~~-–%")
"""Full-width digits and signs to narrow ones, letter for letter, so that offsets stay."""


def plain(text: str) -> str:
    """A text in simplified characters with narrow digits and signs; offsets stay."""
    return simplified(text).translate(NARROW)


_LONGEST = 30
"""Letters that the longest numeral of a report may have; longer runs are noise."""


def value_of(numeral: str) -> Decimal:
    """The value of a numeral in Arabic digits, Chinese digits or both; a bare 百, 千, 万 counts once.

    Raises:
        ValueError: it is no numeral.

    """
    if not 0 < len(numeral) <= _LONGEST:
        raise ValueError("no numeral")
    total = section = Decimal(0)
    number: Decimal | None = None
    last = Decimal(0)
    at, end = 0, len(numeral)
    while at < end:
        c = numeral[at]
        if c in _TENS:
            section += (Decimal(1) if number is None else number) * _TENS[c]
            number, last = None, _TENS[c]
        elif c in _MYRIADS:
            section += number or 0
            if at == 0:
                section = Decimal(1)
            total = (total + section) * _MYRIADS[c] if c == "亿" else total + section * _MYRIADS[c]
            section, number, last = Decimal(0), None, _MYRIADS[c]
        else:
            stop = at + 1
            while stop < end and numeral[stop] not in _TENS and numeral[stop] not in _MYRIADS:
                stop += 1
            number, short = _digits(numeral[at:stop])
            if short and last >= 100 and stop == end:  # 三百五 is 350, 一万二 is 12000
                number *= last / 10
            at = stop - 1
        at += 1
    return total + section + (number or 0)


def _digits(run: str) -> tuple[Decimal, bool]:
    """The value of a run of digits, and whether it is one Chinese digit other than 零."""
    if run[0].isascii():
        return Decimal(run.replace(",", "")), False
    if any(c not in DIGITS for c in run):
        raise ValueError(run)
    digits = run.lstrip("零〇○") or run[-1]
    value = Decimal("".join(str(DIGITS[c]) for c in digits))
    return value, len(run) == 1 and value != 0
