"""Where one report's commitments end and the next one's begin in a list, and on which line each stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from tracker.model import Group


class Run(NamedTuple):
    """Commitments of one report that stand together in the list."""

    start: int
    """Index of the first."""
    of: Group
    new_issuer: bool
    """Whether the run before belongs to another issuer, so that an issuer line comes first."""

    @property
    def headers(self) -> int:
        """Lines above its first commitment."""
        return 2 if self.new_issuer else 1


def runs_of(groups: Sequence[Group]) -> tuple[Run, ...]:
    """Where each report's commitments begin."""
    starts = accumulate((group.commitments for group in groups), initial=0)
    before = (None, *groups)
    return tuple(
        Run(start, group, last is None or last.issuer != group.issuer)
        for start, group, last in zip(starts, groups, before, strict=False)
    )


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
