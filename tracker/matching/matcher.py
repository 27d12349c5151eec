"""Commitments of one report against the statements of a later one."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import expit, logit

from tracker.matching import contest, manner, reason, repeated
from tracker.matching.encoder import Encoder
from tracker.matching.features import Compared, compare
from tracker.matching.grams import Background, Floats, Ints
from tracker.matching.meaning import Meaning
from tracker.matching.models import Doubles, Linear
from tracker.matching.numbers import REACHED
from tracker.matching.prepare import Prepared, prepare
from tracker.matching.prospects import Prospects
from tracker.matching.verdict import Weighed, expecting_nothing, weigh
from tracker.model import VERDICTS, Candidate, FollowUp, ReportItems, Status

CODE = "5.2"
"""Raised whenever the code computes something else from the same weights."""

CANDIDATES = 10
"""Statements shown for a commitment, best first."""

EVIDENCE = 4
"""Statements that a status may rest on, at most."""

WEIGHTS = Path(__file__).with_name("weights.json")
SEMANTIC_WEIGHTS = Path(__file__).with_name("weights-semantic.json")
BACKGROUND = Path(__file__).with_name("background.npz")
MEANING = Path(__file__).with_name("meaning.npz")
DISTILLED = Path(__file__).with_name("distilled.npz")
"""What `MEANING` was tuned from; training starts there."""
_REMEMBERED = 32
"""Reports kept taken apart, some megabytes each: enough for an issuer, whose reports are matched with one another."""


MODELS = ("pair", "among", "verdict", "repeated")


@dataclass(frozen=True)
class Weights:
    """The trained models and two figures learned with them."""

    pair: Linear
    """Whether a statement proves a verdict, at first look."""
    among: Linear
    """The same, seen among the other commitments and statements."""
    prospects: Prospects
    verdict: Linear
    repeated: Linear
    again: float
    """Chance from which a commitment counts as promised again."""
    beside: float
    """A statement is evidence beside the best one if its chance is at least this share of the best one's."""

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Weights:
        """Read what `to_json` gave."""
        pair, among, verdict, again = (Linear.from_json(kept[name]) for name in MODELS)
        return cls(pair, among, Prospects.from_json(kept["prospects"]), verdict, again, kept["again"], kept["beside"])

    def to_json(self) -> dict[str, Any]:
        """Everything as plain values."""
        models = {name: getattr(self, name).to_json() for name in MODELS}
        return {"again": self.again, "beside": self.beside, **models, "prospects": self.prospects.to_json()}


