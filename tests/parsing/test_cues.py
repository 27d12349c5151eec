"""A pattern that is tried only where one of some characters stands matches nowhere else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.parsing import cues


@pytest.mark.parametrize(
    ("sign", "pattern"),
    [(cues._FRAMED, cues._FRAMING), (cues._SHORT_OF, cues._PROBLEM_TEXT)],
    ids=["framing", "problem"],
)
@given(st.data())
def test_a_sign_stands_wherever_its_pattern_matches(
    sign: re.Pattern[str], pattern: re.Pattern[str], data: st.DataObject
) -> None:
    found = pattern.search(data.draw(st.from_regex(pattern)))
    assert found is not None
    assert sign.search(found[0])
