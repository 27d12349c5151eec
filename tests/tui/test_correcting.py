"""Correcting a report's units in the room, over a real database: the whole task by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine
from textual.widgets import OptionList

from db.engine import check, open_database
from tests.tui.conftest import OpenRoom, Room
from tracker import words
from tracker.model import Filter, NewDecision, Role, Status
from tracker.tui.screens.correcting import CorrectingScreen
from tracker.tui.screens.cutting import Cutter, first_place, places
from tracker.workflow.following import match_reports
from tracker.workflow.importing import import_files
from tracker.workflow.reviewing import Reviewing

TWO = "完成《清渚市物业管理条例》立法审查，推动年内出台。"


@pytest.fixture
def engine(tmp_path: Path, reports: Path) -> Engine:
    """Two consecutive reports of one issuer, read and matched."""
    engine = open_database(tmp_path / "room.db")
    assert [made.change for made in import_files(engine, sorted(reports.iterdir()))] == ["new", "new"]
    for _ in match_reports(engine):
        pass
    return engine


def units(room: Room) -> CorrectingScreen:
    assert isinstance(room.app.screen, CorrectingScreen)
    return room.app.screen


def in_hand(room: Room) -> str:
    row = units(room).text.current
    assert row is not None
    return row.unit.text


async def go_to(room: Room, text: str) -> None:
    """By keys, however far."""
    for _ in range(60):
        if text in in_hand(room):
            return
        await room.press("k")
    raise AssertionError(text)


def messages(room: Room) -> list[str]:
    """What was said in toasts, however they are wrapped."""
    return [notification.message for notification in room.app._notifications]


def listed(engine: Engine) -> list[str]:
    reviewing = Reviewing(engine, "林评议")
    return [row.text for row in reviewing.rows(reviewing.ids(Filter(years=(2022, 2022))))]


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_a_unit_is_split_at_the_place_chosen_and_given_back(
    open_room: OpenRoom, engine: Engine, size: tuple[int, int]
) -> None:
    async with open_room(Reviewing(engine, "林评议"), size=size) as room:
        before = len(room.screen.list.pages.ids)
        await room.press("C")
        assert in_hand(room) == TWO, "it opens at the promise in hand"
        await room.press("s")
        assert isinstance(room.app.screen, Cutter)
        assert "立法审查，┃推动" in room.text("#cut").replace("\n", "")
        await room.press("right", "right", "left", "left", "enter")
        assert in_hand(room) == "完成《清渚市物业管理条例》立法审查，"
        assert "split, by 林评议" in room.text("#unit-facts")
        assert room.text("#unit-text").count("✎") == 2
        await room.press("escape")
        assert room.app.screen is room.screen
        assert len(room.screen.list.pages.ids) == before + 1
        assert "推动年内出台。" in listed(engine)
        assert Reviewing(engine, "林评议").detail(room.screen.list.pages.ids[1]).follow_ups, "matched anew"

        await room.press("C")
        await room.press("z")
        assert in_hand(room) == TWO
        assert "✎" not in room.text("#unit-text")
        await room.press("escape")
        assert len(room.screen.list.pages.ids) == before
    assert check(str(engine.url.database)) == []


async def test_units_are_merged_with_the_next_and_with_the_one_before(open_room: OpenRoom, engine: Engine) -> None:
    async with open_room(Reviewing(engine, "林评议")) as room:
        await room.press("C")
        await room.press("m")
        assert in_hand(room) == f"{TWO}建立立法基层联系点10个以上。"
        await room.press("M")
        assert in_hand(room) == f"（一）提高立法质量。{TWO}建立立法基层联系点10个以上。"
        await room.press("z", "z", "z")
        assert "None of your corrections" in room.text()
        assert TWO in listed(engine)
        await room.press("pageup", "pageup", "pageup", "M")
        assert "There is no unit to merge it with" in room.text()


async def test_every_press_of_undo_takes_another_correction_back(open_room: OpenRoom, engine: Engine) -> None:
    async with open_room(Reviewing(engine, "林评议")) as room:
        await room.press("C")
        await room.press("m")
        await room.press("M")
        units(room).action_undo()
        units(room).action_undo()
        await room.settle()
        assert "0 corrected" in room.text()
        assert TWO in listed(engine)


async def test_a_shortcoming_becomes_a_promise_and_a_promise_is_left_out(open_room: OpenRoom, engine: Engine) -> None:
    async with open_room(Reviewing(engine, "林评议")) as room:
        await room.press("C")
        await room.press("x", "x")
        assert "It is framing already" in room.text()
        assert "left out: no action" in room.text("#unit-facts")
        await go_to(room, "基层执法力量薄弱")
        await room.press("p")
        await go_to(room, "抽查案卷320宗")
        await room.press("enter", "end", "up", "enter")
        assert "plan · commitment" in room.text("#unit-facts"), "a statement moved into the plan is a promise"
        await room.press("r", "escape")

    now = listed(engine)
    assert TWO not in now
    assert any("基层执法力量薄弱" in text for text in now)
    assert not any("抽查案卷320宗" in text for text in now)


async def test_every_correction_is_listed_and_anyone_takes_one_back(open_room: OpenRoom, engine: Engine) -> None:
    async with open_room(Reviewing(engine, "林评议")) as room:
        await room.press("C")
        await room.press("x", "j", "x", "escape")
    async with open_room(Reviewing(engine, "周复核")) as room:
        await room.press("C")
        await room.press("z")
        assert "None of your corrections" in room.text(), "z takes back only one's own"
        await room.press("h")
        assert room.app.screen.query_one(OptionList).option_count == 2
        assert "role commitment → framing, by 林评议" in room.text()
        await room.press("down", "enter", "n")
        assert "✎" in next(line for line in room.text("#unit-text").splitlines() if "▸" in line)
        assert "基层联系点" in in_hand(room)
        await room.press("h")
        assert "taken back by 周复核" in room.text()
        await room.press("down", "enter")
        assert "taken back already" in room.text()
    assert TWO in listed(engine)


async def test_what_was_decided_before_a_split_is_told_beside_both_parts(open_room: OpenRoom, engine: Engine) -> None:
    async with open_room(Reviewing(engine, "林评议")) as room:
        first = room.current
        assert first is not None
        await room.press("p", "k", "C", "s", "enter")
        assert any("A decision on the text as it was stays in its history" in said for said in messages(room))
        await room.press("escape", "home")
        for key in ("k", "j"):
            await room.press(key)
            assert "decided by" not in room.told("status")
            room.app.clear_notifications()
            await room.press(*["J"] * 6)
            history = room.told("history")
            assert "decided before its text was split or merged" in history
            assert "partly" in history.lower()
            assert "split, by 林评议" in history
    (gone,) = Reviewing(engine, "林评议").ids(Filter(gone=True))
    assert gone == first


async def test_a_plan_that_was_missed_is_moved_in_one_word_and_given_back_in_one(
    open_room: OpenRoom, engine: Engine
) -> None:
    before = listed(engine)
    async with open_room(Reviewing(engine, "林评议")) as room:
        await room.press("C")
        await go_to(room, "三、2023年工作安排")
        await room.press("enter", "end", *["up"] * 2, "enter")
        assert any("to done" in said for said in messages(room)), messages(room)
        await room.press("escape")
        assert listed(engine) == []
        assert room.current is not None, "the other report's plan is still there"
        await room.press("R")
        assert "0 commitments" in room.text()
        await room.press("home", "enter")
        assert in_hand(room) == "清渚市司法局2022年法治政府建设年度报告"
        await room.press("z", "escape")
    assert listed(engine) == before
    assert check(str(engine.url.database)) == []


async def test_a_report_in_which_nothing_was_found_can_be_opened(open_room: OpenRoom, engine: Engine) -> None:
    reviewing = Reviewing(engine, "林评议")
    for report in (1, 2):
        for row in reviewing.source(report).units:
            if row.unit.role is Role.COMMITMENT:
                reviewing.correct_unit(row.id, None, Role.FRAMING)
    async with open_room(reviewing) as room:
        assert "Nothing to review yet" in room.text()
        await room.press("C")
        await room.press("down", "enter")
        await room.press("n", "p", "escape")
        assert len(room.screen.list.pages.ids) == 1


async def test_keys_pressed_quickly_are_done_one_after_the_other(open_room: OpenRoom, engine: Engine) -> None:
    async with open_room(Reviewing(engine, "林评议")) as room:
        await room.press("C")
        await room.pilot.press("m", "m", "z")
        await room.settle()
        assert in_hand(room) == f"{TWO}建立立法基层联系点10个以上。"


async def test_a_click_takes_a_unit_in_hand(open_room: OpenRoom, engine: Engine) -> None:
    async with open_room(Reviewing(engine, "林评议")) as room:
        await room.press("C")
        lines = room.text("#unit-text").splitlines()
        line = next(i for i, text in enumerate(lines) if "50个" in text)
        await room.pilot.click("#unit-text", offset=(40, line))
        await room.settle()
        assert "50个" in in_hand(room)


async def test_in_chinese(open_room: OpenRoom, engine: Engine) -> None:
    words.use("zh")
    reviewing = Reviewing(engine, "林评议")
    reviewing.decide(NewDecision(reviewing.ids(Filter())[0], Status.DROPPED, "林评议"))
    async with open_room(reviewing, size=(80, 24)) as room:
        await room.press("C")
        await room.press("s")
        assert "第二句从哪里开始" in room.text()
        await room.press("enter")
        assert "拆成两句（林评议" in room.text("#unit-facts")
        assert "对原文句的判定留在历史中" in room.text().replace("\n", "")
        await room.press("h")
        assert "本报告的更正" in room.text()


def test_the_mark_stands_after_punctuation_and_in_no_number() -> None:
    assert places("一是修订，二是（建设；）推进。") == [5, 12]
    assert first_place("新增就业8000人以上") in (4, 8)
    assert first_place("建设") == 1
    assert first_place("AB") == 1


async def test_what_is_said_of_a_correction_makes_room_for_the_next(open_room: OpenRoom, engine: Engine) -> None:
    async with open_room(Reviewing(engine, "林评议"), size=(80, 24)) as room:
        await room.press("C")
        await room.press(*["x", "j"] * 4)
        assert len(room.app._notifications) == 1
        assert room.text("#unit-text").count("✎") >= 3
