"""Documents of other programs than Word of today: what a person sees in them is what is read."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reading.conftest import Read
from tracker.errors import ReadError

FILES = Path(__file__).parent / "files"
MINUTES = [
    "清渚市司法局2022年法治政府建设工作报告",
    "一、工作情况",
    "（一）依法行政",
    "1.完成地方性法规草案审查3件。",
    "2.办理行政复议案件215件，审结198件。",
    "（二）公共法律服务",
    "开展“法治体检”126次，服务企业430家。",
    "建成“𠮷里”示范点8个，满意率98.5%。",
    "详见市司法局网站。",
    "第一行",
    "第二行",
    "二、存在的问题",
    "基层法治力量薄弱。",
    "三、工作安排",
    "任务分解如下：",
    "序号\t重点任务\t责任单位\t完成时限",
    "1\t修订《清渚市行政规范性文件管理办法》\t法制科\t2023年6月底前",
    "2\t新建公共法律服务站点15个\t公共法律服务科\t2023年12月底前",
    "3\t评查行政执法案卷300件以上\t\t2023年10月底前",
    "清渚市司法局",
    "2023年1月10日",
]
DOC = (FILES / "minutes.doc").read_bytes()
HEAD = DOC.index(struct.pack("<H", 0xA5EC))
"""Where the head of the document lies in the file (FIB in [MS-DOC])."""


@pytest.mark.parametrize("form", ["doc"])
def test_numbers_changes_and_tables_are_read_as_they_are_seen(read: Read, form: str) -> None:
    document = read((FILES / f"minutes.{form}").read_bytes(), f"报告.{form}")

    assert document.format == form
    assert document.warnings == ()
    assert document.text.strip().split("\n") == MINUTES


def test_a_document_of_wps_is_one_of_word(read: Read) -> None:
    document = read(DOC, "报告.wps")

    assert document.format == "doc"
    assert document.warnings == ()
    assert "（一）依法行政" in document.text


@pytest.mark.parametrize(
    ("place", "value", "told"), [(0x0A, 0x0100, "locked with a password"), (2, 0x65, "Word 95.*save it as docx")]
)
def test_what_cannot_be_read_of_word_says_what_to_do(read: Read, place: int, value: int, told: str) -> None:
    changed = bytearray(DOC)
    struct.pack_into("<H", changed, HEAD + place, value)

    with pytest.raises(ReadError, match=rf"报告\.doc.*{told}"):
        read(bytes(changed), "报告.doc")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(st.tuples(st.integers(0, len(DOC) - 1), st.integers(0, 255)), min_size=1, max_size=20),
    kept=st.integers(600, len(DOC)),
)
def test_a_damaged_document_is_text_or_one_line(read: Read, changes: list[tuple[int, int]], kept: int) -> None:
    damaged = bytearray(DOC)
    for place, value in changes:
        damaged[place] = value
    try:
        told = read(bytes(damaged[:kept]), "报告.doc").text
    except ReadError as error:
        told = str(error)
    assert told.strip()
    assert "Traceback" not in told
