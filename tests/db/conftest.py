"""Each test runs on SQLite, and on PostgreSQL where its server is installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import check, open_database
from db.tables import metadata
from tests.db.making import follow_up, keep, match, parsed, units
from tracker.model import Role, Status


def _binaries() -> Path | None:
    """The folder with the newest PostgreSQL server of this machine."""
    found = [Path(at).parent] if (at := shutil.which("postgres")) else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name))[::-1]
    return next((folder for folder in found if (folder / "initdb").exists()), None)


def _as_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: what to put before a command, after giving the folder to another user."""
    if os.geteuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, user.pw_uid, user.pw_gid)
        return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    pytest.skip("this is root, and there is no user to run PostgreSQL as")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A server of this run's own on a socket in a new folder; gives the URL of its first database."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    binaries = _binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server is installed (initdb was not found)")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # not tmp_path: a socket's path has to be short
    before = _as_user(folder)
    data = folder / "data"
    options = f"-k {folder} -c listen_addresses= -c fsync=off -c full_page_writes=off"

    def run(*command: str) -> None:
        made = subprocess.run(
            [*before, *command], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=120
        )
        assert made.returncode == 0, made.stderr

    try:
        run(str(binaries / "initdb"), "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        run(str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        yield f"postgresql://tester@/postgres?host={folder}"
    finally:
        if (data / "postmaster.pid").exists():
            run(str(binaries / "pg_ctl"), "-D", str(data), "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


_names = count(1)


@contextmanager
def _database(server: str) -> Iterator[str]:
    """The URL of a new database on a server."""
    import psycopg

    name = f"test{next(_names)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield server.replace("/postgres?", f"/{name}?")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgresql(postgresql_server: str) -> Iterator[str]:
    """The URL of an empty database."""
    with _database(postgresql_server) as url:
        yield url


@pytest.fixture(scope="session")
def made_there(postgresql_server: str) -> Iterator[str]:
    """The URL of a database with empty tables: emptying them is quicker than making them for every test."""
    with _database(postgresql_server) as url:
        open_database(url).dispose()
        yield url


@pytest.fixture(scope="session")
def made_here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a new database."""
    path = tmp_path_factory.mktemp("made") / "made.db"
    open_database(path).dispose()
    return path


@pytest.fixture
def path(made_here: Path, tmp_path: Path) -> Path:
    """A new database in a file of this test's own."""
    return Path(shutil.copy(made_here, tmp_path / "kept.db"))


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest) -> Iterator[str]:
    """The path or URL of a new database."""
    if request.param == "sqlite":
        yield str(request.getfixturevalue("path"))
    else:
        import psycopg

        url = str(request.getfixturevalue("made_there"))
        yield url
        with psycopg.connect(url) as connection:
            connection.execute("SET lock_timeout = '10s'")
            connection.execute(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY")


@pytest.fixture
def engine(target: str) -> Iterator[Engine]:
    """An open database; after the test it has to be whole."""
    opened = open_database(target)
    yield opened
    opened.dispose()
    assert check(target) == []


@dataclass
class Kept:
    """Three consecutive reports of one issuer, the first matched with both later ones."""

    engine: Engine
    first: int
    second: int
    third: int
    promised: dict[str, int] = field(default_factory=dict)
    """Commitments of the first report by text."""
    done: dict[str, int] = field(default_factory=dict)
    """Statements of the second."""
    done_later: dict[str, int] = field(default_factory=dict)
    """Statements of the third."""


@pytest.fixture
def kept(engine: Engine) -> Kept:
    """修订规章 is followed up at once, 建设平台 late, 培训人员 never."""
    plan = ["修订规章10件。", "建设网上平台。", "培训调解人员。"]
    first = keep(engine, parsed(2021, ["办理案件。"], plan), path="/reports/2021.txt").report
    second = keep(
        engine, parsed(2022, ["修订规章12件。", "走访企业。"], ["继续建设网上平台。"]), path="/reports/2022.txt"
    ).report
    third = keep(engine, parsed(2023, ["网上平台建成。", "走访社区。"], []), path="/reports/2023.txt").report
    made = Kept(
        engine,
        first,
        second,
        third,
        units(engine, first, Role.COMMITMENT),
        units(engine, second, Role.STATEMENT),
        units(engine, third, Role.STATEMENT),
    )
    rules, platform, training = made.promised.values()
    now, later = list(made.done.values()), list(made.done_later.values())
    match(
        engine,
        first,
        second,
        follow_up(rules, Status.FOLLOWED_UP, now),
        follow_up(platform, Status.DROPPED, now, repeated=True),
        follow_up(training, Status.DROPPED, now, 0.6),
    )
    match(
        engine,
        first,
        third,
        follow_up(rules, Status.DROPPED, later),
        follow_up(platform, Status.FOLLOWED_UP, later, 0.8),
        follow_up(training, Status.DROPPED, later, 0.9),
    )
    return made
