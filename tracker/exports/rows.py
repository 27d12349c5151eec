"""The columns of a follow-up status list: one definition for every form it is handed out in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker import clock, words
from tracker.exports.statistics import way_reported
from tracker.model import CommitmentDetail, DecisionRow, EvidenceRow, FollowUpRow, Status
from tracker.reasons import in_words
from tracker.text import one_line

FEW = 3
"""Later reports without a word from which they are named in one line."""

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of what was done: words of ours, or a quote with its place."""

    words: str = ""
    quote: str = ""
    place: str = ""

    def __str__(self) -> str:
        return f"「{self.quote}」{self.place}" if self.quote else self.words


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, its width on a sheet in Latin characters, and its text for a commitment.

    A text may hold several lines.
    """

    key: str
    width: int
    text: Callable[[CommitmentDetail], str]

    @property
    def title(self) -> str:
        """Its heading in the language that is spoken."""
        return words.say(f"exports.column.{self.key}")


# What is said of one commitment ---------------------------------------------------------------


def status_words(detail: CommitmentDetail) -> str:
    """The status in words, with 'late' where it is."""
    name = words.name(detail.row.status)
    return words.say("exports.cell.late", status=name) if detail.row.late else name


def source_words(detail: CommitmentDetail) -> str:
    """Issuer and year of the report that promises, its title, and the heading above the commitment."""
    row = detail.row
    where = words.say(
        "exports.cell.source",
        issuer=row.issuer or words.say("exports.cell.no_issuer"),
        year="?" if row.year is None else row.year,
    )
    return "\n".join(line for line in (where, one_line(row.title), one_line(row.heading)) if line)


def _parts(detail: CommitmentDetail) -> str:
    parts = [one_line(detail.row.text[p.start : p.end]).strip("，。；;,. ") for p in detail.promise.parts]
    if len(parts) < 2:
        return ""
    return "\n".join(f"{CIRCLED[i] if i < len(CIRCLED) else f'({i + 1})'} {part}" for i, part in enumerate(parts))


def _target(detail: CommitmentDetail) -> str:
    lines = [one_line(q.text) for q in detail.promise.quantities]
    if deadline := detail.promise.deadline:
        lines.append(words.say("exports.cell.by", text=one_line(deadline.text), date=deadline.date.isoformat()))
    return "\n".join(lines)


def _bodies(detail: CommitmentDetail) -> str:
    return "\n".join(map(one_line, detail.row.bodies or detail.promise.bodies)) or detail.row.issuer or ""


def standing_evidence(follow_up: FollowUpRow, attached: Iterable[EvidenceRow]) -> list[EvidenceRow]:
    """What the verdict of one later report rests on: the reviewer's choice where there is one."""
    if follow_up.status is Status.DROPPED:
        return []
    chosen = [row for row in attached if row.report == follow_up.report]
    return chosen or [row for row in follow_up.candidates if row.evidence]


def _names(follow_ups: Iterable[FollowUpRow]) -> dict[int, str]:
    """What each later report is called, by its number: its year, and its title where another one has the same year."""
    follow_ups = list(follow_ups)
    alike = Counter(f.year for f in follow_ups)
    return {
        f.report: words.say(
            f"exports.cell.{'report' if alike[f.year] == 1 else 'titled'}",
            year="?" if f.year is None else f.year,
            title=one_line(f.title),
        )
        for f in follow_ups
    }


def verdict_words(follow_up: FollowUpRow, report: str) -> str:
    """One later report's verdict, who says so, and why; `report` is what that report is called.

    A person who decides otherwise than was suggested has reasons of their own, which the note gives.
    """
    by = (
        words.say("exports.cell.decided_by", name=follow_up.decided_by)
        if follow_up.decided_by
        else words.say("exports.cell.suggested", confidence=follow_up.confidence)
    )
    line = words.say(
        "exports.cell.verdict",
        report=report,
        status=words.name(follow_up.status),
        by=by,
        reason=one_line(
            in_words(follow_up.reason)
            if follow_up.status is follow_up.suggested
            else words.say("exports.cell.overruled", status=words.name(follow_up.suggested))
        ),
    )
    return line + (words.say("exports.cell.again") if follow_up.repeated else "")


def place_words(evidence: EvidenceRow, year: int | None) -> str:
    """Where a piece of evidence stands: report year, heading, characters, and its number."""
    return words.say(
        "exports.cell.place",
        year="?" if year is None else year,
        heading=one_line(evidence.heading) or "-",
        start=evidence.start,
        end=evidence.end,
        statement=evidence.statement,
    )


def _quoted(evidence: EvidenceRow, year: int | None) -> Line:
    return Line(quote=one_line(evidence.text), place=place_words(evidence, year))


