"""The page of one commitment: its promise, what each later report says, the evidence, and who decided what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual import events
from textual.app import ComposeResult, RenderResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Static

from tracker import words
from tracker.model import CommitmentDetail, DecisionRow, EvidenceRow, FollowUpRow, Quantity, Status
from tracker.reasons import in_words
from tracker.tui.drafts import Draft, evidence_shown, marked
from tracker.tui.looks import (
    FAINT,
    LOOKS,
    deadline,
    flow,
    moment,
    percent,
    place,
    quantity,
    safe,
    status_words,
)
from tracker.tui.messages import EvidenceClicked, ReportChosen
from tracker.tui.shared import Spans, shared
from tracker.tui.widgets.facts import Facts

SHARED = "bold $text-warning underline"
"""What two texts share: underlined, so that it shows without colour too."""

IN_VIEW = "bold $block-cursor-foreground on $block-cursor-background"

DIGITS = "1234567890"


def emphasise(text: str, spans: Spans) -> Content:
    """Text with what it shares with another one marked."""
    content = Content(text)
    for start, end in spans:
        content = content.stylize(SHARED, start, end)
    return content


class Promise(Vertical):
    """The commitment itself."""

    def compose(self) -> ComposeResult:
        """Its status, its words, and what they hold it to."""
        yield Static(id="promise-status", markup=False)
        yield Static(id="promise-text", markup=False)
        yield Facts(id="promise-facts")

    def show(self, detail: CommitmentDetail, draft: Draft, later: bool, beside: EvidenceRow | None) -> None:
        """Show it with what it shares with a piece of evidence marked."""
        text = safe(detail.row.text)
        spans = shared(text, safe(beside.text))[0] if beside else ()
        self.query_one("#promise-status", Static).update(self._status(detail, later))
        self.query_one("#promise-text", Static).update(emphasise(text, spans))
        self.query_one(Facts).tell(self._facts(detail, draft))

    def _status(self, detail: CommitmentDetail, later: bool) -> Content:
        row = detail.row
        if row.decided_by:
            by = f"decided by {safe(row.decided_by)}"
        elif row.status is Status.PENDING:
            by = "no later report yet"
        else:
            by = f"suggested, {percent(row.confidence or 0)} sure"
        return Content.assemble(
            status_words(row.status, row.late),
            (f"  {by} · {words.name(detail.promise.trackability)}", FAINT),
            ("  ⚑ for later", "$text-accent") if later else "",
            ("  no longer in its report", "bold $text-error") if row.gone else "",
        )

    def _facts(self, detail: CommitmentDetail, draft: Draft) -> Iterator[tuple[str, Content | str]]:
        due = detail.promise.deadline
        note = Content.styled(f"{safe(draft.note)}  (goes with your next decision)", "bold $text-accent")
        yield "Promised", f"{place(detail.row.issuer, detail.row.year)}  {safe(detail.row.heading)}"
        yield "Numbers", "; ".join(self._number(q) for q in detail.promise.quantities)
        yield "Due", f"{safe(due.text)}: by {deadline(due.date, due.precision)}" if due else ""
        yield "Your note", note if draft.note else ""

    @staticmethod
    def _number(found: Quantity) -> str:
        """As it is written and, where that says more, as it is understood."""
        written, understood = safe(found.text), quantity(found)
        return written if written == understood.replace(" ", "") else f"{written} ({understood})"


class Timeline(Widget):
    """The later reports in turn, each with its status; a click goes to one."""

    _items: tuple[Content, ...] = ()

    def show(self, follow_ups: tuple[FollowUpRow, ...], at: int) -> None:
        """Show which report is in view."""
        self._items = tuple(self._item(index, row, index == at) for index, row in enumerate(follow_ups))
        self.refresh(layout=True)

    @staticmethod
    def _item(index: int, row: FollowUpRow, in_view: bool) -> Content:
        look = LOOKS[row.status]
        sure = "■" if row.decided else percent(row.confidence)
        label = f" {row.year or row.delivered or 'undated'} {look.sign} {look.short} {sure} "
        item = Content.styled(label, IN_VIEW if in_view else look.style).stylize(Style.from_meta({"report": index}))
        return Content.assemble(("›" if index else "", FAINT), item)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the reports need."""
        return len(flow(self._items, width))

    def render(self) -> RenderResult:
        """All reports."""
        return Content("\n").join(flow(self._items, self.content_size.width))

    def on_click(self, event: events.Click) -> None:
        """A click on a report brings it into view."""
        index = event.style.meta.get("report")
        if index is not None:
            self.post_message(ReportChosen(index))


class Verdict(Facts):
    """What one later report is proposed, and decided, to say."""

    def show(self, about: FollowUpRow) -> None:
        """Show suggestion, reason and decision."""
        suggestion = Content.assemble(
            status_words(about.suggested),
            (f"  {percent(about.confidence)} sure", FAINT),
            f"  {safe(in_words(about.reason))}",
        )
        decided = Content("")
        if about.decided:
            decided = Content.assemble(status_words(about.decided), (f"  by {safe(about.decided_by or '')}", FAINT))
        given = f", of {about.delivered.isoformat()}" if about.delivered else ""
        self.tell(
            [
                ("Suggested", suggestion),
                ("Decided", decided),
                ("Promised", "again in that report's plan" if about.repeated else ""),
                ("Report", f"{safe(about.title)}{given} · {about.searched} statements"),
            ]
        )


