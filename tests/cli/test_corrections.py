"""`tracker corrections`: what reviewers corrected of units, and taking one back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db.engine import open_database
from tests.conftest import Run
from tests.reports import FIRST
from tracker.model import Filter, NewDecision, Role, Status
from tracker.workflow.reviewing import Reviewing

TWO = "完成《清渚市物业管理条例》立法审查，推动年内出台。"


@pytest.fixture
def room(tracker: Run, reports: Path, tmp_path: Path) -> Reviewing:
    """A decided commitment that is then split, and a statement that is left out."""
    assert tracker("follow", reports).code == 0
    room = Reviewing(open_database(tmp_path / "test.db"), "周复核")
    (key,) = room.ids(Filter(text="推动年内出台"))
    room.decide(NewDecision(key, Status.DROPPED, "周复核"))
    room.split_unit(key, TWO.index("推动"))
    room.correct_unit(next(s.id for s in room.statements(1, "案卷320宗", 5)), None, Role.FRAMING)
    return room


def test_corrections_are_listed_with_what_they_were_said_of(tracker: Run, room: Reviewing) -> None:
    out = tracker("corrections").out
    assert "1  report 1: split, by 周复核, 20" in out
    assert TWO in out
    assert "role statement → framing, by 周复核" in out
    assert tracker("corrections", "--report", 2).out == ""
    one, two = (json.loads(line) for line in tracker("corrections", "--json").out.splitlines())
    assert (one["field"], one["cuts"], one["stretch"]) == ("extent", [18], TWO)
    assert (two["field"], two["before"], two["value"]) == ("role", "statement", "framing")
    assert [e["action"] for e in _log(tracker)] == ["decide", "correct_unit", "correct_unit"]


def test_a_part_shows_what_was_decided_before_it_was_split(tracker: Run, room: Reviewing) -> None:
    (part,) = room.ids(Filter(text="推动年内出台"))
    out = tracker("show", part).out
    assert f"split, by 周复核, {room.corrections(1)[0].corrected_at:%Y-%m-%d %H:%M} (was: {TWO})" in out
    assert "decided before its text was split or merged" in out
    assert "周复核 ✗ Dropped" in out
    assert "周复核 ✗ Dropped" not in tracker("show", part, "--blind").out


def test_a_correction_is_taken_back_and_the_decision_stands_again(tracker: Run, room: Reviewing) -> None:
    ran = tracker("corrections", "take-back", 1, reviewer="吴复核")
    assert ran.code == 0, ran.err
    assert "correction 1 taken back" in ran.err
    (key,) = room.ids(Filter(text="推动年内出台"))
    detail = room.detail(key)
    assert (detail.row.text, detail.row.decided_by) == (TWO, "周复核")
    assert detail.follow_ups[0].candidates, "it was matched anew"
    assert "split, by 周复核" in tracker("corrections").out
    assert "taken back by 吴复核" in tracker("corrections").out
    assert [e["action"] for e in _log(tracker)][-1] == "take_back_unit"
    again = tracker("corrections", "take-back", 1)
    assert (again.code, again.err.count("\n")) == (2, 1)
    assert "was taken back already" in again.err
    assert tracker("db", "check").code == 0


def test_units_are_split_merged_and_named_on_the_command_line(tracker: Run, room: Reviewing, reports: Path) -> None:
    (statement,) = (row.id for row in room.source(1).units if "案卷320宗" in row.unit.text)
    assert f" {statement} " in next(
        line for line in tracker("inspect", reports / "2022.txt").out.splitlines() if "320宗" in line
    )
    ran = tracker("corrections", "set", statement, "--role", "statement", reviewer="吴复核")
    assert (ran.code, ran.err) == (0, "kept; report 1 is read and matched anew\n")
    assert "role framing → statement, by 吴复核" in tracker("corrections").out
    (second,) = room.ids(Filter(text="推动年内出台"))
    first = next(row.id for row in room.source(1).units if row.unit.text.startswith("完成《清渚市物业管理条例》"))
    assert tracker("corrections", "merge", first, second).code == 0
    (whole,) = room.ids(Filter(text="推动年内出台"))
    assert room.detail(whole).row.text == TWO
    ran = tracker("corrections", "split", whole, "推动年内出台")
    assert ran.code == 0, ran.err
    assert room.detail(room.ids(Filter(text="推动年内出台"))[0]).row.text == "推动年内出台。"
    for wrong in (
        ("split", second, "没有的字"),
        ("split", second, "推动"),
        ("set", second, "--role", "promise"),
        ("set", second),
    ):
        ran = tracker("corrections", *wrong)
        assert (ran.code, ran.err.count("\n")) == (2, 1), ran.err
    assert tracker("db", "check").code == 0


def test_a_correction_of_a_report_is_taken_back_and_what_was_read_holds_again(tracker: Run, room: Reviewing) -> None:
    read = json.loads(tracker("reports", "--json").out.splitlines()[0])
    for year in (2030, 2031):
        assert tracker("reports", "set", 1, "--year", year, "--issuer", "清渚市教育局").code == 0
    ran = tracker("reports", "take-back", 1, "year", reviewer="吴复核")
    assert "2030" in ran.out, "the word before the last one holds again"
    for field in ("year", "issuer", "issuer"):
        assert tracker("reports", "take-back", 1, field).code == 0
    now = json.loads(tracker("reports", "--json").out.splitlines()[0])
    assert {**now, "imported_at": ""} == {**read, "imported_at": ""}
    assert [e["action"] for e in _log(tracker)].count("take_back_report") == 4
    for wrong in ((1, "year"), (9, "year"), (1, "colour")):
        ran = tracker("reports", "take-back", *wrong)
        assert (ran.code, ran.err.count("\n")) == (2, 1), ran.err
    assert tracker("db", "check").code == 0


def test_a_correction_whose_text_is_gone_is_told_and_waits(tracker: Run, room: Reviewing, reports: Path) -> None:
    path = reports / "2022.txt"
    path.write_text(FIRST.replace(TWO, "出台物业管理条例。"), encoding="utf-8")
    ran = tracker("follow", reports)
    assert "corrections of a text that it no longer holds wait until it comes back: 1 (" in ran.err
    assert "案卷320宗" not in tracker("statements").out, "the other one holds"
    path.write_text(FIRST, encoding="utf-8")
    ran = tracker("follow", reports)
    assert "corrections of a text" not in ran.err
    assert len(room.ids(Filter(text="推动年内出台"))) == 1
    assert room.detail(room.ids(Filter(text="推动年内出台"))[0]).row.text == "推动年内出台。"


def test_what_is_not_there_is_one_clear_line(tracker: Run, reports: Path) -> None:
    assert tracker("follow", reports).code == 0
    assert "no unit was corrected" in tracker("corrections").err
    for args, says in ((("take-back", 9), "there is no correction 9"), (("--report", 9), "there is no report 9")):
        ran = tracker("corrections", *args)
        assert ran.code != 0
        assert says in ran.err
        assert ran.err.count("\n") == 1


def _log(tracker: Run) -> list[dict[str, str]]:
    import csv
    import io

    return list(csv.DictReader(io.StringIO(tracker("log").out)))
