"""What this room says of a file; the catalog `reading` holds the words."""

from __future__ import annotations

from tracker.errors import ReadError
from tracker.words import Message


def refusal(name: str, /, **values: object) -> ReadError:
    """The error for a file that is not read; the reader puts its name in front."""
    return ReadError(f"reading.refused.{name}", **values)


def warning(name: str, /, **values: object) -> Message:
    """What a person should know of a file that is read."""
    return Message(f"reading.warning.{name}", values)
