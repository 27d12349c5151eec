"""The status of a commitment over all later reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from tracker.model import Outcome, Reported, Status, Strength


class Verdict(NamedTuple):
    """What one later report says: the suggestion, and the reviewer's word where there is one."""

    year: int | None
    suggested: Status
    confidence: float
    decided: Status | None = None
    decided_by: str | None = None
    suggested_reported: Reported | None = None
    strength: Strength | None = None

    @property
    def status(self) -> Status:
        """The reviewer's word where there is one, else the suggestion."""
        return self.decided or self.suggested

    @property
    def reported(self) -> Reported | None:
        """How that report speaks of it: not at all where a reviewer says that it is dropped."""
        return Reported.NOT_AT_ALL if self.decided is Status.DROPPED else self.suggested_reported


_RANK = (Status.FOLLOWED_UP, Status.PARTLY_MET, Status.UNCLEAR, Status.DROPPED)

_CLEAREST, _STRONGEST = tuple(Reported), tuple(Strength)


def outcome(
    verdicts: Sequence[Verdict],
    deadline: dt.date | None = None,
    decided: Status | None = None,
    decided_by: str | None = None,
) -> Outcome:
    """The best verdict of any later report; a decision on the whole commitment outranks them.

    Args:
        verdicts: one for each later report, oldest first.
        deadline: the last day that keeps the promise. Followed up in a year after that of the first later report is
            late, unless the deadline lies beyond what the last report of an earlier year covers.
        decided: a reviewer's status for the whole commitment.
        decided_by: that reviewer.

    """
    late, status, confidence, by = False, Status.PENDING, None, None
    if verdicts:
        status = next((s for s in _RANK if any(v.status is s for v in verdicts)), Status.DROPPED)
        if status is Status.DROPPED:
            confidence = min(v.confidence for v in verdicts)
        else:
            confidence = max(v.confidence for v in verdicts if v.status is status)
            by = next((v.decided_by for v in verdicts if v.status is status and v.decided_by), None)
        if status is Status.DROPPED and all(v.decided for v in verdicts):
            by = verdicts[-1].decided_by
        if status is Status.FOLLOWED_UP:
            late = _late(verdicts, deadline)
    if decided is not None:
        status, late, by = decided, late and decided is Status.FOLLOWED_UP, decided_by
    reported = min((v.reported for v in verdicts if v.reported), key=_CLEAREST.index, default=None)
    strength = min((v.strength for v in verdicts if v.strength), key=_STRONGEST.index, default=None)
    return Outcome(status, late, confidence, by, reported, strength)


def _late(verdicts: Sequence[Verdict], deadline: dt.date | None) -> bool:
    """Whether the first report that follows it up comes after reports of earlier years that should have."""
    at = next(i for i, v in enumerate(verdicts) if v.status is Status.FOLLOWED_UP)
    before = [v.year for v in verdicts[:at] if v.year is None or v.year != verdicts[at].year]
    return bool(before) and (deadline is None or before[-1] is None or deadline.year <= before[-1])
