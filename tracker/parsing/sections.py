"""Where a report's parts begin: headings that say so, phrases inside flowing text, and the sound of the sentences.

Each piece gets a score for each section (a linear model of its n-grams and shape, plus cues of headings); the best
run of sections is found by the Viterbi algorithm, where changing section costs less at headings than inside text.
A plan may look back or admit a shortcoming for a few sentences (过去一年，国防…): asides, that only a phrase opens
and that return to the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import inf

import numpy as np

from tracker.model import Section
from tracker.parsing.cues import (
    HEADING_LIMIT,
    HINTED,
    NAMED,
    TROUBLE,
    admits,
    comes_next,
    cue,
    ends_solemnly,
    looks_ahead,
    looks_back,
    task_rows,
    turns,
)
from tracker.parsing.features import Bools, Floats, Seen
from tracker.parsing.outline import Mark

SECTIONS = tuple(Section)
_AT = {section: k for k, section in enumerate(SECTIONS)}
_FRONT, _INTRO_, _DONE_, _PROBLEMS_, _PLAN_, _BACK = range(6)
_LOOK_BACK, _ADMIT = 6, 7
"""States of the asides inside a plan: they sound like done and problems."""
_STATES = (*SECTIONS, Section.DONE, Section.PROBLEMS)
_FROM: tuple[tuple[int, ...], ...] = (
    (),
    (_FRONT,),
    (_FRONT, _INTRO_, _PROBLEMS_, _PLAN_),
    (_FRONT, _INTRO_, _DONE_, _PLAN_),
    (_FRONT, _INTRO_, _DONE_, _PROBLEMS_, _LOOK_BACK, _ADMIT),
    (_INTRO_, _DONE_, _PROBLEMS_, _PLAN_, _LOOK_BACK, _ADMIT),
    (_PLAN_,),
    (_PLAN_, _LOOK_BACK),
)
"""For each state the others that it may follow: nothing follows the back, nothing goes on before the front."""

_MAY_FOLLOW = np.array([[other in sources for other in range(len(_FROM))] for sources in _FROM])
_OUTER, _SUB = list(Mark).index(Mark.TOP), list(Mark).index(Mark.SUB)
"""Places of marks: up to the first one a part of its own begins."""

TRUST = 0.35
"""Share of the model's log-probabilities that counts: neighbouring sentences do not err independently."""
FLOOR = -5.0
"""Least log-probability of a piece, so that no single odd sentence decides."""
CLOSED = 6.0
"""What it is worth that the closing words were spoken."""
CHANGE = {"named": 1.0, "top": 6.0, "heading": 7.0, "paragraph": 7.0, "inside": 14.0}
"""Cost of changing section by where the piece stands."""
ASIDE, RETURN = 1.0, 1.5
"""Cost of an aside that a phrase opens, and of returning from it to the plan."""
STAYS = 4.0
"""Cost of returning inside a paragraph to a plan that nothing says to go on."""
OPENS = 4
"""Sentences of a paragraph that may look back from what stood before."""
UNSAID = 5.0
"""Extra cost of beginning the done or plan section where nothing says so,"""
ELSEWHERE = 10.0
"""and where headings, or for the back the closing words, say elsewhere that it begins."""
TOO_SOON = 30.0
"""Extra cost of beginning the back before the last heading that names another section."""
BEFORE = 3.0
"""What it is worth to stand before the first line of running text, for front, and costs from the first heading on,"""
OPENING = 1.5
"""and between that line and the first heading, for intro."""
GOES_ON = 60
"""Pieces between solemn words up to which the report is taken to go on; other articles may follow farther on."""
REPEATED = 20
"""Least length of a sentence that, standing twice, shows that the text does."""
LINE = 60
"""Characters from which on a line without the end of a sentence may still be one."""
BLOCK = 1024
"""Pieces whose changes of section are weighed in one table."""
_TOLL = np.array([0.0, 0.0, UNSAID, 0.0, UNSAID, UNSAID, inf, inf])


