from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import UsageError
from tracker.promises import read_promise
from tracker.topics import load_topics

OWN = """
[[topic]]
key = "water"
zh = "水"
en = "Water"
words = "泵站 管网"

[[topic]]
key = "law"
zh = "法"
en = "Law"
strong = "立法"
words = "听证"
"""


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("起草物业管理条例，开展小切口立法调研。", "legislation"),
        ("完善重大行政决策听证和合法性审查制度。", "decision_making"),
        ("组织行政执法案卷评查。", "law_enforcement"),
        ("提高行政复议办案质效，落实负责人出庭应诉。", "reconsideration"),
        ("新建公共法律服务站，扩大法律援助范围。", "legal_services"),
        ("做好八五普法总结验收。", "legal_literacy"),
        ("健全矛盾纠纷多元化解机制。", "mediation"),
        ("压缩企业开办时间，优化营商环境。", "business_environment"),
        ("建成数字政府统一门户。", "digital"),
        ("地区生产总值增长5%左右。", "economy"),
        ("城镇新增就业2万人。", "social_security"),
        ("新建小学两所。", "education"),
        ("建设高标准农田10万亩。", "rural"),
        ("空气质量优良天数达到300天。", "environment"),
        ("开工建设南岸水库。", "infrastructure"),
    ],
)
def test_the_topic_of_a_commitment(text: str, topic: str) -> None:
    assert read_promise(text, 2025).topic == topic


def test_the_heading_tells_the_topic_where_the_text_says_little() -> None:
    assert read_promise("扩大工作室覆盖面。", 2025).topic == ""
    assert read_promise("扩大工作室覆盖面。", 2025, "（三）加强人民调解").topic == "mediation"


def test_the_text_outweighs_the_heading() -> None:
    assert read_promise("新建小学两所。", 2025, "（二）完善交通").topic == "education"


def test_labels_in_both_languages() -> None:
    topics = load_topics()
    assert topics.label("legislation", "zh") == "立法"
    assert topics.label("legislation", "en") == "Legislation"
    assert topics.label("no_longer_there") == "no_longer_there"


def test_every_shipped_topic_can_be_reached_and_no_word_has_two_topics() -> None:
    topics = load_topics().topics
    for topic in topics:
        assert load_topics().topic_of("，".join((*topic.words, *topic.strong))) == topic.key
        assert re.search("[\u4e00-\u9fff]", topic.zh)
        assert topic.en.isascii()
    owners: dict[str, str] = {}
    for topic in topics:
        for word in topic.words:
            assert owners.setdefault(word, topic.key) == topic.key, word


def test_a_file_of_ones_own_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(OWN, "utf-8")
    own = load_topics(file)

    assert [topic.key for topic in own.topics] == ["water", "law"]
    assert own.topic_of("改造管网，改造泵站，完善立法") == "law"
    assert own.topic_of("新建小学") == ""
    assert read_promise("改造管网", 2025, topics=own).topic == "water"


@pytest.mark.parametrize(
    ("held", "says"),
    [
        ("nothing here", "no valid TOML"),
        ("a = 1", r"no \[\[topic\]\]"),
        ("topic = [1]", "topic 1"),
        ('[[topic]]\nkey = "a"\nzh = "甲"\nen = "A"', "words"),
        ('[[topic]]\nkey = "Ä b"\nzh = "甲"\nen = "A"\nwords = "听证"', "no key"),
        (OWN + OWN, "two topics"),
    ],
)
def test_a_file_that_holds_no_topics_is_refused_by_name(tmp_path: Path, held: str, says: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(held, "utf-8")
    with pytest.raises(UsageError, match=says) as refused:
        load_topics(file)
    assert "own.toml" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"missing\.toml"):
        load_topics(tmp_path / "missing.toml")


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_has_a_known_topic_or_none(text: str, heading: str) -> None:
    topics = load_topics()
    assert topics.topic_of(text, heading) in {"", *(topic.key for topic in topics.topics)}
