"""A draft inquiry about what was dropped or met in part only, from a Markdown template that the user can replace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from docx import Document
from docx.shared import Cm
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tracker import clock, words
from tracker.errors import ExportError
from tracker.exports.docx_table import add_page_numbers, set_font
from tracker.exports.ledger import Note
from tracker.exports.markdown import escape
from tracker.exports.rows import cells
from tracker.model import CommitmentDetail, Status

FORMS = ("docx", "md")

ASKED = (Status.DROPPED, Status.PARTLY_MET)
"""What a letter asks about, in its order."""


def default_template() -> str:
    """The template that is used unless another is given, in the language that is spoken."""
    path = Path(__file__).parent / "templates" / f"letter.{words.spoken()}.md"
    return path.read_text(encoding="utf-8")


def compose(template: str, issuer: str, commitments: Iterable[CommitmentDetail], note: Note) -> str:
    """The letter as Markdown; report text in it is escaped and stays literal.

    Raises:
        ExportError: the template has a mistake.

    """
    items: dict[Status, list[dict[str, str]]] = {status: [] for status in ASKED}
    for detail in commitments:
        items[detail.row.status].append(cells(detail))
    environment = SandboxedEnvironment(
        undefined=StrictUndefined, finalize=lambda value: escape(value) if isinstance(value, str) else value
    )
    try:
        text = environment.from_string(template).render(
            issuer=issuer,
            date=clock.day(note.made),
            groups=[_Group(words.name(status), found) for status, found in items.items()],
            note=note.lines(),
            sources=note.sources(),
        )
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = words.say("exports.error.line", line=line) if line else ""
        raise ExportError("exports.error.template", why=f"{where}{error}") from error
    return text.strip() + "\n"


class _Group:
    """Items of one status; a class, since `items` of a dict is its method to Jinja2."""

    def __init__(self, title: str, items: Sequence[dict[str, str]]) -> None:
        self.title, self.items = title, items


def write(file: BinaryIO, form: str, text: str) -> None:
    """Write a letter as one of FORMS."""
    if form == "md":
        file.write(text.encode())
    else:
        _document(text).save(file)


def _document(text: str) -> Any:
    """Headings, paragraphs, lists and bold print of a Markdown text as a Word document."""
    document = Document()
    for name, size, family in (
        ("Normal", 12, "仿宋"),
        ("Title", 20, "黑体"),
        ("Heading 1", 15, "黑体"),
        ("Heading 2", 13, "黑体"),
    ):
        set_font(document.styles[name], size, family, None)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    add_page_numbers(page)
    lists: list[str] = []
    style, number = "Normal", ""
    for token in MarkdownIt("commonmark", {"html": False}).parse(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token.type)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "heading_open":
            style = {"h1": "Title", "h2": "Heading 1"}.get(token.tag, "Heading 2")
        elif token.type == "list_item_open":
            number = f"{token.info}. " if token.info else ""
        elif token.type == "paragraph_open":
            style = _list_style(lists)
        elif token.type == "inline":
            # A numbered list of Word would count on through the whole letter.
            _fill(document.add_paragraph(number, style=style), token.children or [])
            number = ""
    return document


def _list_style(lists: Sequence[str]) -> str:
    if not lists:
        return "Normal"
    kind = "List" if lists[-1] == "ordered_list_open" else "List Bullet"
    return f"{kind} {min(len(lists), 3)}" if len(lists) > 1 else kind


def _fill(paragraph: Any, tokens: Sequence[Token]) -> None:
    bold = False
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            bold = token.type == "strong_open"
        elif token.type in ("softbreak", "hardbreak"):
            paragraph.add_run("\n" if token.type == "hardbreak" else " ")
        elif token.content:
            paragraph.add_run(token.content).bold = bold or None
