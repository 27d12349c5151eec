"""What stands around a piece: the second look of the role models.

Whether a short sentence is a heading run into its paragraph, and whether a long one only frames, often shows in its
neighbours: what they are, how long they are, whether they take its words up again, and how this report is written.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tracker.parsing.features import Floats, Ints, Seen
from tracker.parsing.outline import Mark

SURE = 3.0
"""Log-odds beyond which a first look counts no more: of reports that it learned from it is too sure."""
SHORT = 22
"""Characters up to which a sentence may be a heading run into its paragraph."""
LONG = 40
"""Characters beyond which a sentence tells details."""
ALIKE = 24
"""Characters up to which sentences with the same first two characters count as a parallel row."""
PRIME = 65_521
"""Keeps 2-grams apart in 32 bits."""
_NO_MARK = tuple(Mark).index(Mark.NONE)
_ENDS = ".;:"


def surroundings(seen: Seen, looks: Floats) -> Floats:
    """Numbers about each piece and its neighbours in the paragraph.

    Args:
        seen: the pieces.
        looks: what the first models say of each piece, shape (pieces, k).

    Returns:
        shape (pieces, features); without a neighbour its numbers are 0.

    """
    count = len(seen.pieces)
    looks = np.clip(looks, -SURE, SURE)
    _, _, place, of = seen.spans
    first = np.arange(count) - place
    rest = of - 1 - place
    length = np.log1p(np.minimum(seen.inside[1] - seen.inside[0], 400))
    commas = np.minimum(seen.count(","), 12)
    ends = (seen.last()[:, None] == [ord(end) for end in _ENDS]).astype(np.float64)
    marks = np.eye(len(Mark))[seen.kinds]
    short = length <= np.log1p(SHORT)
    own = np.column_stack([looks, length, commas, ends, marks])
    near = np.column_stack([looks, length, commas, ends, marks[:, :-1].sum(axis=1)])
    far = np.column_stack([looks[:, -3:], length])
    columns = [
        own,
        *(_beside(near, step, place, rest) for step in (-1, 1)),
        *(_beside(far, step, place, rest) for step in (-2, 2)),
        np.column_stack([np.minimum(of, 20), np.minimum(place, 10), np.minimum(rest, 10), place == 0, rest == 0]),
        _gaps(seen, short, first, of),
        _whole(np.column_stack([short, ends[:, 1], length, marks]), marks, first, of),
        _echoes(seen, place, rest),
        _next_paragraph(first, of, length, marks),
        _in_style(_style(looks, short, length, ends, place, of), short, length, place, of),
        np.linspace(0.0, 1.0, count)[:, None],
    ]
    return np.column_stack(columns).astype(np.float64)


def _beside(values: Floats, step: int, place: np.ndarray, rest: np.ndarray) -> Floats:
    """The values of the piece `step` further on in the same paragraph, else 0, and whether there is one."""
    there = (place + step >= 0) if step < 0 else (rest >= step)
    out = np.roll(values, -step, axis=0) * there[:, None]
    return np.column_stack([out, there])


def _gaps(seen: Seen, short: np.ndarray, first: np.ndarray, of: np.ndarray) -> Floats:
    """Pieces and characters up to the next short or marked piece of the paragraph, pieces back to the last one."""
    at = np.arange(len(of))
    stop = short | (seen.kinds != _NO_MARK)
    final = first + of - 1
    found = np.where(stop, at, len(of))
    ahead = np.append(np.minimum.accumulate(found[::-1])[::-1][1:], len(of))
    there = ahead <= final
    upto = np.where(there, ahead, final)
    size = np.concatenate([[0], np.cumsum(seen.spans[1] - seen.spans[0])])
    between = size[np.where(there, ahead, final + 1)] - size[at + 1]
    back = np.concatenate([[-1], np.maximum.accumulate(np.where(stop, at, -1))[:-1]])
    since = at - np.maximum(back, first)
    return np.column_stack([np.minimum(upto - at, 10), np.log1p(between), there, np.minimum(since, 10)])


def _whole(values: Floats, marks: Floats, first: np.ndarray, of: np.ndarray) -> Floats:
    """Means over the paragraph, and how many of its pieces carry the same mark."""
    total = np.vstack([np.zeros(values.shape[1]), np.cumsum(values, axis=0)])
    means = (total[first + of] - total[first]) / of[:, None]
    alike = (marks * means[:, -marks.shape[1] :]).sum(axis=1) * of
    return np.column_stack([means[:, :3], np.minimum(means[:, 0] * of, 10), np.minimum(alike, 10)])


def _echoes(seen: Seen, place: np.ndarray, rest: np.ndarray) -> Floats:
    """How much of a piece its neighbours say again, how many short pieces begin like it, and its digits and quotes."""
    again = _shared(seen)
    again[rest < 1, 0] = again[rest < 2, 1] = again[place < 1, 2] = 0
    begin, size = seen.inside[0], seen.inside[1] - seen.inside[0]
    points = np.append(seen.points, [0, 0]).astype(np.int64)
    opening = np.where(size > 0, points[begin], 0) * PRIME + np.where(size > 1, points[begin + 1], 0)
    _, which, times = np.unique(opening[size <= ALIKE], return_inverse=True, return_counts=True)
    alike = np.zeros(len(size), dtype=np.int64)
    alike[size <= ALIKE] = np.minimum(times[which], 6)
    digits = seen.count("0")
    told = [alike, digits > 0, np.minimum(digits, 12), seen.count("《") > 0, seen.count("“") > 0]
    return np.column_stack([again, *told])


def _shared(seen: Seen) -> Floats:
    """Share of the different 2-grams of each body that the next, the next but one, and the last one hold."""
    count = len(seen.bodies)
    size = np.maximum(seen.inside[1] - seen.inside[0] - 1, 0)
    owner = np.repeat(np.arange(count), size)
    at = np.repeat(seen.inside[0] - np.cumsum(size) + size, size) + np.arange(size.sum())
    pairs = seen.points[:-1] % PRIME * np.uint32(PRIME) + seen.points[1:]
    code, mine = _together(pairs[at], owner)
    size = np.maximum(np.bincount(mine, minlength=count), 1)
    out = np.zeros((count, 3))
    if not len(mine):
        return out
    next_ = _follows(code, mine, 1, 1)
    second = _follows(code, mine, 1, 2) | _follows(code, mine, 2, 2)
    out[:, 0] = np.bincount(mine[next_], minlength=count) / size
    out[:, 1] = np.bincount(mine[second], minlength=count) / size
    out[:, 2] = np.bincount(mine[next_] + 1, minlength=count)[:count] / size  # the same, seen from the second piece
    return out


def _together(code: npt.NDArray[np.uint32], owner: Ints) -> tuple[npt.NDArray[np.uint32], Ints]:
    """Codes and owners, the same code of all owners together, owners ascending, each pair once.

    Sorted by the halves of the code, which numpy does by their digits.
    """
    order = np.argsort((code & 0xFFFF).astype(np.uint16), kind="stable")
    order = order[np.argsort((code >> 16).astype(np.uint16)[order], kind="stable")]
    code, owner = code[order], owner[order]
    first = np.ones(len(code), dtype=bool)
    first[1:] = (code[1:] != code[:-1]) | (owner[1:] != owner[:-1])
    return code[first], owner[first]


def _follows(code: npt.NDArray[np.uint32], owner: Ints, ahead: int, step: int) -> npt.NDArray[np.bool_]:
    """Where the code that stands `ahead` further on is the same, with an owner `step` further on."""
    out = np.zeros(len(code), dtype=bool)
    out[:-ahead] = (code[ahead:] == code[:-ahead]) & (owner[ahead:] - owner[:-ahead] == step)
    return out


def _next_paragraph(first: np.ndarray, of: np.ndarray, length: np.ndarray, marks: Floats) -> Floats:
    """The paragraph behind: how many pieces it has, how long the first is, whether it is marked; and the one before."""
    count = len(first)
    after, before = np.minimum(first + of, count - 1), np.maximum(first - 1, 0)
    marked = 1 - marks[:, -1]
    return np.column_stack(
        [
            np.minimum(of[after], 10), length[after], marked[after],
            np.minimum(of[before], 10), length[before], marked[first], length[first],
        ]
    )  # fmt: skip


def _style(
    looks: Floats, short: np.ndarray, length: np.ndarray, ends: Floats, place: np.ndarray, of: np.ndarray
) -> Floats:
    """How the whole report is written: topic sentences, long paragraphs, short sentences, lists, what these look like.

    Short sentences inside paragraphs are headings in one report, each with its details behind it, and results or
    measures in the next; how many there are and what follows them tells which.
    """
    heads, inside = (place == 0) & (of > 1), (place > 0) & (of > 3)
    last, inner = place == of - 1, inside & short
    item, heading = looks[:, -3:-1].max(axis=1), looks[:, -1]

    def mean(values: np.ndarray, where: np.ndarray) -> float:
        return float(values[where].mean()) if where.any() else 0.0

    return np.array(
        [
            mean(short, heads), mean(np.minimum(of, 20), heads), short.mean(), np.median(length),
            ends[:, 1].mean(), (of == 1).mean(), mean(short, inside),
            mean(np.roll(length, -1) > np.log1p(LONG), inner & ~last), mean(np.roll(short, 1) & ~short, inside),
            mean(heading, inner), mean(item, inner), mean(heading, heads & short), mean(item, ~short),
            mean(length, ~short),
        ]
    )  # fmt: skip


def _in_style(style: Floats, short: np.ndarray, length: np.ndarray, place: np.ndarray, of: np.ndarray) -> Floats:
    """The style of the report beside each piece, and what it means for one that is short or long."""
    inner, topic = (place > 0) & (of > 3) & short, (place == 0) & (of > 1) & short
    return np.hstack([style * kind[:, None] for kind in (np.ones(len(of)), inner, topic, length)])
