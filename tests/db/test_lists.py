"""Lists of commitments: filters, orders, counts; and how many questions they ask of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from db import queries, store
from db.engine import reading, writing
from tests.db.conftest import Kept
from tests.db.making import ISSUER, follow_up, keep, match, parsed, units
from tracker.errors import UsageError
from tracker.model import Filter, NewDecision, Role, Status


def texts(engine: Engine, chosen: Filter, order: str = "report") -> list[str]:
    with reading(engine) as s:
        return [row.text for row in queries.commitment_rows(s, queries.commitment_ids(s, chosen, order))]


def test_lists_go_by_issuer_year_and_place_and_reports_without_issuer_come_last(engine: Engine) -> None:
    for issuer, year, plan in (
        (None, 2020, ["无名。"]),
        ("乙局", 2022, ["乙二。", "乙一。"]),
        ("甲局", 2023, ["甲后。"]),
        ("甲局", 2021, ["甲先。"]),
    ):
        keep(engine, parsed(year, [], plan, issuer=issuer), path=f"{issuer}{year}")
    assert texts(engine, Filter()) == ["乙二。", "乙一。", "甲先。", "甲后。", "无名。"]
    with reading(engine) as s:
        assert [(r.issuer, r.year) for r in queries.reports(s)] == [
            ("乙局", 2022),
            ("甲局", 2021),
            ("甲局", 2023),
            (None, 2020),
        ]


def test_filters_restrict_together(kept: Kept) -> None:
    keep(kept.engine, parsed(2021, [], ["培训教师。"], issuer="清渚市教育局"), path="other")
    rules = kept.promised["修订规章10件。"]
    with writing(kept.engine) as s:
        store.decide(s, NewDecision(rules, Status.UNCLEAR, "林"))

    def found(**wanted: object) -> list[str]:
        return texts(kept.engine, Filter(**wanted))  # type: ignore[arg-type]

    assert found(issuer="清渚市教育局") == ["培训教师。"]
    assert found(issuer="无此局") == []
    assert found(years=(2022, 2022)) == ["继续建设网上平台。"]
    assert found(report=kept.second) == ["继续建设网上平台。"]
    assert found(statuses=(Status.UNCLEAR, Status.DROPPED)) == ["修订规章10件。", "培训调解人员。"]
    assert found(late=True) == ["建设网上平台。"]
    assert found(text="培训") == ["培训教师。", "培训调解人员。"] or found(text="培训") == [
        "培训调解人员。",
        "培训教师。",
    ]
    assert found(text="培训", issuer=ISSUER) == ["培训调解人员。"]
    assert found(text="平台", late=True) == ["建设网上平台。"]
    assert "修订规章10件。" not in found(decided=False)
    assert found(decided=False, statuses=(Status.PENDING,), years=(2022, 2022)) == ["继续建设网上平台。"]
    assert found(gone=True) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("%", ["增长5%。"]),
        ("_", ["见a_b表。"]),
        ("\\", [r"路径c:\d。"]),
        ("/", ["和/或。"]),
        ("'", ["称'好'。"]),
        ("5%。", ["增长5%。"]),
        ("GDP", ["gdp与Gdp。"]),
        ("a_b", ["见a_b表。"]),
        ("aXb", ["有aXb。"]),
        ("长5。", []),
    ],
)
def test_the_text_filter_is_literal_and_ignores_case(engine: Engine, text: str, expected: list[str]) -> None:
    plan = ["增长5%。", "增长50。", "见a_b表。", "有aXb。", r"路径c:\d。", "和/或。", "称'好'。", "gdp与Gdp。"]
    keep(engine, parsed(2021, [], plan))
    assert texts(engine, Filter(text=text)) == expected


def test_orders(kept: Kept) -> None:
    assert texts(kept.engine, Filter(), "doubt") == [
        "培训调解人员。",
        "修订规章10件。",
        "建设网上平台。",
        "继续建设网上平台。",
    ]
    assert texts(kept.engine, Filter(), "status")[-2:] == ["培训调解人员。", "继续建设网上平台。"]
    with pytest.raises(UsageError, match="choose one of report"), reading(kept.engine) as s:
        queries.commitment_ids(s, Filter(), "size")


def test_rows_come_in_the_order_of_ids_and_unknown_ones_are_left_out(kept: Kept) -> None:
    ids = list(kept.promised.values())
    with reading(kept.engine) as s:
        rows = queries.commitment_rows(s, [ids[2], 999_999, ids[0]])
        assert queries.commitment_rows(s, []) == []
        with pytest.raises(UsageError, match="there is no commitment 999999"):
            queries.commitment(s, 999_999)
    assert [row.id for row in rows] == [ids[2], ids[0]]
    assert (rows[1].issuer, rows[1].year, rows[1].report, rows[1].heading) == (ISSUER, 2021, kept.first, "三、下步打算")


def test_counts_show_what_another_choice_would_give(kept: Kept) -> None:
    keep(kept.engine, parsed(2021, [], ["培训教师。"], issuer="清渚市教育局"), path="other")
    with writing(kept.engine) as s:
        store.decide(s, NewDecision(kept.promised["修订规章10件。"], Status.DROPPED, "林"))
    with reading(kept.engine) as s:
        every = queries.facets(s, Filter())
        one = queries.facets(s, Filter(issuer=ISSUER, statuses=(Status.DROPPED,)))
        searched = queries.facets(s, Filter(text="培训"))
        undecided = queries.facets(s, Filter(decided=False))
    assert every.issuers == (("清渚市司法局", 4), ("清渚市教育局", 1))
    assert every.years == ((2021, 4), (2022, 1))
    assert every.statuses == ((Status.FOLLOWED_UP, 1), (Status.DROPPED, 2), (Status.PENDING, 2))
    assert (every.decided, every.total) == (1, 5)
    assert one.issuers == (("清渚市司法局", 2),)
    assert one.years == ((2021, 2),)
    assert one.statuses == ((Status.FOLLOWED_UP, 1), (Status.DROPPED, 2), (Status.PENDING, 1))
    assert (one.decided, one.total) == (1, 2)
    assert (searched.total, searched.issuers) == (2, (("清渚市司法局", 1), ("清渚市教育局", 1)))
    assert (undecided.decided, undecided.total) == (0, 4)


def test_an_empty_database_answers_everything(engine: Engine) -> None:
    with reading(engine) as s:
        assert queries.reports(s) == []
        assert queries.commitment_ids(s, Filter()) == []
        assert queries.facets(s, Filter()).total == 0
        assert queries.pairs_to_match(s, "m1") == []
        assert list(queries.export_commitments(s, Filter())) == []


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """The SQL that is sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def big(engine: Engine, commitments: int = 400) -> list[int]:
    """Two reports with many matched commitments; their ids."""
    first = keep(engine, parsed(2021, [], [f"打算{i}。" for i in range(commitments)]), path="1").report
    second = keep(engine, parsed(2022, [f"做了{i}。" for i in range(20)], []), path="2").report
    ids = list(units(engine, first, Role.COMMITMENT).values())
    done = list(units(engine, second, Role.STATEMENT).values())
    match(engine, first, second, *(follow_up(key, Status.PARTLY_MET, done[:10]) for key in ids))
    return ids


