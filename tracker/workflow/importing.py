"""From files to kept reports: read, parse, read the promises, keep; one transaction a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db import queries, store
from db.engine import reading, writing
from tracker.errors import DatabaseError, ReadError, TrackerError
from tracker.model import Document, Kind, ParsedReport, ReportRow
from tracker.parsing import PARSER_VERSION, parse
from tracker.reading import Limits, Reader
from tracker.words import Message
from tracker.workflow.keeping import share_kept
from tracker.workflow.promising import Corrected, bodies_of, corrected, promises_of
from tracker.workflow.topics import taxonomy

if TYPE_CHECKING:
    from sqlalchemy import Engine

SAME = 0.5
"""Share of common texts from which two files hold the same report."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file."""

    source: str
    change: str
    """new, updated, unchanged or refused."""
    report: int | None = None
    error: Message | None = None
    """For refused."""
    warnings: tuple[Message, ...] = ()
    gone: tuple[int, ...] = ()
    """Decided commitments that the file no longer holds."""

    @property
    def wrong(self) -> bool:
        """Whether a person has to look at it."""
        return bool(self.error or self.warnings or self.gone)


def import_files(engine: Engine, files: Sequence[Path], *, in_place: bool = False) -> Iterator[Imported]:
    """Read and keep each file, one result a file, in order; a bad file stops nothing.

    Args:
        engine: where to keep them.
        files: as `reading.find_files` gives them.
        in_place: a file that holds an already kept report takes its place instead of being refused.

    Raises:
        DatabaseError: it cannot be written to; what was kept before stays.

    """
    limits = Limits()
    with Reader(limits) as reader:
        for path in files:
            try:
                yield _import_file(engine, reader, path, limits, in_place)
            except DatabaseError:
                raise  # a full disk: the other files would fare no better
            except TrackerError as error:
                yield Imported(str(path), "refused", error=error.message)


def _import_file(engine: Engine, reader: Reader, path: Path, limits: Limits, in_place: bool) -> Imported:
    source = str(path)
    digest = digest_of(path, limits)
    with reading(engine) as session:
        known = queries.report_by_digest(session, digest)
    if known and known[1] == PARSER_VERSION:
        return Imported(source, "unchanged", known[0].id)
    document = reader.read(path)
    try:
        parsed = parse(document.text)
    except TrackerError as error:
        raise error.at(source) from error
    with reading(engine) as session:
        old = kept_report(session, path, digest, parsed)
        twins = [] if old else _twins(session, parsed)
    if twins and not in_place:
        raise ReadError("reading.refused.twin", kept=twins[0].source, id=twins[0].id).at(source)
    return _keep(engine, path, digest, document, parsed, old or (twins[0] if twins else None))


def digest_of(path: Path, limits: Limits) -> str:
    """SHA-256 of the file's bytes; what cannot be read here is left for the reader to name."""
    try:
        if not path.is_file() or path.stat().st_size > limits.max_bytes:
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def kept_report(session: queries.Connection, path: Path, digest: str, parsed: ParsedReport) -> ReportRow | None:
    """The kept report whose place a file would take: of the same bytes, else from the same file."""
    known = queries.report_by_digest(session, digest)
    return known[0] if known else _replaced(session, path, parsed)


def _replaced(session: queries.Connection, path: Path, parsed: ParsedReport) -> ReportRow | None:
    """The kept report that an earlier state of this same file gave, if it still is that report."""
    row = queries.report_by_path(session, str(path.resolve()))
    if row is None:
        return None
    identity = parsed.identity
    if (row.issuer, row.kind, row.year) == (identity.issuer, identity.kind, identity.year):
        return row
    return row if share_kept([u.unit for u in queries.old_units(session, row.id)], parsed.units) >= SAME else None


def _twins(session: queries.Connection, parsed: ParsedReport) -> list[ReportRow]:
    """Kept reports that this one is a copy or another version of."""
    identity = parsed.identity
    if identity.issuer is None or identity.year is None or identity.kind is Kind.OTHER:
        return []
    return [
        row
        for row in queries.same_report(session, identity.issuer, identity.kind, identity.year)
        if share_kept([u.unit for u in queries.old_units(session, row.id)], parsed.units) >= SAME
    ]


def _keep(
    engine: Engine, path: Path, digest: str, document: Document, parsed: ParsedReport, old: ReportRow | None
) -> Imported:
    """Write the report in one transaction; ids of units that are still there are kept."""
    warnings = (*document.warnings, *parsed.warnings)
    year = old.year if old and "year" in old.corrected else parsed.identity.year
    with writing(engine) as session:
        made = corrected(session, old.id, parsed) if old else Corrected(parsed.units, {}, {}, ())
        if made.waiting:
            ids = " ".join(str(one.id) for one in made.waiting)
            warnings = (*warnings, Message("parsing.warning.corrections_wait", {"ids": ids}))
        kept = store.save_report(
            session,
            parsed=parsed._replace(units=made.units),
            promises=promises_of(parsed.text, made.units, year, taxonomy(session)),
            source=str(path),
            path=str(path.resolve()),
            digest=digest,
            parser=PARSER_VERSION,
            warnings=warnings,
            replaces=old.id if old else None,
            kept_units=made.continues,
            bodies=bodies_of(made.units),
            forerunners=made.forerunners,
        )
    return Imported(str(path), kept.change, kept.report, warnings=warnings, gone=kept.gone)
