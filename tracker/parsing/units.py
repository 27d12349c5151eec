"""Text to paragraphs and paragraphs to pieces: the smallest spans that can be promises or results.

A piece ends after 。；！？ or … (half or full width) outside quotation marks and brackets, or where its paragraph ends.
Every non-blank character of the text is in exactly one piece.
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import NamedTuple

from tracker.parsing.outline import DECIMAL, Mark, mark_of
from tracker.promises.duties import DUTY, may_be_duty

BLANKS = " \t\u3000\xa0\u2002\u2003\u2009"
"""What may stand between paragraphs or in front of them, besides line ends."""

_LINE = re.compile(rf"[^\n{BLANKS}](?:[^\n]*[^\n{BLANKS}])?")
_GAP = re.compile(rf"[{BLANKS}]+")
_SENTENCE_END = re.compile(r"[。！？；：!?;:…][”’」』）)】\"]*$")
_STRONG_END = re.compile(r"[。！？!?：:][”’」』）)】]*$")
_INNER_END = re.compile("[。！？；;]")
_NUMBERED = re.compile(
    rf"{DECIMAL}|"
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[)）、．]|\.(?!\d))|[①-⑳]|第[一二三四五六七八九十]{1,3}[章节部，,、]|—|--|•|[［\[]\d+[］\]]"
)
_GLUED_START = frozenset("，、。；：）》」』”’】,;:)")
_GLUED_END = frozenset("（《“「『‘，、【,(")
_ENDS = frozenset("。；！？!?;…")
_TOKEN = re.compile(r"[。；！？!?;…“‘「『（《〈【(\[［”’」』）》〉】)\]］]")
"""One character: a pattern that begins with a single set is searched many times faster."""
_PAIRS = {
    "”": "“",
    "’": "‘",
    "」": "「",
    "』": "『",
    "）": "（",
    "》": "《",
    "〉": "〈",
    "】": "【",
    ")": "(",
    "]": "[",
    "］": "［",
}
_OPENERS = frozenset(_PAIRS.values())
_SAME = {"(": "（", "[": "［"}

_POINT = re.compile(
    r"(?:(?<=[\u4e00-\u9fffA-Za-z%％）)”\"》])\.(?=[\"”]?\s*(?:[\u4e00-\u9fff\d(（“\"《]|$))"
    r"|(?<=\d)\.(?=[\"”]?\s*(?:[\u4e00-\u9fff(（“\"《]|$)))",
    re.MULTILINE,
)
"""A point that may end a sentence: none in a number or a Latin word."""
_ITEM_BEFORE = re.compile(r"(?:^|[\s。；;:：.])[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})$")
POINTS = 10
"""So many points that end a sentence to each full stop show a text that is written with points."""

LONG_LINE = 400
"""Characters from which on a line may hold several paragraphs that lost their line breaks."""
_LOST_BREAK = re.compile(
    r"(?<=[。！？；：])(?:(?P<top>第[一二三四五六七八九十]{1,3}部分|[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十]))|"
    r"（[一二三四五六七八九十]{1,3}）)"
)
"""Item marks that begin a paragraph where no line break and no blank says so."""
_NAMES = "(?:回顾|总结|成效|情况|问题|不足|打算|安排|部署|计划|建议|思路|要求|目标|任务|措施|举措|重点)"
_GLUED_HEADING = re.compile(
    rf"(?:第[一二三四五六七八九十]{{1,3}}部分|[一二三四五六七八九十]{{1,3}}、)[^，。；：！？,;:!?]{{2,28}}?{_NAMES}+(?![和与及、的])"
)
"""A heading that its text is glued to: it ends with a word that headings of sections end with."""
PAGES = 3
"""So many sentences that a blank line cuts in two are cut by the ends of pages; fewer may lack their full stops."""
SENTENCES, SEVERAL = 100, 0.2
"""So many lines that end with a sentence, of which no larger a share holds several, show a text cut into sentences."""
RARE = 0.05
"""Share of lines up to which lines that follow each other without a blank line do not count."""

QUOTE_REACH = 300
"""Characters between two marks beyond which they are taken for strays, not for a pair."""


class Piece(NamedTuple):
    """A span of the text; `paragraph` counts from 0, `place` is its place in a paragraph of `of` pieces."""

    start: int
    end: int
    paragraph: int
    place: int
    of: int


def full_stops(text: str) -> str:
    """A text that ends its sentences with points, with full stops in their places; any other as it is."""
    if text.count(".") <= POINTS * text.count("。"):
        return text
    ends = [
        m.start() for m in _POINT.finditer(text) if not _ITEM_BEFORE.search(text[max(0, m.start() - 6) : m.start()])
    ]
    if len(ends) <= POINTS * text.count("。"):
        return text
    letters = list(text)
    for at in ends:
        letters[at] = "。"
    return "".join(letters)


def split(text: str) -> list[Piece]:
    """All pieces of a text in order."""
    pieces: list[Piece] = []
    for number, (start, end) in enumerate(paragraphs(text)):
        spans = _sentences(text, start, end)
        pieces += [Piece(a, b, number, place, len(spans)) for place, (a, b) in enumerate(spans)]
    return pieces


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Spans of paragraphs: lines, with wrapped lines put together and lines of lost breaks taken apart."""
    lines = [m.span() for m in _LINE.finditer(text)]
    joined = _join_wrapped(text, lines)
    out: list[tuple[int, int]] = []
    for start, end in joined:
        if end - start < LONG_LINE:
            out.append((start, end))
        else:
            out += _split_long(text, start, end)
    return out


