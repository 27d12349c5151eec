"""Why a status is proposed: facts kept as one line of JSON, and the one line that a reader sees.

What is stored names statements by their place in the later report's review, counted from 1.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from tracker import words
from tracker.model import Measure, Status, Strength
from tracker.text import clean, one_line

_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

MOST_PARTS = 3
"""Parts of a commitment, and numbers, that one line names."""

_LONGEST = 20
"""Characters of a part, number or heading that are kept."""


@lru_cache(maxsize=4096)
def short(text: str, longest: int = _LONGEST) -> str:
    """Report text as facts keep it: one clean line, cut where it is long."""
    line = one_line(clean(text)[0])
    return line if len(line) <= longest else line[: longest - 1] + "…"


class NumberFact(NamedTuple):
    """A promised number and what became of it."""

    promised: str
    reported: str | None
    measure: Measure


class Facts(NamedTuple):
    """What a proposal rests on; texts are cleaned and short."""

    status: Status
    searched: int
    """Statements of the later report."""
    year: int | None = None
    """That report on."""
    statements: tuple[int, ...] = ()
    """What the status rests on, best first."""
    heading: str = ""
    """Over the first of them."""
    covered: tuple[tuple[str, int], ...] = ()
    """Parts of the commitment, each with the statement that covers it best."""
    missing: tuple[str, ...] = ()
    """Parts that none of the statements covers."""
    numbers: tuple[NumberFact, ...] = ()
    strength: Strength | None = None
    best: tuple[int, float] | None = None
    """The best rejected statement and its score, for silence."""
    admitted: str = ""
    """A problem about the same thing that the later report admits."""
    turned: Status | None = None
    """The status by evidence alone, where what promises in such words came to elsewhere made it another."""

    def stored(self) -> str:
        """One line of JSON; what is empty is left out."""
        kept = {
            "status": self.status.value,
            "searched": self.searched,
            "year": self.year,
            "statements": self.statements,
            "heading": self.heading,
            "covered": self.covered,
            "missing": self.missing,
            "numbers": [(n.promised, n.reported, n.measure.value) for n in self.numbers],
            "strength": self.strength.value if self.strength else None,
            "best": self.best,
            "admitted": self.admitted,
            "turned": self.turned.value if self.turned else None,
        }
        return _to_json({k: v for k, v in kept.items() if v or v == 0})

    @classmethod
    def read(cls, stored: str) -> Facts | None:
        """What `stored` wrote, or None if it is something else."""
        try:
            kept = json.loads(stored)
            return cls(
                status=Status(kept["status"]),
                searched=kept["searched"],
                year=kept.get("year"),
                statements=tuple(kept.get("statements", ())),
                heading=kept.get("heading", ""),
                covered=tuple((part, at) for part, at in kept.get("covered", ())),
                missing=tuple(kept.get("missing", ())),
                numbers=tuple(NumberFact(p, r, Measure(m)) for p, r, m in kept.get("numbers", ())),
                strength=Strength(kept["strength"]) if "strength" in kept else None,
                best=(kept["best"][0], kept["best"][1]) if "best" in kept else None,
                admitted=kept.get("admitted", ""),
                turned=Status(kept["turned"]) if "turned" in kept else None,
            )
        except (ValueError, TypeError, KeyError, IndexError):
            return None


def in_words(stored: str, language: str | None = None) -> str:
    """The one line that a stored reason says; text that is no stored reason is given back as it is.

    Args:
        stored: what `Facts.stored` wrote, or a key of the catalog `reasons`.
        language: a code of `words.LANGUAGES`; the language that is spoken unless given.

    """
    facts = Facts.read(stored)
    if facts is None:
        return _Voice(language or words.spoken())(stored) if words.has(stored) else stored
    return render(facts, language)


def render(facts: Facts, language: str | None = None) -> str:
    """The facts as one line."""
    say = _Voice(language or words.spoken())
    pieces = [_silence(facts, say)] if facts.status is Status.DROPPED else _spoken(facts, say)
    if facts.admitted:
        pieces.append(say("reasons.admitted", problem=facts.admitted))
    if facts.turned:
        pieces.append(say("reasons.turned", status=say(f"model.status.{facts.turned.value}")))
    return say("reasons.semicolon").join(pieces)


def _spoken(facts: Facts, say: _Voice) -> list[str]:
    comma, several = say("reasons.comma"), len(facts.statements) > 1
    said = [say("reasons.part_at", part=part, at=at) if several else part for part, at in facts.covered[:MOST_PARTS]]
    where = say("reasons.list").join(map(str, facts.statements))
    line = say("reasons.statements" if several else "reasons.statement", at=where)
    if facts.heading:
        line = say("reasons.under", line=line, heading=facts.heading)
    line = say("reasons.covers", line=line, parts=comma.join(said)) if said else say("reasons.speaks", line=line)
    pieces = [line]
    if facts.strength:
        pieces.append(say(f"reasons.step.{facts.strength.value}"))
    pieces += [_number(n, say) for n in facts.numbers[:MOST_PARTS]]
    if facts.missing:
        pieces.append(say("reasons.missing", parts=comma.join(facts.missing[:MOST_PARTS])))
    return pieces


@dataclass(frozen=True, slots=True)
class _Voice:
    """Says a key in one language, whichever is spoken."""

    language: str

    def __call__(self, key: str, /, **values: object) -> str:
        return str(words.catalog(self.language, key.partition(".")[0])[key]).format(**values)


def _silence(facts: Facts, say: _Voice) -> str:
    where = say("reasons.of_year", year=facts.year) if facts.year else ""
    if not facts.searched:
        return say("reasons.no_statements", where=where)
    line = say("reasons.too_little" if facts.turned else "reasons.nothing", searched=facts.searched, where=where)
    if facts.best:
        line += say("reasons.semicolon") + say("reasons.rejected", at=facts.best[0], score=facts.best[1])
    return line


def _number(number: NumberFact, say: _Voice) -> str:
    if number.reported is None:
        return say("reasons.not_stated", promised=number.promised)
    measure = say(f"model.measure.{number.measure.value}")
    return say("reasons.reported", promised=number.promised, reported=number.reported, measure=measure)