def test_an_export_asks_no_question_for_each_commitment(engine: Engine) -> None:
    ids = big(engine)
    with reading(engine) as s, statements(engine) as sent:
        exported = list(queries.export_commitments(s, Filter()))
    assert [d.row.id for d in exported] == ids
    assert all(len(d.follow_ups[0].candidates) == 10 for d in exported)
    assert len(sent) < 25
    with reading(engine) as s:
        assert [exported[7]] == queries.details(s, [ids[7]], around=False)
        assert all(c.answers for c in queries.commitment(s, ids[7]).follow_ups[0].candidates if c.evidence)


def test_an_export_may_leave_out_candidates_but_never_evidence(engine: Engine) -> None:
    ids = big(engine, 3)
    third = keep(engine, parsed(2023, [f"又做了{i}。" for i in range(20)], []), path="3").report
    said = list(units(engine, third, Role.STATEMENT).values())
    with reading(engine) as s:
        first = queries.reports(s)[0].id
    match(engine, first, third, *(follow_up(key, Status.FOLLOWED_UP, said[:9]) for key in ids))
    with reading(engine) as s:
        whole = list(queries.export_commitments(s, Filter()))
        for best in (0, 1, 6, 100):
            few = list(queries.export_commitments(s, Filter(), best=best))
            for mine, all_of_them in zip(few, whole, strict=True):
                every = [c for f in all_of_them.follow_ups for c in f.candidates]
                others = sorted((c for c in every if not c.evidence), key=lambda c: (-c.score, c.report))[:best]
                wanted = [tuple(c for c in f.candidates if c.evidence or c in others) for f in all_of_them.follow_ups]
                assert [f.candidates for f in mine.follow_ups] == wanted
        assert any(c.evidence for c in every)
        assert len(every) == 19


def test_writing_many_takes_few_statements(engine: Engine) -> None:
    with statements(engine) as sent:
        big(engine)
    assert len(sent) < 80


def test_an_empty_place_in_a_list_is_no_error_for_many_ids(engine: Engine) -> None:
    ids = big(engine, 1200)
    with reading(engine) as s:
        assert [row.id for row in queries.commitment_rows(s, ids[::-1])] == ids[::-1]
