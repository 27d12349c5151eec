"""Correcting a report's units: split, merged, given another role or section, and corrections taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import takewhile
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from tracker import words
from tracker.corrections import deed, signed, why
from tracker.errors import TrackerError
from tracker.model import Kept, Role, Section, SourceView, UnitCorrection, UnitField, UnitRow
from tracker.tui import commands
from tracker.tui.looks import FAINT, flow, safe
from tracker.tui.screens.telling import TellingScreen
from tracker.tui.widgets.unit_text import CORRECTED, UnitChosen, UnitText

if TYPE_CHECKING:
    from tracker.workflow.reviewing import Reviewing

Deed = Callable[[], Kept]
"""What is to be written; gives what that changed."""


LAST = 2
"""Corrections of the unit in hand that are shown."""


class CorrectingScreen(TellingScreen[bool]):
    """Gives whether anything was corrected; the report's pairs are then to be matched anew."""

    BINDINGS: ClassVar[list[BindingType]] = list(commands.bindings(commands.CORRECTING, priority=True))
    AUTO_FOCUS = ""

    def __init__(self, reviewing: Reviewing, report: int, offset: int) -> None:
        super().__init__()
        self._reviewing, self._report, self._offset = reviewing, report, offset
        self._view: SourceView | None = None
        self._writing = asyncio.Lock()
        self._changed = False

    def compose(self) -> ComposeResult:
        """Which report, its units, the one in hand, the keys."""
        yield Static(id="unit-top", markup=False)
        yield UnitText()
        yield Static(id="unit-facts", markup=False)
        yield Static(id="unit-keys", markup=False)

    def on_mount(self) -> None:
        """Read the report."""
        self.text = self.query_one(UnitText)
        self._show_keys()
        self._begin()

    def on_resize(self) -> None:
        """The keys are laid out for the width."""
        self._show_keys()

    @work(group="corrections")
    async def _begin(self) -> None:
        async with self._writing:
            try:
                await self._read(self._offset)
            except TrackerError as error:
                self.say(str(error), "error")

    async def _read(self, offset: int) -> None:
        self._view = await asyncio.to_thread(self._reviewing.source, self._report)
        self.text.show(self._view, offset)
        self._show()

    # What is shown ----------------------------------------------------------------------------

    def _show(self) -> None:
        view, row = self._view, self.text.current
        if view is None or row is None:
            return
        corrected = sum(bool(one.corrections) for one in view.units)
        title = Content.assemble(
            (f" {words.say('tui.correct.title')} ", "bold $text-primary"),
            (f" {words.say('tui.correct.progress', n=len(view.units), corrected=corrected)}  ", FAINT),
            f"{view.report.year or ''} {safe(view.report.title)}",
        )
        self.query_one("#unit-top", Static).update(title)
        self.query_one("#unit-facts", Static).update(Content("\n").join(self._facts(row)))

    def _facts(self, row: UnitRow) -> list[Content]:
        """What the unit in hand is, why it is in no list, and the last corrections that made it so."""
        unit = row.unit
        more = [why(unit.section, unit.role)] if unit.role is not Role.HEADING else []
        if unit.heading:
            more.append(words.say("tui.correct.under", heading=safe(unit.heading)))
        what = f" {words.name(unit.section)} · {words.name(unit.role)}"
        said = [Content.styled(f" {CORRECTED} {safe(signed(one))}", "$text-warning") for one in row.corrections[-2:]]
        return [Content.assemble((what, "bold"), ("".join(f"   {one}" for one in more if one), FAINT)), *said]

    def _show_keys(self) -> None:
        named = [c for c in commands.CORRECTING if c.id.removeprefix("unit-") in FOOTER]
        items = [Content.assemble((f" {c.key_label}", "bold"), f" {c.footer} ") for c in named]
        self.query_one("#unit-keys", Static).update(Content("\n").join(flow(items, self.app.size.width)))

    # Moving -----------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        """By units."""
        self.text.move_to(self.text.at + step)
        self._show()

    def action_move_page(self, pages: int) -> None:
        """By screenfuls."""
        self.text.move_page(pages)
        self._show()

    def action_next_corrected(self) -> None:
        """To the next unit that somebody has corrected."""
        units, at = self.text.units, self.text.at
        turn = (*range(at + 1, len(units)), *range(at + 1))
        found = next((index for index in turn if units[index].corrections), None)
        if found is None:
            self.say(words.say("tui.say.none_corrected"))
        else:
            self.text.move_to(found)
            self._show()

    @on(UnitChosen)
    def _clicked(self, chosen: UnitChosen) -> None:
        self.text.move_to(chosen.index)
        self._show()

    # Correcting -------------------------------------------------------------------------------

    @work(group="corrections")
    async def _correct(self, prepare: Callable[[], tuple[Deed, int, str] | None]) -> None:
        """Write a correction after those before it, and read the report anew.

        Args:
            prepare: asked in its turn, as the correction before may have changed what is in hand; gives the deed, the
                offset to stand at and what to say of it, or None where there is nothing to do.

        """
        async with self._writing:
            asked = prepare()
            if asked is not None:
                await self._do(*asked)

    async def _do(self, act: Deed, offset: int, said: str) -> None:
        """Write a correction in its turn."""
        try:
            kept = await asyncio.to_thread(act)
            self._changed = True
            await self._read(offset)
        except TrackerError as error:
            self.say(str(error), "error")
            return
        if kept.gone:
            said = f"{said}  {words.say('tui.say.decision_waits', n=len(kept.gone))}"
        self.say(said)

    def action_name(self, role: str) -> None:
        """Give the unit in hand a role."""
        self._correct(lambda: self._named(Role(role)))

    def action_leave_out(self) -> None:
        """Say that the unit in hand is neither promise nor work done."""
        self._correct(lambda: self._named(None))

    def _named(self, word: Section | Role | None, unit: int | None = None) -> tuple[Deed, int, str] | None:
        """Args: what the unit is, None for what is in no list; which unit, the one in hand unless given."""
        rows = (row for row in self.text.units if row.id == unit)
        row = self.text.current if unit is None else next(rows, None)
        if row is None:
            return None
        inside = row.unit.section in (Section.DONE, Section.PROBLEMS, Section.PLAN)
        word = word or (Role.FRAMING if inside else Role.OTHER)
        if word in (row.unit.section, row.unit.role):
            self.say(words.say("tui.say.same_already", word=words.name(word)))
            return None
        key, section = row.id, word if isinstance(word, Section) else None
        role = word if isinstance(word, Role) else None
        said = words.say("tui.say.corrected", word=words.name(word))
        return (lambda: self._reviewing.correct_unit(key, section, role)), row.unit.start, said

    def action_choose(self) -> None:
        """Give the unit in hand any role or section, or all from it to the end of its section another section."""
        from tracker.tui.screens.chooser import Chooser

        row = self.text.current
        if row is None:
            return
        now = row.unit.section

        def item(axis: UnitField, word: str, sign: str = " ") -> Content:
            return Content(f"{sign} {words.say('tui.correct.choice', axis=words.name(axis), word=word)}")

        items: list[tuple[tuple[Section | Role, bool], Content]] = [
            ((word, False), item(axis, words.name(word), "✓" if word in (now, row.unit.role) else " "))
            for axis, members in ((UnitField.ROLE, Role), (UnitField.SECTION, Section))
            for word in members
        ]
        for section in Section:
            if section is not now:
                told = words.say("tui.correct.from_here", section=words.name(section), now=words.name(now))
                items.append(((section, True), item(UnitField.SECTION, told)))

        def keep(chosen: tuple[Section | Role, bool] | None) -> None:
            if chosen is None:
                return
            word, onwards = chosen
            if onwards and isinstance(word, Section):
                self._correct(lambda: self._moved(row.id, word))
            else:
                self._correct(lambda: self._named(word, row.id))

        self.app.push_screen(Chooser(words.say("tui.correct.name_title"), items, ""), keep)

    def _moved(self, unit: int, section: Section) -> tuple[Deed, int, str] | None:
        """All from a unit to the end of its section into another one, in one word."""
        rows = list(self.text.units)
        at = next((index for index, row in enumerate(rows) if row.id == unit), None)
        if at is None:
            return None
        run = list(takewhile(lambda row: row.unit.section is rows[at].unit.section, rows[at:]))
        said = words.say("tui.say.moved", n=len(run), section=words.name(section))
        return (lambda: self._reviewing.correct_unit(unit, section, None, run[-1].id)), run[0].unit.start, said

    def action_split(self) -> None:
        """Choose where the second unit begins."""
        from tracker.tui.screens.cutting import Cutter

        row = self.text.current
        if row is None:
            return
        if len("".join(row.unit.text.split())) < 2:
            self.say(words.say("tui.say.too_short"))
            return

        def cut(at: int | None) -> None:
            if at is not None:
                said = words.say("tui.say.split")
                self._correct(lambda: ((lambda: self._reviewing.split_unit(row.id, at)), row.unit.start, said))

        self.app.push_screen(Cutter(row.unit.text), cut)

    def action_merge(self, step: int) -> None:
        """Make the unit in hand and its neighbour one."""

        def prepare() -> tuple[Deed, int, str] | None:
            at = self.text.at
            if not 0 <= at + step < len(self.text.units):
                self.say(words.say("tui.say.no_neighbour"))
                return None
            one, other = self.text.units[at], self.text.units[at + step]
            start = min(one.unit.start, other.unit.start)
            return (lambda: self._reviewing.merge_units(one.id, other.id)), start, words.say("tui.say.merged")

        self._correct(prepare)

    # Taking back ------------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Take back the last correction of this report by the one who reviews."""
        self._take_back_last()

    @work(group="corrections")
    async def _take_back_last(self) -> None:
        async with self._writing:
            mine = [
                one for one in await self._corrections() if one.standing and one.reviewer == self._reviewing.reviewer
            ]
            if mine:
                await self._do(*self._back(mine[-1]))
            else:
                self.say(words.say("tui.say.nothing_to_take_back"))

    def _back(self, said: UnitCorrection) -> tuple[Deed, int, str]:
        """Taking a correction back."""
        told = words.say("tui.say.correction_back", deed=deed(said))
        return (lambda: self._reviewing.take_back_correction(said.id)), said.start, told

    @work(group="corrections")
    async def action_list(self) -> None:
        """Every correction of this report, newest first; Enter takes one back."""
        from tracker.tui.screens.chooser import Chooser

        async with self._writing:
            every = await self._corrections()
        items = [(one, self._line(one)) for one in reversed(every)]

        def choose(said: UnitCorrection | None) -> None:
            if said is not None:
                self._correct(lambda: self._back(said))

        title, empty = words.say("tui.correct.list_title"), words.say("tui.correct.list_empty")
        self.app.push_screen(Chooser(title, items, empty), choose)

    @staticmethod
    def _line(said: UnitCorrection) -> Content:
        was = said.before if said.field is UnitField.EXTENT else said.stretch
        return Content.assemble((f"{safe(signed(said))}  ", "" if said.standing else FAINT), (safe(was), FAINT))

    async def _corrections(self) -> list[UnitCorrection]:
        try:
            return await asyncio.to_thread(self._reviewing.corrections, self._report)
        except TrackerError as error:
            self.say(str(error), "error")
            return []

    def action_help(self) -> None:
        """The keys of this screen."""
        from tracker.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(commands.CORRECTING))

    @work(group="corrections")
    async def action_close(self) -> None:
        """Back to the walk, once everything is written."""
        async with self._writing:
            self.dismiss(self._changed)


FOOTER = (
    "commitment",
    "statement",
    "none",
    "more",
    "split",
    "merge",
    "undo",
    "list",
    "next-corrected",
    "help",
    "close",
)
"""The commands that the foot of the screen names."""
