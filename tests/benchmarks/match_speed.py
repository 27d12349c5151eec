"""Time the match stage against one rapidfuzz pass over the same pairs: python tests/benchmarks/match_speed.py FOLDER.

Imports the folder's reports into a database of its own, then compares all commitments with all statements of later
reports once by `rapidfuzz.process.cdist(ratio)` on every core, and once by `tracker match`. Processor time is told
beside the time that passed: where others use the machine too, it is the steadier of the two.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from pathlib import Path


def main() -> None:
    # Workers import this file too, and would load numpy before they are told to use one thread each.
    from rapidfuzz import fuzz, process

    from db import queries
    from db.engine import open_database, reading
    from tracker.reading import find_files
    from tracker.workflow import learning
    from tracker.workflow.following import Loader, match_reports
    from tracker.workflow.importing import import_files

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
        start = spent()
        for asked, told in texts:
            process.cdist(asked, told, scorer=fuzz.ratio, workers=options.processes or -1)
        once = spent(start)
        start = spent()
        for _ in match_reports(engine, processes=options.processes):
            pass
        matching = spent(start)
    print(f"{len(pairs)} pairs of reports, {compared:,} pairs of texts")
    for what, a, b in zip(("passed", "of the processors"), once, matching, strict=True):
        print(f"cdist(ratio) {a:.2f} s {what}, tracker match {b:.2f} s: {b / a:.1f} times")
    own, workers = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"memory at most {own / 1024:.0f} MB here, {workers / 1024:.0f} MB in a worker (ru_maxrss, KB on Linux)")


def spent(since: tuple[float, float] = (0, 0)) -> tuple[float, float]:
    """Seconds that have passed, and those that processors have worked for this process and its finished workers."""
    for worker in multiprocessing.active_children():
        worker.join()
    worked = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return time.perf_counter() - since[0], sum(one.ru_utime + one.ru_stime for one in worked) - since[1]


if __name__ == "__main__":
    main()
