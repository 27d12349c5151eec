"""The keys of the pane in front, from the list of its commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from tracker import words
from tracker.tui.commands import Command
from tracker.tui.looks import FAINT, LOOKS
from tracker.tui.wrapping import beside, wrapped

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


Row = tuple[str, str, str]
"""Keys or a sign, what it is called, a sentence more."""

Part = Content | list[Row]
"""A paragraph, or rows whose first columns are equally wide."""


class Keys(Widget):
    """Paragraphs and rows, wrapped for the width there is."""

    DEFAULT_CSS = "Keys { height: auto; }"

    def __init__(self, parts: Iterable[Part]) -> None:
        super().__init__()
        self._parts = tuple(parts)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines that everything takes."""
        return len(self._lines(width))

    def render(self) -> RenderResult:
        """All lines."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for part in self._parts:
            lines += wrapped(part, width) if isinstance(part, Content) else _rows(part, width)
        return lines


def _rows(rows: Sequence[Row], width: int) -> Iterator[Content]:
    first = max(12, *(cell_len(keys) + 4 for keys, _, _ in rows))
    for keys, label, more in rows:
        said = Content.assemble(label, (f"  {more}" if more else "", FAINT))
        yield from beside(f"  {keys}", said, first, "bold", width)


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
                yield Keys(self._parts())
            yield Static(Content.styled(words.say("tui.help.keys"), FAINT), markup=False)

    def on_mount(self) -> None:
        """Name the dialog."""
        self.query_one("#help").border_title = words.say("tui.help.title")

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one("#help-keys").scroll_relative(y=lines, animate=False)

    def _parts(self) -> Iterator[Part]:
        if self._introduction:
            yield Content(self._introduction)
        for group in dict.fromkeys(command.group for command in self._commands):
            yield _heading(words.say(f"tui.group.{group}"))
            yield [(c.key_label, c.label, c.help) for c in self._commands if c.group == group]
        if self._signs:
            yield _heading(words.say("tui.help.signs"))
            looks = [(look.sign, look.label, "") for look in LOOKS.values()]
            yield [*looks, *((sign, words.say(f"tui.sign.{n}"), "") for sign, n in SIGNS.items() if n in self._signs)]


def _heading(text: str) -> Content:
    return Content("\n") + Content.styled(text, "bold underline")
