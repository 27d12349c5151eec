"""A commitment and one statement side by side: what both say, which parts are covered, number against number."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from tracker.characters import simplified
from tracker.matching import words
from tracker.matching.numbers import Number, find_numbers, measure
from tracker.model import Comparison, Measure, NumberPair, PartCover, Shared
from tracker.text import strip_enumerator

COVERED = 0.5
"""Share of a clause's telling characters from which it counts as covered."""

MOST_CHARACTERS = 3000
"""Text beyond this is not looked at."""

ALIKE = 0.3
"""Share of the two-character pieces around two numbers of one unit from which they count the same thing."""

_CLAUSE = re.compile(r"(?:(?<=\d)[,，.](?=\d)|[^，,；;。！？!?：:\n])+")
_FIGURES = "0123456789"
_GOES_ON = re.compile(r"\d|[.,]\d")
_DIGITS = re.compile(r"[\d.,%]+")


def fold(text: str) -> str:
    """Simplified, widths and case folded, character by character: offsets stay."""
    return "".join(map(_folded, simplified(text)))


@cache
def _folded(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).lower()
    return folded if len(folded) == 1 else character


@lru_cache(maxsize=4096)
def clause_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets of the clauses of a text, its item number left out."""
    first = len(text) - len(strip_enumerator(text))
    spans = []
    for match in _CLAUSE.finditer(fold(text), first):
        start, end = match.span()
        while start < end and not text[start].isalnum() and text[start] not in "《“":
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if any(c.isalnum() for c in text[start:end]):
            spans.append((start, end))
    return tuple(spans)


def leads_in(text: str, end: int) -> bool:
    """Whether the clause that ends at an offset only announces those behind it, by a colon."""
    return text[end:].lstrip()[:1] in (":", "：")


def compare(commitment: str, statement: str) -> Comparison:
    """Put a statement beside a commitment; depends on the two texts alone."""
    asked, told = commitment[:MOST_CHARACTERS], statement[:MOST_CHARACTERS]
    mine, theirs = fold(asked), fold(told)
    telling = words.telling(mine)
    shared = _shared(mine, theirs, telling)
    held = bytearray(len(mine))
    for piece in shared:
        held[piece.commitment : piece.commitment + piece.length] = b"\1" * piece.length
    parts = tuple(_part(start, end, telling, held) for start, end in clause_spans(asked) if not leads_in(asked, end))
    return Comparison(shared, parts, _numbers(asked, told))


def shared_pieces(commitment: str, statement: str) -> tuple[Shared, ...]:
    """What `compare` finds that both texts hold, without the rest of it."""
    mine = fold(commitment[:MOST_CHARACTERS])
    return _shared(mine, fold(statement[:MOST_CHARACTERS]), words.telling(mine))


def _shared(mine: str, theirs: str, telling: bytearray) -> tuple[Shared, ...]:
    """The longest pieces of two telling characters or more that both texts hold, from left to right."""
    found = []
    at = last = 0
    pairs = {theirs[i : i + 2] for i in range(len(theirs) - 1)}
    while at < len(mine) - 1:
        if mine[at : at + 2] not in pairs:
            at += 1
            continue
        to = at
        while to < len(mine) and mine[to].isalnum() and mine[at : to + 1] in theirs:
            to += 1
        if sum(telling[at:to]) >= 2:
            there = theirs.find(mine[at:to], last)
            there = theirs.find(mine[at:to]) if there < 0 else there
            last = there + to - at
            start, end = _whole(mine, theirs, at, to, there)
            found.append(Shared(start, there + start - at, end - start))
            at = to
        else:
            at += 1
    return tuple(found)


def _whole(mine: str, theirs: str, start: int, end: int, there: int) -> tuple[int, int]:
    """A piece of mine, which stands `there` in theirs, without what it holds of a number that goes on beyond it."""
    ends = mine[end : end + 2], theirs[there + end - start :][:2]
    begins = mine[max(start - 1, 0) : start], theirs[max(there - 1, 0) : there]
    if any(map(_GOES_ON.match, ends)):
        end = start + len(mine[start:end].rstrip(_FIGURES))
    if any(text.isdigit() for text in begins):
        start = end - len(mine[start:end].lstrip(_FIGURES))
    return start, end


def _part(start: int, end: int, telling: bytearray, held: bytearray) -> PartCover:
    counted = [i for i in range(start, end) if telling[i]] or list(range(start, end))
    share = sum(held[i] for i in counted) / len(counted)
    return PartCover(start, end, share, share >= COVERED)


def _numbers(asked: str, told: str) -> tuple[NumberPair, ...]:
    """Each promised number with the reported one of its unit whose surroundings are most alike."""
    reported = find_numbers(told)
    found = []
    for promised in find_numbers(asked):
        mine = promised.quantity
        same = [n for n in reported if n.unit == promised.unit]
        best = max(same, key=lambda n: _likeness(promised, n), default=None)
        if best is None or _likeness(promised, best) < ALIKE:
            found.append(NumberPair(mine.text, mine.start, mine.end, Measure.NOT_STATED))
        else:
            found.append(
                NumberPair(
                    mine.text, mine.start, mine.end, measure(promised, best.value),
                    best.quantity.text, best.quantity.start, best.quantity.end,
                )
            )  # fmt: skip
    return tuple(found)


def _likeness(promised: Number, reported: Number) -> float:
    """Share of the smaller one's pieces of two characters that both contexts hold; more for the very same number."""
    a, b = (_pieces(n.context) for n in (promised, reported))
    return len(a & b) / max(min(len(a), len(b)), 1) + (0.3 if promised.value == reported.value else 0)


def _pieces(context: str) -> set[str]:
    bare = words.bare(_DIGITS.sub("", context))
    return {bare[i : i + 2] for i in range(len(bare) - 1)}
