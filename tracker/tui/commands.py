"""Every command of the room, each defined once: keys, footer, help and palette are all made from these lists.

What they are called stands in the catalog `tui`: `command.TEXT.label`, `command.TEXT.help` and, for those that a footer
names, `footer.ID`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from textual.binding import Binding

from tracker import words
from tracker.config import nearest
from tracker.errors import UsageError
from tracker.model import Role, Status

DIGITS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0")

KEY_NAMES = {
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
    "delete": "Del",
}


class Command(NamedTuple):
    """Something that a reviewer can do."""

    id: str
    """Names the command; what the configuration binds to other keys."""
    preset: tuple[str, ...]
    """Textual's names of its keys, unless the configuration gives others."""
    action: str
    """Action of the screen; `{key}` stands for the key pressed."""
    group: str
    """Key of its heading in the help: `tui.group.GROUP`."""
    text: str = ""
    """Where the catalog describes it; `id` unless given."""
    status: Status | None = None
    """The status that it decides."""
    role: Role | None = None
    """The role that it gives a unit."""
    shown: str = ""
    """Its keys as help and footer print them, where a list of all would be long."""
    blind: bool = True
    """Whether a blind reviewer is offered it: not what rests on suggestions or on what others decided."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Its keys, as configured."""
        return _configured.get(self.id, self.preset)

    @property
    def label(self) -> str:
        """What it is called in palette and help."""
        meant = self.status or self.role
        return words.say(f"tui.command.{self.text or self.id}.label", status=words.name(meant) if meant else "")

    @property
    def help(self) -> str:
        """A sentence more."""
        return words.say(f"tui.command.{self.text or self.id}.help")

    @property
    def footer(self) -> str:
        """A word or two."""
        return words.say(f"model.short.{self.status}") if self.status else words.say(f"tui.footer.{self.id}")

    @property
    def key_label(self) -> str:
        """Its keys as help and footer print them."""
        if self.shown and self.id not in _configured:
            return self.shown
        return " ".join(KEY_NAMES.get(key, key) for key in self.keys)


_configured: dict[str, tuple[str, ...]] = {}


def _verdict(key: str, status: Status) -> Command:
    return Command(f"decide-{status}", (key,), f"decide('{status}')", "decide", "decide", status)


def _report_verdict(key: str, status: Status) -> Command:
    return Command(f"report-{status}", (key,), f"decide_report('{status}')", "decide", "decide-report", status)


COMMANDS: tuple[Command, ...] = (
    _verdict("f", Status.FOLLOWED_UP),
    _verdict("p", Status.PARTLY_MET),
    _verdict("d", Status.DROPPED),
    _verdict("u", Status.UNCLEAR),
    _verdict("x", Status.NOT_A_COMMITMENT),
    Command("accept", ("enter",), "accept", "decide", blind=False),
    _report_verdict("F", Status.FOLLOWED_UP),
    _report_verdict("P", Status.PARTLY_MET),
    _report_verdict("D", Status.DROPPED),
    _report_verdict("U", Status.UNCLEAR),
    Command("note", ("n",), "note", "decide"),
    Command("undo", ("z",), "undo", "decide"),
    Command("later", ("space",), "later", "decide"),
    Command("accept-all", ("B",), "accept_all", "decide", blind=False),
    Command("decisions", ("h",), "decisions", "decide"),
    Command("pick", DIGITS, "pick('{key}')", "evidence", shown="1-0"),
    Command("next-evidence", ("tab",), "evidence(1)", "evidence"),
    Command("previous-evidence", ("shift+tab",), "evidence(-1)", "evidence"),
    Command("wrong", ("w",), "wrong", "evidence"),
    Command("attach", ("e",), "attach", "evidence"),
    Command("next-report", ("right_square_bracket", "right"), "report(1)", "evidence"),
    Command("previous-report", ("left_square_bracket", "left"), "report(-1)", "evidence"),
    Command("source", ("o",), "source", "evidence"),
    Command("promise-source", ("s",), "promise_source", "evidence"),
    Command("correct", ("C",), "correct", "evidence"),
    Command("reports", ("R",), "reports", "evidence"),
    Command("scroll-down", ("J", "shift+down"), "scroll_reading(1)", "evidence"),
    Command("scroll-up", ("K", "shift+up"), "scroll_reading(-1)", "evidence"),
    Command("down", ("j", "down"), "move(1)", "move"),
    Command("up", ("k", "up"), "move(-1)", "move"),
    Command("page-down", ("pagedown",), "move_page(1)", "move"),
    Command("page-up", ("pageup",), "move_page(-1)", "move"),
    Command("home", ("home",), "move_to(0)", "move"),
    Command("end", ("end",), "move_to(-1)", "move"),
    Command("next-undecided", ("g",), "next_undecided", "move"),
    Command("next-later", ("m",), "next_later", "move"),
    Command("search", ("slash",), "search", "find"),
    Command("filter", ("l",), "filter('issuer')", "find"),
    Command("filter-issuer", ("i",), "filter('issuer')", "find"),
    Command("filter-year", ("y",), "filter('year')", "find"),
    Command("filter-status", ("t",), "filter('status')", "find"),
    Command("saved", ("L",), "saved", "find"),
    Command("undecided", ("a",), "toggle_undecided", "find"),
    Command("disagreed", ("A",), "toggle_disagreed", "find", blind=False),
    Command("clear", ("c",), "clear_filter", "find"),
    Command("order", ("r",), "next_order", "find"),
    Command("close", ("escape",), "close", "find"),
    Command("overview", ("v",), "overview", "room"),
    Command("log", ("E",), "write_log", "room", blind=False),
    Command("help", ("question_mark",), "help", "room"),
    Command("palette", ("ctrl+p",), "app.command_palette", "room"),
    Command("theme", ("T",), "theme", "room"),
    Command("quit", ("q",), "app.quit", "room"),
)
"""The review screen."""

