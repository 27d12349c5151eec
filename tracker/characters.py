"""Traditional characters as simplified ones, one for one, so that places in a text stay the same.

The table is that of ICU's transform Hant-Hans (data of the Unicode Consortium, Unicode License v3), single characters
whose simplified form GB 2312 holds.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

SHARE = 0.1
"""Share of characters that only traditional texts hold from which on a text is one; they have a third or more."""


@cache
def _table() -> tuple[dict[int, str], re.Pattern[str]]:
    """Simplified by traditional character, and what finds those that no simplified text holds."""
    lines = resources.files(__package__).joinpath("characters.txt").read_text(encoding="utf-8").splitlines()
    pairs = dict(zip(*lines, strict=True))
    return str.maketrans(pairs), re.compile(f"[{''.join(c for c in pairs if not _is_simplified(c))}]")


def _is_simplified(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def simplified(text: str) -> str:
    """A text in traditional characters in simplified ones, of the same length; any other as it is."""
    table, traditional = _table()
    if traditional.search(text) is None or len(traditional.findall(text)) < SHARE * len(text):
        return text
    return text.translate(table)
