"""Make `sample_reports/` from the sources beside this file: the same bytes on every run.

    python -m tests.samples.build [FOLDER]

A source is a head of `name: value` lines, `----`, and the report. `@done`, `@plan` and so on say which section
the lines below are; `#` and `##` open a heading, as a line or as its first sentence; a sentence that begins with `~`
is neither promise nor result, one with `%` may be read either way, one with `^` promises inside the review; a line
that begins with `|` is a table row.
`<key>` in a sentence names a promise, `<=key f>` says that this sentence reports it as followed up (`p`: partly met)
and `<+key>` that this one promises it again. `hard` after a key marks a call that people argue about, `by=2025`
the year it is promised for where that is not the next one, `due=2025-06-30` the last day that its words
give, `late=open` that lateness can be disputed, `yearly` that only the report of that year can answer it.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import sys
import textwrap
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FOLDER = HERE.parent.parent / "sample_reports"
STAMP = (2025, 4, 1, 9, 0, 0)
"""What every file inside a docx is dated."""

_MARK = re.compile(r"<([=+]?)([a-z][\w-]*)((?: [\w=-]+)*)>")
_END = re.compile(r"[。；;！？!?]+[”’）》」]*")
_TOGETHER = re.compile(r"[，。；：、！？”）》％%]|(?<=[\d.])[\d.]")
"""Where no line is broken: before a closing mark, inside a figure."""
_HALF = str.maketrans("，；：（）！？", ",;:()!?")


@dataclass(frozen=True)
class Mark:
    sign: str
    key: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Sentence:
    text: str
    role: str
    """heading, commitment, statement, ahead, neither or either."""
    section: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Line:
    section: str
    level: int
    """0 for a paragraph, 1 or 2 for a line that is a heading and nothing else."""
    cells: tuple[tuple[Sentence, ...], ...]
    """One but for a table row."""

    @property
    def text(self) -> str:
        return "".join(s.text for s in self.cells[0])


@dataclass(frozen=True)
class Source:
    name: str
    head: dict[str, str]
    lines: tuple[Line, ...] = field(repr=False)

    @property
    def age(self) -> tuple[int, str]:
        return int(self.head["year"]), self.head["delivered"]

    def sentences(self) -> Iterator[Sentence]:
        for line in self.lines:
            for cell in line.cells:
                yield from cell

    def of(self, *roles: str) -> list[str]:
        return [s.text for s in self.sentences() if s.role in roles]


# Reading the sources ---------------------------------------------------------------------------------------


def split(text: str) -> list[str]:
    """Text at sentence ends that stand outside quotation marks and brackets."""
    pieces, start = [], 0
    for end in _END.finditer(text):
        before = text[start : end.start()]
        if any(before.count(a) > before.count(b) for a, b in ("“”", "（）", "《》", "「」")):
            continue
        pieces.append(text[start : end.end()])
        start = end.end()
    return [*pieces, text[start:]] if text[start:].strip() else pieces


def sentence(text: str, section: str, plain: str) -> Sentence:
    marks = tuple(Mark(m[1], m[2], tuple(m[3].split())) for m in _MARK.finditer(text))
    text = _MARK.sub("", text)
    sign = next((c for c in "~^%" if text.startswith(c)), "")
    role = {"~": "neither", "^": "ahead", "%": "either"}.get(sign, plain)
    return Sentence(text.removeprefix(sign), role, section, marks)


def parse(path: Path) -> Source:
    head, body = path.read_text(encoding="utf-8").split("----\n", 1)
    lines, section = [], "front"
    for raw in body.splitlines():
        if raw.startswith("@"):
            section = raw[1:]
            continue
        plain = {"done": "statement", "plan": "commitment"}.get(section, "neither")
        if raw.startswith("|"):
            cells = [cell.strip() for cell in raw[1:].split("|")]
            roles = ["neither"] * 3 if cells[0] == "事项" else [plain, "neither", "neither"]
            row = tuple((sentence(c, section, r),) for c, r in zip(cells, roles, strict=True))
            lines.append(Line(section, 0, row))
            continue
        marks = re.match(r"#*", raw)
        level = len(marks[0]) if marks else 0
        first, *rest = split(raw[level:].strip())
        opening = sentence(first, section, "heading" if level else plain)
        sentences = (opening, *(sentence(s, section, plain) for s in rest))
        lines.append(Line(section, 0 if rest else level, (sentences,)))
    return Source(path.stem, dict(row.split(": ", 1) for row in head.strip().splitlines()), tuple(lines))


def sources() -> list[Source]:
    return [parse(path) for path in sorted((HERE / "sources").glob("*.txt"))]


# Writing the files -----------------------------------------------------------------------------------------


def as_txt(source: Source) -> bytes:
    """As people save it: hard-wrapped, without line breaks, with half-width punctuation, in an old encoding."""
    lines = [line.text for line in source.lines]
    join = source.head.get("join")
    if join == "all":
        text = "    ".join(lines)
    elif join == "blocks":
        blocks: list[str] = []
        for k, line in enumerate(source.lines):
            new = k == 0 or line.section != source.lines[k - 1].section or line.section in ("front", "back")
            blocks = [*blocks, line.text] if new else [*blocks[:-1], blocks[-1] + line.text]
        text = "\n".join(blocks) + "\n"
    elif width := int(source.head.get("wrap", 0)):
        text = "\n".join("\n".join(textwrap.wrap(f"　　{line}", width, drop_whitespace=False)) for line in lines) + "\n"
    else:
        text = "\n\n".join(lines) + "\n"
    return text.encode(source.head.get("encoding", "utf-8"))


def as_md(source: Source) -> bytes:
    return "\n\n".join("#" * line.level + " " * bool(line.level) + line.text for line in source.lines).encode() + b"\n"


def as_html(source: Source) -> bytes:
    """The article in its page; the page stands in `pages/`."""
    rows = []
    for line in source.lines:
        text = escape(line.text, quote=False)
        if line.level:
            rows.append(f"<p><strong>{text}</strong></p>")
        elif line.cells[0][0].role == "heading":
            first = escape(line.cells[0][0].text, quote=False)
            rows.append(f"<p><b>{first}</b>{text[len(first) :]}</p>")
        else:
            rows.append(f"<p>　　{text}</p>")
    page = (HERE / "pages" / f"{source.name}.html").read_text(encoding="utf-8")
    return page.replace("{article}", "\n".join(rows)).encode()


def as_docx(source: Source) -> bytes:
    """Word headings; with `numbering: word` their numbers are Word's own, in no text. Rows become a table."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    document = docx.Document()
    document.core_properties.author = source.head["issuer"]
    document.core_properties.title = source.head["title"]
    document.core_properties.created = document.core_properties.modified = dt.datetime(*STAMP)
    document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋")
    numbered = source.head.get("numbering") == "word"
    if numbered:
        levels = "".join(
            f'<w:lvl w:ilvl="{k}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
            for k, text in enumerate(("%1、", "（%2）"))
        )
        numbering = document.part.numbering_part.element
        abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'
        numbering.insert(0, parse_xml(abstract))
        num = f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'
        numbering.append(parse_xml(num))
    table = None
    for k, line in enumerate(source.lines):
        if len(line.cells) > 1:
            table = table or document.add_table(rows=0, cols=len(line.cells), style="Table Grid")
            for cell, words in zip(table.add_row().cells, line.cells, strict=True):
                cell.text = words[0].text
            continue
        paragraph = document.add_paragraph(line.text, style=f"Heading {line.level}" if line.level else None)
        if k == 0:
            paragraph.style = document.styles["Title"]
        if line.level and numbered:
            ref = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{line.level - 1}"/><w:numId w:val="90"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(ref))
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            if "thumbnail" not in name:
                new.writestr(zipfile.ZipInfo(name, STAMP), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def as_pdf(source: Source) -> bytes:
    """A4, broken in mid-sentence at the width of the page, a page number under each."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=0)
    canvas.setTitle(source.head["title"])
    size, left, top, step, per_page, width = 14, 79, 760, 26, 26, 31
    rows: list[tuple[str, bool]] = []
    for k, line in enumerate(source.lines):
        centred = line.section == "intro" and len(line.text) < width and not line.text.endswith(("：", "。"))
        text = line.text if centred or (k > 0 and line.text.endswith("：")) else f"　　{line.text}"
        rows += [(piece, centred) for piece in wrapped(text, width)]
    for page, start in enumerate(range(0, len(rows), per_page), 1):
        for k, (text, centred) in enumerate(rows[start : start + per_page]):
            canvas.setFont("STSong-Light", size)
            y = top - k * step
            if centred:
                canvas.drawCentredString(A4[0] / 2, y, text)
            else:
                canvas.drawString(left, y, text)
        canvas.setFont("STSong-Light", 10)
        canvas.drawCentredString(A4[0] / 2, 50, f"— {page} —")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def wrapped(text: str, width: int) -> Iterator[str]:
    """Pieces at most `width` full-width characters wide that begin with no closing mark and cut no figure."""
    while text:
        taken, room = 0, width * 2
        while (
            taken < len(text) and (room := room - (2 if unicodedata.east_asian_width(text[taken]) in "WFA" else 1)) >= 0
        ):
            taken += 1
        while 0 < taken < len(text) and _TOGETHER.match(text, taken):
            taken -= 1
        yield text[:taken]
        text = text[taken:]


WRITERS = {".txt": as_txt, ".md": as_md, ".html": as_html, ".docx": as_docx, ".pdf": as_pdf}


# What they hold --------------------------------------------------------------------------------------------


def halved(source: Source) -> Source:
    """The source with half-width punctuation where its head asks for it."""
    if "halfwidth" not in source.head:
        return source

    def half(s: Sentence) -> Sentence:
        return Sentence(s.text.translate(_HALF), s.role, s.section, s.marks)

    return Source(
        source.name,
        source.head,
        tuple(Line(a.section, a.level, tuple(tuple(map(half, cell)) for cell in a.cells)) for a in source.lines),
    )


def fates(reports: Iterable[Source]) -> Iterator[dict[str, Any]]:
    """What became of every promise that a source names, by what each later report of its issuer says."""
    reports = sorted(reports, key=lambda r: r.age)
    marked = [(r, s, m) for r in reports for s in r.sentences() for m in s.marks]
    for report, promise, mark in ((r, s, m) for r, s, m in marked if not m.sign):
        later = [r for r in reports if r.head["issuer"] == report.head["issuer"] and r.age > report.age]
        due = next((int(w[3:]) for w in mark.words if w.startswith("by=")), int(report.head["year"]) + 1)
        if "yearly" in mark.words:
            later = [r for r in later if r.head["year"] == str(due) and r.head["kind"] == report.head["kind"]]
        follow_ups = []
        for other in later:
            told = [(s, m) for r, s, m in marked if r is other and m.key == mark.key and m.sign == "="]
            status = "dropped"
            if told:
                status = "followed_up" if any("f" in m.words for _, m in told) else "partly_met"
            follow_ups.append(
                {
                    "report": other.head["file"],
                    "status": status,
                    "evidence": [s.text for s, _ in told],
                    "repeated": any(r is other and (m.sign, m.key) == ("+", mark.key) for r, _, m in marked),
                    "hard": any("hard" in m.words for _, m in told),
                }
            )
        ranked = ("followed_up", "partly_met", "dropped")
        status = min((f["status"] for f in follow_ups), key=ranked.index, default="pending")
        kept = next((r for r, f in zip(later, follow_ups, strict=True) if f["status"] == "followed_up"), None)
        yield {
            "key": mark.key,
            "report": report.head["file"],
            "text": promise.text,
            "status": None if "yearly" in mark.words else status,
            "late": None if {"yearly", "late=open"} & set(mark.words) else bool(kept and int(kept.head["year"]) > due),
            "deadline": next((w[4:] for w in mark.words if w.startswith("due=")), None),
            "hard": "hard" in mark.words,
            "follow_ups": follow_ups,
        }


def around(report: Source) -> list[str]:
    """What stands about the report in its file: navigation, metadata, other articles, signature."""
    own = [s.text for s in report.sentences() if s.section in ("front", "back")]
    page = HERE / "pages" / f"{report.name}.html"
    if not page.exists():
        return own
    bare = re.sub(r"<(script|style|title)\b.*?</\1>|\{article\}", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    pieces = re.split(r"<[^>]+>|&\w+;|\n", bare)
    return own + [piece.strip("　 ") for piece in pieces if len(piece.strip("　 |>")) > 4]


def holds(reports: list[Source]) -> dict[str, Any]:
    unknown = {m.key for r in reports for s in r.sentences() for m in s.marks if m.sign}
    unknown -= {m.key for r in reports for s in r.sentences() for m in s.marks if not m.sign}
    if unknown:
        raise ValueError(f"promised nowhere: {sorted(unknown)}")
    rows = [
        {
            "file": r.head["file"],
            "issuer": r.head["issuer"],
            "kind": r.head["kind"],
            "year": int(r.head["year"]),
            "delivered": r.head["delivered"],
            "characters": sum(len(s.text) for s in r.sentences()),
            "commitments": r.of("commitment"),
            "statements": r.of("statement"),
            "promises_in_review": r.of("ahead"),
            "either": r.of("either"),
            "neither": [
                s.text for s in r.sentences() if s.role in ("neither", "heading") and s.section in ("done", "plan")
            ],
            "around": around(r),
            "problems": [s.text for s in r.sentences() if s.section == "problems" and s.role != "heading"],
        }
        for r in reports
    ]
    return {"schema": 1, "reports": rows, "fates": list(fates(reports))}


def build(folder: Path) -> None:
    reports = [halved(source) for source in sources()]
    folder.mkdir(parents=True, exist_ok=True)
    for report in reports:
        target = folder / report.head["file"]
        target.write_bytes(WRITERS[target.suffix](report))
    text = json.dumps(holds(reports), ensure_ascii=False, indent=1)
    (folder / "HOLDS.json").write_text(text + "\n", encoding="utf-8")
    (folder / "README.rst").write_bytes((HERE / "pages" / "README.rst").read_bytes())


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
