"""Saved web pages: the article, with its title and date line in front, as lines that a reader would see.

Every element is seen as an interval of rendered lines. The article is the smallest element that holds most of the
running text of the page; one that a content system is known to name so comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from tracker.reading.containers import ARTICLE_CLASSES, ARTICLE_IDS, BLOCKS, LEFT_OUT, TITLE_METAS
from tracker.reading.decoding import decode
from tracker.reading.limits import Extracted
from tracker.reading.numbering import as_letters, as_roman
from tracker.reading.plain import warn_broken
from tracker.reading.rows import as_row
from tracker.reading.saying import refusal

MAX_ATTRIBUTES = 2_000
"""Of one element; parsers take quadratic time over them."""

MAX_ELEMENTS = 1_000_000

MAX_DEPTH = 5_000
"""Elements in each other; pages of many unclosed ones reach some hundreds."""

_TOO_MANY = re.compile(
    rb"<[A-Za-z][^\s/>]*+"
    rb"(?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+))?+){%d}" % (MAX_ATTRIBUTES + 1)
)
"""An element with more attributes than that, by the tokeniser of the HTML standard."""
_LABELS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs"}
"""Labels that say something, and what they mean; a Western label fits any bytes."""
_NESTING = re.compile(
    rb"<(/?)(?!(?:html|head|body|p|li|t[dhr]|d[dt]|option|br|hr|img|input|meta|link|col|area|base|embed|wbr|param|source)\b)[a-z]",
    re.I,
)
"""Begin and end of an element that needs an end."""
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.I)

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

_FRONT = re.compile(
    r"20\d{2}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}"
    r"|发布机构|发文机关|发布单位|来源\s*[:：]|成文日期|发布(?:日期|时间)"
)
_TODAY = re.compile("今天是|当前(?:日期|时间)")
_FRONT_LENGTH = 200
_FRONT_LINES = 60
"""Lines above the article among which its title and date are looked for."""

_SHARE = 0.7
"""Of the running text of a page that its article has to hold."""
_KNOWN_SHARE = 0.5
"""The same for an element that a known system names so."""
_RUNNING = 12
"""Characters from which on a line with punctuation and few links is running text."""


@dataclass(slots=True)
class _Element:
    """An element as an interval of lines; `known` if a content system marks articles so."""

    start: int
    end: int
    known: bool
    heading: bool


@dataclass(slots=True)
class _Page:
    """What rendering gives: lines, how much of each is running text, and the elements."""

    lines: list[str] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    elements: list[_Element] = field(default_factory=list)


def read_html(data: bytes) -> Extracted:
    """The text of the article of a page, or of the whole page where none stands out.

    Raises:
        ReadError: the page is built to do harm.

    """
    if _TOO_MANY.search(data):
        raise refusal("attributes", most=MAX_ATTRIBUTES)
    _check_depth(data)
    text, broken = _decode(data)
    tree = LexborHTMLParser(text)
    root = tree.body if tree.body is not None else tree.root
    page = _Renderer().render(root)
    if not any(page.weights):
        page = _Renderer(unhide=True).render(root)
    return Extracted("\n".join(_article(page, tree)), warn_broken(broken))


def _check_depth(data: bytes) -> None:
    """Refuse what parsers take quadratic time over: elements in each other without end."""
    depth = 0
    for closes in _NESTING.findall(data):
        depth += -1 if closes else 1
        if depth > MAX_DEPTH:
            raise refusal("nested")
        depth = max(depth, 0)


def _decode(data: bytes) -> tuple[str, int]:
    """The characters of a page; its label is believed only if UTF-8 does not fit and the label does."""
    try:
        return data.decode("utf-8-sig"), 0
    except UnicodeDecodeError:
        label = _CHARSET.search(data[:4096])
    encoding = _LABELS.get(label.group(1).decode("ascii").lower()) if label else None
    if encoding:
        with suppress(UnicodeDecodeError):
            return data.decode(encoding), 0
    return decode(data)


def _article(page: _Page, tree: LexborHTMLParser) -> list[str]:
    """Lines of the article, in front of them those that say what and when it is."""
    start, end = _article_span(page)
    body = page.lines[start:end]
    title = _title(tree)
    front = list(_front(page, start, title))
    if title and not any(title in line or line in title for line in (*front, *body[:5]) if len(line) > 5):
        front.insert(0, title)
    said = set(body[:10])
    return [line for line in front if line not in said] + body


def _article_span(page: _Page) -> tuple[int, int]:
    whole = (0, len(page.lines))
    first = {line: number for number, line in reversed(list(enumerate(page.lines)))}
    weights = (
        weight * (first[line] == number)
        for number, (line, weight) in enumerate(zip(page.lines, page.weights, strict=True))
    )
    sums = list(accumulate(weights, initial=0))
    total = sums[-1]
    if not total:
        return whole
    best, best_size = whole, len(page.lines) + 1
    for known in (True, False):
        least = total * (_KNOWN_SHARE if known else _SHARE)
        for element in page.elements:
            size = element.end - element.start
            if element.known >= known and sums[element.end] - sums[element.start] >= least and size < best_size:
                best, best_size = (element.start, element.end), size
        if best != whole:
            return best
    return whole


def _front(page: _Page, start: int, title: str) -> Iterator[str]:
    """Lines above the article that are its title or the heading next to it, or tell a date or a source."""
    first = max(0, start - _FRONT_LINES)
    headings = [line for e in page.elements if e.heading and e.end - e.start <= 3 for line in range(e.start, e.end)]
    nearest = max((line for line in headings if first <= line < start), default=None)
    for number in range(first, start):
        line = page.lines[number]
        if len(line) > _FRONT_LENGTH or _TODAY.search(line):
            continue
        titled = len(line) > 5 and (line in title or title in line)
        if number == nearest or (titled and title) or _FRONT.search(line):
            yield line


def _title(tree: LexborHTMLParser) -> str:
    metas: dict[str, str] = {}
    for meta in tree.css("meta"):
        attributes = meta.attributes
        name = (attributes.get("name") or attributes.get("property") or "").lower()
        metas.setdefault(name, attributes.get("content") or "")
    for name in TITLE_METAS:
        if title := " ".join(metas.get(name, "").split()):
            return title
    node = tree.css_first("title")
    return " ".join(node.text().split()) if node is not None else ""


@dataclass(slots=True)
class _Open:
    """An element that has begun."""

    tag: str
    attributes: dict[str, str | None]
    element: _Element | None = None
    first: int = 0
    """Number of elements before it."""
    cells: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Of a row: first line, line after the last, rows and columns that the cell spans."""
    spans: dict[int, int] = field(default_factory=dict)
    """Of a table: rows still to come that a cell above reaches into, by column."""
    nested: bool = False
    """Of a row: whether a table stands in it."""
    count: int = 0
    """Of a list: number of its last item."""


