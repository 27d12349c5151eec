"""What is looked at before a pattern is asked, for speed, never hides what the pattern would find."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.parsing import ahead, cues, outline
from tracker.promises import duties

GUARDED: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (cues._LOOKING_BACK, cues.looks_back),
    (cues._LOOKING_AHEAD, cues.looks_ahead),
    (cues._TURNING, cues.turns),
    (cues._ADDRESS, cues.addresses),
    (cues._INTRO, cues._introduces),
    (cues._AS_FOLLOWS, cues._introduces),
    (cues._CLOSING, cues.closes),
    (duties.DUTY, lambda text: duties.may_be_duty(text[:1])),
    (ahead._AHEAD, lambda text: ahead._HINT.search(text) is not None),
    (outline._MARK, lambda text: outline.mark_of(text, 0)[0] is not outline.Mark.NONE),
)


@pytest.mark.parametrize(("pattern", "found"), GUARDED, ids=[found.__name__ for _, found in GUARDED])
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_what_a_pattern_finds_is_found(
    pattern: re.Pattern[str], found: Callable[[str], bool], data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(pattern).filter(lambda text: pattern.match(text) is not None))
    assert found(text)
