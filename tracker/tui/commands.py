"""Every command of the review room, each defined once: keys, footer, help and palette are all made from this list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.binding import Binding

from tracker.model import DECIDABLE, Status


@dataclass(frozen=True, slots=True)
class Command:
    """Something that a reviewer can do."""

    id: str
    """Names the command; what a key map would rebind."""
    keys: tuple[str, ...]
    """Textual's names of the keys."""
    action: str
    """Action of the review screen; `{key}` stands for the key pressed."""
    label: str
    """In the palette and the help."""
    help: str
    group: str
    footer: str = ""
    """Label in the footer; empty: not shown there."""
    shown: str = ""
    """The keys as a reader knows them; empty: `keys` themselves."""

    @property
    def key_label(self) -> str:
        """The keys as help and footer print them."""
        return self.shown or " ".join(_KEY_NAMES.get(key, key) for key in self.keys)


_KEY_NAMES = {
    "enter": "Enter",
    "space": "Space",
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "Esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "shift+down": "Shift+↓",
    "shift+up": "Shift+↑",
    "ctrl+p": "Ctrl+P",
}

DECIDE, EVIDENCE, MOVE, FIND, OTHER = "Decide", "Evidence and sources", "Move", "Find", "Room"
_DIGITS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0")


def _verdict(key: str, status: Status, words: str, footer: str) -> Command:
    return Command(
        f"decide-{status.value}",
        (key,),
        f"decide('{status.value}')",
        f"Decide: {words}",
        "The commitment as a whole; then the next one.",
        DECIDE,
        footer,
    )


def _report_verdict(key: str, status: Status, words: str) -> Command:
    return Command(
        f"report-{status.value}",
        (key,),
        f"decide_report('{status.value}')",
        f"Later report in view: {words}",
        "Only what that report says; stays here.",
        DECIDE,
    )


