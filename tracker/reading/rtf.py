"""Rich text (rtf), which Word and WPS also save under the name doc.

Numbers of lists stand in the file as they are shown; tracked deletions, hidden text, comments, heads and pictures are
left out; footnotes come at the end. Control words are those of Microsoft's RTF specification 1.9.1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import chain

from tracker.reading.limits import Extracted
from tracker.reading.rows import as_row
from tracker.reading.saying import refusal

MAX_DEPTH = 200
"""Nesting of groups; real documents stay below 30."""

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\", re.S
)
_CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 204: "cp1251"}
"""Encoding by the character set of a font; the others take that of the document."""
_SYMBOLS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": " ", "tab": "\t", "line": "\n", "lbr": "\n",
}  # fmt: skip
_SIGNS = {"~": "\xa0", "_": "-", "-": "", "\n": "\r", "\r": "\r"}
_LEFT_OUT = frozenset(
    re.split(
        r"\s+",
        """colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf object fldinst
        listtable listoverridetable revtbl rsidtbl xmlnstbl mmath shprslt sp nonshppict annotation atnid atnauthor
        bkmkstart bkmkend datafield tc xe rxe txe latentstyles pgptbl filetbl ftnsep ftnsepc ftncn aftnsep aftnsepc
        aftncn nesttableprops private""",
    )
)
"""Groups that hold no text of the page; so do groups that are marked as new to a reader that does not know them."""
_KNOWN_NEW = frozenset({"shpinst", "shptxt", "listtext", "pntext", "fldrslt"})
_NUMBERS = frozenset({"listtext", "pntext"})


@dataclass(frozen=True, slots=True)
class _State:
    """What holds until the end of a group."""

    out: bool = False
    """Its text is left out."""
    fonts: bool = False
    number: bool = False
    note: bool = False
    box: bool = False
    font: int = 0
    skips: int = 1
    """Characters behind one by its number that stand for it in old programs."""
    hidden: bool = False
    deleted: bool = False
    in_table: bool = False


@dataclass(slots=True)
class _Flow:
    """A sequence of paragraphs and tables: that of the page, of a note or of a box."""

    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)

    def paragraph(self, in_table: bool) -> None:
        """End a paragraph."""
        text, self.words = "".join(self.words), []
        (self.cell if in_table else self.lines).extend(line.strip() for line in text.split("\n"))

    def end_cell(self) -> None:
        self.paragraph(in_table=True)
        self.cells.append([line for line in self.cell if line])
        self.cell = []

    def end_row(self) -> None:
        """End a row; what only lays out paragraphs gives their lines."""
        line = as_row(self.cells) if len(self.cells) > 1 else None
        self.lines += [line] if line is not None else chain.from_iterable(self.cells)
        self.cells = []

    def close(self) -> list[str]:
        """All lines, with those of a row that never ended."""
        if self.words:
            self.paragraph(in_table=False)
        return [*self.lines, *chain.from_iterable(self.cells), *self.cell]


def read_rtf(data: bytes) -> Extracted:
    """The text of a document, a paragraph or row of a table a line, cells behind tabs.

    Raises:
        ReadError: it is nested too deep.

    """
    text = "\n".join(line.rstrip() for line in _Reader(data).read())
    return Extracted(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._bytes = bytearray()
        self._skip = 0
        self._state = _State()
        self._stack: list[_State] = []
        self._flows = [_Flow()]
        self._notes: list[str] = []
        self._new = False

    def read(self) -> list[str]:
        """Lines of the page, then those of notes."""
        at, end = 0, len(self._data)
        while at < end and (token := _TOKEN.match(self._data, at)):
            at = token.end()
            word, number, code, sign, brace, plain = token.groups()
            if word is not None:
                at += self._word(word.decode(), int(number) if number else None)
            elif code is not None:
                self._letters(bytes.fromhex(code.decode()))
            elif plain is not None:
                self._letters(plain)
            elif brace is not None:
                self._brace(brace == b"{")
            elif sign is not None:
                self._sign(sign.decode("latin-1"))
        self._flush()
        while len(self._flows) > 1:
            self._end_flow(_State(note=True))
        return self._flows[0].close() + self._notes

    def _brace(self, opens: bool) -> None:
        self._flush()
        self._new, self._skip = False, 0
        if opens:
            if len(self._stack) > MAX_DEPTH:
                raise refusal("nested")
            self._stack.append(self._state)
        elif self._stack:
            ended, self._state = self._state, self._stack.pop()
            if (ended.note, ended.box) != (self._state.note, self._state.box) and len(self._flows) > 1:
                self._end_flow(ended)

    def _end_flow(self, ended: _State) -> None:
        """Lines of a note go to the end, those of a box before the paragraph that it hangs on."""
        lines = [line for line in self._flows.pop().close() if line]
        if ended.note:
            self._notes.append(" ".join(lines))
        else:
            self._flows[-1].lines += lines

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._new = True
        elif sign in "{}\\":
            self._letters(sign.encode())
        elif (written := _SIGNS.get(sign)) == "\r":
            self._word("par", None)
        elif written is not None:
            self._put(written)

    def _word(self, word: str, number: int | None) -> int:
        """Heed a control word; how many bytes behind it are no text."""
        new, self._new = self._new, False
        if word == "bin":
            return max(number or 0, 0)
        state = self._state
        if word in _LEFT_OUT or (new and word not in _KNOWN_NEW):
            self._turn(replace(state, out=True))
        elif word == "fonttbl":
            self._turn(replace(state, fonts=True))
        elif word in _NUMBERS:
            self._turn(replace(state, number=True))
        elif word in ("footnote", "shptxt") and not state.out:
            self._turn(replace(state, note=word == "footnote" or state.note, box=word == "shptxt" or state.box))
            self._flows.append(_Flow())
        elif word == "u" and number is not None:
            self._put(chr(number % 0x10000))
            self._skip = state.skips
        else:
            self._format(word, number)
        return 0

    def _turn(self, state: _State) -> None:
        self._flush()
        self._state = state

    def _format(self, word: str, number: int | None) -> None:
        """Heed a control word that says how what follows looks, or that ends something."""
        state, on = self._state, number != 0
        if word in _SYMBOLS:
            self._put(_SYMBOLS[word])
        elif word == "f" and number is not None:
            self._turn(replace(state, font=number))
        elif word == "fcharset" and state.fonts:
            self._fonts[state.font] = _CHARSETS.get(number or 0, "")
        elif word == "ansicpg":
            self._encoding = "gb18030" if number == 936 else f"cp{number}"
        elif word == "uc" and number is not None:
            self._state = replace(state, skips=min(max(number, 0), 9))
        elif word == "v":
            self._turn(replace(state, hidden=on))
        elif word == "deleted":
            self._turn(replace(state, deleted=on))
        elif word == "plain":
            self._turn(replace(state, hidden=False, deleted=False, font=0))
        elif not (state.out or state.fonts):
            self._end(word)

    def _end(self, word: str) -> None:
        self._flush()
        flow = self._flows[-1]
        if word in ("pard", "intbl"):
            self._state = replace(self._state, in_table=word == "intbl")
        elif word in ("par", "sect", "page", "nestcell"):
            flow.paragraph(self._state.in_table)
        elif word == "cell":
            flow.end_cell()
        elif word == "row":
            flow.end_row()

    def _letters(self, letters: bytes) -> None:
        if self._skip:
            letters, self._skip = letters[self._skip :], max(self._skip - len(letters), 0)
        self._bytes += letters

    def _flush(self) -> None:
        """Turn the gathered bytes into characters: a character may begin as a code and end as a letter."""
        if not self._bytes:
            return
        letters, self._bytes = bytes(self._bytes), bytearray()
        encoding = self._fonts.get(self._state.font) or self._encoding
        try:
            self._put(letters.decode(encoding, "replace"))
        except LookupError:
            self._put(letters.decode("gb18030", "replace"))

    def _put(self, text: str) -> None:
        if self._bytes:
            self._flush()
        self._skip = 0
        state = self._state
        if state.out or state.fonts or state.hidden or state.deleted:
            return
        self._flows[-1].words.append(text.replace("\t", "") if state.number else text)
