"""The review room in a browser: a decision made by keyboard in headless Chromium."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tracker.cli.serve import _only_this_machine

aiohttp = pytest.importorskip("aiohttp", reason="textual-serve is not installed: pip install 'tracker[serve]'")
pytest.importorskip("textual_serve", reason="textual-serve is not installed: pip install 'tracker[serve]'")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PATIENCE = 60.0
"""Seconds until something that should happen is given up."""


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _heeds_ctrl_c() -> None:
    """What is started from a script's background ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def _served(db: Path, port: int, *more: str) -> Iterator[subprocess.Popen[str]]:
    argv = [
        sys.executable,
        "-m",
        "tracker",
        "--db",
        str(db),
        "--reviewer",
        "林评议",
        "serve",
        "--port",
        str(port),
        *more,
    ]
    with subprocess.Popen(
        argv, stderr=subprocess.PIPE, text=True, env={**os.environ, "TRACKER_LANG": "en"}, preexec_fn=_heeds_ctrl_c
    ) as server:
        try:
            yield server
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()
                raise


def _first_lines(server: subprocess.Popen[str], count: int) -> str:
    assert server.stderr is not None
    return "".join(server.stderr.readline() for _ in range(count))


@asynccontextmanager
async def _page(profile: Path, url: str) -> AsyncIterator[Any]:
    """A page of a browser, spoken to by the DevTools protocol."""
    assert CHROMIUM is not None
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--window-size=1400,900", "--remote-debugging-port=0")
    argv = [CHROMIUM, *flags, f"--user-data-dir={profile}", url]
    with subprocess.Popen(argv, stderr=subprocess.PIPE, text=True) as browser:
        try:
            assert browser.stderr is not None
            found = (re.search(r"ws://([^/]+)/", line) for line in browser.stderr)
            address = next(match[1] for match in found if match)
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://{address}/json") as answer:
                    targets = await answer.json()
                target = next(t["webSocketDebuggerUrl"] for t in targets if t["type"] == "page")
                async with session.ws_connect(target, max_msg_size=0) as page:
                    # A browser without a screen has no window in front, and gives its keys to none.
                    await _send(page, "Emulation.setFocusEmulationEnabled", enabled=True)
                    yield page
        finally:
            browser.terminate()


async def _send(page: Any, method: str, **values: object) -> None:
    await page.send_str(json.dumps({"id": 1, "method": method, "params": values}))


async def _press(page: Any, key: str) -> None:
    await _send(page, "Input.dispatchKeyEvent", type="keyDown", key=key, text=key)
    await _send(page, "Input.dispatchKeyEvent", type="keyUp", key=key)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: install chromium to run this test")
async def test_a_key_pressed_in_a_browser_is_a_decision_kept(tracker: Run, reports: Path, tmp_path: Path) -> None:
    assert tracker("follow", reports).code == 0
    db, port = tmp_path / "test.db", _free_port()
    with _served(db, port) as server:
        assert f"http://127.0.0.1:{port} for 林评议" in _first_lines(server, 1)
        async with _page(tmp_path / "profile", f"http://127.0.0.1:{port}") as page:
            kept: list[dict[str, Any]] = []
            until = time.monotonic() + PATIENCE
            while not kept and time.monotonic() < until:  # keys pressed before the room is open go nowhere
                await _press(page, "d")
                await asyncio.sleep(1)
                rows = map(json.loads, tracker("list", "--json").out.splitlines())
                kept = [row for row in rows if row["decided_by"]]

    assert kept
    assert {(row["status"], row["decided_by"]) for row in kept} == {("dropped", "林评议")}


def test_another_address_than_this_machine_is_warned_of(reports: Path, tracker: Run, tmp_path: Path) -> None:
    tracker("follow", reports)
    with _served(tmp_path / "test.db", _free_port(), "--host", "0.0.0.0") as server:
        assert "WARNING: everyone who can reach 0.0.0.0" in _first_lines(server, 2)


def test_a_port_that_is_taken_is_said(reports: Path, tracker: Run, tmp_path: Path) -> None:
    tracker("follow", reports)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = tracker("serve", "--port", taken.getsockname()[1])

    assert ran.code == 2
    assert "cannot be listened on" in ran.err


@pytest.mark.parametrize("seconds", [0.3, 0.6, 0.9, 1.2])
def test_ctrl_c_ends_it_at_any_moment_of_its_start(reports: Path, tracker: Run, tmp_path: Path, seconds: float) -> None:
    tracker("follow", reports)
    with _served(tmp_path / "test.db", _free_port()):
        time.sleep(seconds)


@pytest.mark.parametrize(
    ("host", "only"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("192.168.1.4", False),
        ("a.b", False),
    ],
)
def test_only_loopback_is_this_machine(host: str, only: bool) -> None:
    assert _only_this_machine(host) is only
