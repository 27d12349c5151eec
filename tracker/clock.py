"""Moments, kept in UTC, as the clock of the one who looks shows them."""

from __future__ import annotations

import datetime as dt


def day(at: dt.datetime) -> str:
    """The date, YYYY-MM-DD."""
    return at.astimezone().date().isoformat()


def minute(at: dt.datetime) -> str:
    """Date and time of day, YYYY-MM-DD HH:MM."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
