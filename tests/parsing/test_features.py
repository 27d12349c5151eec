"""What is found in a whole text at once is what training counted piece by piece."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tracker.parsing import units
from tracker.parsing.features import EDGE, Edges, Vocabulary, edges, grams, see

TEXTS = st.text(alphabet="推进完成建设5%。；！;!.,，、（一）“” \n\t𠮷", min_size=1, max_size=80).filter(str.strip)
CHOSEN = st.integers(1, 3)


@given(TEXTS, CHOSEN)
def test_beginnings_and_ends_are_those_that_training_counts(text: str, step: int) -> None:
    seen = see(text, units.split(text))
    names = sorted({name for body in seen.bodies for name in edges(body)})[::step]
    known = {name: row for row, name in enumerate(names) if max(map(ord, name)) < 0x10000}
    found = [(k, row) for k, rows in enumerate(Edges(known).find(seen).tolist()) for row in rows if row >= 0]
    assert Counter(found) == Counter(
        (k, known[name]) for k, body in enumerate(seen.bodies) for name in edges(body) if name in known
    )
    assert max(len(name) for name in edges("推进完成建设")) == EDGE + 1


@given(TEXTS, CHOSEN)
def test_n_grams_are_those_that_training_counts(text: str, step: int) -> None:
    seen = see(text, units.split(text))
    counted = [grams(seen.folded, piece.start, piece.end) for piece in seen.pieces]
    names = sorted({gram for row in counted for gram in row})[::step]
    known = {name: row for row, name in enumerate(names) if max(map(ord, name)) < 0x10000}
    vocabulary, found = Vocabulary(known), Counter[tuple[int, int]]()
    for places, numbers in zip(vocabulary.places, vocabulary.find(seen), strict=True):
        for k, piece in enumerate(seen.pieces):
            found.update((k, row) for row in places[numbers[piece.start : piece.end]].tolist() if row >= 0)
    assert found == Counter(
        {(k, known[gram]): n for k, row in enumerate(counted) for gram, n in row.items() if gram in known}
    )
