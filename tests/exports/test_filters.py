"""Every filter of `tracker list` chooses the same rows, in the same order and the same words, in every form."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db import queries, store
from db.engine import reading, writing
from tests.conftest import Run
from tests.db import making
from tests.exports import selection
from tests.exports.test_forms import KEYS, READ, from_json, pdf_text, squeezed, written
from tracker import words
from tracker.cli.context import FILTERS
from tracker.model import NewDecision, Role, Status
from tracker.text import one_line

REVIEWERS = ("林评议", "周代表")
PLAN = (
    "修订政府规章10件以上，增速5.5%到6%。",
    "新建服务站五十个。",
    "清理规范性文件10件以上，增速5.5%到6%。",
    "推动公证一网通办。",
    "组织普法考试。",
)

ASKED: dict[str, tuple[tuple[str, ...], ...]] = {
    "issuer": (("--issuer", making.ISSUER), ("--issuer", selection.OTHER)),
    "year": (("--year", "2022"), ("--year", "2021-2022")),
    "report": (("--report", "1"),),
    "status": (("--status", "dropped"), ("--status", "followed-up", "--status", "partly-met")),
    "text": (("--text", "服务站"), ("--text", "%")),
    "topic": (("--topic", "legislation"),),
    "trackability": (("--trackability", "quantified"),),
    "body": (("--body", "市法院"),),
    "reported": (("--reported", "directly"),),
    "decided": (("--decided",), ("--undecided",)),
    "by": (("--by", "周代表"),),
    "chain": (("--chain",),),
    "late": (("--late",),),
    "gone": (("--gone",),),
    "flagged": (("--flagged",),),
    "disagreed": (("--disagreed",),),
    "ahead": (("--ahead",),),
    "confidence_below": (("--confidence-below", "0.65"),),
}
"""Option of `tracker list` -> how it is asked."""

TOGETHER = (
    (),
    ("--issuer", making.ISSUER, "--undecided", "--status", "dropped"),
    ("--year", "2022-2024", "--text", "公证", "--chain"),
    ("--decided", "--by", "林评议", "--body", "法院"),
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that a filter can ask for, and something that it leaves out."""
    path = tmp_path_factory.mktemp("filters") / "kept.db"
    engine = selection.build(path)
    plan = making.parsed(2021, plan=PLAN)
    promising = [i for i, unit in enumerate(plan.units) if unit.role is Role.COMMITMENT]
    units = list(plan.units)
    units[promising[3]] = units[promising[3]]._replace(ahead=True)
    plan = plan._replace(units=tuple(units))
    promises = {promising[0]: making.counted(2022), promising[2]: making.counted(2022)}
    first = making.keep(engine, plan, promises=promises, path="/reports/2021.txt").report
    promised = list(making.units(engine, first, Role.COMMITMENT).values())
    _decide(engine, promised[4], Status.UNCLEAR, REVIEWERS[0])
    left = plan._replace(units=plan.units[:-1])
    assert making.keep(engine, left, promises=promises, replaces=first, path="/reports/2021.txt").gone == (promised[4],)

    with reading(engine) as s:
        later = next(r.id for r in queries.reports(s) if (r.issuer, r.year) == (making.ISSUER, 2023))
    last = making.keep(engine, making.parsed(2024, done=selection.DONE), path="/reports/2024.txt").report
    (again,) = making.units(engine, later, Role.COMMITMENT).values()
    said, at_last = (list(making.units(engine, key, Role.STATEMENT).values()) for key in (later, last))
    repeated = making.follow_up(promised[3], Status.PARTLY_MET, said)._replace(again=again)
    making.match(engine, first, later, making.follow_up(promised[0], Status.DROPPED, said), repeated)
    making.match(engine, first, last, making.follow_up(promised[0], Status.FOLLOWED_UP, at_last, 0.6))
    for reviewer, status in zip(REVIEWERS, (Status.UNCLEAR, Status.DROPPED), strict=True):
        _decide(engine, promised[1], status, reviewer)
    _decide(engine, promised[2], Status.UNCLEAR, REVIEWERS[0])
    with writing(engine) as s:
        store.link_chains(s)
        store.flag(s, promised[1], True, REVIEWERS[0])
        store.flag(s, promised[2], True, REVIEWERS[1])
    engine.dispose()
    return path


