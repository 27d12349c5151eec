"""Text that is drawn anew only where it changed, and laid out anew only where it takes more lines or fewer."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class Told(Static):
    """Lines of text; as most pages look alike, laying out each anew would take longer than all else of a key."""

    _told: Content | None = None

    def tell(self, content: Content) -> None:
        """Show a text."""
        before, self._told = self._told, content
        if before is not None and content.is_same(before):
            return
        size = self.content_size
        self.update(content, layout=not size or content.get_height({}, size.width) != size.height)
