"""What this room says of a file, in the language that is spoken."""

from __future__ import annotations

from tracker import words
from tracker.errors import ReadError


def refusal(name: str, /, **values: object) -> ReadError:
    """The error for a file that is not read; the reader puts its name in front."""
    return ReadError(words.say(f"reading.refused.{name}", **values))


def warning(name: str, /, **values: object) -> str:
    """What a person should know of a file that is read."""
    return words.say(f"reading.warning.{name}", **values)
