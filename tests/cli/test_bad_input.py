"""Each bad file gets one clear line, the others are still read, the exit code says so, nothing kept is lost."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from db import store
from tests.cli.test_main_job import exported, listed
from tests.conftest import Run
from tests.reports import FIRST
from tracker.errors import DatabaseError
from tracker.words import Message

PROSE = "今天天气很好，我们去公园散步，看见了很多花。孩子们在草地上放风筝，老人们在树下下棋。\n" * 8


def _without(text: str, start: str, end: str) -> str:
    return text[: text.index(start)] + text[text.index(end) :]


BAD = {
    "empty.txt": b"",
    "blank.txt": b" \n\n ",
    "noise.txt": bytes(range(256)) * 40,
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "broken.docx": b"PK\x03\x04" + bytes(50),
    "broken.pdf": b"%PDF-1.7\nnothing here",
    "page.html": f"<html><body><p>{PROSE}</p></body></html>".encode(),
    "novel.txt": PROSE.encode(),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_and_the_others_are_read(tracker: Run, reports: Path, name: str) -> None:
    (reports / name).write_bytes(BAD[name])
    # Explicit paths: a folder leaves out what is no report by its suffix.
    ran = tracker("import", reports / "2022.txt", reports / name, reports / "2023.txt")

    assert ran.code == 1
    lines = [line for line in ran.err.splitlines() if name in line]
    assert len(lines) == 1, ran.err
    assert "Traceback" not in ran.err
    assert {row["year"] for row in listed(tracker)} == {2022, 2023}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_in_chinese_too(
    tracker: Run, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_LANG", "zh")
    (tmp_path / name).write_bytes(BAD[name])
    ran = tracker("import", tmp_path / name)
    line = ran.err.splitlines()[0].replace(str(tmp_path), "")

    assert ran.code == 1
    assert line.startswith(f"tracker: /{name}：")
    assert "；" in line, "what it is, and what to do"
    assert not re.search("[a-z]{3,} [a-z]{2,}", line), line


def test_a_warning_is_said_in_the_language_of_who_asks(
    tracker: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "part.txt").write_text(_without(FIRST, "一、2022年法治", "二、存在的主要问题"), encoding="utf-8")
    tracker("import", tmp_path / "part.txt")

    assert "! no done section found" in tracker("reports").out
    monkeypatch.setenv("TRACKER_LANG", "zh")
    assert "! 未找到工作情况部分" in tracker("reports").out
    assert "未找到工作情况部分" in json.loads(tracker("reports", "--json").out)["warnings"][0]


def test_a_full_disk_ends_the_import_with_one_line_and_keeps_what_was_read(
    tracker: Run, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, calls = store.save_report, []

    def full(session: object, **values: object) -> object:
        calls.append(values["source"])
        if len(calls) > 1:
            raise DatabaseError("db.file.failed", name="test.db", why=Message("db.says.full"))
        return save(session, **values)

    monkeypatch.setattr(store, "save_report", full)
    for name in ("a", "b"):
        (reports / f"2024{name}.txt").write_text(FIRST.replace("清渚市", f"{name}市"), encoding="utf-8")
    ran = tracker("import", reports)
    monkeypatch.undo()
    monkeypatch.setenv("TRACKER_LANG", "en")

    assert ran.code == 1
    assert len(calls) == 2
    assert ran.err.count("the disk is full") == 1
    assert "Traceback" not in ran.err
    assert len(tracker("reports", "--json").out.splitlines()) == 1


def test_a_missing_file_is_named(tracker: Run, tmp_path: Path) -> None:
    ran = tracker("follow", tmp_path / "nowhere.txt")

    assert ran.code == 1
    assert len([line for line in ran.err.splitlines() if "nowhere.txt" in line]) == 1
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("start", "end", "word"),
    [("三、2023年工作安排", "清渚市司法局\n2023年1月18日", "plan"), ("一、2022年法治", "二、存在的主要问题", "done")],
)
def test_a_report_without_one_of_its_parts_is_kept_with_a_warning(
    tracker: Run, tmp_path: Path, start: str, end: str, word: str
) -> None:
    (tmp_path / "part.txt").write_text(_without(FIRST, start, end), encoding="utf-8")
    ran = tracker("import", tmp_path / "part.txt")

    assert ran.code == 1
    assert any("part.txt" in line and word in line for line in ran.err.splitlines()), ran.err
    assert word in tracker("reports").out


def test_an_issuer_that_cannot_be_told_is_said_and_can_be_set(tracker: Run, reports: Path) -> None:
    nameless = (
        FIRST.replace("清渚市司法局2022年", "2022年").replace("\n清渚市司法局\n", "\n").replace("，市司法局", "，我局")
    )
    (reports / "2022.txt").write_text(nameless, encoding="utf-8")
    ran = tracker("follow", reports)
    assert ran.code == 1
    assert any("2022.txt" in line and "issuer" in line for line in ran.err.splitlines()), ran.err

    tracker("reports", "set", 1, "--issuer", "清渚市司法局")
    tracker("match")
    assert {row["status"] for row in listed(tracker, "--year", 2022)} > {"followed_up"}


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00" + bytes(20), "报告".encode() * 100])
def test_a_file_that_is_no_database_is_refused_untouched(tracker: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "precious.txt"
    path.write_bytes(content or b"\n")
    before = path.read_bytes()
    ran = tracker("list", db=path)

    assert ran.code == 1
    assert "precious.txt" in ran.err
    assert len(ran.err.splitlines()) == 1
    assert path.read_bytes() == before


def test_an_export_never_replaces_a_file_unasked(tracker: Run, reports: Path, tmp_path: Path) -> None:
    tracker("follow", reports)
    mine = tmp_path / "mine.csv"
    mine.write_text("mine", encoding="utf-8")
    ran = tracker("export", "--format", "csv", "-o", mine)

    assert ran.code == 1
    assert "--force" in ran.err
    assert mine.read_text(encoding="utf-8") == "mine"


def test_an_export_into_a_folder_that_is_not_there_says_so(tracker: Run, reports: Path, tmp_path: Path) -> None:
    tracker("follow", reports)
    ran = tracker("export", "-o", tmp_path / "no" / "such" / "out.json")

    assert ran.code == 1
    assert "out.json" in ran.err


def test_what_a_report_says_cannot_act_on_the_terminal(tracker: Run, reports: Path, tmp_path: Path) -> None:
    hostile = FIRST.replace("设立行政复议咨询委员会", "设立\x1b]52;c;aGk=\x07\x1b[31m\u202e[/red]行政复议咨询委员会")
    (reports / "2022.txt").write_text(hostile, encoding="utf-8")
    ran = tracker("follow", reports)

    assert "\x1b]" not in ran.out
    assert "\u202e" not in ran.out
    assert "[/red]" in str(exported(tracker, tmp_path)), "markup is text, and stays"
