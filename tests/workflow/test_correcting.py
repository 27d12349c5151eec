"""Units split, merged, renamed and given back, over a database: what follows from it and what is never lost."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import check, open_database
from tests.parsing.test_faithful import faithful
from tests.reports import FIRST
from tracker.errors import UsageError
from tracker.model import (
    Filter,
    Identity,
    Kept,
    NewDecision,
    ParsedReport,
    Role,
    Section,
    SourceView,
    Status,
    UnitField,
    UnitRow,
)
from tracker.workflow import importing, listing, promising
from tracker.workflow.following import match_reports
from tracker.workflow.importing import import_files
from tracker.workflow.reviewing import Reviewing

TWO = "完成《清渚市物业管理条例》立法审查，推动年内出台。"
PLATFORM = "2023年6月底前建成全市统一的行政执法监督平台。"


class Room:
    """Two consecutive reports, and a reviewer who corrects the first."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder = engine, folder
        self.reviewing = Reviewing(engine, "林")
        self.read()

    def read(self) -> None:
        for made in import_files(self.engine, sorted(self.folder.iterdir())):
            assert not made.error, made.error
        for _ in match_reports(self.engine):
            pass

    @property
    def view(self) -> SourceView:
        return self.reviewing.source(1)

    def unit(self, text: str) -> UnitRow:
        return next(row for row in self.view.units if text in row.unit.text)

    def texts(self) -> list[str]:
        return [row.unit.text for row in self.view.units]

    def commitments(self) -> dict[str, int]:
        ids = self.reviewing.ids(Filter(years=(2022, 2022)))
        return {row.text: row.id for row in self.reviewing.rows(ids)}

    def split(self, text: str, before: str) -> Kept:
        row = self.unit(text)
        return self.reviewing.split_unit(row.id, row.unit.text.index(before))

    def merge(self, text: str, other: str) -> Kept:
        return self.reviewing.merge_units(self.unit(text).id, self.unit(other).id)

    def decide(self, text: str, status: Status = Status.PARTLY_MET) -> int:
        key = self.unit(text).id
        self.reviewing.decide(NewDecision(key, status, "林"))
        return key

    def take_back_last(self) -> None:
        self.reviewing.take_back_correction(self.reviewing.corrections(1)[-1].id)


@pytest.fixture
def room(tmp_path: Path, reports: Path) -> Room:
    return Room(open_database(tmp_path / "test.db"), reports)


def whole(room: Room) -> None:
    view = room.view
    identity = Identity(view.report.title, view.report.issuer, view.report.kind, view.report.year, None)
    faithful(ParsedReport(view.text, identity, tuple(row.unit for row in view.units)))
    assert check(str(room.engine.url.database)) == []


def test_a_unit_is_split_and_each_part_is_read_and_matched_by_itself(room: Room) -> None:
    before = room.commitments()
    room.split(TWO, "推动年内出台")
    room.reviewing.match_again(1)

    after = room.commitments()
    one, two = after["完成《清渚市物业管理条例》立法审查，"], after["推动年内出台。"]
    assert TWO not in after
    assert {text: key for text, key in after.items() if key not in (one, two)} == {
        text: key for text, key in before.items() if text != TWO
    }
    for key in (one, two):
        detail = room.reviewing.detail(key)
        assert detail.follow_ups[0].candidates, "it was matched with the later report"
        assert detail.promise.parts
        assert room.view.text[detail.start : detail.end] == detail.row.text
    assert room.reviewing.detail(two).promise.deadline is not None, "年内 is bound to the part that says it"
    assert room.reviewing.detail(one).promise.deadline is None
    whole(room)


def test_units_are_merged_into_one_verbatim(room: Room) -> None:
    room.merge("全年举办行政执法培训班不少于8期。", PLATFORM)
    room.reviewing.match_again(1)

    text = f"全年举办行政执法培训班不少于8期。{PLATFORM}"
    detail = room.reviewing.detail(room.commitments()[text])
    assert room.view.text[detail.start : detail.end] == text
    assert [quantity.text for quantity in detail.promise.quantities] == ["不少于8期"]
    assert detail.promise.deadline is not None
    whole(room)


