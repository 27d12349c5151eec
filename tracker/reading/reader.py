"""One file after the other: checked, told apart, decoded or extracted, and sanitised once."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

from tracker import children
from tracker.errors import ReadError, why
from tracker.model import Document
from tracker.reading.child import receive, send
from tracker.reading.formats import SUFFIXES, tell_format
from tracker.reading.limits import MIB, Extracted, Limits
from tracker.reading.plain import read_txt
from tracker.reading.saying import refusal, warning
from tracker.text import clean, one_line
from tracker.words import Message

_PATIENCE = 6
"""Times the seconds of processor time that a file may take on the clock: the machine may be busy."""

_TOOK_TOO_LONG = getattr(signal, "SIGXCPU", 0)
"""What ends a process that used up its processor time; 0 on Windows, where the clock does it."""

_WIDEST = 4
"""Bytes of a character at most, in any encoding."""


class Reader:
    """Reads files; a context manager, because it may have a child process at work."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._child = _Child(self._limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the child process."""
        self._child.stop()

    def read(self, path: Path) -> Document:
        """The text of a file and what had to be taken out of it.

        Raises:
            ReadError: one line that names the file, what is wrong with it and what to do.

        """
        try:
            return self._read(path)
        except ReadError as error:
            raise error.at(one_line(clean(str(path))[0])) from error

    def _read(self, path: Path) -> Document:
        data = self._bytes(path)
        kind = tell_format(data, path.suffix)
        if kind == "txt" and len(data) > _WIDEST * self._limits.max_characters:
            raise refusal("long", characters=self._limits.max_characters)
        # Reading plain text cannot run away; all else is read in the child.
        found = read_txt(data) if kind == "txt" else self._child.extract(kind, data)
        text, removed = clean(found.text)
        if not text.strip():
            raise refusal("blank")
        if len(text) > self._limits.max_characters:
            raise refusal("long", characters=self._limits.max_characters)
        promised = SUFFIXES.get(path.suffix.lower()) or kind
        misnamed = () if promised == kind else (warning("misnamed", promised=promised, form=kind),)
        return Document(text, kind, removed, misnamed + found.warnings)

    def _bytes(self, path: Path) -> bytes:
        try:
            about = path.stat()
            if stat.S_ISDIR(about.st_mode):
                os.listdir(path)
                raise refusal("folder")
            if not stat.S_ISREG(about.st_mode):
                raise refusal("special")
            if about.st_size > self._limits.max_bytes:
                raise self._too_large()
            with path.open("rb") as file:
                data = file.read(self._limits.max_bytes + 1)
        except FileNotFoundError:
            raise refusal("missing") from None
        except PermissionError:
            raise refusal("forbidden") from None
        except (OSError, ValueError) as error:
            raise refusal("unopened", reason=why(error)) from None
        if len(data) > self._limits.max_bytes:
            raise self._too_large()
        return data

    def _too_large(self) -> ReadError:
        return refusal("large", megabytes=self._limits.max_bytes // MIB)


class _Child:
    """The process that extracts; started when first needed, started again after it had to be ended."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def extract(self, kind: str, data: bytes) -> Extracted:
        """Text of a file of any other kind than plain text.

        Raises:
            ReadError: it cannot be read, or took too long, or ended the process; without its name.

        """
        process = self._process if self._process and self._process.poll() is None else self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        settings = {"kind": kind, "limits": asdict(self._limits)}
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(_PATIENCE * self._limits.seconds, end)
        clock.daemon = True
        clock.start()
        try:
            send(process.stdin, json.dumps(settings).encode())
            send(process.stdin, data)
            answer = json.loads(receive(process.stdout))
        except (OSError, EOFError, ValueError):
            raise self._why(late) from None
        except BaseException:
            self.stop()
            raise
        finally:
            clock.cancel()
        if error := answer.get("error"):
            key, values = error
            raise ReadError(key, **values)
        return Extracted(answer["text"], tuple(map(Message.read, answer["warnings"])))

    def stop(self) -> None:
        """End the process, at work or not."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        self.stop()
        self._process = children.start("tracker.reading.child")
        return self._process

    def _why(self, late: threading.Event) -> ReadError:
        """What to say of a file that ended the process."""
        process = self._process
        self.stop()
        too_long = late.is_set() or (process is not None and process.returncode == -_TOOK_TOO_LONG)
        if too_long:
            return refusal("slow", seconds=self._limits.seconds)
        return refusal("failed")
