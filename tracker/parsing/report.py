"""A report taken apart: text to units with section, role and heading, and who reports on which year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from tracker import promises
from tracker.characters import simplified
from tracker.errors import NotAReport
from tracker.model import Identity, Kind, ParsedReport, Role, Section, Unit
from tracker.parsing import units
from tracker.parsing.ahead import speaks_ahead
from tracker.parsing.cues import (
    APPEALS,
    TASK_TABLE,
    addresses,
    attached_tasks,
    bare_heading,
    closes,
    frames,
    named_sections,
    task_rows,
)
from tracker.parsing.features import Seen, see
from tracker.parsing.identity import ends, identify, only_plans, settle
from tracker.parsing.outline import DEPTH, Mark
from tracker.parsing.roles import Model, Scores, shipped
from tracker.parsing.sections import find_sections
from tracker.promises.duties import only_duty
from tracker.text import join_lines, one_line
from tracker.words import Message

PARSER_VERSION = "18"
"""Changes whenever the same text may come apart differently."""

_BODY = re.compile(r"^(?:现在|下面)?[，,]?(?:我|谨).{0,6}代表|^现将|[。]$")

_FORWARDS = re.compile("印发给|现予?(?:印发|公布|公开|发布)|请认真贯彻")
"""Words of a notice that only sends the report that stands behind it."""


def parse(text: str, model: Model | None = None) -> ParsedReport:
    """Take a report apart.

    Args:
        text: the sanitised text of a file, lines ended by line feeds.
        model: weights to use instead of the shipped ones.

    Raises:
        NotAReport: nothing in the text is the yearly report of an authority.

    """
    told = units.full_stops(simplified(text))
    pieces = units.split(told)
    if not pieces:
        raise NotAReport("parsing.refused.empty")
    seen = see(told, pieces)
    scores = (model or shipped()).score(seen)
    spans, body = _paragraph_spans(seen), _first_body_line(seen)
    head, tail = ([join_lines(told[a:b]) for a, b in part] for part in ends(spans, body))
    identity = identify(told, head, tail, body)
    sections = find_sections(seen, scores.sections, identity.year, body, only_plans(identity.title))
    roles = _roles(seen, sections, scores, identity.year)
    identity = settle(identity, _section_headings(seen, sections, roles), _text_of(seen, sections, Section.DONE))
    _check(identity, sections, roles)
    found = _settled(
        (p.start, p.end, join_lines(text[p.start : p.end]), section, role)
        for p, section, role in zip(pieces, sections, roles, strict=True)
    )
    warnings = _warnings(identity, found) + _attached(found, scores)
    return ParsedReport(text, _as_written(identity, told, text), found, warnings)


def _as_written(identity: Identity, told: str, text: str) -> Identity:
    """The title in the characters of the text, where it stands there; the issuer's name stays simplified."""
    at = told.find(identity.title) if told is not text else -1
    return identity if at < 0 else identity._replace(title=text[at : at + len(identity.title)])


def _paragraph_spans(seen: Seen) -> list[tuple[int, int]]:
    pieces = seen.pieces
    return [(p.start, pieces[k + p.of - 1].end) for k, p in enumerate(pieces) if p.place == 0]


_CONTENTS = re.compile(r"目\s*录|目\s*次")
_LISTED = re.compile(r".{2,60}?[\s.…·⋯—\-]*\d{1,3}")


