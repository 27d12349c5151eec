"""What a person settles once, in `config.toml`: name, language, theme, keys. Options and variables outrank it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tracker.errors import UsageError, why
from tracker.words import Message

VARIABLE = "TRACKER_CONFIG"


@dataclass(frozen=True, slots=True)
class Config:
    """The settings; what the file does not say is empty."""

    reviewer: str = ""
    language: str = ""
    """en or zh."""
    semantic: str = ""
    """Sentence vectors in matching: yes, no, or the folder of a model."""
    theme: str = ""
    """dark, light, or the name of a theme of Textual."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Name of a command of the review room -> its keys, commas between them."""


def default_path() -> Path:
    """`config.toml` in the user's configuration folder, or what TRACKER_CONFIG names."""
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    import platformdirs

    return Path(platformdirs.user_config_dir("tracker", appauthor=False)) / "config.toml"


def load(path: Path | None = None) -> Config:
    """The settings in a file; without the file, none.

    Raises:
        UsageError: the file cannot be read, is no TOML, or says something that is no setting.

    """
    path = path or default_path()
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("errors.config.unreadable", path=path, why=why(error)) from error
    import tomllib

    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError("errors.config.no_toml", path=path, why=error) from error
    for key, value in said.items():
        _check(path, key, value)
    return Config(**said)


def _check(path: Path, key: str, value: object) -> None:
    kinds: dict[str, type] = {"reviewer": str, "language": str, "semantic": str, "theme": str, "keys": dict}
    if key not in kinds:
        raise UsageError("errors.config.no_setting", path=path, key=key, instead=nearest(key, kinds))
    texts = value.values() if isinstance(value, dict) else [value]
    if not isinstance(value, kinds[key]) or not all(isinstance(text, str) for text in texts):
        raise UsageError(f"errors.config.{'no_table' if kinds[key] is dict else 'no_text'}", path=path, key=key)


def nearest(word: str, known: Mapping[str, object]) -> Message:
    """What a person may have meant, as the end of a line."""
    from difflib import get_close_matches

    meant = get_close_matches(word, known, 1, 0.5)
    if meant:
        return Message("errors.meant", {"word": meant[0]})
    return Message("errors.known", {"words": ", ".join(known)})
