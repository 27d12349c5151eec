"""Match every commitment with every later report of its issuer that this matcher has not matched yet."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from functools import cache
from typing import TYPE_CHECKING, Any

from db import queries, store
from db.engine import reading, writing
from tracker.model import Candidate, FollowUp, Move, ReportItems
from tracker.workflow import learning
from tracker.workflow.learning import Choice
from tracker.workflow.loading import Loader

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tracker.matching import Matcher

POOL_FROM = 40
"""Pairs of reports from which starting worker processes pays."""

AHEAD = 16
"""Pairs of reports that each worker is given ahead, to have work while the suggestions for a report are kept."""

Pair = tuple[int, int]


def match_reports(
    engine: Engine, *, processes: int | None = None, semantic: bool | None = None, report: int | None = None
) -> Iterator[tuple[int, int]]:
    """Match what is not matched yet and keep it, one transaction for the pairs of an earlier report.

    Args:
        engine: where they are kept.
        processes: at most so many at once; as many as there are processors unless given.
        semantic: with sentence vectors or without, see `learning.wanted`.
        report: only pairs that it is one of.

    Yields:
        (pairs done, pairs in all), first (0, n); stopping early keeps what was matched till then.

    """
    choice = learning.choose(engine, semantic)
    matcher = _own_matcher(choice)
    with reading(engine) as session:
        pairs = queries.pairs_to_match(session, matcher.version)
    if report is not None:
        pairs = [pair for pair in pairs if report in pair]
    yield 0, len(pairs)
    workers = min(processes or os.cpu_count() or 1, len(pairs))
    matched = (
        _matched_here(engine, pairs, matcher)
        if len(pairs) < POOL_FROM or workers < 2
        else _matched_in_pool(engine, pairs, workers, choice)
    )
    left = Counter(earlier for earlier, _ in pairs)
    held: dict[int, dict[int, Sequence[FollowUp]]] = defaultdict(dict)

    def keep(earlier: int) -> None:
        with writing(engine) as session:
            store.save_matched(session, earlier, held.pop(earlier), matcher.version)

    try:
        for done, ((earlier, later), follow_ups) in enumerate(matched, 1):
            held[earlier][later] = follow_ups
            left[earlier] -= 1
            if not left[earlier]:
                keep(earlier)
            yield done, len(pairs)
    finally:
        for earlier in list(held):
            keep(earlier)
    with reading(engine) as session:
        waiting = queries.chains_wait(session)
    if waiting:
        with writing(engine) as session:
            store.link_chains(session)


def moves(engine: Engine, *, semantic: bool | None = None) -> list[Move]:
    """The suggestions that this version of the matcher moved from what another one proposed."""
    with reading(engine) as session:
        return queries.moves(session, _own_matcher(learning.choose(engine, semantic)).version)


@cache
def _own_matcher(choice: Choice) -> Matcher:
    """The one matcher of that choice in this process."""
    return learning.load(choice)


_Plain = tuple[tuple[Any, ...], ...]
_AT = FollowUp._fields.index("candidates")


def _match(choice: Choice, earlier: ReportItems, later: ReportItems) -> _Plain:
    """What the matcher proposes, in tuples without names, which are handed over in a tenth of the time."""
    proposed = _own_matcher(choice).match(earlier, later)
    return tuple((*one[:_AT], tuple(tuple(c) for c in one.candidates), *one[_AT + 1 :]) for one in proposed)


def _named(plain: _Plain) -> tuple[FollowUp, ...]:
    follow_ups = map(FollowUp._make, plain)
    return tuple(one._replace(candidates=tuple(map(Candidate._make, one.candidates))) for one in follow_ups)


def _matched_here(
    engine: Engine, pairs: Sequence[Pair], matcher: Matcher
) -> Iterator[tuple[Pair, tuple[FollowUp, ...]]]:
    load = Loader(engine)
    for earlier, later in pairs:
        yield (earlier, later), matcher.match(load(earlier), load(later))


def _matched_in_pool(
    engine: Engine, pairs: Sequence[Pair], workers: int, choice: Choice
) -> Iterator[tuple[Pair, tuple[FollowUp, ...]]]:
    """As `_matched_here`, in spawned processes (scipy and rapidfuzz hold threads that do not survive a fork)."""
    load, queue = Loader(engine), iter(pairs)
    waiting: dict[Future[_Plain], Pair] = {}
    pool = ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_start_worker, initargs=(choice,)
    )
    try:
        while True:
            while len(waiting) < AHEAD * workers and (pair := next(queue, None)):
                waiting[pool.submit(_match, choice, load(pair[0]), load(pair[1]))] = pair
            if not waiting:
                break
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                yield waiting.pop(future), _named(future.result())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _start_worker(choice: Choice) -> None:
    """Ctrl-C is the parent's to handle."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    _own_matcher(choice)
