"""Pages read before they are asked for, so that the next commitment shows at once; any write makes them void."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.model import CommitmentDetail

AROUND = (1, -1, 2)
"""Places around the commitment in hand that are read ahead, those first that a reviewer goes to most."""


class Ahead:
    """What is known of the commitments around the one in hand."""

    def __init__(self) -> None:
        self.stamp = 0
        """Of what is kept now; what was asked for under an older one is thrown away."""
        self._kept: dict[int, CommitmentDetail] = {}

    def get(self, commitment: int) -> CommitmentDetail | None:
        """The page of a commitment, if it was read since the last write."""
        return self._kept.get(commitment)

    def put(self, stamp: int, details: Iterable[CommitmentDetail]) -> bool:
        """Take in pages in place of those before; False if something was written since they were asked for."""
        if stamp != self.stamp:
            return False
        self._kept = {detail.row.id: detail for detail in details}
        return True

    def forget(self) -> None:
        """Something was written."""
        self.stamp += 1
        self._kept.clear()


def around(ids: Sequence[int], at: int) -> list[int]:
    """The commitment at a place and those around it."""
    return [ids[place] for place in (at, *(at + step for step in AROUND)) if 0 <= place < len(ids)]
