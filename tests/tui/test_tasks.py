"""Whole tasks of a reviewer, by keys alone."""

from __future__ import annotations

import pytest

from tests.tui.conftest import OpenRoom
from tests.tui.fake import FakeReviewing
from tracker import words
from tracker.config import Config
from tracker.errors import UsageError
from tracker.model import Filter, NewDecision, Status, Trackability
from tracker.tui.app import ReviewApp
from tracker.tui.screens.overview import OverviewScreen


async def test_fifty_right_suggestions_take_one_key_each(open_room: OpenRoom) -> None:
    async with open_room(FakeReviewing(issuers=("清渚市司法局",), many=60)) as room:
        for _ in range(50):
            await room.pilot.press("enter")
        await room.settle()

        assert [d.commitment for d in room.reviewing.made] == list(range(1, 51))


async def test_bulk_accept_asks_with_the_count_and_one_undo_takes_all_back(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("f", "slash")
        await room.type("培训班")
        await room.press("enter", "B")
        assert "Accept the suggestions for 4 undecided commitments?" in room.text()
        assert "培训班" in room.text()
        await room.press("y")

        assert "Accepted 4 suggestions" in room.text()
        assert "6 · 5 decided" in room.text("#top")
        await room.press("z")
        assert "Took back 4 decisions" in room.text()
        assert "6 · 1 decided" in room.text("#top")


@pytest.mark.parametrize("key", ["n", "enter", "escape"])
async def test_bulk_accept_does_nothing_unless_y_is_pressed(open_room: OpenRoom, key: str) -> None:
    async with open_room() as room:
        await room.press("B", key)

        assert room.reviewing.made == []
        assert "30 · 0 decided" in room.text("#top")


async def test_bulk_accept_leaves_what_has_no_suggestion(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("t", "end", "enter", "B")

        assert room.screen.filter == Filter(statuses=(Status.PENDING,))
        assert "Nothing to accept" in room.text()
        assert room.reviewing.made == []


async def test_a_decision_is_revisited_from_the_list_of_the_last_ones(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("f", "p", "end", "slash")
        await room.type("公证服务")
        await room.press("enter", "h")
        assert "Partly met" in room.text("#chooser")
        assert "2023年6月底前" in room.text("#chooser")
        await room.press("enter")

        assert room.current == 2
        assert room.screen.filter == Filter()


async def test_any_statement_of_the_later_report_can_be_attached_by_hand(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("e")
        await room.type("宪法fpdux1z")
        assert room.reviewing.made == []
        await room.press("home", *["delete"] * 20)
        await room.paste("宪法宣传周")
        await room.press("enter")
        assert "5 ✓ counts" in room.text("#detail")
        await room.press("p")

        assert room.reviewing.made == [NewDecision(1, Status.PARTLY_MET, "林评议", None, (300, 304), "", seen=0)]


async def test_a_match_is_marked_wrong_and_no_longer_counts(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("w")
        assert room.reviewing.wrong == {(1, 300): "林评议"}
        assert "wrong match, says 林评议" in room.text("#detail")
        assert "✓ counts" not in room.text("#detail")
        await room.press("w")

        assert room.reviewing.wrong == {}


async def test_a_filter_is_saved_found_again_and_deleted(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("t", "enter", "l", "w")
        await room.type("mine q")
        await room.press("enter", "escape", "c", "L")
        assert "mine q" in room.text("#chooser")
        await room.press("enter")
        assert room.screen.filter == Filter(statuses=(Status.DROPPED,))
        await room.press("L", "x", "escape")

        assert room.reviewing.filters == {}


async def test_reviewers_who_disagree_are_named_and_a_decision_in_the_queue_settles_it(open_room: OpenRoom) -> None:
    reviewing = FakeReviewing()
    reviewing.said_by("周复核", 3, Status.DROPPED)
    reviewing.said_by("吴复核", 3, Status.FOLLOWED_UP)
    async with open_room(reviewing) as room:
        assert "≠" in room.text("#list")
        await room.press("A")
        assert room.current == 3
        assert "SETTLING DISAGREEMENTS" in room.text("#top")
        assert "周复核 ✗ Dropped · 吴复核 ✓ Followed up" in room.told("status")
        await room.press("d", "A")

        assert room.reviewing.made[0].adjudicates
        assert "≠" not in room.text("#list")
        await room.press("d")
        assert not room.reviewing.made[1].adjudicates


async def test_a_blind_reviewer_sees_no_suggestion_and_nobody_elses_decision(open_room: OpenRoom) -> None:
    reviewing = FakeReviewing(blind=True)
    reviewing.said_by("周复核", 2, Status.DROPPED)
    async with open_room(reviewing) as room:
        assert "BLIND" in room.text("#top")
        for hidden in ("71%", "partly", "Suggested", "counts", "0.90", "周复核"):
            assert hidden not in room.text("#room"), hidden
        await room.press("enter")
        assert room.reviewing.made == []
        await room.press("1", "p")

        assert room.reviewing.made == [NewDecision(1, Status.PARTLY_MET, "林评议", None, (300,), "")]
        await room.press("B", "A")
        assert len(room.reviewing.made) == 1


async def test_the_units_of_the_open_source_can_be_corrected(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("o", "C", "enter", *["down"] * 3, "enter")

        assert [(one.unit, one.field, one.value) for one in room.reviewing.said] == [(0, "role", "framing")]
        assert "✎" in next(line for line in room.text("#unit-text").splitlines() if "▸" in line)
        await room.press("escape")
        assert room.reviewing.calls["match_again"] == 1
        assert not room.screen.source.display


async def test_looking_at_the_units_changes_and_matches_nothing(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("C")
        await room.press("down", "z", "h", "escape", "n", "s", "escape", "escape")

        assert room.reviewing.said == []
        assert room.reviewing.calls["match_again"] == 0
        assert room.app.screen is room.screen


async def test_the_overview_opens_the_commitments_behind_a_cell(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("v")
        assert isinstance(room.app.screen, OverviewScreen)
        grid = room.text("#overview-grid")
        assert "40%" in next(line for line in grid.splitlines() if "清渚市司法局" in line)
        assert "█" in grid
        await room.press("down", "down", *["right"] * 4, "enter")

        assert room.screen.filter == Filter(issuer="清渚市人民政府", years=(2023, 2023))


async def test_the_overview_shows_reporting_and_agreement_and_leads_to_the_disagreements(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("f", "v", "tab")
        assert "reported directly" in room.text("#overview-grid")
        await room.press("tab")
        grid = room.text("#overview-grid")
        assert "周复核 × 林评议" in grid
        assert "85%" in grid
        assert "[0.44, 0.98]" in grid
        await room.press("down", "enter")

        assert room.screen.filter == Filter(disagreed=True)


async def test_closing_the_overview_changes_nothing(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("j", "v", "down", "escape")

        assert room.screen.filter == Filter()
        assert room.current == 2


async def test_the_filter_tells_apart_by_trackability_and_doubt(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("l", "left", *["down"] * 6, "right", "enter")
        assert room.screen.filter == Filter(trackability=Trackability.QUANTIFIED)
        await room.press("c", "l", "left", *["down"] * 9, "right", "down", "enter")

        assert room.screen.filter == Filter(confidence_below=0.6)
        assert "less than 60% sure" in room.text("#top")


async def test_two_years_make_a_span(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("y", "space", "down", "space", "s")

        assert room.screen.filter == Filter(years=(2022, 2023))


async def test_help_is_about_the_pane_in_front(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("l", "question_mark")
        assert "Save the filter" in room.text("#help")
        assert "Undo the last decision" not in room.text("#help")
        await room.press("escape", "escape", "v", "question_mark")
        assert "Show the commitments" in room.text("#help")


@pytest.mark.parametrize("blind", [False, True])
@pytest.mark.parametrize("language", words.LANGUAGES)
async def test_the_first_hint_is_five_lines_on_a_small_screen(open_room: OpenRoom, language: str, blind: bool) -> None:
    words.use(language)
    async with open_room(FakeReviewing(blind=blind), size=(80, 24)) as room:
        assert len(room.text("#hint").strip().splitlines()) == 6  # and a rule above


async def test_a_newcomer_gets_a_hint_that_goes_with_the_first_decision(open_room: OpenRoom) -> None:
    async with open_room() as room:
        assert "New here?" in room.text()
        await room.press("f")
        assert "New here?" not in room.text()
    async with open_room(room.reviewing) as again:
        assert "New here?" not in again.text()


async def test_keys_are_bound_as_configured_in_room_help_and_footer() -> None:
    reviewing = FakeReviewing()
    app = ReviewApp(reviewing, Config(keys={"accept": "y, ctrl+y", "filter-year": "Y"}, theme="light"))  # type: ignore[arg-type]
    async with app.run_test(size=(140, 45)) as pilot:
        await pilot.pause()
        await pilot.press("enter", "y")
        await app.workers.wait_for_complete()

        assert [d.commitment for d in reviewing.made] == [1]
        strips = app.screen._compositor.render_strips()
        assert "y ctrl+y Accept" in "\n".join(strip.text for strip in strips)
        assert app.theme == "catppuccin-latte"


def test_a_theme_that_does_not_exist_is_named() -> None:
    with pytest.raises(UsageError, match="theme: drak is no theme; did you mean dark"):
        ReviewApp(FakeReviewing(), Config(theme="drak"))  # type: ignore[arg-type]


async def test_the_room_speaks_chinese_throughout(open_room: OpenRoom) -> None:
    words.use("zh")
    async with open_room() as room:
        await room.press("f", "p", "z", "k")
        page = room.text()
        for word in ("已落实", "未见落实", "已撤销：部分落实", "历史", "建议", "指标", "采纳", "已判定 1 项"):
            assert word in page, word
        await room.press("v")
        assert "落实率" in room.text()
