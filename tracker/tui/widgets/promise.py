"""The commitment itself: its status, its words, and what they hold it to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.content import Content

from tracker import words
from tracker.model import ChainLink, CommitmentDetail, EvidenceRow, FollowUpRow, NumberPair, Quantity, Status
from tracker.tui import comparing
from tracker.tui.drafts import Draft
from tracker.tui.filtering import topic_name
from tracker.tui.looks import FAINT, LOOKS, deadline, percent, place, quantity, safe, status_words
from tracker.tui.widgets.block import Block, facts
from tracker.tui.wrapping import wrapped

LINKS = 8
"""Years of a chain that are told."""


def promise(
    detail: CommitmentDetail,
    draft: Draft,
    about: FollowUpRow | None,
    beside: EvidenceRow | None,
    *,
    counts: bool,
    blind: bool,
    gap: int,
) -> Iterator[Block]:
    """The top of the page, with what it shares with a piece of evidence marked, and what a later report holds of it.

    Args:
        detail: the commitment.
        draft: what is prepared for it.
        about: the later report in view.
        beside: the piece of evidence that is compared.
        counts: whether that counts as evidence.
        blind: whether suggestions are hidden.
        gap: blank lines between blocks.

    """
    text, statement = safe(detail.row.text), safe(beside.text) if beside else None
    held = comparing.held(text, statement, about.reason if about else "", counts=counts and not blind)
    yield Block("status", partial(wrapped, _status(detail, blind)), gap)
    yield Block("promise", partial(wrapped, comparing.promise_beside(text, statement, held)), gap)
    note = Content.styled(words.say("tui.page.note_waits", note=safe(draft.note)), "bold $text-accent")
    yield Block("facts", facts(_facts(detail, text, held)), aside=True)
    yield Block("note", facts([(words.say("tui.fact.note"), note if draft.note else "")]), gap)


def _status(detail: CommitmentDetail, blind: bool) -> Content:
    row = detail.row
    if row.decided_by:
        by = words.say("tui.page.decided_by", name=safe(row.decided_by))
    elif blind:
        by = words.say("tui.page.blind")
    elif row.status is Status.PENDING:
        by = words.say("tui.page.no_later_report")
    else:
        by = words.say("tui.page.suggested", sure=percent(row.confidence or 0))
    open_to_blind = blind and not row.decided_by
    return Content.assemble(
        Content.styled(f"· {words.say('tui.page.undecided')}", "bold") if open_to_blind else "",
        "" if open_to_blind else status_words(row.status, row.late),
        (f"  {by} · {words.name(detail.promise.trackability)}", FAINT),
        (f" · {topic_name(row.topic)}" if row.topic else "", FAINT),
        (f"  ⚑ {words.say('tui.page.for_later')}", "$text-accent") if row.flagged else "",
        (f"  {words.say('tui.page.gone')}", "bold $text-error") if row.gone else "",
        _disagreement(detail) if row.disagreed and not blind else "",
    )


def _disagreement(detail: CommitmentDetail) -> Content:
    """Who says what, where reviewers differ."""
    said = {d.reviewer: d for d in detail.decisions if d.status and not d.undone and d.report is None}
    voices = ((f"{safe(name)} ", LOOKS[d.status]) for name, d in said.items() if d.status)
    told = (Content.assemble(name, (f"{look.sign} {look.label}", look.style)) for name, look in voices)
    title = Content.styled(f"\n≠ {words.say('tui.page.disagreed')}  ", "bold $text-warning")
    return title + Content(" · ").join(told)


def _facts(detail: CommitmentDetail, text: str, held: comparing.Held) -> Iterator[tuple[str, Content | str]]:
    due = detail.promise.deadline
    row = detail.row
    yield words.say("tui.fact.promised"), f"{place(row.issuer, row.year)}  {safe(row.heading)}"
    yield words.say("tui.fact.parts"), comparing.parts(text, held)
    yield words.say("tui.fact.numbers"), _numbers(detail.promise.quantities, held.numbers)
    due_words = f"{safe(due.text)} → {deadline(due.date, due.precision)}" if due else ""
    yield words.say("tui.fact.due"), due_words
    yield words.say("tui.fact.bodies"), words.say("reasons.list").join(map(safe, detail.promise.bodies))
    yield words.say("tui.fact.chain"), _chain(detail.chain)


def _chain(chain: tuple[ChainLink, ...]) -> str:
    """The years in which it was promised, each with the best that became of it; the latest ones of many."""
    best: dict[int | None, Status] = {}
    for link in chain:
        best[link.year] = min(best.get(link.year, link.status), link.status, key=list(Status).index)
    told = [f"{year or '?'} {LOOKS[status].sign}" for year, status in best.items()]
    return " → ".join(["…", *told[-LINKS:]] if len(told) > LINKS else told)


def _numbers(quantities: tuple[Quantity, ...], pairs: tuple[NumberPair, ...]) -> Content:
    """Each promised number as it is written and, where that says more, as it is understood, against the reported."""
    left = list(pairs)
    told = []
    for found in quantities:
        written, understood = safe(found.text), quantity(found)
        shown = written if understood.replace(" ", "") in written else f"{written} ({understood})"
        pair = next((p for p in left if p.promised in found.text or found.text in p.promised), None)
        if pair is not None:
            left.remove(pair)
        told.append(comparing.number_beside(pair, shown))
    told += [comparing.number_beside(pair, safe(pair.promised)) for pair in left]
    return Content("\n").join(told)
