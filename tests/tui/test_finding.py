"""Search, filters, order, marks for later, and the list when nothing is in it."""

from __future__ import annotations

import threading

from tests.tui.conftest import OpenRoom
from tests.tui.fake import FakeReviewing
from tracker.model import Filter, NewDecision, Status
from tracker.tui.screens.help import HelpScreen


async def test_search_keeps_only_what_holds_the_characters_and_c_clears_it(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("slash")
        await room.type("公证服务")
        await room.press("enter")

        assert [*room.screen.list.pages.ids] == [4, 9, 14, 19, 24, 29]
        assert "“公证服务”" in room.text("#top")
        assert "6 · 0 decided" in room.text("#top")
        await room.press("c")
        assert len(room.screen.list.pages.ids) == 30
        assert room.current == 4


async def test_letters_typed_into_the_search_decide_nothing(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("slash")
        await room.type("fpdux z1q")
        assert room.reviewing.made == []
        await room.press("enter")

        assert room.screen.filter.text == "fpdux z1q"
        assert "No commitment fits" in room.text()
        await room.press("f", "j", "enter", "1", "o", "g")
        assert room.reviewing.made == []
        await room.press("escape")
        assert len(room.screen.list.pages.ids) == 30


async def test_filter_by_issuer_year_and_status(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("i", "down", "enter")
        assert room.screen.filter == Filter(issuer="清渚市人民政府")
        await room.press("y", "space", "left", "down", "right", "home", "down", "space", "s")

        assert room.screen.filter == Filter(issuer="清渚市人民政府", years=(2023, 2023), statuses=(Status.FOLLOWED_UP,))
        assert [*room.screen.list.pages.ids] == [17, 18]
        assert "清渚市人民政府 · 2023 · Followed up" in room.text("#top")


async def test_a_filter_chosen_again_is_taken_off(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("t", "enter")
        assert len(room.screen.filter.statuses) == 1
        await room.press("t", "enter")

        assert room.screen.filter == Filter()


async def test_escape_leaves_the_filter_as_it_was(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("l", "space", "escape")

        assert room.screen.filter == Filter()
        assert len(room.screen.list.pages.ids) == 30


async def test_undecided_only_leaves_out_what_is_decided(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("f", "p", "a")

        assert [*room.screen.list.pages.ids][:2] == [3, 4]
        assert room.current == 3


async def test_g_goes_to_the_next_undecided_and_round(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("j", "f", "f", "home", "g")
        assert room.current == 4
        await room.press("end", "g")
        assert room.current == 1


async def test_space_marks_for_later_and_m_finds_it_again(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("j", "space", "end", "m")

        assert room.current == 2
        assert room.text("#list").count("⚑") == 1
        await room.press("space", "m")
        assert "Nothing is marked" in room.text()
        assert room.reviewing.flagged == set()
        assert room.reviewing.made == []


async def test_order_by_doubt_shows_the_least_certain_first_with_its_issuer(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("r")

        assert [*room.screen.list.pages.ids][:2] == [4, 9]
        assert "least certain first" in room.text("#top")
        assert "清渚市司法局 2022" in room.text("#list").splitlines()[1]
        assert room.current == 4


async def test_the_list_is_grouped_by_issuer_and_report(open_room: OpenRoom) -> None:
    async with open_room() as room:
        lines = [line.strip("│ ▕▔") for line in room.text("#list").splitlines()]

        assert lines[1].startswith("清渚市司法局")
        assert lines[2].startswith("2022  法治政府建设年度报告")
        assert lines[8].startswith("2023  法治政府建设年度报告")
        assert lines[14].startswith("清渚市人民政府")


async def test_an_empty_database_says_what_to_do(open_room: OpenRoom) -> None:
    async with open_room(FakeReviewing(issuers=())) as room:
        assert "tracker follow PATH" in room.text()
        await room.press("f", "enter", "1", "z", "o", "s", "end", "g", "m", "n", "space", "tab", "right", "J")
        assert room.reviewing.made == []
        await room.press("question_mark")
        assert isinstance(room.app.screen, HelpScreen)


async def test_home_end_and_pages_go_where_they_say(open_room: OpenRoom) -> None:
    async with open_room(size=(80, 24)) as room:
        await room.press("end")
        assert room.current == 30
        await room.press("pageup")
        step = 30 - (room.current or 0)
        assert 1 < step < 10
        await room.press("home", "pagedown", "k")
        assert room.current == step


async def test_a_mark_moves_on_before_the_next_key_decides(open_room: OpenRoom) -> None:
    async with open_room() as room:
        room.reviewing.gate = threading.Event()
        await room.pilot.press("j", "f", "space", "p")
        room.reviewing.gate.set()
        await room.settle()

        assert [d.commitment for d in room.reviewing.made] == [2, 4]
        assert room.reviewing.flagged == {3}


async def test_the_cursor_of_the_filter_stays_on_its_value_when_others_vanish(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press(
            "t",
            "end",
            "space",
            "left",
            "home",
            "right",
            "end",
            "space",
            "left",
            "down",
            "down",
            "right",
            "space",
            "space",
            "s",
        )

        assert room.screen.filter == Filter(issuer="云汀区人民政府", statuses=(Status.PENDING,))


async def test_a_search_given_up_for_another_takes_no_write_with_it(open_room: OpenRoom) -> None:
    async with open_room() as room:
        writing = threading.Event()
        decide = room.reviewing.decide

        def slow(new: NewDecision) -> int:
            writing.wait(5)
            return decide(new)

        room.reviewing.decide = slow  # type: ignore[method-assign]
        await room.pilot.press("f", "g", "g", "m", "g")
        await room.pilot.pause()
        writing.set()
        await room.settle()

        assert [d.commitment for d in room.reviewing.made] == [1]
        assert "30 · 1 decided" in room.text("#top")
        await room.screen.saved()
