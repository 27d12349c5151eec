"""Topics of a database: those that come with the tracker, or a user's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from db import queries, store
from db.engine import reading, writing
from tracker import words
from tracker.errors import UsageError, why
from tracker.model import Filter
from tracker.topics import SHIPPED, Taxonomy, load_topics, read_topics

if TYPE_CHECKING:
    from sqlalchemy import Engine


TOPICS = "topics"
"""The setting that holds a database's own taxonomy, as TOML."""


def taxonomy(session: queries.Connection) -> Taxonomy:
    """The topics that this database is grouped by: its own, or those that come with the tracker."""
    own = queries.read_setting(session, TOPICS)
    return load_topics() if own is None else read_topics(own, words.say("promises.topics.kept"))


def text(engine: Engine) -> str:
    """The taxonomy that this database is grouped by, as TOML."""
    with reading(engine) as session:
        return queries.read_setting(session, TOPICS) or SHIPPED.read_text(encoding="utf-8")


def labels(engine: Engine, language: str) -> dict[str, str]:
    """The name of each topic of this database, by key."""
    with reading(engine) as session:
        known = taxonomy(session)
    return {topic.key: known.label(topic.key, language) for topic in known.topics}


def label(engine: Engine, key: str, language: str) -> str:
    """The name of a topic of this database."""
    with reading(engine) as session:
        return taxonomy(session).label(key, language)


def counts(engine: Engine, language: str) -> list[tuple[str, str, int]]:
    """(key, name, commitments) of each topic, in the order of the taxonomy, then of those without one."""
    with reading(engine) as session:
        known = taxonomy(session)
        found = dict(queries.facets(session, Filter()).topics)
    listed = [(topic.key, known.label(topic.key, language), found.pop(topic.key, 0)) for topic in known.topics]
    return [*listed, *((key, key, count) for key, count in sorted(found.items()))]


def apply(engine: Engine, path: Path) -> int:
    """Group by the topics of a file from now on; gives how many commitments have another topic by it.

    Raises:
        UsageError: the file cannot be read or is no taxonomy.

    """
    try:
        own = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("promises.topics.unreadable", source=path, why=why(error)) from error
    known = read_topics(own, str(path))
    with writing(engine) as session:
        store.save_setting(session, TOPICS, own)
        return store.save_topics(
            session, {key: known.topic_of(text, heading) for key, text, heading in queries.promised_texts(session)}
        )