def _join_wrapped(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lines that run on into the next one, put together."""
    if len(lines) < 2:
        return lines
    breaks = [text.count("\n", a[1], b[0]) for a, b in pairwise(lines)]
    width = _wrap_width(text, lines)
    usual = 2 if width and breaks.count(1) <= RARE * len(breaks) else 1
    single = [count <= usual for count in breaks]
    spaced = len(lines) > 8 and sum(single) < 0.5 * len(single)
    torn = {k for k, (a, b) in enumerate(pairwise(lines)) if breaks[k] == 2 and _torn(text, a, b)}
    apart = _cut_into_sentences(text, lines) | (torn if len(torn) >= PAGES else set())
    out = [lines[0]]
    for k, (start, end) in enumerate(lines[1:]):
        last = lines[k]
        if k in apart or _runs_on(text, out[-1], last, (start, end), single[k], spaced, width):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _cut_into_sentences(text: str, lines: list[tuple[int, int]]) -> set[int]:
    """Numbers of the lines whose paragraph the next line goes on with, in a text of which each sentence is a line."""
    ends = [_SENTENCE_END.search(text, max(a, b - 4), b) is not None for a, b in lines]
    if sum(ends) < SENTENCES:
        return set()
    several = sum(_INNER_END.search(text, a, b - 1) is not None for (a, b), end in zip(lines, ends, strict=True) if end)
    if several > SEVERAL * sum(ends):
        return set()
    return {
        k
        for k, (_, (a, b)) in enumerate(pairwise(lines))
        if ends[k] and ends[k + 1] and text.find("\t", a, b) < 0 and mark_of(text, a)[0] is Mark.NONE
    }


def _torn(text: str, last: tuple[int, int], line: tuple[int, int]) -> bool:
    """Whether a blank line stands inside a sentence: before and behind it are sentences, and none ends at it."""
    return (
        text.find("。", *last) >= 0
        and text.find("。", *line) >= 0
        and text.find("\t", last[0], line[1]) < 0
        and not _SENTENCE_END.search(text, max(last[0], last[1] - 4), last[1])
        and not _NUMBERED.match(text, line[0])
    )


def _runs_on(
    text: str,
    paragraph: tuple[int, int],
    last: tuple[int, int],
    line: tuple[int, int],
    single: bool,
    spaced: bool,
    width: int,
) -> bool:
    """Whether a line continues the paragraph before it."""
    if not single or text.find("\t", last[0], line[1]) >= 0:
        return False  # a row of a table ends with its line
    if DUTY.match(text, *line) or text[line[0]] in _GLUED_START or text[last[1] - 1] in _GLUED_END:
        return True
    ended = _SENTENCE_END.search(text, max(last[0], last[1] - 4), last[1]) is not None
    full = width > 0 and last[1] - last[0] >= (width if ended else 0.75 * width) and text[line[0] - 1] not in BLANKS
    if _NUMBERED.match(text, line[0]) or (ended and not full):
        return False
    if full:
        return True
    # In a text that puts blank lines between paragraphs, a single break inside a sentence is a broken link.
    return spaced and "。" in text[paragraph[0] : paragraph[1]]


def _wrap_width(text: str, lines: list[tuple[int, int]]) -> int:
    """Usual length of a full line where lines are wrapped at a width, else 0."""
    lines = [(a, b) for a, b in lines if text.find("\t", a, b) < 0]
    lengths = sorted(b - a for a, b in lines if b - a >= 15)
    if len(lengths) < 8:
        return 0
    width = lengths[int(len(lengths) * 0.8)]
    if not 15 <= width <= 100:
        return 0
    full = [(a, b) for a, b in lines if 0.8 * width <= b - a <= 1.3 * width]
    loose = sum(not _SENTENCE_END.search(text, max(a, b - 4), b) for a, b in full)
    return width if len(full) >= 0.4 * len(lengths) and loose >= 0.5 * len(full) else 0


def _split_long(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A long line cut at the blanks that stand for lost line breaks."""
    out, begin = [], start
    for gap in _GAP.finditer(text, start, end):
        a, b = gap.span()
        if text[b : b + 1] == "\n" or text[a - 1] == "\n":
            continue
        ended = _STRONG_END.search(text, max(begin, a - 4), a) is not None
        heading = a - begin <= 60 and _NUMBERED.match(text, begin) is not None
        wide = b - a >= 2 and text[a - 1] not in _GLUED_END and not text[a - 1].isascii()
        if ended or heading or wide:
            if a > begin:
                out.append((begin, a))
            begin = b
    out.append((begin, end))
    return [part for span in out for part in (_at_marks(text, *span) if span[1] - span[0] >= LONG_LINE else [span])]


def _at_marks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A span cut at the marks of its items and behind its headings, if it holds parts that begin with 一、 inside."""
    marks = list(_LOST_BREAK.finditer(text, start, end))
    if not any(mark["top"] for mark in marks):
        return [(start, end)]
    cuts = [start]
    for at in [start, *(mark.start() for mark in marks)]:
        cuts.append(at)
        if heading := _GLUED_HEADING.match(text, at, end):
            cuts.append(heading.end())
    return [(a, b) for a, b in pairwise([*cuts, end]) if a < b]


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences and clauses of one paragraph."""
    tokens = [(m.start(), m.group()) for m in _TOKEN.finditer(text, start, end)]
    inside = _protected(tokens)
    spans, begin, passed = [], start, start
    for (a, mark), within in zip(tokens, inside, strict=True):
        if mark not in _ENDS or a < passed:
            continue
        b = a + 1
        while b < end and text[b] in _ENDS:
            b += 1
        passed = b
        if within or a < begin or (mark in "!?;" and _in_latin(text, a, b)):
            continue
        if mark == "…" and b < end and (b - a < 3 or (end - b < 6 and text[b:end].strip().isdecimal())):
            continue  # an ellipsis in the middle of a list, or what leads to the number of a page
        while b < end and text[b] in "”’」』）)】》":
            b += 1
        while b < end and may_be_duty(text[b]) and (duty := DUTY.match(text, b, end)):
            b = duty.end()  # who does it stands behind the sentence
        spans.append((begin, b))
        begin = b
        while begin < end and (text[begin] in BLANKS or text[begin] == "\n"):
            begin += 1
    if begin < end and spans and "\t" in text[spans[-1][1] : begin]:
        spans[-1] = (spans[-1][0], end)  # the cells behind the last sentence of a row say who does it and when
    elif begin < end:
        spans.append((begin, end))
    return spans


def _protected(tokens: list[tuple[int, str]]) -> list[bool]:
    """For each token, its place and its mark, whether it stands between a pair of marks; strays do not count."""
    depth = [0] * len(tokens)
    stack: list[int] = []
    for k, (start, mark) in enumerate(tokens):
        if mark in _ENDS:
            continue
        if mark in _OPENERS:
            stack.append(k)
            continue
        wanted = _SAME.get(_PAIRS[mark], _PAIRS[mark])
        for at in range(len(stack) - 1, max(-1, len(stack) - 4), -1):
            begin, opener = tokens[stack[at]]
            if _SAME.get(opener, opener) == wanted:
                if start - begin <= QUOTE_REACH:
                    depth[stack[at]] += 1
                    depth[k] -= 1
                del stack[at:]
                break
    return [level > 0 for level in accumulate(depth)]


def _in_latin(text: str, start: int, end: int) -> bool:
    """Whether a half-width mark stands inside a web address or a Latin word."""
    after = text[end : end + 1]
    return after.isascii() and after.isalnum() and start > 0 and text[start - 1].isascii() and text[start - 1].isalnum()