class _Renderer:
    """Walks the tree without recursion and writes the lines."""

    def __init__(self, unhide: bool = False) -> None:
        self.unhide = unhide
        self.page = _Page()
        self.words: list[str] = []
        self.linked = 0
        self.links = 0
        self.verbatim = 0
        self.marker = ""
        self.open: dict[str, list[_Open]] = {"table": [], "tr": [], "list": []}

    def render(self, root: Any) -> _Page:
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
        running = len(line) >= _RUNNING and linked * 2 < len(line) and _PUNCTUATION.search(line)
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
            entered.element = _Element(len(self.page.lines), 0, _is_known(attributes), tag in ("h1", "h2", "h3"))
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
        spans = self.open["table"][-1].spans if self.open["table"] else {}
        cells: list[list[str]] = []
        for start, end, rows, columns in row.cells:
            self._reach(spans, cells)
            spans[len(cells)] = rows - 1
            cells.append(page.lines[start:end])
            cells += [[] for _ in range(columns - 1)]
        self._reach(spans, cells)
        first = row.element.start if row.element else len(page.lines)
        if row.nested or len(row.cells) < 2 or len(page.lines) <= first or (line := as_row(cells)) is None:
            return
        weight = sum(page.weights[first:])
        page.lines[first:] = [line]
        page.weights[first:] = [weight]
        del page.elements[row.first + 1 :]
        if row.element:
            row.element.end = len(page.lines)

    @staticmethod
    def _reach(spans: dict[int, int], cells: list[list[str]]) -> None:
        """Leave the places of cells from above empty."""
        while spans.get(len(cells), 0) > 0:
            spans[len(cells)] -= 1
            cells.append([])


def _is_known(attributes: dict[str, str | None]) -> bool:
    if (attributes.get("id") or "").lower() in ARTICLE_IDS:
        return True
    return not ARTICLE_CLASSES.isdisjoint((attributes.get("class") or "").lower().split())


def _number(value: str | None, default: int) -> int:
    text = (value or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else default
