"""A list to choose one line from: the last decisions, saved filters, corrections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tracker import words
from tracker.tui import commands
from tracker.tui.looks import FAINT

T = TypeVar("T")


class Chooser(ModalScreen[T | None], Generic[T]):
    """Gives the chosen item, or None."""

    BINDINGS: ClassVar[list[BindingType]] = list(commands.bindings(commands.LIST, priority=True))

    def __init__(
        self,
        title: str,
        items: Sequence[tuple[T, Content]],
        empty: str,
        delete: Callable[[T], object] | None = None,
    ) -> None:
        super().__init__()
        self._title, self._items, self._empty, self._delete = title, list(items), empty, delete

    def compose(self) -> ComposeResult:
        """The lines."""
        with Vertical(classes="dialog", id="chooser"):
            yield OptionList(*(Option(line) for _, line in self._items), id="chooser-list", markup=False)
            keys = "tui.list.keys_delete" if self._delete else "tui.list.keys"
            yield Static(Content.styled(words.say(keys) if self._items else self._empty, FAINT), markup=False)

    def on_mount(self) -> None:
        """Begin at the first."""
        self.query_one("#chooser").border_title = self._title
        options = self.query_one(OptionList)
        options.highlighted = 0 if self._items else None
        options.focus()

    def action_choose(self) -> None:
        """Choose what is highlighted."""
        at = self.query_one(OptionList).highlighted
        self.dismiss(self._items[at][0] if at is not None else None)

    def action_delete(self) -> None:
        """Forget what is highlighted, where that can be."""
        options = self.query_one(OptionList)
        at = options.highlighted
        if self._delete is not None and at is not None:
            self._delete(self._items.pop(at)[0])
            options.remove_option_at_index(at)
            options.highlighted = min(at, len(self._items) - 1) if self._items else None

    def action_cursor(self, step: int) -> None:
        """Up or down."""
        options = self.query_one(OptionList)
        (options.action_cursor_down if step > 0 else options.action_cursor_up)()

    def action_cancel(self) -> None:
        """Choose nothing."""
        self.dismiss(None)

    def action_help(self) -> None:
        """The keys of this list."""
        from tracker.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(commands.LIST))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        """A click chooses."""
        self.dismiss(self._items[event.option_index][0])
