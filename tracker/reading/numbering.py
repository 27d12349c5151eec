"""Numbers as Word and browsers write them in front of an item."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def as_chinese(number: int) -> str:
    """一, 十一, 一百二十三: as they are counted; digits from 1,000 on."""
    return _counted(number, _DIGITS, "十百")


def as_formal_chinese(number: int) -> str:
    """壹, 拾壹: the forms for documents."""
    return _counted(number, _FORMAL, "拾佰")


def _counted(number: int, digits: str, units: str) -> str:
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    out = digits[hundreds] + units[1] if hundreds else ""
    if tens:
        out += ("" if tens == 1 and not hundreds else digits[tens]) + units[0]
    elif hundreds and ones:
        out += "零"
    return out + (digits[ones] if ones else "")


def as_letters(number: int) -> str:
    """A to z, then aa, bb: as Word goes on."""
    if number < 1:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)


def as_roman(number: int) -> str:
    """i, ii, iv."""
    if not 0 < number < 4000:
        return str(number)
    out = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"],
        strict=True,
    ):
        count, number = divmod(number, value)
        out += letters * count
    return out


def as_circled(number: int) -> str:
    """① to ⑳."""
    return chr(0x2460 + number - 1) if 0 < number <= 20 else str(number)


def _as_bracketed(number: int) -> str:
    return chr(0x2474 + number - 1) if 0 < number <= 20 else f"({number})"


def _as_full_width(number: int) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in str(number))


FORMATS: dict[str, Callable[[int], str]] = {
    "aiueo": str,
    "bullet": lambda _: "",
    "chineseCounting": as_chinese,
    "chineseCountingThousand": as_chinese,
    "chineseLegalSimplified": as_formal_chinese,
    "decimal": str,
    "decimalEnclosedCircle": as_circled,
    "decimalEnclosedCircleChinese": as_circled,
    "decimalEnclosedFullstop": lambda n: f"{n}.",
    "decimalEnclosedParen": _as_bracketed,
    "decimalFullWidth": _as_full_width,
    "decimalFullWidth2": _as_full_width,
    "decimalZero": lambda n: f"{n:02d}",
    "ideographDigital": as_chinese,
    "ideographEnclosedCircle": lambda n: chr(0x3280 + n - 1) if 0 < n <= 10 else as_chinese(n),
    "ideographLegalTraditional": as_formal_chinese,
    "ideographTraditional": lambda n: _STEMS[(n - 1) % 10],
    "ideographZodiac": lambda n: _BRANCHES[(n - 1) % 12],
    "japaneseCounting": as_chinese,
    "japaneseDigitalTenThousand": as_chinese,
    "japaneseLegal": as_formal_chinese,
    "lowerLetter": as_letters,
    "lowerRoman": as_roman,
    "none": lambda _: "",
    "taiwaneseCounting": as_chinese,
    "taiwaneseCountingThousand": as_chinese,
    "taiwaneseDigital": as_chinese,
    "upperLetter": lambda n: as_letters(n).upper(),
    "upperRoman": lambda n: as_roman(n).upper(),
}
"""How a number is written, by Word's name for it (ECMA-376, ST_NumberFormat); what is not here is decimal."""
