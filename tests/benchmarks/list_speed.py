"""How fast lists are read from a database of 100,000 commitments: `python tests/benchmarks/list_speed.py [DATABASE]`.

Makes the database in a temporary folder, or uses the one that is given; prints milliseconds, the median of ROUNDS.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2]))

from db import queries, store
from db.engine import open_database, reading, writing
from tests.db.making import VAGUE, follow_up, keep, parsed
from tracker.model import VERDICTS, Filter, Promise, Role, Status, Trackability, Viewer

ISSUERS, YEARS, COMMITMENTS, STATEMENTS = 50, range(2019, 2024), 400, 60
TOPICS = ("", "legislation", "law_enforcement", "economy", "livelihood")
ROUNDS, PAGE = 5, 200


def promise(at: int) -> Promise:
    """What the unit in one place of each report promises."""
    bodies = ("市司法局",) if at % 9 == 0 else ()
    return VAGUE._replace(trackability=tuple(Trackability)[at % 3], topic=TOPICS[at % 5], bodies=bodies)


def make(path: Path) -> None:
    """Reports of invented issuers, each year matched with the next."""
    engine = open_database(path)
    for i in range(ISSUERS):
        kept = []
        for year in YEARS:
            report = parsed(
                year,
                [f"{year}年办好第{n}件实事，建成{n}个站点。" for n in range(STATEMENTS)],
                [f"推进第{n}项工作，新建{n}个站点，惠及群众{n}万人次。" for n in range(COMMITMENTS)],
                issuer=f"第{i}市人民政府",
            )
            promises = {
                at: VAGUE._replace(
                    trackability=tuple(Trackability)[at % 3],
                    topic=TOPICS[at % 5],
                    bodies=("市司法局",) * (at % 9 == 0),
                )
                for at, unit in enumerate(report.units)
                if unit.role is Role.COMMITMENT
            }
            kept.append(keep(engine, report, promises=promises, path=f"{i}-{year}", digest=f"{i}-{year}").report)
        for earlier, later in pairwise(kept):
            with reading(engine) as s:
                ids = [item.id for item in queries.report_items(s, earlier).commitments]
                after = queries.report_items(s, later)
            said, again = [item.id for item in after.statements], [item.id for item in after.commitments]
            with writing(engine) as s:
                store.save_follow_ups(
                    s,
                    earlier,
                    later,
                    [
                        follow_up(
                            key,
                            VERDICTS[n % 3],
                            said[n % 50 : n % 50 + 3],
                            n % 100 / 100,
                            again=again[n] if n % 4 == 0 else None,
                        )
                        for n, key in enumerate(ids)
                    ],
                    "m1",
                )
    with writing(engine) as s:
        store.link_chains(s)
        store.accept(s, queries.acceptable(s, Filter(issuer="第0市人民政府")), "林")
    engine.dispose()


def measure(path: Path) -> None:
    """Print how long each read takes."""
    engine = open_database(path)
    blind = Viewer("林", blind=True)
    with reading(engine) as s:
        every = queries.commitment_ids(s, Filter())
        print(f"{len(every):,} commitments, {path.stat().st_size / 1e6:.0f} MB")

        def page(chosen: Filter, order: str = "report", viewer: Viewer | None = None) -> None:
            ids = queries.commitment_ids(s, chosen, order, viewer)
            queries.commitment_rows(s, ids[:PAGE], viewer)

        reads: dict[str, Callable[[], object]] = {
            "first page": lambda: page(Filter()),
            "first page, least certain first": lambda: page(Filter(), "doubt"),
            "first page, quantified first": lambda: page(Filter(), "weight"),
            "first page, blind": lambda: page(Filter(), viewer=blind),
            "first page of one issuer's dropped": lambda: page(
                Filter(issuer="第7市人民政府", statuses=(Status.DROPPED,))
            ),
            "first page by text": lambda: page(Filter(text="第399项")),
            "a later page": lambda: queries.commitment_rows(s, every[50_000 : 50_000 + PAGE]),
            "one commitment": lambda: queries.commitment(s, every[50_001]),
            "facets": lambda: queries.facets(s, Filter()),
            "facets of one issuer": lambda: queries.facets(s, Filter(issuer="第7市人民政府")),
            "overview": lambda: queries.tallies(s, Filter()),
        }
        for name, read in reads.items():
            spent = []
            for _ in range(ROUNDS):
                start = time.perf_counter()
                read()
                spent.append(time.perf_counter() - start)
            print(f"{median(spent) * 1000:8.1f} ms  {name}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder) / "big.db")
            measure(Path(folder) / "big.db")
