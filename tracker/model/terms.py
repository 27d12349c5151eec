"""The field's words: kinds of reports, sections, roles, statuses, and how precisely things are said."""

from __future__ import annotations

from enum import StrEnum


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
