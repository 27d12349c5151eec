"""A hundred thousand commitments: only what is looked at is read."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from textual.widget import Widget

from tests.tui.conftest import OpenRoom, Room
from tests.tui.fake import FakeReviewing
from tracker.errors import TrackerError
from tracker.model import CommitmentRow, Filter, Listing, Opening
from tracker.tui.app import ReviewApp
from tracker.tui.paging import KEPT, PAGE

MANY = 100_000


def _pages(reviewing: FakeReviewing) -> set[int]:
    return {(key - 1) // PAGE for key in reviewing.rows_asked}


async def test_a_walk_reads_only_the_pages_it_shows(open_room: OpenRoom) -> None:
    async with open_room(FakeReviewing(many=MANY)) as room:
        assert len(room.reviewing.rows_asked) == PAGE
        assert len(room.screen.query(Widget)) < 60
        room.reviewing.rows_asked.clear()
        await room.press("end")
        assert room.current == MANY
        assert f"{MANY} " in room.text("#list")
        await room.press("home", "pagedown", "pagedown", "j", "end", "pageup")

        last = MANY // PAGE - 1
        assert _pages(room.reviewing) <= {0, 1, last - 1, last}  # what is shown, and what a screenful away is
        await room.press("f")
        assert len(room.reviewing.made) == 1


async def test_grouping_reads_no_commitment(open_room: OpenRoom) -> None:
    async with open_room(FakeReviewing(many=MANY)) as room:
        assert room.reviewing.calls["rows"] == 1
        assert len(room.screen.list._lines.runs) == MANY // 40


async def test_every_line_is_the_one_of_its_id(open_room: OpenRoom) -> None:
    async with open_room(FakeReviewing(many=MANY)) as room:
        for place in (40, 399, 12_345, 77_777):
            room.screen.action_move_to(place)
            await room.settle()
            line = next(line for line in room.text("#list").splitlines() if "▸" in line)
            assert f" {place + 1} " in line
            assert room.told("promise").startswith(f"{place + 1} ")


class _Slow(FakeReviewing):
    """Gives a page only when told to."""

    def __init__(self) -> None:
        super().__init__(many=5_000)
        self.let = threading.Event()
        self.let.set()

    def rows(self, ids: Sequence[int]) -> list[CommitmentRow]:
        self.let.wait(5)
        return super().rows(ids)


async def test_no_other_page_stands_beside_a_line_whose_own_is_late(open_room: OpenRoom) -> None:
    async with open_room(FakeReviewing(many=MANY)) as room:
        room.reviewing.gate = threading.Event()
        await room.pilot.press("end")
        while room.app._batch_count:
            await room.pilot.pause(0.01)
        assert f" {MANY} " in room.text("#list")
        assert "Promised" not in room.text("#detail")
        room.reviewing.gate.set()
        await room.settle()

        assert room.told("promise").startswith(f"{MANY} ")


async def test_a_page_that_comes_late_for_an_older_list_is_never_shown(open_room: OpenRoom) -> None:
    reviewing = _Slow()
    async with open_room(reviewing) as room:
        reviewing.let.clear()
        await room.pilot.press("end")
        await room.pilot.pause()
        pages = room.screen.list.pages
        older = pages.generation
        assert pages.row(4_999) is None
        reviewing.many = 300
        room.screen.order = "doubt"
        room.screen.load()
        await room.pilot.pause(0.1)
        reviewing.let.set()
        await room.settle()

        assert pages.generation > older
        assert len(pages.ids) == 300
        assert not pages.put(24, older, [])


async def test_pages_out_of_sight_are_let_go(open_room: OpenRoom) -> None:
    async with open_room(FakeReviewing(many=MANY)) as room:
        for page in range(0, 500, 9):
            room.screen.action_move_to(page * PAGE)
            await room.pilot.pause()
        await room.settle()

        assert len(room.screen.list.pages._pages) <= KEPT


class _Unread(FakeReviewing):
    """Gives its whole list only when told to; what it began with was read before."""

    def __init__(self) -> None:
        super().__init__(many=MANY)
        self.let = threading.Event()
        self.whole = False
        self.error: TrackerError | None = None

    def opening(self, language: str, first: int) -> Opening:
        opening = super().opening(language, first)
        self.whole = True
        return opening

    def listing(self, chosen: Filter, order: str = "report") -> Listing:
        if self.whole:
            self.let.wait(5)
            if self.error:
                raise self.error
        return super().listing(chosen, order)


@asynccontextmanager
async def _unread(reviewing: _Unread) -> AsyncIterator[Room]:
    async with ReviewApp(reviewing).run_test(size=(140, 45), notifications=True) as pilot:  # type: ignore[arg-type]
        room = Room(pilot, reviewing)  # type: ignore[arg-type]
        while "Promised" not in room.text("#detail"):
            await pilot.pause(0.01)
        yield room


async def test_the_first_page_does_not_wait_for_the_whole_list() -> None:
    async with _unread(reviewing := _Unread()) as room:
        assert all(f" {key} " in room.text("#list") for key in (1, 30))
        assert f"{MANY:,}" in room.text("#top")
        await room.pilot.press("j", "pagedown")
        assert 2 < (room.current or 0) < PAGE
        reviewing.let.set()
        await room.press("end")
        assert room.current == MANY
        assert isinstance(room.screen.list.pages.ids, list)


async def test_a_key_that_needs_the_whole_list_waits_for_it() -> None:
    async with _unread(reviewing := _Unread()) as room:
        threading.Timer(0.2, reviewing.let.set).start()
        await room.press("end")
        assert room.current == MANY


async def test_what_was_written_while_the_list_was_read_is_in_it() -> None:
    async with _unread(reviewing := _Unread()) as room:
        await room.pilot.press("j")
        reviewing.many = MANY + 40
        reviewing.let.set()
        await room.settle()
        assert f"{MANY + 40:,}" in room.text("#top")
        assert room.current == 2
        await room.press("end")
        assert room.current == MANY + 40


async def test_a_list_that_cannot_be_read_to_its_end_is_told_and_leaves_what_is_known() -> None:
    async with _unread(reviewing := _Unread()) as room:
        reviewing.error = TrackerError("the disk is gone")
        reviewing.let.set()
        await room.settle()
        assert "the disk is gone" in room.text()
        await room.press("j", "end")
        assert "…" in room.text("#list")
        await room.press("home", "j")
        assert room.current == 2
