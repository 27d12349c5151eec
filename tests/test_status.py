"""What becomes of a commitment over several later reports."""

from __future__ import annotations

import datetime as dt

import pytest

from tracker.model import Status
from tracker.status import Verdict, outcome

F, P, D = Status.FOLLOWED_UP, Status.PARTLY_MET, Status.DROPPED


def told(*said: tuple[int | None, Status]) -> list[Verdict]:
    return [Verdict(year, status, 0.7) for year, status in said]


@pytest.mark.parametrize(
    ("said", "status", "late"),
    [
        ((), Status.PENDING, False),
        (((2022, F),), F, False),
        (((2022, D), (2023, F)), F, True),
        (((2022, P), (2023, F)), F, True),
        (((2022, D), (2023, P)), P, False),
        (((2022, D), (2023, D)), D, False),
        (((2022, D), (2022, F)), F, False),  # a reply within the year, then that year's report
        (((None, D), (2023, F)), F, True),
    ],
)
def test_the_best_later_report_counts_and_a_later_year_is_late(
    said: tuple[tuple[int | None, Status], ...], status: Status, late: bool
) -> None:
    found = outcome(told(*said))

    assert (found.status, found.late) == (status, late)


def test_what_is_promised_for_a_later_year_is_not_late_before_it() -> None:
    said = told((2022, D), (2023, F))

    assert not outcome(said, dt.date(2023, 12, 31)).late
    assert outcome(said, dt.date(2022, 12, 31)).late


def test_a_decision_on_the_whole_outranks_every_report() -> None:
    found = outcome(told((2022, F)), decided=D, decided_by="林")

    assert (found.status, found.late, found.decided_by) == (D, False, "林")
