"""An encoder for tests: texts that share characters get near vectors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tracker.matching.encoder import DIMENSIONS
from tracker.matching.grams import Floats


class ByCharacters:
    """Adds up a fixed vector for each character."""

    name = "by-characters"

    def __init__(self) -> None:
        """Start counting what is asked."""
        self.asked = 0

    def encode(self, texts: Sequence[str]) -> Floats:
        self.asked += len(texts)
        vectors = np.stack([np.sum([_of(c) for c in text or " "], axis=0) for text in texts])
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def _of(character: str) -> Floats:
    return np.random.default_rng(ord(character)).normal(size=DIMENSIONS).astype(np.float32)
