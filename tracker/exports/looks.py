"""Each status in every form: dark words on a light ground (contrast 7:1 or more), a full colour for charts."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.model import Reported, Status


@dataclass(frozen=True, slots=True)
class Look:
    """Colours as RRGGBB."""

    ground: str
    words: str
    chart: str


LOOKS = {
    Status.FOLLOWED_UP: Look("D9F0E0", "0F4A26", "2F7D52"),
    Status.PARTLY_MET: Look("FCEBC8", "5A3600", "D9930D"),
    Status.DROPPED: Look("F9DCD9", "7A1414", "B5382E"),
    Status.PENDING: Look("E5E8EC", "333A45", "9AA3AF"),
    Status.UNCLEAR: Look("E8DFF5", "4A1D73", "7E57A8"),
    Status.NOT_A_COMMITMENT: Look("F1F1F1", "444444", "C9C9C9"),
}

WAYS = {
    Reported.DIRECTLY: "2F5D8A",
    Reported.INDIRECTLY: "6FA0CC",
    Reported.VAGUELY: "C8B68A",
    Reported.NOT_AT_ALL: "8C4A44",
}
"""How it was reported -> its colour in charts, as RRGGBB."""
