"""A commitment's sentence into parts: clauses with their verb and object, each with its own quantities and deadline.

A clause that only frames the next one (围绕…, 以…为抓手) belongs to it. A list in a clause is taken apart where its
items have verbs of their own (新建甲、改造乙) or quantities of their own (新增甲10个、乙3家, which share the verb); a
list of bare nouns is one object. A target without a leading verb (生产总值增长5%) has what is measured as its object.
A deadline that opens a clause (到2027年，…; 今年要…) holds for every later part that has none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tracker.model import Deadline, Part, Quantity
from tracker.promises.clauses import (
    FINISHING,
    FRAMING,
    MEASURED,
    NOMINAL,
    VERBS,
    Spans,
    blot,
    clauses,
    skip_adverbs,
    verbs_at,
)
from tracker.promises.deadlines import Found

_FRAME = re.compile(
    rf"(?:{FRAMING})|(?:以.+为|在.+[下中上]$|为.+$|坚持.+(?:导向|原则|方针)$|.*(?:目标|任务|要求|思路)[是为]$)"
)
_ENUMERATOR = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、．.](?!\d)|[①-⑳]|[一二三四五六七八九十]{1,2}(?:是|要)|——|[●•·])\s*"
)
_MODAL = re.compile("要|应|将|须|力争|确保|争取|计划")
_MEANS = re.compile("^(?:[对将把由]|确保|力争|争取)|(?:分别|年均|平均|总体|预期|均|要|再|将|应)+$|进行.{0,6}$")
_AIMING = ("确保", "力争", "争取")
"""Verbs before a whole clause: a target's own verb says more."""
_REACH = 40
"""Letters that a quantity or a deadline may have before the place where it is asked for."""
_LEFT, _RIGHT = " \u3000\n，。；、,;.：:！？!?的了好", " \u3000\n，。；、,;.：:！？!?的了"
_LETTER = re.compile(r"[\u4e00-\u9fffA-Za-z]")


class _Sentence:
    """A unit's text with what was found in it."""

    def __init__(self, text: str, quantities: Sequence[Quantity], deadlines: Sequence[Found]) -> None:
        self.text, self.blotted = text, blot(text)
        self.quantities, self.deadlines = quantities, deadlines
        self._quantities = Spans((q.start, q.end) for q in quantities)
        self._deadlines = Spans((d.start, d.end) for d in deadlines)

    def counted(self, start: int, end: int) -> tuple[Quantity, ...]:
        return tuple(self.quantities[self._quantities.between(start, end)])

    def due(self, start: int, end: int) -> Sequence[Found]:
        return self.deadlines[self._deadlines.between(start, end)]

    def rest(self, start: int, end: int) -> str:
        """What stands there besides quantities and deadlines."""
        said, place = [], start
        near = max(0, start - _REACH)
        spans = [(q.start, q.end) for q in self.counted(near, end)] + [(d.start, d.end) for d in self.due(near, end)]
        for a, b in sorted(spans):
            if a < place < b:
                place = b
            elif place <= a < end:
                said.append(self.text[place:a])
                place = b
        return "".join([*said, self.text[min(place, end) : end]]).lstrip(_LEFT).rstrip(_RIGHT)

    def head(self, start: int, end: int) -> int:
        """Where the clause's own words begin: after item numbers, deadlines and adverbs."""
        enumerator = _ENUMERATOR.match(self.text, start, end)
        place = enumerator.end() if enumerator else start
        before = -1
        while before != place:
            before = place
            place = skip_adverbs(self.blotted, place, end)
            for found in self.due(max(start, place - _REACH), place + 2):
                if found.start <= place < found.end or (found.start == place + 1 and self.text[place] in "到至在于"):
                    place = min(found.end, end)
            while place < end and self.text[place] in " \u3000，,、：:":
                place += 1
        return place


def read_parts(text: str, quantities: Sequence[Quantity], deadlines: Sequence[Found]) -> tuple[Part, ...]:
    """The parts of a unit's text in order, not overlapping; every quantity is in exactly one of them."""
    said = _Sentence(text, quantities, deadlines)
    parts: list[Part] = []
    opening: Deadline | None = None
    for start, core, end in _merged(said):
        for found in said.due(start, end):
            if found.start - start <= 2 and _opens(said, found):
                opening = found.deadline
        for a, b, verb, thing in _items(said, start, core, end):
            own = said.due(a, b)
            parts.append(Part(a, b, verb, thing, said.counted(a, b), own[-1].deadline if own else opening))
    return tuple(parts)


