"""The words that every room uses: plain frozen values and string enums.

Imports nothing of ours. Offsets are character offsets into the stored source text of a report,
half open, `source[start:end]`. Dates are `datetime.date`; scores and confidences lie in [0, 1].
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from tracker.words import Message


class Kind(StrEnum):
    """What sort of report it is."""

    ANNUAL_REPORT = "annual_report"
    WORK_REPORT = "work_report"
    TERM_REPORT = "term_report"
    REPLY = "reply"
    OTHER = "other"


class Section(StrEnum):
    """The part of a report that a unit stands in."""

    FRONT = "front"
    INTRO = "intro"
    DONE = "done"
    PROBLEMS = "problems"
    PLAN = "plan"
    BACK = "back"


class Role(StrEnum):
    """What a unit is."""

    HEADING = "heading"
    COMMITMENT = "commitment"
    STATEMENT = "statement"
    FRAMING = "framing"
    """Neither promise nor result: general requirements, analysis, thanks, slogans, transitions."""
    OTHER = "other"
    """Whatever stands outside the done, problems and plan sections."""


class UnitField(StrEnum):
    """What of a unit a reviewer can correct."""

    SECTION = "section"
    ROLE = "role"
    EXTENT = "extent"
    """Where it begins and ends: a unit is split, or merged with its neighbour."""


class Status(StrEnum):
    """What became of a commitment."""

    FOLLOWED_UP = "followed_up"
    PARTLY_MET = "partly_met"
    DROPPED = "dropped"
    PENDING = "pending"
    """No later report of the issuer has been read."""
    UNCLEAR = "unclear"
    NOT_A_COMMITMENT = "not_a_commitment"


VERDICTS = (Status.FOLLOWED_UP, Status.PARTLY_MET, Status.DROPPED)
"""What the matcher may propose for one later report, best first."""

DECIDABLE = (*VERDICTS, Status.UNCLEAR, Status.NOT_A_COMMITMENT)
"""What a reviewer may decide."""


class Relation(StrEnum):
    """How a promised or reported quantity bounds the real one."""

    EXACTLY = "exactly"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    ABOUT = "about"
    RANGE = "range"
    TIMES = "times"
    """A multiple of the earlier value: 翻番 is 2."""


class Precision(StrEnum):
    """How exactly a deadline is given; its date is the last day of that span."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    YEARS = "years"


class Trackability(StrEnum):
    """Whether a commitment can be checked at all."""

    QUANTIFIED = "quantified"
    CONCRETE = "concrete"
    GENERAL = "general"


class Reported(StrEnum):
    """How a later report speaks of a commitment, beside its status (杨君 2013)."""

    DIRECTLY = "directly"
    """The same thing is named with its result."""
    INDIRECTLY = "indirectly"
    """Only a neighbouring, larger or resulting thing is named."""
    VAGUELY = "vaguely"
    """Named without a figure or a finished step."""
    NOT_AT_ALL = "not_at_all"


class Strength(StrEnum):
    """What kind of step the evidence reports, strongest first."""

    RESULT = "result"
    """A result with a figure, a document number or a date."""
    FINISHED = "finished"
    UNDER_WAY = "under_way"
    DECLARATION = "declaration"


class Measure(StrEnum):
    """How a reported number answers a promised one."""

    MET = "met"
    EXCEEDED = "exceeded"
    MISSED = "missed"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as it stands in a unit's text; `start` and `end` are offsets into that text."""

    text: str
    start: int
    end: int
    value: Decimal
    unit: str
    relation: Relation
    upper: Decimal | None = None
    """The far end of a RANGE, else None."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is promised for: `date` is the last day that still keeps it."""

    text: str
    date: dt.date
    precision: Precision


@dataclass(frozen=True, slots=True)
class Part:
    """A clause of a unit's text, `text[start:end]`, with what is bound to it."""

    start: int
    end: int
    verb: str
    """The leading verb (建成, 修订); empty where the clause has none."""
    object: str
    """What the verb acts on; may be empty."""
    quantities: tuple[Quantity, ...] = ()
    """Their offsets are into the unit's text too."""
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """What a commitment's text can be held to."""

    quantities: tuple[Quantity, ...]
    deadline: Deadline | None
    trackability: Trackability
    parts: tuple[Part, ...] = ()
    bodies: tuple[str, ...] = ()
    """Responsible bodies that the text names, the leading one first; empty means the issuer itself."""
    topic: str = ""
    """Key of a topic in the taxonomy; empty if none fits."""


