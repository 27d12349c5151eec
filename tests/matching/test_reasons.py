"""Why a status is proposed: kept as facts, read out in two languages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.matching.reports import AGAIN, PROMISES, RESULTS, report
from tracker import words
from tracker.matching import Matcher
from tracker.matching.prospects import Prospects
from tracker.matching.verdict import PROSPECT
from tracker.model import VERDICTS, FollowUp, Reported, Status, Strength
from tracker.reasons import Facts, in_words


@pytest.fixture(scope="module")
def found() -> tuple[FollowUp, ...]:
    return Matcher().match(report(1, PROMISES), report(2, AGAIN, RESULTS))


def test_a_follow_up_names_statement_part_and_number_in_both_languages(found: tuple[FollowUp, ...]) -> None:
    reason = found[0].reason
    assert "《云溪区物业管理办法》" in in_words(reason, "en")
    assert "promised 10件以上, reported 12件: exceeded" in in_words(reason, "en")
    assert "承诺10件以上，报告12件：超过" in in_words(reason, "zh")
    assert "第1条" in in_words(reason, "zh")


def test_what_is_missing_is_said() -> None:
    promise = [("", "建成青石湖社区养老服务中心，修缮云溪老街骑楼，开通环湖夜间公交。")]
    (f,) = Matcher().match(report(1, promise), report(2, (), RESULTS))
    assert f.status is not Status.DROPPED
    assert "未提到：" in in_words(f.reason, "zh")
    assert "骑楼" in in_words(f.reason, "zh").split("未提到：")[1]


def test_a_clause_that_only_leads_in_is_neither_held_nor_missing() -> None:
    promise = [("", "明年主要任务是：建成青石湖社区养老服务中心，修缮云溪老街骑楼。")]
    (f,) = Matcher().match(report(1, promise), report(2, (), RESULTS))
    facts = Facts.read(f.reason)
    assert facts is not None
    assert {part for part, _ in facts.covered} | {*facts.missing} == {"建成青石湖社区养老服务中心", "修缮云溪老街骑楼"}


def test_silence_says_what_was_searched(found: tuple[FollowUp, ...]) -> None:
    facts = Facts.read(found[6].reason)
    assert facts is not None
    assert (facts.status, facts.searched, facts.year) == (Status.DROPPED, len(RESULTS), 2022)
    assert facts.best is not None
    assert facts.best[1] == pytest.approx(found[6].candidates[0].score, abs=1e-3)
    assert f"{len(RESULTS)}条" in in_words(found[6].reason, "zh")


def test_a_problem_that_the_later_report_admits_about_it_is_said() -> None:
    promises = [("", "着力破解小微企业融资难融资贵问题。"), ("", "新增城市绿道20公里。")]
    problem = "小微企业融资难、融资贵问题尚未有效缓解。"
    for told in (RESULTS, ()):
        later = report(2, (), told)._replace(problems=("对此，我们将认真加以解决。", problem))
        financing, greenway = Matcher().match(report(1, promises), later)
        assert in_words(financing.reason, "zh").endswith(f"；其问题部分谈到：{problem}")
        assert in_words(financing.reason, "en").endswith(f"; its problems section says: {problem}")
        assert "问题部分" not in in_words(greenway.reason, "zh")
        assert Facts.read(financing.reason) == Facts.read(Facts.read(financing.reason).stored())  # type: ignore[union-attr]


def test_a_status_that_the_wording_turned_says_what_the_evidence_alone_would_say() -> None:
    usual = Matcher().weights
    by_words = usual.prospects
    nothing = [usual.verdict.mean[usual.verdict.names.index(PROSPECT + s.value)] for s in VERDICTS[:-1]]

    def all_expected(odds: list[float]) -> tuple[FollowUp, ...]:
        expected = Prospects(by_words.ngrams, 0 * by_words.weights, 0 * by_words.meaning, np.array(odds))
        return Matcher(replace(usual, prospects=expected)).match(report(1, PROMISES), report(2, AGAIN, RESULTS))

    found = [
        (alone, said)
        for odds in ([9.0, 9.0], [-9.0, -9.0])
        for alone, said in zip(all_expected(nothing), all_expected(odds), strict=True)
    ]
    assert any(alone.status is not said.status for alone, said in found)
    for alone, said in found:
        facts, unturned = Facts.read(said.reason), Facts.read(alone.reason)
        assert facts is not None
        assert unturned is not None
        assert unturned.turned is None
        assert facts.turned == (None if said.status is alone.status else alone.status)
        if facts.turned:
            assert words.catalog("zh", "model")[f"model.status.{facts.turned.value}"] in in_words(said.reason, "zh")


def test_facts_survive_keeping(found: tuple[FollowUp, ...]) -> None:
    for f in found:
        facts = Facts.read(f.reason)
        assert facts is not None
        assert facts.stored() == f.reason


@pytest.mark.parametrize("text", ["nothing more is said of it", "", "12", "[]", '{"status":"gone"}', "{"])
def test_what_is_no_stored_reason_is_given_back(text: str) -> None:
    assert in_words(text) == text


def test_how_and_how_strongly_it_is_reported(found: tuple[FollowUp, ...]) -> None:
    assert (found[0].reported, found[0].strength) == (Reported.DIRECTLY, Strength.RESULT)
    assert (found[6].reported, found[6].strength) == (Reported.NOT_AT_ALL, None)


@pytest.mark.parametrize(
    ("said", "strength"),
    [
        ("环湖夜间公交建成开通。", Strength.FINISHED),
        ("环湖夜间公交前期工作有序推进。", Strength.UNDER_WAY),
        ("环湖夜间公交开通，日均客流1200人次。", Strength.RESULT),
    ],
)
def test_strength_is_the_kind_of_step(said: str, strength: Strength) -> None:
    (f,) = Matcher().match(report(1, [("", "开通环湖夜间公交。")]), report(2, (), [("", said), *RESULTS]))
    assert f.strength is strength
    assert (f.reported is Reported.VAGUELY) == (strength is Strength.UNDER_WAY)


def test_a_promise_made_again_names_which(found: tuple[FollowUp, ...]) -> None:
    assert found[3].again == 2002
    assert found[4].again is None
    assert all(f.repeated == (f.again is not None) for f in found)
