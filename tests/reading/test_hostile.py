"""What is built to do harm, or went wrong on the way, ends soon with one line; the next file is read."""

from __future__ import annotations

import os
import socket
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from tests.reading.conftest import Read
from tests.reading.making import Pdf, docx, paragraph, part
from tests.reports import FIRST
from tracker import words
from tracker.errors import ReadError
from tracker.reading import Limits, Reader

SENTENCE = "今天，天气很好，大家都很高兴。"
PLAIN = docx(paragraph("一、工作情况"))


def _with_entities(definitions: str) -> bytes:
    body = part("document", f"<w:body>{paragraph('前')}<w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body>")
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", body.replace("?>", f"?><!DOCTYPE a [{definitions}]>", 1))
    return out.getvalue()


def _many_pages() -> bytes:
    pdf = Pdf()
    for _ in range(1000):
        pdf.new_page()
    return pdf.done()


BOMB = " ".join(f'<!ENTITY {name} "{f"&{inner};" * 10}">' for name, inner in zip("xabcdefgh", "abcdefghi", strict=True))

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "attributes.html": (lambda: _tag(" ".join(f"a{n}=1" for n in range(200_000))), "attributes"),
    "bare.html": (lambda: _tag("/".join(f"a{n}" for n in range(200_000))), "attributes"),
    "quoted.html": (lambda: _tag(" ".join(f"a{n}='<>'" for n in range(200_000))), "attributes"),
    "deep.html": (lambda: ("<html><body>" + "<div>" * 50_000 + SENTENCE).encode(), "nested"),
    "tables.html": (lambda: ("<html><body>" + "<table><tr><td>" * 20_000 + SENTENCE).encode(), "nested"),
    "breaks.html": (lambda: b"<html><body>" + b"<br>" * 1_000_100, "elements"),
    "node.docx": (lambda: docx(paragraph("a" * 30_000_000)), "packed"),
    "elements.docx": (lambda: docx("<w:p/>" * 5_000_000), "packed"),
    "hidden.docx": (lambda: docx(paragraph("文"), {"numbering": "<a>" + " " * 30_000_000 + "</a>"}), "packed"),
    "parts.docx": (lambda: docx(paragraph("文"), {f"x{n}": "" for n in range(5_100)}), "parts"),
    "nested.docx": (lambda: docx("<w:p><w:r>" * 80 + "<w:t>文</w:t>" + "</w:r></w:p>" * 80), "nested"),
    "entities.docx": (lambda: _with_entities(BOMB + '<!ENTITY i "xxxxxxxxxx">'), "damaged"),
    "pages.pdf": (_many_pages, "pages"),
    "endless.pdf": (
        lambda: (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9999999>>"
            b"endobj\ntrailer<</Root 1 0 R>>"
        ),
        "damaged",
    ),
    "long.txt": (lambda: b"a" * 5_000_001, "characters"),
    "zeros.txt": (lambda: bytes(1000), "zero"),
    "quote.csv": (lambda: b'"' + b"a," * 2_600_000, "characters"),
    "picture.pdf": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), r"a picture \(PNG\)"),
    "sheet.docx": (lambda: b"PK\x03\x04" + bytes(30) + b"xl/workbook.bin", "xlsb"),
    "archive.zip": (lambda: b"PK\x03\x04" + bytes(90), r"archive \(zip\); unpack"),
    "rich.doc": (lambda: b"{\\rtf1 " + b"{" * 9_999, "nested"),
    "film.txt": (lambda: b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 9, "no text"),
}


def _tag(attributes: str) -> bytes:
    return f"<html><body><p {attributes}>{SENTENCE}</p></body></html>".encode()


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_one_line(read: Read, name: str) -> None:
    make, said = REFUSED[name]
    with pytest.raises(ReadError, match=said) as refused:
        read(make(), name)

    assert name in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1
    assert read(PLAIN, "next.docx").text == "一、工作情况"


