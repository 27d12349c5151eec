"""The figures that the shipped weights were made with, every report judged by weights that had not seen its issuer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tracker.parsing import roles

FIGURES = json.loads(Path(roles.__file__).with_name("figures.json").read_text(encoding="utf-8"))[
    "leave_one_issuer_out_f1"
]
ALL = {"commitments": 0.947, "statements": 0.96}
LEAST = {"commitments": 0.88, "statements": 0.84}
"""Of a report with at least FEW items; by one or two of very few a figure says nothing."""
FEW = {"wuhan-sifaju-2016-term": "commitments"}
"""Five gold commitments."""


@pytest.mark.parametrize("part", ALL)
def test_all_reports_together(part: str) -> None:
    assert FIGURES["all"][part] >= ALL[part]


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("part", LEAST)
def test_each_report(name: str, part: str) -> None:
    if FEW.get(name) != part:
        assert FIGURES[name][part] >= LEAST[part]
