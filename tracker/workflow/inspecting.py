"""How one file is read, without keeping anything: every unit, and what was left out of the lists and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import TrackerError
from tracker.model import Document, ParsedReport, Promise, Role, Section, UnitCorrection
from tracker.parsing import parse
from tracker.promises import cells_beside, read_promise
from tracker.reading import Limits, Reader

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tracker.workflow.promising import Corrected


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file as it was read."""

    source: str
    document: Document
    report: ParsedReport
    promises: dict[int, Promise]
    """Index of each commitment in `report.units` -> what it promises."""
    kept: int | None = None
    """The kept report whose corrections are followed."""
    corrections: tuple[tuple[UnitCorrection, ...], ...] = ()
    """For each unit those that made it what it is; empty where nothing is kept of the file."""
    units: Mapping[int, int] = field(default_factory=dict)
    """Index of each unit that is kept -> its number."""

    def tally(self) -> Counter[tuple[Section, Role]]:
        """How many units of each role stand in each section."""
        return Counter((unit.section, unit.role) for unit in self.report.units)

    def outside(self) -> int:
        """Characters other than blanks that are in no unit: 0, or something was lost."""
        inside = bytearray(len(self.report.text))
        for unit in self.report.units:
            inside[unit.start : unit.end] = b"\x01" * (unit.end - unit.start)
        return sum(not taken and not c.isspace() for taken, c in zip(inside, self.report.text, strict=True))


def inspect(path: Path, engine: Engine | None = None) -> Inspected:
    """Read and parse one file, and follow what reviewers corrected of it.

    Args:
        path: the file.
        engine: where corrections of it may be kept.

    Raises:
        ReadError: it cannot be read.
        NotAReport: it holds no report.

    """
    limits = Limits()
    with Reader(limits) as reader:
        document = reader.read(path)
    try:
        report = parse(document.text)
    except TrackerError as error:
        raise error.at(path) from error
    kept, made = _as_kept(engine, path, limits, report) if engine else (None, None)
    if made is not None:
        report = report._replace(units=made.units)
    ahead = report.identity.year + 1 if report.identity.year is not None else None
    promises = {
        index: read_promise(unit.text, ahead, cells=cells_beside(report.text, unit.start, unit.end))
        for index, unit in enumerate(report.units)
        if unit.role is Role.COMMITMENT
    }
    if made is None:
        return Inspected(str(path), document, report, promises)
    return Inspected(str(path), document, report, promises, kept, made.followed, made.continues)


def _as_kept(engine: Engine, path: Path, limits: Limits, report: ParsedReport) -> tuple[int | None, Corrected | None]:
    """Which kept report a file would be, and its units as an import would keep them."""
    from db.engine import reading
    from tracker.workflow.importing import digest_of, kept_report
    from tracker.workflow.promising import corrected

    with reading(engine) as session:
        row = kept_report(session, path, digest_of(path, limits), report)
        if row is None:
            return None, None
        return row.id, corrected(session, row.id, report)
