"""Decisions, evidence, notes and undo, by keys alone."""

from __future__ import annotations

import threading

import pytest

from tests.tui.conftest import OpenRoom
from tests.tui.fake import FakeReviewing
from tracker.model import CommitmentDetail, Filter, NewDecision, Status
from tracker.tui.drafts import Draft
from tracker.tui.screens import watching


@pytest.mark.parametrize(
    ("key", "status"),
    [
        ("f", Status.FOLLOWED_UP),
        ("p", Status.PARTLY_MET),
        ("d", Status.DROPPED),
        ("u", Status.UNCLEAR),
        ("x", Status.NOT_A_COMMITMENT),
    ],
)
async def test_one_key_decides_and_shows_the_next(open_room: OpenRoom, key: str, status: Status) -> None:
    async with open_room() as room:
        await room.press(key)

        kept = [(d.commitment, d.status, d.report, d.reviewer) for d in room.reviewing.made]
        assert kept == [(1, status, None, "林评议")]
        assert room.current == 2
        assert room.screen.shown is not None
        assert room.screen.shown.row.id == 2


async def test_enter_keeps_the_suggestion_with_its_evidence(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("enter")

        assert room.reviewing.made == [NewDecision(1, Status.PARTLY_MET, "林评议", None, (300,), "", seen=0)]
        assert room.current == 2


async def test_enter_on_a_decided_commitment_goes_on_without_a_second_decision(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("f", "k", "enter")

        assert len(room.reviewing.made) == 1
        assert room.current == 2


async def test_enter_without_a_later_report_says_so_and_decides_nothing(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("end", "enter")

        assert room.reviewing.made == []
        assert room.current == 30
        assert "no later report" in room.text()


async def test_only_the_decided_line_is_read_again(open_room: OpenRoom) -> None:
    async with open_room() as room:
        room.reviewing.rows_asked.clear()
        asked_for_lists = room.reviewing.calls["ids"]
        await room.press("f")

        assert room.reviewing.rows_asked == [1]
        assert room.reviewing.calls["ids"] == asked_for_lists
        assert "✓ followed    ■" in room.text("#list").splitlines()[3]
        assert "30 · 1 decided" in room.text("#top")


async def test_keys_pressed_before_the_page_is_there_wait_for_it(open_room: OpenRoom) -> None:
    async with open_room() as room:
        room.reviewing.gate = threading.Event()
        room.screen._ahead.forget()
        await room.pilot.press("j", "f", "p", "j")
        await room.pilot.pause()
        assert room.reviewing.made == []
        room.reviewing.gate.set()
        await room.settle()

        assert [(d.commitment, d.status) for d in room.reviewing.made] == [
            (2, Status.FOLLOWED_UP),
            (3, Status.PARTLY_MET),
        ]
        assert room.current == 5


async def test_the_next_page_is_there_before_it_is_read(open_room: OpenRoom) -> None:
    async with open_room() as room:
        room.reviewing.gate = threading.Event()
        await room.pilot.press("f")
        await room.pilot.pause()
        assert room.screen.shown is not None
        assert room.screen.shown.row.id == 2
        room.reviewing.gate.set()


async def test_a_page_read_ahead_of_another_ones_word_is_put_right(open_room: OpenRoom) -> None:
    async with open_room() as room:
        room.reviewing.said_by("周复核", 2, Status.DROPPED)
        await room.press("f")

        assert room.current == 2
        assert "decided by 周复核" in room.told("status")


@pytest.mark.parametrize("near", [True, False])
async def test_a_page_that_others_have_made_old_is_never_painted(
    open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch, near: bool
) -> None:
    monkeypatch.setattr(watching, "LOOK", 1000.0)
    painted: list[str] = []
    async with open_room() as room:
        room.reviewing.near = near  # or one has to wait to be told that somebody has written
        show = room.screen.page.show

        def seen(detail: CommitmentDetail, draft: Draft) -> None:
            painted.append(detail.row.text)
            show(detail, draft)

        monkeypatch.setattr(room.screen.page, "show", seen)
        await room.press("j", "k")
        assert painted
        old = room.reviewing._row(2).text
        assert old in painted  # it was read ahead
        painted.clear()
        room.reviewing.texts[2] = "说法已改。"
        room.reviewing.written += 1
        await room.press("j")

        assert room.current == 2
        assert "说法已改" in room.told("promise")
        assert old not in painted


async def test_undo_waits_for_the_decision_pressed_before_it(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("f")
        room.reviewing.gate = threading.Event()
        await room.pilot.press("j", "p", "z")
        room.reviewing.gate.set()
        await room.settle()

        assert [d.commitment for d in room.reviewing.made] == [1, 3]
        assert room.reviewing._row(1).decided_by == "林评议"
        assert room.reviewing._row(3).decided_by is None


async def test_a_capital_decides_about_the_later_report_in_view_and_stays(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("right_square_bracket", "D")

        assert room.reviewing.made == [NewDecision(1, Status.DROPPED, "林评议", 4, (), "", seen=0)]
        assert room.current == 1
        assert "Decided" in room.told("decided")
        assert "2024 ✗ dropped ■" in room.told("timeline")


async def test_digits_choose_and_drop_evidence_for_the_decision(open_room: OpenRoom) -> None:
    async with open_room() as room:
        assert "1 ✓ counts" in room.text("#detail")
        await room.press("1", "3")
        assert "1   0.90" in room.text("#detail")
        assert "3 ✓ counts" in room.text("#detail")
        await room.press("p")

        assert room.reviewing.made[0].evidence == (302,)


async def test_a_digit_pressed_twice_changes_nothing(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("4", "4", "f")

        assert room.reviewing.made[0].evidence == (300,)


async def test_a_digit_without_evidence_says_so(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("0")

        assert "no piece of evidence number 10" in room.text()


async def test_dropped_keeps_only_evidence_marked_by_hand(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("d", "4", "d")

        assert [d.evidence for d in room.reviewing.made] == [(), (303,)]


async def test_evidence_of_every_later_report_goes_with_a_decision_on_the_whole(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("right_square_bracket", "2", "f")

        assert room.reviewing.made[0].evidence == (300, 401)


async def test_a_note_waits_in_sight_and_goes_with_the_next_decision_only(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("n")
        await room.type("fpdux123 ok")
        await room.press("enter")
        assert room.reviewing.made == []
        assert "fpdux123 ok" in room.told("note")
        await room.press("p", "p")

        assert [d.note for d in room.reviewing.made] == ["fpdux123 ok", ""]


async def test_a_note_stays_with_its_commitment(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("n")
        await room.type("why")
        await room.press("enter", "j", "f", "home", "f")

        assert [(d.commitment, d.note) for d in room.reviewing.made] == [(2, ""), (1, "why")]


async def test_escape_leaves_the_note_as_it_was(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("n")
        await room.type("no")
        await room.press("escape", "f")

        assert room.reviewing.made[0].note == ""


async def test_undo_takes_back_one_after_another_and_goes_there(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("f", "p", "end", "z")
        assert room.current == 2
        await room.press("z")

        assert room.current == 1
        assert "taken back" in room.told("history")
        assert "30 · 0 decided" in room.text("#top")
        assert "■" not in room.text("#list")


async def test_undo_with_nothing_to_undo_says_so(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("z")

        assert "Nothing to undo" in room.text()


async def test_undo_of_a_commitment_that_the_filter_hides_says_where_it_is(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("f", "a", "z")

        assert room.reviewing._row(1).decided_by is None
        assert "not in this list" in room.text()


async def test_what_is_refused_is_said_and_given_back(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("n")
        await room.type("mine")
        await room.press("enter")
        room.reviewing.fail = "[red]evidence 9[/red]: is not kept"
        await room.press("f")

        assert "[red]evidence 9[/red]: is not kept" in room.text().replace("\n", "")
        assert room.current == 1
        await room.press("f")
        assert room.reviewing.made[0].note == "mine"


async def test_quitting_waits_for_what_was_decided(open_room: OpenRoom) -> None:
    reviewing = FakeReviewing()
    async with open_room(reviewing) as room:
        await room.pilot.press("f", "q")
        await room.pilot.pause()

    assert [d.commitment for d in reviewing.made] == [1]
    assert reviewing.facets(Filter()).decided == 1


async def test_the_last_decisions_tell_which_were_taken_back(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("f", "p", "z", "h")
        lines = [line for line in room.text("#chooser").splitlines() if "Followed up" in line or "Partly met" in line]
        assert ["taken back" in line for line in lines] == [True, False]


async def test_what_is_said_makes_room_for_what_is_said_next_but_an_error_stays(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("f", "p", "z", "z")
        assert room.text().count("Took back") == 1
        room.screen.say("the disk is full", "error")
        await room.press("z")
        assert "the disk is full" in room.text()
        assert "Nothing to" in room.text()
