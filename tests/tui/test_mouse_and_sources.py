"""Clicks, later reports in turn, and the sources."""

from __future__ import annotations

from textual.geometry import Offset

from tests.tui.conftest import OpenRoom
from tracker.tui.drafts import Draft


async def test_a_click_on_a_line_brings_it_into_hand(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.pilot.click("#list", offset=(20, 5))
        await room.settle()

        assert room.current == 3
        assert "新建村（社区）法律服务工作站50个" in room.told("promise")


async def test_a_click_on_evidence_chooses_it(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.click("evidence-1", 10, 1)
        await room.press("f")

        assert room.reviewing.made[0].evidence == (300, 301)


async def test_a_click_on_a_later_report_brings_it_into_view(open_room: OpenRoom) -> None:
    async with open_room() as room:
        assert "8期 promised" in room.told("verdict")
        await room.click("timeline", 34, 1)

        assert "nothing more is said of it" in room.told("verdict")


async def test_the_evidence_under_the_mouse_is_lit(open_room: OpenRoom) -> None:
    async with open_room() as room:
        dark = room.grounds("evidence-1")
        await room.pilot.hover(offset=room.region("evidence-1").offset + Offset(10, 1))
        assert room.grounds("evidence-1") > dark
        await room.pilot.hover("#list", offset=(3, 3))
        assert room.grounds("evidence-1") == dark


async def test_what_the_mouse_selects_is_copied_as_text(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.drag(room.region("promise").offset, room.region("promise").offset + Offset(8, 0))
        assert room.app.screen.get_selected_text() == "全年举办行"
        first, second = (room.region(block).offset for block in ("evidence-0", "evidence-1"))
        await room.drag(first + Offset(2, 1), second + Offset(2, 0))
        assert room.app.screen.get_selected_text() == "举办行政执法培训班5期，培训执法人员1100人次。\n\n  2"
        assert room.screen.draft == Draft()


async def test_the_wheel_scrolls_the_page_and_a_click_finds_what_it_shows_then(open_room: OpenRoom) -> None:
    async with open_room(size=(80, 24)) as room:
        await room.press("escape")
        for _ in range(8):
            await room.wheel_down("#detail")
        assert "● ─" not in room.text("#detail")
        await room.click("evidence-3", 10, 1)
        await room.press("f")

        assert room.reviewing.made[0].evidence == (300, 303)


async def test_another_size_keeps_all_of_the_page(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("escape")
        for size in ((80, 24), (200, 60), (61, 30), (140, 45)):
            await room.pilot.resize_terminal(*size)
            await room.settle()
            room.screen.page.scroll_home(animate=False)
            await room.settle()
            assert "全年举办行政执法培训班不少于8期。" in room.told("promise")
            room.screen.page.scroll_end(animate=False)
            await room.settle()
            assert "组织“宪法宣传周”活动160场次" in room.told("evidence-4")


async def test_a_click_on_a_key_below_does_what_the_key_does(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.pilot.click("#keys", offset=(4, 0))
        await room.settle()

        assert [d.commitment for d in room.reviewing.made] == [1]


async def test_brackets_and_arrows_go_through_the_later_reports(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("right")
        assert "2024年法治政府建设年度报告" in room.told("report")
        await room.press("right", "left_square_bracket")
        assert "2023年法治政府建设年度报告" in room.told("report")


async def test_the_page_begins_at_the_report_that_the_status_rests_on(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("j")

        assert room.screen.page.about is not None
        assert room.screen.page.about.year == 2023


async def test_o_opens_the_evidence_in_its_report_and_closes_it_again(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("o")
        source = room.text("#source")
        assert "Evidence 1" in source
        assert "done" in source
        marked = next(line for line in source.splitlines() if "▸" in line)
        assert "举办行政执法培训班5期" in marked
        await room.press("tab")
        assert "Evidence 2" in room.text("#source")
        await room.press("o")

        assert not room.screen.source.display


async def test_s_opens_the_promise_in_its_own_report(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("s")
        marked = next(line for line in room.text("#source").splitlines() if "▸" in line)

        assert "全年举办行政执法培训班不少于8期" in marked
        assert "plan" in room.text("#source")
        await room.press("escape")
        assert not room.screen.source.display


async def test_deciding_with_an_open_source_goes_on_and_closes_it(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("o", "f")

        assert room.current == 2
        assert not room.screen.source.display


async def test_keys_still_work_after_clicks_and_dialogs(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.pilot.click("#detail", offset=(5, 1))
        await room.press("question_mark", "escape", "l", "escape", "slash", "escape", "T", "f")

        assert [d.commitment for d in room.reviewing.made] == [1]


async def test_the_palette_names_every_command_and_runs_it(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("ctrl+p")
        await room.type("partly met")
        await room.pilot.pause(0.3)
        await room.press("enter")
        await room.pilot.pause(0.1)
        await room.settle()

        assert [d.status.value for d in room.reviewing.made] == ["partly_met"]
