"""Bytes to characters, whatever the label says: UTF-8, UTF-16, GB18030 or Big5."""

from __future__ import annotations

import codecs
import re
from functools import cache

from tracker.reading.saying import refusal

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSES = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5")
"""Encodings of Chinese text without a mark, likeliest first."""

_SAMPLE = 16_384
"""Bytes that a guess is judged by."""

_BINARY = 0.1
"""Share of characters that no text holds from which on bytes are no text."""

_ODD = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffd\ufffe\uffff\ud800-\udfff]")
"""Controls, private use, what could not be decoded."""

_COMMON = re.compile("[\x09\x0a\x0d\x20-\x7e\u00a0\u00b7\u2010-\u2026\u3000-\u301f\uff01-\uff5e]")


def decode(data: bytes) -> tuple[str, int]:
    """Characters of a text file and the number of places that could not be decoded.

    Raises:
        ReadError: these bytes are no text in any encoding known here.

    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _accepted(data[len(bom) :], encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if "\0" not in text:
            return text, 0
    return _accepted(data, min(_GUESSES, key=lambda encoding: _oddness(data[:_SAMPLE], encoding)))


def is_noise(text: str) -> bool:
    """Whether so much of it is nothing that a text holds that the rest means nothing."""
    return len(_ODD.findall(text)) > _BINARY * len(text)


def _accepted(data: bytes, encoding: str) -> tuple[str, int]:
    text = data.decode(encoding, errors="replace")
    if is_noise(text):
        raise refusal("binary")
    return text, text.count("\ufffd")


def _oddness(data: bytes, encoding: str) -> float:
    """0 for text of common characters, 1 for noise."""
    text = data.decode(encoding, errors="replace")
    if not text:
        return 1.0
    hanzi = _common_hanzi()
    common = len(_COMMON.findall(text)) + sum(character in hanzi for character in text)
    return 1.0 - (common - 4 * len(_ODD.findall(text))) / len(text)


@cache
def _common_hanzi() -> frozenset[str]:
    """The 3,755 characters of GB 2312 level 1 and the 5,401 of Big5 level 1."""
    simplified = bytes(byte for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF) for byte in (lead, trail))
    tails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    traditional = bytes(byte for lead in range(0xA4, 0xC7) for trail in tails for byte in (lead, trail))
    return frozenset(simplified.decode("gb2312", "ignore") + traditional.decode("big5", "ignore"))
