"""Vectors tuned on what answers what."""

from __future__ import annotations

import numpy as np
import pytest

from tests.matching.encoders import ByCharacters
from tests.matching.reports import report
from tracker.matching import annotated
from tracker.matching.annotated import Annotated, Texts
from tracker.matching.grams import Background
from tracker.matching.meaning import Meaning
from tracker.matching.prepare import prepare
from tracker.matching.tuning import tune

ANSWERS = {
    "整治街面秩序": "查处占道经营行为",
    "减轻企业负担": "退税减费落地见效",
    "守护群众健康": "家庭医生签约入户",
    "丰富文化生活": "送戏下乡巡回演出",
    "方便市民出行": "新开公交微循环线",
    "改善河湖水质": "清淤疏浚截污纳管",
}
"""Promises and what is done about them; no two share a word."""
PLACES = ("云溪", "梧桐", "青石", "柳荫", "鹿鸣", "龙泉", "翠屏", "赤霞", "银杏", "白鹭")


def pair(place: str, tables: tuple[Background, Meaning]) -> Annotated:
    asked = [("", f"在{place}{promise}。") for promise in ANSWERS]
    told = [("", f"{place}的{answer}。") for answer in reversed(ANSWERS.values())]
    earlier, later = prepare(report(1, asked), *tables), prepare(report(2, (), told), *tables)
    proofs = tuple(frozenset([len(told) - 1 - i]) for i in range(len(asked)))
    followed = np.zeros(len(asked), np.int64)
    return Annotated(place, place, earlier, later, proofs, followed, followed[:0])


def right(one: Annotated) -> list[bool]:
    closeness = one.earlier.commitments.meaning @ one.later.statements.meaning.T
    return [int(j) in proofs for j, proofs in zip(closeness.argmax(axis=1), one.proofs, strict=True)]


@pytest.fixture(scope="module")
def tables() -> tuple[Background, Meaning]:
    texts = [f"在{place}{text}。" for place in PLACES for text in (*ANSWERS, *ANSWERS.values())]
    return annotated.learn_background({"all": Texts(texts, [])}, ByCharacters())


def test_what_answers_a_promise_stands_closest_although_they_share_no_word(tables: tuple[Background, Meaning]) -> None:
    pairs = [pair(place, tables) for place in PLACES]
    known, unknown = pairs[:-1], pairs[-1]
    assert not all(right(unknown))
    tuned = tune(tables[1], known)
    assert all(right(unknown.meant(tuned)))
    assert (tune(tables[1], known).vectors == tuned.vectors).all()


def test_nothing_to_learn_from_leaves_the_vectors_alone(tables: tuple[Background, Meaning]) -> None:
    assert tune(tables[1], []) is tables[1]
    unanswered = pair(PLACES[0], tables)
    silent = tune(
        tables[1],
        [
            Annotated(
                "x", "x", unanswered.earlier, unanswered.later, (frozenset(),) * 6, np.full(6, 2), np.zeros(0, np.int64)
            )
        ],
    )
    assert np.isfinite(silent.vectors).all()
