"""Several reviewers, restarts and ends of a terminal, over a real database."""

from __future__ import annotations

import asyncio
import os
import pty
import signal
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import open_database
from tests.db.making import keep, parsed
from tests.tui.conftest import OpenRoom
from tests.tui.fake import FakeReviewing
from tests.tui.test_on_a_database import engine  # noqa: F401 (a fixture)
from tracker.model import Filter, NewDecision, Reported, Status
from tracker.tui.screens import overview, watching
from tracker.tui.widgets.grid import Cell, Grid, Table
from tracker.workflow.remote import Remote
from tracker.workflow.reviewing import Reviewing

PATIENCE = 60.0


async def test_two_reviewers_at_once_lose_nothing_and_their_disagreement_is_settled(
    open_room: OpenRoom,
    engine: Engine,  # noqa: F811
) -> None:
    async with (
        open_room(Reviewing(engine, "林评议")) as one,
        open_room(Reviewing(engine, "周复核")) as other,
    ):
        first = one.current
        await one.press("f")
        await other.press("d", "d")  # it is looked at again before it is contradicted
        await one.press("p")

    both = Reviewing(engine, "吴裁定")
    assert first is not None
    said = {d.reviewer: d.status for d in both.detail(first).decisions}
    assert said == {"林评议": Status.FOLLOWED_UP, "周复核": Status.DROPPED}
    assert [{a.one, a.other} for a in both.agreements()] == [{"周复核", "林评议"}]
    async with open_room(both) as room:
        await room.press("A")
        assert room.current == first
        assert "林评议 ✓ Followed up" in room.told("status")
        await room.press("d", "A")
        assert "No commitment fits" not in room.text()

    assert both.ids(Filter(disagreed=True)) == []
    assert both.detail(first).row.status is Status.DROPPED


async def test_what_another_reviewer_decides_shows_where_the_reader_is(open_room: OpenRoom, engine: Engine) -> None:  # noqa: F811
    other = Reviewing(open_database(engine.url.database), "周复核")
    async with open_room(Reviewing(engine, "林评议")) as room:
        await room.press("j", "1")
        ids, draft = room.screen.list.pages.ids, room.screen.draft
        for key in ids[:2]:
            other.decide(NewDecision(key, Status.DROPPED, "周复核"))
        assert "0 decided" in room.text("#top")
        room.screen.look()
        await room.settle()

        assert "2 decided" in room.text("#top")
        assert room.text("#list").count("■") == 2
        assert "decided by 周复核" in room.told("status")
        assert (room.current, room.screen.draft) == (ids[1], draft)
        await room.press("k")
        assert "decided by 周复核" in room.told("status")


async def test_a_report_that_is_read_meanwhile_is_in_the_list(open_room: OpenRoom, engine: Engine) -> None:  # noqa: F811
    async with open_room(Reviewing(engine, "林评议")) as room:
        await room.press("j", "j")
        current, before = room.current, len(room.screen.list.pages.ids)
        keep(open_database(engine.url.database), parsed(2029, ["建成一处广场。"], ["再建两处广场。"], issuer="甲局"))
        room.screen.look()
        await room.settle()
        assert len(room.screen.list.pages.ids) == before + 1
        assert room.current == current
        assert "Reports have changed" in room.text()
        assert f"{before + 1} · 0 decided" in room.text("#top")


async def test_what_others_decide_stays_in_the_list_until_it_is_asked_for_anew(
    open_room: OpenRoom,
    engine: Engine,  # noqa: F811
) -> None:
    async with open_room(Reviewing(engine, "林评议")) as room:
        await room.press("a", "j")
        assert room.screen.filter.decided is False
        ids = list(room.screen.list.pages.ids)
        Reviewing(open_database(engine.url.database), "周复核").decide(NewDecision(ids[1], Status.DROPPED, "周复核"))
        room.screen.look()
        await room.settle()
        assert list(room.screen.list.pages.ids) == ids
        assert room.current == ids[1]
        assert "decided by 周复核" in room.told("status")
        await room.press("a", "a")
        assert list(room.screen.list.pages.ids) == [ids[0], *ids[2:]]


