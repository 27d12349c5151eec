"""Keys and seconds of a walk that follows the suggestions: `python -m tests.benchmarks.walk [REPORTS...]`.

Reads the reports (`sample_reports` unless given) into a new database, opens the room without a terminal and accepts
fifty suggestions; each key is pressed as soon as the page of its commitment is there. The seconds are the machine's.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

FIFTY = 50


async def walk(db: Path) -> None:
    """Press Enter until fifty commitments are decided; j where nothing is suggested yet."""
    from db.engine import open_database
    from tracker.model import Status
    from tracker.tui.app import ReviewApp
    from tracker.tui.screens.review import ReviewScreen
    from tracker.workflow.reviewing import Reviewing

    app = ReviewApp(Reviewing(open_database(db), "walker"))
    async with app.run_test(size=(120, 40)):
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        pressed: Counter[str] = Counter()
        begun = time.perf_counter()
        while pressed["enter"] < FIFTY:
            while screen.shown is None:
                await asyncio.sleep(0.0005)
            key = "j" if screen.shown.row.status is Status.PENDING else "enter"
            if key == "j" and screen.list.cursor == len(screen.list.pages.ids) - 1:
                break
            before = screen.list.cursor
            app.simulate_key(key)
            while screen.list.cursor == before and before < len(screen.list.pages.ids) - 1:
                await asyncio.sleep(0.0005)
            pressed[key] += 1
        await screen.saved()
        took = time.perf_counter() - begun
        facets = Reviewing(open_database(db), "walker").facets(screen.filter)
        print(f"{facets.decided} decided with {pressed.total()} keys {dict(pressed)} in {took:.1f} s")
        print(f"{1000 * took / pressed.total():.0f} ms from a key to the next page and all of it kept")


def main() -> None:
    """Follow the reports, then walk."""
    from tracker.cli import main as tracker

    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "walk.db"
        sys.argv = ["tracker", "--db", str(db), "import", *(sys.argv[1:] or ["sample_reports"])]
        for command in (sys.argv, ["tracker", "--db", str(db), "match"]):
            sys.argv = list(command)
            try:
                tracker()
            except SystemExit as stop:
                if stop.code not in (None, 0, 1):
                    raise
        asyncio.run(walk(db))


if __name__ == "__main__":
    main()
