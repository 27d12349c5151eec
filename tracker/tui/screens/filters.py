"""The filter: what the commitments can be told apart by, each value with how many commitments it would leave."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tracker import words
from tracker.errors import TrackerError
from tracker.model import HIDDEN_FROM_BLIND, Facets, Filter, Status
from tracker.tui import commands
from tracker.tui.filtering import FLAGS, filter_words, topic_name
from tracker.tui.looks import FAINT, LOOKS, percent, safe

if TYPE_CHECKING:
    from tracker.workflow.reviewing import Reviewing


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that an axis offers."""

    value: Hashable
    label: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """One way of telling commitments apart."""

    name: str
    """Key of its title, `tui.axis.NAME`; also the field of Filter, unless `fields` of the values are."""
    choices: Callable[[Facets], Iterable[Choice]]

    @property
    def title(self) -> str:
        """What it is called."""
        return words.say(f"tui.axis.{self.name}")


def _decisions(facets: Facets) -> Iterable[Choice]:
    yield Choice(False, words.say("tui.filter.undecided"), facets.total - facets.decided)
    yield Choice(True, words.say("tui.filter.decided"), facets.decided)


AXES = (
    Axis("issuer", lambda f: (Choice(name, safe(name), n) for name, n in f.issuers)),
    Axis("years", lambda f: (Choice(year, str(year), n) for year, n in reversed(f.years))),
    Axis("statuses", lambda f: (Choice(s, f"{LOOKS[s].sign} {LOOKS[s].label}", n) for s, n in f.statuses)),
    Axis("decided", _decisions),
    Axis("decided_by", lambda f: (Choice(name, safe(name), n) for name, n in f.reviewers)),
    Axis("topic", lambda f: (Choice(key, topic_name(key), n) for key, n in f.topics)),
    Axis("trackability", lambda f: (Choice(t, words.name(t), n) for t, n in f.trackabilities)),
    Axis("reported", lambda f: (Choice(r, words.name(r), n) for r, n in f.reported)),
    Axis("body", lambda f: (Choice(name, safe(name), n) for name, n in f.bodies)),
    Axis(
        "confidence_below",
        lambda f: (Choice(d, words.say("tui.filter.below", sure=percent(d)), n) for d, n in f.doubts),
    ),
    Axis(
        "flags",
        lambda f: (Choice(flag, words.say(f"tui.filter.{flag}"), dict(f.flags).get(flag)) for flag in FLAGS),
    ),
)

STATUS_COLUMN = {"issuer": "issuer", "year": "years", "status": "statuses"}
"""The axis at which a command opens the filter."""


