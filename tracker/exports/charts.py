"""The statistics as pictures, drawn by matplotlib; text becomes outlines, so every viewer shows every glyph."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tracker import words
from tracker.exports.fonts import FAMILY, font_file, needed
from tracker.exports.looks import LOOKS, WAYS
from tracker.exports.statistics import Statistics, Tally
from tracker.exports.tables import group_name, percent
from tracker.model import VERDICTS, Reported, Status
from tracker.text import fit, one_line, strip_enumerator

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST = 40
"""Bars, rows or columns that a picture shows at most: more cannot be read."""

PIXELS_PER_INCH = 150

_INK, _SOFT, _LINE = "#1F2933", "#5B6673", "#D5D9DE"
_STYLE = re.compile(r' style="([^"]*)"')
_ID = re.compile(r' id="(?:figure|axes|patch|text|line2d|matplotlib\.axis|[xy]tick|legend|[A-Za-z]+Collection)_\d+"')


def draw(name: str, statistics: Statistics, form: str, dpi: int = PIXELS_PER_INCH) -> bytes:
    """A chart as a file.

    Args:
        name: a key of CHARTS.
        statistics: what to draw.
        form: svg or png.
        dpi: pixels of an inch of a png.

    Raises:
        ExportError: matplotlib or the font is not installed.

    """
    with _style():
        figure = CHARTS[name](statistics)
        out = io.BytesIO()
        metadata = {"Title": title(name, statistics)} | ({"Date": None} if form == "svg" else {})
        figure.savefig(out, format=form, dpi=dpi, bbox_inches="tight", pad_inches=0.15, metadata=metadata)
    return out.getvalue()


def inline_svg(name: str, statistics: Statistics) -> str:
    """A chart as an SVG element to stand in a page: no prolog, no ids that two charts share, width by the page."""
    text = draw(name, statistics, "svg").decode()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL)
    text = re.sub(r' (?:width|height)="[^"]*pt"', "", text, count=2)
    text = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", _ID.sub("", text))
    return _STYLE.sub(_attributes, text).replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def _attributes(style: re.Match[str]) -> str:
    """A style as attributes: pages that allow no inline style still show them."""
    pairs = (pair.partition(":") for pair in style[1].split(";") if pair.strip())
    return "".join(f' {name.strip()}="{value.strip()}"' for name, _, value in pairs)


def title(name: str, statistics: Statistics) -> str:
    """What a chart is called."""
    if name == "heat":
        name = f"heat_{'_'.join(crossed(statistics) or CROSSED[0])}"
    return words.say(f"exports.chart.{name}")


def has(name: str, statistics: Statistics) -> bool:
    """Whether there is anything to draw."""
    if name == "chains":
        return bool(statistics.chains)
    if name == "heat" and crossed(statistics) is None:
        return False
    return bool(statistics.whole.commitments if name == "fates" else statistics.whole.checked)


CROSSED = (("issuer", "year"), ("topic", "year"), ("issuer", "topic"))
"""What the heat map may have down and across: the first pair of which neither side has one line only."""


def crossed(statistics: Statistics) -> tuple[str, str] | None:
    """The sides of the heat map; None where there is nothing to compare: one issuer in one year, without topics."""
    return next((pair for pair in CROSSED if all(len(statistics.groups[side]) > 1 for side in pair)), None)


@contextmanager
def _style() -> Iterator[None]:
    matplotlib = needed("matplotlib")
    manager = needed("matplotlib.font_manager")
    manager.fontManager.addfont(font_file())
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    settings = {
        "font.family": [FAMILY, "DejaVu Sans"],
        "font.size": 11,
        "text.parse_math": False,  # a dollar sign in a report is no formula
        "text.color": _INK,
        "axes.labelcolor": _SOFT,
        "axes.edgecolor": _LINE,
        "axes.titleweight": "normal",
        "axes.titlesize": 13,
        "axes.titlelocation": "left",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "xtick.color": _SOFT,
        "ytick.color": _INK,
        "svg.fonttype": "path",
        "svg.hashsalt": "tracker",
    }
    with matplotlib.rc_context(settings):
        yield


def _axes(name: str, statistics: Statistics, height: float, width: float = 5.6) -> tuple[Figure, Axes]:
    figure = needed("matplotlib.figure").Figure(figsize=(width, height))
    axes = figure.add_subplot()
    axes.set_title(title(name, statistics), pad=14)
    return figure, axes


def _groups(statistics: Statistics) -> list[tuple[str, Tally]]:
    """Issuers by year where they fit, else the biggest issuers; of one issuer the years, and of one year the topics."""
    keys: tuple[str, ...] = ("issuer_year", "issuer")
    if len(statistics.groups["issuer"]) == 1:
        keys = ("topic",) if len(statistics.groups["year"]) == 1 else ("year",)
    for key in keys:
        found = [(group_name(key, value, statistics.topics), tally) for value, tally in statistics.groups[key].items()]
        if len(found) <= MOST:
            return found
    return sorted(found, key=lambda item: -item[1].commitments)[:MOST]


def _rates(statistics: Statistics) -> Figure:
    """A dot a group with its interval: follow-up rate; the rate in time as a line across, the feedback rate hollow."""
    groups = [(name, tally) for name, tally in _groups(statistics) if tally.checked]
    figure, axes = _axes("rates", statistics, 1.4 + 0.36 * len(groups))
    for y, (_, tally) in enumerate(groups):
        low, high = tally.followed_up.interval or (0.0, 0.0)
        axes.plot([low, high], [y, y], color="#9DB8AA", linewidth=5, solid_capstyle="round", zorder=1)
    ys = range(len(groups))
    follow, in_time, feedback = (words.say(f"exports.heading.{key}") for key in ("followed_up", "in_time", "feedback"))
    colour = f"#{LOOKS[Status.FOLLOWED_UP].chart}"
    axes.scatter([t.followed_up.value or 0 for _, t in groups], ys, s=46, color=colour, label=follow, zorder=3)
    axes.scatter([t.in_time.value or 0 for _, t in groups], ys, s=90, marker="|", color=_INK, label=in_time, zorder=4)
    axes.scatter(
        [t.feedback.value or 0 for _, t in groups],
        ys,
        s=46,
        facecolor="white",
        edgecolor=_SOFT,
        label=feedback,
        zorder=2,
    )
    _names(axes, [f"{name}  ({tally.checked})" for name, tally in groups])
    axes.set_xlim(-0.02, 1.02)
    _percent_axis(axes)
    _legend(axes, 3)
    return figure


def _fates(statistics: Statistics) -> Figure:
    groups = _groups(statistics)
    figure, axes = _axes("fates", statistics, 1.6 + 0.36 * len(groups))
    _stack(axes, groups, [(s, words.name(s), LOOKS[s].chart) for s in Status], lambda tally: tally.statuses)
    return figure


def _reported(statistics: Statistics) -> Figure:
    rows = [(words.name(status), statistics.whole.ways(status)) for status in VERDICTS]
    figure, axes = _axes("reported", statistics, 2.9)
    _stack(axes, rows, [(w, words.name(w), WAYS[w]) for w in Reported], lambda ways: ways, shares=True)
    return figure


def _heat(statistics: Statistics) -> Figure:
    """The sides that `crossed` chooses down and across, the rate in time as a shade and in figures."""
    down, across = crossed(statistics) or CROSSED[0]
    groups = {key: tally for key, tally in statistics.groups[f"{down}_{across}"].items() if isinstance(key, tuple)}
    rows, columns = (_biggest(groups, side) for side in (0, 1))
    if across != "year" and len(columns) > len(rows):  # the longer side goes down, where there is room for it
        down, across, rows, columns = across, down, columns, rows
        groups = {(key[1], key[0]): tally for key, tally in groups.items()}
    rates = [[_rate(groups.get((row, column))) for column in columns] for row in rows]
    names = [_short(group_name(across, value, statistics.topics), 16) for value in columns]
    wide = max(5.6, (0.62 if across == "year" else 0.95) * len(columns))
    figure, axes = _axes("heat", statistics, 1.4 + 0.42 * len(rows), wide)
    axes.pcolormesh(
        [[float("nan") if rate is None else rate for rate in row] for row in rates],
        cmap="YlGn",
        vmin=0,
        vmax=1.7,  # so that dark words stay readable on the darkest shade
        edgecolors="white",
        linewidth=2,
    )
    for y, row in enumerate(rates):
        for x, rate in enumerate(row):
            shown = "–" if rate is None else f"{rate:.0%}"
            axes.text(x + 0.5, y + 0.5, shown, ha="center", va="center", fontsize=9, color=_INK if rate else _SOFT)
    axes.set_xticks([x + 0.5 for x in range(len(columns))], names)
    if across != "year":
        axes.tick_params(axis="x", labelsize=9, rotation=30)
        for label in axes.get_xticklabels():
            label.set_horizontalalignment("right")
    beside = [_short(group_name(down, value, statistics.topics)) for value in rows]
    axes.set_yticks([y + 0.5 for y in range(len(rows))], beside)
    axes.invert_yaxis()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return figure


def _biggest(groups: Mapping[tuple[Any, ...], Tally], side: int) -> list[Any]:
    """The values on one side of a heat map in order: the last years, else those with most to tell, MOST at most."""
    checked: Counter[Any] = Counter()
    for key, tally in groups.items():
        checked[key[side]] += tally.checked
    values = list(dict.fromkeys(key[side] for key in groups))
    if all(isinstance(value, int) for value in values):
        return sorted(values, key=lambda year: (not year, year))[-MOST:]
    kept = {value for value, _ in checked.most_common(MOST)}
    return sorted((value for value in values if value in kept), key=lambda value: (not value, value))


def _rate(tally: Tally | None) -> float | None:
    return tally.in_time.value if tally else None


def _flow(statistics: Statistics) -> Figure:
    """Each report year's promises on the left, their fates on the right, a band between as wide as its count."""
    years = list(statistics.groups["year"].items())[-MOST:]
    fates = [status for status in Status if any(tally.statuses[status] for _, tally in years)]
    left = [(group_name("year", year), sum(tally.statuses.values())) for year, tally in years]
    right = [(words.name(status), sum(tally.statuses[status] for _, tally in years)) for status in fates]
    total = sum(count for _, count in left) or 1
    gap = 0.06 * total
    figure, axes = _axes("flow", statistics, max(4.0, 1.2 + 0.42 * len(left)))
    tall = total + gap * max(len(left), len(right), 1)
    starts, ends = _nodes(left, gap, tall), _nodes(right, gap, tall)
    sources, sinks = list(starts), list(ends)
    for i, (_, tally) in enumerate(years):
        for j, status in enumerate(fates):
            if count := tally.statuses[status]:
                axes.add_patch(_band(sources[i], sinks[j], count, f"#{LOOKS[status].chart}"))
                sources[i] += count
                sinks[j] += count
    for x, nodes, tops, align in ((0.0, left, starts, "right"), (1.0, right, ends, "left")):
        colours = [_SOFT] * len(left) if x == 0 else [f"#{LOOKS[status].chart}" for status in fates]
        for (name, count), top, colour in zip(nodes, tops, colours, strict=True):
            axes.add_patch(needed("matplotlib.patches").Rectangle((x - 0.012, top), 0.024, count, color=colour))
            side = -0.03 if align == "right" else 0.03
            axes.text(x + side, top + count / 2, f"{name}  {count:,}", ha=align, va="center")
    axes.set_xlim(-0.25, 1.3)
    axes.set_ylim(tall, 0)
    axes.axis("off")
    return figure


