"""Who does what stands in front of it, and by when: （责任单位：…；完成时限：…） behind a sentence or under it."""

from __future__ import annotations

import re

DUTY = re.compile(
    r"\s*(?P<open>[（(【\[])?\s*(?:责任(?:单位|部门|科室|领导|人)|牵头(?:单位|部门|科室|领导)|配合(?:单位|部门|科室)|"
    r"完成(?:时限|时间)|时限要求)\s*[:：](?(open)[^（）()【】\[\]\n]{0,120}[）)】\]]|[^。；;\n]{0,120})[。；;]?"
)

_BEGINS = frozenset("（(【[责牵配完时")


def may_be_duty(character: str) -> bool:
    """Whether what says so may begin with this character."""
    return character in _BEGINS or character.isspace()


def only_duty(text: str) -> bool:
    """Whether a piece says nothing but who is responsible, or by when."""
    return may_be_duty(text[:1]) and DUTY.fullmatch(text) is not None


def without_duties(text: str) -> str:
    """A text with what says so blanked, letter for letter."""
    return DUTY.sub(lambda match: " " * len(match.group()), text)
