"""Numbers and heads of pages that stand between the lines of a text copied from paged paper."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

_DASHED = re.compile(
    r"\s*(?:[—–―－\-~·]{1,3}\s*(\d{1,3})\s*[—–―－\-~·]{1,3}|第\s*(\d{1,3})\s*页(?:\s*[,，/（(]?\s*共\s*\d{1,3}\s*页[)）]?)?|"
    r"(\d{1,3})\s*/\s*\d{1,3})\s*"
)
_BARE = re.compile(r"\s*([1-9]\d{0,2})\s*")
APART = 8
"""Lines between two bare numbers that may be those of pages; items of a list stand closer."""
LEAST = 3
"""Pages that bare numbers must count; where they are dashed, two are enough."""
REPEATED = 0.6
"""Share of the page ends at which a line stands that is a running head."""
LONGEST = 40


def without_furniture(text: str) -> tuple[str, int]:
    """A text without the numbers and running heads of its pages, and how many such lines there were."""
    lines = text.split("\n")
    numbers = _counted(lines, _DASHED, 0, LEAST - 1) or _counted(lines, _BARE, APART, LEAST)
    if not numbers:
        return text, 0
    gone = set(numbers) | _heads(lines, numbers)
    out: list[str] = []
    for k, line in enumerate(lines):
        if k in gone:
            while out and not out[-1].strip():
                out.pop()
        elif line.strip() or (k and out and k - 1 not in gone and not _follows(lines, k, gone)):
            out.append(line)
    return "\n".join(out), len(gone)


def _follows(lines: list[str], k: int, gone: set[int]) -> bool:
    """Whether only blank lines stand between a blank line and what is left out above it."""
    while k and not lines[k].strip() and k not in gone:
        k -= 1
    return k in gone


def _counted(lines: list[str], form: re.Pattern[str], apart: int, least: int) -> dict[int, int]:
    """Places of lines that count one, two, three… and their numbers: the longest such run, if it is long enough."""
    found = [
        (k, int(next(filter(None, match.groups()))))
        for k, line in enumerate(lines)
        if len(line) <= LONGEST and (match := form.fullmatch(line))
    ]
    runs: list[dict[int, int]] = [dict(found[:1])]
    for (before, a), (k, b) in pairwise(found):
        if b == a + 1 and k - before > apart:
            runs[-1][k] = b
        else:
            runs.append({k: b})
    best = max(runs, key=len)
    return best if len(best) >= least else {}


def _heads(lines: list[str], numbers: dict[int, int]) -> set[int]:
    """Places of the short lines that stand beside most of these numbers, the same but for the number itself."""
    beside = {
        at: re.sub(rf"(?<!\d){number}(?!\d)", "#", lines[at].strip())
        for k, number in numbers.items()
        for step in (-1, 1)
        if (at := _next(lines, k, step)) is not None
    }
    said = Counter(beside.values())
    least = max(LEAST - 1, REPEATED * len(numbers))
    return {at for at, line in beside.items() if said[line] >= least}


def _next(lines: list[str], k: int, step: int) -> int | None:
    """The next line that is not blank, if it is short and no sentence ends with it."""
    k += step
    while 0 <= k < len(lines) and not lines[k].strip():
        k += step
    return k if 0 <= k < len(lines) and len(lines[k]) <= LONGEST and lines[k].rstrip()[-1] not in "。；;" else None
