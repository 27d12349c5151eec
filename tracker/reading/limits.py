"""What reading one file may cost, and what an extractor hands back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tracker.words import Message

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file; what goes beyond is refused with a line that says so."""

    max_bytes: int = 50 * MIB
    """Size of the file."""
    max_characters: int = 5_000_000
    """Length of the text in it; a report has 3,000 to 40,000."""
    max_entries: int = 5_000
    """Files inside a docx."""
    max_unpacked: int = 200 * MIB
    """Bytes of all files inside a docx, unpacked."""
    max_ratio: int = 250
    """Unpacked to packed size of a part of a docx; text and tables stay below 60."""
    max_pages: int = 1_000
    """Pages of a pdf."""
    seconds: float = 10.0
    """Processor time for extracting one file; the clock may run six times as long."""
    memory: int = 1024 * MIB
    """Bytes of address space of the child process."""


class Extracted(NamedTuple):
    """What an extractor found; not sanitised yet."""

    text: str
    warnings: tuple[Message, ...] = ()