def _follow_up(follow_up: FollowUpRow, report: str, attached: Iterable[EvidenceRow]) -> list[Line]:
    """One later report's verdict, which says what was searched in vain, then its quoted evidence."""
    quoted = [_quoted(e, follow_up.year) for e in standing_evidence(follow_up, attached)]
    return [Line(verdict_words(follow_up, report)), *quoted]


def evidence_lines(detail: CommitmentDetail) -> list[Line]:
    """What a person decided over all later reports, then what each of them says."""
    silent = [f for f in detail.follow_ups if _silent(f)]
    if len(silent) < FEW:
        silent = []
    spoken = [f for f in detail.follow_ups if not (silent and _silent(f))]
    names = _names(detail.follow_ups)
    said = [line for f in spoken for line in _follow_up(f, names[f.report], detail.attached)]
    if silent:
        said.append(Line(_silence(silent)))
    return _whole(detail) + (said or [Line(words.say("exports.cell.no_later"))])


def _silent(follow_up: FollowUpRow) -> bool:
    return follow_up.suggested is Status.DROPPED and follow_up.decided is None


def _silence(follow_ups: Sequence[FollowUpRow]) -> str:
    """Several later reports that say nothing of a commitment, in one line."""
    return words.say(
        "exports.cell.silence",
        years=words.say("exports.cell.and").join(
            dict.fromkeys("?" if f.year is None else str(f.year) for f in follow_ups)
        ),
        status=words.name(Status.DROPPED),
        n=len(follow_ups),
        searched=sum(f.searched for f in follow_ups),
        confidence=min(f.confidence for f in follow_ups),
    )


def _whole(detail: CommitmentDetail) -> list[Line]:
    """The standing decision on the commitment as a whole with its evidence; nothing if there is none."""
    entry = next((d for d in standing(detail) if d.report is None and d.status is not None), None)
    if entry is None or entry.status is None:
        return []
    years = {f.report: f.year for f in detail.follow_ups}
    line = words.say(
        "exports.cell.whole",
        status=words.name(entry.status),
        by=words.say("exports.cell.decided_by", name=entry.reviewer),
        date=clock.day(entry.decided_at),
    )
    return [Line(line), *(_quoted(e, years.get(e.report)) for e in detail.attached if e.statement in entry.evidence)]


def standing(detail: CommitmentDetail) -> list[DecisionRow]:
    """The decisions that count, oldest first: of each report and of the whole the last adjudication, else the last."""
    found: dict[int | None, DecisionRow] = {}
    for entry in detail.decisions:
        settled = entry.report in found and found[entry.report].adjudicates
        if entry.status is not None and not entry.undone and (entry.adjudicates or not settled):
            found[entry.report] = entry
    return sorted(found.values(), key=lambda d: d.id)


def decided_words(detail: CommitmentDetail) -> str:
    """Who the status rests on: a reviewer, or the program with its confidence."""
    if detail.row.decided_by:
        return words.say("exports.cell.decided_by", name=detail.row.decided_by)
    if detail.row.confidence is None:
        return words.say("exports.cell.none_yet")
    return words.say("exports.cell.suggested", confidence=detail.row.confidence)


def _reported(detail: CommitmentDetail) -> str:
    """As `statistics.way_reported`: a status that a person set may rest on what the program did not see."""
    way = way_reported(detail.row.status, detail.row.reported)
    return words.name(way) if way else ""


def _date(detail: CommitmentDetail) -> str:
    entries = standing(detail)
    return clock.day(entries[-1].decided_at) if entries else ""


def notes(detail: CommitmentDetail) -> str:
    """The notes of the standing decisions, a line each."""
    return "\n".join(one_line(d.note) for d in standing(detail) if d.note)


COLUMNS = (
    Column("id", 8, lambda d: str(d.row.id)),
    Column("source", 22, source_words),
    Column("text", 42, lambda d: one_line(d.row.text)),
    Column("parts", 28, _parts),
    Column("target", 20, _target),
    Column("bodies", 16, _bodies),
    Column("evidence", 64, lambda d: "\n".join(map(str, evidence_lines(d)))),
    Column("status", 12, status_words),
    Column("reported", 12, _reported),
    Column("decided", 14, decided_words),
    Column("date", 12, _date),
    Column("note", 24, notes),
)
"""As in a 督办台账: what was promised by whom, what was done, how it stands, who says so."""


def cells(detail: CommitmentDetail, *, evidence: bool = True) -> dict[str, str]:
    """The text of every column for one commitment, by key, in order; `evidence_lines` gives the evidence too."""
    return {column.key: column.text(detail) for column in COLUMNS if evidence or column.key != "evidence"}


def number(value: Decimal) -> int | float:
    """A quantity's value as a JSON number: whole ones without a point."""
    return int(value) if value == value.to_integral_value() else float(value)
