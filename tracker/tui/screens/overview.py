"""How the commitments stand: rates by issuer and year, how promises were reported, how reviewers agree."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tracker import words
from tracker.errors import TrackerError
from tracker.model import Agreement, Filter, Tally
from tracker.tui import commands, summary
from tracker.tui.ahead import LOOK
from tracker.tui.filtering import filter_words
from tracker.tui.looks import FAINT, flow, percent, safe
from tracker.tui.messages import CellOpened
from tracker.tui.themes import next_theme
from tracker.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from tracker.workflow.reviewing import Reviewing

VIEWS = ("rates", "manner", "reviewers")
"""In the turn that the key goes through them; how it was reported a blind reviewer is not told."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the views show."""

    stamp: int | None = None
    """Of the database before they were read; None before that."""
    tallies: Sequence[Tally] = ()
    deciders: Sequence[tuple[str, int]] | None = None
    """None before they were read."""
    agreements: Sequence[Agreement] = ()


class OverviewScreen(Screen[Filter | None]):
    """Gives the filter of the cell that was opened, or None."""

    BINDINGS: ClassVar[list[BindingType]] = list(commands.bindings(commands.OVERVIEW, priority=True))
    AUTO_FOCUS = ""

    def __init__(self, reviewing: Reviewing, base: Filter, saved: Callable[[], Awaitable[None]]) -> None:
        """Show what a filter lets through, once what `saved` waits for is written, and anew when anybody writes."""
        super().__init__()
        self._reviewing = reviewing
        self._base = base
        self._saved = saved
        self._views = tuple(view for view in VIEWS if not (reviewing.blind and view == "manner"))
        self._view = self._views[0]
        self._figures = Figures()
        self._at_first: int | None = None
        """How many were decided when it was opened."""
        self._reading = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """What it is about, the views, the table, the keys."""
        yield Static(id="overview-top", markup=False)
        yield Static(id="overview-views", markup=False)
        yield Grid(id="overview-grid")
        yield Static(id="overview-legend", markup=False)
        yield Static(id="overview-keys", markup=False)

    def on_mount(self) -> None:
        """Read the figures, and look again and again whether they still hold."""
        self._show_keys()
        self._read()
        self.set_interval(LOOK, self.look)

    @work(exclusive=True)
    async def _read(self) -> None:
        """Read the figures of the view in front."""
        async with self._reading:
            try:
                await self._saved()
                await self._read_anew()
            except TrackerError as error:
                self.notify(safe(str(error)), severity="error", markup=False)

    @work(group="look")
    async def look(self) -> None:
        """Take in what anybody has written meanwhile; the reader stays where they are."""
        if self._reading.locked():
            return
        async with self._reading:
            with suppress(TrackerError):  # what cannot be read now is read at the next look
                if self._figures.stamp != await asyncio.to_thread(self._reviewing.stamp):
                    await self._read_anew()

    async def _read_anew(self) -> None:
        self._figures = await asyncio.to_thread(self._read_figures, self._view == "reviewers")
        self._show()

    def _read_figures(self, of_reviewers: bool) -> Figures:
        """In a thread; what compares the reviewers takes long, and only its own view shows it."""
        stamp, tallies = self._reviewing.stamp(), self._reviewing.tallies(self._base)
        if not of_reviewers:
            return Figures(stamp, tallies)
        return Figures(stamp, tallies, self._reviewing.deciders(self._base), self._reviewing.agreements())

    def _show(self) -> None:
        figures = self._figures
        if self._view == "rates":
            table = summary.rates(figures.tallies, self._base, blind=self._reviewing.blind)
        elif self._view == "manner":
            table = summary.manner(figures.tallies, self._base)
        else:
            table = summary.reviewers(figures.agreements, figures.deciders, self._base)
        self.query_one(Grid).show(table)
        statuses = summary.statuses_of(figures.tallies)
        share = summary.rate(statuses)
        total, decided = statuses.total(), sum(tally.decided for tally in figures.tallies)
        self._at_first = decided if self._at_first is None else self._at_first
        since = decided - self._at_first
        top = Content.assemble(
            (f" {words.say('tui.overview.title')} ", "bold $text-primary"),
            (f" {shown} " if (shown := filter_words(self._base)) else "", FAINT),
            (f" {words.say('tui.overview.followed_up', share='-' if share is None else percent(share))} ", "bold"),
            (words.say("tui.overview.progress", n=total, decided=decided, open=total - decided), FAINT),
            (f"  {words.say('tui.overview.since', n=since)}" if since else "", "bold $text-success"),
        )
        self.query_one("#overview-top", Static).update(top)
        views = (
            (f" {words.say(f'tui.overview.view_{name}')} ", "bold reverse" if name == self._view else FAINT)
            for name in self._views
        )
        self.query_one("#overview-views", Static).update(Content.assemble(*views))
        hint = words.say(f"tui.overview.hint_{self._view}")
        legend = f"{summary.legend(statuses)}   " if self._view == "rates" else ""
        self.query_one("#overview-legend", Static).update(Content.assemble(legend, (hint, FAINT)))

    def _show_keys(self) -> None:
        named = (c for c in commands.OVERVIEW if c.id in ("overview-open", "overview-view", "overview-close"))
        items = [Content.assemble((f" {c.key_label}", "bold"), f" {c.label} ") for c in named]
        self.query_one("#overview-keys", Static).update(Content("\n").join(flow(items, self.app.size.width)))

    def action_open(self) -> None:
        """Show the commitments behind the cell."""
        chosen = self.query_one(Grid).opens
        if chosen is not None:
            self.dismiss(chosen)

    @on(CellOpened)
    def _clicked(self) -> None:
        self.action_open()

    def action_cursor(self, columns: int, rows: int) -> None:
        """Move over the cells."""
        self.query_one(Grid).move(columns, rows)

    def action_view(self) -> None:
        """The next view."""
        self._view = self._views[(self._views.index(self._view) + 1) % len(self._views)]
        self._show()
        if self._view == "reviewers":
            self._read()

    def action_help(self) -> None:
        """The keys of the overview."""
        from tracker.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(commands.OVERVIEW))

    def action_theme(self) -> None:
        """Light or dark."""
        self.app.theme = next_theme(self.app.current_theme)

    def action_close(self) -> None:
        """Back to the walk."""
        self.dismiss(None)
