"""How quick the review room is on a large database: `python -m tests.benchmarks.review_speed [FILE]`.

Makes (once) a database of 100,000 commitments of 100 issuers over four years, with texts as long as real ones and ten
candidates for each later report, starts `tracker review` on it, then opens the room in this process on a driver that
paints into nothing, and prints how long the first screen and each key take, and the memory. A key is done when what it
asks for has been painted: the commitment in hand on the page and its line in the list, or the dialog. Milliseconds of
processor (of all threads) stand beside those of the clock, as a busy machine lengthens only these.
"""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import select
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot

if TYPE_CHECKING:
    from tracker.tui.app import ReviewApp

ISSUERS, YEARS, COMMITMENTS, STATEMENTS = 100, (2020, 2021, 2022, 2023), 250, 60
STARTS = 3
PACE = 0.4
"""Seconds between keys; held down, a key repeats ten times as fast."""
WALK = (
    *(["f", "p", "d", "enter"] * 5 + ["j"] * 8 + ["1", "tab"] * 5 + ["n", "escape"] * 3 + ["space"] * 5) * 2,
    *["z"] * 30,
    *["k"] * 20,
)
FAR = (*["pagedown"] * 20, *["end", "k", "home", "g"] * 5)
Spent = tuple[float, float]
"""Milliseconds of the clock and of the processor."""


def make(path: Path) -> None:
    """Fill a new database."""
    from db import queries, store
    from db.engine import open_database, reading, writing
    from tests.db.making import keep, parsed
    from tracker.model import Candidate, FollowUp, Status

    engine = open_database(path)
    text = "推动行政执法规范化建设，年内举办执法培训班{n}期以上，新建法律服务工作站{m}个，健全{n}项工作机制"
    text += (
        "；完善行政执法与刑事司法衔接、重大行政决策听证、规范性文件备案审查等制度，加强执法人员资格管理和案卷评查" * 3
    )
    told = "举办执法培训班{n}期，新建法律服务工作站{m}个，推动行政执法规范化建设取得新进展"
    told += "；行政执法与刑事司法衔接、重大行政决策听证、规范性文件备案审查等制度逐步完善，执法人员资格管理得到加强" * 3
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


def start(path: Path) -> Spent:
    """From the start of the command to the first list and page, in a terminal of its own; milliseconds."""
    import pty

    begun = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.environ |= {"TERM": "xterm-256color", "COLUMNS": "140", "LINES": "45"}
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled
        os.execv(sys.executable, [sys.executable, "-m", "tracker", "--lang", "en", "--db", str(path), "review"])
    seen, at = b"", 0.0
    line = "，年内".encode()  # of the promise and, but for the page, of a screenful of lines
    while b"Promised" not in seen or seen.count(line) < 10:  # a label that only the page of a commitment has
        if select.select([terminal], [], [], 30)[0]:
            seen += os.read(terminal, 65536)
            at = time.perf_counter()
    os.write(terminal, b"q")
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:  # the terminal ends with the room
        pass
    _, _, used = os.wait4(child, 0)
    return (at - begun) * 1000, (used.ru_utime + used.ru_stime) * 1000


class PaintingDriver(HeadlessDriver):
    """Paints into nothing, and tells when."""

    painted: Callable[[], None] = staticmethod(lambda: None)

    @property
    def is_headless(self) -> bool:
        """Say no, so that everything is rendered."""
        return False

    def write(self, data: str) -> None:
        """Take a paint."""
        type(self).painted()


async def measure(path: Path) -> None:
    """Open the room and press keys."""
    from tracker.tui.app import ReviewApp
    from tracker.workflow.remote import Remote
    from tracker.workflow.reviewing import Reviewing

    with Remote(str(path), "benchmark", blind=False) as room:  # as the command does
        room.wait()
        app = ReviewApp(cast(Reviewing, room))
        app.driver_class = PaintingDriver
        await _drive(app, path)


async def _drive(app: ReviewApp, path: Path) -> None:
    from tracker.tui.screens.review import ReviewScreen

    room: list[ReviewScreen] = []
    waiting: list[tuple[float, float, asyncio.Future[Spent]]] = []

    def now() -> Spent:
        return time.perf_counter() * 1000, time.process_time() * 1000

    def painted() -> None:
        shown = bool(room) and (
            app.screen is not room[0]
            or (
                room[0].shown is not None
                and room[0].list.pages.row(room[0].list.cursor) is not None
                and not room[0]._turn
                and not room[0].page._repaint_required  # painted, not about to be
            )
        )
        if waiting and shown and not waiting[0][2].done():
            waiting[0][2].set_result((now()[0] - waiting[0][0], now()[1] - waiting[0][1]))

    PaintingDriver.painted = staticmethod(painted)

    told: list[str] = []

    async def drive(pilot: Pilot[None]) -> None:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        room.append(screen)
        while screen.shown is None or screen.list.pages.row(screen.list.cursor) is None:
            await asyncio.sleep(0.01)
        await asyncio.sleep(1)
        screen.action_next_undecided()  # who ran this before has decided the first ones
        await asyncio.sleep(1)
        told.append(f"{len(screen.list.pages.ids):,} commitments, {path.stat().st_size / 2**20:,.0f} MB on disk")
        for name, keys in (("walk", WALK), ("far jumps", FAR)):
            took: dict[str, list[Spent]] = defaultdict(list)
            for key in keys:
                done: asyncio.Future[Spent] = asyncio.get_running_loop().create_future()
                waiting[:] = [(*now(), done)]
                app.simulate_key(key)
                took[key].append(await asyncio.wait_for(done, 20))
                await asyncio.sleep(PACE)
                await screen.saved()
            for key, spent in took.items():
                told.append(f"  {key:9} {len(spent):3} x  {_spread(spent)}")
            told.append(f"{name:11} {len(keys):3} x  {_spread([one for spent in took.values() for one in spent])}")
        await screen.saved()
        app.exit()

    await app.run_async(size=(140, 45), auto_pilot=drive)
    print(*told, sep="\n")


def _spread(spent: list[Spent]) -> str:
    """Median and 95th percentile."""
    said = []
    for what, values in zip(("", " of processor"), zip(*spent, strict=True), strict=True):
        high = statistics.quantiles(values, n=20)[18] if len(values) > 1 else values[0]
        said.append(f"p50 {statistics.median(values):4.0f} ms, p95 {high:4.0f} ms{what}")
    return "; ".join(said)


def main() -> None:
    """Make the database unless it is there, then measure."""
    gc.set_threshold(50_000, 20, 20)  # as the command does
    path = Path(sys.argv[1] if len(sys.argv) > 1 else Path(tempfile.gettempdir()) / "tracker-benchmark.db")
    if not path.exists():
        make(path)
    starts = [start(path) for _ in range(STARTS)]
    wall, cpu = (statistics.median(values) for values in zip(*starts, strict=True))
    print(f"from the start of the command to the first page: {wall / 1000:.2f} s ({cpu / 1000:.2f} s of processor)")
    asyncio.run(measure(path))
    here, there = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"memory: {here:,.0f} MB, and {there:,.0f} MB of the database's process")


if __name__ == "__main__":
    main()
