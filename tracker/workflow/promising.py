"""What the units of a report come to: a reviewer's corrections over the parser, promises, named bodies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from db import queries, store
from tracker.model import Identity, Kept, ParsedReport, Promise, Role, Unit, UnitCorrection, UnitField
from tracker.parsing import PARSER_VERSION, parse
from tracker.parsing.corrections import Words, correct, renamed
from tracker.parsing.report import settled
from tracker.promises import cells_beside, find_bodies, read_promise
from tracker.topics import Taxonomy
from tracker.workflow.keeping import continued
from tracker.workflow.topics import taxonomy


def promises_of(text: str, units: Sequence[Unit], year: int | None, topics: Taxonomy) -> dict[int, Promise]:
    """Index of each commitment of a source -> what it promises for the year after the report's."""
    ahead = year + 1 if year is not None else None
    return {
        index: read_promise(unit.text, ahead, unit.heading, topics, cells_beside(text, unit.start, unit.end))
        for index, unit in enumerate(units)
        if unit.role is Role.COMMITMENT
    }


def bodies_of(units: Sequence[Unit]) -> dict[int, tuple[str, ...]]:
    """Index of each statement that names who did it -> the bodies."""
    found = {i: find_bodies(unit.text, unit.heading) for i, unit in enumerate(units) if unit.role is Role.STATEMENT}
    return {index: bodies for index, bodies in found.items() if bodies}


@dataclass(frozen=True, slots=True)
class Corrected:
    """A reading with reviewers' words over it, beside what is kept of the report."""

    units: tuple[Unit, ...]
    continues: dict[int, int]
    """Index of each unit that continues a kept one -> its id."""
    forerunners: dict[int, set[int]]
    """Index of each unit that reviewers made out of others -> their ids."""
    followed: tuple[Words, ...]
    """For each unit the words that hold for it, oldest first."""
    waiting: Words = ()
    """Standing words on a text that the report does not hold now."""


def corrected(session: queries.Connection, report: int, parsed: ParsedReport) -> Corrected:
    """What reviewers said of a kept report, over a new reading of it."""
    said = queries.unit_corrections(session, report)
    read = correct(parsed.text, parsed.units, said)
    units = list(read.units)
    continues = continued(queries.old_units(session, report), units)
    left: dict[int, list[UnitCorrection]] = defaultdict(list)
    for one in read.unplaced:
        if one.field is not UnitField.EXTENT:
            left[one.unit].append(one)
    followed = list(read.followed)
    for index, key in continues.items():
        if key in left:  # its wording changed, so that the stretch is not found: the word still holds
            units[index] = renamed(units[index], left[key])
            followed[index] = tuple(sorted((*followed[index], *left[key]), key=lambda one: one.id))
    there = set(continues.values())
    waiting = tuple(one for one in read.unplaced if one.field is UnitField.EXTENT or one.unit not in there)
    made_of = {
        index: {key for one in some if one.field is UnitField.EXTENT for key in (one.unit, one.merged) if key}
        for index, some in enumerate(read.followed)
    }
    forerunners = {index: keys - {continues.get(index)} for index, keys in made_of.items() if keys}
    return Corrected(settled(units) if left else tuple(units), continues, forerunners, tuple(followed), waiting)


def rewrite(session: queries.Connection, report: int) -> Kept:
    """Read a report anew from its kept text, with what reviewers said of it and its units since.

    Raises:
        NotAReport: this version of the parser takes the text for no report; nothing is changed.

    """
    view, origin = queries.source_view(session, report), queries.origin(session, report)
    row = view.report
    parsed = parse(view.text)
    made = corrected(session, report, parsed)
    return store.save_report(
        session,
        parsed=parsed._replace(
            identity=Identity(row.title, row.stated_issuer, row.kind, row.year, row.delivered),
            units=made.units,
        ),
        promises=promises_of(view.text, made.units, row.year, taxonomy(session)),
        source=row.source,
        path=origin.path,
        digest=origin.digest,
        parser=PARSER_VERSION,
        warnings=row.warnings,
        replaces=report,
        kept_units=made.continues,
        bodies=bodies_of(made.units),
        forerunners=made.forerunners,
    )
