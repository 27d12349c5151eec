"""Report text is shown literally wherever it appears, and acts on nothing."""

from __future__ import annotations

import re

import pytest

from tests.tui.conftest import OpenRoom, Room
from tests.tui.fake import FakeReviewing

NASTY = (
    "[/foo]甲",
    "a[/]b",
    "[link=http://x.example]y[/link]",
    "[INFO] 乙",
    "[red]丙[/red]",
    "[@click=app.quit]丁[/]",
    "a [b + 3",
    "$primary $text",
    "\\[escaped]",
)
ACTING = "戊\x1b[31m\x9b2J\x07\x1b]52;c;AAAA\x07\u202e己\u200b庚"


def _one_issuer(name: str, text: str) -> FakeReviewing:
    reviewing = FakeReviewing(reviewer=name, issuers=(name,))
    reviewing.texts = {1: text} | dict.fromkeys(range(300, 305), f"举办行政执法培训班{text}")
    return reviewing


def _flat(room: Room, selector: str) -> str:
    """What a part says, whatever its width."""
    return re.sub(r"[\s│▌┃▐╭╮╰╯─]", "", room.text(selector))


@pytest.mark.parametrize("text", NASTY)
async def test_markup_is_shown_as_it_is_written(open_room: OpenRoom, text: str) -> None:
    async with open_room(_one_issuer(text, text), size=(180, 45)) as room:
        for part in ("#top", "#list", "#detail"):
            assert text in room.text(part), part
        for block in ("promise", "facts"):
            assert text in room.told(block), block
        await room.press("o", "n")
        await room.paste(text)
        await room.press("enter")
        assert text in room.told("note")
        await room.press("r")
        await room.press("f", "k")
        assert text in room.told("history") or text in room.told("status")
        await room.press("slash")
        await room.paste(text)
        await room.press("enter")
        assert text in room.text("#top")
        await room.press("c", "l")
        assert text.replace(" ", "")[:18] in _flat(room, "#filter-values")


@pytest.mark.parametrize("text", NASTY)
async def test_markup_in_an_error_is_shown_in_the_toast(open_room: OpenRoom, text: str) -> None:
    async with open_room() as room:
        room.reviewing.fail = f"evidence {text}: is not kept"
        await room.press("f")

        assert f"Not kept: evidence {text}: is not kept".replace(" ", "") in _flat(room, "Toast")


async def test_control_characters_never_reach_the_terminal(open_room: OpenRoom) -> None:
    async with open_room(_one_issuer(ACTING, ACTING)) as room:
        await room.press("o")
        room.screen.say(ACTING)
        await room.settle()
        strips = room.app.screen._compositor.render_strips()
        shown = "".join(segment.text for strip in strips for segment in strip)

        assert "戊[31m2J]52;c;AAAA己庚" in shown
        assert not {c for c in shown if ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202e\u200b"}


async def test_no_click_on_report_text_runs_an_action(open_room: OpenRoom) -> None:
    text = "[@click=app.quit]点[/][@click=screen.decide('dropped')]这里[/]"
    async with open_room(_one_issuer("甲", text)) as room:
        for block in ("promise", "facts"):
            await room.click(block, 1, 0)

        assert room.app.is_running
        assert room.reviewing.made == []


async def test_a_line_of_ten_thousand_characters_is_shown_cut_and_whole(open_room: OpenRoom) -> None:
    async with open_room(_one_issuer("甲", "长" * 10_000 + "完")) as room:
        assert "长…" in room.text("#list")
        assert room.screen.page.virtual_size.height > 150
        await room.press("f")
        assert room.current == 2
