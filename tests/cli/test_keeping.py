"""What is kept stays kept: corrected files, copies, and a person's decisions."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_main_job import about, exported, listed
from tests.conftest import Run
from tests.reports import FIRST


def test_a_corrected_file_keeps_ids_and_decisions(tracker: Run, reports: Path) -> None:
    tracker("follow", reports)
    before = listed(tracker, "--year", 2022)
    decided = about(before, "咨询委员会")["id"]
    tracker("mark", decided, "unclear", "--note", "待核实")

    text = FIRST.replace("设立行政复议咨询委员会。", "设立市行政复议咨询委员会。")
    text = text.replace("开展道路交通领域执法专项监督。", "开展道路交通领域执法专项监督。新设立法研究基地2个。")
    (reports / "2022.txt").write_text(text, encoding="utf-8")
    ran = tracker("follow", reports)

    assert ran.code == 0, ran.err
    assert "1 updated" in ran.err
    after = listed(tracker, "--year", 2022)
    assert about(after, "市行政复议咨询委员会")["id"] == decided
    assert about(after, "市行政复议咨询委员会")["status"] == "unclear"
    assert about(after, "研究基地2个")
    assert {r["id"] for r in before} < {r["id"] for r in after}


def test_a_decision_whose_commitment_is_gone_is_listed_not_deleted(tracker: Run, reports: Path) -> None:
    tracker("follow", reports)
    row = about(listed(tracker, "--year", 2022), "咨询委员会")
    tracker("mark", row["id"], "dropped", "--note", "没有下文")

    (reports / "2022.txt").write_text(FIRST.replace("设立行政复议咨询委员会。", ""), encoding="utf-8")
    ran = tracker("follow", reports)

    assert ran.code == 1
    assert str(row["id"]) in ran.err
    assert [r["id"] for r in listed(tracker, "--gone")] == [row["id"]]
    assert row["id"] not in [r["id"] for r in listed(tracker)]
    assert "没有下文" in tracker("show", row["id"]).out

    (reports / "2022.txt").write_text(FIRST, encoding="utf-8")
    tracker("follow", reports)
    assert about(listed(tracker, "--year", 2022), "咨询委员会")["id"] == row["id"], "it comes back with its decision"
    assert about(listed(tracker, "--year", 2022), "咨询委员会")["status"] == "dropped"


def test_importing_one_report_first_and_the_other_later_gives_the_same(
    tracker: Run, reports: Path, tmp_path: Path
) -> None:
    tracker("follow", reports / "2023.txt", db=tmp_path / "a.db")
    tracker("follow", reports / "2022.txt", db=tmp_path / "a.db")
    tracker("follow", reports, db=tmp_path / "b.db")

    def fates(db: str) -> list[tuple[str, str]]:
        ran = tracker("export", "-o", tmp_path / f"{db}.json", db=tmp_path / db)
        assert ran.code == 0, ran.err
        import json

        out = json.loads((tmp_path / f"{db}.json").read_text(encoding="utf-8"))
        return sorted((c["text"], c["status"]) for c in out["commitments"])

    assert fates("a.db") == fates("b.db")


def test_a_copy_under_another_name_is_the_same_file(tracker: Run, reports: Path) -> None:
    tracker("follow", reports)
    (reports / "copy.txt").write_text(FIRST, encoding="utf-8")
    ran = tracker("follow", reports)

    assert ran.code == 0
    assert "3 unchanged" in ran.err


def test_two_files_of_the_same_report_are_told_and_nothing_is_replaced(
    tracker: Run, reports: Path, tmp_path: Path
) -> None:
    tracker("follow", reports)
    before = exported(tracker, tmp_path)
    other = reports / "other.txt"
    other.write_text(FIRST.replace("186条", "188条"), encoding="utf-8")
    ran = tracker("follow", reports)

    assert ran.code == 1
    assert "other.txt" in ran.err
    assert "--replace" in ran.err
    assert exported(tracker, tmp_path) == before

    ran = tracker("follow", other, "--replace")
    assert ran.code == 0, ran.err
    assert any("188条" in s["text"] for r in exported(tracker, tmp_path)["reports"] for s in r["statements"])
    assert len(exported(tracker, tmp_path)["reports"]) == 2