COMMANDS: tuple[Command, ...] = (
    _verdict("f", Status.FOLLOWED_UP, "followed up", "Followed"),
    _verdict("p", Status.PARTLY_MET, "partly met", "Partly"),
    _verdict("d", Status.DROPPED, "dropped", "Dropped"),
    _verdict("u", Status.UNCLEAR, "unclear", "Unclear"),
    _verdict("x", Status.NOT_A_COMMITMENT, "not a commitment", "None"),
    Command(
        "accept", ("enter",), "accept", "Accept the suggestion",
        "Keep what is suggested, with the evidence marked, as your decision; go on to the next.", DECIDE, "Accept",
    ),
    _report_verdict("F", Status.FOLLOWED_UP, "followed up"),
    _report_verdict("P", Status.PARTLY_MET, "partly met"),
    _report_verdict("D", Status.DROPPED, "dropped"),
    _report_verdict("U", Status.UNCLEAR, "unclear"),
    Command("note", ("n",), "note", "Write a note", "Goes with the next decision on this commitment.", DECIDE, "Note"),
    Command(
        "undo", ("z",), "undo", "Undo the last decision",
        "Take back your last decision and go to it; again for the one before.", DECIDE, "Undo",
    ),
    Command(
        "later", ("space",), "later", "Mark for later",
        "Mark (or unmark) this commitment with ⚑ and go on; m finds the marks again.", DECIDE, "Later",
    ),
    Command(
        "pick", _DIGITS, "pick('{key}')", "Choose or drop evidence",
        "1 to 9 and 0 (the tenth): the piece of evidence counts, or no longer counts. A decision keeps those marked ✓.",
        EVIDENCE, "Evidence", "1-0",
    ),
    Command("next-evidence", ("tab",), "evidence(1)", "Next evidence", "Compare the next candidate.", EVIDENCE),
    Command(
        "previous-evidence", ("shift+tab",), "evidence(-1)", "Previous evidence",
        "Compare the candidate before.", EVIDENCE,
    ),
    Command(
        "next-report", ("right_square_bracket", "right"), "report(1)", "Next later report",
        "What the next later report says.", EVIDENCE, "Reports", "] →",
    ),
    Command(
        "previous-report", ("left_square_bracket", "left"), "report(-1)", "Previous later report",
        "What the later report before says.", EVIDENCE,
    ),
    Command(
        "source", ("o",), "source", "Open the source of the evidence",
        "The later report around the piece of evidence; again to close.", EVIDENCE, "Source",
    ),
    Command(
        "promise-source", ("s",), "promise_source", "Open the source of the promise",
        "The report around the commitment; again to close.", EVIDENCE,
    ),
    Command(
        "scroll-down", ("J", "shift+down"), "scroll_reading(1)", "Scroll the page down",
        "The source if it is open, else the page on the right.", EVIDENCE,
    ),
    Command("scroll-up", ("K", "shift+up"), "scroll_reading(-1)", "Scroll the page up", "The same, upwards.", EVIDENCE),
    Command("down", ("j", "down"), "move(1)", "Next commitment", "One line down.", MOVE),
    Command("up", ("k", "up"), "move(-1)", "Previous commitment", "One line up.", MOVE),
    Command("page-down", ("pagedown",), "move_page(1)", "Page down", "A screenful down.", MOVE),
    Command("page-up", ("pageup",), "move_page(-1)", "Page up", "A screenful up.", MOVE),
    Command("home", ("home",), "move_to(0)", "First commitment", "To the top of the list.", MOVE),
    Command("end", ("end",), "move_to(-1)", "Last commitment", "To the end of the list.", MOVE),
    Command(
        "next-undecided", ("g",), "next_undecided", "Next undecided commitment",
        "The next one that nobody has decided, from the top again at the end.", MOVE, "Next open",
    ),
    Command("next-later", ("m",), "next_later", "Next commitment marked for later", "The next one with ⚑.", MOVE),
    Command(
        "search", ("slash",), "search", "Search the commitments", "Only those whose text holds these characters.",
        FIND, "Search",
    ),
    Command(
        "filter", ("l",), "filter('issuer')", "Filter the list",
        "By issuer, year, status, undecided, late, or gone from the report.", FIND, "Filter",
    ),
    Command("filter-issuer", ("i",), "filter('issuer')", "Filter by issuer", "The same, at the issuers.", FIND),
    Command("filter-year", ("y",), "filter('year')", "Filter by year", "The same, at the years.", FIND),
    Command("filter-status", ("t",), "filter('status')", "Filter by status", "The same, at the statuses.", FIND),
    Command("undecided", ("a",), "toggle_undecided", "Undecided only, or all", "Hide what has been decided.", FIND),
    Command("clear", ("c",), "clear_filter", "Clear the filter", "Show every commitment again.", FIND),
    Command(
        "order", ("r",), "next_order", "Change the order",
        "As the reports say them; least certain suggestion first; by status.", FIND,
    ),
    Command("close", ("escape",), "close", "Close the source, or clear the search", "Back to where you were.", FIND),
    Command("help", ("question_mark",), "help", "Show all keys", "This page.", OTHER, "Help"),
    Command("palette", ("ctrl+p",), "app.command_palette", "Command palette", "Every command by name.", OTHER),
    Command("theme", ("T",), "theme", "Light or dark", "Change the colours.", OTHER),
    Command("quit", ("q",), "app.quit", "Quit", "Everything decided is kept.", OTHER, "Quit"),
)  # fmt: skip


def bindings() -> Iterator[Binding]:
    """A key binding for each key of each command."""
    for command in COMMANDS:
        for key in command.keys:
            name = command.id if len(command.keys) == 1 else f"{command.id}-{key}"
            yield Binding(key, command.action.format(key=key), command.label, show=False, id=name)


FOOTER = (
    *(f"decide-{status.value}" for status in DECIDABLE),
    *("accept", "note", "undo", "pick", "search", "filter", "later", "source", "next-report", "next-undecided"),
    *("help", "quit"),
)
"""What the footer names, by importance: a narrow screen leaves out what stands before the last two."""


def in_footer() -> tuple[Command, ...]:
    """The commands that the footer names, those first that matter most; help and quit at its end."""
    by_id = {command.id: command for command in COMMANDS}
    return tuple(by_id[name] for name in FOOTER)


def in_palette() -> tuple[Command, ...]:
    """The commands that can be chosen by name: all that do the same whatever their key."""
    return tuple(command for command in COMMANDS if "{key}" not in command.action and command.id != "palette")
