"""Which commitments to show to whom, and what they come to in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from tracker.model.terms import Reported, Status, Trackability


class Filter(NamedTuple):
    """Which commitments to show; empty fields do not restrict."""

    issuer: str | None = None
    years: tuple[int, int] | None = None
    """First and last year, inclusive, of the report that promises."""
    report: int | None = None
    statuses: tuple[Status, ...] = ()
    text: str | None = None
    """A piece of the commitment's text, literally."""
    topic: str | None = None
    """Key of a topic; the empty text for those without one."""
    trackability: Trackability | None = None
    decided: bool | None = None
    decided_by: str | None = None
    """Only what this reviewer has a standing decision on."""
    body: str | None = None
    """A piece of the name of a responsible body, literally."""
    reported: Reported | None = None
    chain: bool = False
    """Only promises that another year repeats."""
    late: bool = False
    gone: bool = False
    """Only decided commitments that a re-imported report no longer holds."""
    flagged: bool = False
    """Only what the one who looks has marked for later."""
    disagreed: bool = False
    """Only what reviewers decided differently and nobody has adjudicated."""
    ahead: bool = False
    """Only promises that stand inside a review of work done."""
    confidence_below: float | None = None
    """Only suggestions less certain than this."""

    def for_blind(self) -> Filter:
        """The same without what a blind viewer must not be told by it."""
        changed: dict[str, Any] = {name: getattr(Filter(), name) for name in HIDDEN_FROM_BLIND}
        return self._replace(**changed)


HIDDEN_FROM_BLIND = ("reported", "chain", "disagreed", "confidence_below")
"""Fields of Filter that rest on suggestions or on what others decided."""


class SavedFilter(NamedTuple):
    """A filter under a name."""

    name: str
    filter: Filter


class Viewer(NamedTuple):
    """Who looks: whose marks for later are shown, and whether to hide suggestions and what others decided.

    To a blind viewer the status of a commitment is their own word, and PENDING before they have given it; that another
    year repeats it is hidden too, as matching found that out.
    """

    name: str = ""
    """Empty shows what anybody has marked."""
    blind: bool = False


class Group(NamedTuple):
    """Commitments of one report that stand together in a list."""

    report: int
    issuer: str | None
    year: int | None
    title: str
    commitments: int


class Listing(NamedTuple):
    """A list of commitments: which ones, in order."""

    ids: Sequence[int]
    groups: tuple[Group, ...] = ()
    """The reports that the list goes through one after another; none where it is in another order."""


class Facets(NamedTuple):
    """What the kept commitments can be filtered by, with how many there are of each.

    Each axis counts without its own restriction, so that it shows what another choice would give; `total` and
    `decided` count the chosen ones.
    """

    issuers: tuple[tuple[str, int], ...] = ()
    years: tuple[tuple[int, int], ...] = ()
    statuses: tuple[tuple[Status, int], ...] = ()
    decided: int = 0
    total: int = 0
    reviewers: tuple[tuple[str, int], ...] = ()
    """Who has decided how many of the chosen ones."""
    topics: tuple[tuple[str, int], ...] = ()
    trackabilities: tuple[tuple[Trackability, int], ...] = ()
    reported: tuple[tuple[Reported, int], ...] = ()
    bodies: tuple[tuple[str, int], ...] = ()
    """Named bodies, most often named first."""
    doubts: tuple[tuple[float, int], ...] = ()
    """How many are less certain than each of some confidences."""
    flags: tuple[tuple[str, int], ...] = ()
    """Names of the yes-or-no fields of Filter (chain, late, flagged, disagreed, ahead, gone)."""


class Tally(NamedTuple):
    """How the commitments of one issuer and report year stand."""

    issuer: str | None
    year: int | None
    total: int
    decided: int
    statuses: tuple[tuple[Status, int], ...]
    """Those that occur, in the order of Status."""
    late: int = 0
    reported: tuple[tuple[Reported, int], ...] = ()
    """How the later reports speak of them; pending ones are in none."""
