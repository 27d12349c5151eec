"""The command line at the terminals and in the pipes that there are, and what was mistyped."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from tracker.cli import in_front
from tracker.cli.output import SIGNS
from tracker.tui.looks import LOOKS


@pytest.fixture
def followed(tracker: Run, reports: Path) -> Run:
    assert tracker("follow", reports).code == 0
    return tracker


def command(tmp_path: Path, *args: str) -> list[str]:
    return [sys.executable, "-m", "tracker", "--db", str(tmp_path / "test.db"), *args]


def started(tmp_path: Path, *args: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    environ = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    return subprocess.run(
        command(tmp_path, *args), env=environ, capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=False
    )


def test_who_stops_reading_is_no_error(followed: Run, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ran = subprocess.run(
        command(tmp_path, "list"), stdout=writer, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full on this system")
@pytest.mark.parametrize("args", [("list",), ("reports",), ("--help",)])
def test_output_that_cannot_be_written_is_one_line(followed: Run, tmp_path: Path, args: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            command(tmp_path, *args), stdout=full, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
    assert ran.returncode == 1
    assert ran.stderr.decode().splitlines() == [
        "tracker: the output cannot be written (the disk is full); write it elsewhere"
    ]


@pytest.mark.parametrize("encoding", ["gbk", "latin-1"])
def test_any_encoding_takes_every_line(followed: Run, tmp_path: Path, encoding: str) -> None:
    whole = followed("list", "--undecided").out
    ran = started(tmp_path, "list", "--undecided", PYTHONIOENCODING=encoding)

    assert ran.returncode == 0, ran.stderr
    told = ran.stdout.decode(encoding)
    assert len(told.splitlines()) == len(whole.splitlines())
    assert "x Dropped" in told
    assert "✗ Dropped" in whole
    if encoding == "gbk":
        assert told.splitlines()[0] == whole.splitlines()[0]


def test_the_review_room_is_refused_without_a_terminal(followed: Run, tmp_path: Path) -> None:
    ran = started(tmp_path, "review")
    assert ran.returncode == 2
    assert ran.stderr.decode().splitlines() == [
        "tracker: the review room needs a terminal; tracker list and tracker mark need none"
    ]


@pytest.mark.parametrize(
    "args",
    [
        ("list",),
        ("stats",),
        ("export", "-o", "list.csv"),
        ("show", "1"),
        ("mark", "1", "dropped"),
        ("reports",),
        ("match",),
        ("db", "check"),
    ],
)
def test_a_mistyped_database_is_refused_and_not_made(tracker: Run, tmp_path: Path, args: tuple[str, ...]) -> None:
    place = tmp_path / "nowhere" / "typo.db"
    ran = tracker(*args, db=place)

    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert str(place) in ran.err
    assert "tracker follow" in ran.err
    assert not place.parent.exists()


@pytest.mark.parametrize(
    "args", [("--issuer", "错名"), ("--topic", "wrong"), ("--report", "99"), ("--year", "2023-2020"), ("--year", "x")]
)
@pytest.mark.parametrize("name", ["list", "stats"])
def test_a_filter_by_what_there_is_not_is_refused(followed: Run, name: str, args: tuple[str, str]) -> None:
    ran = followed(name, *args)

    assert ran.code == 2
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1
    assert args[1] in ran.err


@pytest.mark.parametrize(
    ("name", "option"), [("statements", "--status"), ("statements", "--late"), ("letter", "--status")]
)
def test_an_option_that_a_command_does_not_go_by_is_refused(followed: Run, name: str, option: str) -> None:
    assert option not in followed(name, "--help").out
    assert followed(name, option, "dropped").code == 2


def test_what_every_command_takes_may_stand_behind_it(followed: Run, tmp_path: Path) -> None:
    ran = followed("list", "--lang", "zh", f"--db={tmp_path / 'test.db'}")
    assert ran.code == 0, ran.err
    assert "未见落实" in ran.out


def test_options_are_put_in_front_with_their_values() -> None:
    names = {"--db", "--lang"}
    assert in_front(["list", "--db", "a", "--json"], names) == ["--db", "a", "list", "--json"]
    assert in_front(["--db", "a", "list", "--lang=zh"], names) == ["--db", "a", "--lang=zh", "list"]
    assert in_front(["follow", "--", "--db", "a"], names) == ["follow", "--", "--db", "a"]
    assert in_front(["list", "--db"], names) == ["--db"]


def test_a_status_has_one_sign_everywhere() -> None:
    assert {name: sign for name, (sign, _) in SIGNS.items()} == {look.status: look.sign for look in LOOKS.values()}


@pytest.mark.parametrize(("settings", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_are_for_a_terminal_that_wants_them(
    followed: Run, tmp_path: Path, settings: dict[str, str], coloured: bool
) -> None:
    ours, theirs = os.openpty()
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **settings}
    with subprocess.Popen(command(tmp_path, "list", "--limit", "1"), env=environ, stdout=theirs) as ran:
        os.close(theirs)
        told = b""
        while b"\n" not in told[told.find(b"\n") + 1 :]:
            told += os.read(ours, 1024)
        assert ran.wait(60) == 0
    os.close(ours)
    assert (b"\x1b[" in told) is coloured
