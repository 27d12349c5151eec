"""Whatever is done in whatever order, the kept outcomes follow from what is kept beside them."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from sqlalchemy import Engine

from db import queries, store
from db.engine import reading, writing
from tests.db.making import ISSUER, follow_up, keep, parsed
from tracker.errors import UsageError
from tracker.model import DECIDABLE, VERDICTS, DecisionRow, Filter, NewDecision

TEXTS = [f"办好第{i}件事。" for i in range(6)]
REVIEWERS = ("林", "何")


class Life:
    """Random deeds on a few reports of one or two issuers."""

    def __init__(self, engine: Engine, seed: int) -> None:
        self.engine, self.chance = engine, random.Random(seed)
        self.reports = [self.read(None) for _ in range(4)]

    def some(self) -> list[str]:
        return self.chance.sample(TEXTS, self.chance.randint(0, len(TEXTS)))

    def read(self, replaces: int | None) -> int:
        report = parsed(self.chance.choice([2020, 2021, 2022, None]), self.some(), self.some())
        return keep(self.engine, report, replaces=replaces, digest=str(self.chance.random())).report

    def read_again(self) -> None:
        self.read(self.chance.choice(self.reports))

    def match(self) -> None:
        with reading(self.engine) as s:
            pairs = queries.pairs_to_match(s, self.chance.choice(["m1", "m2"]))
            if not pairs:
                return
            earlier, later = self.chance.choice(pairs)
            ids = [i.id for i in queries.report_items(s, earlier).commitments]
            after = queries.report_items(s, later)
        done, plans = [i.id for i in after.statements], [None, *(i.id for i in after.commitments)]
        proposed = [
            follow_up(key, self.chance.choice(VERDICTS), done, self.chance.random(), again=self.chance.choice(plans))
            for key in ids
        ]
        with writing(self.engine) as s:
            store.save_follow_ups(s, earlier, later, proposed, self.chance.choice(["m1", "m2"]))

    def decide(self) -> None:
        with reading(self.engine) as s:
            ids = queries.commitment_ids(s, Filter()) + queries.commitment_ids(s, Filter(gone=True))
        if not ids:
            return
        about = self.chance.choice([None, *self.reports])
        with reading(self.engine) as s:
            done = [u.id for u in queries.statements_of(s, about)] if about else []
        decision = NewDecision(
            self.chance.choice(ids),
            self.chance.choice(DECIDABLE),
            self.chance.choice(REVIEWERS),
            about,
            tuple(self.chance.sample(done, min(2, len(done)))),
            adjudicates=self.chance.random() < 0.1,
        )
        with suppress(UsageError), writing(self.engine) as s:
            store.decide(s, decision)

    def accept(self) -> None:
        with writing(self.engine) as s:
            store.accept(s, queries.acceptable(s, Filter()), self.chance.choice(REVIEWERS))

    def link(self) -> None:
        with writing(self.engine) as s:
            store.link_chains(s)

    def rename(self) -> None:
        with suppress(UsageError), writing(self.engine) as s:
            means = self.chance.choice([None, "清渚市教育局"])
            for report in store.rename_issuer(s, ISSUER, means, "林"):
                store.match_anew(s, report)

    def undo(self) -> None:
        with writing(self.engine) as s:
            store.undo(s, self.chance.choice(REVIEWERS))

    def correct(self) -> None:
        field, value = self.chance.choice([("year", 2023), ("year", None), ("issuer", "清渚市教育局"), ("title", "新")])
        with writing(self.engine) as s:
            store.correct_report(s, self.chance.choice(self.reports), field, value, "林")

    def go_on(self, deeds: int) -> None:
        every = [
            self.read_again,
            self.match,
            self.match,
            self.decide,
            self.decide,
            self.decide,
            self.undo,
            self.correct,
            self.accept,
            self.link,
            self.rename,
        ]
        for _ in range(deeds):
            self.chance.choice(every)()


def decisions(engine: Engine) -> list[DecisionRow]:
    with reading(engine) as s:
        ids = queries.commitment_ids(s, Filter()) + queries.commitment_ids(s, Filter(gone=True))
        return [d for key in ids for d in queries.history(s, key) if d.status is not None and not d.undone]


@pytest.mark.parametrize("seed", range(4))
def test_outcomes_follow_whatever_happens(engine: Engine, seed: int) -> None:
    """The engine's fixture then checks the whole database, outcomes included."""
    life = Life(engine, seed)
    for _ in range(4):
        before = decisions(engine)
        for _ in range(4):
            life.read_again()
            life.match()
        assert sorted(d.id for d in decisions(engine)) == sorted(d.id for d in before)  # none was lost
        life.go_on(15)
    assert decisions(engine)
