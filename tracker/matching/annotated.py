"""Annotated pairs of real reports, and the reports that a background is learnt from, as training reads them.

A gold folder holds labels/*.json (what each report holds) and links/*.json (what a later report says of each
commitment). Background folders hold report texts, one folder an issuer.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from tracker.errors import UsageError
from tracker.matching import grams
from tracker.matching.comparison import clause_spans
from tracker.matching.encoder import Encoder
from tracker.matching.grams import Background, Floats, Ints
from tracker.matching.meaning import Meaning, distil
from tracker.matching.prepare import Prepared, prepare
from tracker.model import VERDICTS, Item, Kind, ReportItems, Status

LEAST = 3
"""An n-gram in fewer background units than this counts as seen once."""

_UNIT_END = re.compile(r"(?<=[。；;!?！？])|\n")
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Annotated:
    """A pair of reports with what annotators, or reviewers, say of it."""

    name: str
    issuer: str
    earlier: Prepared
    later: Prepared
    proofs: tuple[frozenset[int], ...]
    """For each commitment the indices of the statements that prove its verdict."""
    verdicts: Ints
    """Index into VERDICTS."""
    repeated: Ints
    """1 for each commitment that the later report promises again; empty if nobody has said."""

    def meant(self, meaning: Meaning) -> Annotated:
        """The same with the vectors of another table."""
        return replace(self, earlier=self.earlier.meant(meaning), later=self.later.meant(meaning))


@dataclass(frozen=True)
class Texts:
    """What one issuer's reports say."""

    units: list[str]
    pieces: list[str]
    """Clauses and headings of the annotated ones."""


def read_texts(folders: Sequence[Path], gold: Path) -> dict[str, Texts]:
    """The texts of each issuer's background reports and annotated ones."""
    found: dict[str, Texts] = defaultdict(lambda: Texts([], []))
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".txt", ".docx"):
                found[path.parent.name.split("-")[0]].units.extend(_units(path))
    for kept in read_labels(gold).values():
        texts, items = found[issuer_of(kept["report"])], kept["commitments"] + kept["statements"]
        texts.units.extend(x["text"] for x in items)
        texts.pieces.extend(dict.fromkeys(x["heading"] for x in items if x["heading"]))
        spans = ((x["text"], span) for x in items for span in clause_spans(x["text"]))
        texts.pieces.extend(text[start:end] for text, (start, end) in spans if end - start >= 4)
    return dict(found)


def _units(path: Path) -> list[str]:
    """The pieces of a report's text that end in a full stop or at a line end, eight characters or more."""
    if path.suffix == ".docx":
        from docx import Document

        text = "\n".join(p.text for p in Document(str(path)).paragraphs)
    else:
        data = path.read_bytes()
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("gb18030", "replace")
    return [piece.strip() for piece in _UNIT_END.split(text) if len(piece.strip()) >= 8]


def issuer_of(report: str) -> str:
    """The issuer in a report's name: guangdong for guangdong-2025."""
    return report.split("-20")[0]


def issuers(gold: Path) -> list[str]:
    """The issuers whose pairs are annotated."""
    read_labels(gold)
    return sorted({issuer_of(path.stem) for path in (gold / "links").glob("*.json")})


def learn_background(
    texts: dict[str, Texts], encoder: Encoder, without: str | None = None
) -> tuple[Background, Meaning]:
    """How common n-grams are and what they stand for, from all issuers but one."""
    chosen = _but(texts, without)
    folded = (["\n".join(grams.clauses(grams.fold(t))) for t in found.units] for found in chosen)
    counted = [grams.count(units) for units in folded]
    hashes, at = np.unique(np.concatenate([h for h, _ in counted]), return_inverse=True)
    total = np.bincount(at, np.concatenate([c for _, c in counted])).astype(np.int64)
    known = total >= LEAST
    back = Background(sum(len(found.units) for found in chosen), hashes[known], total[known])
    sentences = _all_sentences(chosen)
    return back, distil(sentences, encoder.encode(sentences), back)


def centre(texts: dict[str, Texts], encoder: Encoder, without: str | None = None) -> Floats:
    """Mean of an encoder's vectors over the texts of all issuers but one, see `Meaning`."""
    return np.asarray(encoder.encode(_all_sentences(_but(texts, without))).mean(axis=0), np.float32)


def _but(texts: dict[str, Texts], without: str | None) -> list[Texts]:
    return [found for issuer, found in sorted(texts.items()) if issuer != without]


def _all_sentences(chosen: Iterable[Texts]) -> list[str]:
    """Every sentence and piece once."""
    return list(dict.fromkeys(t for found in chosen for t in (*_sentences(found.units), *found.pieces)))


def _sentences(units: Iterable[str]) -> list[str]:
    """Units of a sentence's length in Chinese."""
    return [unit for unit in units if 10 <= len(unit) <= 300 and len(_HAN.findall(unit)) >= 6]


def read_labels(gold: Path) -> dict[str, dict[str, Any]]:
    """The labelled reports of a gold folder by name.

    Raises:
        UsageError: there are none.

    """
    labels = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in sorted((gold / "labels").glob("*.json"))}
    if not labels or not any((gold / "links").glob("*.json")):
        raise UsageError("matching.error.no_gold", path=gold)
    return labels


def read_pairs(gold: Path, back: Background, meaning: Meaning, encoder: Encoder | None = None) -> list[Annotated]:
    """The annotated pairs, taken apart against a background."""
    labels = read_labels(gold)
    found = []
    for path in sorted((gold / "links").glob("*.json")):
        pair = json.loads(path.read_text(encoding="utf-8"))
        earlier, later = labels[pair["earlier"]], labels[pair["later"]]
        links = {link["commitment"]: link for link in pair["links"]}
        linked = [c for c in earlier["commitments"] if c["id"] in links]
        order = [links[c["id"]] for c in linked]
        place = {s["id"]: j for j, s in enumerate(later["statements"])}
        told = prepare(_items(later), back, meaning, encoder)
        found.append(
            Annotated(
                path.stem,
                issuer_of(pair["earlier"]),
                prepare(_items(earlier | {"commitments": linked}), back, meaning, encoder),
                told,
                with_same([[place[e] for e in link["evidence"] if e in place] for link in order], told),
                np.array([VERDICTS.index(Status(link["verdict"])) for link in order]),
                np.array([int(link["repeated"]) for link in order if "repeated" in link]),
            )
        )
    return found


SAME = 0.75
"""Cosine from which two statements of one report say the same; pages that hold an article twice are common."""


def with_same(given: Sequence[Sequence[int]], later: Prepared) -> tuple[frozenset[int], ...]:
    """The statements given as evidence, with those that say the same."""
    rows = later.statements.rows
    same = grams.cosine(rows, rows) >= SAME
    return tuple(frozenset(np.flatnonzero(same[list(proofs)].any(axis=0)).tolist()) for proofs in given)


def _items(kept: dict[str, Any]) -> ReportItems:
    """A labelled report as the matcher sees it."""
    sides = [
        tuple(Item(i, x["text"], x["heading"]) for i, x in enumerate(kept[name]))
        for name in ("commitments", "statements")
    ]
    return ReportItems(0, Kind(kept["kind"]), kept["year"], sides[0], sides[1])
