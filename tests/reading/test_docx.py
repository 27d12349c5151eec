"""Word documents: what a person sees in Word is what is read, in the same order."""

from __future__ import annotations

import pytest

from tests.reading.conftest import Read
from tests.reading.making import STRICT, docx, level, lists, paragraph, part, table
from tracker.errors import ReadError

CHINESE = lists(
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
)


def _lines(read: Read, *parts: str, **more: str) -> list[str]:
    return [line for line in read(docx("".join(parts), more), "报告.docx").text.split("\n") if line]


def test_paragraphs_and_tables_come_in_the_order_of_the_page(read: Read) -> None:
    rows = [["事项", "责任单位", "时限"], ["修订《办法》", "法制科", "2024年6月底前"]]
    document = read(docx(paragraph("任务分工如下：") + table(rows) + paragraph("请抓好落实。")), "报告.docx")

    assert document.format == "docx"
    assert document.text.split("\n") == [
        "任务分工如下：",
        "事项\t责任单位\t时限",
        "修订《办法》\t法制科\t2024年6月底前",
        "请抓好落实。",
    ]


def test_numbers_that_word_writes_are_in_the_text(read: Read) -> None:
    body = [
        paragraph("工作情况", list_=1),
        paragraph("立法", list_=1, level=1),
        paragraph("制定办法。", list_=1, level=2),
        paragraph("修订目录。", list_=1, level=2),
        paragraph("执法", list_=1, level=1),
        paragraph("检查。", list_=1, level=2),
        paragraph("工作安排", list_=1),
        paragraph("普法", list_=1, level=1),
        paragraph("不编号。"),
    ]

    assert _lines(read, *body, numbering=CHINESE) == [
        "一、工作情况",
        "（一）立法",
        "1.制定办法。",
        "2.修订目录。",
        "（二）执法",
        "1.检查。",
        "二、工作安排",
        "（一）普法",
        "不编号。",
    ]


@pytest.mark.parametrize(
    ("form", "label", "wanted"),
    [
        ("chineseCounting", "%1、", "十二、"),
        ("chineseLegalSimplified", "%1、", "拾贰、"),
        ("decimalEnclosedCircleChinese", "%1", "⑫"),
        ("decimalFullWidth", "%1．", "１２．"),
        ("decimalZero", "%1", "12 "),
        ("upperRoman", "%1.", "XII."),
        ("lowerLetter", "%1)", "l)"),
        ("ideographTraditional", "%1、", "乙、"),
        ("ordinalOfSomeLaterVersion", "第%1条", "第12条 "),
        ("bullet", "\uf06c", ""),
        ("none", "", ""),
    ],
)
def test_every_kind_of_number(read: Read, form: str, label: str, wanted: str) -> None:
    numbering = lists(level(0, form, label))

    assert _lines(read, *[paragraph("事项", list_=1)] * 12, numbering=numbering)[-1] == f"{wanted}事项"


def test_a_list_that_starts_over_and_one_that_goes_on(read: Read) -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    numbering = lists(level(0, "decimal", "%1."), nums=nums)
    body = [paragraph(text, list_=number) for text, number in [("甲", 1), ("乙", 2), ("丙", 3), ("丁", 3), ("戊", 1)]]

    assert _lines(read, *body, numbering=numbering) == ["1.甲", "2.乙", "1.丙", "2.丁", "3.戊"]


def test_a_level_that_was_left_out_counts_as_begun(read: Read) -> None:
    body = [paragraph(text, list_=1, level=depth) for text, depth in [("甲", 0), ("乙", 2), ("丙", 1), ("丁", 2)]]

    assert _lines(read, *body, numbering=CHINESE) == ["一、甲", "1.乙", "（二）丙", "1.丁"]


def test_a_number_that_a_style_gives_or_takes_away(read: Read) -> None:
    styles = part(
        "styles",
        '<w:style w:styleId="h1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="mine"><w:name w:val="我的"/><w:basedOn w:val="h1"/></w:style>',
    )
    body = paragraph("甲", style="h1"), paragraph("乙", style="mine"), paragraph("丙", style="mine", list_=0)

    assert _lines(read, *body, styles=styles, numbering=CHINESE) == ["一、甲", "二、乙", "丙"]


def test_tracked_changes_are_read_as_accepted(read: Read) -> None:
    changed = (
        "<w:r><w:t>完成</w:t></w:r><w:del><w:r><w:delText>10</w:delText></w:r></w:del><w:ins><w:r><w:t>12</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:r><w:t>件。</w:t></w:r>"
    )
    merged = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>"

    assert _lines(read, paragraph("", run=changed), merged, paragraph("后半。")) == ["完成12件。", "前半后半。"]


def test_a_text_box_is_read_once(read: Read) -> None:
    box = f"<w:txbxContent>{paragraph('框中的文字')}</w:txbxContent>"
    both = (
        '<w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:drawing>' + box + "</w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict>"
        + box
        + "</w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>正文。</w:t></w:r>"
    )

    assert _lines(read, paragraph("", run=both)) == ["正文。", "框中的文字"]