def find_sections(
    seen: Seen, emissions: Floats, reported: int | None, body: int, planned: bool = False
) -> list[Section]:
    """Section of each piece.

    Args:
        seen: the pieces.
        emissions: log-probabilities of the sections, shape (pieces, len(SECTIONS)).
        reported: the year reported on, if known: headings of later years are plans.
        body: number of the first paragraph of the report proper.
        planned: it begins with what is planned, not with what was done, where no heading says so.

    """
    teaser, count = _copies(seen)
    if teaser:
        body = max(body, seen.pieces[teaser].paragraph)
    texts = seen.plain[:count]
    gain = (np.maximum(emissions, FLOOR) * TRUST)[:count]
    gain = np.hstack([gain, gain[:, [_DONE_, _PROBLEMS_]]])
    price = np.tile(_TOLL, (count, 1))
    start = next((k for k, piece in enumerate(seen.pieces[:count]) if piece.paragraph >= body), count)
    gain[:start, _FRONT] += BEFORE
    gain[task_rows(seen, texts), _PLAN_] += HINTED
    named_at: dict[Section, list[int]] = {}
    headings = np.zeros(count, dtype=bool)
    reviewing = np.zeros(count, dtype=bool)
    foot, ended = _foot(texts), False
    for k in range(start, count):
        worth, sections = cue(seen, k, texts[k], reported)
        if not sections or (ended and Section.BACK not in sections):
            continue  # it says nothing, or stands over another article
        ended = k >= foot and worth == NAMED and Section.BACK in sections
        if worth == NAMED:
            reviewing[k:] = Section.DONE in sections
        for section in sections:
            gain[k, _AT[section]] += worth
            price[k, _AT[section]] = -ELSEWHERE if worth == NAMED or section is Section.BACK else 0.0
            if worth == NAMED:
                headings[k] = True
                named_at.setdefault(section, []).append(k)
    stand = _stands(seen, headings)
    price[:, : len(SECTIONS)] += stand[:, None]
    price[start : start + 1, _INTRO_] = CHANGE["named"]  # the report proper begins here
    opens = headings | (seen.kinds[:count] <= _OUTER)
    opens[:start] = False
    if not opens.any():
        opens = seen.kinds[:count] == _SUB
        opens[:start] = False
    first = int(opens.argmax()) if opens.any() else start
    if Section.DONE not in named_at and first < count:
        if headings[first]:
            first = start  # what the first heading does not name stands in front of it
        price[first, _PLAN_ if planned else _DONE_] = 0.0
    matters = _by_matter(seen, texts, first, named_at)
    for k, opened in matters:
        gain[k, opened] += HINTED
        price[k, opened] = CHANGE["named"]
    said = [looks_ahead(text) for text in texts]
    troubled, named = seen.holding(TROUBLE), headings.tolist()
    turns, backs = [inf] * count, [inf] * count
    for k in range(first, count):
        if not named[k]:
            turns[k], backs[k] = _phrases(texts[k], seen.pieces[k].place, said[k], gain, price, k)
            if troubled[k] and admits(texts[k]):
                price[k, _ADMIT] = ASIDE - HINTED
                price[k, _PROBLEMS_] = min(price[k, _PROBLEMS_], CHANGE["paragraph"])
                gain[k, _PROBLEMS_] += HINTED
    turn, back = np.array(turns), np.array(backs)
    back[~reviewing] = inf
    turn[[k for k, _ in matters]] = inf  # from work done as from problems
    _tell_apart(seen, texts, price, gain, named_at, start, first)
    returns = np.where(seen.spans[2][:count] == 0, RETURN / 2, np.where(said, RETURN, STAYS))
    states = _best_run(gain, price, returns, turn, back)
    return [_STATES[s] for s in states] + [Section.BACK] * (len(seen.pieces) - count)


