"""The status list as Markdown: a table a report, every column of the list."""

from __future__ import annotations

import io
import re
from itertools import groupby
from typing import BinaryIO

from tracker import words
from tracker.exports.ledger import Ledger
from tracker.exports.rows import COLUMNS, cells
from tracker.text import one_line

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def escape(text: str) -> str:
    """Report text shown literally: no markup, link, HTML or table break comes of it. A new line is <br>."""
    return "<br>".join(_SPECIAL.sub(r"\\\1", one_line(line)) for line in text.split("\n"))


def write(file: BinaryIO, ledger: Ledger) -> None:
    """The note, a heading a report with a row a commitment, the reports read at the end."""
    out = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
    out.write(f"# {escape(ledger.title)}\n\n")
    out.writelines(f"- {escape(line)}\n" for line in ledger.note.lines())
    for _, group in groupby(ledger.commitments, key=lambda d: d.row.report):
        for position, detail in enumerate(group):
            if position == 0:
                row = detail.row
                issuer = escape(row.issuer or words.say("exports.cell.no_issuer"))
                out.write(f"\n## {issuer} {row.year or '?'}: {escape(row.title)}\n\n")
                out.write("| " + " | ".join(escape(c.title) for c in COLUMNS) + " |\n")
                out.write("|" + "---|" * len(COLUMNS) + "\n")
            out.write("| " + " | ".join(map(escape, cells(detail).values())) + " |\n")
    out.write(f"\n## {escape(words.say('exports.note.reports'))}\n\n")
    out.writelines(f"- {escape(line)}\n" for line in ledger.note.sources())
    out.detach()