@dataclass(frozen=True, slots=True)
class Document:
    """What reading a file gives: sanitised text and what had to be taken out of it."""

    text: str
    format: str
    """txt, html, docx, pdf, md or csv: what the bytes are, whatever the name says."""
    removed: int = 0
    """Control and formatting characters taken out by `text.clean`."""
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of text that ends in 。 ； ! ? or at a line end."""

    start: int
    end: int
    text: str
    """`text.join_lines(source[start:end])`: verbatim but for line breaks inside it."""
    section: Section
    role: Role
    heading: str = ""
    """The text of the nearest heading above it, empty if there is none."""
    ahead: bool = False
    """A promise inside the review (今年，将开展…; 即将挂牌): it speaks of what is still to come."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which report a text is. What the text does not say is None."""

    title: str
    issuer: str | None
    kind: Kind
    year: int | None
    """The last year that the done section reports on."""
    delivered: dt.date | None
    """The day it was delivered, signed or published."""


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """A report taken apart: units in text order, no two overlapping."""

    text: str
    identity: Identity
    units: tuple[Unit, ...]
    warnings: tuple[Message, ...] = ()
    """What a reader should know, e.g. that no plan section was found."""


@dataclass(frozen=True, slots=True)
class Item:
    """A commitment or statement as the matcher sees it."""

    id: int
    text: str
    heading: str


@dataclass(frozen=True, slots=True)
class ReportItems:
    """The parts of one report that matching looks at, each in text order."""

    id: int
    kind: Kind
    year: int | None
    commitments: tuple[Item, ...]
    statements: tuple[Item, ...]
    problems: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement of a later report that may speak to a commitment."""

    statement: int
    score: float
    evidence: bool
    """Whether the proposed status rests on it."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What one later report is proposed to say of one commitment."""

    commitment: int
    status: Status
    """One of VERDICTS."""
    confidence: float
    reason: str
    """As `tracker.reasons.Facts.stored` writes it; `tracker.reasons.in_words` reads it out."""
    repeated: bool
    """Whether the later report's plan promises it again."""
    candidates: tuple[Candidate, ...]
    """The ten best statements, best first, whatever the status."""
    again: int | None = None
    """The commitment of the later report that promises it again."""
    reported: Reported = Reported.NOT_AT_ALL
    strength: Strength | None = None
    """Of the best evidence; None for dropped."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A piece that a commitment and a statement both hold: `length` characters from each offset."""

    commitment: int
    statement: int
    length: int


@dataclass(frozen=True, slots=True)
class PartCover:
    """A clause of a commitment, `text[start:end]`, and how much of it a statement holds."""

    start: int
    end: int
    share: float
    """Of its characters, boilerplate aside."""
    covered: bool


@dataclass(frozen=True, slots=True)
class NumberPair:
    """A number of a commitment beside the one in a statement that counts the same thing; offsets into each text."""

    promised: str
    start: int
    end: int
    measure: Measure
    reported: str | None = None
    reported_start: int | None = None
    reported_end: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A commitment and a statement side by side."""

    shared: tuple[Shared, ...]
    """In the order of the commitment's text, no two overlapping in it."""
    parts: tuple[PartCover, ...]
    numbers: tuple[NumberPair, ...]

    @property
    def share(self) -> float:
        """Share of the commitment that the statement holds, each clause by its length."""
        length = sum(part.end - part.start for part in self.parts)
        return sum(part.share * (part.end - part.start) for part in self.parts) / length if length else 0.0


