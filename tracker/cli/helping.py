"""Help pages and refusals in the language that is spoken: from the catalogs, and by way of them from the library."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import typer

from tracker import words
from tracker.cli.typed import lighten

NARROW, WIDE = 12, 30
"""Terminal cells for a text at least, and for the names beside it at most."""
_EXTRAS = re.compile(r"(?P<help>.*?)(?:(?:  |^)\[(?P<extras>.*)\])?")


def spoken(command: Any, path: str = "") -> Any:
    """Give a command of the library, its options and what is under it their texts; what is under `tracker` has its own.

    The catalog `cli` holds them: `help.COMMAND`, `option.COMMAND.NAME` where a command says of an option what others
    do not, else `option.NAME`; COMMAND is the path of names with hyphens between them.
    """
    known = words.catalog(words.spoken(), "cli")
    lighten(command)
    command.context_class = _Context
    command.help = command.short_help = words.say(f"cli.help.{path or 'tracker'}")
    for parameter in command.params:
        own, shared = f"cli.option.{path}.{parameter.name}", f"cli.option.{parameter.name}"
        if found := next((key for key in (own, shared) if key in known), None):
            parameter.help = words.say(found)
    if path:
        for name, below in getattr(command, "commands", {}).items():
            spoken(below, f"{path}-{name}")
    return command


def translated(message: str) -> str:
    """What the library says, in the language that is spoken; as it is where no catalog knows it."""
    if words.spoken() == "en":
        return message
    for name, pattern in _library():
        if match := pattern.fullmatch(message):
            return words.say(f"cli.library.{name}", **{n: translated(v) for n, v in match.groupdict().items()})
    return message


@cache
def _library() -> list[tuple[str, re.Pattern[str]]]:
    """Every text of the library as (name, pattern), the English catalog read the other way round."""
    texts = {key: text for key, text in words.catalog("en", "cli").items() if key.startswith("cli.library.")}
    return [
        (key.rpartition(".")[2], re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(str(text))), re.DOTALL))
        for key, text in texts.items()
    ]


def folded(text: str, cells: int) -> list[str]:
    """The lines of a text, each of so many terminal cells at most unless one word takes more."""
    from tracker.text import TOGETHER, cell_width

    lines = [""]
    for word in TOGETHER.findall(text):
        if lines[-1] and cell_width(lines[-1] + word.rstrip()) > cells:
            lines.append("")
        lines[-1] += word if lines[-1] or not word.isspace() else ""
    return [line.rstrip() for line in lines]


class Page(typer.Context.formatter_class):  # type: ignore[misc,valid-type]
    """A help page whose lines are measured in terminal cells."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How a command is called."""
        pieces = " ".join(map(translated, args.split(" ")))
        super().write_usage(prog, pieces, translated(prefix or "Usage: "))

    def write_heading(self, heading: str) -> None:
        """Over options, arguments or commands."""
        self.write(f"{translated(f'{heading}:')}\n")

    def write_text(self, text: str) -> None:
        """A paragraph."""
        indent = " " * self.current_indent
        self.write("".join(f"{indent}{line}\n" for line in folded(text, self.width - self.current_indent)))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = WIDE, col_spacing: int = 2) -> None:
        """Names and what is said of each."""
        indent = " " * self.current_indent
        first = min(max(len(name) for name, _ in rows), col_max) + col_spacing
        for name, said in rows:
            lines = folded(_said(said), max(self.width - first - self.current_indent, NARROW))
            if len(name) + col_spacing > first:
                self.write(f"{indent}{name}\n")
                name = ""
            for line in lines:
                self.write(f"{indent}{name:{first}}{line}".rstrip() + "\n")
                name = ""


class _Context(typer.Context):
    formatter_class = Page


def _said(help_and_extras: str) -> str:
    """What is said of an option, and behind it in brackets its default and variable."""
    found = _EXTRAS.fullmatch(help_and_extras)
    if found is None or not found["extras"]:
        return translated(help_and_extras)
    extras = "; ".join(map(translated, found["extras"].split("; ")))
    return f"{translated(found['help'])}  [{extras}]".strip()