async def test_the_room_looks_by_itself(
    open_room: OpenRoom,
    engine: Engine,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watching, "LOOK", 0.02)
    async with open_room(Reviewing(engine, "林评议")) as room:
        first = room.current
        assert first is not None
        Reviewing(open_database(engine.url.database), "周复核").decide(NewDecision(first, Status.DROPPED, "周复核"))
        until = time.monotonic() + PATIENCE
        while "1 decided" not in room.text("#top") and time.monotonic() < until:
            await room.pilot.pause(0.05)
        assert "1 decided" in room.text("#top")
        assert room.current == first


async def test_no_key_does_anything_to_a_page_that_others_have_made_old(
    open_room: OpenRoom,
    engine: Engine,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watching, "LOOK", 1000.0)
    other = Reviewing(open_database(engine.url.database), "周复核")
    async with open_room(Reviewing(engine, "林评议")) as room:
        second, third = room.screen.list.pages.ids[1:3]
        other.decide(NewDecision(second, Status.DROPPED, "周复核"))
        room.screen.action_move(1)
        room.screen.action_accept()  # what is decided stays as it is; the page read ahead says that it is undecided
        await room.settle()
        assert room.current == third
        await room.press("k")
        assert "decided by 周复核" in room.told("status")

    assert [d.reviewer for d in other.detail(second).decisions] == ["周复核"]


async def test_a_decision_against_what_another_process_has_just_said_waits_for_a_look_at_it(
    open_room: OpenRoom,
    engine: Engine,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watching, "LOOK", 1000.0)  # the page in hand is old until the key is pressed
    with Remote(engine.url.database, "周复核", blind=False) as other:
        async with open_room(Reviewing(engine, "林评议")) as room:
            first, second, third = room.screen.list.pages.ids[:3]
            await asyncio.to_thread(other.decide, NewDecision(first, Status.DROPPED, "周复核"))
            await room.press("1", "f")
            assert "周复核 has just said “Dropped”" in room.text()
            assert room.current == first
            assert "decided by 周复核" in room.told("status")
            assert "1 decided" in room.text("#top")
            assert room.screen.draft.toggled  # what was prepared is still there

            await room.press("f")
            assert room.current == second
            await asyncio.to_thread(other.decide, NewDecision(second, Status.DROPPED, "周复核"))
            await room.press("d")  # the same needs no second look
            assert room.current == third
            await asyncio.to_thread(other.decide, NewDecision(third, Status.DROPPED, "周复核"))
            await asyncio.to_thread(other.undo)
            await room.press("f")
            assert room.current != third

    said = {
        key: [(d.reviewer, d.status) for d in Reviewing(engine, "").detail(key).decisions] for key in (first, second)
    }
    assert said[first] == [("周复核", Status.DROPPED), ("林评议", Status.FOLLOWED_UP)]
    assert said[second] == [("周复核", Status.DROPPED), ("林评议", Status.DROPPED)]


async def test_a_blind_reviewer_is_not_told_by_a_refusal_what_others_say(open_room: OpenRoom, engine: Engine) -> None:  # noqa: F811
    async with open_room(Reviewing(engine, "林评议", blind=True)) as room:
        first = room.current
        assert first is not None
        Reviewing(engine, "周复核").decide(NewDecision(first, Status.DROPPED, "周复核"))
        await room.press("f")
        assert "周复核" not in room.text()
        assert room.current != first


async def test_at_the_end_of_the_list_keys_go_on_working(open_room: OpenRoom, engine: Engine) -> None:  # noqa: F811
    async with open_room(Reviewing(engine, "林评议")) as room:
        await room.press("end", "f", "enter", "d")
        last = room.current
        assert last is not None
    assert [d.status for d in Reviewing(engine, "林评议").detail(last).decisions] == [
        Status.FOLLOWED_UP,
        Status.DROPPED,
    ]


