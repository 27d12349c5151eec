"""What ties a row of a handed-out list to what is kept: a key by which a returned row is known to hold, or is stale."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from tracker.exports.rows import notes, standing, standing_evidence
from tracker.model import CommitmentDetail, Status
from tracker.text import one_line

KEY = "tracker-key"
"""Heading of the hidden column; the same in every language."""

CONFIRM = "confirm"
EVIDENCE = "evidence_ids"
"""Columns that only a sheet has, for a colleague to fill in."""

_KEY = re.compile(r"(\d{1,18})-([0-9a-f]{24})")


def evidence_ids(detail: CommitmentDetail) -> tuple[int, ...]:
    """Numbers of the statements that the status rests on: those a person chose, else those of the suggestion."""
    if detail.attached:
        return tuple(e.statement for e in detail.attached)
    shown = (e.statement for f in detail.follow_ups for e in standing_evidence(f, ()))
    return tuple(dict.fromkeys(shown))


def key_of(detail: CommitmentDetail) -> str:
    """The commitment's number and a digest of what the row showed: text, decisions, status, evidence, notes."""
    shown = (
        detail.row.id,
        one_line(detail.row.text),
        [entry.id for entry in standing(detail)],
        detail.row.status.value,
        detail.row.late,
        evidence_ids(detail),
        notes(detail),
    )
    return f"{detail.row.id}-{hashlib.sha256(repr(shown).encode()).hexdigest()[:24]}"


def commitment_of(key: str) -> int | None:
    """The commitment that a key names; None if it is no key."""
    found = _KEY.fullmatch(key.strip())
    return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row of a list that came back, as a person left it."""

    sheet: str
    row: int
    """As the spreadsheet numbers it."""
    key: str
    id: str
    text: str
    status: Status | None
    """None where the cell says no known status."""
    status_text: str
    evidence: tuple[int, ...] | None
    """None where the cell holds anything but numbers."""
    note: str
    confirmed: bool
