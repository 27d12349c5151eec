"""Start-up stays light, and the rooms import one way."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"sqlmodel", "sqlalchemy", "alembic", "textual", "rich", "numpy", "scipy", "rapidfuzz", "docx", "pypdfium2"}


def _loaded(code: str) -> set[str]:
    program = f"import sys\n{code}\nprint(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(ran.stdout.splitlines()[-1].split())


def test_help_loads_nothing_heavy() -> None:
    code = "sys.argv = ['tracker', '--help']\nfrom tracker.cli import main\ntry: main()\nexcept SystemExit: pass"
    assert _loaded(code) & HEAVY == set()


@pytest.mark.parametrize("room", ["reading", "parsing", "promises", "matching", "exports"])
def test_a_pure_room_loads_no_database_and_no_screen(room: str) -> None:
    assert _loaded(f"import tracker.{room}") & {"sqlmodel", "sqlalchemy", "alembic", "textual", "typer", "db"} == set()


def test_opening_a_current_database_does_not_load_alembic(tmp_path) -> None:
    code = f"from db.engine import open_database\nopen_database({str(tmp_path / 'a.db')!r})"
    _loaded(code)
    assert "alembic" not in _loaded(code)


def test_the_review_room_waits_for_no_database_library() -> None:
    code = "import db.file, tracker.tui.app, tracker.workflow.remote, tracker.cli.app"
    assert _loaded(code) & {"sqlmodel", "sqlalchemy", "alembic", "pydantic", "numpy"} == set()


def test_a_list_loads_neither_sqlmodel_nor_a_checker_of_types(tmp_path) -> None:
    argv = ["tracker", "--db", str(tmp_path / "a.db"), "list", "--issuer", "清渚"]
    _loaded(f"from db.engine import open_database\nopen_database({argv[2]!r})")
    code = f"sys.argv = {argv}\nfrom tracker.cli import main\ntry: main()\nexcept SystemExit: pass\nprint()"
    assert _loaded(code) & {"pydantic", "sqlmodel", "alembic"} == set()
