"""Whatever bytes a file holds, reading gives sanitised text or one line; never another error."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.fuzz_reading import TARGETS, change, check, seeds
from tests.reading.conftest import Read
from tracker.errors import ReadError
from tracker.model import Document
from tracker.text import clean

SUFFIXES = st.sampled_from([".txt", ".md", ".csv", ".html", ".docx", ".pdf", ".doc", ""])
STARTS = st.sampled_from(
    [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"\xff\xfe", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
SEEDS = seeds()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=STARTS, body=st.binary(max_size=400), suffix=SUFFIXES)
def test_any_bytes(read: Read, start: bytes, body: bytes, suffix: str) -> None:
    name = f"any{suffix}"
    got = _read(read, start + body, name)
    if isinstance(got, str):
        assert name in got
        assert len(got.splitlines()) == 1
    else:
        assert got.text.strip()
        assert clean(got.text) == (got.text, 0)


def _read(read: Read, content: bytes, name: str) -> Document | str:
    try:
        return read(content, name)
    except ReadError as error:
        return str(error)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(exclude_characters="\0\\", exclude_categories=["Cs"]), min_size=1),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_text_comes_back(read: Read, text: str, encoding: str) -> None:
    got = _read(read, text.encode(encoding), "any.txt")
    if isinstance(got, Document) and got.format == "txt":
        assert got.text == clean(text)[0]


@settings(max_examples=300, deadline=None)
@given(number=st.integers(0, len(SEEDS) - 1), chance=st.randoms(use_true_random=False), times=st.integers(1, 12))
def test_changed_files(number: int, chance: random.Random, times: int) -> None:
    data = bytearray(SEEDS[number])
    for _ in range(times):
        change(data, chance)
    check(bytes(data))


def test_every_target_has_a_seed() -> None:
    assert {seed[0] for seed in SEEDS} == set(range(len(TARGETS)))
