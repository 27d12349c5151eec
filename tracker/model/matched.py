"""What matching sees of two reports and what it proposes; texts side by side."""

from __future__ import annotations

from typing import NamedTuple

from tracker.model.terms import Kind, Measure, Reported, Status, Strength


class Item(NamedTuple):
    """A commitment or statement as the matcher sees it."""

    id: int
    text: str
    heading: str


class ReportItems(NamedTuple):
    """The parts of one report that matching looks at, each in text order."""

    id: int
    kind: Kind
    year: int | None
    commitments: tuple[Item, ...]
    statements: tuple[Item, ...]
    problems: tuple[str, ...] = ()
    """What its problems section says."""


class Candidate(NamedTuple):
    """A statement of a later report that may speak to a commitment."""

    statement: int
    score: float
    evidence: bool
    """Whether the proposed status rests on it."""


class FollowUp(NamedTuple):
    """What one later report is proposed to say of one commitment."""

    commitment: int
    status: Status
    """One of VERDICTS."""
    confidence: float
    reason: str
    """As `tracker.reasons.Facts.stored` writes it; `tracker.reasons.in_words` reads it out."""
    repeated: bool
    """Whether the later report's plan promises it again."""
    candidates: tuple[Candidate, ...]
    """The ten best statements, best first, whatever the status."""
    again: int | None = None
    """The commitment of the later report that promises it again."""
    reported: Reported = Reported.NOT_AT_ALL
    strength: Strength | None = None
    """Of the best evidence; None for dropped."""


class Shared(NamedTuple):
    """A piece that a commitment and a statement both hold: `length` characters from each offset."""

    commitment: int
    statement: int
    length: int


class PartCover(NamedTuple):
    """A clause of a commitment, `text[start:end]`, and how much of it a statement holds."""

    start: int
    end: int
    share: float
    """Of its characters, boilerplate aside."""
    covered: bool


class NumberPair(NamedTuple):
    """A number of a commitment beside the one in a statement that counts the same thing; offsets into each text."""

    promised: str
    start: int
    end: int
    measure: Measure
    reported: str | None = None
    reported_start: int | None = None
    reported_end: int | None = None


class Comparison(NamedTuple):
    """A commitment and a statement side by side."""

    shared: tuple[Shared, ...]
    """In the order of the commitment's text, no two overlapping in it."""
    parts: tuple[PartCover, ...]
    numbers: tuple[NumberPair, ...]

    @property
    def share(self) -> float:
        """Share of the commitment that the statement holds, each clause by its length."""
        length = sum(part.end - part.start for part in self.parts)
        return sum(part.share * (part.end - part.start) for part in self.parts) / length if length else 0.0
