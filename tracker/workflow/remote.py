"""The review room's database in a process of its own, so that no screen waits for it to load or to work."""

from __future__ import annotations

import pickle
import threading
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from itertools import count
from types import TracebackType
from typing import Any, Self

from db.file import FileWatch, path_of
from tracker import children, words
from tracker.errors import DatabaseError


class Remote:
    """Answers what `Reviewing` answers, each call by a request to the other process; any thread may call."""

    def __init__(self, target: str | None, reviewer: str, blind: bool) -> None:
        """Ask the other process to open a database.

        Raises:
            DatabaseError: the path begins with the home of a user there is not.

        """
        self.reviewer = reviewer
        self.blind = blind
        # A file is watched from here: what has to be waited for would keep a key waiting.
        self._watch = None if isinstance(target, str) and "://" in target else FileWatch(path_of(target))
        self._process = children.start(children.ANSWERING, alone=True)
        self._numbers = count()
        self._sending = threading.Lock()
        self._asked: dict[int, Future[Any]] = {}
        self._ahead: dict[tuple[object, ...], Future[Any]] = {}
        self._gone = False
        self._opened = self._ask("open", target, reviewer, blind=blind, language=words.spoken())
        threading.Thread(target=self._receive, daemon=True).start()

    def wait(self) -> None:
        """Return once the database is open.

        Raises:
            DatabaseError: as `db.engine.open_database`.

        """
        self._opened.result()

    def quick_stamp(self) -> int | None:
        """As `Reviewing.quick_stamp`."""
        return None if self._watch is None else self._watch.quick_stamp()

    def ahead(self, name: str, *values: object) -> None:
        """Ask for what will be asked for: the first call of that name with those values takes the answer."""
        self._ahead[name, *values] = self._ask(name, *values)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Ask for nothing more; return when all is done that was asked for."""
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()
        self._process.wait()
        if self._watch is not None:
            self._watch.close()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return partial(self._call, name)

    def _call(self, name: str, *values: Any, **named: Any) -> Any:
        known = None if named or not self._ahead else self._ahead.pop((name, *values), None)
        return (known or self._ask(name, *values, **named)).result()

    def _ask(self, name: str, *values: object, **named: object) -> Future[Any]:
        assert self._process.stdin is not None
        answer: Future[Any] = Future()
        if name == "stamp" and self._watch is not None:
            try:
                answer.set_result(self._watch.stamp())
            except DatabaseError as error:
                answer.set_exception(error)
            return answer
        request = pickle.dumps((number := next(self._numbers), name, values, named), pickle.HIGHEST_PROTOCOL)
        with self._sending:
            if self._gone:
                answer.set_exception(_gone())
                return answer
            self._asked[number] = answer
            with suppress(OSError, ValueError):  # that it is gone is told by the end of its answers
                self._process.stdin.write(request)
                self._process.stdin.flush()
        return answer

    def _receive(self) -> None:
        """In a thread of its own: give each answer to who waits for it."""
        assert self._process.stdout is not None
        with suppress(EOFError, OSError, pickle.UnpicklingError):
            while True:
                number, answer, error = pickle.load(self._process.stdout)
                asked = self._asked.pop(number)
                if error is None:
                    asked.set_result(answer)
                else:
                    asked.set_exception(error)
        with self._sending:
            self._gone = True
            for asked in self._asked.values():
                asked.set_exception(_gone())


def _gone() -> DatabaseError:
    return DatabaseError("db.file.gone")
