"""A later report searched by hand: any of its statements can be attached as evidence."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tracker import words
from tracker.errors import TrackerError
from tracker.model import EvidenceRow, FollowUpRow, StatementRow
from tracker.text import clean, one_line
from tracker.tui.comparing import statement_beside
from tracker.tui.looks import FAINT, safe

if TYPE_CHECKING:
    from tracker.workflow.reviewing import Reviewing

MOST = 200
"""Statements shown at once; more characters make them fewer."""


class StatementSearch(ModalScreen[EvidenceRow | None]):
    """Gives the statement chosen. Letters go into the search, arrows move in what it found."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", show=False),
        Binding("down", "cursor(1)", show=False, priority=True),
        Binding("up", "cursor(-1)", show=False, priority=True),
        Binding("pagedown", "cursor(10)", show=False, priority=True),
        Binding("pageup", "cursor(-10)", show=False, priority=True),
    ]

    def __init__(self, reviewing: Reviewing, about: FollowUpRow, promise: str) -> None:
        super().__init__()
        self._reviewing = reviewing
        self._about = about
        self._promise = safe(promise)
        self._found: Sequence[StatementRow] = ()

    def compose(self) -> ComposeResult:
        """The promise, the search, and what it finds."""
        with Vertical(classes="dialog", id="statements"):
            yield Static(Content.styled(self._promise, FAINT), id="statements-promise", markup=False)
            yield Input(placeholder=words.say("tui.attach.hint"), id="statements-input")
            yield OptionList(id="statements-found", markup=False)
            yield Static(id="statements-total", markup=False)

    def on_mount(self) -> None:
        """Begin with every statement."""
        year = str(self._about.year or "")
        self.query_one("#statements").border_title = words.say("tui.attach.title", year=year)
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()
        self._search("")

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._search(one_line(clean(event.value)[0]))

    @work(group="statements", exclusive=True)
    async def _search(self, text: str) -> None:
        try:
            self._found = await asyncio.to_thread(self._reviewing.statements, self._about.report, text, MOST)
        except TrackerError as error:
            self.notify(safe(str(error)), severity="error", markup=False)
            return
        options = self.query_one(OptionList)
        options.set_options(Option(self._line(row)) for row in self._found)
        options.highlighted = 0 if self._found else None
        key = "tui.attach.found" if len(self._found) < MOST else "tui.attach.most"
        total = words.say(key, n=len(self._found))
        self.query_one("#statements-total", Static).update(Content.styled(total, FAINT))

    def _line(self, row: StatementRow) -> Content:
        text = statement_beside(self._promise, safe(row.text))
        return Content.assemble(text, (f"  {safe(row.heading)}" if row.heading else "", FAINT))

    def action_cursor(self, step: int) -> None:
        """Up or down in what was found."""
        options = self.query_one(OptionList)
        if self._found:
            options.highlighted = max(0, min((options.highlighted or 0) + step, len(self._found) - 1))

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self._choose(self.query_one(OptionList).highlighted)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._choose(event.option_index)

    def _choose(self, at: int | None) -> None:
        if at is None:
            return
        row = self._found[at]
        self.dismiss(EvidenceRow(row.id, row.report, row.text, row.heading, row.start, row.end, None, False))
