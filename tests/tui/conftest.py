"""How every test of the room opens it, waits for it and looks at it."""

from __future__ import annotations

import gc
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from textual.events import MouseScrollDown, Paste
from textual.geometry import Offset, Region
from textual.pilot import Pilot
from textual.widgets import Input

from tests.tui.fake import FakeReviewing
from tracker.tui.app import ReviewApp
from tracker.tui.screens.review import ReviewScreen
from tracker.workflow.reviewing import Reviewing


class Room:
    """An open review room and the hands and eyes of a reviewer in it."""

    def __init__(self, pilot: Pilot[None], reviewing: FakeReviewing) -> None:
        self.pilot = pilot
        self.reviewing = reviewing
        self.app = pilot.app

    async def settle(self) -> None:
        """Wait until nothing is being read or written any more."""
        await self.pilot.pause()
        while any(not worker.is_finished for worker in self.app.workers):
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        """Key by key."""
        await self.pilot.press(*text)

    async def paste(self, text: str) -> None:
        """Into the open dialog, as an input method does."""
        self.app.screen.query_one(Input).post_message(Paste(text))
        await self.pilot.pause()

    @property
    def screen(self) -> ReviewScreen:
        screen = next(s for s in self.app.screen_stack if isinstance(s, ReviewScreen))
        assert isinstance(screen, ReviewScreen)
        return screen

    @property
    def current(self) -> int | None:
        return self.screen.list.current

    def text(self, selector: str | None = None) -> str:
        """What is written on the screen, or on a part of it, as a reader sees it."""
        return self._written(self.app.screen.region if selector is None else self.app.screen.query_one(selector).region)

    def told(self, block: str) -> str:
        """What is written on a block of the page, as far as it is in view."""
        return self._written(self.region(block))

    def region(self, block: str) -> Region:
        """Where a block of the page lies on the screen."""
        page = self.screen.page
        place = page.regions[block].translate(page.content_region.offset - page.scroll_offset)
        return place.intersection(page.content_region)

    async def click(self, block: str, x: int, y: int) -> None:
        """Click on a block of the page, so many cells and lines into it."""
        await self.pilot.click(offset=self.region(block).offset + Offset(x, y))
        await self.settle()

    def grounds(self, block: str) -> set[str]:
        """Colours under a block of the page."""
        x, y, width, height = self.region(block)
        strips = self.app.screen._compositor.render_strips()[y : y + height]
        styles = (segment.style for strip in strips for segment in strip.crop(x, x + width))
        return {style.bgcolor.name for style in styles if style and style.bgcolor}

    async def drag(self, start: Offset, end: Offset) -> None:
        """Select with the mouse."""
        await self.pilot.mouse_down(offset=start)
        await self.pilot.hover(offset=end)
        await self.pilot.mouse_up(offset=end)
        await self.settle()

    async def wheel_down(self, selector: str) -> None:
        """Turn the mouse's wheel over a widget, by one notch."""
        widget = self.app.screen.query_one(selector)
        x, y = widget.region.offset + Offset(2, 2)
        self.app.screen._forward_event(MouseScrollDown(widget, x, y, 0, 1, 0, False, False, False, x, y))
        await self.settle()

    def _written(self, region: Region) -> str:
        x, y, width, height = region
        rows = self.app.screen._compositor.render_strips()[y : y + height]
        return "\n".join(strip.crop(x, x + width).text for strip in rows)


OpenRoom = Callable[..., AbstractAsyncContextManager[Room]]


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> None:
    """Times on the screen are the reviewer's local ones."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.fixture
def open_room() -> OpenRoom:
    """Open the room over a fake, or over what is given."""

    @asynccontextmanager
    async def opened(
        reviewing: FakeReviewing | Reviewing | None = None, size: tuple[int, int] = (140, 45)
    ) -> AsyncIterator[Room]:
        reviewing = reviewing or FakeReviewing()
        gc.collect()
        gc.freeze()  # or what earlier tests left would be looked through in every pause between keys
        async with ReviewApp(reviewing).run_test(size=size, notifications=True) as pilot:  # type: ignore[arg-type]
            room = Room(pilot, reviewing)
            await room.settle()
            yield room

    return opened
