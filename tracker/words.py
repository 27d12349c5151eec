"""Every word the product says, in English and 中文, from catalogs that are data.

A catalog is `tracker/catalogs/LANGUAGE/ROOM.toml`; the key of a text is `room.table.name`. To say something, write the
text into both languages' file of your room, and then

    from tracker import words

    words.say("cli.follow.done", reports=3)       # "{reports} reports read" / "已读入 {reports} 份报告"
    words.name(Status.DROPPED)                    # a member of an enum of `tracker.model`: catalog model, table status
    words.say("model.short.dropped")

What is found in one place and said in another, as errors and warnings are, travels as a `Message`, a key with its
values, and becomes text where it is said.

A text may hold `{value}` with a format (`{n:,}`, `{share:.0%}`); values are put in literally, so report text is safe
here. A text that depends on a number is a table of `one` and `other`, chosen by the value named `n`. Which language is
spoken is settled once, at the door: `use(preferred(argv))`. A test holds that both languages have the same keys with
the same values, that every key the code says exists, and that no key is left unsaid; keys may be built with f-strings
(`f"tui.help.{name}"`).
"""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = {"en": "English", "zh": "中文"}
"""Code -> the language's own name for itself."""

VARIABLE = "TRACKER_LANG"
OPTION = "--lang"

CATALOGS = Path(__file__).parent / "catalogs"

_spoken = "en"


def use(language: str) -> None:
    """Speak a language of LANGUAGES from now on.

    Raises:
        KeyError: there is no such language.

    """
    global _spoken
    if language not in LANGUAGES:
        raise KeyError(language)
    _spoken = language


def spoken() -> str:
    """The code of the language that is spoken."""
    return _spoken


def recognise(tag: str) -> str | None:
    """The language of a locale or a wish: zh_CN.UTF-8, zh-Hans, 中文, Chinese (Simplified)_China, en; else None."""
    tag = tag.strip().lower()
    if tag.startswith(("zh", "chinese", "中文")):
        return "zh"
    return "en" if tag.startswith(("en", "c.", "posix")) or tag == "c" else None


def preferred(argv: Sequence[str] = (), environ: Mapping[str, str] = os.environ, configured: str = "") -> str:
    """The language a person wants: by option, variable, configuration, then locale; English for any other locale.

    Args:
        argv: the command line, in which `--lang zh` or `--lang=zh` may stand.
        environ: the environment.
        configured: what the configuration says.

    """
    asked = (v for a, v in zip(argv, [*argv[1:], ""], strict=False) if a == OPTION)
    written = (a.partition("=")[2] for a in argv if a.startswith(f"{OPTION}="))
    by_locale = next((environ[v] for v in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(v)), None)
    for wish in (*asked, *written, environ.get(VARIABLE, ""), configured):
        if wish and (found := recognise(wish)):
            return found
    if by_locale is None:
        by_locale = locale.getlocale()[0] or ""
    return recognise(by_locale) or "en"


def say(key: str, /, **values: object) -> str:
    """The text of a key in the language that is spoken, with values put in.

    Raises:
        KeyError: no catalog holds the key.

    """
    entry = catalog(_spoken, key.partition(".")[0])[key]
    if isinstance(entry, dict):
        entry = entry["one"] if values.get("n") == 1 and "one" in entry else entry["other"]
    return entry.format(**values) if values else entry


@dataclass(frozen=True, slots=True)
class Message:
    """What is yet to be said: a key of the catalogs with its values; `str()` of it is the text.

    A key that no catalog holds is given back with its values: what an older or newer version kept still shows.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        if has(self.key):
            return say(self.key, **self.values)
        return " ".join([self.key, *(f"{name}={value}" for name, value in self.values.items())])

    def plain(self) -> Message:
        """The same with the words of an error in place of one."""
        return Message(self.key, {name: _plain(value) for name, value in self.values.items()})

    def stored(self) -> list[object]:
        """As JSON; values must be numbers and texts."""
        return [self.key, dict(self.values)]

    @classmethod
    def read(cls, stored: Sequence[Any] | str) -> Message:
        """What `stored` gave; a text, as it was kept before there were keys, is said as it is."""
        return cls(stored) if isinstance(stored, str) else cls(*stored)


def _plain(value: object) -> object:
    if isinstance(value, Message):
        return value.plain()
    return str(value) if isinstance(value, BaseException) else value


def name(member: Enum) -> str:
    """The name of a member of an enum of `tracker.model`: key `model.status.followed_up` for `Status.FOLLOWED_UP`."""
    return say(f"model.{table_of(type(member))}.{member.value}")


def table_of(enum: type[Enum]) -> str:
    """The table of the catalog `model` that names an enum's members."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", enum.__name__).lower()


def has(key: str) -> bool:
    """Whether the catalogs hold a key; any text may be asked for."""
    room = key.partition(".")[0]
    return room in rooms() and key in catalog("en", room)


@cache
def rooms() -> frozenset[str]:
    """Every room that has a catalog."""
    return frozenset(path.stem for path in (CATALOGS / "en").glob("*.toml"))


@cache
def catalog(language: str, room: str) -> dict[str, str | dict[str, str]]:
    """Every key of a room's catalog with its text, or with its `one` and `other`."""
    import tomllib

    if room not in rooms():
        raise KeyError(room)
    return _flat(room, tomllib.loads((CATALOGS / language / f"{room}.toml").read_text(encoding="utf-8")))


def _flat(prefix: str, table: Mapping[str, object]) -> dict[str, str | dict[str, str]]:
    flat: dict[str, str | dict[str, str]] = {}
    for key, value in table.items():
        name = f"{prefix}.{key}"
        if isinstance(value, str):
            flat[name] = value
        elif isinstance(value, dict) and "other" in value and set(value) <= {"one", "other"}:
            flat[name] = {str(k): str(v) for k, v in value.items()}
        elif isinstance(value, dict):
            flat |= _flat(name, value)
        else:
            raise TypeError(f"{name}: is no text")
    return flat
