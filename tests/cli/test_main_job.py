"""The whole way: files in, status list out, a person's word kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run


def listed(tracker: Run, *args: object) -> list[dict]:
    ran = tracker("list", "--json", *args)
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def about(rows: list[dict], text: str) -> dict:
    found = [row for row in rows if text in row["text"]]
    assert len(found) == 1, [row["text"] for row in rows]
    return found[0]


def exported(tracker: Run, folder: Path, *args: object) -> dict:
    ran = tracker("export", "--format", "json", "-o", folder / "out.json", "--force", *args)
    assert ran.code == 0, ran.err
    return json.loads((folder / "out.json").read_text(encoding="utf-8"))


@pytest.fixture
def followed(tracker: Run, reports: Path) -> Run:
    ran = tracker("follow", reports)
    assert ran.code == 0, ran.err
    return tracker


def test_follow_prints_a_list_with_every_fate(tracker: Run, reports: Path) -> None:
    ran = tracker("follow", reports)

    assert ran.code == 0, ran.err
    assert "清渚市司法局 · 2022" in ran.out
    assert "Followed up" in ran.out
    assert "Dropped" in ran.out
    assert "Pending" in ran.out


def test_a_kept_promise_is_followed_up_and_a_silent_one_dropped(followed: Run) -> None:
    rows = listed(followed, "--year", 2022)

    assert about(rows, "物业管理条例")["status"] == "followed_up"
    assert about(rows, "工作站50个")["status"] == "followed_up"
    assert about(rows, "行政复议咨询委员会")["status"] == "dropped"


def test_a_missed_number_is_partly_met_and_the_reason_names_both_numbers(followed: Run) -> None:
    row = about(listed(followed, "--year", 2022), "不少于8期")
    assert row["status"] == "partly_met"

    shown = followed("show", row["id"]).out
    assert "8" in shown
    assert "5期" in shown


def test_what_has_no_later_report_is_pending(followed: Run) -> None:
    assert {row["status"] for row in listed(followed, "--year", 2023)} == {"pending"}


def test_show_gives_source_parts_and_evidence(followed: Run) -> None:
    row = about(listed(followed, "--year", 2022), "监督平台")
    shown = followed("show", row["id"]).out

    assert "2022.txt" in shown
    assert "2023-06-30" in shown
    assert "全市统一的行政执法监督平台于5月上线运行" in shown


def test_a_decision_outranks_the_suggestion_and_is_attributed(followed: Run) -> None:
    row = about(listed(followed, "--year", 2022), "物业管理条例")
    ran = followed("mark", row["id"], "dropped", "--note", "只是通过，没有落实", reviewer="周代表")
    assert ran.code == 0, ran.err

    after = about(listed(followed, "--year", 2022), "物业管理条例")
    assert after["status"] == "dropped"
    assert after["decided_by"] == "周代表"
    shown = followed("show", row["id"]).out
    assert "只是通过，没有落实" in shown
    assert "suggested Followed up" in shown, "what was suggested then stays in the history"


def test_undecided_lists_only_what_nobody_decided(followed: Run) -> None:
    rows = listed(followed, "--year", 2022)
    followed("mark", rows[0]["id"], "unclear")

    left = listed(followed, "--year", 2022, "--undecided")
    assert [row["id"] for row in left] == [row["id"] for row in rows[1:]]


def test_a_verdict_on_one_later_report_needs_that_report(followed: Run) -> None:
    row = about(listed(followed, "--year", 2022), "物业管理条例")

    ran = followed("mark", row["id"], "dropped", "--report", row["report"])
    assert ran.code == 2
    assert "later" in ran.err


def test_evidence_must_be_a_kept_statement(followed: Run) -> None:
    row = listed(followed, "--year", 2022)[0]
    ran = followed("mark", row["id"], "followed_up", "--evidence", 999999)

    assert ran.code == 2
    assert "999999" in ran.err
    assert about(listed(followed), row["text"])["decided_by"] is None


@pytest.mark.parametrize("word", ["kept", "pending"])
def test_a_status_that_cannot_be_decided_is_refused(followed: Run, word: str) -> None:
    row = listed(followed)[0]
    ran = followed("mark", row["id"], word)

    assert ran.code == 2
    assert "followed_up" in ran.err


def test_the_second_run_changes_nothing(followed: Run, reports: Path, tmp_path: Path) -> None:
    before = exported(followed, tmp_path)
    ran = followed("follow", reports)

    assert ran.code == 0
    assert "2 unchanged" in ran.err
    assert "nothing new to match" in ran.err
    assert exported(followed, tmp_path) == before


def test_the_json_export_keeps_its_contract(followed: Run, tmp_path: Path) -> None:
    out = exported(followed, tmp_path)

    assert out["schema"] == 1
    report = next(r for r in out["reports"] if r["year"] == 2023)
    assert (report["issuer"], report["kind"], report["delivered"]) == ("清渚市司法局", "annual_report", "2024-01-22")
    commitment = next(c for c in out["commitments"] if "不少于8期" in c["text"])
    assert {"value": 8, "unit": "期", "relation": "at_least"}.items() <= commitment["quantities"][0].items()
    (follow_up,) = commitment["follow_ups"]
    assert follow_up["report"] == report["id"]
    assert len(follow_up["candidates"]) <= 10
    scores = [c["score"] for c in follow_up["candidates"]]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    known = {s["id"] for s in report["statements"]}
    assert all(c["statement"] in known for c in follow_up["candidates"])
    dropped = next(c for c in out["commitments"] if c["status"] == "dropped")
    assert dropped["follow_ups"][0]["evidence"] == []


def test_filters_of_list_and_export_choose_the_same(followed: Run, tmp_path: Path) -> None:
    options = ("--status", "dropped", "--issuer", "清渚市司法局")
    rows = listed(followed, *options)
    out = exported(followed, tmp_path, *options)

    assert rows
    assert [str(row["id"]) for row in rows] == [c["id"] for c in out["commitments"]]


def test_text_search_takes_wildcards_literally(followed: Run) -> None:
    assert listed(followed, "--text", "50个")
    assert listed(followed, "--text", "%") == []
    assert listed(followed, "--text", "_") == []


def test_reports_lists_what_was_read_and_takes_corrections(followed: Run, reports: Path) -> None:
    ran = followed("reports")
    assert "清渚市司法局 · 2022" in ran.out

    ran = followed("reports", "set", 1, "--issuer", "清渚市司法局（旧）")
    assert ran.code == 0, ran.err
    assert "corrected: issuer" in followed("reports").out
    assert {row["status"] for row in listed(followed, "--year", 2022)} == {"pending"}, "no other report of that issuer"

    followed("follow", reports)
    assert "清渚市司法局（旧）" in followed("reports").out, "a correction outlives the next import"


def test_commands_that_make_no_sense_exit_with_2(followed: Run) -> None:
    for args in (["show", "99"], ["mark", "99", "dropped"], ["reports", "set", "9", "--year", "2020"], ["bogus"]):
        ran = followed(*args)
        assert ran.code == 2, args
        assert ran.err
