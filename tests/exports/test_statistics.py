"""What a selection counts to, and the pictures of it."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.conftest import Run
from tests.exports import selection
from tracker import words
from tracker.exports import charts
from tracker.exports.statistics import Share, count, way_reported
from tracker.model import CommitmentRow, Reported, Status, Trackability


def row(
    status: Status,
    reported: Reported | None = None,
    *,
    key: int = 1,
    issuer: str | None = "清渚市",
    year: int | None = 2022,
    kind: Trackability = Trackability.QUANTIFIED,
    decided_by: str | None = None,
    chain: int | None = None,
    late: bool = False,
) -> CommitmentRow:
    return CommitmentRow(
        id=key,
        report=1,
        issuer=issuer,
        year=year,
        title="",
        heading="",
        text=f"承诺$x^2${key}",
        trackability=kind,
        status=status,
        late=late,
        confidence=0.5,
        decided_by=decided_by,
        reported=reported,
        chain=chain,
    )


def test_wilson_intervals_agree_with_the_published_ones() -> None:
    # Newcombe (1998), table I, method 3 (Wilson): 81/263, 15/148, 0/20 and 1/29.
    for k, n, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        found = Share(k, n).interval
        assert found is not None
        assert found == pytest.approx((low, high), abs=5e-5)


@given(st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_in_bounds(pair: tuple[int, int]) -> None:
    share = Share(*pair)
    if not share.total:
        assert share.value is share.interval is None
        return
    assert share.value is not None
    assert share.interval is not None
    low, high = share.interval
    assert -1e-9 <= low <= share.value + 1e-9 <= high + 2e-9 <= 1 + 3e-9


ROWS = [
    *[row(Status.FOLLOWED_UP, Reported.DIRECTLY)] * 8,
    *[row(Status.FOLLOWED_UP, Reported.INDIRECTLY)] * 2,
    *[row(Status.PARTLY_MET, Reported.DIRECTLY)] * 1,
    *[row(Status.PARTLY_MET, Reported.VAGUELY)] * 2,
    *[row(Status.DROPPED)] * 3,
    *[row(Status.PENDING)] * 4,
    *[row(Status.UNCLEAR, decided_by="周代表")] * 2,
    *[row(Status.NOT_A_COMMITMENT, decided_by="周代表")] * 1,
    *[row(Status.DROPPED, kind=Trackability.GENERAL, issuer=None, year=None)] * 4,
]


def test_each_figure_counts_what_its_definition_says() -> None:
    found = count(ROWS)
    whole, quantified = found.whole, found.quantified

    assert (whole.commitments, whole.checked) == (26, 20)
    assert (whole.feedback.count, whole.feedback.total) == (13, 20)
    assert (whole.followed_up.count, whole.followed_up.total) == (10, 20)
    assert (whole.decided_share.count, whole.decided_share.total) == (3, 27)
    assert (quantified.feedback.count, quantified.feedback.total) == (13, 16)
    assert (quantified.met_reported_directly.count, quantified.met_reported_directly.total) == (8, 10)
    assert (quantified.missed_not_direct.count, quantified.missed_not_direct.total) == (5, 6)


def test_what_came_late_is_followed_up_but_not_in_time() -> None:
    whole = count([*ROWS, *[row(Status.FOLLOWED_UP, late=True)] * 3]).whole

    assert (whole.followed_up.count, whole.followed_up.total) == (13, 23)
    assert (whole.in_time.count, whole.in_time.total) == (10, 23)


def test_groups_add_up_and_the_unknown_comes_last() -> None:
    found = count(ROWS)

    for groups in found.groups.values():
        assert sum(tally.statuses.total() for tally in groups.values()) == len(ROWS)
    assert list(found.groups["issuer"]) == ["清渚市", ""]
    assert list(found.groups["year"]) == [2022, 0]


def test_how_it_was_reported_agrees_with_the_status() -> None:
    assert way_reported(Status.DROPPED, Reported.DIRECTLY) is Reported.NOT_AT_ALL
    assert way_reported(Status.FOLLOWED_UP, Reported.NOT_AT_ALL) is None, "a person found what the program did not"
    assert way_reported(Status.PENDING, None) is None


def test_chains_are_told_by_year_longest_first() -> None:
    rows = [row(Status.DROPPED, key=k, year=y, chain=c) for k, y, c in ((1, 2021, 1), (2, 2022, 1), (3, 2020, 3))]
    rows += [row(Status.FOLLOWED_UP, key=k, year=y, chain=3) for k, y in ((5, 2022), (4, 2021))]

    assert [[year for year, _ in chain.links] for chain in count(rows).chains] == [[2020, 2021, 2022], [2021, 2022]]


# At the command line ------------------------------------------------------------------------------


@pytest.fixture
def kept(tracker: Run, tmp_path: Path) -> Run:
    selection.build(tmp_path / "test.db")
    return tracker


def test_stats_as_json_and_as_a_table_say_the_same(kept: Run) -> None:
    ran = kept("stats", "--json")
    assert ran.code == 0, ran.err
    data = json.loads(ran.out)
    told = kept("stats")

    assert data["rows"] == {"all": 14, "decided": 4, "suggested": 8, "pending": 2}
    figure = data["figures"]["followed_up"]
    assert (figure["count"], figure["total"]) == (4, 10)
    assert f"{figure['share']:.1%}" in told.out
    assert f"{figure['low']:.1%}" in told.out
    assert data["figures"]["feedback_quantified"]["study"] == 0.67
    assert {"issuer", "year", "topic", "trackability"} <= set(data["by"])
    assert words.say("exports.note.evidence") in told.err


def test_stats_take_the_filters_of_the_list(kept: Run) -> None:
    data = json.loads(kept("stats", "--json", "--issuer", selection.OTHER, "--year", 2022).out)

    assert data["rows"]["all"] == 6
    assert {entry["issuer"] for entry in data["by"]["issuer"]} == {selection.OTHER}


@pytest.mark.parametrize("name", ["rates", "fates", "heat", "flow", "reported"])
def test_a_chart_is_a_picture_with_its_own_glyphs(kept: Run, tmp_path: Path, name: str) -> None:
    svg, png = tmp_path / "a.svg", tmp_path / "a.png"
    for path in (svg, png):
        ran = kept("--lang", "zh", "chart", name, "-o", path)
        assert ran.code == 0, ran.err

    text = svg.read_text(encoding="utf-8")
    assert "<text" not in text
    assert "NotoSansSC" in text
    assert "Glyph" not in ran.err
    with Image.open(png) as picture:
        assert min(picture.size) > 300
        assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 20


def test_the_same_chart_is_the_same_file(kept: Run, tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        assert kept("chart", "flow", "-o", tmp_path / name).code == 0
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


@pytest.mark.parametrize(
    ("issuers", "years", "topics", "sides"),
    [
        (("甲", "乙"), (2021, 2022), ("economy", "law"), ("issuer", "year")),
        (("甲",), (2021, 2022), ("economy", "law"), ("topic", "year")),
        (("甲", "乙"), (2021,), ("economy", "law"), ("issuer", "topic")),
        (("甲",), (2021,), ("economy", "law"), None),
        (("甲", "乙"), (2021,), ("",), None),
    ],
)
def test_the_heat_map_has_sides_that_can_be_compared(
    issuers: tuple[str, ...], years: tuple[int, ...], topics: tuple[str, ...], sides: tuple[str, str] | None
) -> None:
    fates = itertools.cycle((Status.FOLLOWED_UP, Status.DROPPED, Status.FOLLOWED_UP))
    rows = [
        row(next(fates), key=i)._replace(issuer=issuer, year=year, topic=topic)
        for i, (issuer, year, topic) in enumerate(itertools.product(issuers, years, topics))
    ]
    statistics = count(rows, {"economy": "经济", "law": "法治"})

    assert charts.crossed(statistics) == sides
    assert charts.has("heat", statistics) is (sides is not None)
    if sides:
        assert charts.title("heat", statistics) == words.say(f"exports.chart.heat_{'_'.join(sides)}")
        assert charts.draw("heat", statistics, "png").startswith(b"\x89PNG")


def test_nothing_is_drawn_of_nothing() -> None:
    assert not any(charts.has(name, count([])) for name in charts.CHARTS)


def test_chains_are_drawn_and_dollar_signs_are_no_formula() -> None:
    rows = [row(Status.DROPPED, key=k, year=2020 + k, chain=1) for k in (1, 2, 3)]
    assert charts.draw("chains", count(rows), "svg").startswith(b"<?xml")


@pytest.mark.filterwarnings("error")
def test_a_commitment_from_a_row_of_a_table_is_drawn_without_what_no_font_has() -> None:
    rows = [
        row(Status.DROPPED, key=k, year=2020 + k, chain=1)._replace(text="培训1500人\t监督科\n年底前") for k in (1, 2)
    ]
    assert charts.draw("chains", count(rows), "svg").startswith(b"<?xml")


@pytest.mark.parametrize(
    ("args", "code"),
    [(("nothing", "-o", "a.svg"), 2), (("rates", "-o", "a.jpg"), 2), (("chains", "-o", "a.svg"), 1)],
)
def test_a_chart_that_cannot_be_drawn_is_refused_in_one_line(kept: Run, args: tuple[str, ...], code: int) -> None:
    ran = kept("chart", *args)
    assert ran.code == code
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(("form", "module"), [("pdf", "pydyf"), ("html", "matplotlib")])
def test_a_missing_package_is_named_with_what_to_install(
    kept: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, module: str
) -> None:
    monkeypatch.setitem(__import__("sys").modules, module, None)
    ran = kept("export", "-o", tmp_path / f"a.{form}")

    assert ran.code == 1
    assert module in ran.err
    assert "tracker[report]" in ran.err
    assert not (tmp_path / f"a.{form}").exists()
