from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tracker.model import Document
from tracker.reading import Reader

Read = Callable[..., Document]


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    with Reader() as opened:
        yield opened


@pytest.fixture
def read(reader: Reader, tmp_path: Path) -> Read:
    """Save bytes (or text, as UTF-8) under a name and read the file."""

    def save_and_read(content: bytes | str, name: str = "report.txt") -> Document:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return reader.read(path)

    return save_and_read
