"""What every command needs: the database, opened when first asked for, and who is asking."""

from __future__ import annotations

import functools
import getpass
import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Annotated, Any, cast, get_type_hints

import typer

from tracker.cli.output import printable
from tracker.errors import UsageError

if TYPE_CHECKING:
    from enum import StrEnum
    from typing import TypeVar

    from sqlalchemy import Engine

    from tracker.model import Filter, Viewer

    E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class Context:
    """The options given before the command."""

    db: str | None
    name: str | None

    def engine(self, *, make: bool = False) -> Engine:
        """The database, upgraded on the way; `make` for what may begin a new one.

        Raises:
            DatabaseError: there is none, or it cannot be opened.

        """
        from db.engine import open_database

        return open_database(self.db, make=make)

    def existing_engine(self) -> Engine | None:
        """The database, or None if there is none yet."""
        from db.engine import existing_database

        return existing_database(self.db)

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
            raise UsageError("cli.error.nobody")
        return name

    def viewer(self, blind: bool = False) -> Viewer:
        """Who looks, and whether to hide suggestions and what others decided."""
        from tracker.model import Viewer

        return Viewer(self.reviewer, blind)

    def marking(self, chosen: Filter) -> Viewer | None:
        """Who looks, where a filter asks for their marks for later: no other list that is handed out needs a name."""
        return self.viewer() if chosen.flagged else None


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
        raise UsageError(f"cli.error.{what}", text=text, known=", ".join(enum)) from None


def _option(flag: str, kind: Any, metavar: str | None = None, **more: Any) -> Any:
    return Annotated[kind, typer.Option(flag, metavar=metavar, **more)]


FILTERS: Mapping[str, Any] = {
    "issuer": _option("--issuer", str | None, "NAME"),
    "year": _option("--year", str | None, "YEAR[-YEAR]"),
    "report": _option("--report", int | None, "ID"),
    "status": _option("--status", list[str] | None, "STATUS"),
    "text": _option("--text", str | None, "TEXT"),
    "topic": _option("--topic", str | None, "KEY"),
    "trackability": _option("--trackability", str | None, "KIND"),
    "body": _option("--body", str | None, "NAME"),
    "reported": _option("--reported", str | None, "HOW"),
    "decided": _option("--decided/--undecided", bool | None),
    "by": _option("--by", str | None, "NAME"),
    "chain": _option("--chain", bool),
    "late": _option("--late", bool),
    "gone": _option("--gone", bool),
    "flagged": _option("--flagged", bool),
    "disagreed": _option("--disagreed", bool),
    "ahead": _option("--ahead", bool),
    "confidence_below": _option("--confidence-below", float | None, "0-1", min=0, max=1),
}
"""Every option that chooses commitments, in the order of --help: the one definition for lists and exports."""


def filtering(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that has a parameter `chosen`, a Filter, the options of FILTERS instead of it."""
    return filtering_by(*FILTERS)(command)


def filtering_by(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """As `filtering`, with some of the options: those that the command goes by."""

    def decorated(command: Callable[..., None]) -> Callable[..., None]:
        named = inspect.Parameter.KEYWORD_ONLY
        written = SimpleNamespace(__annotations__={n: a for n, a in command.__annotations__.items() if n != "chosen"})
        hints = get_type_hints(written, vars(sys.modules[command.__module__]), include_extras=True)
        parameters = [
            *(
                parameter.replace(kind=named, annotation=hints[name])
                for name, parameter in inspect.signature(command).parameters.items()
                if name != "chosen"
            ),
            *(inspect.Parameter(n, named, default=_UNSET.get(n), annotation=FILTERS[n]) for n in names),
        ]

        @functools.wraps(command)
        def with_options(*args: object, **values: object) -> None:
            chosen = filter_of({name: values.pop(name, _UNSET.get(name)) for name in FILTERS})
            if chosen.issuer is not None or chosen.report is not None or chosen.topic is not None:
                from tracker.workflow import listing

                listing.check_names(of(cast("typer.Context", values["ctx"])).engine(), chosen)
            command(*args, chosen=chosen, **values)

        with_options.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        with_options.__annotations__ = {p.name: p.annotation for p in parameters}
        return with_options

    return decorated


_UNSET: Mapping[str, object] = dict.fromkeys(("chain", "late", "gone", "flagged", "disagreed", "ahead"), False)


def filter_of(given: Mapping[str, Any]) -> Filter:
    """The filter that options describe."""
    from tracker.model import Filter, Reported, Status, Trackability

    trackability, reported = given["trackability"], given["reported"]
    return Filter(
        issuer=given["issuer"],
        years=_years(given["year"]) if given["year"] else None,
        report=given["report"],
        statuses=tuple(one_of(Status, s, "status") for s in given["status"] or ()),
        text=given["text"],
        topic=given["topic"],
        trackability=one_of(Trackability, trackability, "trackability") if trackability else None,
        decided=given["decided"],
        decided_by=given["by"],
        body=given["body"],
        reported=one_of(Reported, reported, "reported") if reported else None,
        chain=given["chain"],
        late=given["late"],
        gone=given["gone"],
        flagged=given["flagged"],
        disagreed=given["disagreed"],
        ahead=given["ahead"],
        confidence_below=given["confidence_below"],
    )


def _years(text: str) -> tuple[int, int]:
    first, _, last = text.replace("–", "-").partition("-")
    if not (first.isdigit() and (last or first).isdigit() and int(first) <= int(last or first)):
        raise UsageError("cli.error.year", text=text)
    return int(first), int(last or first)
