"""One line of text, asked for at the foot of the screen; and a yes or no."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tracker import words
from tracker.text import clean, one_line
from tracker.tui.looks import FAINT


class Prompt(ModalScreen[str | None]):
    """Gives the text, or None if the reviewer thought better of it; no key of it reaches the screen below."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", show=False)]

    def __init__(self, title: str, text: str, hint: str) -> None:
        super().__init__()
        self._title, self._text, self._hint = title, text, hint

    def compose(self) -> ComposeResult:
        """A line that says what for, and the input."""
        with Vertical(classes="prompt"):
            yield Static(
                Content.assemble(
                    (self._title, "bold $text-primary"), (f"  {self._hint}", FAINT),
                    (f"   {words.say('tui.prompt.keys')}", FAINT),
                ),
                markup=False,
            )  # fmt: skip
            yield Input(self._text, id="prompt-input")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self.dismiss(one_line(clean(event.value)[0]))


class Confirm(ModalScreen[bool]):
    """A question that y answers with yes and anything a hand may do by itself with no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", show=False),
        Binding("n,escape,q,enter", "dismiss(False)", show=False),
    ]

    def __init__(self, question: str, more: str = "") -> None:
        super().__init__()
        self._question, self._more = question, more

    def compose(self) -> ComposeResult:
        """The question and its keys."""
        with Vertical(classes="prompt"):
            yield Static(Content.styled(self._question, "bold $text-warning"), markup=False)
            yield Static(Content.assemble(self._more, (f"   {words.say('tui.prompt.yes_no')}", "bold")), markup=False)
