"""What keeps a key from waiting: nothing is painted twice for it, and garbage is looked for after it."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from textual.screen import Screen

HOLD = 0.05
"""Seconds that the screen stays as it is after a key, until what the key brings is read."""

YOUNG = 20_000
"""New objects after which garbage is looked for where no pause came; a key leaves some 4,000."""

PAUSES = 20
"""Pauses, of 3 ms each, after which one looks for old garbage too, which takes ten times as long."""


class Hold:
    """Has nothing painted before what a key brings is read, so that all of it changes at once."""

    def __init__(self, screen: Screen[Any], late: Callable[[], None]) -> None:
        """`late` is called where it takes longer than HOLD, before the screen is painted without it."""
        self._screen = screen
        self._late = late
        self._held: ExitStack | None = None
        """What is undone when the screen is painted again; None while it is."""

    def begin(self) -> None:
        """Paint nothing from here on."""
        if self._held is None:
            self._held = ExitStack()
            self._held.callback(self._screen.check_idle)
            self._held.enter_context(self._screen.app.batch_update())
            self._held.callback(self._screen.set_timer(HOLD, self._give_up).stop)

    def _give_up(self) -> None:
        self._late()
        self.end()

    def end(self) -> None:
        """Paint what there is."""
        if self._held is not None:
            self._held.close()
            self._held = None


def collect() -> None:
    """Look for garbage in a pause, so that no key waits for it; what the first page needed stays, and is left out."""
    if gc.get_threshold()[0] == YOUNG:
        gc.collect(2 if gc.get_count()[2] >= PAUSES else 1)
    else:
        gc.freeze()
        gc.set_threshold(YOUNG, 20, PAUSES)
