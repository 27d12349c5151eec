"""What an overview shows, as tables: rates by issuer and year, how promises were reported, how reviewers agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from tracker import words
from tracker.model import VERDICTS, Agreement, Filter, Reported, Status, Tally
from tracker.tui.looks import LOOKS, percent, safe
from tracker.tui.widgets.grid import LEVELS, Cell, Table

BAR = 16
FILLS = {Status.FOLLOWED_UP: "█", Status.PARTLY_MET: "▒", Status.DROPPED: "░"}
"""Each status fills its share of a bar with a sign of its own, so that it shows without colour too."""

SHORT_BAR = 5
"""Cells of a bar beside its figures: three of them stand beside a name on 80 cells."""

NAME_CELLS = 24


def rate(statuses: Counter[Status], late: int = 0) -> float | None:
    """Share of followed up, but for so many late ones, among those with a verdict; None without any."""
    judged = sum(statuses[status] for status in VERDICTS)
    return (statuses[Status.FOLLOWED_UP] - late) / judged if judged else None


def statuses_of(tallies: Iterable[Tally]) -> Counter[Status]:
    """How many have each status."""
    total: Counter[Status] = Counter()
    for tally in tallies:
        total.update(dict(tally.statuses))
    return total


def bar(statuses: Counter[Status], width: int = BAR, *, blind: bool = False) -> tuple[tuple[str, str], ...]:
    """Followed up, partly met and dropped as shares of a bar; to a blind reviewer as far as they have decided."""
    judged = sum(statuses[status] for status in VERDICTS)
    if not judged:
        return ((words.say("tui.page.undecided" if blind else "tui.overview.no_verdicts"), "faint"),)
    pieces, used, seen = [], 0, 0
    for status in VERDICTS:
        seen += statuses[status]
        end = round(width * seen / judged)
        if end > used:
            pieces.append((FILLS[status] * (end - used), status.value))
        used = end
    return tuple(pieces)


def _heat(share: float | None, opens: Filter, count: int) -> Cell:
    if not count:
        return Cell("")
    if share is None:
        return Cell("-", "faint", opens)
    return Cell(f"{percent(share):>4}", f"heat{min(int(share * LEVELS), LEVELS - 1)}", opens)


def _by_issuer(tallies: Sequence[Tally], name: str | None) -> list[Tally]:
    return [tally for tally in tallies if name is None or tally.issuer == name]


def _names(tallies: Sequence[Tally]) -> list[str | None]:
    """None stands for all issuers together."""
    return [None, *dict.fromkeys(tally.issuer for tally in tallies if tally.issuer)]


def _filter(base: Filter, issuer: str | None) -> Filter:
    return base._replace(issuer=issuer) if issuer else base


def rates(tallies: Sequence[Tally], base: Filter, *, blind: bool = False) -> Table:
    """Issuers by report years: the share of promises that were followed up, in the years of those in time.

    Years compare only so: a promise of long ago had many later reports in which to be followed up.
    """
    years = sorted({tally.year for tally in tallies if tally.year is not None}, reverse=True)
    rows = []
    for name in _names(tallies):
        these, opens = _by_issuer(tallies, name), _filter(base, name)
        statuses, total = statuses_of(these), sum(tally.total for tally in these)
        cells = [
            _name_cell(name, opens),
            Cell("", pieces=bar(statuses, blind=blind), opens=opens),
            _heat(rate(statuses), opens, total),
            Cell(f"{sum(t.decided for t in these):,}/{total:,}", "faint", opens._replace(decided=False)),
        ]
        for year in years:
            of_year = [tally for tally in these if tally.year == year]
            in_time = rate(statuses_of(of_year), sum(tally.late for tally in of_year))
            cells.append(_heat(in_time, opens._replace(years=(year, year)), sum(t.total for t in of_year)))
        rows.append(tuple(cells))
    head = ("issuer", "fates", "rate", "decided")
    header = (*(words.say(f"tui.overview.{name}") for name in head), *map(str, years))
    return Table(header, (NAME_CELLS, BAR + 2, 7, 14, *(7 for _ in years)), tuple(rows))


def _name_cell(name: str | None, opens: Filter) -> Cell:
    return Cell(safe(name) if name else words.say("tui.overview.all"), "plain" if name else "strong", opens)


def manner(tallies: Sequence[Tally], base: Filter) -> Table:
    """Issuers by how later reports speak of their promises."""
    rows = []
    for name in _names(tallies):
        counts: Counter[Reported] = Counter()
        for tally in _by_issuer(tallies, name):
            counts.update(dict(tally.reported))
        total, opens = sum(counts.values()), _filter(base, name)
        cells = [_name_cell(name, opens)]
        for word in Reported:
            share = counts[word] / total if total else 0.0
            drawn = "█" * round(SHORT_BAR * share)
            text = f"{drawn:<{SHORT_BAR}} {percent(share):>4} {counts[word]:>6,}" if total else ""
            cells.append(Cell(text, "plain", opens._replace(reported=word) if counts[word] else None))
        rows.append(tuple(cells))
    header = (words.say("tui.overview.issuer"), *(words.name(word) for word in Reported))
    widths = (max(SHORT_BAR + 13, cell_len(name) + 2) for name in header[1:])
    return Table(header, (NAME_CELLS, *widths), tuple(rows))


def reviewers(agreements: Sequence[Agreement], deciders: Sequence[tuple[str, int]] | None, base: Filter) -> Table:
    """Who decided how many, None while that is not known, and how far each pair agrees on what both decided."""
    rows = [
        (
            Cell(safe(name), "strong", base._replace(decided_by=name)),
            Cell(words.say("tui.overview.has_decided", n=count), "plain"),
            *(Cell("") for _ in range(3)),
        )
        for name, count in deciders or ()
    ]
    queue = base._replace(disagreed=True)
    for pair in agreements:
        interval = "" if pair.low is None or pair.high is None else f"[{pair.low:.2f}, {pair.high:.2f}]"
        rows.append(
            (
                Cell(f"{safe(pair.one)} × {safe(pair.other)}", "plain", queue),
                Cell(words.say("tui.overview.both", n=pair.items), "plain"),
                Cell(percent(pair.agreed / pair.items) if pair.items else "-", "plain"),
                Cell("-" if pair.kappa is None else f"{pair.kappa:.2f}", "plain"),
                Cell(interval, "faint"),
            )
        )
    if not rows and deciders is not None:
        rows = [(Cell(words.say("tui.overview.nobody"), "faint"), *(Cell("") for _ in range(4)))]
    header = tuple(words.say(f"tui.overview.{name}") for name in ("reviewer", "items", "agreed", "kappa", "interval"))
    return Table(header, (NAME_CELLS, 20, 9, 8, 15), tuple(rows))


def legend(statuses: Counter[Status]) -> str:
    """The signs of the bar with how many there are of each."""
    return "  ".join(f"{FILLS[s]} {LOOKS[s].sign} {LOOKS[s].label} {statuses[s]:,}" for s in VERDICTS)