# What the database hands out ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filter:
    """Which commitments to show; empty fields do not restrict."""

    issuer: str | None = None
    years: tuple[int, int] | None = None
    """First and last year, inclusive, of the report that promises."""
    report: int | None = None
    statuses: tuple[Status, ...] = ()
    text: str | None = None
    """A piece of the commitment's text, literally."""
    topic: str | None = None
    """Key of a topic; the empty text for those without one."""
    trackability: Trackability | None = None
    decided: bool | None = None
    decided_by: str | None = None
    """Only what this reviewer has a standing decision on."""
    body: str | None = None
    """A piece of the name of a responsible body, literally."""
    reported: Reported | None = None
    chain: bool = False
    """Only promises that another year repeats."""
    late: bool = False
    gone: bool = False
    """Only decided commitments that a re-imported report no longer holds."""
    flagged: bool = False
    """Only what the one who looks has marked for later."""
    disagreed: bool = False
    """Only what reviewers decided differently and nobody has adjudicated."""
    ahead: bool = False
    """Only promises that stand inside a review of work done."""
    confidence_below: float | None = None
    """Only suggestions less certain than this."""


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter under a name."""

    name: str
    filter: Filter


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: whose marks for later are shown, and whether to hide suggestions and what others decided.

    To a blind viewer the status of a commitment is their own word, and PENDING before they have given it.
    """

    name: str = ""
    """Empty shows what anybody has marked."""
    blind: bool = False


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A kept report, without its text."""

    id: int
    source: str
    title: str
    issuer: str | None
    kind: Kind
    year: int | None
    delivered: dt.date | None
    commitments: int
    statements: int
    warnings: tuple[Message, ...]
    imported_at: dt.datetime
    corrected: tuple[str, ...] = ()
    """Names of the identity fields that a reviewer has corrected."""
    stated_issuer: str | None = None
    """The issuer as the text or a correction names it, before issuers were merged or renamed."""


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """One line of a status list."""

    id: int
    report: int
    issuer: str | None
    year: int | None
    title: str
    heading: str
    text: str
    trackability: Trackability
    status: Status
    late: bool
    confidence: float | None
    """Of the suggestion; None for pending."""
    decided_by: str | None
    """The reviewer whose word stands, or None while it is only a suggestion."""
    gone: bool = False
    topic: str = ""
    bodies: tuple[str, ...] = ()
    """Responsible bodies that the text names; empty means the issuer itself."""
    deadline: dt.date | None = None
    reported: Reported | None = None
    """How the later reports speak of it, the clearest of them; None for pending."""
    strength: Strength | None = None
    """The strongest evidence of the later reports."""
    chain: int | None = None
    """The first commitment of the chain of yearly repetitions it is part of; None if it is in none."""
    flagged: bool = False
    """Marked for later by the one who looks."""
    disagreed: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A statement beside a commitment, with its place in its report."""

    statement: int
    report: int
    text: str
    heading: str
    start: int
    end: int
    score: float | None
    """None when a reviewer attached it by hand."""
    evidence: bool
    """Whether the verdict rests on it: as proposed, but for what reviewers called a wrong match."""
    wrong_by: str | None = None
    """The reviewer who says that it does not speak of this commitment."""
    bodies: tuple[str, ...] = ()
    """Bodies that the statement names as having done it; empty means the issuer itself."""
    answers: tuple[int, ...] = ()
    """Other commitments that it is evidence for."""


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """What one later report says of a commitment, as proposed and as decided."""

    report: int
    title: str
    year: int | None
    delivered: dt.date | None
    searched: int
    """How many statements of that report were searched."""
    suggested: Status
    confidence: float
    reason: str
    repeated: bool
    candidates: tuple[EvidenceRow, ...]
    decided: Status | None = None
    decided_by: str | None = None
    again: int | None = None
    """The commitment of that report which promises it again."""
    reported: Reported | None = None
    """None while nothing is proposed."""
    strength: Strength | None = None
    disagreed: bool = False
    """Reviewers decided differently about this report, and nobody has adjudicated."""

    @property
    def status(self) -> Status:
        """The reviewer's word where there is one, else the suggestion."""
        return self.decided or self.suggested


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One entry of a commitment's history, oldest first; nothing in it is ever changed."""

    id: int
    commitment: int
    report: int | None
    """The later report it is about, or None for the commitment as a whole."""
    status: Status | None
    """None for an entry that takes another one back."""
    note: str
    reviewer: str
    decided_at: dt.datetime
    evidence: tuple[int, ...]
    """Ids of statements."""
    suggested: Status | None
    """What the tracker proposed at that moment."""
    matcher: str
    undoes: int | None = None
    undone: bool = False
    adjudicates: bool = False
    """Settles what reviewers disagree about: it outranks their words, earlier and later."""
    batch: str = ""
    """Decisions that were made in one step, and are taken back in one, share it; empty for a single one."""
    together: int = 1
    """How many were taken back in the same step; only what `undo` returns says it."""


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One commitment of a chain: the same promise, year after year."""

    commitment: int
    report: int
    year: int | None
    text: str
    status: Status
    late: bool
    quantities: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True)
class Forerunner:
    """A commitment that a reviewer split or merged into another unit, and what was decided of it before."""

    commitment: int
    text: str
    decisions: tuple[DecisionRow, ...]


@dataclass(frozen=True, slots=True)
class CommitmentDetail:
    """Everything kept about one commitment."""

    row: CommitmentRow
    source: str
    delivered: dt.date | None
    start: int
    end: int
    promise: Promise
    follow_ups: tuple[FollowUpRow, ...]
    """Oldest later report first."""
    decisions: tuple[DecisionRow, ...]
    attached: tuple[EvidenceRow, ...] = ()
    """Evidence of the standing decisions."""
    chain: tuple[ChainLink, ...] = ()
    """Every commitment of its chain, itself too, oldest first; empty if it is in none."""
    forerunners: tuple[Forerunner, ...] = ()
    """What was decided of its text before a reviewer split or merged it."""
    divisions: tuple[UnitCorrection, ...] = ()
    """The standing splits and mergers of its text, oldest first."""


@dataclass(frozen=True, slots=True)
class UnitCorrection:
    """A reviewer's word on what a unit is or where it ends; nothing in it is ever changed."""

    id: int
    report: int
    unit: int
    field: UnitField
    value: str
    """Section or role; for an extent the texts of the units made, a line each."""
    before: str
    """The same, as it was."""
    reviewer: str
    corrected_at: dt.datetime
    start: int
    """Where the stretch that it was said of began in the report's text."""
    stretch: str
    """That text, verbatim; empty where it is not known any more."""
    cuts: tuple[int, ...] = ()
    """For an extent: where units begin inside the stretch, in characters that are not blank; none makes it one unit."""
    merged: int | None = None
    """The unit that was merged with `unit`."""
    taken_back_by: str | None = None
    taken_back_at: dt.datetime | None = None

    @property
    def standing(self) -> bool:
        """Whether nobody has taken it back."""
        return self.taken_back_by is None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A kept unit with its id."""

    id: int
    unit: Unit
    corrections: tuple[UnitCorrection, ...] = ()
    """The standing ones that made it what it is, oldest first; given where a source is shown."""


@dataclass(frozen=True, slots=True)
class SourceView:
    """A kept report's text and the units in it, in order."""

    report: ReportRow
    text: str
    units: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement as a list shows it."""

    id: int
    report: int
    issuer: str | None
    year: int | None
    heading: str
    text: str
    start: int
    end: int
    bodies: tuple[str, ...] = ()
    answers: tuple[int, ...] = ()
    """Commitments that it is evidence for; empty if it answers no promise."""


@dataclass(frozen=True, slots=True)
class Group:
    """Commitments of one report that stand together in a list."""

    report: int
    issuer: str | None
    year: int | None
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of commitments: which ones, in order."""

    ids: Sequence[int]
    groups: tuple[Group, ...] = ()
    """The reports that the list goes through one after another; none where it is in another order."""


