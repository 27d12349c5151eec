"""All keys, from the list of commands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tracker.tui.commands import COMMANDS
from tracker.tui.looks import FAINT, LOOKS

INTRODUCTION = (
    "Each line on the left is something that a report promised. On the right: the promise, what each later report of "
    "the same issuer says of it, and the statements there that may speak to it. Underlined is what both texts share. "
    "Decide with one key; Enter accepts what is suggested. Statements marked ✓ are kept as the decision's evidence."
)


SIGNS = {"■": "Decided by a reviewer", "71%": "How sure the suggestion is", "⚑": "Marked for later"}


class HelpScreen(ModalScreen[None]):
    """Closed by the keys that opened it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,enter", "dismiss", "Close", show=False),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def compose(self) -> ComposeResult:
        """The commands by group, then the signs."""
        with Vertical(id="help", classes="dialog"):
            with VerticalScroll(id="help-keys"):
                yield Static(self._tables(), markup=False)
            yield Static(Content.styled("↑ ↓ scroll   Esc closes", FAINT), markup=False)

    def on_mount(self) -> None:
        """Name the dialog."""
        self.query_one("#help").border_title = "Keys"

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one("#help-keys").scroll_relative(y=lines, animate=False)

    def _tables(self) -> RenderableType:
        """A table, as only a table wraps each column by itself; styled without colour, so that it fits any theme."""
        parts: list[RenderableType] = [Text(INTRODUCTION)]
        for group in dict.fromkeys(command.group for command in COMMANDS):
            rows = ((c.key_label, c.label, c.help) for c in COMMANDS if c.group == group)
            parts += [Text(f"\n{group}", "bold underline"), self._table(rows)]
        looks = ((look.sign, look.label, "") for look in LOOKS.values())
        signs = ((sign, label, "") for sign, label in SIGNS.items())
        return Group(*parts, Text("\nSigns", "bold underline"), self._table((*looks, *signs)))

    @staticmethod
    def _table(rows: Iterable[tuple[str, str, str]]) -> Table:
        table = Table.grid(padding=(0, 1, 0, 0), expand=True)
        table.add_column(width=12, style="bold")
        table.add_column(ratio=1)
        for keys, label, more in rows:
            table.add_row(Text(f"  {keys}"), Text.assemble(label, (f"  {more}", "dim")))
        return table
