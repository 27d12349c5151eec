"""The screens as pictures, at the smallest and at a usual size, in both languages, light and dark."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

import pytest
from textual.pilot import Pilot

from tests.tui.conftest import Room
from tests.tui.fake import FakeReviewing
from tracker import words
from tracker.config import Config
from tracker.model import Status
from tracker.tui.app import ReviewApp

SIZES = {"small": (80, 24), "usual": (140, 45)}


class SnapCompare(Protocol):
    def __call__(
        self, app: object, *, terminal_size: tuple[int, int], run_before: Callable[[Pilot[None]], Awaitable[None]]
    ) -> bool: ...


SCREENS = {
    "first": (),
    "decided": ("f", "1", "3", "p", "D", "z", "space", "k", "k"),
    "disagreed": ("A",),
    "source": ("j", "o"),
    "units": ("C", "j", "x", "j", "j"),
    "cut": ("C", "s", "tab"),
    "attach": ("j", "e"),
    "filter": ("i", "space"),
    "decisions": ("f", "p", "h"),
    "overview": ("v", "down", "right", "right"),
    "help": ("question_mark",),
    "blind": ("j",),
    "nothing": ("slash", "q", "q", "enter"),
}

PICTURES = (
    *((screen, "usual", "en", "dark") for screen in SCREENS),
    *((screen, "small", "zh", "dark") for screen in SCREENS if screen not in ("disagreed", "blind")),
    *((screen, "usual", "zh", "light") for screen in ("first", "source", "units", "overview")),
    *((screen, "small", "en", "light") for screen in ("first", "filter", "overview")),
)


@pytest.mark.parametrize(("screen", "size", "language", "theme"), PICTURES, ids=map("-".join, PICTURES))
def test_picture(snap_compare: SnapCompare, screen: str, size: str, language: str, theme: str) -> None:
    words.use(language)
    reviewing = FakeReviewing(blind=screen == "blind")
    reviewing.said_by("周复核", 8, Status.DROPPED)
    reviewing.said_by("吴复核", 8, Status.FOLLOWED_UP)

    async def walk(pilot: Pilot[None]) -> None:
        room = Room(pilot, reviewing)
        await room.settle()
        for key in SCREENS[screen]:
            await room.press(key)
        pilot.app.clear_notifications()
        await room.settle()

    app = ReviewApp(reviewing, Config(theme=theme))  # type: ignore[arg-type]
    assert snap_compare(app, terminal_size=SIZES[size], run_before=walk)
