"""How the commitments stand: rates by issuer and year, how promises were reported, how reviewers agree."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tracker import words
from tracker.errors import TrackerError
from tracker.model import Agreement, Facets, Filter, Tally
from tracker.tui import commands, summary
from tracker.tui.filtering import filter_words
from tracker.tui.looks import FAINT, flow, percent, safe
from tracker.tui.messages import CellOpened
from tracker.tui.themes import next_theme
from tracker.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from tracker.workflow.reviewing import Reviewing

VIEWS = ("rates", "manner", "reviewers")


class OverviewScreen(Screen[Filter | None]):
    """Gives the filter of the cell that was opened, or None."""

    BINDINGS: ClassVar[list[BindingType]] = list(commands.bindings(commands.OVERVIEW, priority=True))
    AUTO_FOCUS = ""

    def __init__(self, reviewing: Reviewing, base: Filter) -> None:
        super().__init__()
        self._reviewing = reviewing
        self._base = base
        self._view = 0
        self._tallies: Sequence[Tally] = ()
        self._agreements: Sequence[Agreement] = ()
        self._facets = Facets()

    def compose(self) -> ComposeResult:
        """What it is about, the views, the table, the keys."""
        yield Static(id="overview-top", markup=False)
        yield Static(id="overview-views", markup=False)
        yield Grid(id="overview-grid")
        yield Static(id="overview-legend", markup=False)
        yield Static(id="overview-keys", markup=False)

    def on_mount(self) -> None:
        """Read the figures."""
        self._show_keys()
        self._read()

    @work(exclusive=True)
    async def _read(self) -> None:
        try:
            self._tallies = await asyncio.to_thread(self._reviewing.tallies, self._base)
            self._facets = await asyncio.to_thread(self._reviewing.facets, self._base)
            self._agreements = await asyncio.to_thread(self._reviewing.agreements)
        except TrackerError as error:
            self.notify(safe(str(error)), severity="error", markup=False)
            return
        self._show()

    def _show(self) -> None:
        if VIEWS[self._view] == "rates":
            table = summary.rates(self._tallies, self._base)
        elif VIEWS[self._view] == "manner":
            table = summary.manner(self._tallies, self._base)
        else:
            table = summary.reviewers(self._agreements, self._facets, self._base)
        self.query_one(Grid).show(table)
        statuses = summary.statuses_of(self._tallies)
        share = summary.rate(statuses)
        total, decided = self._facets.total, self._facets.decided
        top = Content.assemble(
            (f" {words.say('tui.overview.title')} ", "bold $text-primary"),
            (f" {filter_words(self._base) or words.say('tui.bar.all')} ", FAINT),
            (f" {words.say('tui.overview.followed_up', share='-' if share is None else percent(share))} ", "bold"),
            (words.say("tui.overview.progress", n=total, decided=decided, open=total - decided), FAINT),
        )
        self.query_one("#overview-top", Static).update(top)
        views = (
            (f" {words.say(f'tui.overview.view_{name}')} ", "bold reverse" if at == self._view else FAINT)
            for at, name in enumerate(VIEWS)
        )
        self.query_one("#overview-views", Static).update(Content.assemble(*views))
        hint = words.say(f"tui.overview.hint_{VIEWS[self._view]}")
        legend = summary.legend(statuses) if self._view == 0 else ""
        self.query_one("#overview-legend", Static).update(Content.assemble(legend, (f"   {hint}", FAINT)))

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
        self._view = (self._view + 1) % len(VIEWS)
        self._show()

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
