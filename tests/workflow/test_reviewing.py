"""What the review room asks, over a real database."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from db import columns
from db.engine import check, open_database, writing
from tests.conftest import Run
from tracker.model import Filter, NewDecision, Status
from tracker.workflow.reviewing import Reviewing


@pytest.fixture
def database(tracker: Run, reports: Path, tmp_path: Path) -> Path:
    assert tracker("follow", reports).code == 0
    return tmp_path / "test.db"


def open_room(database: Path, reviewer: str = "林", *, blind: bool = False) -> Reviewing:
    return Reviewing(open_database(database), reviewer, blind=blind)


def test_steps_are_undone_one_by_one_across_restarts(database: Path) -> None:
    room = open_room(database)
    chosen = Filter(years=(2022, 2022))
    first = room.ids(chosen)[0]
    room.decide(NewDecision(first, Status.UNCLEAR, "林"))
    count = room.acceptable(chosen)
    assert room.accept_all(chosen) == count > 1
    assert room.acceptable(chosen) == 0
    assert room.facets(chosen).decided == count + 1
    assert [d.status for d in room.last_decisions(1)] != [Status.UNCLEAR]

    again = open_room(database)
    taken = again.undo()
    assert taken is not None
    assert taken.together == count
    assert again.facets(chosen).decided == 1
    taken = open_room(database).undo()
    assert taken is not None
    assert (taken.commitment, taken.together) == (first, 1)
    assert open_room(database).undo() is None
    assert check(database) == []


def test_what_one_marks_another_does_not_see_as_theirs(database: Path) -> None:
    one, other = open_room(database), open_room(database, "何")
    key = one.ids(Filter())[0]
    one.flag(key, True)
    one.save_filter("我的", Filter(flagged=True))
    (saved,) = other.saved_filters()
    assert (one.ids(saved.filter), other.ids(saved.filter)) == ([key], [])
    other.forget_filter("我的")
    assert one.saved_filters() == []


def test_a_blind_reviewer_learns_nothing_from_any_answer(database: Path) -> None:
    seeing, blind = open_room(database, "何"), open_room(database, "林", blind=True)
    for key in seeing.ids(Filter(years=(2022, 2022)))[:3]:
        seeing.decide(NewDecision(key, Status.DROPPED, "何"))
    assert {row.status for row in blind.rows(blind.ids(Filter()))} == {Status.PENDING}
    assert [s for t in blind.tallies(Filter()) for s, _ in t.statuses] == [Status.PENDING] * len(
        blind.tallies(Filter())
    )
    assert blind.facets(Filter()).reviewers == ()
    assert blind.agreements() == []
    assert (blind.acceptable(Filter()), blind.accept_all(Filter())) == (0, 0)
    assert {row.answers for row in blind.statements(2, "", 50)} == {()}
    assert blind.ids(Filter(decided_by="何")) == []
    assert "何" not in str(blind.detail(seeing.ids(Filter())[0]))
    assert (blind.facets(Filter()).doubts, blind.facets(Filter()).reported) == ((), ())
    for key in seeing.ids(Filter()):
        assert blind.detail(key).chain == ()
        for shown in blind.detail(key).follow_ups:
            starts = [row.start for row in shown.candidates]
            assert starts == sorted(starts)
            assert len(starts) == min(shown.searched, 10)
            assert {(row.score, row.evidence) for row in shown.candidates} <= {(None, False)}
    for hidden in (Filter(chain=True), Filter(disagreed=True), Filter(confidence_below=0.5)):
        assert blind.ids(hidden) == blind.ids(Filter())
    assert dict(blind.facets(Filter()).flags)["chain"] == 0
    assert dict(seeing.facets(Filter()).flags)["chain"] > 0
    key = seeing.ids(Filter(years=(2022, 2022)))[0]
    seeing.mark_wrong(key, blind.detail(key).follow_ups[-1].candidates[0].statement, True)
    assert {row.wrong_by for about in blind.detail(key).follow_ups for row in about.candidates} == {None}
    blind.decide(NewDecision(key, Status.UNCLEAR, "林"))
    (own,) = blind.detail(key).decisions
    assert (own.suggested, own.matcher) == (None, "")
    assert [d.suggested for d in blind.last_decisions(5)] == [None]


def test_what_a_blind_reviewer_is_offered_is_the_same_whatever_is_suggested(database: Path) -> None:
    blind = open_room(database, "林", blind=True)
    ids = blind.ids(Filter())
    before = blind.details(ids)
    assert any(about.candidates for detail in before for about in detail.follow_ups)
    with writing(open_database(database)) as s:
        s.execute(delete(columns.candidate))
        s.execute(update(columns.follow_up).values(status="followed_up", confidence=0.99, repeated=True))
        s.execute(
            update(columns.commitment).values(status="followed_up", confidence=0.99, chain=columns.commitment.c.id)
        )

    assert blind.details(ids) == before
    assert [blind.ids(Filter(), order) for order in ("doubt", "disagreement")] == [ids, ids]


def test_doubts_are_counted(database: Path) -> None:
    room = open_room(database)
    doubts = room.facets(Filter(confidence_below=0.5)).doubts

    assert [below for below, _ in doubts] == [0.5, 0.6, 0.7, 0.8, 0.9]
    assert [n for _, n in doubts] == [len(room.ids(Filter(confidence_below=below))) for below, _ in doubts]
    assert doubts[-1][1] > 0


def test_statements_are_found_by_hand_and_attached(database: Path) -> None:
    room = open_room(database)
    key = room.ids(Filter(years=(2022, 2022)))[-1]
    (found,) = room.statements(2, "宪法宣传周", 10)
    room.decide(NewDecision(key, Status.PARTLY_MET, "林", 2, (found.id,)))
    (attached,) = room.detail(key).attached
    assert attached.statement == found.id
    view = room.source(2)
    assert view.text[found.start : found.end] == found.text
    assert room.statements(2, "宪法宣传周", 10)[0].answers == (key,)


@given(st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_statement_is_found_by_its_words_in_any_order(database: Path, data: st.DataObject) -> None:
    room = open_room(database)
    every = room.statements(2, "", 1000)
    wanted = data.draw(st.sampled_from(every)).text
    spans = st.tuples(st.integers(0, len(wanted) - 1), st.integers(1, 4)).map(lambda at: wanted[at[0] : sum(at)])
    odd = st.text(st.sampled_from("%_\\*?'\"["), min_size=1, max_size=2)
    words = data.draw(st.lists(st.one_of(spans, spans, odd), max_size=4))
    space = data.draw(st.sampled_from([" ", "\u3000", " \u3000 "]))

    found = room.statements(2, space + space.join(words) + space, 1000)

    whole = space.join(words).lower().split()
    assert found == [row for row in every if all(word in row.text.lower() for word in whole)]