def _decide(engine: Engine, commitment: int, status: Status, reviewer: str) -> None:
    with writing(engine) as s:
        store.decide(s, NewDecision(commitment, status, reviewer, None, (), "各执一词"))


@pytest.fixture
def kept(database: Path, tracker: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line in Chinese on a copy of the database; charts are drawn elsewhere."""
    shutil.copy(database, tmp_path / "test.db")
    monkeypatch.setattr("tracker.exports.charts.CHARTS", {})
    return lambda *args: tracker("--lang", "zh", *args)


def test_every_filter_is_tried() -> None:
    assert ASKED.keys() == FILTERS.keys()


@pytest.mark.parametrize("chosen", [*(one for asked in ASKED.values() for one in asked), *TOGETHER], ids=" ".join)
def test_every_form_has_the_rows_that_the_list_has(kept: Run, tmp_path: Path, chosen: tuple[str, ...]) -> None:
    listed = [json.loads(line) for line in kept("list", "--json", *chosen).out.splitlines()]
    everything = len(kept("list", "--json").out.splitlines())
    assert listed
    assert len(listed) < everything or not chosen or "--gone" in chosen

    read = {form: read(written(kept, tmp_path / f"out.{form}", *chosen)) for form, read in READ.items()}
    for form, rows in read.items():
        assert len(rows) == len(listed), form
        for row, mine in zip(rows, listed, strict=True):
            where = words.say("exports.cell.source", issuer=mine["issuer"], year=mine["year"])
            status = words.say(f"model.status.{mine['status']}")
            status = words.say("exports.cell.late", status=status) if mine["late"] else status
            assert row["id"] == str(mine["id"]), form
            assert row["text"] == one_line(mine["text"]), form
            assert row["source"].split("\n")[0] == where, form
            assert row["status"] == status, form
            assert (mine["decided_by"] or "%") in row["decided"] or mine["status"] == "pending", form
    for form, rows in read.items():
        for row, mine in zip(rows, read["json"], strict=True):
            assert {k: _plain(row[k]) for k in KEYS} == {k: _plain(mine[k]) for k in KEYS}, form


@pytest.mark.parametrize("chosen", [("--chain",), ("--late",), ("--by", "周代表"), ("--flagged",)], ids=" ".join)
def test_the_pdf_has_the_rows_that_the_list_has(kept: Run, tmp_path: Path, chosen: tuple[str, ...]) -> None:
    rows = from_json(written(kept, tmp_path / "out.json", *chosen))
    others = {row["text"] for row in from_json(written(kept, tmp_path / "all.json"))} - {row["text"] for row in rows}
    text, at = squeezed(pdf_text(written(kept, tmp_path / "out.pdf", *chosen))), 0

    assert rows
    for row in rows:
        found = text.find(squeezed(row["id"] + row["text"]), at)
        assert found >= 0, row
        at = found
    assert [other for other in others if squeezed(other) in text] == []


def test_statistics_and_a_chart_count_what_the_list_shows(kept: Run) -> None:
    for asked in ASKED.values():
        for chosen in asked:
            counted = json.loads(kept("stats", "--json", *chosen).out)["rows"]["all"]
            assert counted == len(kept("list", "--json", *chosen).out.splitlines()), chosen


def test_marks_for_later_are_those_of_the_one_who_asks(database: Path, tracker: Run, tmp_path: Path) -> None:
    shutil.copy(database, tmp_path / "test.db")
    found = []
    for reviewer in REVIEWERS:
        ran = tracker("export", "-o", tmp_path / "out.json", "--force", "--flagged", reviewer=reviewer)
        assert ran.code == 0, ran.err
        found.append([row["text"] for row in from_json((tmp_path / "out.json").read_bytes())])
    assert found == [[PLAN[1]], [PLAN[2]]]


def _plain(text: str) -> str:
    """Markdown joins the words of a line by one blank; no other form changes anything."""
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))