@pytest.mark.parametrize("what", ["same file again", "newer parser", "another file", "corrected year"])
def test_splits_and_mergers_outlive_every_later_reading(room: Room, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    room.split(TWO, "推动年内出台")
    room.merge("举办行政执法人员培训班6期", "组织开展全市行政执法案卷评查")
    room.reviewing.correct_unit(room.unit("推动年内出台").id, None, Role.FRAMING)
    before = {row.unit.text: row.id for row in room.view.units}
    if what == "newer parser":
        monkeypatch.setattr(importing, "PARSER_VERSION", "99")
        monkeypatch.setattr(promising, "PARSER_VERSION", "99")
    elif what == "another file":
        path = room.folder / "2022.txt"
        path.write_text("网站首页\n\n" + FIRST.replace("不少于8期", "不少于9期"), encoding="utf-8")
    if what == "corrected year":
        listing.correct(room.engine, 1, {"year": 2021}, "林")
    else:
        room.read()

    after = {row.unit.text: row.id for row in room.view.units}
    changed = {text for text in before.keys() ^ after.keys() if "期。" not in text and "首页" not in text}
    assert not changed
    assert {t: k for t, k in after.items() if t in before} == {t: k for t, k in before.items() if t in after}
    assert room.unit("推动年内出台").unit.role is Role.FRAMING
    whole(room)


def test_a_decision_stays_with_the_part_that_keeps_nearly_all_of_the_text(room: Room) -> None:
    key = room.decide(PLATFORM)
    kept = room.split(PLATFORM, "2023年6月底前建成全市统一的行政执法监督平台"[4:])

    assert kept.gone == ()
    detail = room.reviewing.detail(key)
    assert detail.row.text == "年6月底前建成全市统一的行政执法监督平台。"
    assert (detail.row.decided_by, detail.row.status) == ("林", Status.PARTLY_MET)
    assert [one.before for one in detail.divisions] == [PLATFORM], "what it was when it was decided is told"


def test_a_decision_on_what_is_halved_is_kept_told_and_comes_back_with_the_text(room: Room) -> None:
    key = room.decide(TWO)
    kept = room.split(TWO, "推动年内出台")

    assert kept.gone == (key,)
    parts = [room.commitments()[text] for text in ("完成《清渚市物业管理条例》立法审查，", "推动年内出台。")]
    for part in parts:
        detail = room.reviewing.detail(part)
        assert detail.row.decided_by is None, "nobody has said anything of this part"
        (told,) = detail.forerunners
        assert (told.commitment, told.text) == (key, TWO)
        assert [(d.status, d.reviewer) for d in told.decisions] == [(Status.PARTLY_MET, "林")]
        assert Reviewing(room.engine, "何", blind=True).detail(part).forerunners == ()
    assert key in room.reviewing.ids(Filter(gone=True))
    room.read()
    assert [d.status for d in room.reviewing.detail(key).decisions] == [Status.PARTLY_MET]

    room.take_back_last()
    detail = room.reviewing.detail(key)
    assert (detail.row.text, detail.row.decided_by, detail.row.gone) == (TWO, "林", False)
    assert detail.forerunners == detail.divisions == ()
    assert room.reviewing.ids(Filter(gone=True)) == []
    whole(room)


def test_decisions_on_what_is_merged_are_both_told(room: Room) -> None:
    one, two = room.decide("建立立法基层联系点10个以上"), room.decide(TWO, Status.DROPPED)
    room.merge(TWO, "建立立法基层联系点10个以上")

    merged = room.reviewing.detail(room.unit(TWO).id)
    assert merged.row.decided_by is None
    assert {told.commitment: told.decisions[0].status for told in merged.forerunners} == {
        one: Status.PARTLY_MET,
        two: Status.DROPPED,
    }
    room.take_back_last()
    assert room.unit("建立立法基层联系点10个以上").id == one
    assert [room.reviewing.detail(key).row.status for key in (one, two)] == [Status.PARTLY_MET, Status.DROPPED]


def test_evidence_that_is_split_is_still_shown_beside_its_decision(room: Room) -> None:
    key = room.commitments()[PLATFORM]
    statement = next(s for s in room.reviewing.statements(2, "行政执法监督平台于5月", 5))
    room.reviewing.decide(NewDecision(key, Status.FOLLOWED_UP, "林", None, (statement.id,)))
    room.reviewing.split_unit(statement.id, statement.text.index("归集"))
    room.reviewing.match_again(2)

    detail = room.reviewing.detail(key)
    assert detail.row.status is Status.FOLLOWED_UP
    assert [row.text for row in detail.attached] == [statement.text]
    assert "归集执法数据46万条。" in [c.text for c in detail.follow_ups[0].candidates]
    assert check(str(room.engine.url.database)) == []


def test_what_was_left_out_becomes_a_commitment_and_a_commitment_is_left_out(room: Room) -> None:
    left_out, promised = room.unit("基层执法力量薄弱"), room.unit(PLATFORM)
    room.reviewing.correct_unit(left_out.id, None, Role.COMMITMENT)
    room.reviewing.correct_unit(promised.id, None, Role.OTHER)
    room.reviewing.match_again(1)

    assert left_out.id in room.commitments().values()
    assert PLATFORM not in room.commitments()
    (said,) = room.unit(PLATFORM).corrections
    assert (said.field, said.before, said.value, said.reviewer) == (UnitField.ROLE, "commitment", "other", "林")
    room.take_back_last()
    assert promised.id in room.commitments().values()
    assert room.unit(PLATFORM).corrections == ()
    last = room.reviewing.corrections(1)[-1]
    assert (last.unit, last.taken_back_by, last.standing) == (promised.id, "林", False)


@pytest.mark.parametrize(
    ("deed", "says"),
    [
        (lambda room: room.reviewing.split_unit(room.unit(TWO).id, 0), "both parts need some text"),
        (lambda room: room.reviewing.split_unit(room.unit(TWO).id, 999), "both parts need some text"),
        (lambda room: room.reviewing.split_unit(99_999, 1), "there is no unit 99999"),
        (lambda room: room.merge(TWO, PLATFORM), "do not stand beside each other"),
        (lambda room: room.merge(TWO, TWO), "do not stand beside each other"),
        (lambda room: room.reviewing.take_back_correction(7), "there is no correction 7"),
        (lambda room: Reviewing(room.engine, " ").split_unit(room.unit(TWO).id, 5), "needs a reviewer"),
        (lambda room: [room.split(TWO, "推动"), room.take_back_last(), room.take_back_last()], "taken back already"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    room: Room, deed: Callable[[Room], object], says: str
) -> None:
    before = room.texts()
    with pytest.raises(UsageError, match=says):
        deed(room)
    assert room.texts() == before


def test_a_report_with_corrections_cannot_be_removed(room: Room) -> None:
    room.split(TWO, "推动")
    with pytest.raises(UsageError, match="cannot be removed"):
        listing.remove(room.engine, 1)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_corrected_in_whatever_order_no_decision_is_lost(room: Room, seed: int) -> None:
    chance = random.Random(seed)
    made: set[int] = set()
    for _ in range(14):
        rows = room.view.units
        at = chance.randrange(len(rows) - 1)
        row = rows[at]
        deed = chance.choice(["split", "merge", "name", "take back", "decide", "decide", "read"])
        if deed == "split" and len(row.unit.text) > 6:
            room.reviewing.split_unit(row.id, chance.randrange(2, len(row.unit.text) - 2))
        elif deed == "merge":
            room.reviewing.merge_units(row.id, rows[at + 1].id)
        elif deed == "name":
            section, role = chance.choice([(chance.choice([*Section]), None), (None, chance.choice([*Role]))])
            room.reviewing.correct_unit(row.id, section, role)
        elif deed == "take back":
            standing = [c for c in room.reviewing.corrections(1) if c.standing]
            if standing:
                room.reviewing.take_back_correction(chance.choice(standing).id)
        elif deed == "decide" and room.commitments():
            key = chance.choice([*room.commitments().values()])
            made.add(room.reviewing.decide(NewDecision(key, Status.DROPPED, "林")))
        elif deed == "read":
            room.reviewing.match_again(1)
        whole(room)
    every = room.reviewing.ids(Filter()) + room.reviewing.ids(Filter(gone=True))
    assert {d.id for key in every for d in room.reviewing.detail(key).decisions} == made
    for one in reversed([c for c in room.reviewing.corrections(1) if c.standing]):
        room.reviewing.take_back_correction(one.id)
    fresh = [u.text for u in importing.parse(FIRST).units]
    assert room.texts() == fresh