def _foot(texts: Sequence[str]) -> int:
    """The piece from which on no sentence follows: only there do words that end a page end it for good."""
    foot = len(texts)
    while foot and len(texts[foot - 1]) < LINE and texts[foot - 1][-1:] not in "。！；;!":
        foot -= 1
    return foot


def _stands(seen: Seen, headings: Bools) -> Floats:
    """Cost of changing section at each piece by where it stands."""
    count = len(headings)
    start, end, place, of = seen.spans[:, :count]
    kinds = seen.kinds[:count]
    return np.select(
        [
            headings,
            place > 0,
            kinds <= _OUTER,
            (kinds == _SUB) | ((of == 1) & (end - start <= HEADING_LIMIT)),
        ],
        [CHANGE["named"], CHANGE["inside"], CHANGE["top"], CHANGE["heading"]],
        CHANGE["paragraph"],
    )


def _by_matter(
    seen: Seen, texts: Sequence[str], first: int, named_at: Mapping[Section, Sequence[int]]
) -> list[tuple[int, int]]:
    """Where plans begin and end in a report that tells of each matter what was done and what comes next.

    Pairs of a piece and the section that it opens; none unless two matters or more are told so, and no heading names a
    plan.
    """
    if Section.PLAN in named_at:
        return []
    for mark in (Mark.TOP, Mark.SUB):
        heads = [k for k in range(first, len(texts)) if seen.marks[k] is mark and seen.pieces[k].place == 0]
        out: list[tuple[int, int]] = []
        for matter, end in pairwise([*heads, len(texts)]):
            if ahead := next((k for k in range(matter + 2, end) if comes_next(texts[k])), None):
                out += [(matter, _DONE_), (ahead, _PLAN_)]
        if len(out) > 2:
            return out
    return []


def _phrases(raw: str, place: int, ahead: bool, gain: Floats, toll: Floats, k: int) -> tuple[float, float]:
    """Let phrases of piece k open and close asides in `gain` and `toll`; prices of turning to plan and review."""
    turn = back = inf
    if place < OPENS and looks_back(raw):
        toll[k, _LOOK_BACK] = back = ASIDE - HINTED
    elif turns(raw):
        turn = ASIDE - NAMED
    elif ahead:
        gain[k, _LOOK_BACK] -= HINTED
        gain[k, _ADMIT] -= HINTED
    return turn, back


def _tell_apart(
    seen: Seen,
    texts: Sequence[str],
    price: Floats,
    gain: Floats,
    named_at: Mapping[Section, Sequence[int]],
    start: int,
    first: int,
) -> None:
    """What headings and closing words say of the pieces elsewhere: put into `price` and `gain`.

    Where headings name both, the plan does not begin in running text before the first that names it.
    """
    count = len(gain)
    apart = [_AT[section] for section in (Section.DONE, Section.PLAN) if section in named_at]
    plan = min(named_at.get(Section.PLAN, [count]))
    last = max((at[-1] for section, at in named_at.items() if section is not Section.BACK), default=0)
    closed = _closed(texts, named_at)
    end = closed if closed < count else next((k for k in range(last + 1, count) if price[k, _BACK] < 0.0), 0)
    if closed < count:
        end -= seen.pieces[end].place
    while end and seen.pieces[end - 1].end - seen.pieces[end - 1].start <= len("各位代表，同志们！"):
        end -= 1
    price[:, apart] += ELSEWHERE
    price[:plan, [_LOOK_BACK, _ADMIT]] = inf
    price[:last, _BACK] += TOO_SOON
    price[:end, _BACK] += ELSEWHERE
    price[end : (closed if closed < count else end) + 1, _BACK] -= UNSAID + ELSEWHERE
    if len(apart) == 2:
        heads = (seen.kinds[:plan] <= _OUTER) & (seen.spans[2, :plan] == 0)
        price[:plan, _PLAN_][~heads] = inf
    gain[closed:, _BACK] += CLOSED
    gain[first:, [_FRONT, _INTRO_]] -= BEFORE
    if first < count:
        gain[start:first, _INTRO_] += OPENING
    np.maximum(price[:, : len(SECTIONS)], 0.0, out=price[:, : len(SECTIONS)])


