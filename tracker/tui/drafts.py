"""What a reviewer has prepared for a decision but not yet decided, and what evidence a decision then keeps."""

from __future__ import annotations

from typing import NamedTuple

from tracker.model import CommitmentDetail, EvidenceRow, FollowUpRow, NewDecision, Status

REFUTED = (Status.DROPPED, Status.NOT_A_COMMITMENT)
"""Decisions for which suggested evidence of work done says nothing."""


class Draft(NamedTuple):
    """A note and changed marks that wait for the next decision on a commitment."""

    note: str = ""
    toggled: frozenset[int] = frozenset()
    """Statements whose mark the reviewer changed."""
    attached: tuple[EvidenceRow, ...] = ()
    """Statements that the reviewer found by hand."""

    def toggle(self, statement: int) -> Draft:
        """The same with the mark of a statement changed, or changed back."""
        return self._replace(toggled=self.toggled ^ {statement})

    def attach(self, row: EvidenceRow) -> Draft:
        """The same with a statement added that counts."""
        return self._replace(toggled=self.toggled | {row.statement}, attached=(*self.attached, row))


def evidence_shown(detail: CommitmentDetail, about: FollowUpRow, draft: Draft) -> tuple[EvidenceRow, ...]:
    """The candidates of a later report, then what was attached by hand."""
    known = {row.statement for row in about.candidates}
    by_hand = (row for row in detail.attached if row.report == about.report and row.statement not in known)
    found = (row for row in draft.attached if row.report == about.report and row.statement not in known)
    shown = {row.statement: row for row in (*about.candidates, *by_hand, *found)}
    return tuple(shown.values())


def _standing(detail: CommitmentDetail, report: int) -> bool:
    """Whether a decision that was not taken back says something of this later report."""
    return any(d.status is not None and not d.undone and d.report in (None, report) for d in detail.decisions)


def marked(detail: CommitmentDetail, about: FollowUpRow, draft: Draft, blind: bool = False) -> frozenset[int]:
    """Statements of a later report that count: as decided, else as suggested, with the draft's changes.

    To a blind reviewer nothing is suggested.
    """
    if _standing(detail, about.report):
        before = {row.statement for row in detail.attached}
    elif blind:
        before = set()
    else:
        before = {row.statement for row in about.candidates if row.evidence}
    here = {row.statement for row in evidence_shown(detail, about, draft)}
    return frozenset((before ^ draft.toggled) & here)


def decision(
    detail: CommitmentDetail,
    status: Status,
    reviewer: str,
    draft: Draft,
    report: int | None = None,
    *,
    blind: bool = False,
    adjudicates: bool = False,
) -> NewDecision:
    """A decision with the note and the evidence that the screen shows as marked.

    Of one that says that nothing was done only what the reviewer marked by hand is kept.
    """
    kept: list[int] = []
    for about in detail.follow_ups:
        if report in (None, about.report):
            chosen = marked(detail, about, draft, blind)
            if status in REFUTED:
                chosen &= draft.toggled
            kept += [row.statement for row in evidence_shown(detail, about, draft) if row.statement in chosen]
    seen = None if blind else max((d.id for d in detail.decisions), default=0)
    return NewDecision(
        detail.row.id, status, reviewer, report, tuple(dict.fromkeys(kept)), draft.note, adjudicates, seen
    )
