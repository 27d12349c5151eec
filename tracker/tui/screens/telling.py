"""Telling: one toast at a time, so that what is said hides little of what it is about."""

from __future__ import annotations

import time

from textual.notifications import SeverityLevel
from textual.screen import Screen, ScreenResultType

from tracker.tui.looks import safe


class TellingScreen(Screen[ScreenResultType]):
    """A screen that says what it did, or why it did not."""

    _alarmed = 0.0
    """Until when an error stays on the screen, by the clock of `time.monotonic`."""

    def say(self, message: str, severity: SeverityLevel = "information") -> None:
        """A toast, literally; what was said before makes room for it, but for an error."""
        if time.monotonic() > self._alarmed:
            self.app.clear_notifications()
        if severity == "error":
            self._alarmed = time.monotonic() + self.app.NOTIFICATION_TIMEOUT
        self.notify(safe(message), severity=severity, markup=False)
