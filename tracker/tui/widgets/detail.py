"""The page of one commitment: its promise, what each later report says, the evidence, and who decided what.

Its blocks are laid out for its width and drawn line by line: a widget for each would have to be laid out by the screen
anew at every key, which takes longer than all else.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from tracker.model import CommitmentDetail, EvidenceRow, FollowUpRow
from tracker.tui.drafts import Draft, evidence_shown, marked
from tracker.tui.looks import safe
from tracker.tui.messages import EvidenceClicked, ReportChosen
from tracker.tui.widgets.block import BAR, Block, folded
from tracker.tui.widgets.evidence import evidence, name_of
from tracker.tui.widgets.history import history
from tracker.tui.widgets.promise import promise
from tracker.tui.widgets.timeline import timeline, verdict

LOW = 18
"""Lines below which a page begins with what a decision needs: promise, suggestion, evidence."""


class DetailPane(ScrollView, can_focus=False):
    """The page of the commitment in hand."""

    def __init__(self, reviewer: str, blind: bool = False) -> None:
        super().__init__(id="detail")
        self._reviewer = reviewer
        self._blind = blind
        self.detail: CommitmentDetail | None = None
        self.at = 0
        """Which later report is in view."""
        self.focused_evidence = 0
        self._draft = Draft()
        self._lit: int | None = None
        """The piece of evidence under the mouse."""
        self._lines: list[Content] = []
        self.regions: dict[str, Region] = {}
        """Where each block lies on the page, by its name; without the gap below it."""

    @property
    def about(self) -> FollowUpRow | None:
        """The later report in view."""
        return self.detail.follow_ups[self.at] if self.detail and self.detail.follow_ups else None

    def evidence(self) -> tuple[EvidenceRow, ...]:
        """The evidence in view."""
        return evidence_shown(self.detail, self.about, self._draft) if self.detail and self.about else ()

    @property
    def focused_row(self) -> EvidenceRow | None:
        """The piece of evidence that is compared."""
        rows = self.evidence()
        return rows[self.focused_evidence] if self.focused_evidence < len(rows) else None

    def evidence_of(self, detail: CommitmentDetail, draft: Draft) -> tuple[EvidenceRow, ...]:
        """The evidence that a commitment's page begins with."""
        at = self._telling(detail, draft)
        return evidence_shown(detail, detail.follow_ups[at], draft) if at >= 0 else ()

    def clear(self) -> None:
        """Show nothing, as what is in hand is not known yet."""
        self.detail = None
        self._lay()

    def show(self, detail: CommitmentDetail, draft: Draft) -> None:
        """Show a commitment; another one than before begins at the report that tells most of it."""
        another = self.detail is None or self.detail.row.id != detail.row.id
        self.detail, self._draft = detail, draft
        if another:
            self.go_to_report(self._telling(detail, draft), draft)
        self.draw(draft)
        if another:
            self.scroll_to(y=0, animate=False)

    def _telling(self, detail: CommitmentDetail, draft: Draft) -> int:
        """The first later report with the commitment's status, else the first with evidence, else the last."""
        rows = list(enumerate(detail.follow_ups))
        alike = (at for at, row in rows if row.status is detail.row.status)
        proven = (at for at, row in rows if marked(detail, row, draft, self._blind))
        return next(alike, next(proven, len(rows) - 1))

    def go_to_report(self, index: int, draft: Draft) -> None:
        """Bring a later report into view, its counted evidence first."""
        assert self.detail is not None
        self.at = max(min(index, len(self.detail.follow_ups) - 1), 0)
        self.focused_evidence = 0
        if self.about:
            chosen = marked(self.detail, self.about, draft, self._blind)
            counted = (i for i, row in enumerate(self.evidence()) if row.statement in chosen)
            self.focused_evidence = next(counted, 0)

    def focus_evidence(self, index: int) -> None:
        """Compare another piece of evidence."""
        self.focused_evidence = max(min(index, len(self.evidence()) - 1), 0)

    def bring_evidence_into_view(self) -> None:
        """Scroll so that the compared piece of evidence shows."""
        region = self.regions.get(name_of(self.focused_evidence))
        if region is not None:
            self.scroll_to_region(region, animate=False)

    # Drawing ----------------------------------------------------------------------------------

    def draw(self, draft: Draft) -> None:
        """Draw everything anew."""
        self._draft = draft
        self._lay()

    def on_resize(self) -> None:
        """Lay out for another width."""
        self._lay()

    def _lay(self) -> None:
        """Lay out all blocks for the width there is."""
        width = max(self.scrollable_content_region.width, 10)
        self._lines, self.regions = [], {}
        blocks = list(self._blocks())
        height = self.scrollable_content_region.height
        if height < LOW:
            blocks.sort(key=lambda block: block.aside)
            blocks = folded(blocks, width, height, name_of(self.focused_evidence))
        for block in blocks:
            lines = block.lines(width)
            self.regions[block.name] = Region(0, len(self._lines), width, len(lines))
            self._lines += [*lines, *[Content("")] * block.gap]
        self.virtual_size = Size(0, len(self._lines))
        self.refresh()

    def _blocks(self) -> Iterator[Block]:
        detail, blind = self.detail, self._blind
        if detail is None:
            return
        gap = 0 if self.screen.has_class("-narrow") else 1
        beside = self.focused_row
        chosen = marked(detail, self.about, self._draft, blind) if self.about else frozenset()
        counts = beside is not None and beside.statement in chosen
        yield from promise(detail, self._draft, self.about, beside, counts=counts, blind=blind, gap=gap)
        if self.about:
            yield timeline(detail, self.at, blind=blind, gap=gap)
            yield from verdict(self.about, blind=blind)
            text = safe(detail.row.text)
            for index, row in enumerate(self.evidence()):
                yield evidence(
                    index,
                    row,
                    text,
                    chosen=row.statement in chosen,
                    focused=index == self.focused_evidence,
                    lit=index == self._lit,
                    blind=blind,
                    gap=gap,
                )
        seen = (d for d in detail.decisions if not blind or d.reviewer == self._reviewer)
        yield from history(seen, detail.forerunners, detail.divisions)

    def render_line(self, y: int) -> Strip:
        """One line of the page, with what of it is selected."""
        y += round(self.scroll_offset.y)
        width, base = self.size.width, self.visual_style
        if y >= len(self._lines):
            return Strip.blank(width, base.rich_style)
        line, span = self._lines[y], self.text_selection.get_span(y) if self.text_selection else None
        if span is not None:
            selected = self.screen.get_visual_style("screen--selection")
            line = line.stylize(selected, span[0], None if span[1] == -1 else span[1])
        segments, x = [], 0
        for text, style in line.render(base, end=""):
            segments.append(Segment(text, style.rich_style_with_offset(x, y)))
            x += len(text)
        return Strip(segments).adjust_cell_length(width, base.rich_style)

    # The mouse --------------------------------------------------------------------------------

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        """The text that was selected with the mouse, without what is drawn around it, and what ends it."""
        text = selection.extract("\n".join(line.plain.replace(BAR, " ") for line in self._lines))
        return "\n".join(line.rstrip() for line in text.split("\n")), "\n"

    def on_click(self, event: events.Click) -> None:
        """A click on a report brings it into view; one on a piece of evidence does what its digit does."""
        if "report" in event.style.meta:
            self.post_message(ReportChosen(event.style.meta["report"]))
        elif "evidence" in event.style.meta:
            self.post_message(EvidenceClicked(event.style.meta["evidence"]))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The piece of evidence under the mouse is lit."""
        self._light(event.style.meta.get("evidence"))

    def on_leave(self) -> None:
        """None is."""
        self._light(None)

    def _light(self, index: int | None) -> None:
        if index != self._lit:
            self._lit = index
            self._lay()
