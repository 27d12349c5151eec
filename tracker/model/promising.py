"""What a commitment's text can be held to: clauses, quantities, deadlines."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from tracker.model.terms import Precision, Relation, Trackability


class Quantity(NamedTuple):
    """A number with its unit as it stands in a unit's text; `start` and `end` are offsets into that text."""

    text: str
    start: int
    end: int
    value: Decimal
    unit: str
    relation: Relation
    upper: Decimal | None = None
    """The far end of a RANGE, else None."""


class Deadline(NamedTuple):
    """When something is promised for: `date` is the last day that still keeps it."""

    text: str
    date: dt.date
    precision: Precision


class Part(NamedTuple):
    """A clause of a unit's text, `text[start:end]`, with what is bound to it."""

    start: int
    end: int
    verb: str
    """The leading verb (建成, 修订); empty where the clause has none."""
    object: str
    """What the verb acts on; may be empty."""
    quantities: tuple[Quantity, ...] = ()
    """Their offsets are into the unit's text too."""
    deadline: Deadline | None = None


class Promise(NamedTuple):
    """What a commitment's text can be held to."""

    quantities: tuple[Quantity, ...]
    deadline: Deadline | None
    trackability: Trackability
    parts: tuple[Part, ...] = ()
    bodies: tuple[str, ...] = ()
    """Responsible bodies that the text names, the leading one first; empty means the issuer itself."""
    topic: str = ""
    """Key of a topic in the taxonomy; empty if none fits."""
