"""What reviewers say of units holds for the text it was said of, and never loses a character of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.parsing.pages import ATTACHMENT, report
from tests.parsing.test_faithful import PIECES, faithful
from tests.reports import FIRST
from tracker.errors import NotAReport
from tracker.model import ParsedReport, Role, Section, Unit, UnitCorrection, UnitField
from tracker.parsing import parse
from tracker.parsing.corrections import correct, followed
from tracker.text import match_key

WHEN = dt.datetime(2025, 3, 1, tzinfo=dt.UTC)


class Hand:
    """A reviewer who corrects a reading step by step, as the database would keep it."""

    def __init__(self, parsed: ParsedReport) -> None:
        self.parsed = parsed
        self.said: list[UnitCorrection] = []

    @property
    def units(self) -> tuple[Unit, ...]:
        return correct(self.parsed.text, self.parsed.units, self.said).units

    def say(self, first: Unit, last: Unit, field: UnitField, value: str = "", cuts: Sequence[int] = ()) -> None:
        stretch = self.parsed.text[first.start : last.end]
        key = len(self.said) + 1
        said = UnitCorrection(key, 1, 0, field, value, "", "林", WHEN, first.start, stretch, tuple(cuts))
        self.said.append(said)

    def split(self, at: int, cut: int) -> None:
        unit = self.units[at]
        self.say(unit, unit, UnitField.EXTENT, cuts=[cut])

    def merge(self, at: int) -> None:
        self.say(self.units[at], self.units[at + 1], UnitField.EXTENT)

    def name(self, at: int, word: Section | Role) -> None:
        field = UnitField.SECTION if isinstance(word, Section) else UnitField.ROLE
        self.say(self.units[at], self.units[at], field, word.value)

    def take_back(self, at: int) -> None:
        self.said[at] = self.said[at]._replace(taken_back_by="何", taken_back_at=WHEN)


def solid(text: str) -> int:
    return len("".join(text.split()))


@settings(deadline=None, max_examples=60)
@given(st.data(), st.lists(PIECES, max_size=30).map("".join))
def test_no_order_of_corrections_loses_or_doubles_a_character(data: st.DataObject, more: str) -> None:
    try:
        parsed = parse(report(closing=more))
    except NotAReport:
        return
    hand = Hand(parsed)
    for _ in range(data.draw(st.integers(1, 8))):
        units = hand.units
        at = data.draw(st.integers(0, len(units) - 1))
        deed = data.draw(st.sampled_from(["split", "split", "merge", "merge", "name", "take back"]))
        if deed == "split" and solid(units[at].text) > 1:
            hand.split(at, data.draw(st.integers(1, solid(units[at].text) - 1)))
        elif deed == "merge" and at + 1 < len(units):
            hand.merge(at)
        elif deed == "name":
            hand.name(at, data.draw(st.sampled_from([*Section, *Role])))
        elif deed == "take back" and hand.said:
            hand.take_back(data.draw(st.integers(0, len(hand.said) - 1)))
        faithful(parsed._replace(units=hand.units))
    for index in range(len(hand.said)):
        hand.take_back(index)
    assert hand.units == parsed.units, "with everything taken back it is the parser's reading again"


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_corrections_hold_over_a_text_that_is_wrapped_and_spaced_otherwise(data: st.DataObject) -> None:
    hand = Hand(parse(FIRST))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(hand.units) - 2))
        if data.draw(st.booleans()):
            hand.merge(at)
        elif solid(hand.units[at].text) > 1:
            hand.split(at, data.draw(st.integers(1, solid(hand.units[at].text) - 1)))
    again = "此页由网站转载\n\n" + FIRST.replace("\n\n", "\n \n\u3000\u3000")
    moved = correct(again, parse(again).units, hand.said)
    faithful(parse(again)._replace(units=moved.units))
    assert not moved.unplaced
    keys = [match_key(unit.text) for unit in moved.units]
    assert [match_key(unit.text) for unit in hand.units][1:] == keys[-len(hand.units) + 1 :]


def find(units: Sequence[Unit], text: str) -> int:
    return next(i for i, unit in enumerate(units) if text in unit.text)


def test_both_parts_are_what_the_unit_was_and_what_follows_from_them_is_read_again() -> None:
    hand = Hand(parse(FIRST))
    at = find(hand.units, "完成《清渚市物业管理条例》立法审查")
    whole = hand.units[at]
    hand.split(at, len("完成《清渚市物业管理条例》立法审查，"))
    one, two = hand.units[at : at + 2]
    assert (one.text, two.text) == ("完成《清渚市物业管理条例》立法审查，", "推动年内出台。")
    assert {(u.section, u.role, u.heading) for u in (one, two)} == {(whole.section, whole.role, whole.heading)}
    hand.name(at, Role.HEADING)
    assert hand.units[at + 1].heading == one.text, "units under a new heading stand under it"


def test_a_merged_unit_is_what_the_longer_one_was() -> None:
    hand = Hand(parse(FIRST))
    at = find(hand.units, "（一）提高立法质量。")
    assert hand.units[at].role is Role.HEADING
    hand.merge(at)
    merged = hand.units[at]
    assert merged.text == "（一）提高立法质量。完成《清渚市物业管理条例》立法审查，推动年内出台。"
    assert merged.role is Role.COMMITMENT


def test_a_word_that_was_taken_back_leaves_the_others_standing() -> None:
    hand = Hand(parse(FIRST))
    at = find(hand.units, "开展道路交通领域执法专项监督")
    hand.name(at, Role.FRAMING)
    hand.name(at, Role.OTHER)
    hand.take_back(1)
    assert hand.units[at].role is Role.FRAMING
    hand.take_back(0)
    assert hand.units == parse(FIRST).units


def test_a_word_is_followed_where_another_reading_draws_the_lines_elsewhere() -> None:
    parsed = parse(FIRST)
    hand = Hand(parsed)
    at = find(parsed.units, "举办行政执法人员培训班6期")
    hand.name(at, Role.FRAMING)
    unit = parsed.units[at]
    middle = unit.start + 10
    finer = (
        *parsed.units[:at],
        unit._replace(end=middle, text=FIRST[unit.start : middle]),
        unit._replace(start=middle, text=FIRST[middle : unit.end]),
        *parsed.units[at + 1 :],
    )
    made = correct(FIRST, finer, hand.said)
    assert [u.role for u in made.units[at : at + 2]] == [Role.FRAMING, Role.FRAMING]
    assert [len(some) for some in made.followed[at : at + 2]] == [1, 1]
    hand.split(at, 10)
    made = correct(FIRST, parsed.units, hand.said)
    assert followed(FIRST, made.units, hand.said) == made.followed


def test_of_several_places_with_the_same_words_the_one_that_was_meant_is_corrected() -> None:
    text = FIRST + "\n".join(["（五）其他。", "开展道路交通领域执法专项监督。"])
    parsed = parse(text)
    for at in [i for i, u in enumerate(parsed.units) if u.text == "开展道路交通领域执法专项监督。"]:
        hand = Hand(parsed)
        hand.name(at, Role.OTHER if parsed.units[at].role is not Role.OTHER else Role.COMMITMENT)
        changed = [i for i, (a, b) in enumerate(zip(parsed.units, hand.units, strict=True)) if a.role is not b.role]
        assert changed == [at]


def test_a_word_whose_text_is_gone_is_told_as_unplaced() -> None:
    hand = Hand(parse(FIRST))
    hand.name(find(hand.units, "设立行政复议咨询委员会"), Role.FRAMING)
    without = FIRST.replace("设立行政复议咨询委员会。", "设立专家库。")
    made = correct(without, parse(without).units, hand.said)
    assert made.unplaced == tuple(hand.said)
    assert made.units == parse(without).units


def test_an_attachment_that_is_given_to_the_plan_becomes_promises_and_headings() -> None:
    hand = Hand(parse(report() + ATTACHMENT))
    at = find(hand.units, "2025年10件民生实事")
    hand.say(hand.units[at], hand.units[-1], UnitField.SECTION, Section.PLAN.value)
    roles = {unit.text: (unit.section, unit.role) for unit in hand.units[at:]}
    assert set(roles.values()) == {(Section.PLAN, Role.COMMITMENT), (Section.PLAN, Role.HEADING)}
    assert roles["改造老旧小区30个，加装电梯90部。"][1] is Role.COMMITMENT
    assert roles["一、住有所居"][1] is Role.HEADING