def test_fields_hidden_text_and_contents_are_left_out(read: Read) -> None:
    field = (
        "<w:r><w:fldChar/><w:instrText>PAGEREF _Toc1</w:instrText></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:r><w:t>正</w:t><w:br/><w:t>文</w:t><w:tab/><w:t>。</w:t><w:noBreakHyphen/></w:r>"
        "<w:ruby><w:rt><w:r><w:t>ㄓㄨ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>渚</w:t></w:r></w:rubyBase></w:ruby>"
    )
    styles = part("styles", '<w:style w:styleId="t1"><w:name w:val="toc 1"/></w:style>')
    body = paragraph("一、工作情况……1", style="t1"), paragraph("", run=field)

    assert _lines(read, *body, styles=styles) == ["正", "文\t。-渚"]


def test_footnotes_stand_at_the_end(read: Read) -> None:
    notes = part(
        "footnotes",
        f'<w:footnote w:type="separator" w:id="0">{paragraph("线")}</w:footnote>'
        f'<w:footnote w:id="1">{paragraph(" 三项制度：指行政执法公示等制度。")}</w:footnote>',
    )

    lines = _lines(read, paragraph("落实三项制度。"), paragraph("完"), footnotes=notes)
    assert lines == ["落实三项制度。", "完", "[1] 三项制度：指行政执法公示等制度。"]


def test_merged_cells_keep_their_columns(read: Read) -> None:
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("宽")}</w:tc>'
    below = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{paragraph('')}</w:tc>"
    body = (
        f"<w:tbl><w:tr>{wide}<w:tc>{paragraph('尾')}</w:tc></w:tr>"
        f"<w:tr>{below}<w:tc>{paragraph('二')}</w:tc><w:tc>{paragraph('三')}{paragraph('四')}</w:tc></w:tr></w:tbl>"
    )

    assert _lines(read, body) == ["宽\t\t尾", "\t二\t三 四"]


def test_a_table_that_lays_out_text_gives_its_paragraphs(read: Read) -> None:
    side = f"<w:tc>{paragraph('左栏')}</w:tc>"
    text = "".join(paragraph(f"第{number}段，说明工作情况。") for number in range(20))
    lines = _lines(read, f"<w:tbl><w:tr>{side}<w:tc>{text}</w:tc></w:tr></w:tbl>")

    assert lines == ["左栏", *(f"第{number}段，说明工作情况。" for number in range(20))]


def test_a_document_that_holds_a_page_is_read(read: Read) -> None:
    relations = (
        '<Relationships><Relationship Id="other" Type="x/aFChunk" Target="other.htm"/>'
        '<Relationship Id="page" Type="x/aFChunk" Target="/word/page.mht"/></Relationships>'
    )
    page = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=e\n\n--e\nContent-Type: text/html\n\n"
    page += "<html><body><p>一、工作情况</p><p>制定办法，修订目录。</p></body></html>\n--e--"
    content = docx(
        paragraph("前") + '<w:altChunk w:id="page"/>' + paragraph("后"),
        files={"_rels/document.xml.rels": relations, "page.mht": page},
    )

    assert read(content, "报告.docx").text.split("\n") == ["前", "一、工作情况", "制定办法，修订目录。", "后"]


def test_a_document_of_pictures_is_a_scan(read: Read) -> None:
    with pytest.raises(ReadError, match=r"报告\.docx: holds no text: it is a scan"):
        read(docx("<w:p><w:r><w:drawing/></w:r></w:p>", {"media/image1": "x"}), "报告.docx")


def test_the_strict_dialect_is_read(read: Read) -> None:
    document = read(docx(paragraph("一、工作情况"), namespace=STRICT), "报告.docx")
    assert document.text == "一、工作情况"


@pytest.mark.parametrize("name", ["报告.doc", "报告.txt", "报告"])
def test_a_wrong_name_is_read_all_the_same(read: Read, name: str) -> None:
    document = read(docx(paragraph("一、工作情况")), name)

    assert document.text == "一、工作情况"
    assert document.format == "docx"
    assert len(document.warnings) == (name == "报告.txt")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le"), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (docx(paragraph("文"))[:-60], "damaged"),
        (docx(paragraph("文"), packed=False).replace("文".encode(), "义".encode()), "damaged"),
        (docx("<w:p><w:r>"), "damaged"),
        (docx(""), "no text"),
    ],
    ids=["old", "locked", "cut", "changed", "open", "blank"],
)
def test_what_cannot_be_read_is_said(read: Read, content: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=rf"报告\.docx: .*{said}"):
        read(content, "报告.docx")


def test_a_merged_cell_that_says_who_stands_in_each_row(read: Read) -> None:
    def cell(text: str, merged: str = "") -> str:
        return f"<w:tc><w:tcPr>{merged}</w:tcPr>{paragraph(text)}</w:tc>"

    rows = (
        cell("任务") + cell("责任单位") + cell("时限"),
        cell("修订办法") + cell("法制科", '<w:vMerge w:val="restart"/>') + cell("6月"),
        cell("评查案卷") + cell("", "<w:vMerge/>") + cell("9月"),
        cell("新建站点") + cell("") + cell("12月"),
    )
    document = read(docx("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"), "报告.docx")

    assert document.text.split("\n")[1:] == ["修订办法\t法制科\t6月", "评查案卷\t法制科\t9月", "新建站点\t\t12月"]