def _copies(seen: Seen) -> tuple[int, int]:
    """The piece that ends a teaser at the top (0: none), and that where the text starts again (else their number)."""
    count = len(seen.pieces)
    at: dict[str, int] = {}
    runs: list[tuple[int, int]] = []
    long = 0
    for k, piece in enumerate(seen.pieces):
        if piece.end - piece.start < REPEATED:
            continue
        long += 1
        earlier = at.setdefault(seen.text[piece.start : piece.end], k)
        if earlier < k:
            runs.append((earlier, k))
    if len(runs) < 3 or sum(b[0] > a[0] for a, b in pairwise(runs)) < 0.8 * (len(runs) - 1):
        return 0, count
    (early, late), (_, last) = runs[0], runs[-1]
    if late <= runs[-1][0]:
        return 0, count  # sentences that a report says twice, not a text that stands twice
    after = sum(piece.end - piece.start >= REPEATED for piece in seen.pieces[last + 1 :])
    if after > len(runs):
        return (runs[-1][0] + 1, count) if early < count // 4 else (0, count)
    between = sum(piece.end - piece.start >= REPEATED for piece in seen.pieces[late : last + 1])
    return (0, late) if len(runs) >= 0.6 * between else (0, count)


def _closed(texts: Sequence[str], named_at: Mapping[Section, Sequence[int]]) -> int:
    """The closing words that no heading of a done or plan section follows, the last of those that are near each other.

    Their piece, or the number of pieces if there are none: a report may end its parts solemnly too.
    """
    last = max((k for section in (Section.DONE, Section.PLAN) for k in named_at.get(section, ())), default=-1)
    count = closed = len(texts)
    for k in range(max(last + 1, count // 4), count):
        if ends_solemnly(texts[k]):
            if closed < k - GOES_ON:
                break
            closed = k
    return closed


def _best_run(gain: Floats, price: Floats, returns: Floats, turn: Floats, back: Floats) -> list[int]:
    """Viterbi over the states.

    `gain[k, s]` is what piece k gains in state s, `price[k, s]` the price of a change to it, `returns[k]` that of
    returning from an aside to the plan, `turn[k]` and `back[k]` those of turning from problems to the plan and to the
    review, where that is less.
    """
    count, size = gain.shape
    best = gain[0].copy()
    best[[_BACK, _LOOK_BACK, _ADMIT]] = -inf
    came, options = np.empty((count, size), dtype=np.intp), np.empty((size, size))
    flat, begins, at = options.reshape(-1), np.arange(0, size * size, size), np.empty(size, dtype=np.intp)
    each = np.tile(np.arange(size), size)  # tables of one dimension are several times faster at this size
    for block in range(1, count, BLOCK):
        now = slice(block, block + BLOCK)
        costs = np.where(_MAY_FOLLOW, price[now, :, None], inf)
        for other in (_LOOK_BACK, _ADMIT):
            costs[:, _PLAN_, other] = np.minimum(costs[:, _PLAN_, other], returns[now])
        costs[:, _PLAN_, _PROBLEMS_] = np.minimum(costs[:, _PLAN_, _PROBLEMS_], turn[now])
        costs[:, _DONE_, _PROBLEMS_] = np.minimum(costs[:, _DONE_, _PROBLEMS_], back[now])
        costs[:, range(size), range(size)] = 0.0
        for cost, gained, from_ in zip(costs.reshape(len(costs), -1), gain[now], came[now], strict=True):
            np.subtract(best[each], cost, flat)
            options.argmax(1, from_)
            np.add(from_, begins, at)
            np.add(flat[at], gained, best)
    path = [int(best.argmax())]
    for row in came[:0:-1].tolist():
        path.append(row[path[-1]])
    return path[::-1]
