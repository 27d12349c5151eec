"""The room's database in a process of its own: the same answers, and nothing decided is lost with the one who asks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from db.copying import copy
from db.engine import open_database
from tests.conftest import Run
from tests.db.conftest import postgresql, postgresql_server  # noqa: F401 (fixtures)
from tests.db.making import keep, parsed
from tracker import words
from tracker.errors import DatabaseError, TrackerError, UsageError
from tracker.model import Filter, NewDecision, Status
from tracker.workflow.remote import Remote
from tracker.workflow.reviewing import Reviewing

PATIENCE = 60.0
"""Seconds until something that should happen is given up."""


@pytest.fixture
def database(tracker: Run, reports: Path, tmp_path: Path) -> Path:
    assert tracker("follow", reports).code == 0
    return tmp_path / "test.db"


def decided(database: Path) -> int:
    return Reviewing(open_database(database), "林").decided(Filter())


def process_of(room: Remote) -> int:
    return room._process.pid


def test_it_answers_as_the_room_itself_does(database: Path) -> None:
    here, every = Reviewing(open_database(database), "林"), Filter()
    with Remote(str(database), "林", blind=False) as room:
        ids = here.ids(every)
        assert list(room.listing(every).ids) == ids
        assert room.listing(every).groups == here.listing(every).groups
        assert room.details(ids) == here.details(ids)
        assert room.rows(ids) == here.rows(ids)
        assert room.facets(every) == here.facets(every)
        assert room.tallies(every) == here.tallies(every)
        opening = room.opening("zh", 3)
        assert opening.topics == here.topics("zh")
        assert opening.listing.groups == here.listing(every).groups
        known = list(opening.listing.ids)
        assert 3 <= len(known) < len(ids)
        assert known == ids[: len(known)]
        assert list(opening.rows) == here.rows(ids[:3])
        assert list(opening.first) == here.details(ids[:1])
        stamp = room.stamp()
        assert room.stamp() == room.quick_stamp() == stamp
        here.flag(ids[0], True)
        assert room.stamp() == room.quick_stamp() != stamp
        assert room.rows(ids[:1])[0].flagged


def test_all_that_was_decided_is_in_the_one_file_once_the_room_is_left(database: Path, tmp_path: Path) -> None:
    alone = copy(database, tmp_path / "alone.db")
    with Remote(str(alone), "林", blind=False) as room:
        room.stamp()
        room.decide(NewDecision(room.listing(Filter()).ids[0], Status.DROPPED, "林"))
    assert [path.name for path in tmp_path.glob("alone.db*")] == ["alone.db"]
    moved = alone.rename(tmp_path / "moved.db")
    assert decided(moved) == 1


def test_blind_it_says_no_more_than_the_room_itself(database: Path) -> None:
    with Remote(str(database), "林", blind=True) as room:
        assert room.acceptable(Filter()) == 0
        assert {row.status for row in room.rows(room.ids(Filter()))} == {Status.PENDING}


def test_what_was_asked_ahead_is_answered_once(database: Path) -> None:
    with Remote(str(database), "林", blind=False) as room:
        room.ahead("decided", Filter())
        room.decided(Filter(text="另一个"))
        room.decide(NewDecision(room.ids(Filter())[0], Status.DROPPED, "林"))
        assert (room.decided(Filter()), room.decided(Filter())) == (0, 1)


def test_what_is_refused_is_refused_in_the_language_that_is_spoken(database: Path) -> None:
    with Remote(str(database), "林", blind=False) as room:
        with pytest.raises(UsageError) as refused:
            room.detail(987654)
        words.use("zh")
        here = Reviewing(open_database(database), "林")
        with pytest.raises(UsageError) as refused_here:
            here.detail(987654)
        assert str(refused.value) == str(refused_here.value)


def test_an_error_of_a_library_crosses_as_its_words() -> None:
    import pickle

    class OwnError(Exception):  # the other process has no such class
        pass

    error = DatabaseError("db.file.failed", name="a.db", why=OwnError("disk I/O error")).at("b.txt")
    there = pickle.loads(pickle.dumps(error))
    assert (type(there), str(there)) == (DatabaseError, str(error))
    assert "disk I/O error" in str(there)


@pytest.mark.parametrize("how", ["folder", "text", "foreign"])
def test_what_cannot_be_opened_is_said_before_the_screen_is_taken_over(tracker: Run, tmp_path: Path, how: str) -> None:
    import sqlite3

    target = tmp_path / "other"
    if how == "folder":
        target.mkdir()
    elif how == "text":
        target.write_text("这不是数据库")
    else:
        with sqlite3.connect(target) as connection:
            connection.execute("CREATE TABLE other (id INTEGER)")
    told = tracker("list", db=target)
    ran = tracker("review", db=target)

    assert (ran.code, ran.out, ran.err) == (1, "", told.err)
    with Remote(str(target), "林", blind=False) as room, pytest.raises(DatabaseError) as refused:
        room.wait()
    assert str(refused.value) in told.err


def test_a_process_that_dies_is_told_and_not_waited_for(database: Path) -> None:
    with Remote(str(database), "林", blind=False) as room:
        room.wait()
        os.kill(process_of(room), signal.SIGTERM)
        with suppress(DatabaseError):
            while True:  # what it answers before it ends is an answer
                room.decided(Filter())
        with pytest.raises(TrackerError, match="start tracker review again"):
            room.rows([1])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_what_ends_a_terminal_does_not_end_it(database: Path) -> None:
    with Remote(str(database), "林", blind=False) as room:
        room.wait()
        assert os.getsid(process_of(room)) != os.getsid(0), "the end of the terminal's session is none of its own"
        os.kill(process_of(room), signal.SIGINT)
        assert room.decided(Filter()) == 0


DIES = """
import os, signal, sys, threading
from tracker.model import Filter, NewDecision, Status
from tracker.workflow.remote import Remote
room = Remote(sys.argv[1], "林", False)
sent = [room._ask("decide", NewDecision(key, Status.DROPPED, "林")) for key in room.ids(Filter())]
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_what_was_decided_is_kept_when_the_one_who_asked_is_killed(database: Path) -> None:
    every = len(Reviewing(open_database(database), "林").ids(Filter()))
    ran = subprocess.run([sys.executable, "-c", DIES, str(database)], check=False)
    assert ran.returncode == -signal.SIGKILL
    until = time.monotonic() + PATIENCE
    while decided(database) < every and time.monotonic() < until:
        time.sleep(0.05)
    assert decided(database) == every > 1


def test_a_server_is_asked_for_its_stamp_before_what_the_room_begins_with(postgresql: str) -> None:  # noqa: F811
    engine = open_database(postgresql)
    keep(engine, parsed(2022, ["建成一处广场。"], ["再建两处广场。"], issuer="甲局"))
    with Remote(postgresql, "林", blind=False) as room:
        room.wait()
        room.ahead("stamp")
        room.ahead("opening", "zh", 3)
        assert room.quick_stamp() is None
        before, opening = room.stamp(), room.opening("zh", 3)
        assert [row.text for row in opening.rows] == ["再建两处广场。"]
        assert room.stamp() == before
        Reviewing(engine, "周").flag(opening.listing.ids[0], True)
        assert room.stamp() != before
        assert room.imported() == opening.imported
    engine.dispose()
