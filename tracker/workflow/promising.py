"""What the units of a report come to: a reviewer's corrections over the parser, promises, named bodies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from db import queries, store
from tracker.model import Identity, ParsedReport, Promise, Role, Section, Unit
from tracker.promises import Taxonomy, find_bodies, load_topics, read_promise, read_topics

TOPICS = "topics"
"""The setting that holds a database's own taxonomy, as TOML."""

_FITTING = {(Section.PLAN, Role.STATEMENT): Role.COMMITMENT, (Section.DONE, Role.COMMITMENT): Role.STATEMENT}
"""What a statement or commitment is in a section that it was moved to."""


def corrected(units: Sequence[Unit], said: Mapping[int, Mapping[str, str]]) -> tuple[Unit, ...]:
    """Units with reviewers' words over them.

    Args:
        units: as parsed or kept.
        said: index of a unit -> its corrected fields; where only the section is, the role follows it.

    """
    made = list(units)
    for index, fields in said.items():
        unit = made[index]
        section = Section(fields.get("section", unit.section))
        fitting = unit.role
        if section is not unit.section and "role" not in fields:
            fitting = _FITTING.get((section, unit.role), unit.role)
        made[index] = replace(unit, section=section, role=Role(fields.get("role", fitting)))
    return tuple(made)


def promises_of(units: Sequence[Unit], year: int | None, topics: Taxonomy) -> dict[int, Promise]:
    """Index of each commitment -> what it promises for the year after the report's."""
    ahead = year + 1 if year is not None else None
    return {
        index: read_promise(unit.text, ahead, unit.heading, topics)
        for index, unit in enumerate(units)
        if unit.role is Role.COMMITMENT
    }


def bodies_of(units: Sequence[Unit]) -> dict[int, tuple[str, ...]]:
    """Index of each statement that names who did it -> the bodies."""
    found = {i: find_bodies(unit.text, unit.heading) for i, unit in enumerate(units) if unit.role is Role.STATEMENT}
    return {index: bodies for index, bodies in found.items() if bodies}


def taxonomy(session: queries.Session) -> Taxonomy:
    """The topics that this database is grouped by: its own, or those that come with the tracker."""
    own = queries.read_setting(session, TOPICS)
    return load_topics() if own is None else read_topics(own, "the topics of this database")


def rewrite(session: queries.Session, report: int) -> None:
    """Keep a report anew from its kept text, with what reviewers said of it since."""
    view, origin = queries.source_view(session, report), queries.origin(session, report)
    ids = {index: row.id for index, row in enumerate(view.units)}
    said = queries.unit_corrections(session, report)
    units = corrected([row.unit for row in view.units], {i: said[key] for i, key in ids.items() if key in said})
    row = view.report
    identity = Identity(row.title, row.stated_issuer, row.kind, row.year, row.delivered)
    store.save_report(
        session,
        parsed=ParsedReport(view.text, identity, units),
        promises=promises_of(units, row.year, taxonomy(session)),
        source=row.source,
        path=origin.path,
        digest=origin.digest,
        parser=origin.parser,
        warnings=row.warnings,
        replaces=report,
        kept_units=ids,
        bodies=bodies_of(units),
    )
