"""Topics that commitments are grouped by: a small taxonomy as data that a user can edit and replace."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tracker.errors import UsageError, why

SHIPPED = Path(__file__).with_name("topics.toml")
"""The taxonomy that comes with the tracker; the form of a user's own file, too."""

HEADING = 0.5
"""What a word in the heading counts against the same word in the text."""

STRONG = 3.0
"""What a strong word counts more than another of its length."""

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Topic(NamedTuple):
    """One topic of a taxonomy."""

    key: str
    zh: str
    en: str
    words: tuple[str, ...]
    strong: tuple[str, ...] = ()
    """Words that all but settle it."""


class Taxonomy:
    """Topics in the order of their file; it tells a text's topic by the words that stand in it."""

    def __init__(self, topics: tuple[Topic, ...]) -> None:
        self.topics = topics
        self._by_word = {
            word: index for index, topic in reversed(list(enumerate(topics))) for word in (*topic.words, *topic.strong)
        }
        self._strong = {word for topic in topics for word in topic.strong}
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for word in self._by_word:
            lengths[word[0]].add(len(word))
        self._lengths = {letter: sorted(known, reverse=True) for letter, known in lengths.items()}

    def topic_of(self, text: str, heading: str = "") -> str:
        """The key of the topic whose words say most of a text, or an empty string if it holds none of them.

        A word counts its length less one, once a text, and `STRONG` more if it is a strong one.
        """
        scores: defaultdict[int, float] = defaultdict(float)
        for source, weight in ((text, 1.0), (heading, HEADING)):
            for word in self._words(source):
                scores[self._by_word[word]] += weight * (len(word) - 1 + STRONG * (word in self._strong))
        if not scores:
            return ""
        return self.topics[max(scores, key=lambda index: (scores[index], -index))].key

    def _words(self, text: str) -> set[str]:
        """The words of the taxonomy that stand in a text, the longest at each place."""
        found, place = set(), 0
        while place < len(text):
            for length in self._lengths.get(text[place], ()):
                if (word := text[place : place + length]) in self._by_word:
                    found.add(word)
                    place += length - 1
                    break
            place += 1
        return found

    def label(self, key: str, language: str = "en") -> str:
        """The name of a topic in `zh` or `en`; a key that the taxonomy does not hold stands for itself."""
        for topic in self.topics:
            if topic.key == key:
                return topic.zh if language == "zh" else topic.en
        return key


@lru_cache(maxsize=8)
def load_topics(path: Path | None = None) -> Taxonomy:
    """The taxonomy of a file, or the one that comes with the tracker.

    Raises:
        UsageError: the file cannot be read, is no TOML, or does not hold topics of that form.

    """
    source = path or SHIPPED
    try:
        text = source.read_text("utf-8")
    except OSError as error:
        raise UsageError("promises.topics.unreadable", source=source, why=why(error)) from error
    except UnicodeDecodeError as error:
        raise UsageError("promises.topics.no_toml", source=source, why=error, shipped=SHIPPED) from error
    return read_topics(text, str(source))


@lru_cache(maxsize=8)
def read_topics(text: str, source: str) -> Taxonomy:
    """The taxonomy of a TOML text; `source` is how errors call it.

    Raises:
        UsageError: it is no TOML, or does not hold topics of that form.

    """
    try:
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError("promises.topics.no_toml", source=source, why=error, shipped=SHIPPED) from error
    entries = held.get("topic")
    if not isinstance(entries, list) or not entries:
        raise UsageError("promises.topics.none", source=source, shipped=SHIPPED)
    topics = tuple(_topic(source, number, entry) for number, entry in enumerate(entries, 1))
    keys = [topic.key for topic in topics]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise UsageError("promises.topics.twice", source=source, key=twice)
    return Taxonomy(topics)


def _topic(source: str, number: int, entry: object) -> Topic:
    if not isinstance(entry, dict):
        raise UsageError("promises.topics.no_topic", source=source, number=number)
    held = {name: entry.get(name, "") for name in ("key", "zh", "en", "words", "strong")}
    if not all(isinstance(value, str) for value in held.values()) or not held["words"].strip():
        raise UsageError("promises.topics.lacking", source=source, number=number)
    key = held["key"]
    if not _KEY.fullmatch(key):
        raise UsageError("promises.topics.no_key", source=source, number=number, key=key)
    words, strong = tuple(held["words"].split()), tuple(held["strong"].split())
    return Topic(key, held["zh"].strip() or key, held["en"].strip() or key, words, strong)
