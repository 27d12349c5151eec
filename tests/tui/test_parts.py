"""The parts without a screen: shared pieces, outline, lines, wrapping, pages, commands."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tracker import words
from tracker.errors import UsageError
from tracker.model import Filter, Group, Listing, Measure, Status, Tally
from tracker.reasons import Facts, NumberFact
from tracker.tui import commands, summary
from tracker.tui.commands import Command
from tracker.tui.comparing import held
from tracker.tui.looks import LOOKS, figure, fit
from tracker.tui.outline import Lines, runs_of
from tracker.tui.paging import Beginning
from tracker.tui.screens.chooser import Chooser
from tracker.tui.screens.filters import FilterScreen
from tracker.tui.screens.overview import OverviewScreen
from tracker.tui.screens.review import ReviewScreen
from tracker.tui.wrapping import fold


@given(st.lists(st.integers(1, 600), max_size=6))
def test_every_line_of_a_grouped_list_is_a_header_or_a_commitment(sizes: list[int]) -> None:
    groups = [Group(report, f"甲{report // 2}", 2020, "", size) for report, size in enumerate(sizes)]

    runs = runs_of(groups)
    assert [run.of.commitments for run in runs] == sizes
    assert [run.new_issuer for run in runs] == [number % 2 == 0 for number in range(len(sizes))]
    lines = Lines(sum(sizes), runs)
    assert [lines.at(lines.line_of(index)) for index in range(sum(sizes))] == list(range(sum(sizes)))
    headers = [lines.at(line) for line in range(lines.count)]
    assert sum(not isinstance(found, int) for found in headers) == lines.count - sum(sizes)


@given(st.text(alphabet="中文，。（）ab 12.%\n“”", max_size=200), st.integers(4, 40))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = fold(text, width)

    assert "".join(text[a:b] for a, b in lines) == text.replace("\n", "")
    assert all(cell_len(text[a:b]) <= width for a, b in lines)


def test_years_are_compared_by_what_was_followed_up_in_time() -> None:
    old = Tally("甲", 2019, 5, 0, ((Status.FOLLOWED_UP, 3), (Status.DROPPED, 1), (Status.PENDING, 1)), late=2)
    new = Tally("甲", 2020, 4, 0, ((Status.FOLLOWED_UP, 1), (Status.DROPPED, 3)))

    (row, _) = summary.rates([old, new], Filter()).rows
    assert [cell.text.strip() for cell in (row[2], *row[4:])] == ["50%", "25%", "25%"]


def test_wrapping_keeps_numbers_together_and_marks_with_their_words() -> None:
    def cut(text: str, width: int) -> list[str]:
        return [text[a:b] for a, b in fold(text, width)]

    assert cut("归集数据461万条", 10) == ["归集数据", "461万条"]
    assert cut("举办培训班，效果好", 10) == ["举办培训", "班，效果好"]
    assert cut("甲（乙丙丁戊", 4) == ["甲", "（乙", "丙丁", "戊"]


@given(st.text(max_size=50), st.integers(0, 30))
def test_fitted_text_takes_exactly_its_cells(text: str, cells: int) -> None:
    assert cell_len(fit("".join(c for c in text if c.isprintable()), cells)) == cells


PANES = {
    commands.COMMANDS: ReviewScreen,
    commands.FILTER: FilterScreen,
    commands.OVERVIEW: OverviewScreen,
    commands.LIST: Chooser,
}


@pytest.mark.parametrize("pane", PANES)
def test_no_key_of_a_pane_means_two_things(pane: tuple[Command, ...]) -> None:
    keys = [key for command in pane for key in command.keys]

    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("pane", PANES)
def test_every_command_does_something_its_screen_can_do(pane: tuple[Command, ...]) -> None:
    for command in pane:
        name = command.action.split("(")[0]
        if not name.startswith("app."):
            assert callable(getattr(PANES[pane], f"action_{name}", None)), name


def test_every_command_has_an_id_of_its_own() -> None:
    ids = [command.id for command in commands.ALL]

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_command_has_words_in_every_language(language: str) -> None:
    words.use(language)

    assert all(command.label and command.help for command in commands.ALL)
    assert all(command.footer for command in commands.in_footer())


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_short_words_fit_the_list(language: str) -> None:
    words.use(language)

    assert all(cell_len(look.short) <= 8 for look in LOOKS.values())


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"acept": "a"}, "acept is no command; did you mean accept"),
        ({"accept": "f"}, "f is bound to both decide-followed_up and accept"),
        ({"pick": "a"}, "one key for each piece of evidence"),
    ],
)
def test_a_key_map_that_makes_no_sense_is_refused(keys: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        commands.configure(keys)


def test_every_status_has_a_sign_of_its_own() -> None:
    assert len({look.sign for look in LOOKS.values()}) == len(LOOKS)
    assert all(cell_len(look.sign) == 1 for look in LOOKS.values())


@pytest.mark.parametrize("path", sorted((Path(commands.__file__).parent / "styles").glob("*.tcss")), ids=str)
def test_styles_name_no_colour_of_their_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    colours = [line for line in text.splitlines() if "color:" in line or "background:" in line]

    assert colours
    assert all("$" in line or "transparent" in line for line in colours)


def test_parts_and_numbers_of_a_promise_are_held_as_the_reason_says() -> None:
    promise = "明年任务是：建成养老服务中心3个，修缮云溪老街骑楼，开通环湖夜间公交。"
    statement = "云溪老街骑楼修缮完成，建成养老服务中心9个。"
    number = NumberFact("3个", "2个", Measure.MISSED)
    told = Facts(
        Status.PARTLY_MET, 9, covered=(("建成养老服务中心3个", 4),), missing=("修缮云溪老街骑楼",), numbers=(number,)
    )

    def signs(reason: str, *, counts: bool) -> dict[str, bool | None]:
        return {promise[start:end]: here for start, end, here in held(promise, statement, reason, counts=counts).parts}

    parts = ("建成养老服务中心3个", "修缮云溪老街骑楼", "开通环湖夜间公交")
    assert signs(told.stored(), counts=True) == dict(zip(parts, (True, False, None), strict=True))
    assert [n.measure for n in held(promise, statement, told.stored(), counts=True).numbers] == [Measure.MISSED]
    assert signs("reasons.waiting", counts=True) == dict(zip(parts, (True, True, False), strict=True))
    assert signs("", counts=False) == dict.fromkeys(parts)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("88000000000", "880亿"),
        ("12000", "1.2万"),
        ("-35000", "-3.5万"),
        ("8000", "8000"),
        ("12345", "12345"),
        ("0.5", "0.5"),
    ],
)
def test_large_numbers_are_told_as_the_reports_write_them(number: str, told: str) -> None:
    assert figure(Decimal(number)) == told


@given(st.lists(st.integers(0, 99), max_size=30), st.integers(0, 30), st.data())
def test_a_list_that_is_read_to_its_end_later_is_the_list(ids: list[int], known: int, data: st.DataObject) -> None:
    groups = (Group(1, None, None, "", len(ids)),)
    read: list[int] = []

    def whole() -> Listing:
        read.append(1)
        return Listing(ids, groups)

    begun = Beginning(Listing(ids[:known], groups), whole)
    bounds = st.none() | st.integers(-40, 40)
    start, stop = data.draw(bounds), data.draw(bounds)
    assert len(begun) == len(ids)
    assert list(begun[start:stop]) == ids[start:stop]
    assert list(begun[:known]) == ids[:known]
    wanted = range(len(ids))[start:stop]
    assert bool(read) == (max(wanted, default=-1) >= known)
    assert [begun[at] for at in range(-len(ids), len(ids))] == [*ids, *ids]
    assert [key in begun for key in range(100)] == [key in ids for key in range(100)]
