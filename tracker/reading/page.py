"""A page as the lines that a reader would see, and its elements as intervals of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tracker.reading.containers import ARTICLE_CLASSES, ARTICLE_IDS, BLOCKS, LEFT_OUT
from tracker.reading.numbering import as_letters, as_roman
from tracker.reading.rows import MOST_COLUMNS, Rows, as_row
from tracker.reading.saying import refusal

MAX_ELEMENTS = 1_000_000

_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff5e\u3000-\u303f\u201c\u201d\u2018\u2019\u2026"
_SOURCE_BREAK = re.compile(rf"(?<=[{_HAN}])[ \t]*[\r\n][ \t\r\n]*(?=[{_HAN}])")
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
_EDGES = " \t\u3000\xa0\u200b\ufeff"
_PUNCTUATION = re.compile("[，。；：、！？,;]")
_ENUMERATED = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,3}|[a-zA-Z])[)）、．.]|[①-⑳]|第[一二三四五六七八九十]+"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_NO_MARKER = re.compile(r"list-style(?:-type)?\s*:\s*none", re.I)
_HEADED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、．.]")
_HEADING, _RUNNING = 6, 12
"""Characters from which on a numbered line, and any line with punctuation, is running text if it has few links."""


@dataclass(slots=True)
class PageElement:
    """An element as an interval of lines; `known` if a content system marks articles so."""

    start: int
    end: int
    known: bool
    heading: bool


@dataclass(slots=True)
class Page:
    """What rendering gives: lines, how much of each is running text, and the elements."""

    lines: list[str] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    """Characters of each line that lead elsewhere."""
    elements: list[PageElement] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """An element that has begun."""

    tag: str
    attributes: dict[str, str | None]
    element: PageElement | None = None
    first: int = 0
    """Number of elements before it."""
    cells: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Of a row: first line, line after the last, rows and columns that the cell spans."""
    spans: dict[int, int] = field(default_factory=dict)
    """Of a table: rows still to come that a cell above reaches into, by column."""
    rows: Rows = field(default_factory=Rows)
    """Of a table: its rows so far."""
    nested: bool = False
    """Of a row: whether a table stands in it."""
    count: int = 0
    """Of a list: number of its last item."""


