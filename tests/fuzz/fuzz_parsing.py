"""Fuzz the parsing and promises rooms: any text is taken apart without loss or refused, soon, and nothing else.

    python tests/fuzz/fuzz_parsing.py --minutes 60 --keep finds/ [REPORT.txt ...]

Each input is a report with lines and characters left out, repeated, moved, mixed with another or overwritten. Its units
must slice back and hold every character, reading it again must say the same, and every promise must be read. Each find
is kept once, with its traceback, in the folder given; the exit code is 1 if there was any. A find becomes a test.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.parsing.pages import report  # noqa: E402
from tests.parsing.test_faithful import faithful  # noqa: E402
from tests.reports import FIRST, SECOND  # noqa: E402
from tracker.errors import NotAReport  # noqa: E402
from tracker.model import Role  # noqa: E402
from tracker.parsing import parse  # noqa: E402
from tracker.promises import cells_beside, find_bodies, read_promise  # noqa: E402
from tracker.text import clean  # noqa: E402

ODD = "\n\t \u3000\xa0。；！？…，、：“”‘’（）《》【】()[]一二十第是要将年月日0123456789%％.-—–①⑴・㈠\\𠮷\ue000é"
"""Characters that are put in: marks, blanks, numerals, letters from everywhere."""
SLOW = 2e-4
"""Seconds for a character, far above the usual millionth."""


def check(text: str) -> None:
    """Take one text apart; anything but a faithful report or a refusal goes through."""
    try:
        parsed = parse(text)
    except NotAReport:
        return
    faithful(parsed)
    assert parse(text) == parsed
    year = parsed.identity.year
    for unit in parsed.units:
        if unit.role is Role.COMMITMENT:
            promise = read_promise(unit.text, year, unit.heading, None, cells_beside(text, unit.start, unit.end))
            for quantity in promise.quantities:
                assert 0 <= quantity.start < quantity.end <= len(unit.text)
        elif unit.role is Role.STATEMENT:
            find_bodies(unit.text, unit.heading)


def change(text: str, other: str, chance: random.Random) -> str:
    """A text spoiled in one place."""
    lines = chance.random() < 0.3
    parts = text.splitlines(keepends=True) if lines else list(text)
    at, size = chance.randrange(len(parts) + 1), chance.choice((1, 1, 2, 5, 40))
    part = parts[at : at + size]
    match chance.randrange(6):
        case 0:
            part = []
        case 1:
            part = part * chance.choice((2, 3, 40))
        case 2:
            chance.shuffle(part)
        case 3:
            part = [*part, other[(start := chance.randrange(len(other))) : start + chance.choice((3, 60, 600))]]
        case 4:
            part = chance.choices(ODD, k=size)
        case 5:
            part = ["".join(part).replace("\n", "")]
    return "".join([*parts[:at], *part, *parts[at + size :]])


def main() -> int:
    """Search until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-finds"))
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("reports", nargs="*", type=Path, help="texts to begin with, besides those of the tests")
    asked = parser.parse_args()
    asked.keep.mkdir(parents=True, exist_ok=True)
    known = [report(), FIRST, SECOND, *(path.read_text(encoding="utf-8", errors="replace") for path in asked.reports)]
    chance = random.Random(asked.seed)
    end, done, finds = time.monotonic() + asked.minutes * 60, 0, 0
    while time.monotonic() < end:
        text = chance.choice(known)
        for _ in range(chance.randint(1, 30)):
            text = change(text, chance.choice(known), chance)
        text, started = clean(text)[0], time.process_time()
        try:
            check(text)
            spent = time.process_time() - started
            assert spent < 1 + SLOW * len(text), f"{spent:.1f} s for {len(text)} characters"
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            name = hashlib.sha256(f"{frames[-1].name}{type(error)}".encode()).hexdigest()[:12]
            finds += 1
            (asked.keep / f"{name}.in").write_text(text, encoding="utf-8")
            (asked.keep / f"{name}.txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        done += 1
    print(f"{done:,} inputs, {finds} finds in {asked.keep}")
    return 1 if finds else 0


if __name__ == "__main__":
    sys.exit(main())
