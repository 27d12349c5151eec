"""Choosing where a unit is split: a mark in its text that is moved by keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tracker import words
from tracker.tui import commands
from tracker.tui.looks import FAINT
from tracker.tui.widgets.unit_text import shown

MARKS = "，。；：、！？…,;:!?"
MARK = "┃"


def places(text: str) -> list[int]:
    """Offsets right after punctuation, closing marks counted to it, with text on both sides."""
    found = []
    for at in range(1, len(text)):
        closed = text[:at].rstrip("”’」』）)】》")
        if closed[-1:] in MARKS and text[at] not in MARKS and text[at] not in "”’」』）)】》" and text[at:].strip():
            found.append(at)
    return found


def first_place(text: str) -> int:
    """Where the mark stands at first: after the punctuation nearest to the middle, else near it but in no number."""
    middle = max(len(text) // 2, 1)
    whole = (at for at in range(middle, len(text)) if not (text[at - 1].isascii() and text[at].isascii()))
    return min(places(text), key=lambda at: abs(at - middle), default=next(whole, middle))


class Cutter(ModalScreen[int | None]):
    """Gives the offset in a unit's text where the second unit begins, or None."""

    BINDINGS: ClassVar[list[BindingType]] = list(commands.bindings(commands.CUTTING, priority=True))

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = shown(text)
        self._at = first_place(self._text)

    def compose(self) -> ComposeResult:
        """The question, the text with the mark, the keys."""
        with VerticalScroll(classes="prompt", id="cut"):
            yield Static(Content.styled(words.say("tui.correct.cut_title"), "bold $text-primary"), markup=False)
            yield Static(id="cut-text", markup=False)
            yield Static(Content.styled(words.say("tui.correct.cut_keys"), FAINT), markup=False)

    def on_mount(self) -> None:
        """Show where it stands."""
        self._draw()

    def _draw(self) -> None:
        text = Content.assemble(
            (self._text[: self._at], "$text-primary"), (MARK, "bold $text-warning"), (self._text[self._at :], "bold")
        )
        self.query_one("#cut-text", Static).update(text)

    def action_move(self, step: int) -> None:
        """By characters that are not blank."""
        at = self._at + step
        while 0 < at < len(self._text) and self._text[at].isspace():
            at += step
        self._put(at)

    def action_mark(self, step: int) -> None:
        """To the next punctuation, or the one before."""
        every = places(self._text)
        beyond = [at for at in every if (at - self._at) * step > 0]
        if beyond:
            self._put(beyond[0] if step > 0 else beyond[-1])

    def _put(self, at: int) -> None:
        if self._text[:at].strip() and self._text[at:].strip():
            self._at = at
            self._draw()

    def action_cut(self) -> None:
        """Split there."""
        self.dismiss(self._at)

    def action_cancel(self) -> None:
        """Leave it whole."""
        self.dismiss(None)

    def action_help(self) -> None:
        """The keys."""
        from tracker.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(commands.CUTTING))
