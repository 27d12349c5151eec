"""A list goes out as a workbook, a colleague fills it in, and it comes back as that colleague's decisions."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from db.engine import open_database
from tests.conftest import Run
from tests.exports import selection
from tracker.workflow.reviewing import Reviewing

Edit = Callable[[Worksheet, dict[str, int]], None]
TITLES = {"en": ("Status", "Note", "Evidence numbers", "Confirm"), "zh": ("状态", "备注", "证据编号", "确认")}


@pytest.fixture
def kept(tracker: Run, tmp_path: Path) -> Run:
    selection.build(tmp_path / "test.db")
    return tracker


@pytest.fixture
def returned(kept: Run, tmp_path: Path) -> Callable[..., Path]:
    """Export, let a colleague edit the first sheet, save as another program would."""

    def make(edit: Edit, *args: object, language: str = "zh") -> Path:
        path = tmp_path / "list.xlsx"
        ran = kept("--lang", language, "export", "-o", path, "--force", *args)
        assert ran.code == 0, ran.err
        book = load_workbook(path)
        for sheet in book.worksheets:
            at = {str(cell.value): cell.column for cell in sheet[1]}
            if "tracker-key" in at:
                names = dict(zip(("status", "note", "evidence", "confirm"), TITLES[language], strict=True))
                edit(sheet, {key: at[title] for key, title in names.items()} | {"key": at["tracker-key"]})
        book.save(path)
        return path

    return make


def find(sheet: Worksheet, text: str) -> int:
    return next(row for row in range(2, sheet.max_row + 1) if text in str(sheet.cell(row, 3).value))


def commitments(kept: Run, tmp_path: Path) -> dict[str, dict]:
    ran = kept("export", "-f", "json", "-o", tmp_path / "now.json", "--force", "--issuer", "清渚市司法局")
    assert ran.code == 0, ran.err
    return {c["text"]: c for c in json.loads((tmp_path / "now.json").read_bytes())["commitments"]}


def history(kept: Run, key: object) -> str:
    return kept("show", key).out


TRAINING, STATION, NOTARY, COUNCIL = (selection.PLAN[i] for i in (0, 2, 3, 1))
JUSTICE = ("--issuer", "清渚市司法局")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_edits_come_back_as_that_persons_decisions(
    kept: Run, returned: Callable[..., Path], tmp_path: Path, language: str
) -> None:
    before = commitments(kept, tmp_path)
    said = before[STATION]["follow_ups"][0]["candidates"]

    def edit(sheet: Worksheet, at: dict[str, int]) -> None:
        row = find(sheet, TRAINING[:6])
        sheet.cell(row, at["status"], "未见落实")
        sheet.cell(row, at["note"], "只办了8期")
        row = find(sheet, STATION[:6])
        sheet.cell(row, at["evidence"], f"{said[1]['statement']}，{said[0]['statement']}")
        sheet.cell(find(sheet, NOTARY[:8]), at["confirm"], "✓")

    path = returned(edit, *JUSTICE, language=language)
    ran = kept("import-marks", path, reviewer="何主任")
    assert ran.code == 0, ran.err
    assert len(ran.out.splitlines()) == 3
    assert "只办了8期" in ran.out
    assert commitments(kept, tmp_path) == before, "nothing is recorded before somebody says yes"

    ran = kept("import-marks", path, "--yes", reviewer="何主任")
    assert ran.code == 0, ran.err
    after = commitments(kept, tmp_path)
    assert (after[TRAINING]["status"], after[TRAINING]["decided_by"]) == ("dropped", "何主任")
    assert "只办了8期" in history(kept, after[TRAINING]["id"])
    assert {e["statement"] for e in after[STATION]["attached"]} == {said[0]["statement"], said[1]["statement"]}
    assert (after[NOTARY]["status"], after[NOTARY]["decided_by"]) == (before[NOTARY]["status"], "何主任")
    changed = {text for text in after if after[text]["decided_by"] != before[text]["decided_by"]}
    assert changed == {TRAINING, STATION, NOTARY}


def test_the_same_list_again_is_stale_and_changes_nothing(
    kept: Run, returned: Callable[..., Path], tmp_path: Path
) -> None:
    path = returned(lambda sheet, at: sheet.cell(2, at["status"], "无法判断") and None, *JUSTICE)
    assert kept("import-marks", path, "--yes").code == 0
    before = commitments(kept, tmp_path)

    ran = kept("import-marks", path, "--yes")
    assert ran.code == 1
    assert "row 2" in ran.err
    assert commitments(kept, tmp_path) == before


def test_a_row_decided_meanwhile_is_refused_by_its_number_and_the_others_are_recorded(
    kept: Run, returned: Callable[..., Path], tmp_path: Path
) -> None:
    def edit(sheet: Worksheet, at: dict[str, int]) -> None:
        for text in (TRAINING[:6], STATION[:6]):
            sheet.cell(find(sheet, text), at["status"], "无法判断")

    path = returned(edit, *JUSTICE)
    taken = commitments(kept, tmp_path)[TRAINING]["id"]
    assert kept("mark", taken, "followed_up", reviewer="周代表").code == 0

    ran = kept("import-marks", path, "--yes", reviewer="何主任")
    assert ran.code == 1
    assert "row 2" in ran.err
    after = commitments(kept, tmp_path)
    assert after[TRAINING]["decided_by"] == "周代表"
    assert after[STATION]["decided_by"] == "何主任"


def _swap_keys(sheet: Worksheet, at: dict[str, int]) -> None:
    a, b = sheet.cell(2, at["key"]), sheet.cell(4, at["key"])
    a.value, b.value = b.value, a.value
    sheet.cell(2, at["status"], "无法判断")


def _other_text(sheet: Worksheet, at: dict[str, int]) -> None:
    sheet.cell(2, 3, "举办执法培训班1件。")
    sheet.cell(2, at["status"], "已落实")


def _other_number(sheet: Worksheet, at: dict[str, int]) -> None:
    sheet.cell(2, 1, 99)


def _no_key(sheet: Worksheet, at: dict[str, int]) -> None:
    sheet.cell(2, at["key"]).value = None


def _forged_key(sheet: Worksheet, at: dict[str, int]) -> None:
    sheet.cell(2, at["key"], f"{sheet.cell(2, 1).value}-{'0' * 24}")


def _unknown_status(sheet: Worksheet, at: dict[str, int]) -> None:
    sheet.cell(2, at["status"], "差不多")


def _pending(sheet: Worksheet, at: dict[str, int]) -> None:
    sheet.cell(2, at["status"], "待后续报告")


def _words_for_evidence(sheet: Worksheet, at: dict[str, int]) -> None:
    sheet.cell(2, at["evidence"], "见报告")


def _evidence_of_the_same_report(sheet: Worksheet, at: dict[str, int]) -> None:
    sheet.cell(2, at["evidence"], sheet.cell(2, 1).value)


def _two_opinions(sheet: Worksheet, at: dict[str, int]) -> None:
    sheet.cell(2, at["status"], "无法判断")
    sheet.append([cell.value for cell in sheet[2]])
    sheet.cell(sheet.max_row, at["status"], "已落实")


@pytest.mark.parametrize(
    "edit",
    [
        _swap_keys,
        _other_text,
        _other_number,
        _no_key,
        _forged_key,
        _unknown_status,
        _pending,
        _words_for_evidence,
        _evidence_of_the_same_report,
        _two_opinions,
    ],
)
def test_a_row_that_was_tampered_with_is_refused_by_its_number(
    kept: Run, returned: Callable[..., Path], tmp_path: Path, edit: Edit
) -> None:
    before = commitments(kept, tmp_path)
    ran = kept("import-marks", returned(edit, *JUSTICE), "--yes")

    assert ran.code == 1
    assert "row 2:" in ran.err
    assert commitments(kept, tmp_path) == before


def test_rows_may_be_sorted_deleted_and_put_on_sheets(kept: Run, returned: Callable[..., Path], tmp_path: Path) -> None:
    def edit(sheet: Worksheet, at: dict[str, int]) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        sheet.delete_rows(2, len(rows))
        for row in sorted(rows[:4], key=lambda row: str(row[2])):
            if TRAINING[:6] in str(row[2]):
                row[at["status"] - 1] = "Unclear"
            sheet.append(row)

    ran = kept("import-marks", returned(edit, "--sheet-per-issuer"), "--yes", reviewer="何主任")

    assert ran.code == 0, ran.err
    assert len(ran.out.splitlines()) == 2, "one in each issuer's sheet"
    assert commitments(kept, tmp_path)[TRAINING]["decided_by"] == "何主任"


def test_what_is_no_list_is_refused_in_one_line(kept: Run, tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("nothing")
    Workbook().save(tmp_path / "empty.xlsx")

    for name in ("text.xlsx", "empty.xlsx", "missing.xlsx"):
        ran = kept("import-marks", tmp_path / name)
        assert ran.code == 1
        assert len(ran.err.splitlines()) == 1
        assert name in ran.err


def test_one_undo_takes_the_whole_list_back(kept: Run, returned: Callable[..., Path], tmp_path: Path) -> None:
    before = commitments(kept, tmp_path)

    def edit(sheet: Worksheet, at: dict[str, int]) -> None:
        for text in (TRAINING[:6], STATION[:6]):
            sheet.cell(find(sheet, text), at["status"], "无法判断")

    assert kept("import-marks", returned(edit, *JUSTICE), "--yes", reviewer="何主任").code == 0
    assert commitments(kept, tmp_path) != before
    Reviewing(open_database(str(tmp_path / "test.db")), "何主任").undo()
    after = commitments(kept, tmp_path)
    for was, now in zip(before.values(), after.values(), strict=True):
        assert now["decisions"][: len(was["decisions"])] == was["decisions"], "nothing is forgotten"
        assert now | {"decisions": []} == was | {"decisions": []}
