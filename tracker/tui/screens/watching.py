"""Watching: what others write meanwhile is taken in, and the reader stays where they are."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import work

from tracker import words
from tracker.errors import TrackerError
from tracker.tui.ahead import LOOK, around
from tracker.tui.screens.walk import WalkScreen

if TYPE_CHECKING:
    from tracker.workflow.reviewing import Reviewing


class WatchingScreen(WalkScreen):
    """The walk, with an ear for the others."""

    def __init__(self, reviewing: Reviewing) -> None:
        super().__init__(reviewing)
        self._looking = asyncio.Lock()
        self._outdated = False
        """Whether others have written what is not taken in yet."""

    def on_mount(self) -> None:
        """Look by itself."""
        self.set_interval(LOOK, self.look)

    @work(group="look")
    async def look(self) -> None:
        """Take in what others have written: lines, counts and the page.

        Which commitments the list holds changes only with the reports: what others decide stays in it, as what is
        decided here does, so that nothing moves or goes under the cursor.
        """
        if self._looking.locked() or not self.is_current:
            return
        async with self._looking:
            with suppress(TrackerError):  # what cannot be read now is read at the next look
                stamp = await asyncio.to_thread(self._reviewing.stamp)
                self._outdated |= self._seen not in (None, stamp)
                self._seen = stamp
                while self._outdated and self.is_current:  # who corrects meanwhile has the list read anew after it
                    await self.saved()
                    if self._of not in (None, await asyncio.to_thread(self._reviewing.imported)):
                        self._outdated = False
                        self.load()
                        self.say(words.say("tui.say.reports_changed"))
                    elif self.list.current is None:
                        self._outdated = False
                    else:
                        self._ahead.begin_era()
                        self._outdated = not await self._look_again(self._ahead.era, self.list.pages.generation)
                        await self._count_decided(self.filter)

    async def _look_again(self, era: int, generation: int) -> bool:
        """Whether what was read still held when it was there."""
        pages, seen = self.list.pages, self.list.pages_in_view()
        lines = {page: await asyncio.to_thread(self._reviewing.rows, pages.slice(page)) for page in seen}
        found = await asyncio.to_thread(self._read_around, around(pages.ids, self.list.cursor))
        if generation != pages.generation:
            return True  # another list was read since
        if not self._ahead.put(era, found):
            return False
        pages.keep(seen)
        changed = [pages.put(page, generation, rows) for page, rows in lines.items()]
        if any(changed):
            self.list.refresh()
        now = self._ahead.get(self.list.current or 0)
        if now is not None and self.shown not in (None, now):
            self._show_page(now)
        return True
