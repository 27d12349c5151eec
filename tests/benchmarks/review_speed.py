"""How quick the review room is on a large database: `python -m tests.benchmarks.review_speed [FILE]`.

Makes (once) a database of 100,000 commitments of 100 issuers over four years with ten candidates for each later report,
opens the room on it without a terminal, and prints how long the first screen and each key take, and the memory.
A key is done when the commitment in hand is on the page and its line in the list.
"""

from __future__ import annotations

import asyncio
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

ISSUERS, YEARS, COMMITMENTS, STATEMENTS = 100, (2020, 2021, 2022, 2023), 250, 60
KEYS = (*["enter"] * 30, *["f", "p", "d"] * 10, *["j"] * 30, *["1", "tab"] * 10, *["space"] * 10, *["z"] * 20)
FAR = (*["pagedown"] * 10, "end", *["k"] * 10, "home", *["g"] * 5, "end", "pageup", "home")


def make(path: Path) -> None:
    """Fill a new database."""
    from db import queries, store
    from db.engine import open_database, reading, writing
    from tests.db.making import keep, parsed
    from tracker.model import Candidate, FollowUp, Status

    engine = open_database(path)
    text = "推动行政执法规范化建设，年内举办执法培训班{n}期以上，新建法律服务工作站{m}个，健全{n}项工作机制"
    told = "举办执法培训班{n}期，新建法律服务工作站{m}个，推动行政执法规范化建设取得新进展"
    verdicts = (Status.FOLLOWED_UP, Status.PARTLY_MET, Status.DROPPED)
    for issuer in range(ISSUERS):
        kept: list[int] = []
        for year in YEARS:
            done = [told.format(n=n + 1, m=year + n) + "。" for n in range(STATEMENTS)]
            plan = [text.format(n=n + 1, m=year + n) + "。" for n in range(COMMITMENTS)]
            report = parsed(year, done, plan, issuer=f"第{issuer}市司法局")
            later = keep(engine, report, path=f"/reports/{issuer}-{year}.txt", digest=f"{issuer}-{year}").report
            with reading(engine) as session:
                said = [item.id for item in queries.report_items(session, later).statements]
            for earlier in kept:
                with reading(engine) as session:
                    promised = queries.report_items(session, earlier).commitments
                found = [
                    FollowUp(
                        item.id, verdicts[n % 3], 0.3 + n % 70 / 100, "same matter", False,
                        tuple(
                            Candidate(said[(n + rank) % STATEMENTS], 0.9 - rank / 20, rank == 0) for rank in range(10)
                        ),
                    )
                    for n, item in enumerate(promised)
                ]  # fmt: skip
                with writing(engine) as session:
                    store.save_follow_ups(session, earlier, later, found, "benchmark")
            kept.append(later)
        print(f"\rmaking {path}: {issuer + 1} of {ISSUERS} issuers", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


async def measure(path: Path) -> None:
    """Open the room and press keys."""
    begun, cpu = time.perf_counter(), time.process_time()
    from db.engine import open_database
    from tracker.tui.app import ReviewApp
    from tracker.tui.screens.review import ReviewScreen
    from tracker.workflow.reviewing import Reviewing

    reviewing = Reviewing(open_database(path), "benchmark")
    print(f"imports and opening: {time.perf_counter() - begun:.2f} s ({time.process_time() - cpu:.2f} s of processor)")
    begun, cpu = time.perf_counter(), time.process_time()
    app = ReviewApp(reviewing)
    async with app.run_test(size=(140, 45)):
        screen = app.screen
        assert isinstance(screen, ReviewScreen)

        async def settled() -> None:
            while screen.shown is None or screen.list.pages.row(screen.list.cursor) is None or screen._turn:
                await asyncio.sleep(0.0005)

        await settled()
        print(f"{len(screen.list.pages.ids):,} commitments, {path.stat().st_size / 2**20:,.0f} MB on disk")
        print(f"first screen: {time.perf_counter() - begun:.2f} s ({time.process_time() - cpu:.2f} s of processor)")
        for name, keys in (("keys of the walk", KEYS), ("far jumps", FAR)):
            took = []
            for key in keys:
                at = time.perf_counter()
                app.simulate_key(key)
                await asyncio.sleep(0)
                await settled()
                took.append((time.perf_counter() - at) * 1000)
            spread = statistics.quantiles(took, n=20)
            print(f"{name}: {len(took)} keys, p50 {statistics.median(took):.0f} ms, p95 {spread[18]:.0f} ms")
        await screen.saved()
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def main() -> None:
    """Make the database unless it is there, then measure."""
    path = Path(sys.argv[1] if len(sys.argv) > 1 else Path(tempfile.gettempdir()) / "tracker-benchmark.db")
    if not path.exists():
        make(path)
    asyncio.run(measure(path))


if __name__ == "__main__":
    main()
