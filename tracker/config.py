"""What a person settles once, in `config.toml`: name, language, theme, keys. Options and variables outrank it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tracker.errors import UsageError

VARIABLE = "TRACKER_CONFIG"


@dataclass(frozen=True, slots=True)
class Config:
    """The settings; what the file does not say is empty."""

    reviewer: str = ""
    language: str = ""
    """en or zh."""
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
        raise UsageError(f"{path}: cannot be read ({error}); correct or remove it") from error
    import tomllib

    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: is no TOML ({error}); correct it") from error
    for key, value in said.items():
        _check(path, key, value)
    return Config(**said)


def _check(path: Path, key: str, value: object) -> None:
    kinds: dict[str, type] = {"reviewer": str, "language": str, "theme": str, "keys": dict}
    if key not in kinds:
        raise UsageError(f"{path}: {key} is no setting{nearest(key, kinds)}")
    texts = value.values() if isinstance(value, dict) else [value]
    if not isinstance(value, kinds[key]) or not all(isinstance(text, str) for text in texts):
        raise UsageError(f"{path}: {key} must be {'a table of texts' if kinds[key] is dict else 'a text'}")


def nearest(word: str, known: Mapping[str, object]) -> str:
    """What a person may have meant, as the end of a message."""
    from difflib import get_close_matches

    meant = get_close_matches(word, known, 1, 0.5)
    return f"; did you mean {meant[0]}?" if meant else f"; choose one of {', '.join(known)}"
