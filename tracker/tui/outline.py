"""Where one report's commitments end and the next one's begin in a list that is known by its ids alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from tracker.model import CommitmentRow

PROBE_STEP = 256
"""Distance of the first probes; each boundary then takes eight more."""


@dataclass(frozen=True, slots=True)
class Run:
    """Commitments of one report that stand together in the list."""

    start: int
    """Index of the first."""
    count: int
    first: CommitmentRow
    new_issuer: bool
    """Whether the run before belongs to another issuer, so that an issuer line comes first."""

    @property
    def headers(self) -> int:
        """Lines above its first commitment."""
        return 2 if self.new_issuer else 1


def find_runs(ids: Sequence[int], rows: Callable[[Sequence[int]], list[CommitmentRow]]) -> tuple[Run, ...]:
    """The runs of a list in which each report's commitments stand together.

    Asks for few rows, not for all: probes at a distance, then halves every gap that holds a boundary, all gaps in one
    call a round. An id without a row (just deleted) leaves the list ungrouped.
    """
    known: dict[int, CommitmentRow] = {}
    wanted = sorted({*range(0, len(ids), PROBE_STEP), len(ids) - 1}) if ids else []
    while wanted:
        found = {row.id: row for row in rows([ids[at] for at in wanted])}
        if any(ids[at] not in found for at in wanted):
            return ()
        known |= {at: found[ids[at]] for at in wanted}
        gaps = pairwise(sorted(known))
        wanted = [(a + b) // 2 for a, b in gaps if b - a > 1 and known[a].report != known[b].report]
    places = sorted(known)
    starts = places[:1] + [b for a, b in pairwise(places) if known[a].report != known[b].report]
    runs: list[Run] = []
    for start, end in pairwise([*starts, len(ids)]):
        new = not runs or runs[-1].first.issuer != known[start].issuer
        runs.append(Run(start, end - start, known[start], new))
    return tuple(runs)


class Lines:
    """Screen lines of a list with header lines: which line shows what, and where a commitment stands."""

    def __init__(self, count: int, runs: tuple[Run, ...]) -> None:
        self.runs = runs
        self._starts = [run.start for run in runs]
        self._headers = list(accumulate(run.headers for run in runs))
        self._tops = [run.start + above for run, above in zip(runs, [0, *self._headers], strict=False)]
        self.count = count + (self._headers[-1] if runs else 0)

    def line_of(self, index: int) -> int:
        """The line on which commitment number `index` stands."""
        run = bisect_right(self._starts, index) - 1
        return index + (self._headers[run] if run >= 0 else 0)

    def at(self, line: int) -> int | tuple[Run, bool]:
        """The commitment's index on a line, or the run it heads and whether the line names the issuer."""
        at = bisect_right(self._tops, line) - 1
        if at < 0:
            return line
        run, below = self.runs[at], line - self._tops[at]
        if below < run.headers:
            return run, run.new_issuer and below == 0
        return line - self._headers[at]

    def index_near(self, line: int) -> int:
        """The commitment on a line, or below it if the line is a header."""
        found = self.at(line)
        return found if isinstance(found, int) else found[0].start

    def top_of(self, index: int) -> int:
        """The first line to show with a commitment: its headers belong to a report's first one."""
        run = bisect_right(self._starts, index) - 1
        return self._tops[run] if run >= 0 and self._starts[run] == index else self.line_of(index)
