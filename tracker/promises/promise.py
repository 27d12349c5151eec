"""One commitment's text to what it can be held to."""

from __future__ import annotations

from tracker.model import Promise
from tracker.promises.bodies import find_bodies
from tracker.promises.deadlines import find_deadlines, latest
from tracker.promises.parts import read_parts
from tracker.promises.quantities import find_quantities
from tracker.promises.trackability import trackability


def read_promise(text: str, promised_for: int | None, heading: str = "") -> Promise:
    """What a commitment can be held to.

    Args:
        text: the text of one unit.
        promised_for: the year that the plan is for; deadlines such as 年底前 resolve against it.
        heading: the heading that the unit stands under; it may name who is responsible.

    """
    quantities = find_quantities(text)
    deadlines = find_deadlines(text, promised_for)
    parts = read_parts(text, quantities, deadlines)
    deadline = latest(deadlines)
    return Promise(
        quantities, deadline, trackability(text, quantities, deadline, parts), parts, find_bodies(text, heading)
    )
