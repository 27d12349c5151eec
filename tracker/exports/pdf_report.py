"""The 对照表 as PDF, set by Typst: compiler and Chinese font come as wheels, so any machine makes the same pages.

Long lists are set a part at a time and put together, so that memory stays bounded.
"""

from __future__ import annotations

import json
import multiprocessing
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

from tracker import words
from tracker.exports import charts
from tracker.exports.fonts import FAMILY, font_file, needed
from tracker.exports.html_report import TEMPLATES
from tracker.exports.ledger import Ledger
from tracker.exports.looks import LOOKS
from tracker.exports.paper import PaperRow, Paragraph, sections
from tracker.exports.rows import COLUMNS
from tracker.exports.tables import percent, tables_of

PART, PARTS = 400, 2
"""Rows that are set at once, and how often in one process; Typst takes about 0.4 MB for each."""

Block = dict[str, Any]


def write(file: BinaryIO, ledger: Ledger) -> None:
    """Set the parts one after another and put them together.

    Raises:
        ExportError: Typst or the font is not installed.

    """
    needed("typst")
    fonts = font_file().parent
    with tempfile.TemporaryDirectory(prefix="tracker-") as name, _Setter() as setter:
        folder = Path(name)
        (folder / "report.typ").write_text((TEMPLATES / "report.typ").read_text(encoding="utf-8"), encoding="utf-8")
        head: dict[str, Any] | None = _head(ledger, folder)
        parts: list[Path] = []
        page = 1
        blocks = _parts(ledger)
        current: list[Block] | None = next(blocks, [])
        while current is not None:
            following = next(blocks, None)
            data = _common(ledger) | {"head": head, "sections": current, "first_page": page, "sources": None}
            if following is None:
                data["sources"] = {"title": words.say("exports.note.reports"), "lines": ledger.note.sources()}
            (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
            part = folder / f"{len(parts)}.pdf"
            setter(part, fonts, alone=not parts and following is None)
            parts.append(part)
            page += _pages(part)
            head, current = None, following
        _join(parts, file)


class _Setter:
    """Sets a part: a lone one here, the parts of a long list in child processes, for Typst never gives memory back."""

    def __enter__(self) -> _Setter:
        self._pool: ProcessPoolExecutor | None = None
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def __call__(self, part: Path, fonts: Path, *, alone: bool) -> None:
        if alone:
            _set(part, fonts)
            return
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=spawn, max_tasks_per_child=PARTS)
        self._pool.submit(_set, part, fonts).result()


def _set(part: Path, fonts: Path) -> None:
    """Set `data.json` beside a part into it."""
    import typst

    folder = part.parent
    inputs = {"data": "data.json"}
    typst.compile(
        folder / "report.typ", part, root=folder, font_paths=[fonts], ignore_system_fonts=True, sys_inputs=inputs
    )


def _head(ledger: Ledger, folder: Path) -> dict[str, Any]:
    """The first page: note, figures, charts; writes the charts beside the template."""
    statistics = ledger.statistics
    drawn = []
    for name in charts.CHARTS:
        if charts.has(name, statistics):
            (folder / f"{name}.svg").write_bytes(charts.draw(name, statistics, "svg"))
            drawn.append({"file": f"{name}.svg", "title": charts.title(name)})
    table = tables_of(statistics)[0]
    return {
        "lines": ledger.note.lines(),
        "headings": table.headings,
        "figures": [[percent(cell) for cell in row] for row in table.rows],
        "charts": drawn,
    }


def _common(ledger: Ledger) -> dict[str, Any]:
    titles = {column.key: column.title for column in COLUMNS}
    columns = 2 if ledger.options.two_columns else 3
    chinese = words.spoken() == "zh"
    return {
        "title": ledger.title,
        "author": f"tracker {ledger.note.tool}",
        "language": "zh" if chinese else "en",
        "region": "CN" if chinese else "GB",
        "fonts": [FAMILY],
        "page": words.say("exports.paper.page_of_part", page="\0").split("\0"),
        "columns": columns,
        "headings": [titles[key] for key in ("text", "evidence", "status")[:columns]],
        "looks": {s.value: {"ground": f"#{look.ground}", "words": f"#{look.words}"} for s, look in LOOKS.items()},
    }


def _parts(ledger: Ledger) -> Iterator[list[Block]]:
    """Sections, at most PART rows at a time; a long section goes on in the next part."""
    blocks: list[Block] = []
    count = 0
    for section in sections(ledger):
        issuer_year, title, *heading = section.source
        block: Block = {
            "report": f"{issuer_year}  {title}" if section.first else None,
            "heading": " ".join(heading) or None,
            "rows": [],
        }
        blocks.append(block)
        for row in section.rows:
            if count == PART:
                yield [b for b in blocks if b["rows"] or b is not block]
                blocks = [block := {"report": None, "heading": None, "rows": []}]
                count = 0
            block["rows"].append(_row(row))
            count += 1
    if blocks:
        yield blocks


def _row(row: PaperRow) -> Block:
    sides = {"left": row.left, "middle": row.middle, "right": row.right}
    return {"status": row.status.value} | {side: [_paragraph(p) for p in found] for side, found in sides.items()}


def _paragraph(paragraph: Paragraph) -> Block:
    return {"kind": paragraph.kind, "pieces": paragraph.pieces}


def _pages(path: Path) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def _join(parts: list[Path], file: BinaryIO) -> None:
    if len(parts) == 1:
        file.write(parts[0].read_bytes())
        return
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    for path in parts:
        part = pypdfium2.PdfDocument(path)
        whole.import_pages(part)
        part.close()
    whole.save(file)
    whole.close()
