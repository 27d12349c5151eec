"""One commitment's text to what it can be held to."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.characters import simplified
from tracker.model import Promise
from tracker.promises.bodies import find_bodies
from tracker.promises.clauses import Spans
from tracker.promises.deadlines import find_deadlines, latest
from tracker.promises.duties import without_duties
from tracker.promises.parts import read_parts
from tracker.promises.quantities import find_quantities
from tracker.promises.rows import due_in, work_of
from tracker.promises.trackability import trackability
from tracker.topics import Taxonomy, load_topics


def read_promise(
    text: str,
    promised_for: int | None,
    heading: str = "",
    topics: Taxonomy | None = None,
    cells: Sequence[str] = (),
) -> Promise:
    """What a commitment can be held to; words of texts in traditional characters are told in simplified ones.

    Args:
        text: the text of one unit.
        promised_for: the year that the plan is for; deadlines such as 年底前 resolve against it.
        heading: the heading that the unit stands under; it may name who is responsible, and it helps to tell the topic.
        topics: the taxonomy to tell the topic by; the shipped one if none is given.
        cells: of the unit's row in a table, besides its own; they may say who is responsible and by when.

    """
    text, side = work_of(text, promised_for)
    side += tuple(cells)
    deadlines = find_deadlines(text, promised_for)
    spans = Spans((d.start, d.end) for d in deadlines)
    quantities = tuple(q for q in find_quantities(text) if not spans.holds(q.start))  # 6个月内 is a deadline
    deadline = max(
        (d for d in (latest(deadlines), *due_in(side, promised_for)) if d), key=lambda d: d.date, default=None
    )
    text, heading = simplified(text), simplified(heading)
    parts = read_parts(without_duties(text), quantities, deadlines)
    return Promise(
        quantities=quantities,
        deadline=deadline,
        trackability=trackability(text, quantities, deadline, parts),
        parts=parts,
        bodies=find_bodies(text, heading, tuple(map(simplified, side))),
        topic=(topics or load_topics()).topic_of(text, heading),
    )
