"""Whether a commitment can be checked at all.

- quantified: it names a quantity to reach, so a later figure decides.
- concrete: it names something that is there or not at the end: a deadline, a title in 《》, a step that can be finished
  (出台, 建成, 开通, 启动), or any verb on a thing that can be finished (推进…项目, 开展…专项行动).
- general: only open-ended verbs (加强, 推进, 深化) on a field, so any action in that field would do.

Source: the rules of the annotation guide for vague promises and for things that can be finished or issued.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tracker.model import Deadline, Part, Quantity, Trackability
from tracker.promises.clauses import FINISHING, THINGS
from tracker.promises.quantities import is_start

_TITLE = re.compile("《[^《》]{2,}》")
_VERBS = re.compile("[、和并及]")


def trackability(
    text: str, quantities: Iterable[Quantity], deadline: Deadline | None, parts: Sequence[Part]
) -> Trackability:
    """How a commitment can be checked; a quantity that only says where a change starts does not make it quantified."""
    if any(not is_start(q) for q in quantities):
        return Trackability.QUANTIFIED
    if deadline or _TITLE.search(text) or any(map(_finishes, parts)):
        return Trackability.CONCRETE
    return Trackability.GENERAL


def _finishes(part: Part) -> bool:
    if not part.object:
        return False
    if any(FINISHING.at(verb, 0) for verb in _VERBS.split(part.verb)):
        return True
    end = len(part.object)
    return bool(part.verb and (THINGS.end_at(part.object, end) or FINISHING.end_at(part.object, end)))
