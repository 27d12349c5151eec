"""What widgets tell the screen; the screen alone asks the database."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class PageWanted(Message):
    """A page of the list is on the screen but not loaded."""

    page: int
    generation: int
    """Of the list that wants it; a page for an older list is thrown away."""


@dataclass
class RowChosen(Message):
    """A commitment in the list was clicked."""

    index: int


@dataclass
class EvidenceClicked(Message):
    """A piece of evidence was clicked."""

    index: int


@dataclass
class ReportChosen(Message):
    """A later report in the timeline was clicked."""

    index: int


@dataclass
class CellOpened(Message):
    """The cell in hand of a table was clicked."""
