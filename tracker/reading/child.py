"""The process that extracts: requests come in on its input, texts go out on its output, one after the other.

A message is its length in eight bytes, big-endian, and so many bytes. A request is two messages, settings as JSON and
the file; an answer is one, JSON with either `text` and `warnings`, or `error`, each as `Message.stored` gives it.
Hostile input ends this process, never the parent.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from typing import IO

from tracker.children import pipes
from tracker.errors import ReadError
from tracker.reading.formats import is_archive
from tracker.reading.limits import Extracted, Limits
from tracker.reading.saying import refusal

HEADER = 8


def receive(stream: IO[bytes]) -> bytes:
    """The next message.

    Raises:
        EOFError: the other side is gone.

    """
    head = stream.read(HEADER)
    if len(head) < HEADER:
        raise EOFError
    size = int.from_bytes(head, "big")
    body = stream.read(size)
    if len(body) < size:
        raise EOFError
    return body


def send(stream: IO[bytes], body: bytes) -> None:
    """Write one message."""
    stream.write(len(body).to_bytes(HEADER, "big"))
    stream.write(body)
    stream.flush()


def extract(kind: str, data: bytes, limits: Limits) -> Extracted:
    """Text of a file, in this process.

    Raises:
        ReadError: it cannot be read; without the name of the file.

    """
    if kind == "html":
        from tracker.reading.archive import page_of
        from tracker.reading.html import read_html

        return read_html(page_of(data) if is_archive(data) else data)
    if kind == "docx":
        from tracker.reading.docx import read_docx

        return read_docx(data, limits)
    if kind == "doc":
        from tracker.reading.word97 import read_doc

        return read_doc(data, limits)
    if kind == "rtf":
        from tracker.reading.rtf import read_rtf

        return read_rtf(data)
    if kind == "odt":
        from tracker.reading.odt import read_odt

        return read_odt(data, limits)
    if kind == "xlsx":
        from tracker.reading.xlsx import read_xlsx

        return read_xlsx(data, limits)
    if kind == "pdf":
        from tracker.reading.pdf import read_pdf

        return read_pdf(data, limits)
    if kind == "md":
        from tracker.reading.markdown import read_md

        return read_md(data)
    from tracker.reading.plain import read_csv, read_txt

    return read_csv(data) if kind == "csv" else read_txt(data)


def main() -> None:
    """Answer requests until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = pipes()
    while True:
        try:
            settings = json.loads(receive(requests))
            data = receive(requests)
        except EOFError:
            return
        limits = Limits(**settings["limits"])
        _confine(limits)
        send(answers, json.dumps(_answer(settings["kind"], data, limits)).encode("ascii"))
        del data


def _answer(kind: str, data: bytes, limits: Limits) -> dict[str, object]:
    try:
        found = extract(kind, data, limits)
    except ReadError as error:
        return {"error": error.message.stored()}
    except MemoryError:
        return _refused("memory")
    except RecursionError:
        return _refused("nested")
    except Exception as error:
        return _refused("damaged", form=f"{kind}: {type(error).__name__}")
    if len(found.text) > limits.max_characters:
        return _refused("long", characters=limits.max_characters)
    return {"text": found.text, "warnings": [warning.stored() for warning in found.warnings]}


def _refused(name: str, **values: object) -> dict[str, object]:
    return {"error": refusal(name, **values).message.stored()}


def _confine(limits: Limits) -> None:
    """Let the system end this process when the next file takes too much of anything."""
    try:
        import resource
    except ImportError:  # Windows has the clock of the parent only
        return
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, resource.RLIM_INFINITY))
    used = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(used + limits.seconds) + 1, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
