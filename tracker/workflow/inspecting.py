"""How one file is read, without keeping anything: every unit, and what was left out of the lists and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import TrackerError
from tracker.model import Document, ParsedReport, Promise, Role, Section, Unit
from tracker.parsing import parse
from tracker.promises import cells_beside, read_promise
from tracker.reading import Limits, Reader

LISTED = (Role.COMMITMENT, Role.STATEMENT)
"""Roles that reach the lists; all others are left out, for the reason that `why` names."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file as it was read."""

    source: str
    document: Document
    report: ParsedReport
    promises: dict[int, Promise]
    """Index of each commitment in `report.units` -> what it promises."""

    def tally(self) -> Counter[tuple[Section, Role]]:
        """How many units of each role stand in each section."""
        return Counter((unit.section, unit.role) for unit in self.report.units)

    def outside(self) -> int:
        """Characters other than blanks that are in no unit: 0, or something was lost."""
        inside = bytearray(len(self.report.text))
        for unit in self.report.units:
            inside[unit.start : unit.end] = b"\x01" * (unit.end - unit.start)
        return sum(not taken and not c.isspace() for taken, c in zip(inside, self.report.text, strict=True))


def why(unit: Unit) -> str:
    """Name of the reason why a unit is in no list; empty for one that is."""
    if unit.role in LISTED:
        return ""
    return unit.section.value if unit.role is Role.OTHER else unit.role.value


def inspect(path: Path) -> Inspected:
    """Read and parse one file.

    Raises:
        ReadError: it cannot be read.
        NotAReport: it holds no report.

    """
    with Reader(Limits()) as reader:
        document = reader.read(path)
    try:
        report = parse(document.text)
    except TrackerError as error:
        raise error.at(path) from error
    ahead = report.identity.year + 1 if report.identity.year is not None else None
    promises = {
        index: read_promise(unit.text, ahead, cells=cells_beside(report.text, unit.start, unit.end))
        for index, unit in enumerate(report.units)
        if unit.role is Role.COMMITMENT
    }
    return Inspected(str(path), document, report, promises)
