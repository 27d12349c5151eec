"""The review room: the walk with a pen, scales, and a way to find things."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.content import Content

from tracker import words
from tracker.model import Filter, SavedFilter
from tracker.tui import commands
from tracker.tui.ahead import Read
from tracker.tui.filtering import BLIND_ORDERS, ORDERS, filter_words
from tracker.tui.looks import safe
from tracker.tui.screens.weighing import WeighingScreen
from tracker.tui.themes import next_theme

LOG = "tracker-log.csv"
"""The name that a log is offered under."""

NEAR = 100
"""Commitments among which the next one is looked for first."""


class ReviewScreen(WeighingScreen):
    """Everything a reviewer can do."""

    BINDINGS: ClassVar[list[BindingType]] = list(commands.bindings())

    def action_next_later(self) -> None:
        """To the next commitment marked for later."""
        self._next(self.filter._replace(flagged=True), words.say("tui.say.none_for_later"))

    def action_next_undecided(self) -> None:
        """To the next undecided commitment of the list."""
        self._next(self.filter._replace(decided=False), words.say("tui.say.all_decided"))

    @work(group="list", exclusive=True)
    async def _next(self, wanted: Filter, otherwise: str) -> None:
        """To the next of those below the cursor, or the first from the top."""
        await self.saved()
        era, ids, at = self._ahead.era, self.list.pages.ids, self.list.cursor
        with self._told():
            found, read = await asyncio.to_thread(self._first_of, ids, at, wanted)
            if found is None:
                self.say(otherwise)
            else:
                self._ahead.put(era, read)
                self._go_to(found)

    def _first_of(self, ids: Sequence[int], at: int, wanted: Filter) -> tuple[int | None, Read]:
        """In a thread: the next one, which is near as a rule, so few are asked for first; and its page."""
        for start, end in ((at + 1, len(ids)), (0, at)):
            size = NEAR
            while start < end:
                found = self._reviewing.among(ids[start : min(start + size, end)], wanted)
                if found:
                    return found[0], self._read_around(found[:1])
                start, size = start + size, 10 * size
        return None, Read(0, ())

    def _choose(self, chosen: Filter | None) -> None:
        """Show what another filter lets through."""
        if chosen is None:
            return
        chosen = chosen.for_blind() if self.blind else chosen
        if chosen != self.filter:
            self.filter = chosen
            self.load()

    def action_search(self) -> None:
        """Only commitments whose text holds some characters."""
        from tracker.tui.screens.prompt import Prompt

        def search(text: str | None) -> None:
            if text is not None:
                self._choose(self.filter._replace(text=text or None))

        self.app.push_screen(
            Prompt(words.say("tui.search.title"), self.filter.text or "", words.say("tui.search.hint")), search
        )

    def action_filter(self, column: str) -> None:
        """Choose issuer, year, status and more."""
        from tracker.tui.screens.filters import FilterScreen

        self.app.push_screen(FilterScreen(self._reviewing, self.filter, column), self._choose)

    def action_toggle_undecided(self) -> None:
        """Undecided only, or all."""
        self._choose(self.filter._replace(decided=None if self.filter.decided is False else False))

    def action_toggle_disagreed(self) -> None:
        """The queue of what reviewers disagree about, where a decision settles it; or all."""
        if self.blind:
            self.say(words.say("tui.say.blind_adjudicate"))
        else:
            self._choose(self.filter._replace(disagreed=not self.filter.disagreed))

    @work(group="facets", exclusive=True)
    async def action_saved(self) -> None:
        """Choose one of the saved filters."""
        from tracker.tui.screens.chooser import Chooser

        with self._told():
            saved = await asyncio.to_thread(self._reviewing.saved_filters)
            items = [(s, Content.assemble((safe(s.name), "bold"), f"  {filter_words(s.filter)}")) for s in saved]

            def choose(chosen: SavedFilter | None) -> None:
                if chosen is not None:
                    self._choose(chosen.filter)

            title, empty = words.say("tui.saved.title"), words.say("tui.saved.empty")
            self.app.push_screen(Chooser(title, items, empty, lambda s: self._forget_filter(s.name)), choose)

    @work(group="facets")
    async def _forget_filter(self, name: str) -> None:
        with self._told():
            await asyncio.to_thread(self._reviewing.forget_filter, name)

    def action_clear_filter(self) -> None:
        """Show everything."""
        self._choose(Filter())

    def reset_filter(self, keep: int) -> None:
        """Show everything, with a commitment in hand."""
        self.filter = Filter()
        self._turn.clear()
        self._load(self.filter, self.order, keep)

    def action_next_order(self) -> None:
        """The next order in turn."""
        orders = BLIND_ORDERS if self.blind else ORDERS
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.load(from_the_top=self.order != "report")

    def action_close(self) -> None:
        """Close the source; else clear the search."""
        self._hint.display = False
        if self.source.display:
            self.action_close_source()
        else:
            self._choose(self.filter._replace(text=None))

    def action_write_log(self) -> None:
        """Write who decided and corrected what into a file."""
        from tracker.tui.screens.prompt import Prompt

        def write(name: str | None) -> None:
            if name:
                self._write_log(Path(name).expanduser())

        if self.blind:
            self.say(words.say("tui.say.blind_log"))
        else:
            self.app.push_screen(Prompt(words.say("tui.log.title"), LOG, words.say("tui.log.hint")), write)

    @work(group="log", exclusive=True)
    async def _write_log(self, path: Path, force: bool = False) -> None:
        from tracker.tui.screens.prompt import Confirm

        def replace_it(yes: bool | None) -> None:
            if yes:
                self._write_log(path, force=True)

        await self.saved()
        with self._told():
            if path.is_file() and not force:
                self.app.push_screen(Confirm(words.say("tui.log.replace", path=safe(str(path)))), replace_it)
                return
            count = await asyncio.to_thread(partial(self._reviewing.write_log, path, force=force))
            self.say(words.say("tui.log.written", path=path, n=count))

    def action_help(self) -> None:
        """All keys."""
        from tracker.tui.screens.help import BLIND_SIGNS, SIGNS, HelpScreen

        introduction = words.say("tui.help.introduction_blind" if self.blind else "tui.help.introduction")
        signs = BLIND_SIGNS if self.blind else SIGNS.values()
        self.app.push_screen(HelpScreen(commands.offered(self.blind), introduction, signs))

    def action_overview(self) -> None:
        """Rates by issuer and year, progress, agreement; gives a filter back."""
        from tracker.tui.screens.overview import OverviewScreen

        self.app.push_screen(OverviewScreen(self._reviewing, self.filter, self.saved), self._choose)

    def action_theme(self) -> None:
        """Light or dark."""
        self.app.theme = next_theme(self.app.current_theme)
