"""What the matcher says of invented reports."""

from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tracker
from tests.matching.reports import AGAIN, PROMISES, RESULTS, report
from tracker.matching import Matcher
from tracker.matching.comparison import compare
from tracker.model import VERDICTS, FollowUp, Status
from tracker.reasons import in_words

MATCHER = Matcher()
EARLIER = report(1, PROMISES, [("", "出台《云溪区信访工作办法》。")])
LATER = report(2, AGAIN, RESULTS)


@pytest.fixture(scope="module")
def found() -> tuple[FollowUp, ...]:
    return MATCHER.match(EARLIER, LATER)


def best(follow_up: FollowUp) -> str:
    texts = {item.id: item.text for item in LATER.statements}
    return texts[follow_up.candidates[0].statement]


def test_there_is_one_proposal_for_each_commitment_in_order(found: tuple[FollowUp, ...]) -> None:
    assert [f.commitment for f in found] == [c.id for c in EARLIER.commitments]


def test_candidates_are_ten_ranked_scored_and_different(found: tuple[FollowUp, ...]) -> None:
    for f in found:
        scores = [c.score for c in f.candidates]
        assert len({c.statement for c in f.candidates}) == len(scores) == 10
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= s <= 1 for s in scores)


@pytest.mark.parametrize("commitment", [0, 2, 3, 4])
def test_the_statement_about_the_same_thing_comes_first(found: tuple[FollowUp, ...], commitment: int) -> None:
    answers = {0: 0, 2: 2, 3: 3, 4: 4}
    assert best(found[commitment]) == RESULTS[answers[commitment]][1]


def test_what_is_done_in_full_is_followed_up(found: tuple[FollowUp, ...]) -> None:
    for f in (found[0], found[4]):
        assert f.status is Status.FOLLOWED_UP
        assert f.candidates[0].evidence
        assert "statement" in in_words(f.reason)
    assert "promised 10件以上, reported 12件: exceeded" in in_words(found[0].reason)


def test_a_missed_number_is_partly_met_and_the_reason_names_both(found: tuple[FollowUp, ...]) -> None:
    assert found[2].status is Status.PARTLY_MET
    assert "promised 500张, reported 320张: missed" in in_words(found[2].reason)


def test_a_ceiling_is_kept_from_below(found: tuple[FollowUp, ...]) -> None:
    assert "reported 5.1%: met" in in_words(found[3].reason)
    assert found[3].status is Status.FOLLOWED_UP


@pytest.mark.parametrize("commitment", [6, 7])
def test_silence_is_dropped_and_rests_on_nothing(found: tuple[FollowUp, ...], commitment: int) -> None:
    f = found[commitment]
    assert f.status is Status.DROPPED
    assert not any(c.evidence for c in f.candidates)
    assert in_words(f.reason).startswith(f"nothing found in {len(RESULTS)} statements of 2022; best rejected")


def test_shared_boilerplate_is_no_follow_up() -> None:
    promise = [("", "扎实推进赤鹮栖息地保护工作，进一步加强巡护力度。")]
    said = [
        ("", "扎实推进政务公开工作，进一步加强监督力度。"),
        ("", "扎实推进各项重点工作，不断加大落实力度。"),
        *RESULTS[5:9],
    ]
    (f,) = MATCHER.match(report(1, promise), report(2, (), said))
    assert f.status is Status.DROPPED


def test_a_promise_made_again_is_seen_also_with_another_number(found: tuple[FollowUp, ...]) -> None:
    assert found[3].repeated
    assert not found[4].repeated
    assert not found[6].repeated


def test_what_else_was_matched_before_changes_nothing(found: tuple[FollowUp, ...]) -> None:
    other = Matcher()
    for number in range(3, 14):
        other.match(EARLIER, report(number, AGAIN, RESULTS[number % 5 :]))
    assert other.match(EARLIER, LATER) == found
    assert other.version == MATCHER.version


def test_more_of_the_promise_in_the_statement_scores_higher() -> None:
    promise = [("", "建成青石湖社区养老服务中心，修缮云溪老街骑楼，开通环湖夜间公交。")]
    rest = list(RESULTS[5:])
    scores = []
    for said in (
        "新建云溪公交站亭6座。",
        "修缮云溪老街骑楼。",
        "青石湖社区养老服务中心建成，云溪老街骑楼完成修缮，环湖夜间公交开通。",
    ):
        (f,) = MATCHER.match(report(1, promise), report(2, (), [("", said), *rest]))
        scores.append(f.candidates[0].score)
    assert scores == sorted(scores)
    assert scores[2] - scores[0] > 0.2


def test_a_report_without_commitments_or_statements_gives_what_can_be_given() -> None:
    assert MATCHER.match(report(1), LATER) == ()
    for f in MATCHER.match(EARLIER, report(2, AGAIN)):
        assert (f.status, f.candidates) == (Status.DROPPED, ())
        assert "no statements" in in_words(f.reason)


def test_reasons_are_one_line_whatever_the_heading_holds() -> None:
    heading = "（二）民生\n\x1b[31m持续改善\u202e" + "长" * 500
    (f,) = MATCHER.match(report(1, PROMISES[2:3]), report(2, (), [(heading, RESULTS[2][1]), *RESULTS[6:]]))
    for line in (in_words(f.reason), in_words(f.reason, "zh")):
        assert line.isprintable()
        assert len(line) < 300


WILD = st.lists(
    st.tuples(
        st.text(max_size=12),
        st.text(alphabet=st.characters(), max_size=80)
        | st.text(alphabet="完成建设规章10件，。；《》“”5%万\n", max_size=60),
    ),
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(WILD, WILD, WILD)
def test_any_text_is_matched_the_same_way_twice(promises: list, results: list, again: list) -> None:
    earlier, later = report(1, promises, results[:2]), report(2, again, results)
    found = MATCHER.match(earlier, later)
    assert found == Matcher(MATCHER.weights, MATCHER.background, MATCHER.meaning).match(earlier, later)
    assert len(found) == len(promises)
    for f in found:
        assert f.status in VERDICTS
        assert 0 <= f.confidence <= 1
        assert all(0 <= c.score <= 1 for c in f.candidates)
        assert len(f.candidates) == min(10, len(results))
        assert (f.status is not Status.DROPPED) == any(c.evidence for c in f.candidates)


def test_very_long_units_are_matched() -> None:
    long = "完成柳荫路积水点改造，" * 20_000
    (f,) = MATCHER.match(report(1, [("", long)]), report(2, (), [("", long), *RESULTS]))
    assert f.candidates[0].statement == 2500


def test_reports_in_traditional_and_in_simplified_characters_are_matched_as_if_they_were_in_one() -> None:
    lines = resources.files(tracker).joinpath("characters.txt").read_text(encoding="utf-8").splitlines()
    written = str.maketrans({simple: traditional for traditional, simple in zip(*lines, strict=True)})
    promises, results = (
        tuple((heading.translate(written), text.translate(written)) for heading, text in given)
        for given in (PROMISES, RESULTS)
    )
    assert promises != PROMISES
    matcher = Matcher()
    usual = matcher.match(report(1, PROMISES), report(2, AGAIN, RESULTS))
    for asked, told in ((promises, results), (promises, RESULTS), (PROMISES, results)):
        found = matcher.match(report(1, asked), report(2, AGAIN, told))
        assert [f.status for f in found] == [f.status for f in usual]
        assert [f.candidates for f in found] == [f.candidates for f in usual]
    assert compare(promises[1][1], RESULTS[0][1]) == compare(PROMISES[1][1], RESULTS[0][1])
