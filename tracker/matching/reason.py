"""One line of English that says what a proposed status rests on."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.matching.prepare import Side
from tracker.matching.verdict import REACHED, NumberMatch
from tracker.model import Status
from tracker.text import clean, one_line

_HEADING = 24
_PHRASES = 3
_NUMBERS = 3


def reason(
    status: Status,
    asked: Side,
    told: Side,
    commitment: int,
    evidence: Sequence[int],
    best: float,
    numbers: Sequence[NumberMatch],
) -> str:
    """Why a commitment gets a status.

    Args:
        status: the one proposed.
        asked: the earlier report's commitments.
        told: the later report's statements.
        commitment: index of the commitment.
        evidence: indices of the statements that the status rests on, best first; none for dropped.
        best: score of the best candidate.
        numbers: how its promised numbers fare.

    """
    if status is Status.DROPPED:
        return f"nothing found in {told.size} statements; best rejected has score {best:.2f}"
    share, phrases = covered(asked, commitment, [told.folded[j] for j in evidence])
    line = f"{_where(told, evidence)} {'cover' if len(evidence) > 1 else 'covers'} {share:.0%} of its key words"
    if phrases:
        line += f" ({', '.join(phrases)})"
    return "; ".join([line, *map(_number, numbers[:_NUMBERS])])


def _where(told: Side, evidence: Sequence[int]) -> str:
    """The statements by number, counted from 1, with the heading of the first."""
    heading = one_line(clean(told.items[evidence[0]].heading)[0])
    if len(heading) > _HEADING:
        heading = heading[: _HEADING - 1] + "…"
    places = [str(j + 1) for j in evidence]
    listed = places[0] if len(places) == 1 else ", ".join(places[:-1]) + " and " + places[-1]
    name = "statement" if len(places) == 1 else "statements"
    return f"{name} {listed}" + (f" under {heading}" if heading else "")


def _number(match: NumberMatch) -> str:
    """What was promised and what is reported."""
    promised = one_line(clean(match.promised.text)[0])
    if match.reported is None:
        return f"promised {promised}, no such number reported"
    reported = one_line(clean(match.reported.text)[0])
    said = "missed"
    if match.share >= REACHED:
        said = "exceeded" if match.share > 1 + 1e-9 and not match.promised.ceiling else "reached"
    return f"promised {promised}, reported {reported}: {said}"


def covered(asked: Side, commitment: int, statements: Sequence[str]) -> tuple[float, list[str]]:
    """How much of a commitment some statements hold word for word, boilerplate and numbers aside.

    Returns the share of its characters in pieces of two or more, and its longest such pieces.
    """
    text = "\n".join(statements)
    pieces: list[str] = []
    end = asked.starts[commitment + 1] if commitment + 1 < asked.size else len(asked.clauses)
    clauses = [part for clause in asked.bare[asked.starts[commitment] : end] for part in clause.split("0")]
    for clause in clauses:
        at = 0
        while at < len(clause) - 1:
            to = at + 1
            while to < len(clause) and clause[at : to + 1] in text:
                to += 1
            if to - at >= 2:
                pieces.append(clause[at:to])
            at = to
    share = sum(map(len, pieces)) / max(sum(map(len, clauses)), 1)
    telling = sorted(dict.fromkeys(pieces), key=len, reverse=True)
    return share, telling[:_PHRASES]
