"""Files as people have them, made from text: Word documents, pages of government sites, PDF files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from html import escape

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def paragraph(text: str, *, list_: int | None = None, level: int = 0, style: str = "", run: str = "") -> str:
    """A paragraph of a Word document, as an item of a list or with a style."""
    numbered = "" if list_ is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>'
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    body = run or f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f"<w:p><w:pPr>{styled}{numbered}</w:pPr>{body}</w:p>"


def table(rows: Iterable[Sequence[str]]) -> str:
    """A table of a Word document."""
    lines = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


def part(name: str, body: str, namespace: str = WORD) -> str:
    """A part of a Word document."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{namespace}">{body}</w:{name}>'


def level(number: int, form: str, text: str, more: str = "") -> str:
    """A level of a list."""
    about = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{about}</w:lvl>'


def lists(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """The part that says how lists are numbered."""
    return part("numbering", f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}')


def docx(
    body: str,
    parts: dict[str, str] | None = None,
    *,
    files: dict[str, str] | None = None,
    packed: bool = True,
    namespace: str = WORD,
) -> bytes:
    """A Word document with that body; more parts, and other files, by their name in the folder word/."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>", namespace))
        for name, content in (parts or {}).items():
            archive.writestr(f"word/{name}.xml", content)
        for name, content in (files or {}).items():
            archive.writestr(f"word/{name}", content)
    return out.getvalue()


def page(article: str, *, head: str = "", container: str = '<div class="TRS_Editor">', charset: str = "utf-8") -> str:
    """A page of a government site: navigation, a table about the document, the article, links to others, a foot."""
    links = "".join(f'<li><a href="/{n}.html">政务公开栏目第{n}个，关于印发有关文件的通知</a></li>' for n in range(30))
    return f"""<!DOCTYPE html><html><head><meta charset="{charset}">
<title>清渚市司法局2023年工作报告_清渚市人民政府</title>
<meta name="ArticleTitle" content="清渚市司法局2023年工作报告"><style>p {{ color: red }}</style>{head}</head><body>
<div class="top">今天是2026年11月24日 <a href="/">首页</a> <a href="/login">登录</a></div><nav><ul>{links}</ul></nav>
<div class="wrap"><h1>清渚市司法局2023年工作报告</h1>
<div class="info">发布时间：2024-01-18 来源：市司法局 <a href="javascript:;">打印</a></div>
<script>var text = "今天，我们，去公园，散步，看见了，很多花。";</script>
<div style="display: none">隐藏的文字，不应当被读到，任何人都看不见它。</div>
{container}{article}</div><div class="related"><ul>{links}</ul></div></div>
<div class="foot">主办：清渚市人民政府 备案号：000000</div></body></html>"""


SIZE = 16.0
"""Points of a character in a PDF."""
LINE = 28.0
"""Points from line to line."""
MARGIN = 80.0
WIDTH = 27 * SIZE
"""Points of a line."""


class Pdf:
    """A PDF file as Word sets Chinese reports: paragraphs indented by two characters, page numbers."""

    def __init__(self, head: str = "", **options: str) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        self._out = io.BytesIO()
        self._canvas = Canvas(self._out, A4, pageCompression=0, **options)
        self._head = head
        self._page = 0
        self._y = 0.0
        self._begin()

    def paragraph(self, text: str, indent: int = 2) -> Pdf:
        """Set a paragraph; its first line begins so many characters to the right."""
        left = SIZE * indent
        while text:
            end = len(text)
            while left + pdfmetrics.stringWidth(text[:end], "STSong-Light", SIZE) > WIDTH:
                end -= 1
            self._line(text[:end], MARGIN + left)
            text, left = text[end:], 0.0
        return self

    def title(self, text: str) -> Pdf:
        """Set a line in the middle of the page."""
        self._line(text, (A4[0] - SIZE * len(text)) / 2)
        return self

    def table(self, rows: Sequence[Sequence[Sequence[str]]], widths: Sequence[float], ruled: bool = True) -> Pdf:
        """Draw a table, ruled or not; a cell is the lines in it."""
        edges = [MARGIN + sum(widths[:n]) for n in range(len(widths) + 1)]
        for row in rows:
            height = 20.0 * max(len(cell) for cell in row) + 6
            if self._y - height < MARGIN:
                self.new_page()
            self._canvas.setFont("STSong-Light", 12)
            for cell, left in zip(row, edges, strict=False):
                for number, line in enumerate(cell):
                    self._canvas.drawString(left + 4, self._y + SIZE - 16 - 20 * number, line)
            for x in edges if ruled else ():
                self._canvas.line(x, self._y + SIZE, x, self._y + SIZE - height)
            for y in (self._y + SIZE, self._y + SIZE - height) if ruled else ():
                self._canvas.line(edges[0], y, edges[-1], y)
            self._y -= height
        self._y -= LINE
        return self

    def new_page(self) -> Pdf:
        """Go on with another page."""
        self._canvas.showPage()
        self._begin()
        return self

    def done(self) -> bytes:
        """The file."""
        self._canvas.save()
        return self._out.getvalue()

    def _begin(self) -> None:
        self._page += 1
        self._y = A4[1] - MARGIN - LINE
        self._canvas.setFont("STSong-Light", 10)
        if self._head:
            self._canvas.drawString(MARGIN, A4[1] - 40, self._head)
        self._canvas.drawString(A4[0] / 2, 40, f"- {self._page} -")

    def _line(self, text: str, left: float) -> None:
        if self._y < MARGIN:
            self.new_page()
        self._canvas.setFont("STSong-Light", SIZE)
        self._canvas.drawString(left, self._y, text)
        self._y -= LINE
