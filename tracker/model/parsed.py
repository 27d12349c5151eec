"""What reading a file and taking its text apart give."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from tracker.model.terms import Kind, Role, Section
from tracker.words import Message


class Document(NamedTuple):
    """What reading a file gives: sanitised text and what had to be taken out of it."""

    text: str
    format: str
    """txt, html, docx, doc, rtf, odt, pdf, md, csv or xlsx: what the bytes are, whatever the name says."""
    removed: int = 0
    """Control and formatting characters taken out by `text.clean`."""
    warnings: tuple[Message, ...] = ()


class Unit(NamedTuple):
    """A piece of text that ends in 。 ； ! ? or at a line end."""

    start: int
    end: int
    text: str
    """`text.join_lines(source[start:end])`: verbatim but for line breaks inside it."""
    section: Section
    role: Role
    heading: str = ""
    """The text of the nearest heading above it, empty if there is none."""
    ahead: bool = False
    """A promise inside the review (今年，将开展…; 即将挂牌): it speaks of what is still to come."""


class Identity(NamedTuple):
    """Which report a text is. What the text does not say is None."""

    title: str
    issuer: str | None
    kind: Kind
    year: int | None
    """The last year that the done section reports on."""
    delivered: dt.date | None
    """The day it was delivered, signed or published."""


class ParsedReport(NamedTuple):
    """A report taken apart: units in text order, no two overlapping."""

    text: str
    identity: Identity
    units: tuple[Unit, ...]
    warnings: tuple[Message, ...] = ()
    """What a reader should know, e.g. that no plan section was found."""
