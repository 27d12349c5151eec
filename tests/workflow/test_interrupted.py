"""Killed in the middle, the work goes on where it stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.reports import FIRST, SECOND

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of Windows differ")

PAIRS = 12


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """Two reports each of a dozen issuers: enough work to be interrupted in."""
    folder = tmp_path / "pile"
    folder.mkdir()
    for n in range(PAIRS):
        for year, text in ((2022, FIRST), (2023, SECOND)):
            name = f"清{chr(0x4E01 + n)}市"
            (folder / f"{n:02}-{year}.txt").write_text(text.replace("清渚市", name), encoding="utf-8")
    return folder


def _start(database: Path, *args: object) -> subprocess.Popen[str]:
    code = "import sys; from tracker.cli import main; sys.argv[0] = 'tracker'; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, "--db", str(database), *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def _kept(database: Path) -> int:
    import sqlite3

    try:
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            return int(connection.execute("select count(*) from report").fetchone()[0])
    except sqlite3.Error:
        return 0


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_import_is_carried_on(tracker: Run, pile: Path, tmp_path: Path, how: signal.Signals) -> None:
    database = tmp_path / "killed.db"
    process = _start(database, "follow", pile)
    deadline = time.monotonic() + 60
    while _kept(database) < 2 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)
    process.send_signal(how)
    _, err = process.communicate(timeout=60)
    if how is signal.SIGINT and process.returncode != 0:
        assert process.returncode == 130
        assert "Traceback" not in err

    assert tracker("db", "check", db=database).code == 0
    assert _kept(database) >= 2, "what was finished is kept"
    ran = tracker("follow", pile, db=database)
    assert ran.code == 0, ran.err

    def export(db: Path) -> list[tuple[str, str, str]]:
        assert tracker("export", "-o", tmp_path / "x.json", "--force", db=db).code == 0
        out = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
        issuer = {r["id"]: r["issuer"] for r in out["reports"]}
        return sorted((issuer[c["report"]], c["text"], c["status"]) for c in out["commitments"])

    whole = tmp_path / "whole.db"
    tracker("follow", pile, db=whole)
    assert export(database) == export(whole)
