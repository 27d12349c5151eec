"""Weighing: pieces of evidence chosen, dropped, found by hand or called wrong; sources opened at their place."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work

from tracker import words
from tracker.model import CommitmentDetail, EvidenceRow
from tracker.tui.drafts import Draft, evidence_shown, marked
from tracker.tui.looks import report_line
from tracker.tui.messages import EvidenceClicked, ReportChosen
from tracker.tui.screens.deciding import DecidingScreen
from tracker.tui.widgets.source_pane import Place

if TYPE_CHECKING:
    from tracker.workflow.reviewing import Reviewing


class WeighingScreen(DecidingScreen):
    """The walk, with scales."""

    def __init__(self, reviewing: Reviewing) -> None:
        super().__init__(reviewing)
        self._source_of: tuple[int, Place] | None = None

    def _show_current(self) -> None:
        """A source belongs to the commitment it was opened for."""
        self.action_close_source()
        super()._show_current()

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
            self.say(words.say("tui.say.no_evidence_number", number=index + 1))
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
            self.say(words.say("tui.say.no_evidence"))
        else:
            self._open_evidence()

    def _open_evidence(self) -> None:
        row = self.page.focused_row
        if row is not None:
            what = words.say("tui.source.evidence", number=self.page.focused_evidence + 1)
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
            self._load_source(detail.row.report, place, words.say("tui.source.promise"))

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

    # By hand ----------------------------------------------------------------------------------

    def action_attach(self) -> None:
        """Search the later report in view and attach a statement as evidence."""
        self._when_shown(self._search_statements)

    def _search_statements(self, detail: CommitmentDetail) -> None:
        from tracker.tui.screens.statements import StatementSearch

        about = self.page.about
        if about is None:
            self.say(words.say("tui.say.no_report_to_search"))
            return
        commitment = detail.row.id

        def attach(row: EvidenceRow | None) -> None:
            if row is None:
                return
            before = self.drafts.get(commitment, Draft())
            known = [r.statement for r in evidence_shown(detail, about, before)]
            if row.statement not in known:
                self.drafts[commitment] = before.attach(row)
                known.append(row.statement)
            elif row.statement not in marked(detail, about, before, self.blind):
                self.drafts[commitment] = before.toggle(row.statement)
            if commitment == self.list.current:
                self._redraw()
                self.page.focus_evidence(known.index(row.statement))
                self._redraw()
                self.page.bring_evidence_into_view()

        self.app.push_screen(StatementSearch(self._reviewing, about, detail.row.text), attach)

    def action_wrong(self) -> None:
        """Say that the piece of evidence in focus does not speak of this commitment, or take that back."""
        self._when_shown(self._mark_wrong)

    def _mark_wrong(self, detail: CommitmentDetail) -> None:
        row = self.page.focused_row
        if row is None:
            self.say(words.say("tui.say.no_evidence"))
        else:
            self._shown = None
            self._last_write = self._write_wrong(detail.row.id, row.statement, row.wrong_by is None)

    @work(group="writes")
    async def _write_wrong(self, commitment: int, statement: int, wrong: bool) -> None:
        async with self._writing:
            with self._told():
                await asyncio.to_thread(self._reviewing.mark_wrong, commitment, statement, wrong)
                self.say(words.say("tui.say.wrong" if wrong else "tui.say.right"))
            await self._refresh_row(commitment)

    # The report's units -----------------------------------------------------------------------

    def action_correct(self) -> None:
        """Correct the units of the report whose source is open, else of the promise's report, at that place."""
        if self._source_of is not None:
            self._open_units(self._source_of[0], self._source_of[1].start)
        elif self.list.current is None:
            self.action_reports()
        else:
            self._when_shown(lambda detail: self._open_units(detail.row.report, detail.start))

    @work(group="reports", exclusive=True)
    async def action_reports(self) -> None:
        """Choose any report to read and correct, also one that nothing was found in."""
        from tracker.tui.screens.chooser import Chooser

        with self._told():
            reports = await asyncio.to_thread(self._reviewing.reports)
            items = [(row.id, report_line(row)) for row in reports]

            def choose(report: int | None) -> None:
                if report is not None:
                    self._open_units(report, 0)

            title, empty = words.say("tui.reports.title"), words.say("tui.reports.empty")
            self.app.push_screen(Chooser(title, items, empty), choose)

    def _open_units(self, report: int, offset: int) -> None:
        from tracker.tui.screens.correcting import CorrectingScreen

        def corrected(changed: bool | None) -> None:
            if changed:
                self.action_close_source()
                self.say(words.say("tui.say.matching_again"))
                self._last_write = self._match_again(report)

        self.app.push_screen(CorrectingScreen(self._reviewing, report, offset), corrected)

    @work(group="writes")
    async def _match_again(self, report: int) -> None:
        async with self._writing:
            with self._told():
                await asyncio.to_thread(self._reviewing.match_again, report)
        self.load()
