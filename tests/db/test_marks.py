"""What else reviewers leave: wrong matches, flags, saved filters, corrected units, issuers, topics, the log."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from db import queries, store
from db.engine import reading, writing
from tests.db.conftest import Kept
from tests.db.making import ISSUER, follow_up, keep, match, parsed, units
from tracker.errors import UsageError
from tracker.model import (
    CommitmentDetail,
    Filter,
    NewDecision,
    Reported,
    Role,
    Section,
    Status,
    Trackability,
    Viewer,
)


def detail(engine: Engine, key: int) -> CommitmentDetail:
    with reading(engine) as s:
        return queries.commitment(s, key)


def test_a_wrong_match_is_no_evidence_and_can_be_made_right_again(kept: Kept) -> None:
    rules, statement = kept.promised["修订规章10件。"], kept.done["修订规章12件。"]
    for wrong in (True, False, True):
        with writing(kept.engine) as s:
            store.mark_wrong(s, rules, statement, wrong, "林")
        first = detail(kept.engine, rules).follow_ups[0].candidates[0]
        assert (first.statement, first.evidence, first.wrong_by) == (statement, not wrong, "林" if wrong else None)
    with reading(kept.engine) as s:
        assert [e.action for e in queries.log(s)] == ["wrong_match", "right_match", "wrong_match"]
    with pytest.raises(UsageError, match="is no candidate"), writing(kept.engine) as s:
        store.mark_wrong(s, rules, kept.promised["建设网上平台。"], True, "林")


def test_a_wrong_match_outlives_a_reading_that_lacks_the_statement(kept: Kept) -> None:
    rules, statement = kept.promised["修订规章10件。"], kept.done["修订规章12件。"]
    with writing(kept.engine) as s:
        store.mark_wrong(s, rules, statement, True, "林")
    keep(kept.engine, parsed(2022, ["走访企业。"], ["继续建设网上平台。"]), replaces=kept.second)
    keep(kept.engine, parsed(2022, ["修订规章12件。", "走访企业。"], ["继续建设网上平台。"]), replaces=kept.second)
    match(kept.engine, kept.first, kept.second, follow_up(rules, Status.FOLLOWED_UP, [statement]))
    assert detail(kept.engine, rules).follow_ups[0].candidates[0].wrong_by == "林"


def test_one_statement_says_which_other_commitments_it_answers(kept: Kept) -> None:
    rules, platform, training = kept.promised.values()
    statement = kept.done["修订规章12件。"]
    with writing(kept.engine) as s:
        store.decide(s, NewDecision(training, Status.PARTLY_MET, "林", kept.second, (statement,)))
    shown = detail(kept.engine, rules).follow_ups[0].candidates[0]
    assert (shown.statement, shown.answers) == (statement, (training,))
    assert detail(kept.engine, platform).follow_ups[0].candidates[0].answers == (rules, training)


def test_statements_that_answer_no_promise_are_listed(kept: Kept) -> None:
    def listed(**wanted: object) -> list[str]:
        with reading(kept.engine) as s:
            return [r.text for r in queries.statements(s, Filter(**wanted), unanswering=True)]  # type: ignore[arg-type]

    assert listed() == ["走访企业。", "走访社区。"], "the first report answers nothing, as nothing came before it"
    assert listed(years=(2023, 2023)) == ["走访社区。"]
    with writing(kept.engine) as s:
        store.decide(
            s, NewDecision(kept.promised["培训调解人员。"], Status.PARTLY_MET, "林", None, (kept.done["走访企业。"],))
        )
    assert listed() == ["走访社区。"]
    with reading(kept.engine) as s:
        (found,) = queries.statements(s, Filter(text="规章", issuer=ISSUER))
        assert found.answers == (kept.promised["修订规章10件。"],)
        assert len(queries.statements(s, Filter(report=kept.second), limit=1)) == 1


def test_marks_for_later_are_each_reviewers_own(kept: Kept) -> None:
    rules, platform, _ = kept.promised.values()
    with writing(kept.engine) as s:
        store.flag(s, rules, True, "林")
        store.flag(s, rules, True, "林")
        store.flag(s, platform, True, "何")
        store.flag(s, platform, False, "何")
        store.flag(s, platform, True, "周")
    with reading(kept.engine) as s:
        assert queries.commitment_ids(s, Filter(flagged=True), viewer=Viewer("林")) == [rules]
        assert queries.commitment_ids(s, Filter(flagged=True), viewer=Viewer("何")) == []
        assert queries.commitment_ids(s, Filter(flagged=True)) == [rules, platform]
        assert [r.flagged for r in queries.commitment_rows(s, [rules, platform], Viewer("林"))] == [True, False]
        assert dict(queries.facets(s, Filter(), Viewer("林")).flags)["flagged"] == 1
    with pytest.raises(UsageError, match="there is no"), writing(kept.engine) as s:
        store.flag(s, 999_999, True, "林")


def test_saved_filters_come_back_as_they_were(kept: Kept) -> None:
    whole = Filter(
        issuer=ISSUER, years=(2021, 2023), report=1, statuses=(Status.DROPPED, Status.UNCLEAR), text="规章", topic="",
        trackability=Trackability.QUANTIFIED, decided=False, decided_by="林", body="局", reported=Reported.VAGUELY,
        chain=True, late=True, gone=True, flagged=True, disagreed=True, ahead=True, confidence_below=0.5,
    )  # fmt: skip
    with writing(kept.engine) as s:
        store.save_filter(s, " 全部 ", whole)
        store.save_filter(s, "其他", whole)
        store.save_filter(s, "其他", Filter(decided=True))
    with reading(kept.engine) as s:
        assert {saved.name: saved.filter for saved in queries.saved_filters(s)} == {
            "全部": whole,
            "其他": Filter(decided=True),
        }
    with writing(kept.engine) as s:
        store.forget_filter(s, "全部")
        store.forget_filter(s, "无此名")
        with pytest.raises(UsageError, match="under a name"):
            store.save_filter(s, " ", whole)
    with reading(kept.engine) as s:
        assert [saved.name for saved in queries.saved_filters(s)] == ["其他"]


def test_a_corrected_unit_is_kept_whatever_reading_comes(kept: Kept) -> None:
    statement = kept.done["走访企业。"]
    with writing(kept.engine) as s:
        assert store.correct_unit(s, statement, Section.PLAN, Role.COMMITMENT, "林") == kept.second
    for texts in (["修订规章12件。"], ["修订规章12件。", "走访企业。"]):
        keep(kept.engine, parsed(2022, texts, ["继续建设网上平台。"]), replaces=kept.second)
        with reading(kept.engine) as s:
            said = queries.unit_corrections(s, kept.second)
        assert [(c.unit, c.field, c.value) for c in said] == [
            (statement, "section", "plan"),
            (statement, "role", "commitment"),
        ]
    with reading(kept.engine) as s:
        assert [(e.what, e.note, e.value) for e in queries.log(s)] == [
            ("section", "done", "plan"),
            ("role", "statement", "commitment"),
        ]
    for unit, section, says in ((999_999, Section.PLAN, "there is no"), (statement, None, "nothing to correct")):
        with pytest.raises(UsageError, match=says), writing(kept.engine) as s:
            store.correct_unit(s, unit, section, None, "林")


# Issuers --------------------------------------------------------------------------------------


def say(engine: Engine, name: str, means: str | None) -> list[int]:
    with writing(engine) as s:
        moved = store.rename_issuer(s, name, means, "林")
        for report in moved:
            store.match_anew(s, report)
    return moved


def issuers(engine: Engine) -> list[str | None]:
    with reading(engine) as s:
        return [r.issuer for r in queries.reports(s)]


def test_merged_issuers_are_one_now_and_on_every_later_import_until_they_are_split(kept: Kept) -> None:
    old = keep(kept.engine, parsed(2020, [], ["搬迁办公楼。"], issuer="清渚市司法处"), path="old").report
    assert say(kept.engine, "清渚市司法处", ISSUER) == [old]
    assert set(issuers(kept.engine)) == {ISSUER}
    with reading(kept.engine) as s:
        assert (old, kept.first) in queries.pairs_to_match(s, "m1")
        assert queries.report(s, old).stated_issuer == "清渚市司法处"
    keep(kept.engine, parsed(2019, [], ["修路。"], issuer="清渚市司法处"), path="older")
    keep(kept.engine, parsed(2020, [], ["搬迁办公楼两处。"], issuer="清渚市司法处"), path="old", replaces=old)
    assert set(issuers(kept.engine)) == {ISSUER}
    assert len(say(kept.engine, "清渚市司法处", None)) == 2
    assert sorted(map(str, issuers(kept.engine))) == sorted(["清渚市司法处"] * 2 + [ISSUER] * 3)


def test_a_renamed_issuer_keeps_its_reports_together(kept: Kept) -> None:
    say(kept.engine, ISSUER, "清渚市法治局")
    assert set(issuers(kept.engine)) == {"清渚市法治局"}
    keep(kept.engine, parsed(2024, ["办案。"], [], issuer="清渚市法治局"), path="new")
    assert len(say(kept.engine, "清渚市法治局", "清渚市法治委")) == 4, "a chain of names is followed"
    with pytest.raises(UsageError, match="split that first"):
        say(kept.engine, "清渚市法治委", ISSUER)
    with pytest.raises(UsageError, match="no kept report"):
        say(kept.engine, "无此局", ISSUER)


# Chains, moves, topics ------------------------------------------------------------------------


def test_a_promise_made_again_is_one_chain_with_its_first_commitment(kept: Kept) -> None:
    platform = kept.promised["建设网上平台。"]
    (again,) = units(kept.engine, kept.second, Role.COMMITMENT).values()
    proposed = [follow_up(key, Status.DROPPED) for key in kept.promised.values() if key != platform]
    match(
        kept.engine, kept.first, kept.second, *proposed, follow_up(platform, Status.DROPPED, again=again), matcher="m2"
    )
    with writing(kept.engine) as s:
        store.link_chains(s)
    for key in (platform, again):
        shown = detail(kept.engine, key)
        assert shown.row.chain == platform
        assert [(link.commitment, link.year) for link in shown.chain] == [(platform, 2021), (again, 2022)]
    with reading(kept.engine) as s:
        assert queries.commitment_ids(s, Filter(chain=True)) == [platform, again]
        assert dict(queries.facets(s, Filter()).flags)["chain"] == 2
        assert [(m.commitment, m.before, m.after) for m in queries.moves(s, "m2")] == [
            (kept.promised["修订规章10件。"], Status.FOLLOWED_UP, Status.DROPPED)
        ]
    keep(kept.engine, parsed(2022, ["修订规章12件。"], ["别的事。"]), replaces=kept.second)
    with writing(kept.engine) as s:
        store.link_chains(s)
    assert detail(kept.engine, platform).row.chain is None


def test_topics_are_counted_and_can_be_told_anew(kept: Kept) -> None:
    rules, platform, training = kept.promised.values()
    with writing(kept.engine) as s:
        assert store.save_topics(s, {rules: "legislation", platform: "legislation", training: "", 999_999: "x"}) == 2
        store.save_setting(s, "topics", "a")
        store.save_setting(s, "topics", "b")
    with reading(kept.engine) as s:
        assert queries.facets(s, Filter()).topics == (("", 2), ("legislation", 2))
        assert queries.commitment_ids(s, Filter(topic="legislation")) == [rules, platform]
        assert len(queries.commitment_ids(s, Filter(topic=""))) == 2
        assert (queries.read_setting(s, "topics"), queries.read_setting(s, "none")) == ("b", None)


def test_tallies_count_by_issuer_and_year(kept: Kept) -> None:
    with writing(kept.engine) as s:
        store.decide(s, NewDecision(kept.promised["修订规章10件。"], Status.UNCLEAR, "林"))
    with reading(kept.engine) as s:
        first, second = queries.tallies(s, Filter())
        assert queries.tallies(s, Filter(issuer="无此局")) == []
    assert (first.issuer, first.year, first.total, first.decided, first.late) == (ISSUER, 2021, 3, 1, 1)
    assert dict(first.statuses) == {Status.UNCLEAR: 1, Status.FOLLOWED_UP: 1, Status.DROPPED: 1}
    assert sum(n for _, n in first.reported) == 3
    assert (second.year, second.total, second.reported) == (2022, 1, ())
