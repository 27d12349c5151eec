"""The numbers that Word writes in front of paragraphs itself: 一、（一）1. are in no run of their text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from tracker.reading.elements import Element, attribute, find, local, switched_on
from tracker.reading.numbering import FORMATS

LEVELS = 9
"""Levels of a list in Word."""

_PLACE = re.compile(r"%([1-9])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    """Level, counted from 1, after which numbers start again; 0 for never."""
    legal: bool = False
    """All numbers in the label are decimal."""


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    """Numbers that this list starts with although its kind does not."""


class Numbering:
    """Counts paragraphs as Word does, from the parts numbering.xml and styles.xml."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._styles = _read_styles(styles)
        self._abstracts: dict[str, dict[int, _Level]] = {}
        self._by_style: dict[str, tuple[str, int]] = {}
        self._linked: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()
        if numbering is not None:
            self._read(numbering)

    def style_name(self, style: str | None) -> str:
        """Name of a style as Word shows it."""
        return self._styles[style].name if style in self._styles else ""

    def number(self, properties: Element | None, style: str | None) -> str:
        """Label of the next paragraph, empty if it has none; counts it.

        Args:
            properties: its pPr element.
            style: id of its style.

        """
        own = find(properties, "numPr")
        identity, level = attribute(find(own, "numId")), attribute(find(own, "ilvl"))
        if identity is None:
            identity, styled = self._of_style(style)
            level = level or styled
        if identity is None or identity not in self._lists:
            return ""
        return self._count(self._lists[identity], identity, min(_int(level, 0), LEVELS - 1))

    def _count(self, items: _List, identity: str, level: int) -> str:
        counts = self._counts[items.abstract]
        for skipped in range(level):
            counts.setdefault(skipped, self._level(items, skipped).start)
        if level in items.starts and (identity, level) not in self._begun:
            counts[level] = items.starts[level]
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = self._level(items, level).start
        self._begun.add((identity, level))
        for deeper in [other for other in counts if other > level]:
            after = self._level(items, deeper).restart
            if after is None or (after and level < after):
                del counts[deeper]
        return self._label(items, level, counts)

    def _label(self, items: _List, level: int, counts: dict[int, int]) -> str:
        about = self._level(items, level)
        if about.form == "bullet":
            return ""

        def written(match: re.Match[str]) -> str:
            place = int(match.group(1)) - 1
            other = self._level(items, place)
            form = "decimal" if about.legal else other.form
            return FORMATS.get(form, str)(counts.get(place, other.start))

        label = _PRIVATE.sub("", _PLACE.sub(written, about.text)).strip()
        return label + " " if label and (label[-1].isalpha() or label[-1].isdecimal()) else label

    def _level(self, items: _List, level: int) -> _Level:
        return items.levels.get(level) or self._abstracts.get(items.abstract, {}).get(level) or _Level()

    def _of_style(self, style: str | None) -> tuple[str | None, str | None]:
        """List and level that a style, or one that it is based on, gives."""
        seen: set[str] = set()
        while style is not None and style in self._styles and style not in seen:
            seen.add(style)
            about = self._styles[style]
            if about.list is not None:
                return about.list, about.level or str(self._by_style.get(style, ("", 0))[1])
            style = about.based_on
        return None, None

    def _read(self, numbering: Element) -> None:
        for element in numbering:
            identity = attribute(element, "abstractNumId") or ""
            if local(element) == "abstractNum":
                self._abstracts[identity] = self._read_levels(element)
                link = attribute(find(element, "numStyleLink"))
                if link:
                    self._linked[identity] = link
        for element in numbering:
            if local(element) != "num":
                continue
            identity = attribute(element, "numId") or ""
            items = _List(self._resolved(attribute(find(element, "abstractNumId")) or "", numbering))
            for override in element:
                if local(override) == "lvlOverride":
                    level = _int(attribute(override, "ilvl"), 0)
                    start = attribute(find(override, "startOverride"))
                    if start is not None:
                        items.starts[level] = _int(start, 1)
                    if (own := find(override, "lvl")) is not None:
                        items.levels[level] = _read_level(own)
            self._lists[identity] = items

    def _resolved(self, abstract: str, numbering: Element) -> str:
        """The kind of list that really has levels, if this one only names a style."""
        link = self._linked.get(abstract)
        if link is None or link not in self._styles:
            return abstract
        target = self._styles[link].list
        for element in numbering:
            if local(element) == "num" and attribute(element, "numId") == target:
                return attribute(find(element, "abstractNumId")) or abstract
        return abstract

    def _read_levels(self, abstract: Element) -> dict[int, _Level]:
        levels = {}
        for element in abstract:
            if local(element) == "lvl":
                level = _int(attribute(element, "ilvl"), 0)
                levels[level] = _read_level(element)
                if style := attribute(find(element, "pStyle")):
                    self._by_style[style] = (attribute(abstract, "abstractNumId") or "", level)
        return levels


@dataclass(slots=True)
class _Style:
    name: str
    based_on: str | None
    list: str | None
    level: str | None


def _read_styles(styles: Element | None) -> dict[str | None, _Style]:
    out: dict[str | None, _Style] = {}
    for element in styles if styles is not None else ():
        if local(element) == "style":
            numbered = find(element, "pPr", "numPr")
            out[attribute(element, "styleId")] = _Style(
                attribute(find(element, "name")) or "",
                attribute(find(element, "basedOn")),
                attribute(find(numbered, "numId")),
                attribute(find(numbered, "ilvl")),
            )
    return out


def _read_level(element: Element) -> _Level:
    restart = attribute(find(element, "lvlRestart"))
    return _Level(
        start=_int(attribute(find(element, "start")), 1),
        form=attribute(find(element, "numFmt")) or "decimal",
        text=attribute(find(element, "lvlText")) or "",
        restart=_int(restart, 0) if restart is not None else None,
        legal=switched_on(find(element, "isLgl")),
    )


def _int(text: str | None, default: int) -> int:
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 8 else default
