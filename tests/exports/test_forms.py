"""What leaves the tracker: the same rows, order and words in each form, and nothing in them that acts."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import time
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from db.engine import open_database
from tests.conftest import Run
from tests.db import making
from tests.exports import selection
from tracker import words
from tracker.exports.marks import KEY
from tracker.exports.rows import COLUMNS
from tracker.model import Reported, Role, Status

KEYS = [column.key for column in COLUMNS]
Rows = list[dict[str, str]]


def from_csv(data: bytes) -> Rows:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0] == [column.title for column in COLUMNS]
    plain = [[re.sub(r"^'(?=\s*[=+@\t-])", "", cell) for cell in row] for row in rows[1:]]
    return [dict(zip(KEYS, row, strict=True)) for row in plain if row[0]]


def from_json(data: bytes) -> Rows:
    return [commitment["words"] for commitment in json.loads(data)["commitments"]]


def from_markdown(data: bytes) -> Rows:
    found = []
    for line in data.decode().splitlines():
        cells = re.split(r"(?<!\\)\|", line)[1:-1]
        if len(cells) == len(KEYS) and re.match(r" \d", cells[0]):
            plain = (re.sub(r"\\(.)", r"\1", cell.strip().replace("<br>", "\n")) for cell in cells)
            found.append(dict(zip(KEYS, plain, strict=True)))
    return found


def from_xlsx(data: bytes) -> Rows:
    found = []
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        if KEY not in rows[0]:
            continue
        assert list(rows[0][: len(KEYS)]) == [column.title for column in COLUMNS]
        for row in rows[1:]:
            texts = ("" if cell is None else str(cell).replace("_x005F_", "_") for cell in row)
            found.append(dict(zip(KEYS, texts, strict=False)))
    return found


def from_html(data: bytes) -> Rows:
    found = []
    for body in HTMLParser(data.decode()).css("table.list tbody"):
        cells = {node.attributes["data-key"]: node for node in body.css("[data-key]")}
        assert set(cells) == set(KEYS)
        lines = "\n".join(node.text(deep=True) for node in cells["evidence"].css("[data-line]"))
        found.append({key: cells[key].text(deep=True) for key in KEYS} | {"evidence": lines})
    return found


def from_docx(data: bytes) -> Rows:
    """The tables under their headings; what has no column of its own stands in the headings or under a label."""
    found: Rows = []
    source: list[str] = []
    document = Document(io.BytesIO(data))
    named = {words.say(f"exports.column.{key}"): key for key in ("target", "bodies", "date", "note")}
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            if block.style.name == "Heading 1":
                source = block.text.split("  ")
            elif block.style.name == "Heading 2":
                source = [*source[:2], block.text]
            continue
        rows = [[[p.text for p in cell.paragraphs] for cell in row.cells] for row in block.rows]
        if rows[0][0] != [words.say("exports.column.text")]:
            continue
        for (key, text, *left), middle, (status, *right) in rows[1:]:
            row = dict.fromkeys(KEYS, "") | {"id": key, "text": text, "status": status, "source": "\n".join(source)}
            _sort(left, row, named, ("parts",))
            _sort(right, row, named, ("reported", "decided") if right[1:2] and right[1] not in named else ("decided",))
            row["evidence"] = "\n".join(middle).replace("」\n", "」")
            found.append(row)
    return found


def _sort(lines: list[str], row: dict[str, str], named: dict[str, str], first: tuple[str, ...]) -> None:
    keys, key = list(first), ""
    for line in lines:
        if line in named:
            key = named[line]
        elif key:
            row[key] = f"{row[key]}\n{line}".strip()
        else:
            to = keys.pop(0) if len(keys) > 1 else keys[0]
            row[to] = f"{row[to]}\n{line}".strip()


READ = {
    "csv": from_csv,
    "json": from_json,
    "md": from_markdown,
    "xlsx": from_xlsx,
    "html": from_html,
    "docx": from_docx,
}


@pytest.fixture(params=["en", "zh"])
def kept(request: pytest.FixtureRequest, tracker: Run, tmp_path: Path) -> Run:
    """The selection, asked in one language."""
    selection.build(tmp_path / "test.db")

    def run(*args: object) -> object:
        return tracker("--lang", request.param, *args)

    return run


def written(run: Run, path: Path, *args: object) -> bytes:
    ran = run("export", "-o", path, *args)
    assert ran.code == 0, ran.err
    return path.read_bytes()


FILTERS = ((), ("--issuer", selection.OTHER), ("--status", "dropped", "--status", "partly_met"), ("--text", "设立"))


@pytest.mark.parametrize("chosen", FILTERS)
def test_every_form_has_the_same_rows_order_and_words(kept: Run, tmp_path: Path, chosen: tuple[str, ...]) -> None:
    read = {form: READ[form](written(kept, tmp_path / f"out.{form}", *chosen)) for form in READ}
    listed = [json.loads(line)["id"] for line in kept("list", "--json", *chosen).out.splitlines()]

    assert listed
    assert [int(row["id"]) for row in read["json"]] == listed
    for form, rows in read.items():
        for mine, row in zip(read["json"], rows, strict=True):
            for key in KEYS:
                assert _plain(row[key], form) == _plain(mine[key], form), (form, key)


def _plain(text: str, form: str) -> str:
    """Markdown joins the words of a line by one blank; no other form changes anything."""
    return "\n".join(" ".join(line.split()) for line in text.split("\n")) if form == "md" else text


def squeezed(text: str) -> str:
    """Without blanks and the hyphens at which a PDF breaks lines."""
    return re.sub(r"[\s\u00ad\ufffe\x02-]+", "", text)


def test_the_pdf_has_the_same_rows_order_and_words(kept: Run, tmp_path: Path) -> None:
    rows = from_json(written(kept, tmp_path / "out.json"))
    text, at = squeezed(pdf_text(written(kept, tmp_path / "out.pdf"))), 0
    for row in rows:
        for key in ("id", "text", "parts", "target", "bodies", "evidence", "status", "reported", "decided", "note"):
            for line in filter(None, re.split(r"\n|(?<=」)", row[key])):  # a page may end after a quote
                found = text.find(squeezed(line), at if key in ("id", "text") else 0)
                assert found >= 0, (key, line)
                at = found if key in ("id", "text") else at


def pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_evidence_is_quoted_with_its_place(kept: Run, tmp_path: Path) -> None:
    rows = from_json(written(kept, tmp_path / "out.json"))
    exported = json.loads((tmp_path / "out.json").read_bytes())["commitments"]

    assert sum(len(f["evidence"]) for c in exported for f in c["follow_ups"]) > 4
    for row, commitment in zip(rows, exported, strict=True):
        for follow_up in commitment["follow_ups"]:
            for evidence in follow_up["evidence"]:
                place = words.say("exports.cell.place", **_place(evidence))
                assert f"「{evidence['text']}」{place}" in row["evidence"]


def _place(evidence: dict) -> dict:
    start = selection.SOURCE.index(evidence["text"])
    end = start + len(evidence["text"])
    return {"year": 2023, "heading": "一、工作情况", "start": start, "end": end, "statement": evidence["statement"]}


def test_a_persons_word_stands_first_with_name_date_and_note(kept: Run, tmp_path: Path) -> None:
    row = next(row for row in from_json(written(kept, tmp_path / "out.json")) if "普法考试" in row["text"])

    assert "周代表" in row["decided"]
    assert row["note"] == "=考试 已与培训合并"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["date"])
    assert "周代表" in row["evidence"].split("\n")[0]
    assert selection.DONE[0] in row["evidence"].split("\n")[1]


@pytest.mark.parametrize(("zone", "ahead"), [("Pacific/Kiritimati", 14), ("Pacific/Honolulu", -10)])
def test_dates_are_those_of_the_clock_on_the_wall(
    kept: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str, ahead: int
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        data = json.loads(written(kept, tmp_path / "out.json"))
        row = next(row for row in data["commitments"] if "普法考试" in row["text"])
        shown = kept("show", row["id"])
    finally:
        monkeypatch.undo()
        time.tzset()
    here = dt.timezone(dt.timedelta(hours=ahead))
    decided = dt.datetime.fromisoformat(row["decisions"][0]["at"]).astimezone(here)
    assert row["words"]["date"] == f"{decided:%Y-%m-%d}"
    assert f"{decided:%Y-%m-%d %H:%M}" in shown.out


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_is_a_formula(kept: Run, tmp_path: Path, form: str) -> None:
    data = written(kept, tmp_path / f"out.{form}")
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))] == []
        return
    cells = [cell for s in load_workbook(io.BytesIO(data)).worksheets for row in s.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert {cell.data_type for cell in cells} <= {"inlineStr", "s", "n"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(("=", "+", "-", "@")))


def test_csv_opens_as_utf8_in_a_spreadsheet(kept: Run, tmp_path: Path) -> None:
    assert written(kept, tmp_path / "out.csv").startswith(b"\xef\xbb\xbf")


def test_markdown_shows_report_text_literally(kept: Run, tmp_path: Path) -> None:
    text = written(kept, tmp_path / "out.md").decode()

    assert "<script>" not in text
    assert "[点](" not in text
    assert "\\|" in text


def test_the_note_of_a_csv_stands_under_the_rows_and_has_no_number(kept: Run, tmp_path: Path) -> None:
    rows = list(csv.reader(io.StringIO(written(kept, tmp_path / "out.csv").decode("utf-8-sig"), newline="")))

    assert {len(row) for row in rows} == {len(KEYS)}
    numbered = [bool(row[0]) for row in rows]
    assert numbered == sorted(numbered, reverse=True)
    assert numbered.count(True) == 1 + 14
    assert rows[15] == [""] * len(KEYS), "a spreadsheet's filter ends at an empty row"


@pytest.mark.parametrize("form", ["csv", "md", "json", "xlsx", "html", "docx", "pdf"])
def test_each_form_says_what_it_rests_on(kept: Run, tmp_path: Path, form: str) -> None:
    data = written(kept, tmp_path / f"out.{form}")
    if form == "xlsx":
        sheet = load_workbook(io.BytesIO(data))[words.say("exports.sheet.note")]
        text = "\n".join(str(row[0]) for row in sheet.iter_rows(values_only=True))
    else:
        text = {
            "csv": lambda: data.decode("utf-8-sig"),
            "json": lambda: json.loads(data)["method"],
            "md": lambda: re.sub(r"\\(.)", r"\1", data.decode()),
            "html": lambda: HTMLParser(data.decode()).body.text(deep=True),
            "docx": lambda: "\n".join(p.text for p in Document(io.BytesIO(data)).paragraphs),
            "pdf": lambda: pdf_text(data),
        }[form]()
    text = squeezed(text)

    assert squeezed(words.say("exports.note.counts", rows=14, decided=4, suggested=8, pending=2)) in text
    assert squeezed(words.say("exports.note.evidence")) in text
    assert "m1" in text
    if form != "json":
        assert squeezed(f"{selection.OTHER[:3]}-2023.txt") in text


def test_a_sheet_for_each_issuer_when_asked(kept: Run, tmp_path: Path) -> None:
    whole = from_xlsx(written(kept, tmp_path / "whole.xlsx"))
    data = written(kept, tmp_path / "apart.xlsx", "--sheet-per-issuer")

    assert from_xlsx(data) == whole
    titles = load_workbook(io.BytesIO(data)).sheetnames
    assert titles[:2] == ["清渚市·东湖区人民政府·试点·", "清渚市司法局"]


def test_a_folder_takes_a_file_for_each_issuer(kept: Run, tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    unknown = making.keep(
        open_database(str(tmp_path / "test.db")), making.parsed(2023, plan=[selection.PLAN[0]], issuer=None)
    )
    ran = kept("export", "-o", tmp_path / "lists", "-f", "csv")

    assert ran.code == 1
    assert len(ran.err.splitlines()) == 3
    assert ran.err.splitlines()[2].startswith(words.say("cli.export.nobodys", n=1)), unknown
    files = {path.name: from_csv(path.read_bytes()) for path in (tmp_path / "lists").iterdir()}
    assert set(files) == {f"{making.ISSUER}.csv", "清渚市_东湖区人民政府[试点].csv"}
    assert {len(rows) for rows in files.values()} == {7}
    assert kept("export", "-o", tmp_path / "lists", "-f", "csv").code == 1, "never replaced unasked"
    assert kept("export", "-o", tmp_path / "lists").code == 2, "no format"


def test_a_long_history_has_a_wide_column_as_rows_cannot_grow_without_end(tracker: Run, tmp_path: Path) -> None:
    engine = open_database(str(tmp_path / "test.db"))
    widths = []
    for years in (2, 8):
        for year in range(2015, 2015 + years):
            making.keep(
                engine, making.parsed(year, plan=[f"举办培训班{year}期。"]), path=f"/reports/{years}-{year}.txt"
            )
        sheet = load_workbook(io.BytesIO(written(tracker, tmp_path / f"{years}.xlsx"))).worksheets[0]
        widths.append(sheet.column_dimensions["G"].width)
    assert widths[0] < widths[1] <= 255


def test_the_workbook_has_filters_frozen_heads_colours_and_native_charts(kept: Run, tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(written(kept, tmp_path / "out.xlsx")))
    sheet = book[words.say("exports.sheet.list")]

    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref == f"A1:N{sheet.max_row}"
    assert sheet.column_dimensions["O"].hidden
    fills = {sheet.cell(row, 8).value: sheet.cell(row, 8).fill.fgColor.rgb for row in range(2, sheet.max_row + 1)}
    assert len(set(fills.values())) == len(fills) >= 4
    assert sheet.cell(2, 3).alignment.wrap_text
    charts = book[words.say("exports.sheet.summary")]._charts
    assert len(charts) >= 3


def test_the_summary_charts_point_at_their_tables(kept: Run, tmp_path: Path) -> None:
    sheet = load_workbook(io.BytesIO(written(kept, tmp_path / "out.xlsx")))[words.say("exports.sheet.summary")]
    for chart in sheet._charts:
        for series in chart.series:
            title = sheet[series.tx.strRef.f.split("!")[1].replace("$", "")].value
            assert title in {words.name(member) for enum in (Status, Reported) for member in enum}
            first = series.val.numRef.f.split("!")[1].replace("$", "").split(":")[0]
            assert isinstance(sheet[first].value, int)


def test_a_word_table_begins_with_figures_and_charts_where_they_can_be_drawn(
    kept: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = Document(io.BytesIO(written(kept, tmp_path / "with.docx")))
    pictures = drawn.element.body.xpath(".//wp:docPr/@descr")
    assert len(pictures) >= 4
    assert words.say("exports.chart.heat_issuer_year") in pictures
    assert words.say("exports.table.figures") in [p.text for p in drawn.paragraphs if p.style.name == "Heading 1"]

    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)
    plain = Document(io.BytesIO(written(kept, tmp_path / "without.docx")))
    assert plain.element.body.xpath(".//wp:docPr/@descr") == []
    assert [p.text for p in plain.paragraphs] == [p.text for p in drawn.paragraphs]


# Where files go ----------------------------------------------------------------------------------


def test_a_file_is_never_replaced_unasked(kept: Run, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("mine")

    ran = kept("export", "-o", path)
    assert ran.code == 1
    assert "--force" in ran.err
    assert path.read_text() == "mine"
    assert kept("export", "-o", path, "--force").code == 0
    assert path.read_bytes() != b"mine"


@pytest.mark.parametrize(
    ("name", "args", "code"),
    [
        ("missing/out.csv", (), 1),
        ("a\x07b.csv", (), 1),
        ("out.csv", ("--format", "xlsx"), 2),
        ("out.unknown", (), 2),
        ("folder", (), 2),
    ],
)
def test_a_place_that_makes_no_sense_is_refused_in_one_line(
    kept: Run, tmp_path: Path, name: str, args: tuple[str, ...], code: int
) -> None:
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.rglob("*"))

    ran = kept("export", "-o", tmp_path / name, *args)
    assert ran.code == code
    assert len(ran.err.splitlines()) == 1
    assert [p for p in sorted(tmp_path.rglob("*")) if p not in before] == []


def test_what_cannot_be_finished_leaves_nothing(kept: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(file: object, ledger: object) -> None:
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tracker.exports.csv_list.write", broken)
    before = sorted(tmp_path.iterdir())

    ran = kept("export", "-o", tmp_path / "out.csv")
    assert ran.code == 1
    assert {"en": "the disk is full", "zh": "磁盘已满"}[words.spoken()] in ran.err
    assert sorted(tmp_path.iterdir()) == before


def test_two_later_reports_of_one_year_are_told_apart(tracker: Run, tmp_path: Path) -> None:
    engine = open_database(str(tmp_path / "test.db"))
    first = making.keep(engine, making.parsed(2022, plan=[selection.PLAN[0]])).report
    (promised,) = making.units(engine, first, Role.COMMITMENT).values()
    for title, status in (("提案答复", Status.DROPPED), ("年度报告", Status.PARTLY_MET)):
        parsed = making.parsed(2023, done=selection.DONE, title=title)
        later = making.keep(engine, parsed, path=f"/reports/{title}.txt").report
        said = list(making.units(engine, later, Role.STATEMENT).values())
        making.match(engine, first, later, making.follow_up(promised, status, said))

    told = from_json(written(tracker, tmp_path / "out.json"))[0]["evidence"].split("\n")
    assert [line for line in told if line.startswith("2023 (提案答复): Dropped")]
    assert [line for line in told if line.startswith("2023 (年度报告): Partly met")]


def test_a_dataset_has_what_the_list_and_the_page_say(kept: Run, tmp_path: Path) -> None:
    data = json.loads(written(kept, tmp_path / "out.json"))
    listed = {str(row["id"]): row for row in map(json.loads, kept("list", "--json").out.splitlines())}
    statements = {s["id"] for report in data["reports"] for s in report["statements"]}

    assert [c["id"] for c in data["commitments"]] == list(listed)
    for found in data["commitments"]:
        row = listed[found["id"]]
        for key in ("topic", "bodies", "reported", "strength", "confidence", "gone", "ahead", "late", "text"):
            assert found[key] == row[key], key
        assert found["chain"] == (row["chain"] and str(row["chain"]))
        assert all(found["text"][part["start"] : part["end"]] == part["text"] for part in found["parts"])
        assert found["end"] - found["start"] >= len(found["text"])
        assert {e["statement"] for f in found["follow_ups"] for e in f["candidates"]} <= statements
        for entry in found["decisions"]:
            assert entry["reviewer"] == "周代表"
            assert dt.datetime.fromisoformat(entry["at"]).utcoffset() == dt.timedelta(0)


def test_whoever_overrules_the_program_is_not_given_its_reasons(kept: Run, tmp_path: Path) -> None:
    row = next(
        c for c in json.loads(written(kept, tmp_path / "a.json"))["commitments"] if c["text"] == selection.PLAN[0]
    )
    report, (suggestion,) = row["follow_ups"][0]["report"], row["follow_ups"]
    assert suggestion["reason"] in row["words"]["evidence"]
    assert kept("mark", row["id"], "dropped", "--report", report).code == 0

    told = next(r for r in from_json(written(kept, tmp_path / "b.json")) if r["id"] == row["id"])["evidence"]
    assert suggestion["reason"] not in told
    assert words.say("exports.cell.overruled", status=words.name(Status.PARTLY_MET)) in told
    assert selection.DONE[0] not in told


def test_a_selection_rests_on_the_reports_of_its_issuers_and_the_whole_on_all(kept: Run, tmp_path: Path) -> None:
    making.keep(open_database(str(tmp_path / "test.db")), making.parsed(2023, done=selection.DONE, issuer="无承诺局"))
    some = json.loads(written(kept, tmp_path / "some.json", "--issuer", selection.OTHER))["reports"]
    every = json.loads(written(kept, tmp_path / "every.json"))["reports"]

    assert {report["issuer"] for report in some} == {selection.OTHER}
    assert {report["issuer"] for report in every} == {selection.OTHER, making.ISSUER, "无承诺局"}


def test_many_silent_reports_are_named_in_one_line_with_all_that_was_searched(tracker: Run, tmp_path: Path) -> None:
    engine = open_database(str(tmp_path / "test.db"))
    first = making.keep(engine, making.parsed(2018, plan=[selection.PLAN[0]])).report
    (promised,) = making.units(engine, first, Role.COMMITMENT).values()
    for year in range(2019, 2024):
        later = making.keep(engine, making.parsed(year, done=selection.DONE), path=f"/reports/{year}.txt").report
        said = list(making.units(engine, later, Role.STATEMENT).values())
        status = Status.PARTLY_MET if year == 2021 else Status.DROPPED
        making.match(engine, first, later, making.follow_up(promised, status, said, confidence=year / 2500))

    row = next(r for r in from_json(written(tracker, tmp_path / "out.json")) if r["id"] == str(promised))
    told = row["evidence"].split("\n")
    assert len(told) == 3
    assert told[0].startswith("2021:")
    assert told[2].startswith("2019, 2020, 2022, 2023: Dropped")
    assert "12 statements of these 4 reports" in told[2]
    assert "81% sure" in told[2]
