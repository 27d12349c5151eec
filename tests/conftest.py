"""What every test may use: the command line in this process, and two small consecutive reports."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.reports import FIRST, SECOND
from tracker import words

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _no_settings_of_this_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads or writes the database of the person who runs it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user-data"))
    monkeypatch.setenv("TRACKER_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("TRACKER_LANG", "en")
    words.use("en")
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    for name in ("TRACKER_DB", "TRACKER_REVIEWER", "TRACKER_SEMANTIC", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def tracker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `tracker ARGS...` on a database of this test's own, as the console script does."""
    from tracker.cli import main

    def run(*args: object, db: object = tmp_path / "test.db", reviewer: str = "林评议") -> Ran:
        argv = ["tracker", "--db", str(db), "--reviewer", reviewer, *map(str, args)]
        monkeypatch.setattr("sys.argv", argv)
        capsys.readouterr()
        try:
            main()
            code: object = 0
        except SystemExit as stop:
            code = stop.code
        printed = capsys.readouterr()
        return Ran(int(code or 0) if isinstance(code, int) or code is None else 1, printed.out, printed.err)

    return run


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder with two consecutive reports of one issuer."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "2022.txt").write_text(FIRST, encoding="utf-8")
    (folder / "2023.txt").write_text(SECOND, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder of annotated real reports, where it is at hand."""
    folder = Path(os.environ.get("TRACKER_GOLD", ROOT.parent / "shared" / "gold"))
    if not folder.is_dir():
        pytest.skip(f"no annotated reports at {folder}; set TRACKER_GOLD to their folder")
    return folder