class Renderer:
    """Walks the tree without recursion and writes the lines."""

    def __init__(self, unhide: bool = False) -> None:
        self.unhide = unhide
        self.page = Page()
        self.words: list[str] = []
        self.linked = 0
        self.links = 0
        self.verbatim = 0
        self.marker = ""
        self.open: dict[str, list[_Open]] = {"table": [], "tr": [], "list": []}

    def render(self, root: Any) -> Page:
        """All that is seen of an element."""
        stack: list[Any] = [root] if root is not None else []
        seen = 0
        while stack:
            node = stack.pop()
            if isinstance(node, _Open):
                self._leave(node)
                continue
            seen += 1
            if seen > MAX_ELEMENTS:
                raise refusal("elements", most=MAX_ELEMENTS)
            if node.is_text_node:
                self._text(node.text_content)
            elif (entered := self._enter(node)) is not None:
                stack.append(entered)
                child = node.last_child
                while child is not None:
                    stack.append(child)
                    child = child.prev
        self._break()
        return self.page

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if self.verbatim:
            *whole, text = text.split("\n")
            for line in whole:
                self.words.append(line)
                self._break()
        self.words.append(text)
        if self.links:
            self.linked += len(text.strip())

    def _break(self) -> None:
        """End the line."""
        line = _SOURCE_BREAK.sub("", "".join(self.words))
        line = _BLANKS.sub(" ", line).strip(_EDGES)
        linked, self.linked = self.linked, 0
        self.words.clear()
        if not line:
            return
        if self.marker and not _ENUMERATED.match(line):
            line = self.marker + line
        self.marker = ""
        running = linked * 2 < len(line) and (
            (len(line) >= _RUNNING and _PUNCTUATION.search(line)) or (len(line) >= _HEADING and _HEADED.match(line))
        )
        self.page.links.append(min(linked, len(line)))
        self.page.lines.append(line)
        self.page.weights.append(len(line) if running else 0)

    def _enter(self, node: Any) -> _Open | None:
        """Begin an element; None if nothing of it is shown."""
        tag = node.tag
        if not tag or tag in LEFT_OUT or not node.is_element_node:
            return None
        attributes = node.attributes
        if self._is_hidden(attributes):
            return None
        if tag == "br":
            self._break()
            return None
        entered = _Open(tag, attributes, first=len(self.page.elements))
        if tag in BLOCKS:
            self._break()
            entered.element = PageElement(len(self.page.lines), 0, _is_known(attributes), tag in ("h1", "h2", "h3"))
            self.page.elements.append(entered.element)
        match tag:
            case "a":
                self.links += 1
            case "pre" | "listing":
                self.verbatim += 1
            case "table":
                if self.open["tr"]:
                    self.open["tr"][-1].nested = True
                self.open["table"].append(entered)
            case "tr":
                self.open["tr"].append(entered)
            case "ol" | "ul":
                entered.count = _number(attributes.get("start"), 1) - 1
                self.open["list"].append(entered)
            case "li":
                self.marker = self._item_marker(attributes)
        return entered

    def _is_hidden(self, attributes: dict[str, str | None]) -> bool:
        """Whether an element is not shown; articles that a script shows later are."""
        if self.unhide or not ("hidden" in attributes or _HIDDEN.search(attributes.get("style") or "")):
            return False
        return not _is_known(attributes)

    def _leave(self, left: _Open) -> None:
        if left.element is not None:
            self._break()
            left.element.end = len(self.page.lines)
        match left.tag:
            case "a":
                self.links -= 1
            case "pre" | "listing":
                self.verbatim -= 1
            case "table":
                self.open["table"].pop()
            case "ol" | "ul":
                self.open["list"].pop()
            case "li":
                self.marker = ""
            case "td" | "th":
                self._leave_cell(left)
            case "tr":
                self.open["tr"].pop()
                self._leave_row(left)

    def _item_marker(self, attributes: dict[str, str | None]) -> str:
        if not self.open["list"] or self.open["list"][-1].tag == "ul":
            return ""
        items = self.open["list"][-1]
        items.count = _number(attributes.get("value"), items.count + 1)
        if _NO_MARKER.search(items.attributes.get("style") or ""):
            return ""
        kind = items.attributes.get("type") or "1"
        number = items.count
        if kind in "aA":
            mark = as_letters(number)
        elif kind in "iI":
            mark = as_roman(number)
        else:
            mark = str(number)
        return (mark.upper() if kind.isupper() else mark) + "."

    def _leave_cell(self, cell: _Open) -> None:
        if self.open["tr"] and cell.element is not None:
            spans = (_number(cell.attributes.get(name), 1) for name in ("rowspan", "colspan"))
            rows, columns = (min(max(span, 1), 1000) for span in spans)
            self.open["tr"][-1].cells.append((cell.element.start, cell.element.end, rows, columns))

    def _leave_row(self, row: _Open) -> None:
        """Put the cells of a row of a table of values on one line."""
        page = self.page
        table = self.open["table"][-1] if self.open["table"] else _Open("table", {})
        spans = table.spans
        cells: list[list[str] | None] = []
        for start, end, rows, columns in row.cells:
            self._reach(spans, cells)
            spans[len(cells)] = rows - 1
            cells.append(page.lines[start:end])
            cells += [[] for _ in range(min(columns, MOST_COLUMNS - len(cells)) - 1)]
        self._reach(spans, cells)
        first = row.element.start if row.element else len(page.lines)
        full = table.rows.complete(cells)
        several = len(row.cells) > 1 or (row.cells and sum(map(bool, full)) > 1)
        if row.nested or not several or len(page.lines) <= first or (line := as_row(full)) is None:
            return
        page.lines[first:] = [line]
        page.weights[first:] = [len(line) if table.rows.tasks else sum(page.weights[first:])]
        page.links[first:] = [sum(page.links[first:])]
        del page.elements[row.first + 1 :]
        if row.element:
            row.element.end = len(page.lines)

    @staticmethod
    def _reach(spans: dict[int, int], cells: list[list[str] | None]) -> None:
        """Leave the places of cells from above open."""
        while len(cells) < MOST_COLUMNS and spans.get(len(cells), 0) > 0:
            spans[len(cells)] -= 1
            cells.append(None)


def _is_known(attributes: dict[str, str | None]) -> bool:
    if (attributes.get("id") or "").lower() in ARTICLE_IDS:
        return True
    return not ARTICLE_CLASSES.isdisjoint((attributes.get("class") or "").lower().split())


def _number(value: str | None, default: int) -> int:
    text = (value or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else default
