"""The process that `remote` asks: opens a database once, then answers with the methods of `Reviewing`.

A request is a number, the name of a method and what it is called with, an answer the number, what the method gave and
the error that it raised, each pickled. It ends when it is asked for nothing more: whoever asked may be gone, but what
was asked is done.
"""

from __future__ import annotations

import gc
import pickle
import signal
import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

from tracker import children, words
from tracker.errors import TrackerError
from tracker.later import later

if TYPE_CHECKING:
    from tracker.workflow.reviewing import Reviewing

AT_ONCE = 4
"""Requests at work at once: a long count holds up no page."""


def main() -> None:
    """Answer until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(50_000, 20, 20)  # as the command does
    requests, answers = children.pipes()
    with suppress(Exception):  # what cannot be loaded is told by opening
        _load()
    room = _Room(answers)
    with suppress(EOFError):
        room.answer(*pickle.load(requests))  # opens it: nothing can be answered before
        name = "stamp"
        while name == "stamp":  # and after it what the screen begins with: that waits for nothing else
            number, name, values, named = pickle.load(requests)
            room.answer(number, name, values, named)
        _load_more()
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(AT_ONCE) as pool:
            while True:
                pool.submit(room.answer, *pickle.load(requests))
    room.close()


def _load() -> None:
    """Load what any answer needs, while nothing is asked yet."""
    # A quarter of what SQLAlchemy takes to load; it uses them for other drivers, and to look for plug-ins.
    later("asyncio", "iscoroutine")
    later("importlib.metadata")
    import tracker.workflow.reviewing
    import tracker.workflow.topics  # noqa: F401


def _load_more() -> None:
    """Load what is needed next."""
    import tracker.matching  # noqa: F401


class _Room:
    def __init__(self, answers: IO[bytes]) -> None:
        self._answers = answers
        self._sending = threading.Lock()
        self._reviewing: Reviewing | None = None

    def answer(self, number: int, name: str, values: tuple[Any, ...], named: dict[str, Any]) -> None:
        """Do what was asked, and say what came of it."""
        given: object = None
        error: Exception | None = None
        try:
            given = (self.open if name == "open" else getattr(self._reviewing, name))(*values, **named)
        except TrackerError as refused:
            error = refused
        except Exception:
            import traceback

            error = RuntimeError(traceback.format_exc())
        body = pickle.dumps((number, given, error), pickle.HIGHEST_PROTOCOL)
        with self._sending, suppress(OSError):  # whoever asked may be gone
            self._answers.write(body)
            self._answers.flush()

    def close(self) -> None:
        """Let go of the database, so that all of it is in its one file."""
        if self._reviewing is not None:
            self._reviewing.close()

    def open(self, target: str | None, reviewer: str, *, blind: bool, language: str) -> None:
        """Open a database for a reviewer who speaks a language."""
        from db.engine import open_database
        from tracker.workflow.reviewing import Reviewing

        words.use(language)
        self._reviewing = Reviewing(open_database(target, make=False), reviewer, blind)
        gc.freeze()