def read_weights(path: Path) -> Weights:
    """The weights in a file that `tracker train` wrote."""
    return Weights.from_json(json.loads(path.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Judged:
    """What the models say of a pair of reports; the first axis of everything is the commitments."""

    compared: Compared
    weighed: Weighed
    verdicts: Doubles
    """Chance of each of VERDICTS."""
    by_evidence: Ints
    """Index of the verdict where nothing is expected of a promise for its wording, shape (commitments,)."""
    scores: Doubles
    """Of each statement in `weighed.order`."""


class Matcher:
    """Proposes what a later report says of each commitment of an earlier one; depends on those two reports alone."""

    def __init__(
        self,
        weights: Weights | None = None,
        background: Background | None = None,
        meaning: Meaning | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        """Use the trained weights and the background that stand beside the code, unless others are given.

        With an encoder the weights must be those that were trained with it; such stand beside the code too.
        """
        self._weights = weights
        self._background = background
        self._meaning = meaning
        self.encoder = encoder
        self._known: OrderedDict[ReportItems, Prepared] = OrderedDict()

    @cached_property
    def version(self) -> str:
        """Changes whenever the same reports might be judged differently."""
        digest = hashlib.sha256(CODE.encode())
        digest.update(json.dumps(self.weights.to_json()).encode())
        digest.update(self.background.hashes.tobytes() + self.background.counts.tobytes())
        digest.update(self.meaning.hashes.tobytes() + self.meaning.vectors.tobytes())
        digest.update(self.encoder.name.encode() if self.encoder else b"")
        return f"{CODE}-{digest.hexdigest()[:12]}"

    @cached_property
    def weights(self) -> Weights:
        """The models."""
        if self._weights is None:
            return read_weights(SEMANTIC_WEIGHTS if self.encoder else WEIGHTS)
        return self._weights

    @cached_property
    def background(self) -> Background:
        """How common n-grams are in reports."""
        return self._background or Background.load(BACKGROUND)

    @cached_property
    def meaning(self) -> Meaning:
        """Which n-grams stand for related things."""
        return self._meaning or Meaning.load(MEANING)

    def match(self, earlier: ReportItems, later: ReportItems) -> tuple[FollowUp, ...]:
        """One proposal for each commitment of `earlier`, in order, from the statements and the plan of `later`."""
        if not earlier.commitments:
            return ()
        before, after = self.prepared(earlier), self.prepared(later)
        again, admitted = self._repeated(before, after), reason.admissions(before, after)
        if not later.statements:
            silent = [reason.silence(after, None, problem).stored() for problem in admitted]
            return tuple(
                FollowUp(item.id, Status.DROPPED, 0.5, why, r is not None, (), r)
                for item, why, r in zip(earlier.commitments, silent, again, strict=True)
            )
        judged = judge(before, after, self.weights)
        weighed, best = judged.weighed, judged.verdicts.argmax(axis=1)
        evidence = (weighed.chances[:, :EVIDENCE] >= self.weights.beside * weighed.chances[:, :1]).sum(axis=1)
        evidence[best == VERDICTS.index(Status.DROPPED)] = 0
        order, scores = weighed.order[:, :CANDIDATES].tolist(), judged.scores[:, :CANDIDATES].tolist()
        turned = [None if a == b else VERDICTS[a] for a, b in zip(judged.by_evidence, best, strict=True)]
        each = zip(best.tolist(), evidence.tolist(), order, scores, again, admitted, turned, strict=True)
        return tuple(_follow_up(before, after, judged, i, *found) for i, found in enumerate(each))

    def prepared(self, report: ReportItems) -> Prepared:
        """The report taken apart, remembered for the next call."""
        known = self._known.pop(report, None) or prepare(report, self.background, self.meaning, self.encoder)
        self._known[report] = known
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return known

    def _repeated(self, before: Prepared, after: Prepared) -> list[int | None]:
        """The commitment of the later report that promises each one again."""
        if not after.commitments.size:
            return [None] * before.commitments.size
        features, closest = repeated.features(before, after)
        chances = self.weights.repeated.probabilities(features)[:, 1]
        items = after.commitments.items
        return [
            items[at].id if chance >= self.weights.again else None for at, chance in zip(closest, chances, strict=True)
        ]


def _follow_up(
    before: Prepared,
    after: Prepared,
    judged: Judged,
    i: int,
    best: int,
    proof: int,
    order: Sequence[int],
    scores: Sequence[float],
    again: int | None,
    admitted: str,
    turned: Status | None,
) -> FollowUp:
    """The proposal for one commitment.

    Args:
        before: the report that promises.
        after: the report that tells.
        judged: the two of them.
        i: index of the commitment.
        best: index of the verdict.
        proof: how many of the best statements the verdict rests on.
        order: indices of the candidates, best first.
        scores: of the candidates.
        again: the commitment of the later report that promises it again.
        admitted: the problem that the later report admits about it, or nothing.
        turned: see `Facts.turned`.

    """
    told, status = after.statements.items, VERDICTS[best]
    flags = [True] * proof + [False] * (len(order) - proof)
    candidates = tuple(map(Candidate, [told[j].id for j in order], scores, flags))
    commitment, confidence = before.commitments.items[i].id, float(judged.verdicts[i, best])
    repeats = again is not None
    if not proof:
        why = reason.silence(after, (order[0], scores[0]), admitted, turned)
        return FollowUp(commitment, status, confidence, why.stored(), repeats, candidates, again)
    strength = manner.strength(before.commitments, after.statements, judged.compared, i, order[0])
    numbers = judged.weighed.numbers[i]
    why, share = reason.follow_up(
        status, before, after, judged.compared, i, order[:proof], numbers, strength, admitted, turned
    )
    how = manner.reported(share, strength)
    return FollowUp(commitment, status, confidence, why.stored(), repeats, candidates, again, how, strength)


def judge(before: Prepared, after: Prepared, weights: Weights) -> Judged:
    """Let the pair models order the statements and the verdict model judge each commitment.

    A candidate's score is the chance that the report follows the commitment up at all, times the candidate's chance of
    being what says so over the best candidate's: the order is the pair model's, and scores of different commitments
    and reports compare.
    """
    compared = compare(before, after)
    first = weights.pair.probabilities(compared.features)[..., 1]
    contested = contest.columns(before, after, compared.shortlist, first)
    second = weights.among.probabilities(compared.features, contested)[..., 1]
    prospects = weights.prospects.of(before.commitments)
    weighed = weigh(before, after, compared, second, contested, prospects)
    verdicts = _verdicts(weights.verdict, weighed, weighed.features)
    by_evidence = _verdicts(weights.verdict, weighed, expecting_nothing(weights.verdict, weighed.features))
    followed = 1 - verdicts[:, VERDICTS.index(Status.DROPPED)]
    scores = followed[:, None] * weighed.chances / np.maximum(weighed.chances[:, :1], 1e-9)
    return Judged(compared, weighed, verdicts, by_evidence.argmax(axis=1), scores.clip(0, 1))


def _verdicts(model: Linear, weighed: Weighed, features: Floats) -> Doubles:
    verdicts = tempered(model.probabilities(features), weighed.chances[:, 0])
    _number_missed(verdicts, weighed)
    return verdicts


EVIDENCE_SAYS = 0.4
"""Weight of the best statement's chance beside the verdict model's in whether a commitment is followed up at all."""

CAUTION = 0.9
"""Power to which chances are raised, so that confidence is as often right as it says; by leaving one issuer out."""


def tempered(verdicts: Doubles, best: Doubles) -> Doubles:
    """The chances of VERDICTS, with that of any follow-up drawn towards the best statement's chance.

    The pair models learn from thirty times as many examples as the verdict model and tell silence better.
    """
    dropped = VERDICTS.index(Status.DROPPED)
    followed = 1 - verdicts[:, dropped]
    own, other = logit(followed.clip(1e-6, 1 - 1e-6)), logit(best.clip(1e-4, 1 - 1e-4))
    drawn = expit((1 - EVIDENCE_SAYS) * own + EVIDENCE_SAYS * other)
    found = verdicts * (drawn / np.maximum(followed, 1e-9))[:, None]
    found[:, dropped] = 1 - drawn
    found **= CAUTION
    return np.asarray(found / found.sum(axis=1, keepdims=True))


SURELY_SAME = 0.35
"""Likeness from which a promised number and one that the second statement reports count the same thing beyond doubt;
in the best statement a number of the same unit does (14 of 17 annotated ones)."""

LEFT = 0.1
"""Share of any follow-up that full follow-up keeps where a number was missed."""


def _number_missed(verdicts: Doubles, weighed: Weighed) -> None:
    """A missed number makes it partly met, however near: the rule of the annotation guide."""
    full, partly = VERDICTS.index(Status.FOLLOWED_UP), VERDICTS.index(Status.PARTLY_MET)
    for i, numbers in enumerate(weighed.numbers):
        best, second = weighed.order[i, 0], weighed.order[i, :2]
        missed = [n for n in numbers if n.reported and n.share < REACHED]
        if any(n.statement == best or (n.statement in second and n.likeness >= SURELY_SAME) for n in missed):
            both = verdicts[i, full] + verdicts[i, partly]
            verdicts[i, full] = min(verdicts[i, full], LEFT * both)
            verdicts[i, partly] = both - verdicts[i, full]


__all__ = ["Judged", "Matcher", "Weights", "judge"]
