"""A draft inquiry: what was dropped or met in part only, with its sources, in words that a user can replace."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from tests.conftest import Run
from tests.exports import selection

ISSUER = "清渚市司法局"


@pytest.fixture
def kept(tracker: Run, tmp_path: Path) -> Run:
    selection.build(tmp_path / "test.db")
    return tracker


def letter(kept: Run, path: Path, *args: object) -> str:
    ran = kept("--lang", "zh", "letter", "--issuer", ISSUER, "-o", path, *args)
    assert ran.code == 0, ran.err
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    return "\n".join(p.text for p in Document(str(path)).paragraphs)


@pytest.mark.parametrize("form", ["md", "docx"])
def test_it_asks_about_the_dropped_and_partly_met_with_their_sources(kept: Run, tmp_path: Path, form: str) -> None:
    text = letter(kept, tmp_path / f"letter.{form}")
    plain = text.replace("\\", "")

    assert plain.index(selection.PLAN[1]) < plain.index(selection.PLAN[0]) < plain.index("+1推动公证")
    for promised in (selection.PLAN[2], selection.PLAN[4], selection.PLAN[5]):
        assert promised not in plain
    assert "第7至26字" in plain
    assert selection.DONE[0] in plain
    assert "各条工作均未提到" in plain
    assert "3 项仅为程序建议" in plain
    assert "清渚市-2023.txt" in plain
    assert selection.OTHER not in plain


def test_report_text_stays_literal(kept: Run, tmp_path: Path) -> None:
    text = letter(kept, tmp_path / "letter.md")
    assert "\\{\\{ 7\\*7 \\}\\}" in text
    assert "\\#text" in text


def test_the_template_can_be_printed_changed_and_used(kept: Run, tmp_path: Path) -> None:
    printed = kept("--lang", "zh", "letter", "--print-template").out
    mine = tmp_path / "mine.md"
    mine.write_text(printed.replace("询问函（草稿）", "质询案"), encoding="utf-8")

    assert "质询案" in letter(kept, tmp_path / "letter.docx", "--template", mine)
    ours = letter(kept, tmp_path / "ours.md")
    mine.write_text(printed, encoding="utf-8")
    assert letter(kept, tmp_path / "theirs.md", "--template", mine) == ours


@pytest.mark.parametrize(
    "template", ["{{ nothing }}", "{% for x %}", "{{ ''.__class__.__mro__[1].__subclasses__() }}", "{{ 1 / 0 }}"]
)
def test_a_template_with_a_mistake_is_refused_in_one_line(kept: Run, tmp_path: Path, template: str) -> None:
    (tmp_path / "bad.md").write_text(template)
    ran = kept("letter", "--issuer", ISSUER, "-o", tmp_path / "letter.md", "--template", tmp_path / "bad.md")

    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert not (tmp_path / "letter.md").exists()


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("--issuer", "无此单位", "-o", "a.md"), 2),
        (("--issuer", ISSUER), 2),
        (("-o", "a.md"), 2),
        (("--issuer", ISSUER, "-o", "a.pdf"), 2),
        (("--issuer", ISSUER, "-o", "a.md", "--template", "missing.md"), 1),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(
    kept: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = kept("letter", *args)

    assert ran.code == code
    assert len(ran.err.splitlines()) == 1
    assert not list(tmp_path.glob("a.*"))
