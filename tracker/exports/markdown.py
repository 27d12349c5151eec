"""The status list as Markdown: a table a report, promise on the left, what later reports say on the right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from tracker.exports.rows import confidence_percent, follow_up_words, status_words
from tracker.model import CommitmentDetail
from tracker.text import one_line

if TYPE_CHECKING:
    from tracker.exports import ReportStatements

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def escape(text: str) -> str:
    """Report text shown literally: no markup, link, HTML or table break comes of it."""
    return _SPECIAL.sub(r"\\\1", one_line(text))


def write(
    file: TextIO, reports: Iterable[ReportStatements], commitments: Iterable[CommitmentDetail], method: str
) -> None:
    """A heading a report and a row a commitment; the method note stands at the top."""
    file.write(f"# Follow-up status list\n\n{escape(method)}\n\n")
    file.write("Reports read:\n\n")
    for report, _ in reports:
        file.write(f"- {escape(report.issuer or '?')} {report.year or '?'}: {escape(report.title)}\n")
    for _, group in groupby(commitments, key=lambda d: d.row.report):
        rows = list(group)
        first = rows[0].row
        file.write(f"\n## {escape(first.issuer or '?')} {first.year or '?'}: {escape(first.title)}\n\n")
        file.write("| No. | Commitment | Status | Decided by | What later reports say |\n|---|---|---|---|---|\n")
        for detail in rows:
            by = detail.row.decided_by or f"suggestion {confidence_percent(detail.row.confidence)}".strip()
            said = "<br>".join(escape(follow_up_words(f, detail.attached)) for f in detail.follow_ups)
            file.write(
                f"| {detail.row.id} | {escape(detail.row.text)} | {status_words(detail)} | {escape(by)} | {said} |\n"
            )
