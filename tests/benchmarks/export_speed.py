"""Time and memory of writing a long list in every form.

    python -m tests.benchmarks.export_speed [ROWS] [FORM ...]

Each form is written by a process of its own from one database of invented commitments of four parts and two figures,
each with two later reports, the reasons of the verdicts on them, and nine candidates of each. The aim is 50,000 rows
within a minute and 500 MB.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from db.engine import open_database
from tests.db import making
from tracker.exports import FORMATS
from tracker.model import Measure, Part, Promise, Quantity, Relation, Role, Status, Strength
from tracker.reasons import Facts, NumberFact

PER_REPORT = 250
ACTIONS = ("建成", "推动", "修订", "举办", "完善", "新建", "组织", "出台", "清理", "落实")
THINGS = ("行政执法监督平台", "物业管理条例", "公证事项一网通办", "法律服务工作站", "规范性文件备案审查", "培训班")


def sentence(n: int, told: bool) -> str:
    """About sixty characters, like a real one."""
    body = "，".join(f"{ACTIONS[(n + i) % 10]}{THINGS[(n // 7 + i) % 6]}{n % 97 + i}个" for i in range(4))
    return f"{'已' if told else ''}{body}，第{n}项。"


def promise(text: str) -> Promise:
    """The clauses of a sentence as parts, the figures of two of them."""
    parts, quantities, at = [], [], 0
    for i, clause in enumerate(text.split("，")):
        figure = re.search(r"\d+个", clause)
        if figure and i < 2:
            value = Decimal(figure[0][:-1])
            span = (at + figure.start(), at + figure.end())
            quantities.append(Quantity(figure[0], *span, value, "个", Relation.EXACTLY))
        parts.append(Part(at, at + len(clause), clause[:2], clause[2:]))
        at += len(clause) + 1
    return making.VAGUE._replace(quantities=tuple(quantities), parts=tuple(parts[:4]))


def reason(status: Status, year: int, n: int) -> str:
    """As the matcher keeps one."""
    if status is Status.DROPPED:
        return Facts(status, 60, year, best=(n % 60 + 1, 0.31)).stored()
    missing = ("推动规范性文件备案审查3个",) if status is Status.PARTLY_MET else ()
    covered = (("新建法律服务工作站2个", n % 60 + 1),)
    numbers = (NumberFact("2个", "3个", Measure.EXCEEDED),)
    return Facts(status, 60, year, (n % 60 + 1,), "一、工作情况", covered, missing, numbers, Strength.FINISHED).stored()


def build(path: Path, rows: int) -> None:
    """Issuers with one report that promises and two that tell."""
    engine = open_database(str(path))
    for issuer in range(-(-rows // PER_REPORT)):
        count = min(PER_REPORT, rows - issuer * PER_REPORT)
        name = f"清渚市第{issuer}区人民政府"
        plan = [sentence(issuer * PER_REPORT + i, told=False) for i in range(count)]
        report = making.parsed(2021, plan=plan, issuer=name)
        promises = {i: promise(u.text) for i, u in enumerate(report.units) if u.role is Role.COMMITMENT}
        first = making.keep(engine, report, promises=promises, path=f"/{issuer}-2021.txt").report
        promised = list(making.units(engine, first, Role.COMMITMENT).values())
        for year in (2022, 2023):
            done = [sentence(i, told=True) for i in range(60)]
            report = making.parsed(year, done=done, issuer=name)
            later = making.keep(engine, report, path=f"/{issuer}-{year}.txt").report
            said = list(making.units(engine, later, Role.STATEMENT).values())
            fates = (Status.FOLLOWED_UP, Status.PARTLY_MET, Status.DROPPED)
            follow_ups = []
            for i, key in enumerate(promised):
                status = fates[(i + year) % 3]
                found = making.follow_up(key, status, [said[(i + j) % 60] for j in range(9)])
                follow_ups.append(found._replace(reason=reason(status, year, i)))
            making.match(engine, first, later, *follow_ups)


def measure(database: Path, form: str, folder: Path) -> None:
    """Write one form and print seconds, megabytes at the highest, and the file's size."""
    from tracker.model import Filter
    from tracker.workflow import handing_out

    engine = open_database(str(database))
    path = folder / f"list.{form}"
    start, cpu = time.perf_counter(), time.process_time()
    note = handing_out.export(engine, path, form, Filter())
    took, used = time.perf_counter() - start, time.process_time() - cpu
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    highest = sum(resource.getrusage(one).ru_maxrss for one in who) / 1024
    size = path.stat().st_size / 1_000_000
    print(f"{form:5} {note.rows:>7,} rows {took:7.1f} s", end=" ")
    print(f"({used:.1f} s of CPU here) {highest:6.0f} MB, {size:.1f} MB on disk", flush=True)


def main() -> None:
    """Build the database once, then a process for each form."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder / "list.db", rows)
        for form in sys.argv[2:] or FORMATS:
            here = f"measure(Path({str(folder / 'list.db')!r}), {form!r}, Path({name!r}))"
            code = f"from tests.benchmarks.export_speed import measure, Path; {here}"
            subprocess.run([sys.executable, "-c", code], check=True)


if __name__ == "__main__":
    main()
