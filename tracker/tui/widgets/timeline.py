"""The later reports in turn, and what the one in view is proposed, and decided, to say."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.content import Content
from textual.style import Style

from tracker import reasons, words
from tracker.model import CommitmentDetail, FollowUpRow
from tracker.tui.looks import FAINT, LOOKS, flow, percent, safe, status_words
from tracker.tui.widgets.block import Block, facts

MANY = 6
"""Later reports up to which each is told in full; of more only the one in view is."""

IN_VIEW = "bold $block-cursor-foreground on $block-cursor-background"


def timeline(detail: CommitmentDetail, at: int, *, blind: bool, gap: int) -> Block:
    """From the promise to the last report, each with its status; a click goes to one."""
    start = Content.styled(f"{detail.row.year or '?'} ● ", FAINT)
    many = len(detail.follow_ups) > MANY
    later = (_item(i, row, i == at, blind, brief=many and i != at) for i, row in enumerate(detail.follow_ups))
    return Block("timeline", partial(flow, (start, *later)), gap, ruled=True)


def _item(index: int, row: FollowUpRow, in_view: bool, blind: bool, *, brief: bool) -> Content:
    year = row.year or row.delivered or words.say("tui.page.undated")
    if blind and not row.decided:
        label, style = f" {year} · ", ""
    else:
        look = LOOKS[row.status]
        sure = "■" if row.decided else percent(row.confidence)
        again = " ↻" if row.repeated and not blind else ""
        full = f" {year} {look.sign} {look.short} {sure}{again} "
        label, style = f" {year}{look.sign}{'■' if row.decided else ''} " if brief else full, look.style
    item = Content.styled(label, IN_VIEW if in_view else style).stylize(Style.from_meta({"report": index}))
    return Content.assemble(("─", FAINT), item)


def verdict(about: FollowUpRow, *, blind: bool) -> Iterator[Block]:
    """What one later report says: suggestion, reason and decision."""
    suggestion = Content.assemble(
        status_words(about.suggested),
        (f"  {words.say('tui.page.sure', sure=percent(about.confidence))}", FAINT),
        f"  {safe(reasons.in_words(about.reason))}",
    )
    decided = Content("")
    if about.decided:
        by = words.say("tui.page.by", name=safe(about.decided_by or ""))
        decided = Content.assemble(status_words(about.decided), (f"  {by}", FAINT))
    manner = [words.name(word) for word in (about.reported, about.strength) if word]
    given = f", {about.delivered.isoformat()}" if about.delivered else ""
    searched = words.say("tui.page.offered" if blind else "tui.page.searched", n=about.searched)
    again = words.say("tui.page.again") if about.repeated and not blind else ""
    yield Block("verdict", facts([(words.say("tui.fact.suggested"), Content("") if blind else suggestion)]), folds=True)
    yield Block("manner", facts([(words.say("tui.fact.manner"), "" if blind else " · ".join(manner))]), aside=True)
    yield Block("decided", facts([(words.say("tui.fact.decided"), decided)]))
    source = (words.say("tui.fact.report"), f"{safe(about.title)}{given} · {searched}")
    yield Block("report", facts([(words.say("tui.fact.again"), again), source]), 1, aside=True)