async def test_the_overview_follows_what_another_process_decides(
    open_room: OpenRoom,
    engine: Engine,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(overview, "LOOK", 0.05)
    async with open_room(Reviewing(engine, "林评议")) as room:
        first, second = room.screen.list.pages.ids[:2]
        await room.press("f", "v", "down", "right", "right")
        assert "1 decided" in room.text("#overview-top")
        cell = room.app.screen.query_one(Grid).opens
        assert cell is not None
        with Remote(engine.url.database, "周复核", blind=False) as other:
            for key in (first, second):
                await asyncio.to_thread(other.decide, NewDecision(key, Status.DROPPED, "周复核"))
        until = time.monotonic() + PATIENCE
        while "2 decided" not in room.text("#overview-top") and time.monotonic() < until:
            await room.pilot.pause(0.05)
        assert "+1 since opened" in room.text("#overview-top")
        assert room.app.screen.query_one(Grid).opens == cell

        await room.press("tab", "tab")
        assert "周复核 × 林评议" in room.text("#overview-grid")
        Reviewing(engine, "吴裁定").decide(NewDecision(second, Status.UNCLEAR, "吴裁定"))
        while "吴裁定 × 周复核" not in room.text("#overview-grid") and time.monotonic() < until:
            await room.pilot.pause(0.05)
        assert "吴裁定 × 周复核" in room.text("#overview-grid")
        await room.press("enter")
        assert room.screen.filter == Filter(decided_by="林评议")  # where the cursor was before a line came in above


async def test_the_overview_stays_on_its_cell_where_issuers_come_and_go(open_room: OpenRoom) -> None:
    reviewing = FakeReviewing(issuers=[f"第{number:02}局" for number in range(3, 40)])
    async with open_room(reviewing, size=(80, 24)) as room:
        await room.press("v", *["down"] * 30, "right", "right")
        grid = room.app.screen.query_one(Grid)
        cell, top = grid.opens, grid.scroll_offset.y
        assert cell is not None
        assert top > 0
        reviewing._kept = FakeReviewing(issuers=[f"第{number:02}局" for number in range(40)])._kept
        reviewing.written += 1
        room.app.screen.look()  # type: ignore[attr-defined]
        await room.settle()
        assert "第00局" not in room.text("#overview-grid")
        assert grid.opens == cell


async def test_a_table_that_does_not_fit_says_on_which_side_there_is_more(open_room: OpenRoom) -> None:
    names = ("Issuer", *(str(year) for year in range(2010, 2020)))
    table = Table(names, (24, *(9 for _ in names[1:])), (tuple(Cell(name, opens=Filter()) for name in names),))
    async with open_room(size=(80, 24)) as room:
        await room.press("v")
        grid = room.app.screen.query_one(Grid)
        for steps, more in ((0, "›"), (7, "‹›"), (3, "‹"), (-10, "›")):
            grid.show(table)
            grid.move(steps, 0)
            await room.settle()
            header = room.text("#overview-grid").splitlines()[1]
            assert "".join(c for c in header if c in "‹›") == more
            assert grid.opens is not None


async def test_the_log_is_written_from_the_room_and_replaces_no_file_unasked(
    open_room: OpenRoom,
    engine: Engine,  # noqa: F811
    tmp_path: Path,
) -> None:
    path = tmp_path / "who.csv"
    async with open_room(Reviewing(engine, "林评议")) as room:
        await room.press("f", "d", "E", "ctrl+u")
        await room.paste(str(path))
        await room.press("enter")
        assert "Wrote 2 entries" in room.text()
        written = path.read_text(encoding="utf-8-sig")
        assert written.count("林评议") == 2
        await room.press("p", "E", "ctrl+u")
        await room.paste(str(path))
        await room.press("enter", "n")
        assert path.read_text(encoding="utf-8-sig") == written
        await room.press("E", "ctrl+u")
        await room.paste(str(path))
        await room.press("enter", "y")
        assert path.read_text(encoding="utf-8-sig").count("林评议") == 3
    async with open_room(Reviewing(engine, "周复核", blind=True)) as room:
        await room.press("E")
        assert "The log tells what others decided" in room.text()


async def test_marks_for_later_are_there_after_a_restart(open_room: OpenRoom, engine: Engine) -> None:  # noqa: F811
    async with open_room(Reviewing(engine, "林评议")) as room:
        await room.press("j", "space")
        marked = room.screen.list.pages.ids[1]
    async with open_room(Reviewing(engine, "林评议")) as room:
        await room.press("m")
        assert room.current == marked
        assert "for later" in room.told("status")


async def test_a_bulk_is_one_step_also_after_a_restart(open_room: OpenRoom, engine: Engine) -> None:  # noqa: F811
    async with open_room(Reviewing(engine, "林评议")) as room:
        await room.press("x", "B", "y")
        decided = Reviewing(engine, "林评议").facets(Filter()).decided
        assert decided > 2
    async with open_room(Reviewing(engine, "林评议")) as room:
        await room.press("z")
        assert f"Took back {decided - 1} decisions" in room.text()
        assert "· 1 decided" in room.text("#top")
        await room.press("z")
        assert "· 0 decided" in room.text("#top")


async def test_a_blind_reviewer_sees_only_the_texts(open_room: OpenRoom, engine: Engine) -> None:  # noqa: F811
    async with open_room(Reviewing(engine, "林评议")) as room:
        await room.press("f", "f")
    async with open_room(Reviewing(engine, "周复核", blind=True)) as room:
        page = room.text("#room")
        for hidden in ("林评议", "%", "✓", "✗", "Suggested", "score"):
            assert hidden not in page, hidden
        await room.press("p", "u")
        assert "· 2 decided" in room.text("#top")


async def test_a_blind_reviewer_is_offered_nothing_that_tells(open_room: OpenRoom, engine: Engine) -> None:  # noqa: F811
    seeing = Reviewing(engine, "林评议")
    seeing.save_filter("难判的", Filter(confidence_below=0.5, reported=Reported.VAGUELY, text="执法"))
    for key in seeing.ids(Filter()):
        seeing.decide(NewDecision(key, Status.DROPPED, "林评议"))
    async with open_room(Reviewing(engine, "周复核", blind=True), size=(140, 45)) as room:
        assert "accept" not in room.text("#keys").lower()
        every = len(room.screen.list.pages.ids)

        await room.press("question_mark")
        for hidden in ("Accept", "disagree", "log of"):
            assert hidden not in room.text("#help"), hidden
        await room.press("escape", "L", "enter")
        assert room.screen.filter == Filter(text="执法")
        await room.press("c", "r")
        assert room.screen.order == "weight"
        assert len(room.screen.list.pages.ids) == every

        await room.press("i")
        axes = room.text("#filter-axes")
        assert ("How reported" in axes, "Doubt" in axes, "Status" in axes) == (False, False, True)
        await room.press("left", "end", "right")
        marks = room.text("#filter-values")
        assert ("disagree" in marks, "repeat" in marks, "later" in marks) == (False, False, True)

        await room.press("escape", "v")
        assert "How reported" not in room.text("#overview-views")
        await room.press("tab")
        assert "林评议" not in room.text()
        await room.press("escape", "ctrl+p")
        await room.type("accept")
        await room.settle()
        assert "Accept every" not in room.text()


async def test_what_is_found_by_hand_or_called_wrong_is_kept(open_room: OpenRoom, engine: Engine) -> None:  # noqa: F811
    async with open_room(Reviewing(engine, "林评议")) as room:
        wrong = room.screen.page.focused_row
        assert wrong is not None
        await room.press("w", "e", "end", "down", "down", "enter")
        attached = room.screen.page.focused_row
        assert attached is not None
        await room.press("p", "k")
        assert "wrong match, says 林评议" in room.text("#detail")

    kept = Reviewing(engine, "林评议")
    detail = kept.detail(kept.ids(Filter())[0])
    assert attached.statement in {row.statement for row in detail.attached}
    assert wrong.statement not in {row.statement for row in detail.attached}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_killing_the_terminal_loses_nothing_decided(tmp_path: Path, engine: Engine) -> None:  # noqa: F811
    db = str(tmp_path / "room.db")
    argv = [sys.executable, "-m", "tracker", "--db", db, "--reviewer", "林评议", "--lang", "en", "review"]
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="120", LINES="40")
        os.execv(sys.executable, argv)
    try:
        seen, until = b"", time.monotonic() + PATIENCE
        while b"0 decided" not in seen and time.monotonic() < until:
            seen += os.read(terminal, 65536)
        os.write(terminal, b"f")
        seen = b""
        while b"1 decided" not in seen and time.monotonic() < until:
            seen += os.read(terminal, 65536)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)

    assert Reviewing(open_database(db), "林评议").facets(Filter()).decided == 1
