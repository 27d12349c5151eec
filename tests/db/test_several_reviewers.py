"""Several reviewers on one database: whose word stands, disagreement, adjudication, and looking without being told."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from db import queries, store
from db.engine import reading, writing
from tests.db.conftest import Kept
from tracker.model import CommitmentDetail, CommitmentRow, Filter, NewDecision, Reported, Status, Viewer


def decide(
    engine: Engine, key: int, status: Status, reviewer: str, report: int | None = None, adjudicates: bool = False
) -> None:
    with writing(engine) as s:
        store.decide(s, NewDecision(key, status, reviewer, report, adjudicates=adjudicates))


def row(engine: Engine, key: int, viewer: Viewer | None = None) -> CommitmentRow:
    with reading(engine) as s:
        (found,) = queries.commitment_rows(s, [key], viewer)
    return found


def detail(engine: Engine, key: int, viewer: Viewer | None = None) -> CommitmentDetail:
    with reading(engine) as s:
        return queries.commitment(s, key, viewer)


def ids(engine: Engine, viewer: Viewer | None = None, order: str = "report", **wanted: object) -> list[int]:
    with reading(engine) as s:
        return queries.commitment_ids(s, Filter(**wanted), order, viewer)  # type: ignore[arg-type]


def test_two_who_agree_do_not_disagree_and_the_latest_stands_where_they_do(kept: Kept) -> None:
    rules = kept.promised["修订规章10件。"]
    decide(kept.engine, rules, Status.DROPPED, "林")
    decide(kept.engine, rules, Status.DROPPED, "何")
    assert (row(kept.engine, rules).disagreed, row(kept.engine, rules).decided_by) == (False, "何")
    decide(kept.engine, rules, Status.PARTLY_MET, "林")
    shown = row(kept.engine, rules)
    assert (shown.status, shown.decided_by, shown.disagreed) == (Status.PARTLY_MET, "林", True)
    assert ids(kept.engine, disagreed=True) == [rules]
    assert ids(kept.engine, order="disagreement")[0] == rules


def test_a_word_on_the_whole_and_one_on_a_report_can_disagree(kept: Kept) -> None:
    rules = kept.promised["修订规章10件。"]
    decide(kept.engine, rules, Status.NOT_A_COMMITMENT, "林")
    assert not row(kept.engine, rules).disagreed
    decide(kept.engine, rules, Status.FOLLOWED_UP, "何", kept.second)
    assert row(kept.engine, rules).disagreed


def test_an_adjudication_outranks_earlier_and_later_words_until_it_is_taken_back(kept: Kept) -> None:
    rules = kept.promised["修订规章10件。"]
    decide(kept.engine, rules, Status.DROPPED, "林")
    decide(kept.engine, rules, Status.FOLLOWED_UP, "何")
    decide(kept.engine, rules, Status.PARTLY_MET, "周", adjudicates=True)
    decide(kept.engine, rules, Status.DROPPED, "林")
    shown = row(kept.engine, rules)
    assert (shown.status, shown.decided_by, shown.disagreed) == (Status.PARTLY_MET, "周", False)
    assert len(detail(kept.engine, rules).decisions) == 4
    with writing(kept.engine) as s:
        taken = store.undo(s, "周")
    assert taken is not None
    assert taken.adjudicates
    assert row(kept.engine, rules).disagreed


def test_disagreement_about_one_later_report_is_shown_there(kept: Kept) -> None:
    training = kept.promised["培训调解人员。"]
    decide(kept.engine, training, Status.DROPPED, "林", kept.second)
    decide(kept.engine, training, Status.PARTLY_MET, "何", kept.second)
    second, third = detail(kept.engine, training).follow_ups
    assert (second.disagreed, third.disagreed) == (True, False)
    assert second.decided is Status.PARTLY_MET
    assert row(kept.engine, training).disagreed
    decide(kept.engine, training, Status.DROPPED, "周", kept.second, adjudicates=True)
    assert not row(kept.engine, training).disagreed
    assert detail(kept.engine, training).follow_ups[0].decided_by == "周"


def test_a_blind_viewer_sees_their_own_words_only(kept: Kept) -> None:
    rules, platform, training = kept.promised.values()
    decide(kept.engine, rules, Status.DROPPED, "林")
    decide(kept.engine, platform, Status.PARTLY_MET, "何", kept.third)
    blind = Viewer("何", blind=True)
    mine, others = row(kept.engine, platform, blind), row(kept.engine, rules, blind)
    assert (mine.status, mine.decided_by, mine.confidence) == (Status.PARTLY_MET, "何", None)
    assert (others.status, others.decided_by, others.confidence, others.reported) == (Status.PENDING, None, None, None)
    assert ids(kept.engine, blind, decided=True) == [platform]
    assert ids(kept.engine, blind, statuses=(Status.DROPPED,)) == []
    assert ids(kept.engine, blind, decided_by="林") == []
    assert rules in ids(kept.engine, blind, reported=Reported.DIRECTLY)
    shown = detail(kept.engine, rules, blind)
    assert shown.decisions == ()
    assert {(f.suggested, f.reason, f.decided) for f in shown.follow_ups} == {(Status.PENDING, "", None)}
    assert not any(c.evidence or c.score is not None or c.answers for f in shown.follow_ups for c in f.candidates)
    assert [f.candidates for f in shown.follow_ups] == [(), ()], "what matching chose tells what is suggested"
    with reading(kept.engine) as s:
        offered = queries.commitment(s, rules, blind, offer=lambda promise, told: range(len(told)))
    assert [[c.text for c in f.candidates] for f in offered.follow_ups] == [
        ["修订规章12件。", "走访企业。"],
        ["网上平台建成。", "走访社区。"],
    ]
    with reading(kept.engine) as s:
        facets = queries.facets(s, Filter(), blind)
    assert facets.reviewers == (("何", 1),)
    assert dict(facets.statuses) == {Status.PARTLY_MET: 1, Status.PENDING: 3}
    assert facets.decided == 1
    assert dict(facets.flags)["disagreed"] == 0
    assert row(kept.engine, training, blind).status is Status.PENDING


@pytest.mark.parametrize("order", queries.ORDERS)
def test_every_order_works_for_a_blind_viewer(kept: Kept, order: str) -> None:
    assert sorted(ids(kept.engine, Viewer("何", blind=True), order)) == sorted(ids(kept.engine, order=order))


def test_standing_words_are_the_last_of_each_reviewer_without_adjudications(kept: Kept) -> None:
    rules = kept.promised["修订规章10件。"]
    decide(kept.engine, rules, Status.DROPPED, "林")
    decide(kept.engine, rules, Status.UNCLEAR, "林")
    decide(kept.engine, rules, Status.PARTLY_MET, "何", kept.second)
    decide(kept.engine, rules, Status.FOLLOWED_UP, "周", adjudicates=True)
    with reading(kept.engine) as s:
        words = queries.standing_words(s)
    assert sorted(words, key=str) == sorted(
        [(rules, None, "林", Status.UNCLEAR), (rules, kept.second, "何", Status.PARTLY_MET)], key=str
    )


def test_a_step_of_many_is_accepted_and_taken_back_in_one(kept: Kept) -> None:
    rules, platform, training = kept.promised.values()
    decide(kept.engine, training, Status.UNCLEAR, "何")
    with reading(kept.engine) as s:
        open_ = queries.acceptable(s, Filter())
    assert open_ == [rules, platform], "neither what is decided nor what is pending"
    with writing(kept.engine) as s:
        store.mark_wrong(s, platform, kept.done_later["网上平台建成。"], True, "林")
        assert store.accept(s, open_, "林") == 2
    shown = detail(kept.engine, rules)
    assert (shown.row.status, shown.row.decided_by) == (Status.FOLLOWED_UP, "林")
    assert [e.statement for e in shown.attached] == [kept.done["修订规章12件。"]]
    assert (shown.decisions[0].suggested, shown.decisions[0].matcher) == (Status.FOLLOWED_UP, "m1")
    assert detail(kept.engine, platform).attached == (), "a wrong match is no evidence"
    with writing(kept.engine) as s:
        taken = store.undo(s, "林")
    assert taken is not None
    assert taken.together == 2
    assert {row(kept.engine, key).decided_by for key in (rules, platform)} == {None}
    assert row(kept.engine, training).decided_by == "何"
    with writing(kept.engine) as s:
        assert store.undo(s, "林") is None
