"""The review screen: what a reviewer's keys do, and the only place that asks the database for the widgets."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.worker import Worker

from tracker.errors import TrackerError
from tracker.model import CommitmentDetail, CommitmentRow, Facets, Filter, NewDecision, Status
from tracker.tui import commands
from tracker.tui.drafts import Draft, decision
from tracker.tui.looks import LOOKS, safe
from tracker.tui.messages import EvidenceClicked, PageWanted, ReportChosen, RowChosen
from tracker.tui.outline import Run, find_runs
from tracker.tui.widgets.bars import ORDERS, KeyBar, TopBar, filter_words
from tracker.tui.widgets.commitment_list import CommitmentList
from tracker.tui.widgets.detail import DetailPane
from tracker.tui.widgets.nothing import Nothing
from tracker.tui.widgets.source_pane import Place, SourcePane

if TYPE_CHECKING:
    from tracker.workflow.reviewing import Reviewing


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as the database gave it."""

    ids: list[int]
    runs: tuple[Run, ...]
    facets: Facets


class ReviewScreen(Screen[None]):
    """Commitments on the left, the one in hand on the right, a report's source below on demand.

    Nothing on it takes the focus, so every key reaches it; text is typed in dialogs over it.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(commands.bindings())
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 (as Textual declares it)
    AUTO_FOCUS = ""

    def __init__(self, reviewing: Reviewing) -> None:
        super().__init__()
        self._reviewing = reviewing
        self.filter = Filter()
        self.order = next(iter(ORDERS))
        self.drafts: dict[int, Draft] = {}
        self._total = self._decided = 0
        self._turn: deque[Callable[[], None]] = deque()
        """Keys pressed before the commitment they are meant for was on the screen."""
        self._writing = asyncio.Lock()
        self._last_write: Worker[None] | None = None
        self._source_of: tuple[int, Place] | None = None

    def compose(self) -> ComposeResult:
        """List, page, source, and the bars above and below."""
        yield TopBar(self._reviewing.reviewer)
        yield Nothing()
        with Horizontal(id="room"):
            yield CommitmentList(id="list")
            with Vertical(id="reading"):
                yield DetailPane()
                yield SourcePane()
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with everything."""
        self.list = self.query_one(CommitmentList)
        self.page = self.query_one(DetailPane)
        self.source = self.query_one(SourcePane)
        self.list.border_title = "Commitments"
        self.load()

    def on_resize(self) -> None:
        """The bar above is laid out for its width."""
        self._show_progress()

    # Reading the database ---------------------------------------------------------------------

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the database refuses is said in a toast."""
        try:
            yield
        except TrackerError as error:
            self._turn.clear()
            self.say(str(error), "error")

    def say(self, message: str, severity: str = "information") -> None:
        """A toast, literally."""
        level = "error" if severity == "error" else "warning" if severity == "warning" else "information"
        self.notify(safe(message), severity=level, markup=False)  # type: ignore[arg-type]

    def load(self) -> None:
        """Read the list for the filter, staying on the commitment in hand if it is still there."""
        self._turn.clear()
        self._load(self.filter, self.order, self.list.current)

    @work(group="list", exclusive=True)
    async def _load(self, chosen: Filter, order: str, keep: int | None) -> None:
        with self._told():
            listing = await asyncio.to_thread(self._read_list, chosen, order)
            cursor = listing.ids.index(keep) if keep in listing.ids else 0
            self._total, self._decided = listing.facets.total, listing.facets.decided
            self.list.show(listing.ids, listing.runs, cursor)
            self._show_progress()
            self._show_emptiness(not listing.ids)
            self._show_current()

    def _read_list(self, chosen: Filter, order: str) -> Listing:
        """In a thread."""
        ids = self._reviewing.ids(chosen, order)
        runs = find_runs(ids, self._reviewing.rows) if order == "report" else ()
        return Listing(ids, runs, self._reviewing.facets(chosen))

    @on(PageWanted)
    def _page_wanted(self, wanted: PageWanted) -> None:
        self._load_page(wanted.page, wanted.generation)

    @work(group="pages")
    async def _load_page(self, page: int, generation: int) -> None:
        pages = self.list.pages
        if generation != pages.generation:
            return
        with self._told():
            rows = await asyncio.to_thread(self._reviewing.rows, pages.slice(page))
            if pages.put(page, generation, rows):
                self.list.refresh()
            return
        pages.give_up(page, generation)

    @work(group="detail", exclusive=True)
    async def _load_detail(self, commitment: int) -> None:
        blank = self.set_timer(0.15, self.page.clear)
        try:
            with self._told():
                detail = await asyncio.to_thread(self._reviewing.detail, commitment)
                blank.stop()
                self._shown = commitment
                self.page.show(detail, self.draft, commitment in self.list.later)
                self._take_turns()
        finally:
            blank.stop()

    @work(group="source", exclusive=True)
    async def _load_source(self, report: int, place: Place, what: str) -> None:
        with self._told():
            view = await asyncio.to_thread(self._reviewing.source, report)
            self._source_of = (report, place)
            self.set_class(True, "-reading-source")
            self.source.show(view, place, what)

    # What is in hand --------------------------------------------------------------------------

    _shown: int | None = None

    @property
    def shown(self) -> CommitmentDetail | None:
        """The commitment in hand, once it is on the screen."""
        known = self.page.detail is not None and self._shown == self.list.current
        return self.page.detail if known else None

    @property
    def draft(self) -> Draft:
        """What is prepared for the commitment in hand."""
        return self.drafts.get(self.list.current or -1, Draft())

    def _show_current(self) -> None:
        """Bring the commitment in hand onto the page."""
        self._shown = None
        self.action_close_source()
        if self.list.current is not None:
            self.list.border_subtitle = f"{self.list.cursor + 1} of {len(self.list.pages.ids)}"
            self._load_detail(self.list.current)
        else:
            self.list.border_subtitle = ""
            self.page.clear()

    def _when_shown(self, act: Callable[[CommitmentDetail], None]) -> None:
        """Do something with the commitment in hand, after the keys pressed before and once it is on the screen."""

        def turn() -> None:
            if self.shown is not None:
                act(self.shown)

        if self.list.current is not None:
            self._turn.append(turn)
            self._take_turns()

    def _take_turns(self) -> None:
        while self._turn and self.shown is not None:
            self._turn.popleft()()

    def _move(self, step: Callable[[], int]) -> None:
        """Move the cursor, after what waits for the commitment in hand."""

        def turn() -> None:
            if self.list.move_to(step()):
                self._show_current()

        if self._turn:
            self._turn.append(turn)
        else:
            turn()

    def _go_to(self, commitment: int, say_if_absent: str = "") -> None:
        """Put a commitment in hand, if the list holds it."""
        if commitment == self.list.current:
            self._show_current()
        elif commitment in self.list.pages.ids:
            self._move(partial(self.list.pages.ids.index, commitment))
        elif say_if_absent:
            self.say(say_if_absent)

    def _redraw(self) -> None:
        self.page.draw(self.draft, self.list.current in self.list.later)

    def _show_progress(self) -> None:
        self.query_one(TopBar).show(self.filter, self.order, self._total, self._decided)

    def _show_emptiness(self, empty: bool) -> None:
        nothing = self.query_one(Nothing)
        nothing.display = self.has_nothing = empty
        self.query_one("#room").display = not empty
        if empty and self.filter == Filter():
            nothing.empty_database()
        elif empty:
            nothing.empty_filter(filter_words(self.filter))

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
        self._turn.clear()
        self._last_write = self._undo()

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
        if self.list.current is not None:
            self.list.later ^= {self.list.current}
            self._redraw()
            self.action_move(1)
            self.list.refresh()

    # Evidence and sources ---------------------------------------------------------------------

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

    # Moving -----------------------------------------------------------------------------------

    @on(RowChosen)
    def _row_chosen(self, chosen: RowChosen) -> None:
        self._move(lambda: chosen.index)

    def action_move(self, lines: int) -> None:
        """Up or down by commitments."""
        self._move(lambda: self.list.cursor + lines)

    def action_move_page(self, pages: int) -> None:
        """Up or down by screenfuls."""
        self._move(lambda: self.list.cursor + pages * self.list.page_step)

    def action_move_to(self, index: int) -> None:
        """To a place in the list; -1 is the end."""
        self._move(lambda: index if index >= 0 else len(self.list.pages.ids) - 1)

    def action_next_later(self) -> None:
        """To the next commitment marked for later."""
        self._go_to_next(self.list.later, "Nothing is marked for later in this list; Space marks.")

    @work(group="list", exclusive=True)
    async def action_next_undecided(self) -> None:
        """To the next undecided commitment of the list."""
        await self.saved()
        with self._told():
            undecided = replace(self.filter, undecided=True)
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

    # Finding ----------------------------------------------------------------------------------

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
        self._choose(replace(self.filter, undecided=not self.filter.undecided))

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
