"""What a reviewer's keys do: decide, weigh evidence, read sources, find."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.worker import Worker

from tracker.errors import TrackerError
from tracker.model import CommitmentDetail, CommitmentRow, Filter, NewDecision, Status
from tracker.tui import commands
from tracker.tui.drafts import Draft, decision
from tracker.tui.looks import LOOKS
from tracker.tui.messages import EvidenceClicked, ReportChosen
from tracker.tui.screens.walk import WalkScreen
from tracker.tui.widgets.bars import ORDERS
from tracker.tui.widgets.source_pane import Place

if TYPE_CHECKING:
    from tracker.workflow.reviewing import Reviewing


class ReviewScreen(WalkScreen):
    """The walk, with hands."""

    BINDINGS: ClassVar[list[BindingType]] = list(commands.bindings())

    def __init__(self, reviewing: Reviewing) -> None:
        super().__init__(reviewing)
        self._writing = asyncio.Lock()
        self._last_write: Worker[None] | None = None
        self._source_of: tuple[int, Place] | None = None

    def _show_current(self) -> None:
        """A source belongs to the commitment it was opened for."""
        self.action_close_source()
        super()._show_current()

    # Deciding ---------------------------------------------------------------------------------

    def action_decide(self, status: str) -> None:
        """Decide the commitment as a whole and go on."""
        self._when_shown(lambda detail: self._decide(detail, Status(status)))

    def action_decide_report(self, status: str) -> None:
        """Decide what the later report in view says."""
        self._when_shown(lambda detail: self._decide_report(detail, Status(status)))

    def action_accept(self) -> None:
        """Keep the suggestion as a decision and go on; what is decided already stays as it is."""
        self._when_shown(self._accept)

    def _accept(self, detail: CommitmentDetail) -> None:
        status = detail.row.status
        if detail.row.decided_by and self.draft == Draft():
            self._advance()
        elif status is Status.PENDING:
            self.say("Nothing to accept yet: no later report of this issuer has been read. Space marks it for later.")
        else:
            self._decide(detail, status)

    def _decide(self, detail: CommitmentDetail, status: Status) -> None:
        self._keep(decision(detail, status, self._reviewing.reviewer, self.draft))
        self._advance()

    def _decide_report(self, detail: CommitmentDetail, status: Status) -> None:
        about = self.page.about
        if about is None:
            self.say("There is no later report to decide about; f p d u decide the commitment as a whole.")
            return
        self._shown = None
        self._keep(decision(detail, status, self._reviewing.reviewer, self.draft, about.report))

    def _advance(self) -> None:
        """Go on to the next commitment; at the end of the list stay."""
        if self.list.move_to(self.list.cursor + 1):
            self._show_current()
        else:
            self._shown = None
            self.say("That was the last one of this list; g goes to the next undecided one.")

    def _keep(self, new: NewDecision) -> None:
        """Have a decision written; the screen does not wait for it."""
        draft = self.drafts.pop(new.commitment, Draft())
        self._last_write = self._write(new, draft)

    @work(group="writes")
    async def _write(self, new: NewDecision, draft: Draft) -> None:
        async with self._writing:
            try:
                await asyncio.to_thread(self._reviewing.decide, new)
            except TrackerError as error:
                self.drafts[new.commitment] = draft
                self._turn.clear()
                self.say(f"Not kept: {error}", "error")
                self._go_to(new.commitment)
                return
            await self._refresh_row(new.commitment)

    def action_undo(self) -> None:
        """Take back the last decision, after those still being written."""

        def turn() -> None:
            self._last_write = self._undo()

        self._in_turn(turn)

    @work(group="writes")
    async def _undo(self) -> None:
        async with self._writing:
            with self._told():
                taken = await asyncio.to_thread(self._reviewing.undo)
                if taken is None:
                    self.say("Nothing to undo: none of your decisions stands.")
                    return
                await self._refresh_row(taken.commitment)
                words = LOOKS[taken.status].label if taken.status else "decision"
                self.say(f"Took back: {words}")
                self._go_to(taken.commitment, "It is not in this list; c clears the filter.")

    async def _refresh_row(self, commitment: int) -> None:
        """Read one changed line of the list, and the page if it is in hand."""
        with self._told():
            for row in await asyncio.to_thread(self._reviewing.rows, [commitment]):
                self._count(self.list.pages.replace(row), row)
                self.list.refresh()
        if commitment == self.list.current:
            self._load_detail(commitment)

    def _count(self, before: CommitmentRow | None, now: CommitmentRow) -> None:
        if before is not None:
            self._decided += (now.decided_by is not None) - (before.decided_by is not None)
            self._show_progress()

    async def saved(self) -> None:
        """Return once everything decided so far is written: writes wait for each other in order."""
        if self._last_write is not None:
            await self._last_write.wait()

    def action_note(self) -> None:
        """Write a note for the next decision on this commitment."""
        self._when_shown(self._ask_note)

    def _ask_note(self, detail: CommitmentDetail) -> None:
        from tracker.tui.screens.prompt import Prompt

        def keep(note: str | None) -> None:
            if note is not None:
                self.drafts[detail.row.id] = replace(self.drafts.get(detail.row.id, Draft()), note=note)
                self._redraw()

        self.app.push_screen(Prompt("Note", self.draft.note, "goes with your next decision on this commitment"), keep)

    def action_later(self) -> None:
        """Mark for later, or unmark, and go on."""
        self._in_turn(self._mark_for_later)

    def _mark_for_later(self) -> None:
        if self.list.current is not None:
            self.list.later ^= {self.list.current}
            self.list.refresh_commitment(self.list.cursor)
            self._redraw()
            if self.list.move_to(self.list.cursor + 1):
                self._show_current()

    # Evidence and sources ---------------------------------------------------------------------

    @work(group="source", exclusive=True)
    async def _load_source(self, report: int, place: Place, what: str) -> None:
        with self._told():
            view = await asyncio.to_thread(self._reviewing.source, report)
            self._source_of = (report, place)
            self.set_class(True, "-reading-source")
            self.source.show(view, place, what)
            self.call_after_refresh(self.page.bring_evidence_into_view)

    def action_pick(self, key: str) -> None:
        """Choose or drop a piece of evidence by its digit."""
        self._when_shown(lambda _: self._toggle(9 if key == "0" else int(key) - 1))

    def _toggle(self, index: int) -> None:
        rows = self.page.evidence()
        current = self.list.current
        if current is None or index >= len(rows):
            self.say(f"There is no piece of evidence number {index + 1} here.")
            return
        self.drafts[current] = self.draft.toggle(rows[index].statement)
        self.page.focus_evidence(index)
        self._redraw()
        self.page.bring_evidence_into_view()

    def action_evidence(self, step: int) -> None:
        """Compare the next piece of evidence, or the one before."""
        self.page.focus_evidence(self.page.focused_evidence + step)
        self._redraw()
        self.page.bring_evidence_into_view()
        if self.source.display:
            self._open_evidence()

    def action_report(self, step: int) -> None:
        """Bring the next later report into view, or the one before."""
        self._show_report(self.page.at + step)

    def _show_report(self, index: int) -> None:
        if self.page.detail is not None:
            self.page.go_to_report(index, self.draft)
            self._redraw()
            self.action_close_source()

    def action_source(self) -> None:
        """Open the later report around the piece of evidence; again to close."""
        row = self.page.focused_row
        if self.source.display and row and self._source_of == (row.report, Place(row.start, row.end)):
            self.action_close_source()
        elif row is None:
            self.say("There is no evidence here; s opens the source of the promise.")
        else:
            self._open_evidence()

    def _open_evidence(self) -> None:
        row = self.page.focused_row
        if row is not None:
            what = f"Evidence {self.page.focused_evidence + 1}"
            self._load_source(row.report, Place(row.start, row.end), what)

    def action_promise_source(self) -> None:
        """Open the report around the promise; again to close."""
        detail = self.page.detail
        if detail is None:
            return
        place = Place(detail.start, detail.end)
        if self.source.display and self._source_of == (detail.row.report, place):
            self.action_close_source()
        else:
            self._load_source(detail.row.report, place, "Promise")

    def action_close_source(self) -> None:
        """Put the source away."""
        self.workers.cancel_group(self, "source")
        self._source_of = None
        self.set_class(False, "-reading-source")
        self.source.close()

    def action_scroll_reading(self, pages: int) -> None:
        """Scroll the source if it is open, else the page."""
        if self.source.display:
            self.source.scroll_page(pages)
        else:
            self.page.scroll_relative(y=pages * max(self.page.size.height - 2, 1), animate=False)

    @on(EvidenceClicked)
    def _evidence_clicked(self, clicked: EvidenceClicked) -> None:
        self._when_shown(lambda _: self._toggle(clicked.index))

    @on(ReportChosen)
    def _report_chosen(self, chosen: ReportChosen) -> None:
        self._show_report(chosen.index)

    # Finding ----------------------------------------------------------------------------------

    def action_next_later(self) -> None:
        """To the next commitment marked for later."""
        self._go_to_next(self.list.later, "Nothing is marked for later in this list; Space marks.")

    @work(group="list", exclusive=True)
    async def action_next_undecided(self) -> None:
        """To the next undecided commitment of the list."""
        await self.saved()
        with self._told():
            undecided = replace(self.filter, decided=False)
            ids = await asyncio.to_thread(self._reviewing.ids, undecided, self.order)
            self._go_to_next(set(ids), "Everything in this list is decided.")

    def _go_to_next(self, wanted: set[int], otherwise: str) -> None:
        """To the next of some commitments below the cursor, or the first from the top."""
        ids, at = self.list.pages.ids, self.list.cursor
        below = (i for i in (*range(at + 1, len(ids)), *range(at)) if ids[i] in wanted)
        found = next(below, None)
        if found is None:
            self.say(otherwise)
        else:
            self._move(lambda: found)

    def _choose(self, chosen: Filter | None) -> None:
        """Show what another filter lets through."""
        if chosen is not None and chosen != self.filter:
            self.filter = chosen
            self.load()

    def action_search(self) -> None:
        """Only commitments whose text holds some characters."""
        from tracker.tui.screens.prompt import Prompt

        def search(text: str | None) -> None:
            if text is not None:
                self._choose(replace(self.filter, text=text or None))

        self.app.push_screen(Prompt("Search", self.filter.text or "", "in the commitments; empty shows all"), search)

    def action_filter(self, column: str) -> None:
        """Choose issuer, year, status and more."""
        from tracker.tui.screens.filters import FilterScreen

        self.app.push_screen(FilterScreen(self._reviewing, self.filter, column), self._choose)

    def action_toggle_undecided(self) -> None:
        """Undecided only, or all."""
        self._choose(replace(self.filter, decided=None if self.filter.decided is False else False))

    def action_clear_filter(self) -> None:
        """Show everything."""
        self._choose(Filter())

    def action_next_order(self) -> None:
        """The next order in turn."""
        orders = list(ORDERS)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.load()

    def action_close(self) -> None:
        """Close the source; else clear the search."""
        if self.source.display:
            self.action_close_source()
        else:
            self._choose(replace(self.filter, text=None))

    def action_help(self) -> None:
        """All keys."""
        from tracker.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen())

    def action_theme(self) -> None:
        """Light or dark."""
        from tracker.tui.app import next_theme

        self.app.theme = next_theme(self.app.current_theme)
