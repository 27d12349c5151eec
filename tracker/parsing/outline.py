"""Numbering of pieces: what stands in front of them, and how deep it puts them."""

from __future__ import annotations

import re
from enum import StrEnum


class Mark(StrEnum):
    """Kinds of item marks, outermost first."""

    PART = "part"
    """第一部分"""
    TOP = "top"
    """一、"""
    SUB = "sub"
    """（一） or 1.1"""
    NUMBER = "number"
    """1. or 1、"""
    SMALL = "small"
    """（1） or ①"""
    RUNNING = "running"
    """一是, 第一，, 首先"""
    DASH = "dash"
    """——"""
    NONE = "none"


_HAN = "一二三四五六七八九十"
DECIMAL = r"\d{1,2}[.．]\d{1,2}[ \t\u3000]+(?![万亿千百余多个%％])(?=[\u4e00-\u9fff“《])"
"""1.1 behind which a heading stands, not a unit."""
_PATTERNS = (
    (Mark.PART, rf"第[{_HAN}]{{1,3}}(?:部分|章|节|篇)"),
    (Mark.TOP, rf"[{_HAN}]{{1,3}}\s*[、．.]"),
    (Mark.SUB, rf"[（(]\s*[{_HAN}]{{1,3}}\s*[)）]|{DECIMAL}"),
    (Mark.SMALL, r"[（(]\s*\d{1,2}\s*[)）]|[①-⑳⑴-⒇]"),
    (Mark.NUMBER, r"\d{1,2}\s*(?:[、)）]|．(?!\d)|\.(?!\d))"),
    (Mark.RUNNING, rf"(?:[{_HAN}]{{1,3}}[是要]|第[{_HAN}]{{1,3}}[，,、]|其[{_HAN}][，,、]|[首其再]先[，,])"),
    (Mark.DASH, r"(?:—|--|―|－－|–)[—\-―－–]*"),
)
_MARK = re.compile("|".join(f"(?P<{mark.value}>{pattern})" for mark, pattern in _PATTERNS))

_BEGINS = frozenset(f"{_HAN}第其首再（(①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇—-―－–")
"""What a mark begins with, besides digits."""

DEPTH = {mark: depth for depth, mark in enumerate(Mark)}
"""How deep a mark puts its piece; 0 is outermost."""


def mark_of(text: str, start: int = 0) -> tuple[Mark, int]:
    """The item mark at `start` and where it ends; (NONE, start) if there is none."""
    first = text[start : start + 1]
    found = _MARK.match(text, start) if first in _BEGINS or first.isdecimal() else None
    return (Mark(found.lastgroup or "none"), found.end()) if found else (Mark.NONE, start)
