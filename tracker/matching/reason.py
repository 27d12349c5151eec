"""One line of English that says what a proposed status rests on."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.matching import words
from tracker.matching.prepare import Side
from tracker.matching.verdict import REACHED, NumberMatch
from tracker.model import Candidate, Status
from tracker.text import clean, one_line

_HEADING = 24
_PHRASES = 3


def reason(
    status: Status,
    asked: Side,
    told: Side,
    commitment: int,
    evidence: Sequence[int],
    best: Candidate,
    coverage: float,
    numbers: Sequence[NumberMatch],
) -> str:
    """Why a commitment gets a status.

    Args:
        status: the one proposed.
        asked: the earlier report's commitments.
        told: the later report's statements.
        commitment: index of the commitment.
        evidence: indices of the statements that the status rests on, best first.
        best: the best candidate, named when nothing is proposed as evidence.
        coverage: share of the commitment's wording that the evidence covers together.
        numbers: how its promised numbers fare.

    """
    if status is Status.DROPPED:
        return f"nothing found in {told.size} statements; best rejected has score {best.score:.2f}"
    first = evidence[0]
    parts = [_where(told, evidence) + f" {'cover' if len(evidence) > 1 else 'covers'} {coverage:.0%} of its key words"]
    phrases = shared_phrases(asked, commitment, told.folded[first])
    if phrases:
        parts[0] += " (" + ", ".join(phrases) + ")"
    parts += [_number(match) for match in numbers[:3]]
    return "; ".join(parts)


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


def shared_phrases(asked: Side, commitment: int, statement: str) -> list[str]:
    """The longest pieces of a commitment, without boilerplate, that a statement holds word for word."""
    found: list[str] = []
    end = asked.starts[commitment + 1] if commitment + 1 < asked.size else len(asked.clauses)
    for clause in asked.bare[asked.starts[commitment] : end]:
        at = 0
        while at < len(clause) - 1:
            to = at + 1
            while to < len(clause) and clause[at : to + 1] in statement:
                to += 1
            if to - at >= 2:
                found.append(clause[at:to])
            at = to
    meaty = {phrase for phrase in found if len(words.bare(phrase)) >= 2 and not phrase.isdigit()}
    return sorted(meaty, key=lambda phrase: (-len(phrase), found.index(phrase)))[:_PHRASES]
