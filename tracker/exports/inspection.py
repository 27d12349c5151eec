"""A page that shows how a file was read: every unit coloured by role, with its section and why it is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from tracker import words


@cache
def _template() -> Template:
    folder = Path(__file__).with_name("templates")
    rooms = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return rooms.get_template("inspection.html")


def page(facts: Sequence[tuple[str, str]], lines: Sequence[Mapping[str, str]], warnings: Sequence[str]) -> str:
    """One self-contained page; every text is escaped, and no script runs in it.

    Args:
        facts: name and value of what the file is.
        lines: units with the keys section, section_name, role, role_name, why, corrected, text, more and
            place.
        warnings: one line each.

    """
    return _template().render(
        facts=facts, lines=lines, warnings=warnings, lang=words.spoken(), title=words.say("inspect.page")
    )
