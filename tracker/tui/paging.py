"""Rows of a long list, a page at a time: what is loaded, what is still wanted, and nothing of an older list."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from threading import Lock
from typing import overload

from tracker.errors import TrackerError
from tracker.model import CommitmentRow, Listing

PAGE = 100
"""Rows of a page: 1 to 2 ms from SQLite, and more than a screen shows."""

KEPT = 64
"""Pages kept; the one longest out of sight goes first."""

NONE = -1
"""Id of no commitment."""


class Beginning(Sequence[int]):
    """Ids of which the first are known: whoever asks for another one waits until all are read."""

    def __init__(self, listing: Listing, read: Callable[[], Listing]) -> None:
        self._first = listing.ids
        self._count = sum(group.commitments for group in listing.groups)
        self._read = read
        self._whole: Listing | None = None
        self._filled: Sequence[int] | None = None
        self._reading = Lock()

    def whole(self) -> Listing:
        """All of them, read once, as they are then; for a thread."""
        with self._reading:
            if self._whole is None:
                self._whole = self._read()
        return self._whole

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[int]: ...
    def __getitem__(self, at: int | slice) -> int | Sequence[int]:
        if isinstance(at, slice):
            return [self[place] for place in range(self._count)[at]]
        place = range(self._count)[at]
        return self._first[place] if place < len(self._first) else self._all()[place]

    def _all(self) -> Sequence[int]:
        """As many as there are to be, whatever was written, or refused, meanwhile: it is told by who reads the list."""
        if self._filled is None:
            try:
                found = self.whole().ids[: self._count]
            except TrackerError:
                found = self._first
            self._filled = array("q", [*found, *[NONE] * (self._count - len(found))])
        return self._filled


class Pages:
    """Loaded rows of one list of ids."""

    def __init__(self) -> None:
        self.generation = 0
        self.ids: Sequence[int] = ()
        self._pages: OrderedDict[int, dict[int, CommitmentRow]] = OrderedDict()
        self._asked: set[int] = set()

    def restart(self, ids: Sequence[int]) -> None:
        """Begin another list: whatever was loaded or asked for belongs to an older generation."""
        self.generation += 1
        self.ids = ids
        self._pages.clear()
        self._asked.clear()

    def slice(self, page: int) -> Sequence[int]:
        """Ids of a page."""
        return self.ids[page * PAGE : (page + 1) * PAGE]

    def row(self, index: int) -> CommitmentRow | None:
        """A row by its place in the list; None while it is not loaded, or if it is no longer kept."""
        page = self._pages.get(index // PAGE)
        return None if page is None else page.get(self.ids[index])

    def want(self, first: int, last: int) -> list[int]:
        """Pages between two places, inclusive, that have to be asked for now; each is named once."""
        wanted = []
        for page in range(max(first, 0) // PAGE, min(last, len(self.ids) - 1) // PAGE + 1):
            if page in self._pages:
                self._pages.move_to_end(page)
            elif page not in self._asked:
                self._asked.add(page)
                wanted.append(page)
        return wanted

    def put(self, page: int, generation: int, rows: Sequence[CommitmentRow]) -> bool:
        """Take in a loaded page; False if it belongs to an older list, or holds nothing new."""
        if generation != self.generation:
            return False
        self._asked.discard(page)
        before, self._pages[page] = self._pages.get(page), {row.id: row for row in rows}
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        return self._pages[page] != before

    def keep(self, pages: Iterable[int]) -> None:
        """Let go of all but some pages: what they hold may have changed."""
        for page in self._pages.keys() - set(pages):
            del self._pages[page]

    def give_up(self, page: int, generation: int) -> None:
        """A page could not be loaded; it may be asked for again."""
        if generation == self.generation:
            self._asked.discard(page)

    def replace(self, row: CommitmentRow) -> tuple[int, CommitmentRow] | None:
        """Put a changed row in the place of the loaded one; gives its place in the list and what it was before."""
        for page, rows in self._pages.items():
            if row.id in rows:
                before, rows[row.id] = rows[row.id], row
                return page * PAGE + self.slice(page).index(row.id), before
        return None
