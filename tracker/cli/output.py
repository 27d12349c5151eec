"""How the command line speaks: data on standard output, one plain line a remark on standard error."""

from __future__ import annotations

import codecs
import io
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

    from tracker.model import Status

T = TypeVar("T")


class ExitCode(IntEnum):
    """What the exit code of `tracker` means."""

    OK = 0
    PROBLEM = 1
    """Something needs a person: a file was refused or has a warning, a file could not be written."""
    USAGE = 2
    """The command line makes no sense."""
    INTERRUPTED = 130


@contextmanager
def ended_at_once() -> Iterator[None]:
    """Ctrl-C ends the process while it only loads: raised there, it would be a traceback, or be lost in a callback."""
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:  # somebody else's, or ignored as in the background
        yield
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


SIGNS = {
    "followed_up": ("✓", "green"),
    "partly_met": ("~", "yellow"),
    "dropped": ("✗", "red"),
    "pending": ("-", "bright_black"),
    "unclear": ("?", "magenta"),
    "not_a_commitment": ("∅", "bright_black"),
}
"""The sign that the room has too and a colour, for each `model.Status`. Plain keys keep start-up light."""


ASCII = {"✓": "+", "∅": "0", "✗": "x", "·": ".", "–": "-", "—": "-", "…": "...", "→": "->"}
"""What stands for a sign where the encoding has none; other characters that it lacks are escaped."""


def encodable() -> None:
    """Let standard output and error take every character, whatever their encoding (GBK where Windows redirects)."""
    codecs.register_error("tracker", _in_ascii)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="tracker")


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    refused = error.object[error.start : error.end]
    plain = (ASCII.get(c) or c.encode("ascii", "backslashreplace").decode() for c in refused)
    return "".join(plain), error.end


def printable(text: str) -> str:
    """One line of untrusted text that can do nothing to a terminal."""
    from tracker.text import clean, one_line

    return one_line(clean(text)[0])


def fail(message: str) -> None:
    """One line about what went wrong."""
    print(f"tracker: {printable(message)}", file=sys.stderr)


def note(message: str) -> None:
    """One line of narration."""
    print(printable(message), file=sys.stderr)


def status_words(status: Status, late: bool = False) -> str:
    """The sign and the words of a status."""
    from tracker import words

    name = words.name(status)
    return f"{SIGNS[status][0]} {words.say('cli.late', status=name) if late else name}"


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield progress


def progress(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """Pass items on and show a bar on standard error while a person is watching."""
    if total == 0 or not sys.stderr.isatty():
        yield from items
        return
    with _bar() as bar:
        task = bar.add_task(what, total=total)
        for item in items:
            bar.advance(task)
            yield item