def _behind_contents(seen: Seen) -> int:
    """The piece behind a table of contents: lines that end with the number of a page, or come again; 0 if none."""
    texts = seen.plain
    start = next((k for k, text in enumerate(texts[: len(texts) // 2]) if _CONTENTS.fullmatch(text)), None)
    if start is None:
        return 0
    times = Counter(texts[start:])
    end = start + 1
    while end < len(texts) and seen.pieces[end].of == 1 and (_LISTED.fullmatch(texts[end]) or times[texts[end]] > 1):
        times[texts[end]] -= 1
        end += 1
    return end if end > start + 2 else 0


def _first_body_line(seen: Seen) -> int:
    """Number of the first paragraph of running text or of the first numbered heading, behind a table of contents."""
    first = _behind_contents(seen)
    if first and first < len(seen.pieces) and _names_part(seen, first, None):
        return seen.pieces[first].paragraph
    for k, piece in enumerate(seen.pieces[first:], first):
        raw = seen.text[piece.start : piece.end]
        if seen.marks[k] in (Mark.TOP, Mark.PART, Mark.SUB) or (
            len(raw) >= 20 and _BODY.search(raw) and not _FORWARDS.search(raw)
        ):
            return piece.paragraph
    return 0


def _text_of(seen: Seen, sections: Sequence[Section], wanted: Section) -> str:
    return "\n".join(seen.text[p.start : p.end] for p, s in zip(seen.pieces, sections, strict=True) if s is wanted)


def _section_headings(seen: Seen, sections: Sequence[Section], roles: Sequence[Role]) -> list[str]:
    """Headings of the done section that say that it is one."""
    return [
        raw
        for k, p in enumerate(seen.pieces)
        if sections[k] is Section.DONE and roles[k] is Role.HEADING and DEPTH[seen.marks[k]] <= DEPTH[Mark.SUB]
        and Section.DONE in named_sections(raw := seen.text[p.start : p.end], None)
    ]  # fmt: skip


_HAN = re.compile(r"[\u4e00-\u9fff]")
_FIGURES = re.compile(r"(?:[ \t\u3000]+-?\d[\d.,%]*){3,}\s*$")
_TELLING = (Role.STATEMENT, Role.FRAMING, Role.COMMITMENT)
"""What may speak ahead of the review that it stands in."""
_REPORTED = (Section.DONE, Section.PROBLEMS, Section.PLAN)
_ITEM = {Section.DONE: Role.STATEMENT, Section.PLAN: Role.COMMITMENT}
_NOTE = re.compile(r"\([^()]*\)")
"""A cell that explains the others."""
_BARE_FIGURE = re.compile(r"[-—/]?[\d.,%]*")
_WORDED = re.compile(r"[,;.，；。！？].*[\u4e00-\u9fff]")
_DIGIT = re.compile(r"\d")
_STEP = re.compile("完成|推进|办结|实施|开展|建成|修订|制定|印发|出台")
"""Words of a row that tells of work."""
_MEASURE = re.compile("[数率量额值比]$")
"""What a column counts: 完成数 is no work."""
CELL = 24
"""Characters up to which a cell only names or counts something."""
HEADING = 24
"""Characters up to which a heading of general requirements is one."""
ITEMS = 3
"""Sentences that sound like promises from which on an attachment is said to list some."""
LEAST = 4
"""Chinese characters without which a piece says nothing of its own: a shred of a table."""


def _shred(seen: Seen, k: int, task: bool) -> bool:
    """Whether a piece is a cell, a row of figures or the head of some table; a row of a table of tasks names some."""
    body = seen.bodies[k]
    if "\t" in body and (TASK_TABLE.match(body) or (not task and _counts_only(body))):
        return True
    spaced = " " in body or "\t" in body or "\u3000" in body
    return (spaced and body[-1:].isascii() and _FIGURES.search(body) is not None) or (
        len(body) < 20 and len(_HAN.findall(body)) < LEAST and seen.marks[k] not in (Mark.TOP, Mark.PART)
    )


def _counts_only(row: str) -> bool:
    """Whether a row of a table gives figures under its head, or is that head: cells of a few words, no work named."""
    name, *cells = ("" if _NOTE.fullmatch(cell.strip()) else cell.strip() for cell in row.split("\t"))
    if any(len(cell) > CELL or _WORDED.search(cell) for cell in (name, *cells)):
        return False
    told = (cell for cell in (name, *cells) if not _MEASURE.search(cell))
    return all(_BARE_FIGURE.fullmatch(cell) for cell in cells) or not (
        _DIGIT.search(row) or any(map(_STEP.search, told))
    )


def _appeals(texts: Sequence[str], k: int) -> bool:
    """Whether a piece only frames, or addresses the listeners to lead up to the closing words."""
    return frames(texts[k]) or (addresses(texts[k]) and any(map(closes, texts[k + 1 : k + 2])))


def _without_work(seen: Seen, k: int) -> bool:
    """Whether a row of a table of tasks goes on with the one above: its first cell is empty, none names work."""
    piece = seen.pieces[k]
    opens = piece.place == 0 and seen.text[piece.start - 1 : piece.start] == "\t"
    return opens and promises.only_who_and_when(seen.plain[k])


_COUNTED = re.compile(
    r"\d(?:\.\d+)?[万亿千百]?[余多]?\s*(?:%|公里|平方|[个家件项人户亩套所名吨米元次倍条座天处期场宗部批位种类辆台栋门篇站亿万])"
)


def _says_itself(seen: Seen, sections: Sequence[Section], k: int) -> bool:
    """Whether a numbered piece is more than the heading of what follows: it counts something, or nothing follows.

    The annotation guide: a numbered item with nothing under it is itself the commitment.
    """
    mark, body = seen.marks[k], seen.bodies[k]
    if mark in (Mark.NONE, Mark.PART):
        return False
    if _COUNTED.search(body):
        return True
    if mark is not Mark.TOP and seen.pieces[k].of > 1 and _one_of_several(seen, k):
        return True
    last = k + 1 == len(seen.pieces) or sections[k + 1] is not sections[k]
    following = Mark.PART if last else seen.marks[k + 1]
    alone = seen.pieces[k].of == 1 and DEPTH[following] <= DEPTH[mark]
    return alone and (mark is not Mark.TOP or body[-1:] in ".;")


def _one_of_several(seen: Seen, k: int) -> bool:
    """Whether the next piece of its paragraph is numbered likewise, or it ends the paragraph behind one that is."""
    place, of, mark = seen.pieces[k].place, seen.pieces[k].of, seen.marks[k]
    return seen.marks[k + 1] is mark if place < of - 1 else seen.marks[k - 1] is mark


_REQUIREMENTS = re.compile("总体要求|指导思想|基本原则|总体思路|工作思路|总体考虑")
_AIMS = re.compile("目标|任务|安排|举措|重点")


def _required(seen: Seen) -> list[bool]:
    """Which pieces stand under a heading of general requirements, without a number of their own.

    They frame what is planned: what stands behind the heading in its paragraph, or in the next one if it fills it.
    """
    out = []
    under = -1
    for k, piece in enumerate(seen.pieces):
        out.append(piece.paragraph == under and not _COUNTED.search(seen.bodies[k]))
        if piece.place or (seen.marks[k] is Mark.NONE and piece.of > 1):
            continue
        if len(body := seen.bodies[k]) <= HEADING and _REQUIREMENTS.search(body) and not _AIMS.search(body):
            under = piece.paragraph + (piece.of == 1)
            out[-1] = False
        elif seen.marks[k] is not Mark.NONE:
            under, out[-1] = -1, False
    return out


def _stands_above(seen: Seen, k: int, reported: int | None) -> bool:
    """Whether others stand under a piece: 一、 anywhere, （一） that begins a line, or a line that names a part."""
    mark, piece = seen.marks[k], seen.pieces[k]
    return (
        mark in (Mark.TOP, Mark.PART)
        or (mark is Mark.SUB and piece.place == 0)
        or (piece.of == 1 and _names_part(seen, k, reported))
    )


def _names_part(seen: Seen, k: int, reported: int | None) -> bool:
    """Whether a line without a number is the heading of a section."""
    return bare_heading(seen, k) and seen.plain[k][-1] not in ":：" and bool(named_sections(seen.plain[k], reported))


def _roles(seen: Seen, sections: Sequence[Section], scores: Scores, reported: int | None) -> list[Role]:
    out = []
    texts = seen.plain
    rows, required, appealing = task_rows(seen, texts), _required(seen), seen.holding(APPEALS)
    statement, commitment, heading = ((of > 0).tolist() for of in (scores.statement, scores.commitment, scores.heading))
    plan, done = Section.PLAN, Section.DONE
    for k, section in enumerate(sections):
        if section not in _REPORTED:
            out.append(Role.OTHER)
        elif (
            _shred(seen, k, rows[k])
            or (appealing[k] and _appeals(texts, k))
            or (rows[k] and _without_work(seen, k))
            or (section is plan and (required[k] or only_duty(texts[k])))
        ):
            out.append(Role.FRAMING)
        elif section in _ITEM and (rows[k] or _says_itself(seen, sections, k)):
            out.append(_ITEM[section])
        elif section is done and statement[k]:
            out.append(Role.STATEMENT)
        elif section is plan and commitment[k]:
            out.append(Role.COMMITMENT)
        elif heading[k] or _stands_above(seen, k, reported):
            out.append(Role.HEADING)
        else:
            out.append(Role.FRAMING)
    return _with_bare_topics(seen, sections, out)


def _with_bare_topics(seen: Seen, sections: Sequence[Section], roles: list[Role]) -> list[Role]:
    """The roles, where a sentence inside a paragraph that nothing stands under is an item and no heading.

    It ends the paragraph, or the next one is short and bare like it (发展托幼服务。发展健康产业。改造…).
    """
    out = list(roles)
    heading, unmarked = Role.HEADING, Mark.NONE
    for k, role in enumerate(roles):
        if role is heading and seen.marks[k] is unmarked and sections[k] in _ITEM:
            piece = seen.pieces[k]
            if piece.place > 0 and (piece.place == piece.of - 1 or roles[k + 1] is heading):
                out[k] = _ITEM[sections[k]]
    return out


def settled(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Units in order, with what follows from their sections, roles and texts: nearest heading above, speaking ahead."""
    return _settled((unit.start, unit.end, unit.text, unit.section, unit.role) for unit in units)


def _settled(units: Iterable[tuple[int, int, str, Section, Role]]) -> tuple[Unit, ...]:
    out: list[Unit] = []
    heading, under = "", None
    done, above = Section.DONE, Role.HEADING
    for start, end, text, section, role in units:
        ahead = section is done and role in _TELLING and speaks_ahead(text)
        out.append(Unit(start, end, text, section, role, heading if section is under else "", ahead))
        if role is above:
            heading, under = one_line(text), section
    return tuple(out)


def _check(identity: Identity, sections: Sequence[Section], roles: Sequence[Role]) -> None:
    """Refuse what is no report."""
    items = sum(role in (Role.COMMITMENT, Role.STATEMENT) for role in roles)
    told = identity.issuer is not None and identity.kind is not Kind.OTHER
    if items < 5 or (not told and not {Section.DONE, Section.PLAN} <= set(sections)):
        raise NotAReport("parsing.refused.no_report")


def _warnings(identity: Identity, found: Sequence[Unit]) -> tuple[Message, ...]:
    """What a reader should know of this parse."""
    has = {unit.section for unit in found if unit.role in (Role.COMMITMENT, Role.STATEMENT)}
    out = []
    if Section.PLAN not in has and identity.kind is not Kind.REPLY:
        out.append("no_plan")
    if Section.DONE not in has:
        out.append("no_done")
    if identity.issuer is None:
        out.append("no_issuer")
    if identity.year is None:
        out.append("no_year")
    if identity.delivered is None:
        out.append("undated")
    return tuple(Message(f"parsing.warning.{name}") for name in out)


def _attached(found: Sequence[Unit], scores: Scores) -> tuple[Message, ...]:
    """What a reader should know of an attachment that lists work: it is not read as a plan."""
    start = next((k for k, unit in enumerate(found) if unit.section is Section.BACK), len(found))
    at = attached_tasks([unit.text for unit in found], start)
    if at is None:
        return ()
    items = int((scores.commitment[at[0] + 1 : at[1]] > 0).sum())
    told = Message("parsing.warning.attachment", {"title": one_line(found[at[0]].text), "n": items})
    return (told,) if items >= ITEMS else ()