FILTER: tuple[Command, ...] = (
    Command("filter-apply", ("enter",), "apply", "filter"),
    Command("filter-choose", ("space",), "choose", "filter"),
    Command("filter-show", ("s",), "show", "filter"),
    Command("filter-clear", ("c",), "clear", "filter"),
    Command("filter-save", ("w",), "save", "filter"),
    Command("filter-right", ("right", "tab"), "column(1)", "filter"),
    Command("filter-left", ("left", "shift+tab"), "column(-1)", "filter"),
    Command("filter-down", ("j",), "cursor(1)", "filter"),
    Command("filter-up", ("k",), "cursor(-1)", "filter"),
    Command("filter-help", ("question_mark",), "help", "filter", "help"),
    Command("filter-cancel", ("escape", "q"), "cancel", "filter", "cancel"),
)
"""The filter."""

OVERVIEW: tuple[Command, ...] = (
    Command("overview-open", ("enter",), "open", "overview"),
    Command("overview-down", ("j", "down"), "cursor(0, 1)", "overview"),
    Command("overview-up", ("k", "up"), "cursor(0, -1)", "overview"),
    Command("overview-right", ("right", "right_square_bracket"), "cursor(1, 0)", "overview"),
    Command("overview-left", ("left", "left_square_bracket"), "cursor(-1, 0)", "overview"),
    Command("overview-view", ("tab",), "view", "overview"),
    Command("overview-help", ("question_mark",), "help", "overview", "help"),
    Command("overview-theme", ("T",), "theme", "overview", "theme"),
    Command("overview-close", ("escape", "q", "v"), "close", "overview", "back"),
)
"""The overview."""

LIST: tuple[Command, ...] = (
    Command("list-choose", ("enter",), "choose", "list"),
    Command("list-down", ("j",), "cursor(1)", "list"),
    Command("list-up", ("k",), "cursor(-1)", "list"),
    Command("list-delete", ("delete", "x"), "delete", "list"),
    Command("list-help", ("question_mark",), "help", "list", "help"),
    Command("list-cancel", ("escape", "q"), "cancel", "list", "cancel"),
)
"""Lists to choose from: the last decisions, saved filters, corrections."""

CORRECTING: tuple[Command, ...] = (
    Command("unit-commitment", ("p",), "name('commitment')", "correcting", "unit-name", role=Role.COMMITMENT),
    Command("unit-statement", ("r",), "name('statement')", "correcting", "unit-name", role=Role.STATEMENT),
    Command("unit-none", ("x",), "leave_out", "correcting"),
    Command("unit-more", ("enter", "c"), "choose", "correcting"),
    Command("unit-split", ("s",), "split", "correcting"),
    Command("unit-merge", ("m",), "merge(1)", "correcting"),
    Command("unit-merge-before", ("M",), "merge(-1)", "correcting"),
    Command("unit-undo", ("z",), "undo", "correcting"),
    Command("unit-list", ("h",), "list", "correcting"),
    Command("unit-down", ("j", "down"), "move(1)", "correcting"),
    Command("unit-up", ("k", "up"), "move(-1)", "correcting"),
    Command("unit-page-down", ("pagedown", "J"), "move_page(1)", "correcting"),
    Command("unit-page-up", ("pageup", "K"), "move_page(-1)", "correcting"),
    Command("unit-next-corrected", ("n",), "next_corrected", "correcting"),
    Command("unit-help", ("question_mark",), "help", "correcting", "help"),
    Command("unit-close", ("escape", "q"), "close", "correcting", "back"),
)
"""Correcting a report's units."""

