"""Several processes on one database, and processes that die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db import queries, store
from db.connection import BUSY_SECONDS
from db.engine import Watch, check, open_database, reading, writing
from tests.db.making import keep, parsed, units
from tracker.errors import DatabaseError
from tracker.model import Filter, NewDecision, Role, Status

ROOT = Path(__file__).parent.parent.parent

HEAD = """
import sys
from db import queries, store
from db.engine import open_database, reading, writing
from tests.db.making import keep, parsed
from tracker.model import NewDecision, Status
target, name = sys.argv[1:]
engine = open_database(target)
print("ready", flush=True)
sys.stdin.readline()
"""

DECIDES = """
for status in [Status.DROPPED, Status.UNCLEAR] * 10:
    for commitment in (5, 6):
        with writing(engine) as s:
            store.decide(s, NewDecision(commitment, status, name))
    keep(engine, parsed(2000, ["办案。"], ["建设。"]), path=f"{name}{commitment}", digest=f"{name}{status}")
"""

STOPS = """
with writing(engine) as s:
    store.decide(s, NewDecision(5, Status.DROPPED, name))
    print("written", flush=True)
    sys.stdin.readline()
"""


def start(code: str, target: str, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HEAD + code, target, name],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def says(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdout is not None
    assert process.stdout.readline().strip() == word


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_two_processes_that_write_at_once_lose_nothing(target: str) -> None:
    engine = open_database(target)
    report = keep(engine, parsed(2021, ["办案。"], ["建设。", "培训。"])).report
    assert list(units(engine, report, Role.COMMITMENT).values()) == [5, 6]
    writers = [start(DECIDES, target, name) for name in ("林", "何")]
    for writer in writers:
        says(writer, "ready")
    for writer in writers:
        go(writer)
    with reading(engine) as s:  # one state, however much is written meanwhile
        before = len(queries.history(s, 5))
        while any(writer.poll() is None for writer in writers):
            assert len(queries.history(s, 5)) == before
            time.sleep(0.05)
    assert [writer.wait(60) for writer in writers] == [0, 0]
    with reading(engine) as s:
        for commitment in (5, 6):
            entries = queries.history(s, commitment)
            assert sorted(e.reviewer for e in entries) == ["何"] * 20 + ["林"] * 20
            assert queries.commitment(s, commitment).row.status is entries[-1].status
        assert len(queries.reports(s)) == 5
    engine.dispose()
    assert check(target) == []


def test_processes_that_open_a_new_database_at_once_make_one(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    openers = [start("", str(path), "x") for _ in range(4)]
    for opener in openers:
        says(opener, "ready")
    for opener in openers:
        opener.communicate("\n", timeout=60)
    assert [opener.returncode for opener in openers] == [0] * 4
    assert check(path) == []
    assert not list(tmp_path.glob("*before*"))


def test_a_killed_writer_leaves_what_was_kept_before(target: str) -> None:
    engine = open_database(target)
    keep(engine, parsed(2021, [], ["建设。"]))
    with reading(engine) as s:
        (commitment,) = queries.commitment_ids(s, Filter())
    engine.dispose()
    writer = start(STOPS.replace("NewDecision(5", f"NewDecision({commitment}"), target, "林")
    says(writer, "ready")
    go(writer)
    says(writer, "written")
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait(60)
    assert check(target) == []
    engine = open_database(target)
    with writing(engine) as s:
        assert queries.history(s, commitment) == []
        store.decide(s, NewDecision(commitment, Status.UNCLEAR, "何"))
    engine.dispose()
    assert check(target) == []


def test_a_killed_maker_leaves_a_database_that_can_be_made(tmp_path: Path) -> None:
    """Killed at many moments of making it: afterwards it opens, whatever was there."""
    for wait in (0.0, 0.05, 0.1, 0.2, 0.3):
        path = tmp_path / f"{wait}.db"
        maker = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import sys, db.migrating; from db.engine import open_database\n"
                "print('ready', flush=True); open_database(sys.argv[1])",
                str(path),
            ],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        says(maker, "ready")
        time.sleep(wait)
        maker.kill()
        maker.wait(60)
        keep(open_database(path), parsed(2021, [], ["建设。"]))
        assert check(path) == []


def test_a_reader_holds_up_no_writer(target: str) -> None:
    engine = open_database(target)
    keep(engine, parsed(2021, [], ["建设。"]))
    with reading(engine) as s:
        ids = queries.commitment_ids(s, Filter())
        started = time.monotonic()
        with writing(engine) as w:
            store.decide(w, NewDecision(ids[0], Status.UNCLEAR, "林"))
        assert time.monotonic() - started < BUSY_SECONDS / 2
        assert queries.facets(s, Filter()).decided == 0
    with reading(engine) as s:
        assert queries.facets(s, Filter()).decided == 1
    engine.dispose()


def test_a_writer_waits_for_another(target: str) -> None:
    engine = open_database(target)
    order: list[str] = []
    entered = threading.Event()

    def first() -> None:
        with writing(engine):
            entered.set()
            time.sleep(0.3)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    entered.wait(10)
    with writing(engine):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]
    engine.dispose()


def test_a_lock_that_stays_is_named_in_one_line(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.connection.BUSY_SECONDS", 0)
    engine = open_database(path)
    with writing(engine), pytest.raises(DatabaseError, match="another tracker has been writing"), writing(engine):
        raise AssertionError
    assert check(path) == []


def test_a_watch_notices_what_others_write_and_nothing_else(engine: Engine, target: str) -> None:
    watch, other = Watch(engine), open_database(target)
    before = watch.stamp()
    with reading(other) as s:
        queries.reports(s)
    assert watch.stamp() == before
    with writing(other) as s:
        store.save_setting(s, "kept", "1")
    other.dispose()

    assert watch.stamp() != before
