"""What the words of a promise let one expect, learnt from annotated reports."""

from __future__ import annotations

import numpy as np

from tests.matching.reports import report
from tracker.matching import grams, prospects
from tracker.matching.annotated import Annotated
from tracker.matching.grams import Background
from tracker.matching.meaning import Meaning
from tracker.matching.prepare import prepare, side
from tracker.matching.prospects import Prospects
from tracker.model import VERDICTS, Item, Status

TABLES = (
    Background(1, np.zeros(0, np.uint32), np.zeros(0, np.int64)),
    Meaning(np.zeros(0, np.uint32), np.zeros((0, 1), np.float32), np.zeros(1, np.float32)),
)
PLACES = ("云溪", "梧桐", "青石", "柳荫", "鹿鸣", "龙泉", "翠屏")
FARED = {"招聘{}名教师": 0, "试点{}数字学堂": 1, "弘扬{}人的精神": 2}
"""Promises, and index into VERDICTS of what became of them everywhere."""


def pair(place: str, promises: dict[str, int] = FARED) -> Annotated:
    earlier = prepare(report(1, [("", text.format(place) + "。") for text in promises]), *TABLES)
    later = prepare(report(2, (), [("", "办理建议。")]), *TABLES)
    none = tuple(frozenset[int]() for _ in promises)
    return Annotated(place, place, earlier, later, none, np.array([*promises.values()]), np.zeros(0, np.int64))


def expected(learnt: Prospects, place: str) -> list[Status]:
    odds = learnt.of(pair(place).earlier.commitments)
    return [VERDICTS[k] for k in np.pad(odds, ((0, 0), (0, 1))).argmax(axis=1)]


def test_a_promise_of_an_unknown_place_is_expected_to_fare_as_such_promises_did() -> None:
    learnt = prospects.learn([pair(place) for place in PLACES])
    assert expected(learnt, "赤霞") == list(VERDICTS)
    again = prospects.learn([pair(place) for place in PLACES])
    assert again.ngrams == learnt.ngrams
    assert (again.weights == learnt.weights).all()


def test_words_of_few_issuers_teach_nothing() -> None:
    rare = {"修建{}索道": 0}
    learnt = prospects.learn(
        [pair(p, FARED | rare if k < prospects.ISSUERS - 1 else FARED) for k, p in enumerate(PLACES)]
    )
    assert {"招聘", "试点", "弘扬"} <= set(learnt.ngrams)
    assert not {"索道", "修建", *PLACES} & set(learnt.ngrams)


def test_what_is_kept_as_json_says_the_same() -> None:
    learnt = prospects.learn([pair(place) for place in PLACES])
    kept = Prospects.from_json(learnt.to_json())
    asked = pair("赤霞").earlier.commitments
    assert (kept.of(asked) == learnt.of(asked)).all()
    assert len(set(kept.ngrams)) == len(kept.ngrams)
    assert all(1 <= len(ngram) <= grams.LONGEST for ngram in kept.ngrams)


def test_nothing_known_of_a_text_leaves_what_is_expected_of_any() -> None:
    learnt = prospects.learn([pair(place) for place in PLACES])
    odds = learnt.of(side([Item(1, "乾坤", "")], *TABLES))
    assert (odds == learnt.bias).all()
