"""What every form is written from: the rows, what they count to, and the note on how they were made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from tracker import clock, words
from tracker.exports.statistics import Statistics
from tracker.model import CommitmentDetail, ReportRow, UnitRow

ReportStatements = tuple[ReportRow, Sequence[UnitRow]]
"""A report and the statements of its done section, in order."""

Spans = tuple[tuple[int, int], ...]
"""Half-open offsets into a text, in order, none overlapping."""


def merged(spans: Iterable[tuple[int, int]]) -> Spans:
    """Spans in order, overlapping ones made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)


def no_spans(commitment: str, statement: str) -> tuple[Spans, Spans]:
    """Nothing highlighted."""
    return (), ()


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader has to know before trusting a list."""

    made: dt.datetime
    """In the local time of who made it."""
    tool: str
    """Version of the tracker."""
    matchers: tuple[str, ...]
    """Versions of the matcher that the kept suggestions come from."""
    reports: tuple[ReportRow, ...]
    """The reports that were read: all, of a selection those of the issuers in it."""
    rows: int
    decided: int
    pending: int
    chosen: tuple[str, ...] = ()
    """The filters, in words."""

    @property
    def suggested(self) -> int:
        """Rows that only the program speaks for."""
        return self.rows - self.decided - self.pending

    def lines(self) -> list[str]:
        """The note without the reports, a sentence or two a line."""
        made = words.say(
            "exports.note.made",
            version=self.tool,
            when=clock.day(self.made),
            reports=len(self.reports),
            matchers=words.say("exports.cell.and").join(self.matchers) or "-",
        )
        counts = words.say(
            "exports.note.counts",
            rows=self.rows,
            decided=self.decided,
            suggested=self.suggested,
            pending=self.pending,
        )
        chosen = words.say(
            "exports.note.chosen",
            filters=words.say("exports.note.between").join(self.chosen) or words.say("exports.note.all"),
        )
        return [made, counts, words.say("exports.note.evidence"), words.say("exports.note.suggestion"), chosen]

    def sources(self) -> list[str]:
        """One line for each report that was read."""
        return [source_line(report) for report in self.reports]


def source_line(report: ReportRow) -> str:
    """A report, when it was delivered, and which file it was read from and when."""
    return words.say(
        "exports.note.source",
        issuer=report.issuer or words.say("exports.cell.no_issuer"),
        year="?" if report.year is None else report.year,
        title=" ".join(report.title.split()),
        delivered=report.delivered.isoformat() if report.delivered else words.say("exports.cell.no_date"),
        source=report.source,
        read=clock.day(report.imported_at),
        commitments=report.commitments,
        statements=report.statements,
    )


@dataclass(frozen=True, slots=True)
class Options:
    """How one form may be shaped."""

    sheet_per_issuer: bool = False
    """xlsx: a sheet for each issuer in place of one for all."""
    two_columns: bool = False
    """docx, pdf: the status stands under what was done, not in a column of its own."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """One selection, ready for any form. `reports` and `commitments` may be read once only."""

    title: str
    note: Note
    statistics: Statistics
    reports: Iterable[ReportStatements]
    commitments: Iterable[CommitmentDetail]
    shared: Callable[[str, str], tuple[Spans, Spans]] = no_spans
    """(commitment, statement) -> the parts of each that stand in the other."""
    options: Options = field(default_factory=Options)
