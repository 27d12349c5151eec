"""Another Python of ours, spoken to by its pipes: how it is started, and how it finds them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

ANSWERING = "tracker.workflow.answering"
"""The module that answers the review room; named here, as loading who asks it takes longer than this one."""

_begun: dict[str, subprocess.Popen[bytes]] = {}


@contextmanager
def begun(module: str) -> Iterator[None]:
    """Have a process of its own load what it needs before it is known what to ask it; the first to start it gets it."""
    _begun[module] = start(module, alone=True)
    try:
        yield
    finally:
        for process in _begun.values():  # nobody took it: it ends with its input
            process.communicate()
        _begun.clear()


def start(module: str, *, alone: bool = False) -> subprocess.Popen[bytes]:
    """A process that runs `main` of a module, with our modules, environment and pipes, and no terminal.

    Args:
        module: which one; it should import little before it has something to do.
        alone: out of the reach of what ends the others at this terminal: Ctrl-C, and its closing.

    """
    import subprocess  # a child of ours, which has only its pipes to find, starts without it

    if module in _begun:
        return _begun.pop(module)
    paths = [path for path in sys.path if path] + [str(Path(__file__).parents[1])]
    return subprocess.Popen(
        [sys.executable, "-P", "-c", f"from {module} import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        start_new_session=alone,
    )


def pipes() -> tuple[IO[bytes], IO[bytes]]:
    """In the process started: where requests come in and answers go out; whatever else is written goes nowhere."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    return requests, answers