def _nodes(nodes: Sequence[tuple[str, int]], gap: float, tall: float) -> list[float]:
    """The top of each node, the column of them centred."""
    height = sum(count for _, count in nodes) + gap * (len(nodes) - 1)
    top, tops = (tall - height) / 2, []
    for _, count in nodes:
        tops.append(top)
        top += count + gap
    return tops


def _band(start: float, end: float, wide: int, colour: str) -> Any:
    path = needed("matplotlib.path").Path
    points = [(0.012, start), (0.5, start), (0.5, end), (0.988, end)]
    back = [(0.988, end + wide), (0.5, end + wide), (0.5, start + wide), (0.012, start + wide), (0, 0)]
    codes = [path.MOVETO, *[path.CURVE4] * 3, path.LINETO, *[path.CURVE4] * 3, path.CLOSEPOLY]
    return needed("matplotlib.patches").PathPatch(path(points + back, codes), color=colour, alpha=0.42, linewidth=0)


def _chains(statistics: Statistics) -> Figure:
    """A line a chain: in which years it was promised, and what became of each."""
    chains = statistics.chains[:MOST]
    figure, axes = _axes("chains", statistics, 1.6 + 0.36 * len(chains))
    for y, chain in enumerate(chains):
        years = [year for year, _ in chain.links]
        axes.plot([min(years), max(years)], [y, y], color=_LINE, linewidth=2, zorder=1)
    for status in Status:
        places = [(year, y) for y, chain in enumerate(chains) for year, fate in chain.links if fate is status]
        if places:
            xs, ys = zip(*places, strict=True)
            axes.scatter(xs, ys, s=64, color=f"#{LOOKS[status].chart}", label=words.name(status), zorder=2)
    one = len({chain.issuer for chain in chains}) == 1
    _names(
        axes,
        [("" if one else f"{_short(chain.issuer or '', 16)}：") + strip_enumerator(chain.text) for chain in chains],
    )
    axes.xaxis.set_major_locator(needed("matplotlib.ticker").MaxNLocator(integer=True))
    axes.grid(axis="x", color="#EEF0F2")
    axes.set_axisbelow(True)
    _legend(axes, 6)
    return figure