CUTTING: tuple[Command, ...] = (
    Command("cut", ("enter", "s"), "cut", "cutting"),
    Command("cut-right", ("right", "l"), "move(1)", "cutting"),
    Command("cut-left", ("left", "h"), "move(-1)", "cutting"),
    Command("cut-next", ("tab", "down"), "mark(1)", "cutting"),
    Command("cut-previous", ("shift+tab", "up"), "mark(-1)", "cutting"),
    Command("cut-help", ("question_mark",), "help", "cutting", "help"),
    Command("cut-cancel", ("escape", "q"), "cancel", "cutting", "cancel"),
)
"""Where a unit is split."""

SCREENS = (COMMANDS, FILTER, OVERVIEW, LIST, CORRECTING, CUTTING)
ALL = tuple(command for screen in SCREENS for command in screen)


def configure(keys: Mapping[str, str]) -> None:
    """Bind commands to other keys; those not named have their preset ones.

    Args:
        keys: command -> its keys, in Textual's names, commas between them.

    Raises:
        UsageError: there is no such command, or two commands of one screen would have the same key.

    """
    known = {command.id: command for command in ALL}
    wanted: dict[str, tuple[str, ...]] = {}
    for name, text in keys.items():
        if name not in known:
            raise UsageError("tui.error.no_command", name=name, instead=nearest(name, known))
        if "{key}" in known[name].action:
            raise UsageError("tui.error.fixed_keys", name=name)
        wanted[name] = tuple(key for part in text.split(",") if (key := _textual_name(part.strip())))
    for screen in SCREENS:
        taken: dict[str, str] = {}
        for command in screen:
            for key in wanted.get(command.id, command.preset):
                if key in taken:
                    raise UsageError("tui.error.key_twice", key=key, one=taken[key], other=command.id)
                taken[key] = command.id
    _configured.clear()
    _configured.update(wanted)


def _textual_name(key: str) -> str:
    """`?` and `Esc` as Textual names them."""
    return next((name for name, shown in KEY_NAMES.items() if key == shown), key)


def keymap() -> dict[str, str]:
    """What `App.set_keymap` takes."""
    return {name: ",".join(keys) for name, keys in _configured.items()}


def bindings(commands: Iterable[Command] = COMMANDS, *, priority: bool = False) -> Iterator[Binding]:
    """The key bindings of some commands."""
    for command in commands:
        if "{key}" in command.action:
            for key in command.preset:
                yield Binding(key, command.action.format(key=key), show=False, id=f"{command.id}-{key}")
        else:
            yield Binding(",".join(command.preset), command.action, show=False, id=command.id, priority=priority)


FOOTER = (
    *(f"decide-{status}" for status in ("followed_up", "partly_met", "dropped", "unclear", "not_a_commitment")),
    *("accept", "undo", "pick", "source", "search", "filter", "note", "later", "next-report", "overview"),
    *("attach", "wrong", "decisions", "next-undecided"),
    *("help", "quit"),
)
"""What the footer names, by importance: a narrow screen leaves out what stands before the last two."""


def offered(blind: bool) -> tuple[Command, ...]:
    """The commands of the review screen that a reviewer, blind or not, is offered."""
    return tuple(command for command in COMMANDS if command.blind or not blind)


def in_footer(blind: bool = False) -> tuple[Command, ...]:
    """The commands that the footer names, those first that matter most; help and quit at its end."""
    by_id = {command.id: command for command in offered(blind)}
    return tuple(by_id[name] for name in FOOTER if name in by_id)


def in_palette(blind: bool = False) -> tuple[Command, ...]:
    """The commands that can be chosen by name: all that do the same whatever their key."""
    return tuple(c for c in offered(blind) if "{key}" not in c.action and c.id != "palette")
