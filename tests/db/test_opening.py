"""Opening databases: what is refused stays as it is, byte for byte; looking after them."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text, update

from db import queries
from db.columns import commitment, report
from db.connection import locate
from db.engine import Watch, backup, check, default_path, open_database, reading, upgrade, writing
from tests.db.making import keep, parsed
from tracker.errors import DatabaseError
from tracker.model import Filter


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_the_default_is_the_users_data_folder(tmp_path: Path) -> None:
    assert default_path() == tmp_path / "user-data" / "tracker" / "tracker.db"
    with reading(open_database()) as s:
        assert queries.reports(s) == []
    assert default_path().exists()


@pytest.mark.parametrize("name", ["a.db", "new/folder/a.db", "odd ?#%41 名.db", "empty.db"])
def test_a_database_is_made_where_there_is_none(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "empty.db":
        path.touch()
    keep(open_database(path), parsed(2021, [], ["建设。"]))
    with reading(open_database(str(path))) as s:
        assert len(queries.commitment_ids(s, Filter())) == 1
    assert [p.name for p in path.parent.iterdir() if p.suffix == ".db"] == [path.name]
    assert check(path) == []


def test_an_empty_postgresql_database_is_made_ready(postgresql: str) -> None:
    with pytest.raises(DatabaseError, match="there is no database"):
        check(postgresql)
    keep(open_database(postgresql), parsed(2021, [], ["建设。"]))
    assert check(postgresql) == []
    assert "up to date" in str(upgrade(postgresql))
    with pytest.raises(DatabaseError, match="pg_dump"):
        backup(postgresql, "a.db")


def test_a_postgresql_database_of_another_program_is_refused(postgresql: str) -> None:
    import psycopg

    with psycopg.connect(postgresql) as connection:
        connection.execute("CREATE TABLE report (id int)")
    with pytest.raises(DatabaseError, match="of another program"):
        open_database(postgresql)
    with psycopg.connect(postgresql) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert tables == [("report",)]


def garbage(path: Path) -> None:
    path.write_bytes(os.urandom(5000))


def text_file(path: Path) -> None:
    path.write_text("一、工作情况", encoding="utf-8")


def foreign(path: Path) -> None:
    sql(path, "CREATE TABLE report (id INTEGER)", "INSERT INTO report VALUES (1)")


def foreign_in_wal_mode(path: Path) -> None:
    sql(path, "PRAGMA journal_mode = WAL", "CREATE TABLE report (id INTEGER)")


def foreign_with_alembic(path: Path) -> None:
    sql(path, "CREATE TABLE alembic_version (version_num)", "INSERT INTO alembic_version VALUES ('0001')")


def cut_short(path: Path) -> None:
    open_database(path).dispose()
    path.write_bytes(path.read_bytes()[:5000])


def without_revision(path: Path) -> None:
    open_database(path).dispose()
    sql(path, "DELETE FROM alembic_version")


def newer(path: Path) -> None:
    open_database(path).dispose()
    sql(path, "UPDATE alembic_version SET version_num = '9999'")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (garbage, "is no SQLite database"),
        (text_file, "is no SQLite database"),
        (foreign, "of another program"),
        (foreign_in_wal_mode, "of another program"),
        (foreign_with_alembic, "of another program"),
        (without_revision, "of another program"),
        (cut_short, "restore it from a backup"),
        (newer, "by a newer tracker"),
    ],
)
def test_what_is_not_ours_to_open_is_refused_untouched(tmp_path: Path, make: Callable[[Path], None], says: str) -> None:
    path = tmp_path / "kept.db"
    make(path)
    before = everything(tmp_path)
    for use in (open_database, upgrade):
        with pytest.raises(DatabaseError, match=says) as error:
            use(path)
        assert str(error.value).startswith(f"{path}: ")
        assert "\n" not in str(error.value)
    assert everything(tmp_path) == before


def test_a_newer_database_with_work_left_in_its_log_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    open_database(path).dispose()
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()
        held = path.read_bytes(), Path(f"{path}-wal").read_bytes()
        with pytest.raises(DatabaseError, match="newer tracker"):
            open_database(path)
        assert (path.read_bytes(), Path(f"{path}-wal").read_bytes()) == held


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("{tmp}", "is a folder"),
        ("{tmp}/file.txt/a.db", "give another path"),
        ("{tmp}/" + "a" * 300, "give another path"),
        ("mysql://user:secret@host/name", "cannot be used"),
        ("sqlite://", "cannot be used"),
        ("sqlite:///:memory:", "cannot be used"),
        ("http//://", "is no database URL"),
        ("~nobodyatall/a.db", "no such home folder"),
        ("postgresql://user:secret@127.0.0.1:1/name", "postgresql"),
    ],
)
def test_a_target_that_cannot_be_used_is_named_in_one_line(tmp_path: Path, target: str, says: str) -> None:
    (tmp_path / "file.txt").write_text("x")
    with pytest.raises(DatabaseError, match=says) as error:
        open_database(target.format(tmp=tmp_path))
    assert "\n" not in str(error.value)
    assert "secret" not in str(error.value)


def test_a_sqlite_url_is_a_path(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path}/a.db")
    assert check(tmp_path / "a.db") == []
    assert locate("postgresql://u@h/d").drivername == "postgresql+psycopg"


def test_our_connections_and_only_they_have_our_settings(path: Path) -> None:
    with reading(open_database(path)) as s:
        got = {name: s.scalar(text(f"PRAGMA {name}")) for name in ("foreign_keys", "journal_mode", "synchronous")}
        assert s.scalar(text("PRAGMA busy_timeout")) >= 5000
    assert got == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2}
    from sqlalchemy import create_engine

    with create_engine("sqlite://").connect() as other:
        assert other.exec_driver_sql("PRAGMA foreign_keys").scalar() == 0


def test_an_up_to_date_database_opens_without_alembic(path: Path) -> None:
    code = (
        "import sys; from db import queries, store; from db.engine import open_database, reading\n"
        f"with reading(open_database({str(path)!r})) as s: queries.reports(s)\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('alembic', 'mako')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")


# Looking after it -----------------------------------------------------------------------------


def test_a_backup_is_a_whole_database_taken_while_it_is_used(path: Path, tmp_path: Path) -> None:
    engine = open_database(path)
    keep(engine, parsed(2021, [], ["建设。"]))
    with reading(engine) as s:
        assert queries.reports(s)
        to = backup(path, tmp_path / "copy.db")
    assert check(to) == []
    with reading(open_database(to)) as s:
        assert len(queries.commitment_ids(s, Filter())) == 1
    with pytest.raises(DatabaseError, match="is there already"):
        backup(path, to)
    folder = tmp_path / "copies"
    folder.mkdir()
    first, second = backup(path, folder), backup(path, folder)
    assert sorted(folder.iterdir()) == [first, second]


@pytest.mark.parametrize(
    ("pragma", "says"),
    [("query_only = ON", "may not be written to"), ("max_page_count = 1", "the disk is full")],
)
def test_why_a_database_cannot_be_written_is_said_in_our_words(path: Path, pragma: str, says: str) -> None:
    engine = open_database(path)

    def grow() -> None:
        with writing(engine) as s:
            s.execute(text(f"PRAGMA {pragma}"))
            s.execute(text("INSERT INTO setting (name, value) VALUES ('big', hex(zeroblob(1000000)))"))

    with pytest.raises(DatabaseError, match=says):
        grow()
    with engine.connect() as connection:
        connection.execute(text("PRAGMA query_only = OFF"))


def test_a_backup_that_cannot_be_made_leaves_nothing(path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DatabaseError, match="cannot be written"):
        backup(path, tmp_path / "file" / "copy.db")
    with pytest.raises(DatabaseError, match="there is no database"):
        backup(tmp_path / "missing.db", tmp_path / "copy.db")
    with pytest.raises(DatabaseError, match="there is no database"):
        check(tmp_path / "missing.db")
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == ["file", "kept.db"]


def test_check_names_what_is_wrong(path: Path) -> None:
    engine = open_database(path)
    made = keep(engine, parsed(2021, ["走访。"], ["建设。"])).report
    assert check(path) == []
    with writing(engine) as s:
        s.execute(update(commitment).values(status="dropped"))
    (said,) = check(path)
    assert "is kept as Dropped, not Pending" in str(said)
    with writing(engine) as s:
        s.execute(update(commitment).values(status="pending", start=1))
        s.execute(update(report).values(statements=7))
    assert [str(line).split(":")[0] for line in check(path)] == ["commitment 5", f"report {made}"]
    sql(path, "PRAGMA foreign_keys = OFF", "DELETE FROM report")
    assert any("refers to a report that is not there" in str(line) for line in check(path))


def test_check_sees_tables_that_differ(path: Path) -> None:
    sql(path, "DROP INDEX ix_commitment_list")
    assert any("ix_commitment_list" in str(line) for line in check(path))


def test_check_sees_a_damaged_file(path: Path) -> None:
    keep(open_database(path), parsed(2021, ["走访。"] * 300, ["建设。"] * 300))
    sql(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    damaged = bytearray(path.read_bytes())
    damaged[-4096 * 8 : -4096 * 2] = os.urandom(4096 * 6)
    path.write_bytes(damaged)
    try:
        said = [str(line) for line in check(path)]
    except DatabaseError as error:
        said = [str(error)]
    assert said
    assert all("restore it from a backup" in line for line in said)


@pytest.fixture
def locked_away(tmp_path: Path) -> Iterator[Path]:
    """A database in a folder that we may not write to, looked at as a user who is not root."""
    with tempfile.TemporaryDirectory() as made:
        folder, ids = Path(made), os.getresuid()
        engine = open_database(folder / "a.db")
        keep(engine, parsed(2021, [], ["建设。"]))
        engine.dispose()
        folder.chmod(0o555)
        if ids[0] == 0:
            os.setresuid(65534, 65534, 0)
        try:
            yield folder / "a.db"
        finally:
            os.setresuid(*ids)
            folder.chmod(0o755)


@pytest.mark.skipif(not hasattr(os, "setresuid"), reason="root cannot look as another user here")
def test_a_database_in_a_folder_that_may_not_be_written_to_is_read_and_refuses_decisions(locked_away: Path) -> None:
    before = everything(locked_away.parent)
    engine = open_database(locked_away)
    with reading(engine) as s:
        assert len(queries.commitment_ids(s, Filter())) == 1
    assert Watch(engine).quick_stamp() is not None
    with pytest.raises(DatabaseError, match="may not be written to"):
        keep(engine, parsed(2022, [], ["修路。"]))
    assert everything(locked_away.parent) == before