class FilterScreen(ModalScreen[Filter | None]):
    """Gives the filter chosen, or None if it was left as it was."""

    BINDINGS: ClassVar[list[BindingType]] = list(commands.bindings(commands.FILTER, priority=True))

    def __init__(self, reviewing: Reviewing, chosen: Filter, column: str) -> None:
        super().__init__()
        self._reviewing = reviewing
        self._first = STATUS_COLUMN[column]
        self.chosen = chosen
        hidden = HIDDEN_FROM_BLIND if reviewing.blind else ()
        self._axes = tuple(axis for axis in AXES if axis.name not in hidden)
        self._hidden = frozenset(hidden)
        self._facets = Facets()
        self._choices: list[Choice] = []

    def compose(self) -> ComposeResult:
        """The axes, and the values of the one under the cursor."""
        with Vertical(id="filters", classes="dialog"):
            with Horizontal(id="filter-columns"):
                yield OptionList(id="filter-axes", markup=False)
                yield OptionList(id="filter-values", markup=False)
            yield Static(id="filter-total", markup=False)
            yield Static(words.say("tui.filter.keys"), id="filter-keys", markup=False)

    def on_mount(self) -> None:
        """Begin at the values of the axis that was asked for."""
        self.query_one("#filters").border_title = words.say("tui.filter.title")
        self._show_axes()
        self.axes.highlighted = next(i for i, axis in enumerate(self._axes) if axis.name == self._first)
        self.values.focus()
        self._count()

    @property
    def axes(self) -> OptionList:
        """The list of axes."""
        return self.query_one("#filter-axes", OptionList)

    @property
    def values(self) -> OptionList:
        """The list of values."""
        return self.query_one("#filter-values", OptionList)

    @property
    def axis(self) -> Axis:
        """The axis under the cursor."""
        return self._axes[self.axes.highlighted or 0]

    @work(group="facets", exclusive=True)
    async def _count(self) -> None:
        """Read how many there are of each."""
        try:
            self._facets = await asyncio.to_thread(self._reviewing.facets, self.chosen)
        except TrackerError as error:
            self.notify(safe(str(error)), severity="error", markup=False)
            return
        total = words.say("tui.filter.total", n=self._facets.total, decided=self._facets.decided)
        shown = filter_words(self.chosen)
        line = Content.assemble((total, "bold"), (f"  {shown}" if shown else "", "$text-warning"))
        self.query_one("#filter-total", Static).update(line)
        self._show_axes()
        self._show_values()

    def _show_axes(self) -> None:
        at = self.axes.highlighted
        with self.prevent(OptionList.OptionHighlighted):
            self.axes.set_options(Option(self._axis_line(axis)) for axis in self._axes)
            self.axes.highlighted = at

    def _axis_line(self, axis: Axis) -> Content:
        used = any(self._is_chosen(axis, choice.value) for choice in axis.choices(self._facets))
        return Content.assemble(("✓ " if used else "  ", "bold"), (axis.title, "bold" if used else ""))

    @on(OptionList.OptionHighlighted, "#filter-axes")
    def _axis_chosen(self) -> None:
        self._show_values()

    def _show_values(self) -> None:
        at = self.values.highlighted
        before = self._choices[at].value if at is not None and at < len(self._choices) else None
        self._choices = [choice for choice in self.axis.choices(self._facets) if choice.value not in self._hidden]
        self.values.border_title = self.axis.title
        lines = [self._value_line(choice) for choice in self._choices]
        self.values.set_options(lines or [Option(Content.styled(words.say("tui.filter.none"), FAINT), disabled=True)])
        same = (i for i, choice in enumerate(self._choices) if choice.value == before)
        chosen = (i for i, choice in enumerate(self._choices) if self._is_chosen(self.axis, choice.value))
        self.values.highlighted = next(same, next(chosen, 0 if self._choices else None))

    def _value_line(self, choice: Choice) -> Option:
        on = self._is_chosen(self.axis, choice.value)
        count = f"{choice.count:>7,}  " if choice.count is not None else ""
        return Option(Content.assemble(("✓ " if on else "  ", "bold"), count, (choice.label, "bold" if on else "")))

    def _is_chosen(self, axis: Axis, value: Hashable) -> bool:
        if axis.name == "flags":
            return bool(getattr(self.chosen, str(value)))
        if axis.name == "statuses":
            return value in self.chosen.statuses
        if axis.name == "years":
            span = self.chosen.years
            return span is not None and isinstance(value, int) and span[0] <= value <= span[1]
        return bool(getattr(self.chosen, axis.name) == value)

    def _toggled(self) -> Filter:
        """The filter with the highlighted value chosen, or no longer chosen."""
        at = self.values.highlighted
        if at is None or at >= len(self._choices):
            return self.chosen
        value: Any = self._choices[at].value
        on, name = self._is_chosen(self.axis, value), self.axis.name
        if name == "flags":
            changed: dict[str, Any] = {str(value): not on}
            return self.chosen._replace(**changed)
        if name == "statuses":
            wanted = {*self.chosen.statuses} ^ {value}
            return self.chosen._replace(statuses=tuple(status for status in Status if status in wanted))
        if name == "years":
            span = self.chosen.years
            if on or span is None:
                return self.chosen._replace(years=None if on else (value, value))
            return self.chosen._replace(years=(min(span[0], value), max(span[1], value)))
        changed = {name: None if on else value}
        return self.chosen._replace(**changed)

    def action_choose(self) -> None:
        """Choose what is highlighted, and stay."""
        if self.axes.has_focus:
            self.values.focus()
            return
        self.chosen = self._toggled()
        self._count()

    def action_apply(self) -> None:
        """Choose what is highlighted, and show the list."""
        if self.axes.has_focus:
            self.values.focus()
        else:
            self.dismiss(self._toggled())

    def action_show(self) -> None:
        """Show the list for what is chosen."""
        self.dismiss(self.chosen)

    def action_cancel(self) -> None:
        """Leave the filter as it was."""
        self.dismiss(None)

    def action_clear(self) -> None:
        """Choose nothing."""
        self.chosen = Filter()
        self._count()

    def action_save(self) -> None:
        """Keep the filter under a name."""
        from tracker.tui.screens.prompt import Prompt

        def keep(name: str | None) -> None:
            if name:
                self._save(name)

        self.app.push_screen(Prompt(words.say("tui.filter.save"), "", filter_words(self.chosen)), keep)

    @work(group="facets", exclusive=True)
    async def _save(self, name: str) -> None:
        try:
            await asyncio.to_thread(self._reviewing.save_filter, name, self.chosen)
        except TrackerError as error:
            self.notify(safe(str(error)), severity="error", markup=False)
            return
        self.notify(words.say("tui.filter.saved", name=safe(name)), markup=False)

    def action_help(self) -> None:
        """The keys of the filter."""
        from tracker.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(commands.FILTER))

    def action_column(self, step: int) -> None:
        """To the axes, or to the values."""
        (self.values if step > 0 else self.axes).focus()

    def action_cursor(self, step: int) -> None:
        """Up or down in the list in focus."""
        focused = self.focused
        if isinstance(focused, OptionList):
            (focused.action_cursor_down if step > 0 else focused.action_cursor_up)()

    @on(OptionList.OptionSelected, "#filter-values")
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        """A click chooses and stays."""
        self.values.focus()
        self.values.highlighted = event.option_index
        self.action_choose()
