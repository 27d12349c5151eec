"""A filter and an order as a reader says them."""

from __future__ import annotations

from collections.abc import Mapping

from tracker import words
from tracker.model import Filter
from tracker.tui.looks import LOOKS, percent, safe

FLAGS = ("late", "chain", "flagged", "disagreed", "ahead", "gone")
"""Names of the yes-or-no fields of Filter."""

ORDERS = ("report", "doubt", "weight", "disagreement", "status")
"""Orders of the list, in the turn that the key goes through them."""

BLIND_ORDERS = ("report", "weight", "status")
"""Those that tell nothing of suggestions or of what others decided."""


_topics: dict[str, str] = {}


def name_topics(names: Mapping[str, str]) -> None:
    """Call topics what the database in hand calls them, by key."""
    _topics.clear()
    _topics.update(names)


def topic_name(key: str) -> str:
    """The name of a topic, or its key where it is of another taxonomy; of none where the key is empty."""
    return _topics.get(key, key) if key else words.say("tui.filter.no_topic")


def filter_words(chosen: Filter) -> str:
    """A filter; empty if it lets everything through."""
    years = chosen.years
    decided = {True: "tui.filter.decided", False: "tui.filter.undecided"}
    said = [
        safe(chosen.issuer) if chosen.issuer else "",
        f"{years[0]}" + (f"-{years[1]}" if years[1] != years[0] else "") if years else "",
        words.say("tui.filter.report", id=chosen.report) if chosen.report is not None else "",
        words.say("tui.filter.or").join(LOOKS[status].label for status in chosen.statuses),
        words.say(decided[chosen.decided]) if chosen.decided is not None else "",
        words.say("tui.page.decided_by", name=safe(chosen.decided_by)) if chosen.decided_by else "",
        topic_name(chosen.topic) if chosen.topic is not None else "",
        words.name(chosen.trackability) if chosen.trackability else "",
        words.name(chosen.reported) if chosen.reported else "",
        safe(chosen.body) if chosen.body else "",
        words.say("tui.filter.below", sure=percent(chosen.confidence_below)) if chosen.confidence_below else "",
        *(words.say(f"tui.filter.{flag}") for flag in FLAGS if getattr(chosen, flag)),
        f"“{safe(chosen.text)}”" if chosen.text else "",
    ]
    return " · ".join(word for word in said if word)
