"""Pages of government sites: the article with its title and date, and nothing of the site around it."""

from __future__ import annotations

import base64
import quopri

import pytest

from tests.reading.conftest import Read
from tests.reading.making import page
from tests.reports import FIRST
from tracker.errors import ReadError

LINES = [line for line in FIRST.split("\n") if line.strip()]
PARAGRAPHS = "".join(f"<p>&nbsp;&nbsp;&nbsp;&nbsp;{line}</p>\n" for line in LINES)
BROKEN = "　　" + "<br/>\r\n　　".join(LINES)
CONTAINERS = [
    '<div class="TRS_Editor">',
    '<div id="zoom">',
    '<div class="view TRS_UEDITOR">',
    '<div id="UCAP-CONTENT">',
    '<div class="nobody-knows-this">',
    "<table><tr><td><a href=x>左栏</a></td><td>",
    "<section>",
]
CLOSING = {CONTAINERS[5]: "</td></tr></table><div>", CONTAINERS[6]: "</section>"}


@pytest.mark.parametrize(
    "article",
    [PARAGRAPHS, BROKEN, PARAGRAPHS.replace("<p>", "<div>").replace("</p>", "</div>")],
    ids=["paragraphs", "breaks", "divisions"],
)
@pytest.mark.parametrize("container", CONTAINERS)
def test_the_article_is_found_line_by_line(read: Read, container: str, article: str) -> None:
    document = read(page(article + CLOSING.get(container, ""), container=container), "报告.html")
    lines = document.text.split("\n")

    assert document.format == "html"
    assert lines[-len(LINES) :] == [line.strip() for line in LINES]
    assert lines[: -len(LINES)] == ["清渚市司法局2023年工作报告", "发布时间：2024-01-18 来源：市司法局 打印"]


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        ("utf-8", "gb2312"),
        ("gb18030", "gb2312"),
        ("gb18030", "utf-8"),
        ("gb18030", "iso-8859-1"),
        ("gb18030", "no-such-set"),
        ("utf-16", "utf-8"),
        ("big5", "big5"),
    ],
)
def test_a_label_is_not_trusted(read: Read, encoding: str, label: str) -> None:
    text = page(PARAGRAPHS, charset=label)
    if encoding == "big5":
        text = text.translate(dict.fromkeys(map(ord, {c for c in text if not _in(c, "big5")}), "字"))
    document = read(text.encode(encoding), "报告.html")

    assert document.text == read(text, "报告.html").text
    assert document.warnings == ()


