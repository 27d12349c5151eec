"""The keys of the pane in front, from the list of its commands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tracker import words
from tracker.tui.commands import Command
from tracker.tui.looks import FAINT, LOOKS

SIGNS = {
    "■": "decided",
    "71%": "sure",
    "⚑": "later",
    "≠": "disagreed",
    "↻": "again",
    "▍": "source",
}


BLIND_SIGNS = ("decided", "later", "source")
"""Those that a blind reviewer comes upon."""


class HelpScreen(ModalScreen[None]):
    """Closed by the keys that opened it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,enter", "dismiss", show=False),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, commands: Sequence[Command], introduction: str = "", signs: Iterable[str] = ()) -> None:
        """The keys of some commands, after what they are for and before the signs of SIGNS that the screen uses."""
        super().__init__()
        self._commands = commands
        self._introduction = introduction
        self._signs = tuple(signs)

    def compose(self) -> ComposeResult:
        """The commands by group, then the signs."""
        with Vertical(id="help", classes="dialog"):
            with VerticalScroll(id="help-keys"):
                yield Static(self._tables(), markup=False)
            yield Static(Content.styled(words.say("tui.help.keys"), FAINT), markup=False)

    def on_mount(self) -> None:
        """Name the dialog."""
        self.query_one("#help").border_title = words.say("tui.help.title")

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one("#help-keys").scroll_relative(y=lines, animate=False)

    def _tables(self) -> RenderableType:
        """A table, as only a table wraps each column by itself; styled without colour, so that it fits any theme."""
        groups = dict.fromkeys(command.group for command in self._commands)
        parts: list[RenderableType] = []
        if self._introduction:
            parts.append(Text(self._introduction))
        for group in groups:
            rows = [(c.key_label, c.label, c.help) for c in self._commands if c.group == group]
            parts += [Text(f"\n{words.say(f'tui.group.{group}')}", "bold underline"), self._table(rows)]
        if self._signs:
            looks = [(look.sign, look.label, "") for look in LOOKS.values()]
            signs = [(sign, words.say(f"tui.sign.{name}"), "") for sign, name in SIGNS.items() if name in self._signs]
            parts += [Text(f"\n{words.say('tui.help.signs')}", "bold underline"), self._table([*looks, *signs])]
        return Group(*parts)

    @staticmethod
    def _table(rows: Iterable[tuple[str, str, str]]) -> Table:
        table = Table.grid(padding=(0, 1, 0, 0), expand=True)
        rows = list(rows)
        table.add_column(width=max(12, *(cell_len(keys) + 3 for keys, _, _ in rows)), style="bold")
        table.add_column(ratio=1)
        for keys, label, more in rows:
            table.add_row(Text(f"  {keys}"), Text.assemble(label, (f"  {more}", "dim")))
        return table
