"""The command line: thin commands that parse options, call a use case and print."""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

from tracker.cli.output import ExitCode, ended_at_once, fail


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
    from tracker.errors import TrackerError, UsageError

    words.use(words.preferred(sys.argv[1:]))
    try:
        words.use(words.preferred(sys.argv[1:], configured=config.load().language))
        sys.exit(_run())
    except TrackerError as error:
        fail(str(error))
        sys.exit(ExitCode.USAGE if isinstance(error, UsageError) else ExitCode.PROBLEM)
    except BrokenPipeError:
        # The reader of our output went away (`tracker list | head`): that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.OK)


def _run() -> int:
    """The exit code of the command that was asked for."""
    with ended_at_once():
        import typer

        from tracker import words
        from tracker.cli.app import app
        from tracker.cli.helping import spoken, translated

        command = spoken(typer.main.get_command(app))
    refused: Any = typer.BadParameter.__mro__[1]  # every refusal of the library; it exports no name for it
    try:
        code = command.main(prog_name="tracker", standalone_mode=False) or ExitCode.OK
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