CHARTS: dict[str, Callable[[Statistics], Figure]] = {
    "rates": _rates,
    "fates": _fates,
    "heat": _heat,
    "flow": _flow,
    "reported": _reported,
    "chains": _chains,
}
"""Name -> what draws it."""


def _stack(
    axes: Axes,
    rows: Sequence[tuple[str, Any]],
    series: Sequence[tuple[Any, str, str]],
    counts: Callable[[Any], Any],
    *,
    shares: bool = False,
) -> None:
    """Stacked bars across; the bigger pieces say their count."""
    widest = max((sum(counts(row).values()) for _, row in rows), default=1) or 1
    left = [0.0] * len(rows)
    for key, name, colour in series:
        values = [counts(row)[key] for _, row in rows]
        if not any(values):
            continue
        scales = [(sum(counts(row).values()) or 1) if shares else 1 for _, row in rows]
        wide = [value / scale for value, scale in zip(values, scales, strict=True)]
        axes.barh(range(len(rows)), wide, left=left, height=0.66, color=f"#{colour}", label=name, edgecolor="white")
        for y, (value, width) in enumerate(zip(values, wide, strict=True)):
            if width > (0.06 if shares else 0.035 * widest):
                ink = _ink_on(colour)
                axes.text(left[y] + width / 2, y, f"{value:,}", ha="center", va="center", color=ink, fontsize=9)
        left = [a + b for a, b in zip(left, wide, strict=True)]
    _names(axes, [name for name, _ in rows])
    axes.set_xlim(0, 1 if shares else widest * 1.02)
    if shares:
        _percent_axis(axes)
    _legend(axes, 6)


def _ink_on(colour: str) -> str:
    """White or dark, whichever stands out more on a colour (WCAG relative luminance)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return "white" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.2 else _INK


def _names(axes: Axes, names: Sequence[str]) -> None:
    axes.set_yticks(range(len(names)), [_short(name, 52) for name in names])
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _short(text: str, cells: int = 40) -> str:
    return fit(one_line(text), cells).rstrip()


def _percent_axis(axes: Axes) -> None:
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], [percent(x)[:-3] + "%" for x in (0.0, 0.25, 0.5, 0.75, 1.0)])
    axes.grid(axis="x", color="#EEF0F2")
    axes.set_axisbelow(True)


def _legend(axes: Axes, columns: int) -> None:
    if axes.get_legend_handles_labels()[0]:
        below = -25 / axes.bbox.height  # pixels: as far below, however tall the chart is
        axes.legend(
            loc="upper left", bbox_to_anchor=(0, below), ncols=columns, frameon=False, handlelength=1, borderaxespad=1.2
        )
