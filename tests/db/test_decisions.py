"""Suggestions, decisions over them, taking decisions back, and the status that follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from db import queries, store
from db.engine import reading, writing
from tests.db.conftest import Kept
from tests.db.making import follow_up, keep, match, parsed, units
from tracker.errors import UsageError
from tracker.model import CommitmentDetail, DecisionRow, Filter, NewDecision, Role, Status


def status(engine: Engine, commitment: int) -> tuple[Status, bool, float | None, str | None]:
    with reading(engine) as s:
        (row,) = queries.commitment_rows(s, [commitment])
    return row.status, row.late, row.confidence, row.decided_by


def detail(engine: Engine, commitment: int) -> CommitmentDetail:
    with reading(engine) as s:
        return queries.commitment(s, commitment)


def decide(
    engine: Engine,
    commitment: int,
    status: Status,
    report: int | None = None,
    reviewer: str = "林",
    evidence: tuple[int, ...] = (),
    note: str = "",
) -> int:
    with writing(engine) as s:
        return store.decide(s, NewDecision(commitment, status, reviewer, report, evidence, note))


def undo(engine: Engine, reviewer: str = "林") -> DecisionRow | None:
    with writing(engine) as s:
        return store.undo(s, reviewer)


def test_the_status_follows_from_all_later_reports(kept: Kept) -> None:
    rules, platform, training = kept.promised.values()
    assert status(kept.engine, rules) == (Status.FOLLOWED_UP, False, 0.7, None)
    assert status(kept.engine, platform) == (Status.FOLLOWED_UP, True, 0.8, None)
    assert status(kept.engine, training) == (Status.DROPPED, False, 0.6, None)


def test_a_commitment_without_later_report_is_pending(kept: Kept) -> None:
    (again,) = units(kept.engine, kept.second, Role.COMMITMENT).values()
    assert status(kept.engine, again) == (Status.PENDING, False, None, None)


def test_a_detail_holds_every_later_report_oldest_first_with_ranked_candidates(kept: Kept) -> None:
    shown = detail(kept.engine, kept.promised["建设网上平台。"])
    assert [f.report for f in shown.follow_ups] == [kept.second, kept.third]
    second, third = shown.follow_ups
    assert (second.suggested, second.confidence, second.reason, second.repeated) == (
        Status.DROPPED,
        0.7,
        "各条工作均未提到",
        True,
    )
    assert (second.searched, second.year, second.delivered) == (2, 2022, dt.date(2023, 3, 1))
    assert [(c.text, c.score, c.evidence) for c in third.candidates] == [
        ("网上平台建成。", 0.9, True),
        ("走访社区。", 0.8, False),
    ]
    with reading(kept.engine) as s:
        source = queries.source_view(s, kept.third)
    first = third.candidates[0]
    assert source.text[first.start : first.end] == first.text
    assert first.heading == "一、工作情况"


def test_a_decision_outranks_the_suggestion_and_keeps_what_was_suggested(kept: Kept) -> None:
    training, evidence = kept.promised["培训调解人员。"], kept.done["走访企业。"]
    made = decide(kept.engine, training, Status.PARTLY_MET, kept.second, evidence=(evidence,), note="部分")
    assert status(kept.engine, training) == (Status.PARTLY_MET, False, 0.6, "林")
    shown = detail(kept.engine, training)
    assert (shown.follow_ups[0].suggested, shown.follow_ups[0].decided, shown.follow_ups[0].decided_by) == (
        Status.DROPPED,
        Status.PARTLY_MET,
        "林",
    )
    assert shown.follow_ups[1].decided is None
    (entry,) = shown.decisions
    assert (entry.id, entry.suggested, entry.matcher, entry.note, entry.evidence) == (
        made,
        Status.DROPPED,
        "m1",
        "部分",
        (evidence,),
    )
    assert entry.decided_at.tzinfo is not None
    assert abs(entry.decided_at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)
    assert [(e.statement, e.score) for e in shown.attached] == [(evidence, 0.8)]


def test_evidence_that_was_no_candidate_has_no_score(kept: Kept) -> None:
    (again,) = units(kept.engine, kept.second, Role.COMMITMENT).values()
    decide(kept.engine, again, Status.FOLLOWED_UP, kept.third, evidence=(kept.done_later["网上平台建成。"],))
    (attached,) = detail(kept.engine, again).attached
    assert (attached.text, attached.score, attached.report) == ("网上平台建成。", None, kept.third)


def test_a_decision_on_the_whole_outranks_those_on_reports_and_asks_no_report(kept: Kept) -> None:
    rules = kept.promised["修订规章10件。"]
    decide(kept.engine, rules, Status.FOLLOWED_UP, kept.second)
    decide(kept.engine, rules, Status.UNCLEAR, reviewer="何")
    assert status(kept.engine, rules) == (Status.UNCLEAR, False, 0.7, "何")
    assert detail(kept.engine, rules).decisions[-1].suggested is Status.FOLLOWED_UP


def test_not_a_commitment_is_said_of_the_whole(kept: Kept) -> None:
    rules = kept.promised["修订规章10件。"]
    decide(kept.engine, rules, Status.NOT_A_COMMITMENT, kept.second)
    assert status(kept.engine, rules)[0] is Status.NOT_A_COMMITMENT
    assert detail(kept.engine, rules).decisions[0].report is None


def test_the_last_standing_word_of_any_reviewer_counts(kept: Kept) -> None:
    rules = kept.promised["修订规章10件。"]
    decide(kept.engine, rules, Status.DROPPED, kept.second, "林")
    decide(kept.engine, rules, Status.PARTLY_MET, kept.second, "何")
    assert status(kept.engine, rules)[3] == "何"
    taken = undo(kept.engine, "何")
    assert taken is not None
    assert (taken.status, taken.undone) == (Status.PARTLY_MET, True)
    assert status(kept.engine, rules)[0] is Status.DROPPED


def test_undo_goes_back_to_the_beginning_and_deletes_nothing(kept: Kept) -> None:
    rules, platform, _ = kept.promised.values()
    made = [
        decide(kept.engine, rules, Status.DROPPED, kept.second),
        decide(kept.engine, platform, Status.UNCLEAR),
        decide(kept.engine, rules, Status.PARTLY_MET, kept.second),
    ]
    taken = [undo(kept.engine) for _ in range(4)]
    assert [t and t.id for t in taken] == [*reversed(made), None]
    assert undo(kept.engine, "何") is None
    assert status(kept.engine, rules) == (Status.FOLLOWED_UP, False, 0.7, None)
    with reading(kept.engine) as s:
        entries = queries.history(s, rules)
    assert [(e.status, e.undone) for e in entries] == [
        (Status.DROPPED, True),
        (Status.PARTLY_MET, True),
        (None, False),
        (None, False),
    ]
    assert [e.undoes for e in entries] == [None, None, made[2], made[0]]
    decide(kept.engine, rules, Status.UNCLEAR, kept.third)
    again = undo(kept.engine)
    assert again is not None
    assert again.status is Status.UNCLEAR


def test_matching_anew_replaces_suggestions_and_never_decisions(kept: Kept) -> None:
    rules, platform, training = kept.promised.values()
    decide(kept.engine, training, Status.FOLLOWED_UP, kept.second)
    statements = list(kept.done.values())
    match(
        kept.engine,
        kept.first,
        kept.second,
        follow_up(rules, Status.PARTLY_MET, statements[:1], 0.4),
        follow_up(platform, Status.DROPPED),
        follow_up(training, Status.DROPPED, (), 0.3),
        matcher="m2",
    )
    assert status(kept.engine, rules) == (Status.PARTLY_MET, False, 0.4, None)
    assert status(kept.engine, training) == (Status.FOLLOWED_UP, False, 0.3, "林")
    assert len(detail(kept.engine, rules).follow_ups[0].candidates) == 1


def test_suggestions_about_units_that_are_gone_meanwhile_are_not_kept(kept: Kept) -> None:
    with writing(kept.engine) as s:
        store.save_follow_ups(s, kept.first, kept.second, [follow_up(999_999, Status.DROPPED)], "m9")
        store.save_follow_ups(
            s,
            kept.first,
            kept.second,
            [follow_up(next(iter(kept.promised.values())), Status.DROPPED, [next(iter(kept.done_later.values()))])],
            "m9",
        )
    with reading(kept.engine) as s:
        assert (kept.first, kept.second) in queries.pairs_to_match(s, "m9")
        assert (kept.first, kept.second) not in queries.pairs_to_match(s, "m1")
    assert status(kept.engine, kept.promised["修订规章10件。"])[0] is Status.FOLLOWED_UP


Change = Callable[[Kept, NewDecision], NewDecision]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda _, d: d._replace(commitment=999_999), "there is no commitment 999999"),
        (lambda _, d: d._replace(report=999_999), "is no later report"),
        (lambda k, d: d._replace(report=k.first), "is no later report"),
        (lambda _, d: d._replace(evidence=(999_999,)), "there is no statement 999999"),
        (lambda k, d: d._replace(evidence=(k.promised["建设网上平台。"],)), "stands in report"),
        (lambda k, d: d._replace(evidence=(k.done_later["走访社区。"],)), "stands in report"),
        (lambda _, d: d._replace(status=Status.PENDING), "cannot be decided"),
        (lambda _, d: d._replace(reviewer=" "), "needs a reviewer"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(kept: Kept, change: Change, says: str) -> None:
    good = NewDecision(kept.promised["修订规章10件。"], Status.DROPPED, "林", kept.second)
    with pytest.raises(UsageError, match=says) as error, writing(kept.engine) as s:
        store.decide(s, change(kept, good))
    assert "\n" not in str(error.value)
    with reading(kept.engine) as s:
        assert queries.facets(s, Filter()).decided == 0


def test_a_unit_of_work_is_kept_whole_or_not_at_all(kept: Kept) -> None:
    rules = kept.promised["修订规章10件。"]

    def interrupted() -> None:
        with writing(kept.engine) as s:
            store.decide(s, NewDecision(rules, Status.DROPPED, "林"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert detail(kept.engine, rules).decisions == ()
    assert status(kept.engine, rules)[3] is None


def test_what_is_written_in_a_reading_session_is_not_kept(kept: Kept) -> None:
    with reading(kept.engine) as s:
        store.decide(s, NewDecision(kept.promised["修订规章10件。"], Status.DROPPED, "林"))
    with reading(kept.engine) as s:
        assert queries.facets(s, Filter()).decided == 0


def test_text_that_no_database_takes_is_kept_readable(kept: Kept) -> None:
    rules = kept.promised["修订规章10件。"]
    decide(kept.engine, rules, Status.DROPPED, note="a\0b\udcff")
    assert detail(kept.engine, rules).decisions[0].note == "ab\\udcff"
    with reading(kept.engine) as s:
        assert queries.report_by_path(s, "/reports/\udcff.txt") is None
    made = keep(kept.engine, parsed(2030, ["走访。"]), path="/reports/\udcff.txt").report
    with reading(kept.engine) as s:
        found = queries.report_by_path(s, "/reports/\udcff.txt")
    assert found is not None
    assert found.id == made