@dataclass(frozen=True, slots=True)
class Facets:
    """What the kept commitments can be filtered by, with how many there are of each.

    Each axis counts without its own restriction, so that it shows what another choice would give; `total` and
    `decided` count the chosen ones.
    """

    issuers: tuple[tuple[str, int], ...] = ()
    years: tuple[tuple[int, int], ...] = ()
    statuses: tuple[tuple[Status, int], ...] = ()
    decided: int = 0
    total: int = 0
    reviewers: tuple[tuple[str, int], ...] = ()
    """Who has decided how many of the chosen ones."""
    topics: tuple[tuple[str, int], ...] = ()
    trackabilities: tuple[tuple[Trackability, int], ...] = ()
    reported: tuple[tuple[Reported, int], ...] = ()
    bodies: tuple[tuple[str, int], ...] = ()
    """Named bodies, most often named first."""
    doubts: tuple[tuple[float, int], ...] = ()
    """How many are less certain than each of some confidences."""
    flags: tuple[tuple[str, int], ...] = ()
    """Names of the yes-or-no fields of Filter (chain, late, flagged, disagreed, ahead, gone)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How the commitments of one issuer and report year stand."""

    issuer: str | None
    year: int | None
    total: int
    decided: int
    statuses: tuple[tuple[Status, int], ...]
    """Those that occur, in the order of Status."""
    late: int = 0
    reported: tuple[tuple[Reported, int], ...] = ()
    """How the later reports speak of them; pending ones are in none."""


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A reviewer's word, before it is kept."""

    commitment: int
    status: Status
    reviewer: str
    report: int | None = None
    evidence: tuple[int, ...] = ()
    note: str = ""
    adjudicates: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """The status of a commitment over all later reports."""

    status: Status
    late: bool = False
    confidence: float | None = None
    decided_by: str | None = None
    reported: Reported | None = None
    strength: Strength | None = None
    disagreed: bool = False


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two reviewers agree on what both have decided."""

    one: str
    other: str
    items: int
    agreed: int
    kappa: float | None
    """Cohen's kappa; None where it is not defined, as nothing was decided by both or all alike."""
    low: float | None = None
    high: float | None = None
    """Ends of its 95 % interval."""


@dataclass(frozen=True, slots=True)
class Move:
    """A suggestion that another version of the matcher changed."""

    commitment: int
    report: int
    """The later report that the suggestion is about."""
    before: Status
    after: Status
    before_matcher: str
    matcher: str
    moved_at: dt.datetime


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log of everything that people decided or corrected."""

    at: dt.datetime
    reviewer: str
    action: str
    """decide, take_back, adjudicate, wrong_match, right_match, correct_report, correct_unit, take_back_unit or
    correct_issuer."""
    commitment: int | None = None
    report: int | None = None
    unit: int | None = None
    what: str = ""
    """The field that was corrected, or the issuer; empty for decisions."""
    value: str = ""
    suggested: str = ""
    matcher: str = ""
    note: str = ""
    entry: int = 0
    """Its number among the entries of its kind."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping one report changed."""

    report: int
    change: str
    """new, unchanged or updated."""
    gone: tuple[int, ...] = field(default=())
    """Decided commitments that the report no longer holds."""