def _in(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def test_a_page_in_a_text_file_is_read_as_a_page_and_said(read: Read) -> None:
    document = read(page(PARAGRAPHS), "报告.txt")

    assert document.format == "html"
    assert tuple(map(str, document.warnings)) == ("the name says txt, but it is html; read as html",)


def test_a_text_with_a_few_stray_tags_stays_a_text(read: Read) -> None:
    assert read(FIRST.replace("，", "<br>，", 1), "报告.txt").format == "txt"
    assert read(FIRST, "报告.html").format == "txt"


def test_a_table_of_tasks_is_rows_of_cells(read: Read) -> None:
    tasks = (
        "<table><tr><th>事项</th><th>责任单位</th><th>时限</th></tr>"
        '<tr><td rowspan="2">修订<br>办法</td><td>法制科</td><td><p>6月底前</p></td></tr>'
        "<tr><td>执法科</td><td>12月</td></tr><tr><td colspan=2>其他</td><td>全年</td></tr></table>"
    )
    lines = read(page(PARAGRAPHS + tasks), "报告.html").text.split("\n")

    assert lines[-4:] == ["事项\t责任单位\t时限", "修订 办法\t法制科\t6月底前", "\t执法科\t12月", "其他\t\t全年"]


def test_a_cell_that_says_who_or_when_stands_in_each_row_that_it_spans(read: Read) -> None:
    tasks = (
        "<table><tr><th>任务</th><th>措施</th><th>责任单位</th><th>时限</th></tr>"
        "<tr><td rowspan=2>依法行政</td><td>修订办法</td><td rowspan=2>法制科</td><td>6月底前</td></tr>"
        "<tr><td>评查案卷</td><td rowspan=2>年底前</td></tr>"
        "<tr><td>法律服务</td><td>新建站点</td><td></td></tr></table>"
    )
    lines = read(page(PARAGRAPHS + tasks), "报告.html").text.split("\n")

    assert lines[-3:] == [
        "依法行政\t修订办法\t法制科\t6月底前",
        "\t评查案卷\t法制科\t年底前",
        "法律服务\t新建站点\t\t年底前",
    ]


def test_a_cell_over_several_rows_of_figures_stands_once(read: Read) -> None:
    head = "<tr><th>类别</th><th>件数</th></tr>"
    table = f"<table>{head}<tr><td rowspan=2>许可</td><td>3</td></tr><tr><td>4</td></tr></table>"
    lines = read(page(PARAGRAPHS + table), "报告.html").text.split("\n")

    assert lines[-3:] == ["类别\t件数", "许可\t3", "4"]


def test_a_cell_that_holds_the_parts_of_a_report_is_a_page(read: Read) -> None:
    parts = [
        "一、2008年工作总结",
        "完成审计项目86个，提出建议68条。",
        "二、2009年工作要点",
        "完成审计12项，建成联网系统。",
    ]
    article = "<br>".join(parts)
    body = f"<html><body><table><tr><td><a href=#>机构设置</a><br></td><td>{article}</td></tr></table></body></html>"
    lines = read(body, "报告.html").text.split("\n")

    assert lines[-4:] == parts


def test_a_page_whose_plan_is_a_table_is_read_whole(read: Read) -> None:
    rows = "".join(f"<tr><td>新建服务站{n}个</td><td>市司法局</td><td>{n}月</td></tr>" for n in range(1, 13))
    body = (
        "<html><head><title>工作安排</title></head><body><div><h2>清渚市司法局2023年总结和2024年安排</h2><p>一、2023年总结</p>"
        "<p>完成立法项目3件，培训执法人员1200人。</p><p>二、2024年安排</p>"
        f"<table><tr><th>任务</th><th>责任单位</th><th>时限</th></tr>{rows}</table><p>清渚市司法局</p></div></body></html>"
    )
    lines = read(body, "报告.html").text.split("\n")

    assert {"一、2023年总结", "二、2024年安排", "完成立法项目3件，培训执法人员1200人。", "清渚市司法局"} <= set(lines)
    assert sum("\t" in line for line in lines) == 13


def test_an_article_that_stands_in_its_page_twice_is_read_once(read: Read) -> None:
    twice = f'<div class="a">{PARAGRAPHS}</div></div><div class="print">{PARAGRAPHS}</div><div>'

    assert read(page(twice, container="<div>"), "报告.html").text == read(page(PARAGRAPHS), "报告.html").text


@pytest.mark.parametrize("known", ["", ' class="TRS_Editor"'])
def test_an_article_of_several_parts_is_whole(read: Read, known: str) -> None:
    article = f"<p>{LINES[0]}</p><div{known}>{''.join(f'<p>{line}</p>' for line in LINES[1:-2])}</div>"
    article += "".join(f"<p>{line}</p>" for line in LINES[-2:])
    lines = read(page(article, container="<div>"), "报告.html").text.split("\n")

    assert lines[-len(LINES) :] == [line.strip() for line in LINES]


def test_the_day_of_publication_is_taken_from_the_head_if_the_page_shows_none(read: Read) -> None:
    head = '<meta name="PubDate" content="2024-01-18 10:20:00">'
    plain = (
        f"<html><head><title>工作报告</title>{head}</head><body>{PARAGRAPHS.replace('2023年1月18日', '')}</body></html>"
    )

    assert read(plain, "报告.html").text.split("\n")[:2] == ["工作报告", "发布日期：2024-01-18"]
    assert "发布日期" not in read(page(PARAGRAPHS, head=head), "报告.html").text


def test_an_article_that_a_script_shows_later_is_read(read: Read) -> None:
    known = page(PARAGRAPHS, container='<div id="js_content" style="visibility: hidden; opacity: 0">')
    unknown = f'<html><body><div style="display:none">{PARAGRAPHS}</div></body></html>'

    assert read(known, "报告.html").text == read(page(PARAGRAPHS), "报告.html").text
    assert read(unknown, "报告.html").text.split("\n") == [line.strip() for line in LINES]


def test_an_article_in_a_table_of_layout_keeps_its_lines(read: Read) -> None:
    article = f"<table><tr><td>左栏</td><td><table><tr><td>{BROKEN}</td></tr></table></td></tr></table>"
    lines = read(page(article, container="<div>"), "报告.html").text.split("\n")

    assert lines[-len(LINES) :] == [line.strip() for line in LINES]


def test_numbers_of_a_list_are_written_out(read: Read) -> None:
    article = (
        "<ol><li>制定办法。</li><li>修订目录。</li></ol><ol type=A start=3><li>甲</ol><ol><li>1．已有编号</ol>"
        '<ol style="list-style: none"><li>无</ol><ul><li>点</ul><ol reversed type=i><li value=4>四</ol>'
    )
    lines = read(page(PARAGRAPHS + article), "报告.html").text.split("\n")

    assert lines[-7:] == ["1.制定办法。", "2.修订目录。", "C.甲", "1．已有编号", "无", "点", "iv.四"]


def test_breaks_of_the_source_are_no_breaks_of_the_page(read: Read) -> None:
    article = (
        PARAGRAPHS
        + "<p>全面推进\n    依法行政，work\nplan&lt;草案&gt;&#160;&amp;c<b>。</b><!-- 注 --></p><pre>一行\n二行</pre>"
    )
    lines = read(page(article), "报告.html").text.split("\n")

    assert lines[-3:] == ["全面推进依法行政，work plan<草案> &c。", "一行", "二行"]


@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_page_saved_with_its_pictures_in_one_file(read: Read, coding: str, charset: str) -> None:
    body = page(PARAGRAPHS, charset=charset).encode(charset)
    coded = quopri.encodestring(body) if coding == "quoted-printable" else base64.encodebytes(body)
    mail = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://sfj.example/1.html\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="--edge"\r\n\r\n'
        b"----edge\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
        b"----edge\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: " + coding.encode() + b"\r\n\r\n" + coded
    )
    document = read(mail + b"\r\n----edge--\r\n", "报告.mhtml")

    assert document.format == "html"
    assert document.warnings == ()
    assert document.text == read(page(PARAGRAPHS), "报告.html").text


def test_a_page_without_body_text_is_refused(read: Read) -> None:
    with pytest.raises(ReadError, match=r"报告\.html: holds no text"):
        read("<html><body><script>var a = 1;</script><img src=x></body></html>", "报告.html")