class EvidenceCard(Static):
    """A statement of a later report beside the promise."""

    def __init__(self, index: int) -> None:
        super().__init__(markup=False, classes="evidence")
        self._index = index

    def show(self, row: EvidenceRow, promise: str, chosen: bool, focused: bool) -> None:
        """Show the statement with what it shares with the promise marked."""
        digit = DIGITS[self._index] if self._index < len(DIGITS) else " "
        text = safe(row.text)
        score = "attached by hand" if row.score is None else f"{row.score:.2f}"
        head = Content.assemble(
            (f"{digit} ", "bold $text-primary"),
            ("✓ counts " if chosen else "  ", "bold $text-success"),
            (score, FAINT),
            (f"  {safe(row.heading)}", FAINT),
            ("  o source" if focused else "", "$text-primary"),
        )
        self.set_class(chosen, "-chosen")
        self.set_class(focused, "-focused")
        self.update(Content("\n").join([head, emphasise(text, shared(text, promise)[0])]))

    def on_click(self, event: events.Click) -> None:
        """A click does what the digit does."""
        event.stop()
        self.post_message(EvidenceClicked(self._index))


class History(Static):
    """Every decision, oldest first."""

    def show(self, decisions: Iterable[DecisionRow]) -> None:
        """Show who decided what, and what was taken back."""
        lines = [self._line(d) for d in decisions if d.undoes is None]
        self.display = bool(lines)
        self.update(Content("\n").join([Content.styled("History", "bold"), *lines]))

    def _line(self, d: DecisionRow) -> Content:
        parts: list[Content | str | tuple[str, str]] = [(f"{moment(d.decided_at)}  {safe(d.reviewer)}  ", FAINT)]
        if d.status is not None:
            parts.append(status_words(d.status))
        if d.report is not None:
            parts.append((" in one later report", FAINT))
        if d.suggested is not None and d.suggested is not d.status:
            parts.append((f"  (suggested: {LOOKS[d.suggested].label.lower()})", FAINT))
        if d.evidence:
            parts.append((f"  {len(d.evidence)} evidence", FAINT))
        if d.note:
            parts.append(f"  “{safe(d.note)}”")
        if d.undone:
            parts.append(("  taken back", "bold $text-warning"))
        return Content.assemble(*parts)


class DetailPane(VerticalScroll, can_focus=False):
    """The page of the commitment in hand."""

    def __init__(self) -> None:
        super().__init__(id="detail")
        self.detail: CommitmentDetail | None = None
        self.at = 0
        """Which later report is in view."""
        self.focused_evidence = 0
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
        return evidence_shown(self.detail, self.about) if self.detail and self.about else ()

    @property
    def focused_row(self) -> EvidenceRow | None:
        """The piece of evidence that is compared."""
        rows = self.evidence()
        return rows[self.focused_evidence] if self.focused_evidence < len(rows) else None

    def clear(self) -> None:
        """Show nothing, as what is in hand is not known yet."""
        self.detail = None
        for child in self.children:
            child.display = False

    def show(self, detail: CommitmentDetail, draft: Draft, later: bool) -> None:
        """Show a commitment; another one than before begins at the report that tells most of it."""
        if self.detail is None or self.detail.row.id != detail.row.id:
            self.detail = detail
            self.go_to_report(self._telling(detail, draft), draft)
            self.scroll_home(animate=False)
        self.detail = detail
        self.draw(draft, later)

    @staticmethod
    def _telling(detail: CommitmentDetail, draft: Draft) -> int:
        """The first later report with the commitment's status, else the first with evidence, else the last."""
        rows = list(enumerate(detail.follow_ups))
        alike = (at for at, row in rows if row.status is detail.row.status)
        proven = (at for at, row in rows if marked(detail, row, draft))
        return next(alike, next(proven, len(rows) - 1))

    def go_to_report(self, index: int, draft: Draft) -> None:
        """Bring a later report into view, its counted evidence first."""
        assert self.detail is not None
        self.at = max(min(index, len(self.detail.follow_ups) - 1), 0)
        self.focused_evidence = 0
        if self.about:
            chosen = marked(self.detail, self.about, draft)
            counted = (i for i, row in enumerate(self.evidence()) if row.statement in chosen)
            self.focused_evidence = next(counted, 0)

    def focus_evidence(self, index: int) -> None:
        """Compare another piece of evidence."""
        self.focused_evidence = max(min(index, len(self.evidence()) - 1), 0)

    def draw(self, draft: Draft, later: bool) -> None:
        """Draw everything anew."""
        if self.detail is None:
            return
        with self.app.batch_update():
            self.query_one(Promise).show(self.detail, draft, later, self.focused_row)
            self.query_one(Promise).display = True
            for part in (self.query_one(Timeline), self.query_one(Verdict)):
                part.display = self.about is not None
            if self.about:
                self.query_one(Timeline).show(self.detail.follow_ups, self.at)
                self.query_one(Verdict).show(self.about)
            self._draw_evidence(draft)
            self.query_one(History).show(self.detail.decisions)

    def _draw_evidence(self, draft: Draft) -> None:
        assert self.detail is not None
        rows, promise = self.evidence(), safe(self.detail.row.text)
        chosen = marked(self.detail, self.about, draft) if self.about else frozenset()
        if len(self._cards) < len(rows):
            more = [EvidenceCard(index) for index in range(len(self._cards), len(rows))]
            self._cards += more
            self.mount_all(more, before=self.query_one(History))
        for index, card in enumerate(self._cards):
            card.display = index < len(rows)
            if index < len(rows):
                card.show(rows[index], promise, rows[index].statement in chosen, index == self.focused_evidence)

    def bring_evidence_into_view(self) -> None:
        """Scroll so that the compared piece of evidence shows."""
        if self.focused_evidence < len(self._cards):
            self._cards[self.focused_evidence].scroll_visible(animate=False)
