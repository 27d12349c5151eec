"""Reviewers' words over a reading: units split, merged, moved to another section or given another role.

A word holds for the stretch of text that it was said of, wherever that stretch is found, and they are followed in the
order in which they were said. Blanks do not count: places are counted in the characters that are none, so a stretch is
found in a text that is wrapped otherwise too, and every such character stays in exactly one unit.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

from tracker.model import Role, Section, Unit, UnitCorrection, UnitField
from tracker.parsing.report import settled
from tracker.text import join_lines

_FITTING = {
    (Section.PLAN, Role.STATEMENT): Role.COMMITMENT,
    (Section.PLAN, Role.OTHER): Role.COMMITMENT,
    (Section.DONE, Role.COMMITMENT): Role.STATEMENT,
    (Section.DONE, Role.OTHER): Role.STATEMENT,
}
"""What a unit is in a section that it was moved to."""
_ENDS = frozenset("。；！;.!")
"""What ends a sentence of an attachment; a line without one is a heading there."""


Words: TypeAlias = tuple[UnitCorrection, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """Units with reviewers' words over them."""

    units: tuple[Unit, ...]
    followed: tuple[Words, ...]
    """For each unit the words that hold for it, oldest first."""
    unplaced: tuple[UnitCorrection, ...]
    """Standing words whose stretch is not in the text any more."""


@dataclass(frozen=True, slots=True)
class _Span:
    """A unit on its way, `start` and `end` in characters that are not blank."""

    start: int
    end: int
    section: Section
    role: Role
    told: bool = False
    """A reviewer has said its role."""
    sentence: bool = True
    """It ends as a sentence does."""

    def shared(self, start: int, end: int) -> int:
        """How many characters lie in a stretch."""
        return max(min(self.end, end) - max(self.start, start), 0)

    def mostly_in(self, start: int, end: int) -> bool:
        """Whether more than half of it lies in a stretch."""
        return 2 * self.shared(start, end) > self.end - self.start


class _Solid:
    """A text without its blanks."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = array("L", (i for i, c in enumerate(text) if not c.isspace()))
        self._letters = "".join(text.split())

    def place(self, offset: int) -> int:
        """How many characters that are not blank stand before an offset."""
        return bisect_left(self._at, offset)

    def offsets(self, span: _Span) -> tuple[int, int]:
        """Where in the text, blanks counted, a unit lies."""
        return self._at[span.start], self._at[span.end - 1] + 1

    def spans(self, units: Iterable[Unit]) -> list[_Span]:
        """Units by their places."""
        return [
            _Span(self.place(u.start), self.place(u.end), u.section, u.role, sentence=u.text[-1:] in _ENDS)
            for u in units
        ]

    def placed(self, said: Iterable[UnitCorrection]) -> list[tuple[UnitCorrection, tuple[int, int]]]:
        """The words whose stretch is in the text, with its place."""
        found = ((one, self._find(one.stretch, one.start)) for one in said)
        return [(one, place) for one, place in found if place is not None]

    def _find(self, stretch: str, near: int) -> tuple[int, int] | None:
        """The places of a stretch, where it stands nearest to an offset; None if it does not."""
        wanted, near = "".join(stretch.split()), self.place(near)
        if not wanted:
            return None
        after = self._letters.find(wanted, near)
        if after == near:
            return near, near + len(wanted)
        before = self._letters.rfind(wanted, 0, near + len(wanted) - 1)
        found = [at for at in (before, after) if at >= 0]
        if not found:
            return None
        start = min(found, key=lambda at: abs(at - near))
        return start, start + len(wanted)


def correct(text: str, units: Sequence[Unit], said: Sequence[UnitCorrection]) -> Corrected:
    """Units as parsed, with what reviewers said of them.

    Args:
        text: what they are units of.
        units: in order, as `parse` gives them.
        said: oldest first; those that were taken back do not count.

    """
    said = [one for one in said if one.standing]
    if not said:
        return Corrected(tuple(units), ((),) * len(units), ())
    solid = _Solid(text)
    spans, placed = solid.spans(units), solid.placed(said)
    for one, place in placed:
        if one.field is UnitField.EXTENT:
            spans = list(_divided(spans, *place, one.cuts))
        else:
            spans = list(_named(spans, *place, one))
    made = []
    for span in spans:
        start, end = solid.offsets(span)
        made.append(Unit(start, end, join_lines(text[start:end]), span.section, span.role))
    held = _holding(spans, placed)
    known = {one.id for one, _ in placed}
    return Corrected(settled(made), held, tuple(one for one in said if one.id not in known))


def followed(text: str, units: Sequence[Unit], said: Sequence[UnitCorrection]) -> tuple[Words, ...]:
    """For each unit the standing words that hold for it, oldest first; the units are as kept, with them followed."""
    said = [one for one in said if one.standing]
    if not said:
        return ((),) * len(units)
    solid = _Solid(text)
    return _holding(solid.spans(units), solid.placed(said))


def _holding(spans: Sequence[_Span], placed: Sequence[tuple[UnitCorrection, tuple[int, int]]]) -> tuple[Words, ...]:
    return tuple(tuple(one for one, place in placed if span.mostly_in(*place)) for span in spans)


def _divided(spans: Sequence[_Span], start: int, end: int, cuts: Sequence[int]) -> Iterator[_Span]:
    """A stretch in as many units as it is cut into, each what most of it was; what lay partly outside is cut off."""
    bounds = [start, *(start + cut for cut in cuts if 0 < cut < end - start), end]
    yield from (replace(span, end=min(span.end, start)) for span in spans if span.start < start)
    for a, b in pairwise(bounds):
        yield replace(max(spans, key=lambda span: span.shared(a, b)), start=a, end=b)
    yield from (replace(span, start=max(span.start, end)) for span in spans if span.end > end)


def _named(spans: Sequence[_Span], start: int, end: int, said: UnitCorrection) -> Iterator[_Span]:
    """The units of a stretch with another section or role."""
    for span in spans:
        if not span.mostly_in(start, end):
            yield span
        elif said.field is UnitField.ROLE:
            yield replace(span, role=Role(said.value), told=True)
        else:
            section = Section(said.value)
            yield replace(span, section=section, role=span.role if span.told else _fitting(span, section))


def _fitting(span: _Span, section: Section) -> Role:
    role = span.role if section is span.section else _FITTING.get((section, span.role), span.role)
    return Role.HEADING if role is not span.role and span.role is Role.OTHER and not span.sentence else role


def renamed(unit: Unit, said: Sequence[UnitCorrection]) -> Unit:
    """A unit with words on its section and role that were said of it in an earlier wording."""
    span = _Span(0, 1, unit.section, unit.role, sentence=unit.text[-1:] in _ENDS)
    for one in said:
        (span,) = _named([span], 0, 1, one)
    return unit._replace(section=span.section, role=span.role)
