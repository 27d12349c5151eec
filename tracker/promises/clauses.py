"""Verbs, adverbs and clauses of plan sentences: what the rooms above take a sentence apart with."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from pathlib import Path

_WORDS: dict[str, str] = tomllib.loads(Path(__file__).with_name("verbs.toml").read_text("utf-8"))


class Words:
    """A set of words that can be asked which of them, the longest, stands at a place of a text."""

    def __init__(self, words: str) -> None:
        self._words = frozenset(words.split())
        self._lengths = sorted({len(w) for w in self._words}, reverse=True)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def at(self, text: str, place: int) -> str:
        """The longest of the words that `text` has at `place`, or nothing."""
        for length in self._lengths:
            if (word := text[place : place + length]) in self._words:
                return word
        return ""

    def end_at(self, text: str, place: int) -> str:
        """The longest of the words that `text` has right before `place`, or nothing."""
        for length in self._lengths:
            if place >= length and (word := text[place - length : place]) in self._words:
                return word
        return ""


FINISHING, NOMINAL, MEASURED, ADVERBS, THINGS = (
    Words(_WORDS[kind]) for kind in ("finishing", "nominal", "measured", "adverbs", "things")
)
FRAMING = "面对|围绕|聚焦|依托|按照|根据|针对|结合|立足|着眼|瞄准|面向|紧扣|锚定"
"""What a clause begins with that only frames the next one: alternatives of a pattern."""
VERBS = Words(_WORDS["finishing"] + _WORDS["open"] + _WORDS["nominal"])


class Spans:
    """Spans of a text in order, not overlapping, that can be asked which one stands around a place."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = list(spans)
        self._starts = [start for start, _ in self._spans]

    def around(self, start: int, end: int) -> bool:
        """Whether one of them holds `start` to `end` and something before and after it."""
        at = bisect_left(self._starts, start) - 1
        return at >= 0 and end < self._spans[at][1]

    def holds(self, place: int) -> bool:
        """Whether a place is inside one of them."""
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self._spans[at][1]

    def between(self, start: int, end: int) -> slice:
        """Which of them begin at `start` or later and before `end`."""
        return slice(bisect_left(self._starts, start), bisect_left(self._starts, end))


_CLOSED = re.compile(
    r"《[^《》\n]{0,80}》|“[^“”\n]{0,60}”|‘[^‘’\n]{0,60}’|「[^「」\n]{0,60}」|（[^（）\n]{0,80}）|\([^()\n]{0,80}\)"
    r"|【[^【】\n]{0,60}】|(?<=\d)[,，](?=\d{3})"
)
_CLAUSE = re.compile(r"[^，,；;。！？!?：:\n]+")
_SENTENCE_END = re.compile(r"[；;。！？!?\n]")
BLOT = "\ue000"
"""Stands for each letter of what is in quotation marks or brackets, which no clause is cut in."""


def blot(text: str) -> str:
    """The text with what stands in brackets or quotation marks blotted out, letter for letter."""
    return _CLOSED.sub(lambda m: BLOT * len(m[0]), text)


def clauses(blotted: str) -> list[tuple[int, int, bool]]:
    """Start and end of each clause, and whether its sentence ends with it."""
    found = []
    for match in _CLAUSE.finditer(blotted):
        start, end = match.span()
        while start < end and blotted[start].isspace():
            start += 1
        if start < end:
            ends = end == len(blotted) or _SENTENCE_END.match(blotted, end) is not None
            found.append((start, end, ends))
    return found


def skip_adverbs(text: str, place: int, end: int) -> int:
    """Where the adverbs that stand at a place end; a word that is a verb as well is one if another verb follows."""
    while place < end and (word := ADVERBS.at(text, place)):
        verb, after = VERBS.at(text, place), place + len(word)
        if after >= end or (verb and (len(verb) > len(word) or not (VERBS.at(text, after) or ADVERBS.at(text, after)))):
            break
        place = after
    return place


def verbs_at(text: str, place: int, end: int) -> int:
    """Where the verbs that stand at a place end (制定、修订; 建立健全); `place` itself if there are none."""
    stop = place
    while word := VERBS.at(text, place):
        stop = place + len(word)
        if text[stop : stop + 1] in ("、", "和", "并", "及"):
            place = stop + 1
        elif VERBS.at(text, stop) and not NOMINAL.at(text, stop):
            place = stop
        else:
            break
    return min(stop, end)
