"""The line above (who, what is shown, how far) and the lines below (the keys)."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Static

from tracker import words
from tracker.model import Filter
from tracker.tui.commands import Command, in_footer
from tracker.tui.filtering import filter_words
from tracker.tui.looks import FAINT, flow, percent, safe

BAR = 12
"""Cells of the progress bar."""

ROOMY = 100
"""Cells from which progress is told in words: on fewer, filter and order need the room."""


class TopBar(Static):
    """Reviewer, filter, order and progress."""

    def __init__(self, reviewer: str, blind: bool) -> None:
        super().__init__(id="top", markup=False)
        self._reviewer = safe(reviewer)
        self._blind = blind

    def show(self, chosen: Filter, order: str, place: int, total: int | None, decided: int) -> None:
        """Show what the list holds, which of them is in hand (from 1 on), and how many are decided; None: not known."""
        shown = filter_words(chosen)
        left = Content.assemble(
            (" tracker ", "bold $text-primary"),
            (f" {self._reviewer} ", FAINT),
            (f" {words.say('tui.bar.blind')} ", "bold reverse") if self._blind else "",
            (f" {words.say('tui.bar.adjudicating')} ", "bold reverse") if chosen.disagreed else "",
            (f" {shown}", "bold $text-warning") if shown else "",
            (f" {words.say('tui.bar.all')}", FAINT) if not shown and order == "report" else "",
            (f" · {words.say(f'tui.order.{order}')}" if order != "report" else "", FAINT),
        )
        width = self.size.width or self.app.size.width
        said = "tui.bar.progress" if width >= ROOMY else "tui.bar.progress_short"
        right = Content("") if total is None else self._progress(said, place, total, decided)
        room = max(width - right.cell_length - 1, 10)
        left = left.truncate(room, ellipsis=True)
        gap = max(width - left.cell_length - right.cell_length, 1)
        self.update(Content.assemble(left, " " * gap, right), layout=False)

    @staticmethod
    def _progress(said: str, place: int, total: int, decided: int) -> Content:
        done = round(BAR * decided / total) if total else 0
        return Content.assemble(
            (words.say(said, place=place, n=total, decided=decided) + " ", FAINT),
            ("━" * done, "$text-success"),
            ("─" * (BAR - done), FAINT),
            (f" {percent(decided / total) if total else '-'} ", "bold"),
        )


class KeyBar(Widget):
    """The keys that matter most, from the list of commands; each can be clicked."""

    LINES = 2
    PINNED = 2

    def __init__(self, blind: bool = False) -> None:
        super().__init__(id="keys")
        self._blind = blind

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the keys need, at most LINES."""
        return len(self._lines(width))

    def render(self) -> RenderResult:
        """Every key with its label."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        """The keys put into lines, whole labels only; the last two, help and quit, always find room."""
        items = [self._item(command) for command in in_footer(self._blind)]
        for left_out in range(len(items) - self.PINNED + 1):
            lines = flow(items[: len(items) - self.PINNED - left_out] + items[-self.PINNED :], width)
            if len(lines) <= self.LINES:
                break
        return lines

    def _item(self, command: Command) -> Content:
        key, label = f" {command.key_label}", f" {command.footer} "
        keys = Content.assemble((key, "bold $footer-key-foreground"), (label, "$footer-foreground"))
        if "{key}" in command.action:
            return keys
        return keys.stylize(Style.from_meta({"command": command.action}), 1, cell_len(key + label) - 1)

    async def on_click(self, event: events.Click) -> None:
        """A click on a key does what the key does."""
        action = event.style.meta.get("command")
        if action:
            await self.screen.run_action(action)
