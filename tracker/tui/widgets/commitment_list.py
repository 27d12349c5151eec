"""The list of commitments under their issuers and reports, drawn line by line from the pages that are loaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tracker import words
from tracker.model import CommitmentRow, Group, Listing, Status
from tracker.tui.looks import LOOKS, fit, percent, place, safe
from tracker.tui.messages import PageWanted, RowChosen
from tracker.tui.outline import Lines, Run, runs_of
from tracker.tui.paging import PAGE, Pages

LABEL_CELLS = 9
KEPT = 512
DECIDED_SIGN = "■"


def _short_title(of: Group) -> str:
    """A report's title without the issuer and year that stand before it anyway."""
    title = safe(of.title)
    for known in (safe(of.issuer or ""), f"{of.year}年度", f"{of.year}年"):
        title = title.removeprefix(known).strip()
    return title


class CommitmentList(ScrollView, can_focus=False):
    """Commitments by their ids; a widget for none of them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--issuer",
        "list--report",
        "list--text",
        "list--decided",
        "list--faint",
        "list--cursor",
        *(f"list--{status.value}" for status in Status),
    }

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._base = Style()
        self._strips: LRUCache[object, Strip] = LRUCache(KEPT)
        """Lines as they were drawn, by what they show: most of a screenful shows again, a line higher or lower."""
        self.pages = Pages()
        self.blind = False
        """Whether suggestions are hidden."""
        self._lines = Lines(0, ())
        self._cursor = -1

    # What it shows ----------------------------------------------------------------------------

    def show(self, listing: Listing, cursor: int, rows: Sequence[CommitmentRow] = ()) -> None:
        """Show another list, with the cursor on one of its commitments; of some the first page is known."""
        self.pages.restart(listing.ids)
        self._strips.clear()
        if rows:
            self.pages.put(0, self.pages.generation, rows)
        self._lines = Lines(len(listing.ids), runs_of(listing.groups))
        self._cursor = -1
        self.virtual_size = Size(0, self._lines.count)
        self.scroll_to(y=0, animate=False)
        self.move_to(cursor)
        self.refresh()

    @property
    def cursor(self) -> int:
        """Place of the commitment in hand; -1 in an empty list."""
        return self._cursor

    @property
    def current(self) -> int | None:
        """Id of the commitment in hand."""
        return self.pages.ids[self._cursor] if self._cursor >= 0 else None

    @property
    def page_step(self) -> int:
        """Commitments that a screenful moves by."""
        return max(self.scrollable_content_region.height - 2, 1)

    def move_to(self, index: int) -> bool:
        """Put the cursor on a commitment, as near as the list goes; whether it moved."""
        index = max(min(index, len(self.pages.ids) - 1), -1 if not self.pages.ids else 0)
        before, self._cursor = self._cursor, index
        self._bring_into_view()
        for at in {before, index} - {-1}:
            self.refresh_commitment(at)
        return index != before

    def replace(self, row: CommitmentRow) -> CommitmentRow | None:
        """Draw a changed commitment anew; gives what it was, None where its line is not loaded."""
        found = self.pages.replace(row)
        if found is None:
            return None
        place, before = found
        self.refresh_commitment(place)
        return before

    def refresh_commitment(self, index: int) -> None:
        """Draw one line anew."""
        self.refresh_lines(self._lines.line_of(index))

    def notify_style_update(self) -> None:
        """Draw every line in another style."""
        self._strips.clear()
        super().notify_style_update()

    def on_resize(self) -> None:
        """Keep the cursor on the screen."""
        self._bring_into_view()

    def _bring_into_view(self) -> None:
        height = self.scrollable_content_region.height
        if self._cursor < 0 or not height:
            return
        top, line = self._lines.top_of(self._cursor), self._lines.line_of(self._cursor)
        y = round(self.scroll_target_y)
        if top < y:
            self.scroll_to(y=top, animate=False, force=True)
        elif line >= y + height:
            self.scroll_to(y=line - height + 1, animate=False, force=True)
        self._ask_for(round(self.scroll_target_y), height)

    def pages_in_view(self) -> list[int]:
        """Pages whose commitments are on the screen."""
        top = round(self.scroll_offset.y)
        first, last = (self._lines.index_near(line) for line in (top, top + self.scrollable_content_region.height))
        return [page for page in range(first // PAGE, last // PAGE + 1) if self.pages.slice(page)]

    # Drawing ----------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines in view, and ask for the pages that they need."""
        self._base = self.rich_style
        self._ask_for(round(self.scroll_offset.y) + crop.y, crop.height)
        return super().render_lines(crop)

    def ask_around(self) -> None:
        """Ask for the pages that a screenful up or down will need."""
        height = self.scrollable_content_region.height
        self._ask_for(round(self.scroll_offset.y) - height, 3 * height)

    def _ask_for(self, top: int, height: int) -> None:
        """Ask for the pages that some lines need."""
        if self.pages.ids:
            first, last = (self._lines.index_near(max(line, 0)) for line in (top, top + height - 1))
            for page in self.pages.want(first, last):
                self.post_message(PageWanted(page, self.pages.generation))

    def render_line(self, y: int) -> Strip:
        """One line: an issuer, a report, a commitment, or nothing below the last."""
        line, width = y + round(self.scroll_offset.y), self.scrollable_content_region.width
        if line >= self._lines.count:
            return Strip.blank(width, self._base)
        found = self._lines.at(line)
        if isinstance(found, int):
            return self._drawn(width, self._row, self.pages.row(found), found == self._cursor)
        return self._drawn(width, self._header, *found)

    def _drawn(self, width: int, draw: Callable[..., list[Segment]], *shown: object) -> Strip:
        """A line as it was drawn before, else as it is drawn now."""
        strip = self._strips.get((width, shown))
        if strip is None:
            strip = Strip(draw(*shown, width)).adjust_cell_length(width, self._base).apply_style(self._base)
            self._strips[width, shown] = strip
        return strip

    def _header(self, run: Run, issuer: bool, width: int) -> list[Segment]:
        of = run.of
        if issuer:
            name = safe(of.issuer) if of.issuer else words.say("tui.page.issuer_unknown")
            return [Segment(fit(f" {name}", width), self._style("list--issuer"))]
        count = f" {of.commitments} "
        title = f"   {of.year or words.say('tui.page.year_unknown')}  {_short_title(of)}"
        return [
            Segment(fit(title, max(width - len(count), 0)), self._style("list--report")),
            Segment(count, self._style("list--report")),
        ]

    def _row(self, row: CommitmentRow | None, on: bool, width: int) -> list[Segment]:
        flag = "≠" if row is not None and row.disagreed else "⚑" if row is not None and row.flagged else " "
        head = f"{'▸' if on else ' '}{flag}"
        if row is None:
            return [Segment(fit(f"{head} …", width), self._style("list--cursor" if on else "list--faint"))]
        look = LOOKS[row.status]
        hidden = self.blind and not row.decided_by
        short = words.say("model.short.late") if row.late else look.short
        label = fit("·" if hidden else f"{look.sign} {short}", LABEL_CELLS + 2)
        sure = "" if row.confidence is None or hidden else percent(row.confidence)
        state = fit(f"{DECIDED_SIGN:>4}" if row.decided_by else f"{sure:>4}", 5)
        text = fit(self._words(row), max(width - len(head) - LABEL_CELLS - 2 - 5, 0))
        if on:
            return [Segment(head + label + state + text, self._style("list--cursor"))]
        sign = self._style("list--faint" if hidden else f"list--{row.status.value}")
        tone = "list--decided" if row.decided_by else "list--text"
        return [
            Segment(head, self._style("list--faint")),
            Segment(label, sign),
            Segment(state, sign if row.decided_by else self._style("list--faint")),
            Segment(text, self._style(tone)),
        ]

    def _words(self, row: CommitmentRow) -> str:
        """The commitment's text; without header lines also where it stands."""
        return safe(row.text) if self._lines.runs else f"{place(row.issuer, row.year)}  {safe(row.text)}"

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name, partial=True)

    def on_click(self, event: events.Click) -> None:
        """A click on a commitment chooses it."""
        inside = event.get_content_offset(self)
        if inside is None:
            return
        line = inside.y + round(self.scroll_offset.y)
        if line < self._lines.count:
            self.post_message(RowChosen(self._lines.index_near(line)))
