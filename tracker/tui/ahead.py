"""Pages read before they are asked for, so that the next commitment shows at once; any write makes them void."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tracker.model import CommitmentDetail

LOOK = 2.0
"""Seconds between looks at whether anybody has written."""

AROUND = (1, -1, 2)
"""Places around the commitment in hand that are read ahead, those first that a reviewer goes to most."""


class Read(NamedTuple):
    """Pages as they were read."""

    stamp: int
    """Of the database before they were read: while it stays the same, so do they."""
    details: Sequence[CommitmentDetail]


class Ahead:
    """What is known of the commitments around the one in hand."""

    def __init__(self) -> None:
        self.era = 0
        """Counts own writes and those that were taken in; what was asked for in an older one is thrown away."""
        self.stamp: int | None = None
        """Of the database when the pages were read."""
        self._kept: dict[int, CommitmentDetail] = {}

    def get(self, commitment: int) -> CommitmentDetail | None:
        """The page of a commitment, if it was read since the last own write."""
        return self._kept.get(commitment)

    def put(self, era: int, read: Read) -> bool:
        """Take in pages in place of those before; False if something was written since they were asked for."""
        if era != self.era:
            return False
        self.stamp = read.stamp
        self._kept = {detail.row.id: detail for detail in read.details}
        return True

    def begin_era(self) -> None:
        """What was asked for before comes too late."""
        self.era += 1

    def forget(self) -> None:
        """Something was written here."""
        self.begin_era()
        self._kept.clear()


def around(ids: Sequence[int], at: int) -> list[int]:
    """The commitment at a place and those around it."""
    return [ids[place] for place in (at, *(at + step for step in AROUND)) if 0 <= place < len(ids)]
