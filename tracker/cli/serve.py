"""`tracker serve`: the review room in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import context
from tracker.cli.output import ended_at_once, note

PAGES = Path(__file__).parent / "pages"
"""The page around the terminal: asks no other server for anything, and gives the terminal the keys."""


def serve(
    ctx: typer.Context,
    host: str = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    blind: Annotated[bool, typer.Option("--blind")] = False,
) -> None:
    """Open the review room in a browser; Ctrl-C ends it. There is no password."""
    import os
    import shlex
    import sys

    from tracker import words
    from tracker.errors import UsageError, why

    try:
        with ended_at_once():
            from textual_serve.server import Server
    except ImportError as error:
        raise UsageError("tui.serve.missing") from error

    class Quiet(Server):
        """Leaves it to `tracker` to say something."""

        def initialize_logging(self) -> None:
            """Only warnings are written."""

        async def on_startup(self, app: object) -> None:
            """Print no banner."""

    options = context.of(ctx)
    name = options.reviewer
    # By the environment, as everybody on the machine can read the arguments of a process.
    os.environ["TRACKER_DB"] = options.engine().url.render_as_string(hide_password=False)
    os.environ["TRACKER_REVIEWER"], os.environ[words.VARIABLE] = name, words.spoken()
    command = [sys.executable, "-m", "tracker", "review", *(["--blind"] if blind else [])]
    note(words.say("tui.serve.at", url=f"http://{host}:{port}", name=name))
    if not _only_this_machine(host):
        note(words.say("tui.serve.warning", host=host, port=port, name=name))
    try:
        with ended_at_once():  # until the server listens to it itself
            Quiet(shlex.join(command), host=host, port=port, title="tracker", templates_path=PAGES).serve()
    except OSError as error:
        raise UsageError("tui.serve.taken", host=host, port=port, why=why(error)) from error


def _only_this_machine(host: str) -> bool:
    """Whether nobody else can reach an address."""
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
