"""The page of one commitment: its promise, what each later report says, the evidence, and who decided what."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from tracker.model import CommitmentDetail, EvidenceRow, FollowUpRow
from tracker.tui.drafts import Draft, evidence_shown, marked
from tracker.tui.looks import safe
from tracker.tui.widgets.evidence import EvidenceCard
from tracker.tui.widgets.history import History
from tracker.tui.widgets.promise import Promise
from tracker.tui.widgets.timeline import Timeline, Verdict


class DetailPane(VerticalScroll, can_focus=False):
    """The page of the commitment in hand."""

    def __init__(self, reviewer: str, blind: bool = False) -> None:
        super().__init__(id="detail")
        self._reviewer = reviewer
        self._blind = blind
        self.detail: CommitmentDetail | None = None
        self.at = 0
        """Which later report is in view."""
        self.focused_evidence = 0
        self._draft = Draft()
        self._cards: list[EvidenceCard] = []

    def compose(self) -> ComposeResult:
        """The parts that every commitment has."""
        yield Promise(id="promise")
        yield Timeline(id="timeline")
        yield Verdict(id="verdict")
        yield History(id="history", markup=False)

    @property
    def about(self) -> FollowUpRow | None:
        """The later report in view."""
        return self.detail.follow_ups[self.at] if self.detail and self.detail.follow_ups else None

    def evidence(self) -> tuple[EvidenceRow, ...]:
        """The evidence in view."""
        return evidence_shown(self.detail, self.about, self._draft) if self.detail and self.about else ()

    @property
    def focused_row(self) -> EvidenceRow | None:
        """The piece of evidence that is compared."""
        rows = self.evidence()
        return rows[self.focused_evidence] if self.focused_evidence < len(rows) else None

    def evidence_of(self, detail: CommitmentDetail, draft: Draft) -> tuple[EvidenceRow, ...]:
        """The evidence that a commitment's page begins with."""
        at = self._telling(detail, draft)
        return evidence_shown(detail, detail.follow_ups[at], draft) if at >= 0 else ()

    def clear(self) -> None:
        """Show nothing, as what is in hand is not known yet."""
        self.detail = None
        for child in self.children:
            child.display = False

    def show(self, detail: CommitmentDetail, draft: Draft) -> None:
        """Show a commitment; another one than before begins at the report that tells most of it."""
        self._draft = draft
        if self.detail is None or self.detail.row.id != detail.row.id:
            self.detail = detail
            self.go_to_report(self._telling(detail, draft), draft)
            self.scroll_home(animate=False)
        self.detail = detail
        self.draw(draft)

    def _telling(self, detail: CommitmentDetail, draft: Draft) -> int:
        """The first later report with the commitment's status, else the first with evidence, else the last."""
        rows = list(enumerate(detail.follow_ups))
        alike = (at for at, row in rows if row.status is detail.row.status)
        proven = (at for at, row in rows if marked(detail, row, draft, self._blind))
        return next(alike, next(proven, len(rows) - 1))

    def go_to_report(self, index: int, draft: Draft) -> None:
        """Bring a later report into view, its counted evidence first."""
        assert self.detail is not None
        self.at = max(min(index, len(self.detail.follow_ups) - 1), 0)
        self.focused_evidence = 0
        if self.about:
            chosen = marked(self.detail, self.about, draft, self._blind)
            counted = (i for i, row in enumerate(self.evidence()) if row.statement in chosen)
            self.focused_evidence = next(counted, 0)

    def focus_evidence(self, index: int) -> None:
        """Compare another piece of evidence."""
        self.focused_evidence = max(min(index, len(self.evidence()) - 1), 0)

    def draw(self, draft: Draft) -> None:
        """Draw everything anew."""
        self._draft = draft
        if self.detail is None:
            return
        with self.app.batch_update():
            self.query_one(Promise).show(self.detail, draft, self.focused_row, self._blind)
            self.query_one(Promise).display = True
            for part in (self.query_one(Timeline), self.query_one(Verdict)):
                part.display = self.about is not None
            if self.about:
                self.query_one(Timeline).show(self.detail, self.at, self._blind)
                self.query_one(Verdict).show(self.about, self._blind)
            self._draw_evidence(draft)
            seen = (d for d in self.detail.decisions if not self._blind or d.reviewer == self._reviewer)
            self.query_one(History).show(seen, self.detail.forerunners, self.detail.divisions)

    def _draw_evidence(self, draft: Draft) -> None:
        assert self.detail is not None
        rows, promise = self.evidence(), safe(self.detail.row.text)
        chosen = marked(self.detail, self.about, draft, self._blind) if self.about else frozenset()
        if len(self._cards) < len(rows):
            more = [EvidenceCard(index) for index in range(len(self._cards), len(rows))]
            self._cards += more
            self.mount_all(more, before=self.query_one(History))
        for index, card in enumerate(self._cards):
            card.display = index < len(rows)
            if index < len(rows):
                row = rows[index]
                card.show(
                    row,
                    promise,
                    chosen=row.statement in chosen,
                    focused=index == self.focused_evidence,
                    blind=self._blind,
                )

    def bring_evidence_into_view(self) -> None:
        """Scroll so that the compared piece of evidence shows."""
        if self.focused_evidence < len(self._cards):
            self._cards[self.focused_evidence].scroll_visible(animate=False)
