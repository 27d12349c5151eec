"""Keeping reports: reading them again loses no decision; corrections outlast every reading."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine, update

from db import columns, queries, store
from db.engine import open_database, reading, writing
from tests.db.conftest import Kept
from tests.db.making import ISSUER, VAGUE, counted, keep, match, parsed, units
from tracker import words
from tracker.errors import UsageError
from tracker.model import Filter, Kind, NewDecision, ReportRow, Role, Status
from tracker.words import Message

PLAN = ["修订规章10件。", "建设网上平台。", "培训调解人员。"]


def row(engine: Engine, report: int) -> ReportRow:
    with reading(engine) as s:
        return queries.report(s, report)


def listed(engine: Engine, chosen: Filter = Filter()) -> list[str]:  # noqa: B008 - frozen
    with reading(engine) as s:
        return [r.text for r in queries.commitment_rows(s, queries.commitment_ids(s, chosen))]


def decide(engine: Engine, commitment: int, *evidence: int, report: int | None = None) -> None:
    with writing(engine) as s:
        store.decide(s, NewDecision(commitment, Status.PARTLY_MET, "林", report, evidence))


UNDATED = Message("parsing.warning.undated")


def pairs(engine: Engine, matcher: str = "m1") -> list[tuple[int, int]]:
    with reading(engine) as s:
        return queries.pairs_to_match(s, matcher)


def test_a_warning_is_said_in_the_language_spoken_when_it_is_shown_and_an_old_text_as_it_was(engine: Engine) -> None:
    broken = Message("reading.warning.undecoded", {"n": 3})
    made = keep(engine, parsed(2021, [], PLAN), warnings=[UNDATED, broken]).report

    def shown() -> list[str]:
        with reading(engine) as s:
            return [str(warning) for warning in queries.report(s, made).warnings]

    assert shown()[0] == "no date of delivery, signature or publication found"
    words.use("zh")
    assert shown()[1] == "有 3 处无法解码，显示为 \ufffd；请将原文件重新保存为 UTF-8"
    with writing(engine) as s:
        s.execute(
            update(columns.report).values(warnings=["the year cannot be told", ["a key of another version", {"n": 1}]])
        )
    assert shown() == ["the year cannot be told", "a key of another version n=1"]


def test_a_report_comes_back_as_it_was_read(engine: Engine) -> None:
    report = parsed(2021, ["办理案件。"], PLAN, problems=["力量不足。"])
    promised = next(i for i, u in enumerate(report.units) if u.role is Role.COMMITMENT)
    made = keep(engine, report, promises={promised: counted(2022)}, digest="d1", warnings=[UNDATED])
    assert (made.change, made.gone) == ("new", ())
    with reading(engine) as s:
        source = queries.source_view(s, made.report)
        items = queries.report_items(s, made.report)
        found = queries.report_by_digest(s, "d1")
        commitment = queries.commitment(s, items.commitments[0].id)
    assert source.text == report.text
    assert [u.unit for u in source.units] == list(report.units)
    assert found == (source.report, "1")
    shown = source.report
    assert (shown.issuer, shown.kind, shown.year, shown.delivered) == (
        ISSUER,
        Kind.ANNUAL_REPORT,
        2021,
        dt.date(2022, 3, 1),
    )
    assert (shown.commitments, shown.statements, shown.warnings, shown.corrected) == (3, 1, (UNDATED,), ())
    assert shown.imported_at.tzinfo is not None
    assert [i.text for i in items.commitments] == PLAN
    assert [i.text for i in items.statements] == ["办理案件。"]
    assert items.problems == ("力量不足。",)
    assert commitment.promise == counted(2022)
    assert source.text[commitment.start : commitment.end] == commitment.row.text


def test_the_same_reading_again_changes_nothing_but_the_versions(kept: Kept) -> None:
    before = units(kept.engine, kept.first, Role.COMMITMENT)
    again = keep(
        kept.engine,
        parsed(2021, ["办理案件。"], PLAN),
        replaces=kept.first,
        parser="2",
        path="/moved.txt",
        digest="new",
    )
    assert (again.report, again.change, again.gone) == (kept.first, "unchanged", ())
    assert units(kept.engine, kept.first, Role.COMMITMENT) == before
    assert pairs(kept.engine) == [(kept.second, kept.third)]
    with reading(kept.engine) as s:
        found = queries.report_by_digest(s, "new")
        moved = queries.report_by_path(s, "/moved.txt")
    assert found is not None
    assert moved is not None
    assert (found[1], moved.id) == ("2", kept.first)


def test_a_file_that_another_process_kept_a_moment_ago_is_not_kept_twice(engine: Engine) -> None:
    first = keep(engine, parsed(2021, [], PLAN), digest="same")
    second = keep(engine, parsed(2021, [], PLAN), digest="same")
    assert (second.report, second.change) == (first.report, "unchanged")
    assert len(listed(engine)) == 3


def test_reading_again_keeps_ids_and_decisions_of_what_is_still_there(kept: Kept) -> None:
    platform = kept.promised["建设网上平台。"]
    decide(kept.engine, platform, kept.done["走访企业。"], report=kept.second)
    edited = parsed(2021, ["办理案件。", "新增一项。"], ["建设网上平台。", "新的打算。", "修订规章10件。"])
    again = keep(kept.engine, edited, replaces=kept.first)
    assert (again.change, again.gone) == ("updated", ())
    now = units(kept.engine, kept.first, Role.COMMITMENT)
    assert now["建设网上平台。"] == platform
    assert now["修订规章10件。"] == kept.promised["修订规章10件。"]
    assert list(now) == ["建设网上平台。", "新的打算。", "修订规章10件。"]
    assert "培训调解人员。" not in listed(kept.engine)
    with reading(kept.engine) as s:
        shown = queries.commitment(s, platform)
        assert queries.commitment_rows(s, [kept.promised["培训调解人员。"]]) == []
    assert (shown.row.status, shown.row.decided_by) == (Status.PARTLY_MET, "林")
    assert [(f.report, f.decided, f.candidates) for f in shown.follow_ups] == [(kept.second, Status.PARTLY_MET, ())]
    assert shown.follow_ups[0].suggested is Status.DROPPED
    assert pairs(kept.engine) == [(kept.first, kept.second), (kept.first, kept.third), (kept.second, kept.third)]


def test_a_decided_commitment_that_is_gone_is_listed_and_not_deleted(kept: Kept) -> None:
    training = kept.promised["培训调解人员。"]
    decide(kept.engine, training)
    again = keep(kept.engine, parsed(2021, ["办理案件。"], PLAN[:2]), replaces=kept.first)
    assert again.gone == (training,)
    assert "培训调解人员。" not in listed(kept.engine)
    assert listed(kept.engine, Filter(gone=True)) == ["培训调解人员。"]
    with reading(kept.engine) as s:
        shown = queries.commitment(s, training)
        assert queries.facets(s, Filter(gone=True)).total == 1
        assert [i.text for i in queries.report_items(s, kept.first).commitments] == PLAN[:2]
        assert training not in {u.id for u in queries.source_view(s, kept.first).units}
        assert queries.old_units(s, kept.first)[-1].id == training
    assert (shown.row.gone, shown.row.status, shown.row.decided_by) == (True, Status.PARTLY_MET, "林")
    assert row(kept.engine, kept.first).commitments == 2
    once_more = keep(kept.engine, parsed(2021, ["办理案件。"], PLAN[:1]), replaces=kept.first)
    assert once_more.gone == ()
    with writing(kept.engine) as s:
        store.undo(s, "林")
    assert listed(kept.engine, Filter(gone=True)) == []


def test_a_commitment_that_comes_back_is_the_one_that_was_decided(kept: Kept) -> None:
    training = kept.promised["培训调解人员。"]
    decide(kept.engine, training)
    keep(kept.engine, parsed(2021, ["办理案件。"], PLAN[:2]), replaces=kept.first)
    keep(kept.engine, parsed(2021, ["办理案件。"], PLAN), replaces=kept.first)
    assert units(kept.engine, kept.first, Role.COMMITMENT)["培训调解人员。"] == training
    assert listed(kept.engine) == [*PLAN, "继续建设网上平台。"]
    assert listed(kept.engine, Filter(gone=True)) == []
    with reading(kept.engine) as s:
        shown = queries.commitment(s, training)
        source = queries.source_view(s, kept.first).text
    assert (shown.row.gone, shown.row.decided_by) == (False, "林")
    assert source[shown.start : shown.end] == "培训调解人员。"


def test_a_decided_unit_that_is_no_commitment_any_more_counts_as_gone(kept: Kept) -> None:
    training, platform = kept.promised["培训调解人员。"], kept.promised["建设网上平台。"]
    decide(kept.engine, training)
    report = parsed(2021, ["办理案件。"], PLAN)
    demoted = tuple(u._replace(role=Role.FRAMING) if u.text in PLAN[1:] else u for u in report.units)
    again = keep(kept.engine, report._replace(units=demoted), replaces=kept.first)
    assert again.gone == (training,)
    assert listed(kept.engine, Filter(gone=True)) == ["培训调解人员。"]
    assert {training, platform} <= set(units(kept.engine, kept.first, Role.FRAMING).values())
    with reading(kept.engine) as s:
        assert queries.commitment_rows(s, [platform]) == []


def test_evidence_of_a_decision_outlives_its_report_being_read_again(kept: Kept) -> None:
    rules, seen = kept.promised["修订规章10件。"], kept.done["走访企业。"]
    decide(kept.engine, rules, seen, report=kept.second)
    keep(kept.engine, parsed(2022, ["修订规章12件。"], []), replaces=kept.second)
    with reading(kept.engine) as s:
        shown = queries.commitment(s, rules)
        assert [u.unit.text for u in queries.statements_of(s, kept.second)] == ["修订规章12件。"]
    assert [(e.text, e.report, e.start, e.end) for e in shown.attached] == [("走访企业。", kept.second, 0, 0)]
    assert shown.row.status is Status.PARTLY_MET
    assert row(kept.engine, kept.second).statements == 1


def test_reading_a_later_report_again_makes_its_pairs_be_matched_anew(kept: Kept) -> None:
    keep(kept.engine, parsed(2023, ["网上平台没有建成。"], []), replaces=kept.third)
    assert pairs(kept.engine) == [(kept.first, kept.third), (kept.second, kept.third)]
    with reading(kept.engine) as s:
        (shown,) = queries.commitment_rows(s, [kept.promised["建设网上平台。"]])
    assert (shown.status, shown.late) == (Status.DROPPED, False)


def test_kept_units_of_another_report_or_twice_are_an_error_of_ours(kept: Kept) -> None:
    report = parsed(2021, [], PLAN[:2])
    for wrong in ({0: kept.done["走访企业。"]}, {0: kept.promised[PLAN[0]], 1: kept.promised[PLAN[0]]}):
        with pytest.raises(ValueError, match="kept_units"), writing(kept.engine) as s:
            store.save_report(
                s,
                parsed=report,
                promises=dict.fromkeys(range(4), VAGUE),
                source="a",
                path="a",
                digest="a",
                parser="1",
                warnings=(),
                replaces=kept.first,
                kept_units=wrong,
            )
    assert listed(kept.engine) == [*PLAN, "继续建设网上平台。"]


# Pairs ----------------------------------------------------------------------------------------


def test_pairs_are_of_one_issuer_later_and_worth_matching(engine: Engine) -> None:
    def made(path: str, year: int | None, **more: object) -> int:
        report = parsed(year, more.pop("done", ["走访。"]), more.pop("plan", ["建设。"]), **more)  # type: ignore[arg-type]
        return keep(engine, report, path=path).report

    y2020 = made("2020", 2020)
    y2022 = made("2022", 2022)
    y2021 = made("2021", 2021, done=["办案。"])
    same = made("2021b", 2021, kind=Kind.REPLY)
    silent = made("2023", 2023, done=[])
    empty = made("2019", 2019, plan=[])
    undated = made("no year", None, delivered=dt.date(2022, 1, 1))
    nothing = made("nothing", None)
    other = made("other", 2030, issuer="清渚市教育局")
    unknown = made("unknown", 2031, issuer=None)
    found = pairs(engine)
    assert [p for p in found if undated not in p] == [
        (y2020, y2021),
        (y2020, same),
        (y2020, y2022),
        (y2021, y2022),
        (same, y2022),
    ]
    assert {p for p in found if undated in p} == {(y2020, undated), (undated, y2021), (undated, same), (undated, y2022)}
    assert not {silent, empty, nothing, other, unknown} & {r for p in found for r in p if p[0] != undated}


def test_a_new_matcher_has_everything_to_match_and_a_known_one_nothing(kept: Kept) -> None:
    match(kept.engine, kept.second, kept.third, matcher="m1")
    assert pairs(kept.engine, "m1") == []
    assert len(pairs(kept.engine, "m2")) == 3


# Corrections ----------------------------------------------------------------------------------


def correct(engine: Engine, report: int, field: str, value: str | int | dt.date | None) -> ReportRow:
    with writing(engine) as s:
        store.correct_report(s, report, field, value, "林")
    return row(engine, report)


def test_corrections_hold_over_every_later_reading(kept: Kept) -> None:
    correct(kept.engine, kept.third, "year", 2024)
    correct(kept.engine, kept.third, "issuer", " 清渚市教育局 ")
    correct(kept.engine, kept.third, "kind", "work_report")
    correct(kept.engine, kept.third, "delivered", "2025-02-03")
    correct(kept.engine, kept.third, "title", "更正的题目")
    keep(kept.engine, parsed(2023, ["网上平台建成。", "又一项。"], []), replaces=kept.third)
    shown = row(kept.engine, kept.third)
    assert (shown.year, shown.issuer, shown.kind, shown.delivered, shown.title) == (
        2024,
        "清渚市教育局",
        Kind.WORK_REPORT,
        dt.date(2025, 2, 3),
        "更正的题目",
    )
    assert shown.corrected == ("delivered", "issuer", "kind", "title", "year")


def test_a_corrected_issuer_takes_its_suggestions_back(kept: Kept) -> None:
    correct(kept.engine, kept.third, "issuer", "清渚市教育局")
    with reading(kept.engine) as s:
        (shown,) = queries.commitment_rows(s, [kept.promised["建设网上平台。"]])
        assert [i for i, _ in queries.facets(s, Filter()).issuers] == [ISSUER]
    assert (shown.status, shown.late) == (Status.DROPPED, False)
    assert pairs(kept.engine) == []
    correct(kept.engine, kept.third, "issuer", ISSUER)
    assert pairs(kept.engine) == [(kept.first, kept.third), (kept.second, kept.third)]


def test_a_corrected_title_or_a_correction_to_the_same_keeps_suggestions(kept: Kept) -> None:
    correct(kept.engine, kept.third, "title", "更正的题目")
    correct(kept.engine, kept.third, "year", "2023")
    assert pairs(kept.engine) == [(kept.second, kept.third)]
    assert correct(kept.engine, kept.third, "year", None).year is None


def test_a_decision_about_a_report_outlives_its_correction(kept: Kept) -> None:
    platform = kept.promised["建设网上平台。"]
    decide(kept.engine, platform, report=kept.third)
    correct(kept.engine, kept.third, "year", 2025)
    with reading(kept.engine) as s:
        shown = queries.commitment(s, platform)
    assert (shown.row.status, shown.row.decided_by) == (Status.PARTLY_MET, "林")
    assert shown.follow_ups[-1].report == kept.third


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("year", "last", "a year such as 2024"),
        ("year", 99, "a year such as 2024"),
        ("delivered", "2025-02-30", "a date such as 2025-01-31"),
        ("kind", "letter", "one of annual_report"),
        ("title", "", "a text"),
        ("text", "x", "choose one of title"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(kept: Kept, field: str, value: str | int, says: str) -> None:
    before = row(kept.engine, kept.third)
    with pytest.raises(UsageError, match=says):
        correct(kept.engine, kept.third, field, value)
    assert row(kept.engine, kept.third) == before
    with pytest.raises(UsageError, match="there is no report 999"):
        correct(kept.engine, 999, "year", 2024)


def test_promises_read_again_change_the_outcome(kept: Kept) -> None:
    platform = kept.promised["建设网上平台。"]
    with writing(kept.engine) as s:
        store.save_promises(s, {platform: counted(2023)})
    with reading(kept.engine) as s:
        shown = queries.commitment(s, platform)
    assert shown.promise == counted(2023)
    assert (shown.row.status, shown.row.late) == (Status.FOLLOWED_UP, False)


# Removing -------------------------------------------------------------------------------------


def test_a_removed_report_leaves_nothing_behind(kept: Kept) -> None:
    with writing(kept.engine) as s:
        store.remove_report(s, kept.third)
    with reading(kept.engine) as s:
        assert [r.id for r in queries.reports(s)] == [kept.first, kept.second]
        (shown,) = queries.commitment_rows(s, [kept.promised["建设网上平台。"]])
        with pytest.raises(UsageError, match="there is no"):
            queries.source_view(s, kept.third)
    assert shown.status is Status.DROPPED
    for report in (kept.first, kept.second):
        with writing(kept.engine) as s:
            store.remove_report(s, report)
    with reading(kept.engine) as s:
        assert queries.reports(s) == []
        assert queries.facets(s, Filter()).issuers == ()


def test_an_id_is_never_given_twice(engine: Engine) -> None:
    first = keep(engine, parsed(2021, [], PLAN)).report
    had = units(engine, first, Role.COMMITMENT).values()
    with writing(engine) as s:
        store.remove_report(s, first)
    second = keep(engine, parsed(2021, [], PLAN)).report
    assert second != first
    assert not set(had) & set(units(engine, second, Role.COMMITMENT).values())


def test_a_report_with_decisions_is_not_removed(kept: Kept) -> None:
    decide(kept.engine, kept.promised[PLAN[0]], kept.done["走访企业。"])
    decide(kept.engine, kept.promised[PLAN[1]], report=kept.third)
    for report in (kept.first, kept.second, kept.third):
        with pytest.raises(UsageError, match="holds decisions"), writing(kept.engine) as s:
            store.remove_report(s, report)
    with pytest.raises(UsageError, match="there is no"), writing(kept.engine) as s:
        store.remove_report(s, 999)
    assert len(listed(kept.engine)) == 4


def test_a_report_is_found_by_what_it_is(kept: Kept) -> None:
    with reading(kept.engine) as s:
        assert [r.id for r in queries.same_report(s, ISSUER, Kind.ANNUAL_REPORT, 2022)] == [kept.second]
        assert queries.same_report(s, ISSUER, Kind.REPLY, 2022) == []
        assert queries.report_by_digest(s, "") is None
        assert queries.report_by_path(s, "/nowhere") is None


def test_a_reply_is_followed_by_the_report_of_its_own_year(target: str) -> None:
    engine = open_database(target)
    reply = parsed(2023, ["办理。"], ["建设。"], kind=Kind.REPLY, delivered=dt.date(2023, 8, 21))
    yearly = parsed(2023, ["建成。"], ["培训。"], delivered=dt.date(2024, 1, 18))
    first, second = keep(engine, reply).report, keep(engine, yearly, path="b").report

    with reading(engine) as s:
        assert queries.pairs_to_match(s, "m") == [(first, second)]
    engine.dispose()
