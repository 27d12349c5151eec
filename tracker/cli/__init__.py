"""The command line: thin commands that parse options, call a use case and print."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Container
from itertools import islice
from typing import Any

from tracker.cli.output import ExitCode, encodable, ended_at_once, fail


def main() -> None:
    """Run `tracker`; every foreseen error is one line on standard error and a non-zero exit."""
    gc.set_threshold(50_000, 20, 20)  # imports make much that stays: looking through it costs an eighth of the start
    if "review" in sys.argv[1:]:
        from tracker import children

        with children.begun(children.ANSWERING):
            _speak_and_run()
    else:
        _speak_and_run()


def _speak_and_run() -> None:
    from tracker import config, words
    from tracker.errors import TrackerError, UsageError, why

    encodable()
    words.use(words.preferred(sys.argv[1:]))
    try:
        words.use(words.preferred(sys.argv[1:], configured=config.load().language))
        code = _run()
        sys.stdout.flush()
        sys.exit(code)
    except TrackerError as error:
        fail(str(error))
        sys.exit(ExitCode.USAGE if isinstance(error, UsageError) else ExitCode.PROBLEM)
    except OSError as error:
        if error.filename is not None:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left to write would fail at the end
        if isinstance(error, BrokenPipeError):  # who read our output went away (`tracker list | head`)
            sys.exit(ExitCode.OK)
        fail(words.say("cli.usage.output", why=why(error)))
        sys.exit(ExitCode.PROBLEM)


def in_front(argv: list[str], names: Container[str]) -> list[str]:
    """Arguments with the named options, which every command takes, and their values before the command."""
    front, rest, given = [], [], iter(argv)
    for argument in given:
        name, equals, _ = argument.partition("=")
        if argument == "--":
            rest += [argument, *given]
        elif name in names:
            value = [] if equals else list(islice(given, 1))
            front += [argument, *value]
            if not (equals or value):
                return front  # the library says that its value is missing
        else:
            rest.append(argument)
    return front + rest


def _run() -> int:
    """The exit code of the command that was asked for."""
    with ended_at_once():
        import typer

        from tracker import words
        from tracker.cli.app import app
        from tracker.cli.helping import spoken, translated

        command = spoken(typer.main.get_command(app))
    refused: Any = typer.BadParameter.__mro__[1]  # every refusal of the library; it exports no name for it
    argv = in_front(sys.argv[1:], {name for p in command.params if not p.is_flag for name in p.opts})
    try:
        code = command.main(argv, prog_name="tracker", standalone_mode=False) or ExitCode.OK
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):  # the library's own way of ending then says 1
            raise ended.__context__ from None
        raise
    except typer.Abort:
        code = ExitCode.INTERRUPTED
    except refused as error:
        said, command = error.format_message(), error.ctx.command_path if error.ctx else "tracker"
        if "\n" in said:  # no command was given: this is the help page
            print(said, file=sys.stderr)
        else:
            fail(words.say("cli.usage.wrong", why=translated(said).rstrip(".。"), command=command))
        code = ExitCode.USAGE
    if code == ExitCode.INTERRUPTED:
        fail(words.say("cli.usage.interrupted"))
    return code
