"""Every command, option and argument is explained in the language that is spoken, and the library's own words too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from tests.conftest import Run
from tracker import words
from tracker.cli.app import app
from tracker.cli.helping import folded, spoken
from tracker.text import cell_width

HAN = re.compile("[\u4e00-\u9fff]")


def _commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from _commands(below, (*path, name))


def _helped(language: str) -> dict[tuple[tuple[str, ...], str], str]:
    """Command and parameter -> its help; the command's own under no parameter."""
    words.use(language)
    found = {}
    for path, command in _commands(spoken(typer.main.get_command(app))):
        found[path, ""] = command.help or ""
        found |= {(path, parameter.name): getattr(parameter, "help", "") or "" for parameter in command.params}
    return found


COMMANDS = [path for path, _ in _commands(typer.main.get_command(app))]


def test_whatever_is_asked_for_is_explained_in_both_languages() -> None:
    en, zh = _helped("en"), _helped("zh")

    assert set(en) == set(zh)
    assert len(en) > 150
    assert [where for where, text in en.items() if not text.strip() or HAN.search(text)] == []
    assert [where for where, text in zh.items() if not HAN.search(text)] == []


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_a_chinese_help_page_fits_the_terminal_and_has_no_english_sentence(
    tracker: Run, path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TRACKER_LANG", "zh")
    ran = tracker(*path, "--help")

    assert ran.code == 0
    assert ran.out.startswith("用法：tracker")
    assert max(map(cell_width, ran.out.splitlines())) <= 80
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+ [a-z]+", ran.out.replace("tracker ", "")), ran.out
    assert not re.search(r"^\s*[，。；：、）”]", ran.out, re.MULTILINE), "no line begins with what ends a clause"


def test_help_is_in_the_language_of_the_option(tracker: Run) -> None:
    assert "选项：" in tracker("--lang", "zh", "list", "--help").out
    assert "Options:" in tracker("--lang", "en", "list", "--help").out


@pytest.mark.parametrize(
    ("args", "en", "zh"),
    [
        (("lst",), "No such command 'lst'. Did you mean 'list'?", "没有命令 'lst'；是否指 'list'？"),
        (("list", "--foo"), "No such option: --foo", "没有选项 --foo"),
        (("list", "--blid"), "No such option: --blid (Possible options: --blind", "没有选项 --blid；相近的有 --blind"),
        (("show",), "Missing argument 'commitment'", "缺少参数 'commitment'"),
        (("export",), "Missing option '-o' / '--output'", "缺少选项 '-o' / '--output'"),
        (("show", "3", "4"), "Got unexpected extra argument(s) (4)", "多出了参数（4）"),
        (("list", "--limit"), "Option '--limit' requires an argument", "选项 '--limit' 后面须有一个值"),
        (("list", "--blind=3"), "Option '--blind' does not take a value", "选项 '--blind' 不带值"),
        (("show", "abc"), "Invalid value for 'commitment': Input should be", "'commitment' 的值不对：应为整数"),
        (("serve", "--port", "0"), "Invalid value for '--port': Input should be", "'--port' 的值不对：不得小于 1"),
        (("list", "--confidence-below", "x"), "Invalid value for", "'--confidence-below' 的值不对：应为数字"),
        (("evaluate", "nowhere"), "does not exist", "'gold' 的值不对：文件夹 'nowhere' 不存在"),
    ],
)
def test_what_the_library_refuses_is_one_line_in_either_language(
    tracker: Run, args: tuple[str, ...], en: str, zh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, said in (("en", en), ("zh", zh)):
        monkeypatch.setenv("TRACKER_LANG", language)
        ran = tracker(*args)

        assert ran.code == 2
        assert len(ran.err.splitlines()) == 1
        assert ran.err.startswith("tracker: ")
        assert said in ran.err
        assert "--help" in ran.err


def test_a_missing_command_is_answered_by_the_help_page(tracker: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_LANG", "zh")
    ran = tracker("db")

    assert ran.code == 2
    assert "命令：" in ran.err


def test_lines_are_folded_by_terminal_cells() -> None:
    assert folded("读入报告，与后续报告比对。", 12) == ["读入报告，与", "后续报告比", "对。"]
    assert folded("one two three", 7) == ["one two", "three"]
