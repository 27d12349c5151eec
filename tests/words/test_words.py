"""Which language is spoken, and how texts take values."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run
from tracker import words
from tracker.model import Status
from tracker.reasons import in_words


@pytest.mark.parametrize(
    ("argv", "environ", "configured", "wanted"),
    [
        ((), {}, "", "en"),
        ((), {"LANG": "zh_CN.UTF-8"}, "", "zh"),
        ((), {"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "", "en"),
        ((), {"LANG": "de_DE.UTF-8"}, "", "en"),
        ((), {"LANG": "zh_CN.UTF-8"}, "en", "en"),
        ((), {"TRACKER_LANG": "zh"}, "en", "zh"),
        (("--lang", "en", "list"), {"TRACKER_LANG": "zh"}, "", "en"),
        (("--lang=中文",), {}, "", "zh"),
        (("--lang", "klingon"), {"LANG": "zh_TW"}, "", "zh"),
    ],
)
def test_the_nearest_wish_counts(
    argv: tuple[str, ...],
    environ: dict[str, str],
    configured: str,
    wanted: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("locale.getlocale", lambda: (None, None))
    assert words.preferred(argv, environ, configured) == wanted


def test_a_name_is_in_the_language_spoken() -> None:
    assert words.name(Status.FOLLOWED_UP) == "Followed up"
    words.use("zh")
    assert words.name(Status.FOLLOWED_UP) == "已落实"


def test_values_are_put_in_literally() -> None:
    assert words.say("model.relation.at_least", value="{0} [red]%s") == "at least {0} [red]%s"


@pytest.mark.parametrize("text", ["", ".", "a\0.b", "../en/cli.help", "x" * 5000, "cli", "reasons.waiting "])
def test_a_text_that_is_no_key_is_said_as_it_is(text: str) -> None:
    assert not words.has(text)
    assert str(words.Message(text)) == text
    assert in_words(text) == text


def test_a_reason_that_waits_is_said_in_the_language_spoken() -> None:
    words.use("zh")
    assert in_words("reasons.waiting") == "其中一份报告重新读入后尚未比对"
    assert in_words("reasons.waiting", "en") == "not matched since one of the two reports was read anew"


def test_the_command_line_refuses_a_language_it_does_not_speak(tracker: Run) -> None:
    ran = tracker("--lang", "klingon", "reports")

    assert ran.code == 2
    assert ran.err == "tracker: klingon: is no language of tracker; choose one of en, zh\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("reviwer = 'a'", "reviwer is no setting; did you mean reviewer?"),
        ("reviewer = 3", "reviewer must be a text"),
        ("keys = {quit = 1}", "keys must be a table of texts"),
        ("[", "is no TOML"),
    ],
)
def test_a_wrong_configuration_is_named(tracker: Run, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    ran = tracker("reports")

    assert ran.code == 2
    assert said in ran.err
    assert ran.err.startswith(f"tracker: {tmp_path / 'config.toml'}: ")
