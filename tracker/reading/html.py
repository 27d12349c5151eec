"""Saved web pages: the article, with its title and date line in front, as lines that a reader would see.

Every element is seen as an interval of rendered lines. The article is the smallest element that holds most of the
running text of the page; one that a content system is known to name so comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser

from tracker.reading.containers import DATE_METAS, TITLE_METAS
from tracker.reading.decoding import decode
from tracker.reading.limits import Extracted
from tracker.reading.page import Page, Renderer
from tracker.reading.plain import warn_broken
from tracker.reading.saying import refusal

MAX_ATTRIBUTES = 2_000
"""Of one element; parsers take quadratic time over them."""

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

_DATE = re.compile(r"20\d{2}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}")
_DATED = 10
"""Lines at either end of an article in which its date may stand."""
_FRONT = re.compile(_DATE.pattern + r"|发布机构|发文机关|发布单位|来源\s*[:：]|成文日期|发布(?:日期|时间)")
_TODAY = re.compile("今天是|当前(?:日期|时间)")
_FRONT_LENGTH = 200
_FRONT_LINES = 60
"""Lines above the article among which its title and date are looked for."""

_SHARE = 0.7
"""Of the running text of a page that its article has to hold."""
_KNOWN_SHARE = 0.5
"""The same for an element that a known system names so."""


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
    page = Renderer().render(root)
    if not any(page.weights):
        page = Renderer(unhide=True).render(root)
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


def _article(page: Page, tree: LexborHTMLParser) -> list[str]:
    """Lines of the article, in front of them those that say what and when it is."""
    start, end = _article_span(page)
    body = page.lines[start:end]
    metas = _metas(tree)
    title = _title(tree, metas)
    front = list(_front(page, start, title))
    if title and not any(title in line or line in title for line in (*front, *body[:5]) if len(line) > 5):
        front.insert(0, title)
    if not any(_DATE.search(line) for line in (*front, *body[:_DATED], *body[-_DATED:])):
        front += _published(metas)
    said = set(body[:10])
    return [line for line in front if line not in said] + body


def _article_span(page: Page) -> tuple[int, int]:
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


def _front(page: Page, start: int, title: str) -> Iterator[str]:
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


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    """What a page says of itself, by names in lower case."""
    metas: dict[str, str] = {}
    for meta in tree.css("meta"):
        attributes = meta.attributes
        name = (attributes.get("name") or attributes.get("property") or "").lower()
        metas.setdefault(name, " ".join((attributes.get("content") or "").split()))
    return metas


def _published(metas: dict[str, str]) -> Iterator[str]:
    """A line with the day of publication, as pages show it."""
    for name in DATE_METAS:
        if found := _DATE.match(metas.get(name, "")):
            yield f"发布日期：{found.group()}"
            return


def _title(tree: LexborHTMLParser, metas: dict[str, str]) -> str:
    for name in TITLE_METAS:
        if title := metas.get(name):
            return title
    node = tree.css_first("title")
    return " ".join(node.text().split()) if node is not None else ""
