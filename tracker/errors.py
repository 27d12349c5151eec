"""Every error that a user can meet: its message is one line that says what, where and what to do."""

from __future__ import annotations


class TrackerError(Exception):
    """Base of all; str() of it is the whole message."""


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
