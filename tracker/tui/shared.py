"""Which parts of two texts are the same: what lets a reader see at a glance why they were matched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

Spans = tuple[tuple[int, int], ...]
"""Offsets into a text, half open, in order, none touching the next."""

_TOKEN = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]+(?:[.,．][0-9０-９]+)*[%％]?|[^\W\d_]")
"""A number or Latin word as a whole, else one letter: a Chinese character."""

_LIMIT = 4000
"""Characters of a text that are compared; a unit of a report is a sentence."""

_FOLD = {0xFF10 + d: 0x30 + d for d in range(10)} | {0xFF05: 0x25, 0xFF0E: 0x2E}


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def whole(self) -> bool:
        """Whether it means something alone, as a number or a word does."""
        return len(self.text) > 1 or self.text.isascii()


def shared(one: str, other: str) -> tuple[Spans, Spans]:
    """Spans of each text that the other holds too.

    Numbers and Latin words count alone; Chinese characters from two in a row on, as a single one says little.
    """
    ours, theirs = _tokens(one), _tokens(other)
    return _marks(ours, theirs), _marks(theirs, ours)


def _tokens(text: str) -> list[_Token]:
    found = _TOKEN.finditer(text[:_LIMIT])
    return [_Token(m.group().translate(_FOLD).lower(), m.start(), m.end()) for m in found]


def _pairs(tokens: list[_Token]) -> list[tuple[str, str] | None]:
    """Each token with the one that touches it on the right."""
    touching = pairwise(tokens)
    return [(a.text, b.text) if a.end == b.start else None for a, b in touching]


def _marks(tokens: list[_Token], others: list[_Token]) -> Spans:
    pairs = set(_pairs(others)) - {None}
    whole = {token.text for token in others if token.whole}
    marked = [token.whole and token.text in whole for token in tokens]
    for at, pair in enumerate(_pairs(tokens)):
        if pair in pairs:
            marked[at] = marked[at + 1] = True
    spans: list[tuple[int, int]] = []
    for token, is_marked in zip(tokens, marked, strict=True):
        if not is_marked:
            continue
        if spans and spans[-1][1] == token.start:
            spans[-1] = (spans[-1][0], token.end)
        else:
            spans.append((token.start, token.end))
    return tuple(spans)
