"""Saved web pages: the article, with its title and date line in front, as lines that a reader would see.

Every element is seen as an interval of rendered lines. The article is the smallest element that holds most of the
running text of the page; one that a content system is known to name so comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser

from tracker.reading.containers import DATE_METAS, SITE_LINE, TITLE_METAS
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
_LINKED = 0.2
_PROSE = 0.7
"""Of what is around an article and belongs to it, links are at most, running text at least, this share."""
_FEW = 5
"""Lines around an article that belong to it although they are no running text."""


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
    """First line of the article and the line after its last."""
    whole = (0, len(page.lines))
    first = {line: number for number, line in reversed(list(enumerate(page.lines)))}
    again = [first[line] != number for number, line in enumerate(page.lines)]
    sums = _sums(0 if repeats else weight for weight, repeats in zip(page.weights, again, strict=True))
    if not sums[-1]:
        return whole
    spans = sorted({(e.start, e.end, e.known) for e in page.elements}, key=lambda span: span[1] - span[0])
    for known, share in ((True, _KNOWN_SHARE), (False, _SHARE)):
        for start, end, named in spans:
            if named >= known and sums[end] - sums[start] >= share * sums[-1]:
                return _widened(page, start, end, again)
    return whole


def _widened(page: Page, start: int, end: int, again: list[bool]) -> tuple[int, int]:
    """The largest element around these lines that adds text to them: an article may have several parts.

    What it adds must be running text for a good part, or a few lines such as a title and a signature; never links,
    lines that every page of a site has, or a copy of other lines.
    """
    lengths = [len(line) for line in page.lines]
    sums, running = _sums(lengths), _sums(page.weights)
    foreign = _sums(
        len(line) if copy or SITE_LINE.search(line) else linked
        for line, linked, copy in zip(page.lines, page.links, again, strict=True)
    )
    best = (start, end)
    for element in page.elements:
        if element.start > start or element.end < end or element.end - element.start <= best[1] - best[0]:
            continue
        length, run, links = (
            amounts[start] - amounts[element.start] + amounts[element.end] - amounts[end]
            for amounts in (sums, running, foreign)
        )
        few = element.end - element.start - (end - start) <= _FEW
        if links <= _LINKED * length and (few or run >= _PROSE * length):
            best = (element.start, element.end)
    return best


def _sums(amounts: Iterable[int]) -> list[int]:
    return list(accumulate(amounts, initial=0))


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
