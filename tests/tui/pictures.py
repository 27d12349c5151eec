"""Pictures of the main screens for README: `python -m tests.tui.pictures DATABASE docs`.

The database should be one that `tracker follow sample_reports` has made.
"""

from __future__ import annotations

import asyncio
import html
import re
import sys
from pathlib import Path

from rich.cells import cell_len

from db.engine import open_database
from tests.tui.conftest import Room
from tracker import words
from tracker.tui.app import ReviewApp
from tracker.workflow.reviewing import Reviewing

PICTURES = {
    "review": (("j", "j"), (128, 40), "en"),
    "overview": (("v", "down", "down"), (112, 26), "en"),
    "source": (("j", "j", "o"), (128, 40), "zh"),
}
"""Name -> keys, size in cells, language."""

_TEXT = re.compile(r'textLength="[\d.]+"([^>]*>)([^<]+)<')
CELL = 12.2
"""Width that Rich draws a cell with."""


def widened(svg: str) -> str:
    """The picture with Chinese characters two cells wide; Rich gives a text the length of one cell a character."""

    def widen(text: re.Match[str]) -> str:
        return f'textLength="{CELL * cell_len(html.unescape(text[2])):.1f}"{text[1]}{text[2]}<'

    return _TEXT.sub(widen, svg)


async def picture(db: Path, name: str, folder: Path) -> None:
    """One screen, after its keys."""
    keys, size, language = PICTURES[name]
    words.use(language)
    reviewing = Reviewing(open_database(db), "林评议")
    app = ReviewApp(reviewing)
    async with app.run_test(size=size) as pilot:
        room = Room(pilot, reviewing)  # type: ignore[arg-type]
        await room.settle()
        await room.press(*keys)
        svg = widened(app.export_screenshot(title="tracker review"))
        (folder / f"{name}.svg").write_text(svg, encoding="utf-8")


def main() -> None:
    """All of them."""
    db, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(exist_ok=True)
    for name in PICTURES:
        asyncio.run(picture(db, name, folder))


if __name__ == "__main__":
    main()
