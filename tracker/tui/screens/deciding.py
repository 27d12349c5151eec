"""Deciding: one key keeps a reviewer's word and goes on; what is written is never waited for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work
from textual.worker import Worker

from tracker import words
from tracker.errors import TrackerError
from tracker.model import CommitmentDetail, CommitmentRow, DecisionRow, Filter, NewDecision, Status
from tracker.tui.ahead import Read
from tracker.tui.drafts import Draft, decision
from tracker.tui.filtering import filter_words
from tracker.tui.looks import LOOKS
from tracker.tui.screens.watching import WatchingScreen
from tracker.tui.widgets.history import brief

if TYPE_CHECKING:
    from tracker.workflow.reviewing import Reviewing

LAST = 200
"""Decisions that the list of the last ones shows."""


class DecidingScreen(WatchingScreen):
    """The walk, with a pen."""

    def __init__(self, reviewing: Reviewing) -> None:
        super().__init__(reviewing)
        self._writing = asyncio.Lock()
        self._last_write: Worker[None] | None = None

    def action_decide(self, status: str) -> None:
        """Decide the commitment as a whole and go on."""
        self._when_shown(lambda detail: self._decide(detail, Status(status)))

    def action_decide_report(self, status: str) -> None:
        """Decide what the later report in view says."""
        self._when_shown(lambda detail: self._decide_report(detail, Status(status)))

    def action_accept(self) -> None:
        """Keep the suggestion as a decision and go on; what is decided already stays as it is."""
        self._when_shown(self._accept)

    def _accept(self, detail: CommitmentDetail) -> None:
        status = detail.row.status
        if detail.row.decided_by and self.draft == Draft() and not self.filter.disagreed:
            self._advance()
        elif self.blind:
            self.say(words.say("tui.say.blind_accept"))
        elif status is Status.PENDING:
            self.say(words.say("tui.say.nothing_to_accept"))
        else:
            self._decide(detail, status)

    def _decide(self, detail: CommitmentDetail, status: Status) -> None:
        self._keep(self._decision(detail, status))
        self._advance()

    def _decision(self, detail: CommitmentDetail, status: Status, report: int | None = None) -> NewDecision:
        """In the queue of disagreements a decision settles what the reviewers disagree about."""
        return decision(
            detail,
            status,
            self._reviewing.reviewer,
            self.draft,
            report,
            blind=self.blind,
            adjudicates=self.filter.disagreed,
        )

    def _decide_report(self, detail: CommitmentDetail, status: Status) -> None:
        about = self.page.about
        if about is None:
            self.say(words.say("tui.say.no_report_to_decide"))
            return
        self._keep(self._decision(detail, status, about.report))

    def _advance(self) -> None:
        """Go on to the next commitment; at the end of the list stay."""
        if self.list.move_to(self.list.cursor + 1):
            self._show_current()
        else:
            self.say(words.say("tui.say.last_one"))

    def _keep(self, new: NewDecision) -> None:
        """Have a decision written; the screen does not wait for it, but what is pressed next on that page does."""
        self._shown = None
        draft = self.drafts.pop(new.commitment, Draft())
        self._last_write = self._write(new, draft)

    @work(group="writes")
    async def _write(self, new: NewDecision, draft: Draft) -> None:
        async with self._writing:
            try:
                await asyncio.to_thread(self._reviewing.decide, new)
            except TrackerError as error:
                self.drafts[new.commitment] = draft
                self._turn.clear()
                self.say(words.say("tui.say.not_kept", why=str(error)), "error")
                self._go_to(new.commitment)
                self.look()  # it may be refused for what another one has said
                return
            await self._refresh_row(new.commitment)

    def action_undo(self) -> None:
        """Take back the last decision, after those still being written."""

        def turn() -> None:
            self._last_write = self._undo()

        self._in_turn(turn)

    @work(group="writes")
    async def _undo(self) -> None:
        async with self._writing:
            with self._told():
                taken = await asyncio.to_thread(self._reviewing.undo)
                if taken is None:
                    self.say(words.say("tui.say.nothing_to_undo"))
                    return
                if taken.together > 1:
                    self.say(words.say("tui.say.took_back_many", n=taken.together))
                    self.load()
                    return
                await self._refresh_row(taken.commitment, page=True)
                self._go_to(taken.commitment)
                told = [words.say("tui.say.took_back", status=LOOKS[taken.status].label if taken.status else "")]
                if taken.commitment not in self.list.pages.ids:
                    told.append(words.say("tui.say.not_in_list"))
                # A toast has the whole screen laid out: the page does not wait for it.
                self.call_after_refresh(self.say, " · ".join(told))

    async def _refresh_row(self, commitment: int, *, page: bool = False) -> None:
        """Read a changed commitment: its line, and its page if it is in hand or will be."""
        self._ahead.forget()
        with self._told():
            era, page = self._ahead.era, page or commitment == self.list.current
            rows, read = await asyncio.to_thread(self._read_changed, commitment, page)
            for row in rows:
                self._count(self.list.replace(row), row)
            if self._ahead.put(era, read) and read.details and commitment == self.list.current:
                self._show_page(read.details[0])

    def _read_changed(self, commitment: int, page: bool) -> tuple[list[CommitmentRow], Read]:
        """In a thread."""
        stamp = self._reviewing.stamp()
        if not page:
            return self._reviewing.rows([commitment]), Read(stamp, [])
        found = self._reviewing.details([commitment])
        return [detail.row for detail in found], Read(stamp, found)

    def _count(self, before: CommitmentRow | None, now: CommitmentRow) -> None:
        self._counted += 1
        if before is not None:
            self._decided += (now.decided_by is not None) - (before.decided_by is not None)
            self._show_progress()

    async def saved(self) -> None:
        """Return once everything decided so far is written: writes wait for each other in order."""
        if self._last_write is not None:
            # Who waits may be cancelled for a newer list; the write must not be cancelled with it.
            await asyncio.shield(self._last_write.wait())

    def action_note(self) -> None:
        """Write a note for the next decision on this commitment."""
        self._when_shown(self._ask_note)

    def _ask_note(self, detail: CommitmentDetail) -> None:
        from tracker.tui.screens.prompt import Prompt

        def keep(note: str | None) -> None:
            if note is not None:
                self.drafts[detail.row.id] = self.drafts.get(detail.row.id, Draft())._replace(note=note)
                self._redraw()

        self.app.push_screen(Prompt(words.say("tui.note.title"), self.draft.note, words.say("tui.note.hint")), keep)

    def action_later(self) -> None:
        """Mark for later, or unmark, and go on."""
        self._in_turn(self._mark_for_later)

    def _mark_for_later(self) -> None:
        row = self.list.pages.row(self.list.cursor) if self.list.current is not None else None
        if row is None:
            return
        flagged = row._replace(flagged=not row.flagged)
        self.list.replace(flagged)
        self._last_write = self._flag(flagged)
        if self.list.move_to(self.list.cursor + 1):
            self._show_current()

    @work(group="writes")
    async def _flag(self, row: CommitmentRow) -> None:
        async with self._writing:
            with self._told():
                await asyncio.to_thread(self._reviewing.flag, row.id, row.flagged)
            await self._refresh_row(row.id)

    # Many at once -----------------------------------------------------------------------------

    @work(group="list", exclusive=True)
    async def action_accept_all(self) -> None:
        """Accept every suggestion that the filter shows and nobody has decided, after a question; one undo."""
        from tracker.tui.screens.prompt import Confirm

        if self.blind:
            self.say(words.say("tui.say.blind_accept"))
            return
        await self.saved()
        chosen = self.filter
        with self._told():
            count = await asyncio.to_thread(self._reviewing.acceptable, chosen)
            if not count:
                self.say(words.say("tui.say.nothing_to_accept_all"))
                return
            question = words.say("tui.accept_all.question", n=count)
            shown = filter_words(chosen) or words.say("tui.bar.all")

            def answer(yes: bool | None) -> None:
                if yes:
                    self._last_write = self._accept_all(chosen)

            self.app.push_screen(Confirm(question, shown), answer)

    @work(group="writes")
    async def _accept_all(self, chosen: Filter) -> None:
        async with self._writing:
            with self._told():
                count = await asyncio.to_thread(self._reviewing.accept_all, chosen)
                self.say(words.say("tui.say.accepted_all", n=count))
        self.load()

    # The last decisions -----------------------------------------------------------------------

    @work(group="list", exclusive=True)
    async def action_decisions(self) -> None:
        """The last decisions, to go back to one of them."""
        from tracker.tui.screens.chooser import Chooser

        await self.saved()
        with self._told():
            last = await asyncio.to_thread(self._reviewing.last_decisions, LAST)
            texts = {row.id: row.text for row in await asyncio.to_thread(self._rows_of, last)}
            items = [(d.commitment, brief(d, texts.get(d.commitment, ""))) for d in last if d.undoes is None]
            title, empty = words.say("tui.decisions.title"), words.say("tui.decisions.empty")
            self.app.push_screen(Chooser(title, items, empty), self._revisit)

    def _rows_of(self, decisions: list[DecisionRow]) -> list[CommitmentRow]:
        return self._reviewing.rows([*dict.fromkeys(d.commitment for d in decisions)])

    def _revisit(self, commitment: int | None) -> None:
        """To a commitment, where it is; the filter is cleared if it hides it."""
        if commitment is None:
            return
        if commitment in self.list.pages.ids:
            self._go_to(commitment)
        else:
            self.reset_filter(commitment)

    def reset_filter(self, keep: int) -> None:
        """Show everything, with a commitment in hand."""
        raise NotImplementedError
