"""The trainer, on an invented place's annotated reports."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tests.matching.encoders import ByCharacters
from tracker.errors import UsageError
from tracker.matching import Matcher, annotated, training
from tracker.matching.matcher import read_weights
from tracker.model import Item, Kind, ReportItems

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
    texts = annotated.read_texts([], gold)
    encoder = ByCharacters()
    evaluation = training.leave_one_out(gold, (), training.learnt_tables(texts, encoder))
    figures = evaluation.table()["all"]
    assert figures["evidence@1"] > 0.9
    assert figures["auc"] > 0.9
    assert figures["verdict_kappa"] > 0.6
    assert sum(count for _, _, count, _, _ in evaluation.reliability()) == figures["commitments"] == 90
    back, distilled = annotated.learn_background(texts, encoder)
    meanings = []
    for name in ("one", "two"):
        weights, meaning = training.fit_all(annotated.read_pairs(gold, back, distilled), [], distilled)
        training.write_weights(tmp_path / f"{name}.json", weights, {"figures": figures})
        meanings.append(meaning.vectors)
    assert (meanings[0] == meanings[1]).all()
    text = (tmp_path / "one.json").read_text(encoding="utf-8")
    assert text == (tmp_path / "two.json").read_text(encoding="utf-8")
    assert json.loads(text)["figures"] == figures
    matcher = Matcher(read_weights(tmp_path / "one.json"), back, meaning)
    promised = tuple(
        Item(i, f"建成{p}。", "") for i, p in enumerate(["翠屏植物园", "鹿鸣体育馆", "龙泉书院", "云雾茶园"])
    )
    said = tuple(
        Item(10 + i, t, "")
        for i, t in enumerate(["翠屏植物园建成投用。", "龙泉书院建成投用。", "工业增加值增长7.2%。"])
    )
    found = matcher.match(ReportItems(1, Kind.OTHER, 2024, promised, ()), ReportItems(2, Kind.OTHER, 2025, (), said))
    assert [f.candidates[0].statement for f in found][::2] == [10, 11]
    assert found[0].candidates[0].score > found[1].candidates[0].score
    assert matcher.version != Matcher().version


def test_with_an_encoder_the_models_look_at_its_vectors_too(gold: Path) -> None:
    encoder = ByCharacters()
    back, distilled = annotated.learn_background(annotated.read_texts([], gold), encoder)
    weights, meaning = training.fit_all(annotated.read_pairs(gold, back, distilled, encoder), [], distilled)
    assert "sentence" in weights.pair.names
    assert "best_sentence" in weights.verdict.names
    matcher = Matcher(weights, back, meaning, encoder)
    (f,) = matcher.match(
        ReportItems(1, Kind.OTHER, 2024, (Item(1, "建成翠屏植物园。", ""),), ()),
        ReportItems(2, Kind.OTHER, 2025, (), (Item(2, "工业增长。", ""), Item(3, "翠屏植物园建成投用。", ""))),
    )
    assert f.candidates[0].statement == 3


def test_a_folder_without_annotations_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no labels"):
        annotated.read_labels(tmp_path)
