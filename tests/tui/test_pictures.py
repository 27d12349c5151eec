"""The screens as pictures, at the smallest and at a usual size, light and dark."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

import pytest
from textual.pilot import Pilot

from tests.tui.conftest import Room
from tests.tui.fake import FakeReviewing
from tracker.tui.app import ReviewApp

SIZES = {"small": (80, 24), "usual": (140, 45)}


class SnapCompare(Protocol):
    def __call__(
        self, app: object, *, terminal_size: tuple[int, int], run_before: Callable[[Pilot[None]], Awaitable[None]]
    ) -> bool: ...


SCREENS = {
    "first": (),
    "decided": ("f", "1", "3", "p", "D", "z", "space", "k", "k"),
    "source": ("j", "o"),
    "filter": ("i", "space"),
    "help": ("question_mark",),
    "light": ("T",),
    "nothing": ("slash", "q", "q", "enter"),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("screen", SCREENS)
def test_picture(snap_compare: SnapCompare, size: str, screen: str) -> None:
    reviewing = FakeReviewing()

    async def walk(pilot: Pilot[None]) -> None:
        room = Room(pilot, reviewing)
        await room.settle()
        for key in SCREENS[screen]:
            await room.press(key)
        pilot.app.clear_notifications()
        await room.settle()

    assert snap_compare(ReviewApp(reviewing), terminal_size=SIZES[size], run_before=walk)  # type: ignore[arg-type]
