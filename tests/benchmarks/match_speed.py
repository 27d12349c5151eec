"""Time the match stage against one rapidfuzz pass over the same pairs: python tests/benchmarks/match_speed.py FOLDER.

Imports the folder's reports into a database of its own, then compares all commitments with all statements of later
reports once by `rapidfuzz.process.cdist(ratio)` on every core, and once by `tracker match`.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from rapidfuzz import fuzz, process

from db import queries
from db.engine import open_database, reading
from tracker.reading import find_files
from tracker.workflow import learning
from tracker.workflow.following import Loader, match_reports
from tracker.workflow.importing import import_files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--processes", type=int, help="As many as there are cores unless given.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as kept:
        engine = open_database(Path(kept) / "bench.db")
        for _ in import_files(engine, find_files([str(options.folder)])):
            pass
        version = learning.load(learning.choose(engine)).version
        with reading(engine) as session:
            pairs = queries.pairs_to_match(session, version)
        load = Loader(engine, keep=10_000)
        texts = [([c.text for c in load(a).commitments], [s.text for s in load(b).statements]) for a, b in pairs]
        compared = sum(len(asked) * len(told) for asked, told in texts)
        start = time.perf_counter()
        for asked, told in texts:
            process.cdist(asked, told, scorer=fuzz.ratio, workers=options.processes or -1)
        ratio = time.perf_counter() - start
        start = time.perf_counter()
        for _ in match_reports(engine, processes=options.processes):
            pass
        matching = time.perf_counter() - start
    print(f"{len(pairs)} pairs of reports, {compared:,} pairs of texts")
    print(f"cdist(ratio) {ratio:.2f} s, tracker match {matching:.2f} s: {matching / ratio:.1f} times")


if __name__ == "__main__":
    main()
