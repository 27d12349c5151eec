"""The trainer, on an invented place's annotated reports."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tracker.matching import Matcher, training
from tracker.matching.grams import Background
from tracker.matching.matcher import Weights
from tracker.matching.meaning import Meaning
from tracker.model import Item, Kind, ReportItems, Status

THINGS = (
    "老街骑楼",
    "养老中心",
    "环湖绿道",
    "陶艺学校",
    "石墨烯园",
    "湿地公园",
    "夜间公交",
    "惠民菜场",
    "河道闸坝",
    "滨江球场",
)


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gold")
    (folder / "labels").mkdir()
    (folder / "links").mkdir()
    rng = random.Random(7)
    for issuer in ("yunxi", "wutong", "qingshi"):
        places = [f"{issuer[0]}{k}号{thing}" for k in range(3) for thing in THINGS]
        done = {place: rng.choice(["followed_up", "partly_met", "dropped"]) for place in places}
        said = [
            f"{p}建成投用。" if v == "followed_up" else f"正在加快推进{p}前期工作。"
            for p, v in done.items()
            if v != "dropped"
        ]
        for year, commitments, statements in (
            (2024, [f"建成{p}。" for p in places], ["办理建议86件。"]),
            (2025, [f"建成{p}。" for p in places[::2]], [*said, "营商环境不断优化。", "工业增加值增长7.2%。"]),
        ):
            name = f"{issuer}-{year}"
            kept = {
                "report": name, "issuer": issuer, "kind": "work_report", "year": year,
                "commitments": [{"id": f"{name}:c{i}", "heading": "", "text": t} for i, t in enumerate(commitments)],
                "statements": [{"id": f"{name}:s{i}", "heading": "", "text": t} for i, t in enumerate(statements)],
            }  # fmt: skip
            (folder / "labels" / f"{name}.json").write_text(json.dumps(kept), encoding="utf-8")
        links = [
            {
                "commitment": f"{issuer}-2024:c{i}",
                "verdict": done[p],
                "evidence": [f"{issuer}-2025:s{j}" for j, t in enumerate(said) if p in t],
                "repeated": i % 2 == 0,
            }
            for i, p in enumerate(places)
        ]
        pair = {"earlier": f"{issuer}-2024", "later": f"{issuer}-2025", "links": links}
        (folder / "links" / f"{issuer}.json").write_text(json.dumps(pair), encoding="utf-8")
    return folder


def test_it_learns_the_task_on_issuers_left_out_and_writes_what_the_matcher_reads(gold: Path, tmp_path: Path) -> None:
    training.main([str(gold), "--out", str(tmp_path / "one")])
    training.main([str(gold), "--out", str(tmp_path / "two")])
    text = (tmp_path / "one" / "weights.json").read_text(encoding="utf-8")
    assert text == (tmp_path / "two" / "weights.json").read_text(encoding="utf-8")
    kept = json.loads(text)
    figures = kept["leave_one_issuer_out"]["all"]
    assert figures["evidence@1"] > 0.9
    assert figures["auc"] > 0.9
    assert figures["verdict_kappa"] > 0.6
    matcher = Matcher(
        Weights.from_json(kept),
        Background.load(tmp_path / "one" / "background.npz"),
        Meaning.load(tmp_path / "one" / "meaning.npz"),
    )
    promised = (Item(1, "建成翠屏植物园。", ""), Item(2, "建成鹿鸣体育馆。", ""))
    said = tuple(Item(10 + i, t, "") for i, t in enumerate(["翠屏植物园建成投用。", "工业增加值增长7.2%。"]))
    first, second = matcher.match(
        ReportItems(1, Kind.OTHER, 2024, promised, ()), ReportItems(2, Kind.OTHER, 2025, (), said)
    )
    assert first.status is Status.FOLLOWED_UP
    assert second.status is Status.DROPPED
    assert matcher.version != Matcher().version
