"""Statements, issuers, topics, corrections, reviewers and their log at the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from db.engine import open_database
from tests.conftest import Run
from tests.reports import FIRST
from tracker.model import Filter, Role, Section
from tracker.workflow.reviewing import Reviewing


@pytest.fixture
def followed(tracker: Run, reports: Path) -> Run:
    assert tracker("follow", reports).code == 0
    return tracker


def rows(run: Run, *args: object) -> list[dict[str, Any]]:
    ran = run("list", "--json", *args)
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def test_every_list_takes_the_same_filters(followed: Run, tmp_path: Path) -> None:
    every = rows(followed)
    assert len(rows(followed, "--year", "2022-2023")) == len(every)
    quantified = rows(followed, "--trackability", "quantified", "--year", 2022)
    assert 0 < len(quantified) < len(every)
    assert {row["trackability"] for row in quantified} == {"quantified"}
    assert rows(followed, "--confidence-below", "0") == []
    for args in (("list",), ("export", "-o", tmp_path / "x.csv"), ("stats",), ("chart", "rates", "-o", "x.svg")):
        helped = followed(*args, "--help").out
        for option in ("--issuer", "--topic", "--body", "--undecided", "--chain", "--confidence-below"):
            assert option in helped, (args, option)
    assert followed("list", "--year", "soon").code == 2
    assert followed("list", "--reported", "loudly").code == 2
    assert followed("list", "--order", "size").code == 2


def test_orders_and_a_blind_list(followed: Run) -> None:
    key = rows(followed, "--year", 2022)[0]["id"]
    followed("mark", key, "dropped", reviewer="何")
    blind = rows(followed, "--blind")
    assert {(row["status"], row["confidence"], row["decided_by"]) for row in blind} == {("pending", None, None)}
    assert rows(followed, "--order", "doubt", "--year", 2022)[-1]["id"] == key
    shown = followed("show", key, "--blind").out
    assert "何" not in shown
    assert "Dropped" not in shown


def test_show_names_parts_and_marks_what_is_shared(followed: Run) -> None:
    row = next(row for row in rows(followed) if "培训班不少于8期" in row["text"])
    shown = followed("show", row["id"])
    assert shown.code == 0, shown.err
    assert "part" in shown.out
    assert "不少于8期" in shown.out
    assert "举办行政执法培训班5期" in shown.out
    chinese = followed("--lang", "zh", "show", row["id"])
    assert "分项" in chinese.out


def test_work_that_nobody_promised_is_listed(followed: Run) -> None:
    ran = followed("statements", "--unpromised", "--json")
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert any("宪法宣传周" in row["text"] for row in found)
    assert all(row["answers"] == [] and row["year"] == 2023 for row in found)
    assert followed("statements", "--year", 2023).out.count("answers") >= 3


def test_issuers_that_look_alike_are_proposed_and_merged_only_by_hand(followed: Run, tmp_path: Path) -> None:
    text = FIRST.replace("2022", "2020").replace("2023", "2021")
    (tmp_path / "2020.txt").write_text(text, encoding="utf-8")
    followed("import", tmp_path / "2020.txt")
    assert followed("reports", "set", 3, "--issuer", "清渚市司法处").code == 0
    listed = followed("issuers")
    assert "清渚市司法处" in listed.out
    assert "maybe the same: 清渚市司法处 and 清渚市司法局" in listed.err
    assert "清渚市司法处" in {row["issuer"] for row in rows(followed)}

    assert followed("issuers", "merge", "清渚市司法处", "清渚市司法局").code == 0
    assert {row["issuer"] for row in rows(followed)} == {"清渚市司法局"}
    assert "2 pairs" in followed("match").err
    assert "清渚市司法处" in followed("issuers").out, "what the report says is still told"
    assert followed("issuers", "split", "清渚市司法处").code == 0
    assert len({row["issuer"] for row in rows(followed)}) == 2
    assert followed("issuers", "merge", "无此局", "清渚市司法局").code == 2


def test_a_users_own_topics_group_the_list_and_last_over_imports(followed: Run, reports: Path, tmp_path: Path) -> None:
    own = tmp_path / "topics.toml"
    own.write_text('[[topic]]\nkey = "notary"\nzh = "公证"\nen = "Notaries"\nwords = "公证"\n', encoding="utf-8")
    assert followed("topics", "apply", own).code == 0
    listed = followed("topics").out
    assert "Notaries" in listed
    texts = [row["text"] for row in rows(followed, "--topic", "notary")]
    assert texts
    assert all("公证" in text for text in texts)
    (reports / "2022.txt").write_text(FIRST.replace("建立立法基层", "建立公证服务"), encoding="utf-8")
    followed("follow", reports)
    assert any("公证服务联系点" in row["text"] for row in rows(followed, "--topic", "notary"))
    assert followed("--lang", "zh", "topics").out.count("公证") == 1
    own.write_text(followed("topics", "--toml").out, encoding="utf-8")
    assert followed("topics", "apply", own).code == 0
    own.write_text("not toml [", encoding="utf-8")
    refused = followed("topics", "apply", own)
    assert refused.code == 2
    assert len(refused.err.splitlines()) == 1


def test_who_decided_what_can_be_exported_and_no_cell_is_a_formula(followed: Run, tmp_path: Path) -> None:
    first, second, *_ = (row["id"] for row in rows(followed, "--year", 2022))
    followed("mark", first, "dropped", "--note", "=1+1", reviewer="林")
    followed("mark", first, "followed_up", reviewer="何")
    followed("mark", second, "dropped", reviewer="林")
    followed("mark", second, "dropped", reviewer="何")
    assert [row["id"] for row in rows(followed, "--disagreed")] == [first]
    agreed = followed("agreement").out
    assert "1 of 2 the same (50%)" in agreed
    followed("mark", first, "partly_met", "--adjudicate", reviewer="周")
    assert rows(followed, "--disagreed") == []
    assert rows(followed, "--by", "周")[0]["status"] == "partly_met"

    written = tmp_path / "log.csv"
    assert followed("log", "-o", written).code == 0
    entries = list(csv.DictReader(io.StringIO(written.read_text(encoding="utf-8-sig"))))
    assert [(e["action"], e["reviewer"], e["value"]) for e in entries] == [
        ("decide", "林", "dropped"),
        ("decide", "何", "followed_up"),
        ("decide", "林", "dropped"),
        ("decide", "何", "dropped"),
        ("adjudicate", "周", "partly_met"),
    ]
    assert entries[0]["note"] == "'=1+1"
    assert entries[0]["suggested"]
    assert entries[0]["matcher"]
    assert followed("log", "-o", written).code == 1, "no overwrite without --force"
    assert followed("log", "-o", tmp_path / "log.xml").code == 2
    assert followed("log", "-o", tmp_path / "log.json").code == 0
    assert len(json.loads((tmp_path / "log.json").read_text(encoding="utf-8"))) == 5
    assert followed("log").out.splitlines()[0].startswith("at,reviewer,action")


def test_a_new_version_of_the_matcher_says_what_it_moved(followed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from tracker.matching import Matcher
    from tracker.model import FollowUp, ReportItems, Status
    from tracker.workflow import following

    assert "no suggestion moved" in followed("match", "--changes").err
    row = next(row for row in rows(followed, "--year", 2022) if row["status"] == "followed_up")

    class Doubting(Matcher):
        version = "doubting"

        def match(self, earlier: ReportItems, later: ReportItems) -> tuple[FollowUp, ...]:
            return tuple(
                f._replace(status=Status.PARTLY_MET) if f.commitment == row["id"] else f
                for f in super().match(earlier, later)
            )

    doubting = Doubting()
    monkeypatch.setattr(following, "_own_matcher", lambda _: doubting)
    ran = followed("match", "--changes")
    assert "1 suggestion moved" in ran.err
    (line,) = ran.out.splitlines()
    assert line.startswith(str(row["id"]))
    assert "Followed up → Partly met" in line
    assert "1 suggestion moved" in followed("match", "--changes").err, "it can be asked again"


def test_a_corrected_unit_joins_the_commitments_and_survives_a_changed_file(
    followed: Run, reports: Path, tmp_path: Path
) -> None:
    engine = open_database(tmp_path / "test.db")
    room = Reviewing(engine, "林")
    statement = next(s for s in room.statements(1, "案卷评查", 5))
    room.correct_unit(statement.id, None, Role.COMMITMENT)
    room.match_again(1)
    assert statement.id in [row["id"] for row in rows(followed, "--year", 2022)]
    assert statement.id in room.ids(Filter(years=(2022, 2022)))
    row = next(row for row in rows(followed) if row["id"] == statement.id)
    assert row["status"] != "pending", "it was matched too"
    (reports / "2022.txt").write_text(
        FIRST.replace("建立立法基层联系点10个以上", "建立立法联系点20个"), encoding="utf-8"
    )
    assert followed("follow", reports).code in (0, 1)
    assert statement.id in [row["id"] for row in rows(followed, "--year", 2022)]
    room.correct_unit(statement.id, Section.DONE, Role.STATEMENT)
    assert statement.id not in [row["id"] for row in rows(followed, "--year", 2022)]
    assert followed("db", "check").code == 0


def test_a_corrected_year_moves_deadlines_with_it(followed: Run) -> None:
    def deadline() -> str:
        return next(row["deadline"] for row in rows(followed) if "执法监督平台" in row["text"] and row["report"] == 1)

    assert deadline() == "2023-06-30"
    before = [row["deadline"] for row in rows(followed, "--report", 1)]
    assert followed("reports", "set", 1, "--year", 2020).code == 0
    after = [row["deadline"] for row in rows(followed, "--report", 1)]
    assert len(after) == len(before)


def test_the_help_of_every_command_is_in_the_catalogs() -> None:
    from typer.main import get_command

    from tracker import words
    from tracker.cli.app import app

    texts = words.catalog("zh", "cli")
    root = get_command(app)
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        assert f"cli.help.{name}" in texts, name
        for sub in getattr(command, "commands", {}):
            assert f"cli.help.{name}-{sub}" in texts, (name, sub)
