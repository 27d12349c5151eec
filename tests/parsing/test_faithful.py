"""Nothing a report says is lost: units slice back, never overlap and hold every character."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.parsing.pages import CLOSING, DONE, HEAD, PLAN, PROBLEMS, report
from tracker.errors import NotAReport
from tracker.model import ParsedReport
from tracker.parsing import parse
from tracker.text import join_lines

MARKS = ("1.", "①", "一是", "\n", "\n\n", "\u3000\u3000", "????", "\\r\\n", "“", "”", "（", "；", "……")
LINES = (
    "一、2024年工作回顾\n",
    "二、2025年工作安排\n",
    "（一）完善设施。",
    "表\t1\t2\n",
    "责任单位：市司法局\n",
    "名词解释\n",
)
PIECES = st.sampled_from([*DONE, *PLAN, PROBLEMS, HEAD, CLOSING, *MARKS, *LINES])


def faithful(parsed: ParsedReport) -> None:
    taken = bytearray(len(parsed.text))
    last = 0
    for unit in parsed.units:
        assert last <= unit.start < unit.end
        last = unit.end
        assert unit.text == join_lines(parsed.text[unit.start : unit.end])
        taken[unit.start : unit.end] = b"\1" * (unit.end - unit.start)
    assert all(there or c.isspace() for there, c in zip(taken, parsed.text, strict=True))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=60).map("".join))
def test_made_up_reports(text: str) -> None:
    try:
        faithful(parse(report() + text))
        faithful(parse(text))
    except NotAReport:
        pass


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=300))
def test_any_text_at_all(text: str) -> None:
    faithful(parse(report(closing=text)))


def test_a_report_of_5_megabytes() -> None:
    body = report(closing="")
    faithful(parse(body + (body.removeprefix(HEAD)) * 40))


def test_annotated_reports(gold: Path) -> None:
    check(sorted((gold / "reports").iterdir()))


def test_the_corpus(gold: Path) -> None:
    folder = gold.parent / "corpus"
    if not folder.is_dir():
        pytest.skip("no ../corpus beside the annotated reports")
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in {".txt", ".docx", ".pdf", ".html"}]
    read = check(paths)
    assert read >= 0.95 * len(paths)


def check(paths: list[Path]) -> int:
    from tracker.reading import Reader

    read = 0
    with Reader() as reader:
        for path in paths:
            try:
                faithful(parse(reader.read(path).text))
                read += 1
            except NotAReport:
                continue
    return read
