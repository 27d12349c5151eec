"""Migrations: they give the tables that the code means, and lose nothing on the way."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

import db.engine
import db.migrating
from db import queries, store
from db.connection import engine_of, locate
from db.engine import HEAD, check, open_database, reading, upgrade, writing
from db.tables import metadata
from tests.db.making import follow_up, keep, match, parsed, units
from tracker.errors import DatabaseError
from tracker.model import Filter, NewDecision, Role, Status


def test_head_is_the_newest_revision() -> None:
    assert ScriptDirectory.from_config(db.migrating.config()).get_heads() == [HEAD]


def test_the_migrations_give_the_tables_that_the_code_means(target: str) -> None:
    settings = db.migrating.config()
    with engine_of(locate(target), foreign_keys=False, pooled=False).begin() as connection:
        settings.attributes["connection"] = connection
        command.check(settings)
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_the_migrations_give_what_create_all_gives(path: Path, tmp_path: Path) -> None:
    """Alembic compares neither checks without a name nor AUTOINCREMENT nor ON DELETE; the SQL itself does."""
    other = tmp_path / "other.db"
    metadata.create_all(engine_of(locate(other)))

    def parts(database: Path) -> dict[str, list[str]]:
        with closing(sqlite3.connect(database)) as connection:
            rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        # A table that a migration made anew has its name in quotes.
        return {name: sorted(re.split(r",\s+(?=CONSTRAINT)|\n", sql.strip().replace('"', ""))) for name, sql in rows}

    made, meant = parts(path), parts(other)
    made.pop("alembic_version")
    assert {name: [p.strip(" ,\t)(") for p in sql] for name, sql in made.items()} == {
        name: [p.strip(" ,\t)(") for p in sql] for name, sql in meant.items()
    }


def test_the_tables_refuse_what_makes_no_sense(target: str) -> None:
    engine = open_database(target)
    keep(engine, parsed(2021, [], ["建设。"]))
    for wrong in (
        "UPDATE commitment SET status = 'done'",
        "UPDATE unit SET role = 'COMMITMENT'",
        "UPDATE commitment SET report_id = 999",
        "INSERT INTO decision (commitment_id, note, reviewer, decided_at, matcher)"
        " SELECT id, '', '', '2025-01-01', '' FROM commitment",
    ):
        with pytest.raises(IntegrityError), writing(engine) as s:
            s.execute(text(wrong))
    engine.dispose()


# A next version, as a later change of the project will bring one -------------------------------

AFTER = f"{int(HEAD) + 1:04}"
NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{after}", "{head}", None, None


def upgrade():
    with op.batch_alter_table("report", table_kwargs={{"sqlite_autoincrement": True}}) as batch:
        batch.add_column(sa.Column("language", sa.String(), nullable=False, server_default="zh"))
        batch.alter_column("digest", existing_type=sa.String(), nullable=True)
    {more}
"""


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Makes the code be of revision AFTER, which changes a table that others refer to; the file of that revision."""
    folder = tmp_path / "versions"
    folder.mkdir()
    written = folder / f"{AFTER}_next.py"
    written.write_text(NEXT.format(after=AFTER, head=HEAD, more="pass"))
    usual = db.migrating.config

    def config() -> Config:
        made = usual()
        here = Path(db.migrating.__file__).parent / "migrations" / "versions"
        made.set_main_option("version_locations", f"{here}:{folder}")
        return made

    monkeypatch.setattr(db.migrating, "config", config)
    monkeypatch.setattr(db.engine, "HEAD", AFTER)
    return written


def decided(target: str) -> tuple[int, int]:
    """A database with a decision; the commitment and its report."""
    engine = open_database(target)
    first = keep(engine, parsed(2021, [], ["建设。", "培训。"])).report
    second = keep(engine, parsed(2022, ["建成。"], []), path="b").report
    ids = units(engine, first, Role.COMMITMENT)
    (done,) = units(engine, second, Role.STATEMENT).values()
    match(engine, first, second, *(follow_up(key, Status.PARTLY_MET, [done]) for key in ids.values()))
    with writing(engine) as s:
        store.decide(s, NewDecision(ids["建设。"], Status.FOLLOWED_UP, "林", second, (done,)))
    engine.dispose()
    return ids["建设。"], second


def test_an_upgrade_loses_nothing_and_leaves_a_backup(
    target: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    commitment, later = decided(target)
    request.getfixturevalue("next_version")
    said = upgrade(target)
    assert f"upgraded from {HEAD} to {AFTER}" in str(said)
    engine = open_database(target)
    with reading(engine) as s:
        shown = queries.commitment(s, commitment)
        assert s.scalar(text("SELECT min(language) FROM report")) == "zh"
        assert len(queries.commitment_ids(s, Filter())) == 2
    assert [(f.report, f.decided, len(f.candidates)) for f in shown.follow_ups] == [(later, Status.FOLLOWED_UP, 1)]
    assert len(shown.decisions) == 1
    engine.dispose()
    assert f"up to date at revision {AFTER}" in str(upgrade(target))
    if "://" in target:
        with engine_of(locate(target), pooled=False).begin() as connection:  # the next test's tables are these
            connection.exec_driver_sql("ALTER TABLE report DROP COLUMN language")
            connection.exec_driver_sql("ALTER TABLE report ALTER COLUMN digest SET NOT NULL")
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{HEAD}'")
        return
    (copy,) = tmp_path.glob(f"kept.before-{AFTER}-*.db")
    assert copy.name in str(said)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
        assert connection.execute("SELECT count(*) FROM decision").fetchone() == (1,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ("raise RuntimeError('in the middle')", RuntimeError),
        ("op.execute('DELETE FROM issuer')", DatabaseError),
    ],
)
def test_an_upgrade_that_fails_changes_nothing(
    path: Path, next_version: Path, monkeypatch: pytest.MonkeyPatch, more: str, error: type[Exception]
) -> None:
    with monkeypatch.context() as old:
        old.setattr(db.engine, "HEAD", HEAD)
        commitment, _ = decided(str(path))
    next_version.write_text(NEXT.format(after=AFTER, head=HEAD, more=more))
    with pytest.raises(error):
        upgrade(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
        assert "language" not in {row[1] for row in connection.execute("PRAGMA table_info(report)")}
    monkeypatch.setattr(db.engine, "HEAD", HEAD)
    with reading(open_database(path)) as s:
        assert queries.commitment(s, commitment).row.status is Status.FOLLOWED_UP
    assert check(path) == []


def test_check_tells_of_an_older_version(path: Path, next_version: Path) -> None:
    assert next_version.exists()
    (said,) = check(path)
    assert f"is at revision {HEAD}, not {AFTER}" in str(said)


def test_the_first_revision_can_be_taken_back(path: Path) -> None:
    settings = db.migrating.config()
    with engine_of(locate(path), foreign_keys=False, pooled=False).execution_options(writes=True).begin() as connection:
        settings.attributes["connection"] = connection
        command.downgrade(settings, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
