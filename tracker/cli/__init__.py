"""The command line: thin commands that parse options, call a use case and print."""

from __future__ import annotations

import gc
import os
import sys

from tracker.cli.output import ExitCode, fail


def main() -> None:
    """Run `tracker`; every foreseen error is one line on standard error and a non-zero exit."""
    gc.set_threshold(50_000, 20, 20)  # imports make much that stays: looking through it costs an eighth of the start
    from tracker import config, words
    from tracker.errors import TrackerError, UsageError

    try:
        # Before the commands are imported, so that their help is in that language too.
        words.use(words.preferred(sys.argv[1:], configured=config.load().language))
        from tracker.cli.app import app

        app()
    except TrackerError as error:
        fail(str(error))
        sys.exit(ExitCode.USAGE if isinstance(error, UsageError) else ExitCode.PROBLEM)
    except SystemExit as stop:
        if stop.code == ExitCode.INTERRUPTED:
            fail("interrupted; what was finished is kept, run the same command again to go on")
        raise
    except BrokenPipeError:
        # The reader of our output went away (`tracker list | head`): that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.OK)
