"""Documents of other programs than Word of today: what a person sees in them is what is read."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from pathlib import Path

import openpyxl
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


@pytest.mark.parametrize("form", ["doc", "rtf", "odt"])
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


def _coded(text: str) -> bytes:
    """Characters as Word writes them into rich text: two bytes of GBK each."""
    return b"".join(b"\\'%02x" % byte for byte in text.encode("gb18030"))


RTF = (
    rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset0 Times;}{\f13\fcharset134 "
    + _coded("宋体")
    + rb";}}{\info{\title "
    + _coded("属性")
    + rb"}}{\header "
    + _coded("页眉")
    + rb"\par}"
)
BLIP = rb"{\pict\bin4 {{}}}"


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (rb"\f13 " + _coded("一、总结") + rb"\par " + _coded("二、安排"), ["一、总结", "二、安排"]),
        (rb"{\listtext\pard\plain\f13 " + _coded("1、") + rb"\tab}" + _coded("修订办法") + rb"\par", ["1、修订办法"]),
        (
            rb"\trowd\pard\intbl {\listtext\pard\plain " + _coded("1.") + rb"}" + _coded("普法") + rb"\cell "
            + _coded("宣教科") + rb"\cell\row\pard " + _coded("落款"),
            ["1.普法\t宣教科", "落款"],
        ),
        (_coded("正文") + rb"{\footnote " + _coded("脚注") + rb"}" + _coded("继续") + rb"\par", ["正文继续", "脚注"]),
        (_coded("留") + rb"{\deleted " + _coded("删") + rb"}{\v " + _coded("隐") + rb"}" + _coded("下"), ["留下"]),
        (_coded("前") + BLIP + _coded("后"), ["前后"]),
        (rb"\uc1 \u26032?\u24180?\uc2 \u-10179??\u-9115??", ["新年\U0001f465"]),
        (rb"{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt " + _coded("框") + rb"\par}}}" + _coded("文"), ["框", "文"]),
        (b"\\'81A\\'95\\'4c", [b"\x81A\x95\x4c".decode("gb18030")]),
    ],
    ids=["codes", "list", "table", "note", "changes", "picture", "unicode", "box", "letter"],
)  # fmt: skip
def test_rich_text_of_word(read: Read, body: bytes, lines: list[str]) -> None:
    document = read(RTF + body + b"}", "报告.doc")

    assert document.format == "rtf"
    assert [line for line in document.text.split("\n") if line] == lines


def _odt(body: str, styles: str = "") -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
        for name, full in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"))
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
    return out.getvalue()


LIST = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." '
    'style:num-suffix="、" text:start-value="2"/><text:list-level-style-number text:level="2" style:num-format="1" '
    'style:num-suffix="." text:display-levels="2"/></text:list-style>'
)


def _list(items: str, more: str = "") -> str:
    return f'<text:list text:style-name="L"{more}>{items}</text:list>'


ITEM = "<text:list-item><text:p>{}</text:p>{}</text:list-item>"


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (
            _list(ITEM.format("甲", "<text:list>" + ITEM.format("乙", "") + "</text:list>"))
            + _list(ITEM.format("丙", ""), ' text:continue-numbering="true"')
            + _list(ITEM.format("丁", "")),
            ["二、甲", "二.1.乙", "三、丙", "二、丁"],
        ),
        ('<text:p>一<text:s text:c="3"/>二<text:tab/>三\n 　四</text:p>', ["一   二\t三 　四"]),
        ("<text:p>前<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p>"
         "</text:note-body></text:note>后</text:p><text:p>末</text:p>", ["前后", "末", "注"]),
        ('<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>事项</text:p>'
         '</table:table-cell><table:table-cell table:number-columns-repeated="2"><text:p/></table:table-cell>'
         "<table:table-cell><text:p>时限</text:p></table:table-cell></table:table-row></table:table-header-rows>"
         "</table:table>", ["事项\t\t\t时限"]),
        ("<text:table-of-content><text:p>目录</text:p></text:table-of-content><text:section><text:p>节</text:p>"
         "</text:section>", ["节"]),
    ],
    ids=["lists", "blanks", "note", "table", "contents"],
)  # fmt: skip
def test_open_documents(read: Read, body: str, lines: list[str]) -> None:
    document = read(_odt(body, LIST), "报告.odt")

    assert document.format == "odt"
    assert [line for line in document.text.split("\n") if line] == lines


def test_what_is_nested_too_deep_is_refused(read: Read) -> None:
    with pytest.raises(ReadError, match="nested"):
        read(RTF + b"{" * 5000, "报告.rtf")
    with pytest.raises(ReadError, match=r"nested|damaged"):
        read(_odt("<text:section>" * 200 + "<text:p>文</text:p>" + "</text:section>" * 200), "报告.odt")


def test_a_workbook_is_read_as_it_is_seen(read: Read) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in (
        ["2023年重点任务分解表"],
        ["序号", "事项", "责任单位", "时限", "目标"],
        [],
        [1, "修订办法", None, dt.date(2023, 6, 30), 0.95],
    ):
        sheet.append(row)
    sheet.cell(4, 5).number_format = "0%"
    hidden = workbook.create_sheet("旧")
    hidden.append(["不再有效"])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    workbook.save(out)

    document = read(out.getvalue(), "任务.xlsx")

    assert document.format == "xlsx"
    assert document.text.split("\n") == [
        "2023年重点任务分解表",
        "序号\t事项\t责任单位\t时限\t目标",
        "1\t修订办法\t\t2023年6月30日\t95%",
    ]


def test_a_workbook_built_to_do_harm_is_refused(read: Read) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", "a" * 30_000_000)
    with pytest.raises(ReadError, match="packed"):
        read(out.getvalue(), "任务.xlsx")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.sampled_from(["doc", "rtf", "odt"]),
    changes=st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 255)), min_size=1, max_size=20),
    kept=st.integers(600, 1 << 16),
)
def test_a_damaged_document_is_text_or_one_line(
    read: Read, form: str, changes: list[tuple[int, int]], kept: int
) -> None:
    damaged = bytearray((FILES / f"minutes.{form}").read_bytes())
    for place, value in changes:
        damaged[place % len(damaged)] = value
    try:
        told = read(bytes(damaged[:kept]), f"报告.{form}").text
    except ReadError as error:
        told = str(error)
    assert told.strip()
    assert "Traceback" not in told
