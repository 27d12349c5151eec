"""A hundred thousand commitments: only what is looked at is read."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from textual.widget import Widget

from tests.tui.conftest import OpenRoom
from tests.tui.fake import FakeReviewing
from tracker.model import CommitmentRow
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
