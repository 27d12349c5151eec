"""Labels and values, a line each, values wrapped beside their labels."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tracker.tui.looks import FAINT, fit

LABEL_CELLS = 11


class Facts(Widget):
    """What is known of something; what is not known has no line."""

    DEFAULT_CSS = "Facts { height: auto; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._pairs: list[tuple[str, Content]] = []

    def tell(self, pairs: Iterable[tuple[str, Content | str]]) -> None:
        """Show these; those without a value are left out."""
        self._pairs = [(label, Content(value) if isinstance(value, str) else value) for label, value in pairs if value]
        self.display = bool(self._pairs)
        size = self.content_size
        self.refresh(layout=not size or len(self._lines(size.width)) != size.height)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines that the values take beside their labels."""
        return len(self._lines(width))

    def render(self) -> RenderResult:
        """All lines."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        lines = []
        for label, value in self._pairs:
            for number, line in enumerate(value.wrap(max(width - LABEL_CELLS, 10))):
                lines.append(Content.assemble((fit("" if number else label, LABEL_CELLS), FAINT), line))
        return lines
