"""A walk through the commitments: what is read from the database for the screen, and which commitment is in hand."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from tracker import words
from tracker.errors import TrackerError
from tracker.model import CommitmentDetail, CommitmentRow, Filter, Imported, Listing, Opening
from tracker.tui.ahead import Ahead, Read, around
from tracker.tui.comparing import compare_ahead
from tracker.tui.drafts import Draft
from tracker.tui.filtering import ORDERS, name_topics
from tracker.tui.messages import PageWanted, RowChosen
from tracker.tui.paging import NONE, PAGE, Beginning
from tracker.tui.quick import Hold, collect
from tracker.tui.screens.telling import TellingScreen
from tracker.tui.widgets.bars import KeyBar, TopBar
from tracker.tui.widgets.commitment_list import CommitmentList
from tracker.tui.widgets.detail import DetailPane
from tracker.tui.widgets.nothing import Hint, Nothing
from tracker.tui.widgets.source_pane import SourcePane

if TYPE_CHECKING:
    from tracker.workflow.reviewing import Reviewing


PAUSE = 0.04
"""Seconds after which what is around a page is read; who goes on sooner does not wait for it."""

WIDE = 110
"""Cells from which list and page stand side by side at ease."""


class WalkScreen(TellingScreen[None]):
    """Commitments on the left, the one in hand on the right, a report's source below on demand.

    Nothing on it takes the focus, so every key reaches it; text is typed in dialogs over it.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 (as Textual declares it)
    AUTO_FOCUS = ""

    def __init__(self, reviewing: Reviewing) -> None:
        super().__init__()
        self._reviewing = reviewing
        self.filter = Filter()
        self.order = ORDERS[0]
        self.drafts: dict[int, Draft] = {}
        self._ahead = Ahead()
        self._total: int | None = None
        """None until a list was read."""
        self._decided = 0
        self._counted = 0
        """Changes of lines that `_decided` has taken in."""
        self.blind = reviewing.blind
        self._seen: int | None = None
        """Stamp of the database that list, lines and counts are of; None before any was read."""
        self._of: Imported | None = None
        """The reports that the list is of; None while it is read."""
        self._hold = Hold(self, self._empty_page)
        self._turn: deque[Callable[[], None]] = deque()
        """Keys pressed before the commitment they are meant for was on the screen."""

    def compose(self) -> ComposeResult:
        """List, page, source, and the bars above and below."""
        # As the breakpoints will have it: a change of them lays everything out anew.
        self.add_class("-wide" if self.app.size.width >= WIDE else "-narrow")
        yield TopBar(self._reviewing.reviewer, self.blind)
        yield Nothing()
        with Horizontal(id="room"):
            yield CommitmentList(id="list")
            with Vertical(id="reading"):
                yield DetailPane(self._reviewing.reviewer, self.blind)
                yield SourcePane()
        yield Hint(self.blind)
        yield KeyBar(self.blind)

    def on_mount(self) -> None:
        """Begin with everything."""
        self.list = self.query_one(CommitmentList)
        self.page = self.query_one(DetailPane)
        self.source = self.query_one(SourcePane)
        self.list.blind = self.blind
        self.list.border_title = words.say("tui.list.title")
        self._begin()

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

    def load(self, *, from_the_top: bool = False) -> None:
        """Read the list for the filter, staying on the commitment in hand if it is there, unless told not to."""
        self._turn.clear()
        self._ahead.forget()
        self._of = None
        self._load(self.filter, self.order, NONE if from_the_top else None)

    @work(group="begin")
    async def _begin(self) -> None:
        with self._told():
            opening, read = await asyncio.to_thread(self._read_opening)
            self._seen, self._of = read.stamp, opening.imported
            self._ahead.put(self._ahead.era, read)
            self._decided = opening.decided
            ids = Beginning(opening.listing, partial(self._reviewing.listing, self.filter))
            begun = Listing(ids, opening.listing.groups)
            self._show_list(begun, 0, opening.rows)
            if opening.first and not self._decided:
                self._hint.open()
            whole = await asyncio.to_thread(ids.whole)
            if self.list.pages.ids is ids:  # else another list was read since
                if whole.groups == begun.groups:
                    self.list.pages.ids = whole.ids
                else:
                    self._show_list(whole, self._place_in(whole))

    def _read_opening(self) -> tuple[Opening, Read]:
        """In a thread."""
        stamp = self._reviewing.stamp()
        opening = self._reviewing.opening(words.spoken(), PAGE)
        name_topics(opening.topics)
        self._compare(opening.first)
        return opening, Read(stamp, opening.first)

    @work(group="list", exclusive=True)
    async def _load(self, chosen: Filter, order: str, wanted: int | None = None) -> None:
        with self._told():
            listing = await asyncio.to_thread(self._read_list, chosen, order)
            self._show_list(listing, self._place_in(listing, wanted))
            await self._count_decided(chosen)

    def _place_in(self, listing: Listing, wanted: int | None = None) -> int:
        """Where a list holds a commitment, the one in hand unless told: at its top if it does not."""
        keep = self.list.current if wanted is None else wanted
        return listing.ids.index(keep) if keep in listing.ids else 0

    def _show_list(self, listing: Listing, cursor: int, rows: Sequence[CommitmentRow] = ()) -> None:
        self._total = len(listing.ids)
        self.list.show(listing, cursor, rows)
        self._show_emptiness(not listing.ids)
        self._show_current()

    def _read_list(self, chosen: Filter, order: str) -> Listing:
        """In a thread: whoever writes from here on is noticed by looking again."""
        self._seen = self._reviewing.stamp()
        self._of = self._reviewing.imported()
        return self._reviewing.listing(chosen, order)

    async def _count_decided(self, chosen: Filter) -> None:
        """Count what is decided, again if something was decided meanwhile."""
        counted = None
        while counted != self._counted:
            await self.saved()
            counted = self._counted
            self._decided = await asyncio.to_thread(self._reviewing.decided, chosen)
            await self.saved()
        self._show_progress()

    async def saved(self) -> None:
        """Return once everything decided so far is written."""

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
                self._let_go()
            return
        pages.give_up(page, generation)

    @work(group="detail", exclusive=True)
    async def _read(self, commitment: int) -> None:
        """Read the page in hand unless it shows, or is known and nobody has written since; then what is around it."""
        with self._told():
            if self.shown is not None:
                self._take_turns()
            else:
                known = self._ahead.get(commitment)
                if known is not None and self._ahead.stamp == await asyncio.to_thread(self._reviewing.stamp):
                    self._show_page(known)
                else:
                    await self._read_page(commitment)
            await asyncio.sleep(PAUSE)
            collect()
            self.list.ask_around()
            await self.saved()
            era, ids = self._ahead.era, around(self.list.pages.ids, self.list.cursor)
            found = await asyncio.to_thread(self._read_around, ids)
            if self._ahead.put(era, found):
                now = self._ahead.get(commitment)
                if now is not None and self.list.current == commitment and now != self.shown:
                    self._show_page(now)

    async def _read_page(self, commitment: int) -> None:
        blank = self.set_timer(0.15, self.page.clear)
        try:
            detail = await asyncio.to_thread(self._read_detail, commitment)
            blank.stop()
            self._show_page(detail)
        finally:
            blank.stop()

    def _read_detail(self, commitment: int) -> CommitmentDetail:
        """In a thread."""
        detail = self._reviewing.detail(commitment)
        self._compare([detail])
        return detail

    def _read_around(self, ids: Sequence[int]) -> Read:
        """In a thread."""
        stamp = self._reviewing.stamp()
        found = self._reviewing.details(ids)
        self._compare(found)
        return Read(stamp, found)

    def _compare(self, found: Iterable[CommitmentDetail]) -> None:
        """In a thread, so that showing them takes no longer than drawing."""
        for detail in found:
            evidence = self.page.evidence_of(detail, self.drafts.get(detail.row.id, Draft()))
            compare_ahead(detail, evidence, self._reviewing.compare)

    def _show_page(self, detail: CommitmentDetail) -> None:
        """Show what the database holds, unless it shows already."""
        if detail != self.shown:
            self._shown = detail.row.id
            self.page.show(detail, self.draft)
            self._let_go()
        self._take_turns()

    @property
    def _hint(self) -> Hint:
        return self.query_one(Hint)

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
        self._hint.display = False
        self._show_progress()
        current = self.list.current
        if current is None:
            self.page.clear()
            return
        known = self._ahead.get(current)
        if known is not None and self._ahead.stamp == self._reviewing.quick_stamp():
            self._shown = current
            self.page.show(known, self.draft)
            self._let_go()
        else:
            self._hold.begin()
        self._read(current)  # not before the page: a worker's start would have list and page painted one by one

    def _let_go(self) -> None:
        if self.shown is not None and self.list.pages.row(self.list.cursor) is not None:
            self._hold.end()

    def _empty_page(self) -> None:
        """What is in hand is late: rather an empty page beside it than another one's."""
        if self.shown is None:
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

        self._in_turn(turn)

    def _in_turn(self, act: Callable[[], None]) -> None:
        """Do something now, or after what waits for the commitment in hand."""
        if self._turn:
            self._turn.append(act)
        else:
            act()

    def _go_to(self, commitment: int) -> None:
        """Put a commitment in hand, if the list holds it."""
        if commitment == self.list.current:
            self._show_current()
        elif commitment in self.list.pages.ids:
            self._move(partial(self.list.pages.ids.index, commitment))

    def _redraw(self) -> None:
        self.page.draw(self.draft)

    def _show_progress(self) -> None:
        place = self.list.cursor + 1
        self.query_one(TopBar).show(self.filter, self.order, place, self._total, self._decided)

    def _show_emptiness(self, empty: bool) -> None:
        nothing = self.query_one(Nothing)
        nothing.display = empty
        self.query_one("#room").display = not empty
        if empty:
            nothing.passes(self.filter)

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
