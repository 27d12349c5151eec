"""How a file is read, shown without keeping anything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from db.engine import open_database
from tests.conftest import Run
from tests.reports import FIRST
from tracker.model import Role, UnitRow
from tracker.workflow.reviewing import Reviewing


@pytest.fixture
def report(reports: Path) -> Path:
    return reports / "2022.txt"


def test_every_piece_of_the_file_is_shown_with_its_role(tracker: Run, report: Path, tmp_path: Path) -> None:
    ran = tracker("inspect", report)

    assert ran.code == 0, ran.err
    shown = "".join(ran.out.split())
    for line in FIRST.splitlines():
        for piece in line.replace("；", "；\n").replace("。", "。\n").splitlines():
            assert "".join(piece.split()) in shown
    assert "→ commitment 建立立法基层联系点10个以上。" in ran.out
    assert "• statement  全年审查市政府规范性文件草案42件，提出修改意见186条。" in ran.out
    assert "characters in no unit  0" in ran.out
    assert not (tmp_path / "test.db").exists(), "nothing is kept"


def test_what_is_left_out_says_why(tracker: Run, report: Path) -> None:
    out = tracker("inspect", report).out

    assert "left out: says what the report is" in out
    assert "left out of the lists: tells of shortcomings" in out or "left out: no action" in out
    assert "2023年6月底前 → 2023-06-30" in out


def test_the_page_holds_the_same_units_and_no_markup_of_the_report(tracker: Run, report: Path, tmp_path: Path) -> None:
    report.write_text(FIRST.replace("推动年内出台", "推动年内出台<script>alert(1)</script>"), encoding="utf-8")
    page = tmp_path / "page.html"
    ran = tracker("inspect", report, "-o", page)

    assert ran.code == 0, ran.err
    text = page.read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert text.count('class="unit commitment"') == tracker("inspect", report).out.count("→ commitment")
    assert tracker("inspect", report, "-o", page).code == 1, "a page is not replaced unasked"
    assert tracker("inspect", report, "-o", page, "--force").code == 0


def test_what_reviewers_corrected_is_shown_as_corrected_by_whom_and_when(
    tracker: Run, reports: Path, tmp_path: Path
) -> None:
    assert tracker("follow", reports).code == 0
    room = Reviewing(open_database(tmp_path / "test.db"), "周复核")

    def unit(text: str) -> UnitRow:
        return next(row for row in room.source(1).units if text in row.unit.text)

    two = unit("推动年内出台")
    room.split_unit(two.id, two.unit.text.index("推动"))
    room.merge_units(unit("全年举办行政执法培训班").id, unit("行政执法监督平台").id)
    room.correct_unit(unit("基层执法力量薄弱").id, None, Role.COMMITMENT)
    ran = tracker("inspect", reports / "2022.txt")

    assert ran.code == 0, ran.err
    assert re.search(r"→ commitment +\d+ 推动年内出台。", ran.out)
    assert re.search(r"→ commitment +\d+ 全年举办行政执法培训班不少于8期。2023年6月底前建成", ran.out)
    assert ran.out.count("✎ split, by 周复核, 20") == 2
    assert "✎ merged with its neighbour, by 周复核" in ran.out
    assert "✎ role framing → commitment, by 周复核" in ran.out
    assert "4 units, as reviewers corrected them in report 1" in ran.out
    page = tmp_path / "page.html"
    assert tracker("inspect", reports / "2022.txt", "-o", page).code == 0
    assert page.read_text(encoding="utf-8").count('class="more corrected"') == 4
    assert "✎" not in tracker("inspect", reports / "2023.txt").out
    assert "✎" not in tracker("inspect", reports / "2022.txt", db=tmp_path / "other.db").out
    assert not (tmp_path / "other.db").exists()
    assert "已更正" not in tracker("--lang", "zh", "inspect", reports / "2023.txt").out


def test_what_cannot_be_read_is_one_line(tracker: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    ran = tracker("inspect", tmp_path / "empty.txt")

    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert "empty.txt" in ran.err