def test_nothing_outside_the_file_is_read(read: Read, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("秘密", encoding="utf-8")

    assert read(_with_entities(f'<!ENTITY x SYSTEM "{secret.as_uri()}">'), "报告.docx").text.strip() == "前"


def test_a_large_picture_in_a_document_does_no_harm(read: Read) -> None:
    assert read(docx(paragraph("文"), {"media/picture": "\0" * 50_000_000}), "报告.docx").text == "文"


def test_a_table_as_wide_as_can_be_is_read(read: Read) -> None:
    row = "<tr>" + "<td rowspan=60000 colspan=1000>今年</td>" * 100 + "</tr>"
    lines = read("<html><body><table>" + row * 100 + "</table></body></html>", "报告.html").text.split("\n")

    assert len(lines) == 100
    assert all(line.count("今年") == 100 for line in lines)


@pytest.mark.parametrize("kind", ["<b>", "<a><b><p>", "<select><option>", "<ol><li>"])
def test_elements_without_an_end_are_read(read: Read, kind: str) -> None:
    text = "<html><body>" + f"<p>{SENTENCE}</p>" + kind * 1_000 + "完"
    assert SENTENCE in read(text, "报告.html").text


def test_a_child_that_takes_too_long_is_ended_and_started_again(tmp_path: Path) -> None:
    slow = tmp_path / "slow.html"
    slow.write_text("<html><body>" + "<div>" * 4_900 + "</div>" * 4_900 + "<p>a</p>" * 300_000, encoding="utf-8")
    good = tmp_path / "good.docx"
    good.write_bytes(PLAIN)
    with Reader(replace(Limits(), seconds=0.3)) as reader:
        with pytest.raises(ReadError, match=r"slow\.html: takes longer than 0\.3 s"):
            reader.read(slow)
        assert reader.read(good).text == "一、工作情况"


def test_a_child_that_needs_too_much_memory_says_so(tmp_path: Path) -> None:
    big = tmp_path / "big.html"
    big.write_text("<html><body>" + f"<p>{SENTENCE * 20}</p>" * 40_000, encoding="utf-8")
    good = tmp_path / "good.docx"
    good.write_bytes(PLAIN)
    with Reader(replace(Limits(), memory=200 << 20)) as reader:
        with pytest.raises(ReadError, match=r"big\.html: (needs too much memory|cannot be read)"):
            reader.read(big)
        assert reader.read(good).text == "一、工作情况"


def test_a_child_that_is_killed_is_replaced(reader: Reader, tmp_path: Path) -> None:
    good = tmp_path / "good.docx"
    good.write_bytes(PLAIN)
    reader.read(good)
    assert reader._child._process is not None
    reader._child._process.kill()
    reader._child._process.wait()

    assert reader.read(good).text == "一、工作情况"


def test_too_large_a_file_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"a" * 3_000_000)
    with (
        Reader(Limits(max_bytes=2 << 20)) as reader,
        pytest.raises(ReadError, match=r"large\.txt: is larger than 2 MB"),
    ):
        reader.read(path)


def test_what_is_no_file_is_named(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, loop, pipe, plug = (tmp_path / name for name in ("folder.txt", "loop.txt", "pipe.txt", "plug.txt"))
    folder.mkdir()
    loop.symlink_to(loop)
    os.mkfifo(pipe)
    with socket.socket(socket.AF_UNIX) as opened:
        monkeypatch.chdir(tmp_path)
        opened.bind("plug.txt")
        for path, said in [
            (folder, "folder"),
            (loop, "cannot be opened"),
            (pipe, "no regular file"),
            (plug, "no regular file"),
            (tmp_path / "nowhere.txt", "no such file"),
            (tmp_path / "a\0b.txt", "cannot be opened"),
            (tmp_path / ("a" * 300), "cannot be opened"),
        ]:
            with pytest.raises(ReadError, match=said):
                reader.read(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_the_right_to_read_is_named(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text(FIRST, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(ReadError, match=r"locked\.txt: may not be opened"):
        reader.read(path)


@pytest.mark.parametrize("name", ["two\nlines.txt", "\x1b[31mred\u202e.txt", os.fsdecode(b"bad\xff.txt")])
def test_a_name_cannot_act_on_the_terminal(reader: Reader, tmp_path: Path, name: str) -> None:
    with pytest.raises(ReadError) as refused:
        reader.read(tmp_path / name)

    assert str(refused.value).isprintable()
    str(refused.value).encode()


@pytest.mark.parametrize(("name", "said"), [("blank.txt", "没有文字"), ("cut.pdf", "已损坏")])
def test_it_is_said_in_the_language_that_is_spoken(read: Read, name: str, said: str) -> None:
    spoken = words.spoken()
    words.use("zh")
    try:
        with pytest.raises(ReadError, match=said):
            read(b"%PDF-1.7 \n" if name.endswith("pdf") else b" \n", name)
    finally:
        words.use(spoken)
