"""All keys, from the list of commands."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tracker.model import Status
from tracker.tui.commands import COMMANDS
from tracker.tui.looks import FAINT, LOOKS, fit

INTRODUCTION = (
    "Each line on the left is something that a report promised. On the right: the promise, what each later report of\n"
    "the same issuer says of it, and the statements there that may speak to it. Underlined is what both texts share.\n"
    "Decide with one key; Enter accepts what is suggested. Statements marked ✓ are kept as the decision's evidence."
)


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
                yield Static(self._content(), markup=False)
            yield Static(Content.styled("↑ ↓ scroll   Esc closes", FAINT), markup=False)

    def on_mount(self) -> None:
        """Name the dialog."""
        self.query_one("#help").border_title = "Keys"

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one("#help-keys").scroll_relative(y=lines, animate=False)

    def _content(self) -> Content:
        lines = [Content(INTRODUCTION)]
        for group in dict.fromkeys(command.group for command in COMMANDS):
            lines += [Content(""), Content.styled(group, "bold $text-primary")]
            for command in (c for c in COMMANDS if c.group == group):
                keys, label = fit(command.key_label, 14), fit(command.label, 36)
                lines.append(Content.assemble((f"  {keys}", "bold"), label, (command.help, FAINT)))
        lines += [Content(""), Content.styled("Signs", "bold $text-primary")]
        for status in Status:
            look = LOOKS[status]
            lines.append(Content.assemble((f"  {look.sign} ", f"bold {look.style}"), look.label))
        lines.append(
            Content.assemble(("  ■ ", "bold"), "decided by a reviewer; a percentage: how sure the suggestion is")
        )
        lines.append(Content.assemble(("  ⚑ ", "bold"), "marked for later"))
        return Content("\n").join(lines)
