"""The filter: issuers, years, statuses and more, each with how many commitments it would leave."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tracker.errors import TrackerError
from tracker.model import Facets, Filter, Status
from tracker.tui.looks import LOOKS, safe

if TYPE_CHECKING:
    from tracker.workflow.reviewing import Reviewing

FLAGS = {"undecided": "Undecided only", "late": "Late only", "gone": "Gone from their report"}
COLUMNS = {"issuer": "Issuer", "year": "Year", "status": "Status", "more": "More"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a column offers."""

    value: Hashable
    label: str
    count: int | None


class FilterScreen(ModalScreen[Filter | None]):
    """Gives the filter chosen, or None if it was left as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "cancel", "Cancel", show=False),
        Binding("space", "choose", "Choose and stay", show=False, priority=True),
        Binding("enter", "apply", "Choose and show", show=False, priority=True),
        Binding("s", "show", "Show", show=False),
        Binding("c", "clear", "Clear", show=False),
        Binding("right", "app.focus_next", show=False),
        Binding("left", "app.focus_previous", show=False),
        Binding("j", "cursor(1)", show=False),
        Binding("k", "cursor(-1)", show=False),
    ]

    def __init__(self, reviewing: Reviewing, chosen: Filter, column: str) -> None:
        super().__init__()
        self._reviewing = reviewing
        self._column = column
        self.chosen = chosen
        self._choices: dict[str, list[Choice]] = {column: [] for column in COLUMNS}

    def compose(self) -> ComposeResult:
        """A list for each part of the filter."""
        with Vertical(id="filters", classes="dialog"):
            with Horizontal(id="filter-columns"):
                yield self._column_list("issuer")
                yield self._column_list("year")
                with Vertical(id="filter-right"):
                    yield self._column_list("status")
                    yield self._column_list("more")
            yield Static(id="filter-total", markup=False)
            yield Static(
                "Enter choose, show · Space choose · s show · c clear · ← → · Esc cancel",
                id="filter-keys",
                markup=False,
            )

    @staticmethod
    def _column_list(column: str) -> OptionList:
        options = OptionList(id=f"filter-{column}", markup=False)
        options.border_title = COLUMNS[column]
        return options

    def on_mount(self) -> None:
        """Begin in the column that was asked for."""
        self.query_one("#filters").border_title = "Filter"
        self.query_one(f"#filter-{self._column}").focus()
        self._count()

    @work(group="facets", exclusive=True)
    async def _count(self) -> None:
        """Read how many there are of each."""
        try:
            facets = await asyncio.to_thread(self._reviewing.facets, self.chosen)
        except TrackerError as error:
            self.notify(safe(str(error)), severity="error", markup=False)
            return
        self._fill(facets)

    def _fill(self, facets: Facets) -> None:
        before = {column: self._highlighted(column) for column in COLUMNS}
        self._choices = {
            "issuer": [Choice(name, safe(name), count) for name, count in facets.issuers],
            "year": [Choice(year, str(year), count) for year, count in reversed(facets.years)],
            "status": [Choice(s, f"{LOOKS[s].sign} {LOOKS[s].label}", count) for s, count in facets.statuses],
            "more": [Choice(flag, label, None) for flag, label in FLAGS.items()],
        }
        for column, choices in self._choices.items():
            options = self.query_one(f"#filter-{column}", OptionList)
            options.set_options(self._options(column, choices))
            same = (at for at, choice in enumerate(choices) if choice.value == before[column])
            chosen = (at for at, choice in enumerate(choices) if self._is_chosen(column, choice))
            options.highlighted = next(same, next(chosen, 0 if choices else None))
        words = f"{facets.total} commitments, {facets.decided} decided"
        self.query_one("#filter-total", Static).update(Content.styled(words, "bold"))

    def _highlighted(self, column: str) -> Hashable:
        """The value under the cursor of a column, which stays there when others come or go."""
        at, choices = self.query_one(f"#filter-{column}", OptionList).highlighted, self._choices[column]
        return choices[at].value if at is not None and at < len(choices) else None

    def _options(self, column: str, choices: Iterable[Choice]) -> list[Option]:
        return [
            Option(
                Content.assemble(
                    ("✓ " if (on := self._is_chosen(column, choice)) else "  ", "bold"),
                    (f"{choice.count:>5}  " if choice.count is not None else "", "dim"),
                    (choice.label, "bold" if on else ""),
                )
            )
            for choice in choices
        ]

    def _is_chosen(self, column: str, choice: Choice) -> bool:
        if column == "status":
            return choice.value in self.chosen.statuses
        if column == "year":
            return self.chosen.years == (choice.value, choice.value)
        if choice.value == "undecided":
            return self.chosen.decided is False
        if column == "more":
            return bool(getattr(self.chosen, str(choice.value)))
        return bool(getattr(self.chosen, column) == choice.value)

    def _toggled(self) -> Filter:
        """The filter with the highlighted value of the column in focus chosen, or no longer chosen."""
        options = self.focused
        if not isinstance(options, OptionList) or options.highlighted is None:
            return self.chosen
        column = str(options.id).removeprefix("filter-")
        choice = self._choices[column][options.highlighted]
        on = self._is_chosen(column, choice)
        if column == "status":
            wanted = {*self.chosen.statuses} ^ {choice.value}
            return replace(self.chosen, statuses=tuple(status for status in Status if status in wanted))
        if column == "year":
            return replace(self.chosen, years=None if on else (choice.value, choice.value))  # type: ignore[arg-type]
        if choice.value == "undecided":
            return replace(self.chosen, decided=None if on else False)
        if column == "more":
            return replace(self.chosen, **{str(choice.value): not on})  # type: ignore[arg-type]
        return replace(self.chosen, **{column: None if on else choice.value})  # type: ignore[arg-type]

    def action_choose(self) -> None:
        """Choose what is highlighted, and stay."""
        self.chosen = self._toggled()
        self._count()

    def action_apply(self) -> None:
        """Choose what is highlighted, and show the list."""
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

    def action_cursor(self, step: int) -> None:
        """Up or down in the column in focus."""
        if isinstance(self.focused, OptionList):
            (self.focused.action_cursor_down if step > 0 else self.focused.action_cursor_up)()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        """A click chooses and stays."""
        event.option_list.focus()
        event.option_list.highlighted = event.option_index
        self.action_choose()
