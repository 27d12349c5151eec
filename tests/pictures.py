"""The README's pictures of the review room, made anew: `python -m tests.pictures DATABASE`, after README's main job.

Opens the room, presses the keys of each picture and keeps the screen in `docs`.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
import tempfile
from html import unescape
from pathlib import Path

from db.engine import open_database
from tests.tui.conftest import Room
from tracker import words
from tracker.text import cell_width
from tracker.tui.app import ReviewApp
from tracker.workflow.reviewing import Reviewing

DOCS = Path(__file__).parents[1] / "docs"

SIZE = 128, 41
"""Columns and rows."""

CELL = 12.2
"""Width of a cell in the pictures that Textual exports."""

PICTURES = {
    "review": ("en", "escape j j"),
    "source": ("zh", "escape j j o"),
    "overview": ("en", "escape v"),
    "filter": ("en", "escape l"),
    "attach": ("zh", "escape j j e"),
    "decisions": ("en", "escape enter p enter d h"),
    "corrections": ("zh", "escape C"),
    "reports": ("en", "escape R"),
    "help": ("zh", "escape question_mark"),
}
"""The language of each and the keys that lead there."""


async def take(name: str, language: str, keys: str, database: Path) -> None:
    """Keep one picture."""
    words.use(language)
    reviewing = Reviewing(open_database(database), "林评议")
    async with ReviewApp(reviewing).run_test(size=SIZE) as pilot:
        room = Room(pilot, reviewing)
        await room.settle()
        for key in keys.split():
            await room.press(key)
        (DOCS / f"{name}.svg").write_text(by_cells(room.app.export_screenshot()), encoding="utf-8")


def by_cells(svg: str) -> str:
    """The picture with each text as long as its cells: the export counts characters, and browsers squeeze Chinese."""

    def measured(found: re.Match[str]) -> str:
        return f'textLength="{cell_width(unescape(found[2])) * CELL:g}"{found[1]}{found[2]}'

    return re.sub(r'textLength="[\d.]+"([^>]*>)([^<]*)', measured, svg)


if __name__ == "__main__":
    for name, (language, keys) in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder:  # what is decided for a picture is not kept
            asyncio.run(take(name, language, keys, shutil.copy(sys.argv[1], Path(folder) / "room.db")))
