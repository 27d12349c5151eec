"""What fills the screen when there is nothing to review."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from tracker.tui.looks import FAINT


class Nothing(Static):
    """Says why the list is empty and what to do."""

    def __init__(self) -> None:
        super().__init__(id="nothing", markup=False)
        self.display = False

    def empty_database(self) -> None:
        """Nothing has been read yet."""
        self._say(
            "Nothing to review yet",
            ("Read some reports first; quit with ", "q", " and run"),
            "tracker follow PATH...",
            "PATH is a file, a folder or a pattern: reports of several years as .txt, .html, .docx, .pdf or .md.",
        )

    def empty_filter(self, words: str) -> None:
        """The filter lets nothing through."""
        self._say(
            "No commitment fits the filter",
            ("Press ", "c", " to show all of them, or / to search for something else."),
            words,
            "",
        )

    def _say(self, title: str, advice: tuple[str, str, str], strong: str, more: str) -> None:
        lines = [
            Content.styled(title, "bold $text-primary"),
            Content(""),
            Content.assemble(advice[0], (advice[1], "bold"), advice[2]),
            Content(""),
            Content.styled(strong, "bold"),
            Content(""),
            Content.styled(more, FAINT),
        ]
        self.update(Content("\n").join(lines))
        self.display = True
