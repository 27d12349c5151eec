"""Corrections of units in words: what was said of a unit, by whom, in one line."""

from __future__ import annotations

from tracker import clock, words
from tracker.model import Role, Section, UnitCorrection, UnitField

LISTED = (Role.COMMITMENT, Role.STATEMENT)
"""Roles that reach the lists; all others are left out, for the reason that `why` names."""


def deed(said: UnitCorrection) -> str:
    """What was done to the unit."""
    if said.field is UnitField.EXTENT:
        return words.say("inspect.correction.split" if said.cuts else "inspect.correction.merged")
    member = Section if said.field is UnitField.SECTION else Role
    before, after = (words.name(member(value)) for value in (said.before, said.value))
    return words.say("inspect.correction.named", field=words.name(said.field), before=before, after=after)


def signed(said: UnitCorrection) -> str:
    """What was done to the unit, by whom and when; and who took it back."""
    line = words.say("inspect.correction.by", deed=deed(said), name=said.reviewer, at=clock.minute(said.corrected_at))
    if said.taken_back_at is None:
        return line
    back = words.say("inspect.correction.taken_back", name=said.taken_back_by, at=clock.minute(said.taken_back_at))
    return f"{line}, {back}"


def why(section: Section, role: Role) -> str:
    """In words, why a unit is in no list; empty for one that is."""
    if role in LISTED:
        return ""
    return words.say(f"inspect.why.{section if role is Role.OTHER else role}")
