"""Which files a user means."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.reading import find_files


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b/2023.TXT", "b/c/2022.docx", "a.pdf", "b/photo.png", "b/list.xlsx", "b/.hidden.txt", "b/.git/x.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "b" / "~$2022.docx").touch()
    (tmp_path / "b" / "old.doc").touch()


def _found(*names: str) -> list[str]:
    return [path.as_posix() for path in find_files(list(names))]


def test_a_folder_gives_its_reports_and_those_of_its_folders() -> None:
    assert _found("b") == ["b/2023.TXT", "b/c/2022.docx", "b/old.doc"]


def test_a_pattern_gives_what_fits_it() -> None:
    assert _found("*/*.TXT") == ["b/2023.TXT"]
    assert _found("**/*.docx") == ["b/c/2022.docx", "b/~$2022.docx"]
    assert _found("*") == ["a.pdf", "b/2023.TXT", "b/c/2022.docx", "b/old.doc"]


def test_a_file_is_given_once_however_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "link.pdf").symlink_to("a.pdf")

    assert _found("a.pdf", "./a.pdf", str(tmp_path / "a.pdf"), "link.pdf", "*.pdf") == ["a.pdf"]


def test_a_link_to_a_folder_above_is_no_loop(tmp_path: Path) -> None:
    (tmp_path / "b" / "up").symlink_to(tmp_path)

    assert _found("b") == ["b/2023.TXT", "b/c/2022.docx", "b/old.doc"]


def test_a_file_of_any_kind_is_taken_if_it_is_named() -> None:
    assert _found("b/photo.png", "b/.hidden.txt") == ["b/.hidden.txt", "b/photo.png"]


def test_what_is_not_there_is_passed_on(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "odd[1].txt").touch()

    assert _found("nowhere.txt", "no*.txt", "empty", "odd[1].txt") == ["empty", "no*.txt", "nowhere.txt", "odd[1].txt"]
