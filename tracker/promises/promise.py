"""One commitment's text to what it can be held to."""

from __future__ import annotations

from tracker.model import Promise
from tracker.promises.bodies import find_bodies
from tracker.promises.clauses import Spans
from tracker.promises.deadlines import find_deadlines, latest
from tracker.promises.parts import read_parts
from tracker.promises.quantities import find_quantities
from tracker.promises.topics import Taxonomy, load_topics
from tracker.promises.trackability import trackability


def read_promise(text: str, promised_for: int | None, heading: str = "", topics: Taxonomy | None = None) -> Promise:
    """What a commitment can be held to.

    Args:
        text: the text of one unit.
        promised_for: the year that the plan is for; deadlines such as 年底前 resolve against it.
        heading: the heading that the unit stands under; it may name who is responsible, and it helps to tell the topic.
        topics: the taxonomy to tell the topic by; the shipped one if none is given.

    """
    deadlines = find_deadlines(text, promised_for)
    spans = Spans((d.start, d.end) for d in deadlines)
    quantities = tuple(q for q in find_quantities(text) if not spans.holds(q.start))  # 6个月内 is a deadline
    deadline = latest(deadlines)
    parts = read_parts(text, quantities, deadlines)
    return Promise(
        quantities=quantities,
        deadline=deadline,
        trackability=trackability(text, quantities, deadline, parts),
        parts=parts,
        bodies=find_bodies(text, heading),
        topic=(topics or load_topics()).topic_of(text, heading),
    )
