"""The columns of a follow-up status list: one definition for every form it is handed out in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from tracker.model import CommitmentDetail, EvidenceRow, FollowUpRow, Status
from tracker.reasons import in_words
from tracker.text import one_line

STATUS_WORDS = {
    Status.FOLLOWED_UP: "followed up",
    Status.PARTLY_MET: "partly met",
    Status.DROPPED: "dropped",
    Status.PENDING: "pending",
    Status.UNCLEAR: "unclear",
    Status.NOT_A_COMMITMENT: "not a commitment",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in data, its title on paper, and its text for a commitment."""

    key: str
    title: str
    text: Callable[[CommitmentDetail], str]


def status_words(detail: CommitmentDetail) -> str:
    """The status in words, with 'late' where it is."""
    words = STATUS_WORDS[detail.row.status]
    return f"{words} (late)" if detail.row.late else words


def confidence_percent(confidence: float | None) -> str:
    """A confidence as 71 %, or nothing."""
    return "" if confidence is None else f"{confidence:.0%}"


def _quantities(detail: CommitmentDetail) -> str:
    return "; ".join(q.text for q in detail.promise.quantities)


def _deadline(detail: CommitmentDetail) -> str:
    deadline = detail.promise.deadline
    return f"{deadline.text} ({deadline.date.isoformat()})" if deadline else ""


def standing_evidence(follow_up: FollowUpRow, attached: Iterable[EvidenceRow]) -> list[EvidenceRow]:
    """What the verdict of one later report rests on: the reviewer's choice where there is one."""
    if follow_up.status is Status.DROPPED:
        return []
    chosen = [row for row in attached if row.report == follow_up.report]
    return chosen or [row for row in follow_up.candidates if row.evidence]


def follow_up_words(follow_up: FollowUpRow, attached: Iterable[EvidenceRow]) -> str:
    """One later report's verdict with its quoted evidence, or with what was searched."""
    quoted = [f"「{one_line(e.text)}」[{e.statement}]" for e in standing_evidence(follow_up, attached)]
    body = " ".join(quoted) if quoted else f"nothing in {follow_up.searched} statements"
    return f"{follow_up.year or '?'} {STATUS_WORDS[follow_up.status]}: {body}"


def _evidence(detail: CommitmentDetail) -> str:
    return " | ".join(follow_up_words(f, detail.attached) for f in detail.follow_ups)


def _reason(detail: CommitmentDetail) -> str:
    return " | ".join(f"{f.year or '?'}: {one_line(in_words(f.reason))}" for f in detail.follow_ups)


def _standing(detail: CommitmentDetail) -> list[str]:
    return [one_line(d.note) for d in detail.decisions if d.note and not d.undone]


COLUMNS = (
    Column("id", "No.", lambda d: str(d.row.id)),
    Column("issuer", "Issuer", lambda d: d.row.issuer or ""),
    Column("year", "Report year", lambda d: "" if d.row.year is None else str(d.row.year)),
    Column("report", "Report", lambda d: one_line(d.row.title)),
    Column("heading", "Under", lambda d: one_line(d.row.heading)),
    Column("text", "Commitment", lambda d: one_line(d.row.text)),
    Column("quantities", "Quantities", _quantities),
    Column("deadline", "Deadline", _deadline),
    Column("trackability", "Trackability", lambda d: d.row.trackability.value),
    Column("status", "Status", status_words),
    Column("decided_by", "Decided by", lambda d: d.row.decided_by or "suggestion"),
    Column("confidence", "Confidence", lambda d: "" if d.row.decided_by else confidence_percent(d.row.confidence)),
    Column("evidence", "What later reports say", _evidence),
    Column("reason", "Why", _reason),
    Column("notes", "Notes", lambda d: "; ".join(_standing(d))),
)


def cells(detail: CommitmentDetail) -> list[str]:
    """The text of every column for one commitment."""
    return [column.text(detail) for column in COLUMNS]


def number(value: Decimal) -> int | float:
    """A quantity's value as a JSON number: whole ones without a point."""
    return int(value) if value == value.to_integral_value() else float(value)
