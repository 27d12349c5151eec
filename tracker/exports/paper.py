"""The 对照表 as paper forms lay it out: what was promised, what was done, how it stands, under report and plan item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from tracker import words
from tracker.exports.ledger import Ledger, Spans, merged
from tracker.exports.rows import cells, evidence_lines, source_words
from tracker.model import CommitmentDetail, Status
from tracker.text import one_line

Piece = tuple[str, bool]
"""Text, and whether it is highlighted."""

LEFT = ("text", "parts", "target", "bodies")
RIGHT = ("status", "reported", "decided", "date", "note")
"""Columns of the list in the outer columns of the table; the middle one holds the evidence."""

_LABELLED = ("target", "bodies", "date", "note")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text of one column of the list, or a line of it.

    `kind` is id, text, plain, status, verdict, quote, place or label.
    """

    key: str
    kind: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Its whole text."""
        return "".join(text for text, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A commitment."""

    status: Status
    left: list[Paragraph]
    middle: list[Paragraph]
    right: list[Paragraph]


@dataclass(frozen=True, slots=True)
class Section:
    """The commitments under one heading of a report's plan."""

    source: tuple[str, ...]
    """Issuer and year, the report's title, and the heading where there is one."""
    first: bool
    """Whether it opens its report."""
    rows: Iterator[PaperRow]


def sections(ledger: Ledger) -> Iterator[Section]:
    """Everything in order; the rows of a section are to be read before the next one."""
    report: int | None = None
    for (of, _), group in groupby(ledger.commitments, key=lambda d: (d.row.report, d.row.heading)):
        details = iter(group)
        first = next(details)
        yield Section(tuple(source_words(first).split("\n")), of != report, _rows(first, details, ledger))
        report = of


def _rows(first: CommitmentDetail, others: Iterator[CommitmentDetail], ledger: Ledger) -> Iterator[PaperRow]:
    yield _row(first, ledger)
    for detail in others:
        yield _row(detail, ledger)


def _row(detail: CommitmentDetail, ledger: Ledger) -> PaperRow:
    shown, text = cells(detail, evidence=False), one_line(detail.row.text)
    middle: list[Paragraph] = []
    found: list[tuple[int, int]] = []
    for line in evidence_lines(detail):
        if line.quote:
            mine, theirs = ledger.shared(text, line.quote)
            found += mine
            pieces = (("「", False), *pieces_of(line.quote, theirs), ("」", False))
            middle.append(Paragraph("evidence", "quote", pieces))
            middle.append(Paragraph("evidence", "place", ((line.place, False),)))
        else:
            middle.append(Paragraph("evidence", "verdict", ((line.words, False),)))
    left = [Paragraph("id", "id", ((shown["id"], False),)), *_paragraphs(shown, LEFT)]
    left[1] = Paragraph("text", "text", pieces_of(text, merged(found)))
    return PaperRow(detail.row.status, left, middle, _paragraphs(shown, RIGHT))


def _paragraphs(shown: dict[str, str], keys: tuple[str, ...]) -> list[Paragraph]:
    found = []
    for key in keys:
        if shown[key]:
            if key in _LABELLED:
                found.append(Paragraph("", "label", ((words.say(f"exports.column.{key}"), False),)))
            kind = key if key in ("text", "status") else "plain"
            found += [Paragraph(key, kind, ((line, False),)) for line in shown[key].split("\n")]
    return found


def pieces_of(text: str, spans: Spans) -> tuple[Piece, ...]:
    """Text cut at the spans that are to be highlighted."""
    found, at = [], 0
    for start, end in spans:
        found += [(text[at:start], False), (text[start:end], True)]
        at = end
    return tuple(piece for piece in (*found, (text[at:], False)) if piece[0])
