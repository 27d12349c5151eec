"""What every command needs: the database, opened when first asked for, and who is asking."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, cast

import typer

from tracker.cli.output import printable
from tracker.errors import UsageError

if TYPE_CHECKING:
    from enum import StrEnum
    from typing import TypeVar

    from sqlalchemy import Engine

    from tracker.model import Filter

    E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class Context:
    """The options given before the command."""

    db: str | None
    name: str | None

    def engine(self) -> Engine:
        """The database, created or upgraded on the way."""
        from db.engine import open_database

        return open_database(self.db)

    @property
    def reviewer(self) -> str:
        """The name that decisions are kept under."""
        name = self.name
        if name is None:
            try:
                name = getpass.getuser()
            except (KeyError, OSError):
                name = ""
        name = printable(name)
        if not name:
            raise UsageError("nobody's name is known to keep the decision under; give --reviewer NAME")
        return name


def of(context: typer.Context) -> Context:
    """The options given before the command."""
    return cast("Context", context.obj)


def one_of(enum: type[E], text: str, what: str) -> E:
    """The member that a person typed, hyphens and case aside.

    Raises:
        UsageError: naming what may be typed.

    """
    key = text.strip().lower().replace("-", "_").replace(" ", "_")
    try:
        return enum(key)
    except ValueError:
        raise UsageError(f"unknown {what} {text!r}: choose one of {', '.join(enum)}") from None


Issuer = Annotated[str | None, typer.Option(help="Only this issuer, by its full name.")]
Year = Annotated[int | None, typer.Option(help="Only reports whose last year reported on is this one.")]
Report = Annotated[int | None, typer.Option(help="Only this report, by its number in `tracker reports`.")]
Statuses = Annotated[list[str] | None, typer.Option("--status", help="Only this status; may be given again.")]
Text = Annotated[str | None, typer.Option(help="Only commitments that contain this text.")]
Undecided = Annotated[bool, typer.Option("--undecided", help="Only what no reviewer has decided.")]
Late = Annotated[bool, typer.Option("--late", help="Only what was followed up later than in the first later report.")]
Gone = Annotated[bool, typer.Option("--gone", help="Only decided ones that a re-imported report no longer holds.")]


def chosen(
    issuer: str | None,
    year: int | None,
    report: int | None,
    statuses: list[str] | None,
    text: str | None,
    undecided: bool,
    late: bool,
    gone: bool,
) -> Filter:
    """The filter that the options of `list` and `export` describe."""
    from tracker.model import Filter, Status

    return Filter(
        issuer=issuer,
        year=year,
        report=report,
        statuses=tuple(one_of(Status, s, "status") for s in statuses or ()),
        text=text,
        undecided=undecided,
        late=late,
        gone=gone,
    )
