"""How words of the model look: signs, labels and styles; and the one way report text reaches the screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from tracker import words
from tracker.model import Precision, Quantity, ReportRow, Status
from tracker.text import clean, one_line

FAINT = "$foreground 60%"
"""Style of what stands beside the matter: labels, figures, hints."""


class Look(NamedTuple):
    """A status as a reader sees it: never by colour alone."""

    status: Status
    sign: str
    """One cell in every terminal, also where ambiguous characters are wide."""
    style: str
    """A theme variable for the foreground."""

    @property
    def label(self) -> str:
        """Its name."""
        return words.name(self.status)

    @property
    def short(self) -> str:
        """At most eight cells, for the list."""
        return words.say(f"model.short.{self.status}")


LOOKS = {
    look.status: look
    for look in (
        Look(Status.FOLLOWED_UP, "✓", "$text-success"),
        Look(Status.PARTLY_MET, "~", "$text-warning"),
        Look(Status.DROPPED, "✗", "$text-error"),
        Look(Status.PENDING, "-", FAINT),
        Look(Status.UNCLEAR, "?", "$text-accent"),
        Look(Status.NOT_A_COMMITMENT, "∅", FAINT),
    )
}


def safe(text: str) -> str:
    """Report text as one line that cannot act on a terminal; cleaned again in case a database was written by others."""
    return one_line(clean(text)[0])


def fit(text: str, cells: int) -> str:
    """One line cut (with …) or padded to exactly that many cells, as Rich counts them."""
    text = text[: 4 * cells + 4]
    if cell_len(text) <= cells:
        return set_cell_size(text, cells)
    return set_cell_size(text, max(cells - 1, 0)) + "…" if cells > 0 else ""


def flow(items: Iterable[Content], width: int) -> list[Content]:
    """Items put into lines, none of them broken."""
    lines: list[Content] = [Content("")]
    for item in items:
        if lines[-1] and lines[-1].cell_length + item.cell_length > width:
            lines.append(Content(""))
        lines[-1] += item
    return lines


def status_words(status: Status, late: bool = False) -> Content:
    """Sign and label in the status's colour."""
    look = LOOKS[status]
    suffix = f" ({words.say('model.short.late')})" if late else ""
    return Content.styled(f"{look.sign} {look.label}{suffix}", f"bold {look.style}")


def percent(share: float) -> str:
    """0.873 as 87 %."""
    return f"{share:.0%}"


def place(issuer: str | None, year: int | None) -> str:
    """Issuer and year, or what stands for them."""
    name = safe(issuer) if issuer else words.say("tui.page.issuer_unknown")
    return f"{name} {year or words.say('tui.page.year_unknown')}"


def figure(value: Decimal) -> str:
    """A number in full, large round ones by 万 and 亿 as the reports write them: beside 880亿 nobody counts noughts."""
    for scale, name in ((Decimal(10**8), "亿"), (Decimal(10**4), "万")):
        if abs(value) >= scale and value % (scale / 100) == 0:
            return f"{(value / scale).normalize():f}{name}"
    return f"{value.normalize():f}"


def quantity(found: Quantity) -> str:
    """A quantity as it is understood."""
    upper = "" if found.upper is None else figure(found.upper)
    value = words.say(f"model.relation.{found.relation}", value=figure(found.value), upper=upper)
    gap = "" if value.endswith(("万", "亿")) else " "
    return f"{value}{gap}{safe(found.unit)}".strip()


def deadline(date: dt.date, precision: Precision) -> str:
    """The last day that keeps it."""
    exact = words.name(precision)
    return f"{date.isoformat()} ({exact})" if exact else date.isoformat()


def report_line(row: ReportRow) -> Content:
    """A report in one line: whose, of which year, what was found in it."""
    counts = words.say("tui.reports.counts", commitments=row.commitments, statements=row.statements)
    return Content.assemble(
        place(row.issuer, row.year),
        (f"  {counts}", "" if row.commitments and row.statements else "$text-warning"),
        (f"  {safe(row.title)}  {safe(row.source)}", FAINT),
    )
