"""N-grams, their background, and what they stand for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.matching.encoders import ByCharacters
from tracker.matching import grams, meaning
from tracker.matching.grams import Background

THINGS = (
    "骑楼", "床位", "绿道", "学校", "公园", "菜场", "河道", "球场", "桥梁", "港口", "医院", "剧院",
    "茶园", "果园", "机场", "地铁", "泳池", "书店", "夜校", "湿地", "码头", "渔港", "粮仓", "温室",
)  # fmt: skip
UNITS = [unit for thing in THINGS for unit in (f"修缮云溪{thing}", f"云溪{thing}修缮完成", f"{thing}开放")]


def back(units: list[str]) -> Background:
    hashes, counts = grams.count(units)
    return Background(len(units), hashes, counts)


def test_an_n_gram_never_spans_a_clause_or_two_texts() -> None:
    row, gram = grams.hashed(["甲乙\n丙", "丁"])
    assert np.bincount(row).tolist() == [4, 1]
    assert set(gram[row == 0]).isdisjoint(gram[row == 1])
    assert len(gram) == 5


@given(st.lists(st.text("云溪骑楼修缮ab0\n", max_size=9), max_size=5))
def test_every_n_gram_is_spelt_as_it_was_hashed(texts: list[str]) -> None:
    _, hashes = grams.hashed(texts)
    distinct = np.unique(hashes)
    ngrams = grams.spelt(texts, distinct)
    assert all(ngram and any(ngram in text for text in texts) for ngram in ngrams)
    assert grams.hashes_of(ngrams).tolist() == distinct.tolist()
    assert grams.spelt(["乾"], distinct) == [""] * len(distinct)


def test_the_same_text_has_cosine_one_and_nothing_shared_zero() -> None:
    rows = grams.build(["骑楼", "床位", ""], back(UNITS))
    alike = grams.cosine(rows, rows)
    assert alike[0, 0] == pytest.approx(1, abs=1e-5)
    assert alike[0, 1] == alike[2, 2] == 0


def test_rare_n_grams_weigh_more_than_common_ones() -> None:
    background = back([*("推进工作" for _ in range(50)), "修缮骑楼"])
    rare, common = grams.count(["骑楼"])[0], grams.count(["工作"])[0]
    assert background.idf(rare).min() > background.idf(common).max()


def test_widths_case_item_numbers_and_figures_are_folded() -> None:
    assert grams.fold("（一）ＧＤＰ增长１２．５％") == grams.fold("1.gdp增长3%") == "gdp增长0%"


def test_a_background_survives_keeping(tmp_path: Path) -> None:
    background = back(UNITS)
    background.save(tmp_path / "b.npz")
    kept = Background.load(tmp_path / "b.npz")
    assert (kept.hashes == background.hashes).all()
    assert kept.units == background.units
    np.testing.assert_allclose(kept.idf(kept.hashes), background.idf(kept.hashes), atol=0.1)


def test_meaning_is_distilled_from_an_encoder_and_survives_keeping(tmp_path: Path) -> None:
    background = back(UNITS)
    learnt = meaning.distil(UNITS * 9, ByCharacters().encode(UNITS * 9), background)
    learnt.save(tmp_path / "m.npz")
    kept = meaning.Meaning.load(tmp_path / "m.npz")
    rows = grams.build(UNITS[:6], background)
    near = kept.of(rows) @ kept.of(rows).T
    assert near[0, 2] > near[0, 5]
    np.testing.assert_allclose(near, learnt.of(rows) @ learnt.of(rows).T, atol=0.05)
    np.testing.assert_allclose(kept.centre, ByCharacters().encode(UNITS * 9).mean(axis=0), atol=1e-5)


@given(st.lists(st.text(st.characters(), max_size=30), max_size=5))
def test_any_text_becomes_rows(texts: list[str]) -> None:
    rows = grams.build(["\n".join(grams.clauses(grams.fold(t))) for t in texts], back(UNITS))
    assert rows.size == len(texts)
    assert np.isfinite(rows.weighted.data).all()
    assert (grams.cosine(rows, rows) < 1 + 1e-4).all()