def _opens(said: _Sentence, found: Found) -> bool:
    """Whether a deadline at the head of a clause holds beyond it: it stands apart, or only names the time (今年要…)."""
    return said.text[found.end : found.end + 1] in ("，", ",") or found.deadline.text[-1] not in "前底末内"


def _merged(said: _Sentence) -> Iterator[tuple[int, int, int]]:
    """Start, start of the last clause, and end of each run of clauses that makes a part or more."""
    start: int | None = None
    for a, b, ends in clauses(said.blotted):
        start = a if start is None else start
        if ends or not (_FRAME.match(said.blotted[a:b]) or _says_nothing(said, a, b)):
            yield start, a, b
            start = None
    if start is not None and said.counted(start, b):  # frames nothing, as the text ends here
        yield start, a, b


def _says_nothing(said: _Sentence, start: int, end: int) -> bool:
    """Whether a clause has neither a verb nor a quantity, so that it belongs to the next one."""
    return not said.counted(start, end) and _verb(said, start, end) is None


def _verb(said: _Sentence, start: int, end: int) -> tuple[int, int] | None:
    """Where the clause's verb stands: at its head, after a modal, before its quantity, or the first one inside."""
    place = said.head(start, end)
    stop = verbs_at(said.blotted, place, end)
    counted = said.counted(start, end)
    if stop > place and not (counted and said.text[place:stop] in _AIMING):
        return place, stop
    if (done := said.blotted.find("进行", place, end)) >= 0:
        after = said.head(done + 2, end)
        ahead = verbs_at(said.blotted, after, end)
        return (after, ahead) if ahead > after else (done, done + 2)
    if counted:
        begins = counted[0].start
        if word := MEASURED.at(said.text, begins):
            return begins, begins + len(word)
        if word := MEASURED.end_at(said.text, begins):
            return begins - len(word), begins
        if stop > place:
            return place, stop
    if modal := _MODAL.search(said.blotted, place, end):
        after = said.head(modal.end(), end)
        if (stop := verbs_at(said.blotted, after, end)) > after:
            return after, stop
    for inner in range(place + 2, end - 2):
        if VERBS.at(said.blotted, inner) and not (counted and NOMINAL.at(said.blotted, inner)):
            return inner, verbs_at(said.blotted, inner, end)
    return None


def _items(said: _Sentence, start: int, core: int, end: int) -> Iterator[tuple[int, int, str, str]]:
    """Start, end, verb and object of each part that a run of clauses makes."""
    verb = _verb(said, core, end)
    first = said.text[verb[0] : verb[1]] if verb else ""
    shared = first if verb and verb[0] == said.head(core, end) else ""
    listed = max(core, verb[1]) if verb else core
    cuts = [p for p in range(listed, end) if said.blotted[p] == "、" and _cuts(said, start, p, end)]
    for index, (a, b) in enumerate(zip([start, *(p + 1 for p in cuts)], [*cuts, end], strict=True)):
        if index == 0:
            yield a, b, first, _object(said, core, b, verb)
            continue
        place = said.head(a, b)
        stop = _own_verb(said, place, b)
        yield a, b, said.text[place:stop] or shared, said.rest(stop, b)


def _own_verb(said: _Sentence, place: int, end: int) -> int:
    """Where the verb of a list's item ends; `place` if the item is a noun, though it may begin like a verb (调解室)."""
    stop = verbs_at(said.blotted, place, end)
    noun = NOMINAL.at(said.blotted, place) and not FINISHING.at(said.blotted, place)
    return stop if end - stop >= 3 and not noun else place


def _object(said: _Sentence, start: int, end: int, verb: tuple[int, int] | None) -> str:
    """What a verb acts on: what follows it, or what is measured before it."""
    place = said.head(start, end)
    if verb is None:
        return said.rest(place, end)
    return said.rest(verb[1], end) or _MEANS.sub("", said.rest(place, verb[0]))


def _cuts(said: _Sentence, start: int, at: int, end: int) -> bool:
    """Whether a 、 parts what can be told apart."""
    stop = said.blotted.find("、", at + 1, end)
    stop = stop if stop >= 0 else end
    place = said.head(at + 1, stop)
    if _own_verb(said, place, stop) > place:
        return True
    counted = said.counted(start, at) and said.counted(at + 1, end)
    return bool(counted) and len(_LETTER.findall(said.rest(at + 1, stop))) >= 2
