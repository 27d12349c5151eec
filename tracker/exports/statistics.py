"""What a list of commitments counts to. docs/statistics.md defines every figure.

A share comes with its Wilson interval at 95 %: what was read is seen as a sample of how the issuer reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tracker.model import VERDICTS, CommitmentRow, Reported, Status, Trackability

LEVEL = 0.95


@dataclass(frozen=True)
class Share:
    """`count` of `total`."""

    count: int
    total: int

    @property
    def value(self) -> float | None:
        """In [0, 1]; None of nothing."""
        return self.count / self.total if self.total else None

    @cached_property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's interval at LEVEL; None of nothing."""
        if not self.total:
            return None
        from scipy.stats import binomtest

        found = binomtest(self.count, self.total).proportion_ci(LEVEL, method="wilson")
        return float(found.low), float(found.high)


@dataclass(slots=True)
class Tally:
    """Counts of some commitments."""

    statuses: Counter[Status] = field(default_factory=Counter)
    reported: Counter[tuple[Status, Reported]] = field(default_factory=Counter)
    """Of the checked ones whose way of reporting is known."""
    late: int = 0
    decided: int = 0
    undecided_pending: int = 0
    repeated: int = 0

    def add(self, row: CommitmentRow) -> None:
        """Count one more."""
        self.statuses[row.status] += 1
        self.late += row.late
        self.decided += row.decided_by is not None
        self.undecided_pending += row.decided_by is None and row.status is Status.PENDING
        self.repeated += row.chain is not None
        if (way := way_reported(row.status, row.reported)) is not None:
            self.reported[row.status, way] += 1

    @property
    def commitments(self) -> int:
        """All but those that a reviewer called none."""
        return self.statuses.total() - self.statuses[Status.NOT_A_COMMITMENT]

    @property
    def checked(self) -> int:
        """Commitments with a later report and a verdict."""
        return sum(self.statuses[status] for status in VERDICTS)

    @property
    def feedback(self) -> Share:
        """Checked commitments that a later report speaks of at all (反馈率)."""
        return Share(self.checked - self.statuses[Status.DROPPED], self.checked)

    @property
    def followed_up(self) -> Share:
        """Checked commitments that were followed up (落实率)."""
        return Share(self.statuses[Status.FOLLOWED_UP], self.checked)

    @property
    def in_time(self) -> Share:
        """Checked commitments followed up and not late (按期落实率): the rate by which years can be compared.

        A promise of long ago had many later reports in which to be followed up, one of last year a single one.
        """
        return Share(self.statuses[Status.FOLLOWED_UP] - self.late, self.checked)

    @property
    def decided_share(self) -> Share:
        """Rows whose status is a person's decision."""
        return Share(self.decided, self.statuses.total())

    def ways(self, *statuses: Status) -> Counter[Reported]:
        """How the commitments of these statuses were reported."""
        found: Counter[Reported] = Counter()
        for (status, way), count in self.reported.items():
            if status in statuses:
                found[way] += count
        return found

    @property
    def met_reported_directly(self) -> Share:
        """Of the followed up ones, those reported directly (92 % in 杨君 2013)."""
        ways = self.ways(Status.FOLLOWED_UP)
        return Share(ways[Reported.DIRECTLY], ways.total())

    @property
    def missed_not_direct(self) -> Share:
        """Of the partly met and dropped ones, those reported indirectly, vaguely or not at all (85 % in 杨君 2013)."""
        ways = self.ways(Status.PARTLY_MET, Status.DROPPED)
        return Share(ways.total() - ways[Reported.DIRECTLY], ways.total())


def way_reported(status: Status, proposed: Reported | None) -> Reported | None:
    """How it was reported, in accord with its status; None where there is no verdict or it is not known.

    Silence is what makes a commitment dropped, and nothing else does: where a person found evidence that the program
    did not see, how it was reported is not known.
    """
    if status is Status.DROPPED:
        return Reported.NOT_AT_ALL
    return proposed if status in VERDICTS and proposed is not Reported.NOT_AT_ALL else None


STUDY = {"feedback": 0.67, "met_reported_directly": 0.92, "missed_not_direct": 0.85}
"""杨君 (2013), 150 work reports of 15 cities, 2002-2011, 2,257 quantified commitments: the same figures there."""

GROUPS: dict[str, Callable[[CommitmentRow], object]] = {
    "issuer": lambda row: row.issuer or "",
    "year": lambda row: row.year or 0,
    "topic": lambda row: row.topic,
    "trackability": lambda row: row.trackability.value,
    "issuer_year": lambda row: (row.issuer or "", row.year or 0),
    "topic_year": lambda row: (row.topic, row.year or 0),
    "issuer_topic": lambda row: (row.issuer or "", row.topic),
}
"""What commitments are grouped by; a missing issuer, topic or year is '' or 0 and comes last."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A promise that several years repeat, as far as it is in the selection."""

    issuer: str | None
    text: str
    """As first promised."""
    links: tuple[tuple[int, Status], ...]
    """(report year, status), oldest first."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """The whole selection and its groups, each in order of its keys."""

    whole: Tally
    quantified: Tally
    """Those with a figure: the ones that the study counted."""
    groups: dict[str, dict[object, Tally]]
    chains: tuple[Chain, ...] = ()
    """Longest first."""
    topics: Mapping[str, str] = field(default_factory=dict)
    """Key of a topic -> its name in the language that is spoken."""


def count(rows: Iterable[CommitmentRow], topics: Mapping[str, str] | None = None) -> Statistics:
    """Count a selection, read once; `topics` names the topics."""
    whole, quantified = Tally(), Tally()
    groups: dict[str, dict[object, Tally]] = {name: {} for name in GROUPS}
    chained: dict[int, list[CommitmentRow]] = {}
    for row in rows:
        whole.add(row)
        if row.trackability is Trackability.QUANTIFIED:
            quantified.add(row)
        for name, key in GROUPS.items():
            groups[name].setdefault(key(row), Tally()).add(row)
        if row.chain is not None:
            chained.setdefault(row.chain, []).append(row)
    sorted_groups = {name: dict(sorted(group.items(), key=_place)) for name, group in groups.items()}
    return Statistics(whole, quantified, sorted_groups, tuple(_chains(chained)), topics or {})


def _chains(chained: dict[int, list[CommitmentRow]]) -> list[Chain]:
    chains = []
    for rows in chained.values():
        dated = sorted((row.year, row.id, row) for row in rows if row.year is not None)
        if len({year for year, _, _ in dated}) > 1:
            links = tuple((year, row.status) for year, _, row in dated)
            chains.append(Chain(dated[0][2].issuer, dated[0][2].text, links))
    return sorted(chains, key=lambda chain: (-len(chain.links), chain.links[0][0], chain.issuer or "", chain.text))


def _place(item: tuple[object, Tally]) -> tuple[bool, str]:
    key = item[0]
    parts = key if isinstance(key, tuple) else (key,)
    return not all(parts), "\0".join(f"{part:06d}" if isinstance(part, int) else str(part) for part in parts)
