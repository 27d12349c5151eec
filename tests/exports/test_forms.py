"""What leaves the tracker: the same rows in each form, and nothing in them that acts."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.reports import FIRST


@pytest.fixture
def written(tracker: Run, reports: Path, tmp_path: Path):
    def write(form: str, first: str = FIRST) -> str:
        (reports / "2022.txt").write_text(first, encoding="utf-8")
        tracker("follow", reports)
        path = tmp_path / f"out.{form}"
        ran = tracker("export", "--format", form, "-o", path, "--force")
        assert ran.code == 0, ran.err
        return path.read_text(encoding="utf-8-sig" if form == "csv" else "utf-8")

    return write


def test_csv_and_json_hold_the_same_rows_in_the_same_order(written) -> None:
    rows = list(csv.DictReader(written("csv").splitlines()))
    commitments = json.loads(written("json"))["commitments"]

    assert [row["id"] for row in rows] == [c["id"] for c in commitments]
    assert [row["text"] for row in rows] == [c["text"] for c in commitments]
    assert [row["status"].split(" (")[0].replace(" ", "_") for row in rows] == [c["status"] for c in commitments]
    for row, commitment in zip(rows, commitments, strict=True):
        for follow_up in commitment["follow_ups"]:
            assert all(evidence["text"] in row["evidence"] for evidence in follow_up["evidence"])


def test_csv_opens_as_utf8_in_a_spreadsheet(written, tmp_path: Path) -> None:
    written("csv")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("formula", ['=HYPERLINK("http://x","设立")设立', "+1+1设立", "-2设立", "@SUM(A1)设立"])
def test_no_cell_is_a_formula(written, formula: str) -> None:
    rows = list(csv.reader(written("csv", FIRST.replace("设立行政复议", f"\n{formula}行政复议")).splitlines()))
    cells = [cell for row in rows for cell in row]

    assert any("行政复议咨询委员会" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_markdown_shows_report_text_literally(written) -> None:
    text = written("md", FIRST.replace("设立行政复议", "设立<script>alert(1)</script>|[点](http://x)*行政复议"))

    assert "<script>" not in text
    assert "[点](" not in text
    assert "\\|" in text


def test_each_form_says_what_a_status_rests_on(written) -> None:
    assert "suggestion" in written("csv")
    assert "nobody has confirmed" in written("md")
    assert "nobody has confirmed" in json.loads(written("json"))["method"]
