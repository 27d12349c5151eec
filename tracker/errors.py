"""Every error that a user can meet: in words, one line that says what, where and what to do."""

from __future__ import annotations

import errno
from typing import Self

from tracker.words import Message, has


class TrackerError(Exception):
    """Base of all: a key of the catalogs and its values, put into the language that is spoken by `str()`."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.message = Message(key, values)

    def __str__(self) -> str:
        return str(self.message)

    def __reduce__(self) -> tuple[object, ...]:
        """For another process, which may not know what a library's error is made of."""
        return _again, (type(self), self.message.plain())

    def at(self, where: object) -> Self:
        """The same error with a place in front, such as the name of a file."""
        return type(self)("errors.at", where=where, what=self.message)


def _again(kind: type[TrackerError], message: Message) -> TrackerError:
    return kind(message.key, **message.values)


class ReadError(TrackerError):
    """A file that cannot be read as text."""


class NotAReport(TrackerError):  # noqa: N818
    """Text that holds no report."""


class DatabaseError(TrackerError):
    """A database that cannot be opened, or must not be touched."""


class UsageError(TrackerError):
    """A request that makes no sense, such as an id that is not kept."""


class ExportError(TrackerError):
    """A file that cannot be written."""


def why(error: BaseException) -> Message | str:
    """What the system or a library says, for a line of ours; the system's commonest reasons are in the catalogs."""
    number = getattr(error, "errno", None)
    key = f"errors.system.{errno.errorcode.get(number or 0, '').lower()}"
    return Message(key) if has(key) else " ".join(str(getattr(error, "strerror", None) or error).split())
