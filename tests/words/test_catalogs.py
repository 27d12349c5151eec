"""Both languages say everything that the code says, with the same values, and nothing besides."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from string import Formatter

import pytest

from tracker import errors, model, words

CODE = Path(words.__file__).parent
ROOT = CODE.parent
ROOMS = sorted(path.stem for path in (words.CATALOGS / "en").glob("*.toml"))
ENUMS = [
    value
    for value in vars(model).values()
    if isinstance(value, type) and issubclass(value, Enum) and value.__module__.startswith(f"{model.__name__}.")
]


def _keys(language: str) -> dict[str, str | dict[str, str]]:
    return {key: text for room in ROOMS for key, text in words.catalog(language, room).items()}


def _texts(entry: str | dict[str, str]) -> list[str]:
    return [entry] if isinstance(entry, str) else list(entry.values())


def _values(entry: str | dict[str, str]) -> set[str]:
    return {name for text in _texts(entry) for _, name, _, _ in Formatter().parse(text) if name is not None}


def _said() -> Iterator[str]:
    """A pattern for every string in the code that is, or builds, a key of a catalog."""
    room = re.compile(rf"({'|'.join(ROOMS)})\.[a-z_.]")
    for path in (*CODE.rglob("*.py"), *(ROOT / "db").rglob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        pieces = {id(piece) for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}
        for node in nodes:
            if id(node) in pieces:
                continue
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and room.match(node.value):
                if re.fullmatch(r"[\w.-]*[\w-]", node.value):
                    yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr) and room.match(str(getattr(node.values[0], "value", ""))):
                yield "".join(
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w-]+" for part in node.values
                )


SAID = sorted(set(_said()))


def test_both_languages_have_the_same_rooms_and_keys() -> None:
    assert sorted(path.stem for path in (words.CATALOGS / "zh").glob("*.toml")) == ROOMS
    assert set(_keys("en")) ^ set(_keys("zh")) == set()


def test_both_languages_take_the_same_values() -> None:
    zh = _keys("zh")
    differing = {
        key: (_values(text), _values(zh[key])) for key, text in _keys("en").items() if _values(text) != _values(zh[key])
    }
    assert differing == {}


@pytest.mark.parametrize("pattern", SAID)
def test_what_the_code_says_is_in_the_catalogs(pattern: str) -> None:
    assert any(re.fullmatch(pattern, key) for key in _keys("en")), pattern


def test_no_text_is_left_unsaid() -> None:
    said = re.compile("|".join(f"(?:{pattern})" for pattern in SAID) or "$^")
    named = {f"model.{words.table_of(enum)}.{member.value}" for enum in ENUMS for member in enum}
    assert [key for key in _keys("en") if key not in named and not said.fullmatch(key)] == []


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("member", [member for enum in ENUMS for member in enum], ids=repr)
def test_every_word_of_the_model_has_a_name(language: str, member: Enum) -> None:
    assert f"model.{words.table_of(type(member))}.{member.value}" in words.catalog(language, "model")


def test_no_text_is_chinese_in_english_or_left_in_english() -> None:
    han = re.compile("[\u4e00-\u9fff]")
    assert [key for key, text in _keys("en").items() if any(map(han.search, _texts(text)))] == []
    word = re.compile(r"(?<![{\w])[A-Za-z]{4,}(?![\w}])")
    untouched = [
        key
        for key, text in _keys("zh").items()
        if any(word.search(re.sub(r"\{[^}]*}", "", t)) and not han.search(t) for t in _texts(text))
    ]
    assert untouched == []


ERRORS = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
SPEAKING = {"fail", "note", "echo", "secho", "notify", "say", "confirm"}
"""What puts a text before a person."""
SENTENCE = re.compile(r"[a-z]{3,} [a-z]{2,}")


def _calls(names: set[str]) -> Iterator[tuple[str, ast.Call]]:
    for path in (*CODE.rglob("*.py"), *(ROOT / "db").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if getattr(called, "id", getattr(called, "attr", None)) in names:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_every_error_is_raised_by_a_key_of_the_catalogs() -> None:
    keys = set(_keys("en"))
    found = list(_calls(ERRORS))
    assert len(found) > 100
    for where, call in found:
        first = call.args[0]
        if isinstance(first, ast.Constant):
            assert first.value in keys, where
        elif isinstance(first, ast.JoinedStr):
            said = "".join(re.escape(p.value) if isinstance(p, ast.Constant) else r"[\w-]+" for p in first.values)
            assert any(re.fullmatch(said, key) for key in keys), where
        else:
            assert isinstance(first, ast.Name), f"{where}: a key, or what came over the pipe"


def test_an_error_gives_its_text_every_value() -> None:
    keys = _keys("en")
    for where, call in _calls(ERRORS):
        first = call.args[0]
        if isinstance(first, ast.Constant):
            given = {value.arg for value in call.keywords}
            assert _values(keys[first.value]) - {"n"} <= given, where


def test_nothing_is_said_in_a_language_of_its_own() -> None:
    said = [
        where
        for where, call in _calls(SPEAKING)
        for argument in call.args
        for piece in ast.walk(argument)
        if isinstance(piece, ast.Constant) and isinstance(piece.value, str) and SENTENCE.search(piece.value)
    ]
    assert said == []


def test_a_message_is_told_apart_from_a_text_and_comes_back_as_it_was_stored() -> None:
    message = words.Message("reading.warning.undecoded", {"n": 2})
    assert words.Message.read(json.loads(json.dumps(message.stored()))) == message
    assert str(words.Message.read("a warning of old")) == "a warning of old"
    assert (
        str(errors.ReadError("reading.refused.blank").at("a.txt")) == "a.txt: holds no text; there is nothing to read"
    )
    words.use("zh")
    assert str(errors.ReadError("reading.refused.blank").at("a.txt")) == "a.txt：没有文字；没有可读的内容"
    assert str(errors.why(OSError(28, "No space left on device"))) == "磁盘已满"
    assert errors.why(OSError(9999, "strange\nthing")) == "strange thing"
