"""The room over a real database: what is decided in it is kept, and is there when it is opened again."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db import queries, store
from db.engine import open_database, reading, writing
from tests.reports import FIRST, SECOND
from tests.tui.conftest import OpenRoom
from tests.tui.fake import FakeReviewing
from tracker.matching import Matcher
from tracker.model import Filter, Promise, Role, Status, Trackability
from tracker.parsing import parse
from tracker.workflow import topics
from tracker.workflow.reviewing import Reviewing


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """Two consecutive reports of one issuer, read and matched."""
    engine = open_database(tmp_path / "room.db")
    promise = Promise((), None, Trackability.CONCRETE)
    for name, text in (("2022.txt", FIRST), ("2023.txt", SECOND)):
        parsed = parse(text)
        with writing(engine) as session:
            store.save_report(
                session,
                parsed=parsed,
                promises={at: promise for at, unit in enumerate(parsed.units) if unit.role is Role.COMMITMENT},
                source=name,
                path=name,
                digest=hashlib.sha256(text.encode()).hexdigest(),
                parser="1",
                warnings=(),
                replaces=None,
                kept_units={},
            )
    matcher = Matcher()
    with reading(engine) as session:
        pairs = queries.pairs_to_match(session, matcher.version)
    for earlier, later in pairs:
        with writing(engine) as session:
            found = matcher.match(queries.report_items(session, earlier), queries.report_items(session, later))
            store.save_follow_ups(session, earlier, later, found, matcher.version)
    return engine


async def test_decisions_are_kept_with_their_evidence_and_can_be_undone_after_a_restart(
    open_room: OpenRoom, engine: Engine
) -> None:
    async with open_room(Reviewing(engine, "林评议")) as room:
        first = room.current
        assert first is not None
        assert "清渚市司法局" in room.text("#list")
        evidence = [row.statement for row in room.screen.page.evidence()]
        chosen = {row.statement for row in room.screen.page.evidence() if row.evidence}
        await room.press("n")
        await room.paste("见第二段")
        await room.press("enter", "2", "u", "d")

    kept = Reviewing(engine, "林评议").detail(first)
    assert kept.row.status is Status.UNCLEAR
    assert kept.decisions[0].note == "见第二段"
    assert set(kept.decisions[0].evidence) == chosen ^ {evidence[1]}

    async with open_room(Reviewing(engine, "林评议")) as room:
        assert "· 2 decided" in room.text("#top")
        await room.press("z", "z")
        assert room.current == first
        assert "· 0 decided" in room.text("#top")
        room.app.clear_notifications()
        await room.press("J", "J")
        assert "taken back" in room.told("history")


async def test_another_reviewer_sees_the_decision_but_cannot_undo_it(open_room: OpenRoom, engine: Engine) -> None:
    async with open_room(Reviewing(engine, "林评议")) as room:
        await room.press("f")
    async with open_room(Reviewing(engine, "周复核")) as room:
        assert "decided by 林评议" in room.told("status")
        await room.press("z")
        assert "Nothing to undo" in room.text()


async def test_sources_filters_and_orders_work_on_it(open_room: OpenRoom, engine: Engine) -> None:
    async with open_room(Reviewing(engine, "林评议"), size=(80, 24)) as room:
        await room.press("s")
        assert "▸" in room.text("#source")
        every = len(room.screen.list.pages.ids)
        await room.press("escape", "slash")
        await room.paste("培训班")
        await room.press("enter")
        assert 0 < len(room.screen.list.pages.ids) < every
        await room.press("c", "r", "r", "y", "enter")
        assert room.screen.filter.years is not None


@pytest.mark.parametrize("typed", ["归集　平台", "平台 上线", "  平台　 46万条 "])
async def test_the_later_report_is_searched_by_words_in_any_order(
    open_room: OpenRoom, engine: Engine, typed: str
) -> None:
    async with open_room(Reviewing(engine, "林评议"), size=(80, 24)) as room:
        await room.press("e")
        assert "in any order" in room.text("#statements")
        await room.paste(typed)
        assert "执法监督平台于5月上线运行" in room.text("#statements-found")
        assert "1 statement" in room.text("#statements-total")
        await room.paste(" " + " ".join(map(str, range(2_000))))
        assert "0 statements" in room.text("#statements-total")
        assert "SQLite" not in room.text()


async def test_a_long_reason_makes_room_for_the_evidence_on_a_low_page_and_is_whole_below_it(
    open_room: OpenRoom,
) -> None:
    reason = "、".join(f"第{n}条讲到了其中的一部分" for n in range(40))
    reviewing = FakeReviewing()
    reviewing.texts[1] = "推进各类工作。" * 25
    reviewing.reason = reason
    async with open_room(reviewing, size=(80, 24)) as room:
        await room.press("escape")
        page = room.screen.page
        shown = page.regions[f"evidence-{page.focused_evidence}"]
        assert page.scroll_offset.y == 0
        assert shown.y + 2 < page.scrollable_content_region.height
        assert room.told("verdict").rstrip().endswith("…")
        assert page.regions["verdict-whole"].y > shown.bottom
        lines = page._lines[page.regions["verdict-whole"].y : page.regions["verdict-whole"].bottom]
        assert reason in "".join(line.plain.strip() for line in lines)

    async with open_room(reviewing, size=(140, 45)) as room:
        assert "verdict-whole" not in room.screen.page.regions


@pytest.mark.parametrize("size", [(80, 24), (109, 26)])
async def test_a_low_page_begins_with_what_a_decision_needs(
    open_room: OpenRoom, engine: Engine, size: tuple[int, int]
) -> None:
    async with open_room(Reviewing(engine, "林评议"), size=size) as room:
        await room.press("escape")
        proven = 0
        for _ in room.screen.list.pages.ids:
            page = room.screen.page
            assert page.scroll_offset.y == 0
            height = page.scrollable_content_region.height
            if page.evidence():
                proven += 1
                needed = [page.regions[name].bottom for name in ("promise", "verdict", "evidence-0")]
                assert sorted(needed) == needed
                assert needed[-1] <= height
                assert page.regions["facts"].y >= page.regions[f"evidence-{len(page.evidence()) - 1}"].bottom
            await room.press("j")
        assert proven > 2


async def test_a_users_own_topics_are_called_by_their_names(
    open_room: OpenRoom, engine: Engine, tmp_path: Path
) -> None:
    own = tmp_path / "topics.toml"
    own.write_text('[[topic]]\nkey = "law"\nzh = "执法"\nen = "Keeping the law"\nwords = "执法"\n', encoding="utf-8")
    topics.apply(engine, own)
    kept = Reviewing(engine, "林评议")
    about = kept.ids(Filter(topic="law"))
    assert about

    async with open_room(kept) as room:
        room.screen.action_move_to(room.screen.list.pages.ids.index(about[0]))
        await room.settle()
        assert "· Keeping the law" in room.told("status")
        await room.press("i", "left", "down", "down", "down", "down", "down")
        assert f"{len(about)}  Keeping the law" in room.text("#filter-values")
