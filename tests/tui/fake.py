"""A reviewing use case in memory, with reports of an invented place; and how tests wait for the screen."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from tracker.errors import TrackerError, UsageError
from tracker.matching import compare
from tracker.model import (
    Agreement,
    CommitmentDetail,
    CommitmentRow,
    Comparison,
    Deadline,
    DecisionRow,
    EvidenceRow,
    Facets,
    Filter,
    FollowUpRow,
    Group,
    Imported,
    Kept,
    Kind,
    Listing,
    NewDecision,
    Opening,
    Precision,
    Promise,
    Quantity,
    Relation,
    Reported,
    ReportRow,
    Role,
    SavedFilter,
    Section,
    SourceView,
    StatementRow,
    Status,
    Strength,
    Tally,
    Trackability,
    Unit,
    UnitCorrection,
    UnitField,
    UnitRow,
)
from tracker.topics import load_topics

START = dt.datetime(2024, 3, 1, 9, 0, tzinfo=dt.UTC)

PROMISES = (
    ("全年举办行政执法培训班不少于8期。", "（二）严格规范执法"),
    ("2023年6月底前建成全市统一的行政执法监督平台。", "（二）严格规范执法"),
    ("新建村（社区）法律服务工作站50个。", "（三）优化公共法律服务"),
    ("推动公证服务事项实现“一网通办”。", "（三）优化公共法律服务"),
    (
        "设立行政复议咨询委员会，健全重大疑难案件专家论证机制，力争案件按期办结率达到百分之百。",
        "（四）加强行政复议工作",
    ),
)
DONE = (
    ("举办行政执法培训班5期，培训执法人员1100人次。", "（二）规范执法行为"),
    ("全市统一的行政执法监督平台于5月上线运行，归集执法数据46万条。", "（二）规范执法行为"),
    ("新建村（社区）法律服务工作站52个，接待群众咨询1.3万人次。", "（三）优化法律服务"),
    ("全市公证机构办理公证事项2.1万件。", "（三）优化法律服务"),
    ("组织“宪法宣传周”活动160场次，受众12万人次。", "（四）加强普法宣传"),
)
SUGGESTED = (
    (Status.PARTLY_MET, 0.71, "8期 promised, 5期 reported", (0,)),
    (Status.FOLLOWED_UP, 0.93, "the platform went into operation in May", (1,)),
    (Status.FOLLOWED_UP, 0.88, "50个 promised, 52个 reported", (2,)),
    (Status.DROPPED, 0.55, "no statement speaks to it", ()),
    (Status.DROPPED, 0.64, "no statement speaks to it", ()),
)
ISSUERS = ("清渚市司法局", "清渚市人民政府", "云汀区人民政府")
YEARS = (2022, 2023)
LATER = (2023, 2024)


class FakeReviewing:
    """Three issuers with two promising reports each, five commitments a report, all found again in later reports."""

    def __init__(
        self, reviewer: str = "林评议", issuers: Sequence[str] = ISSUERS, many: int = 0, blind: bool = False
    ) -> None:
        self.reviewer = reviewer
        self.blind = blind
        self.flagged: set[int] = set()
        self.wrong: dict[tuple[int, int], str] = {}
        self.filters: dict[str, Filter] = {}
        self.said: list[UnitCorrection] = []
        self.calls: Counter[str] = Counter()
        self.rows_asked: list[int] = []
        self.made: list[NewDecision] = []
        self.reason = ""
        """Of every suggestion, in place of its own."""
        self.fail: str | None = None
        """What the next decide refuses with."""
        self.gate: threading.Event | None = None
        """While unset, details do not arrive."""
        self.many = many
        self.written = 0
        """What others have written."""
        self.near = True
        """Whether it can be told without waiting whether they have."""
        self._lock = threading.RLock()
        self._kept: dict[int, CommitmentRow] = {}
        self._decisions: list[DecisionRow] = []
        self.texts: dict[int, str] = {}
        key = 1
        for number, issuer in enumerate(issuers):
            for year in YEARS:
                for at, (text, heading) in enumerate(PROMISES):
                    status = Status.PENDING if year == YEARS[-1] and number == 2 else SUGGESTED[at][0]
                    self._kept[key] = CommitmentRow(
                        id=key, report=number * 10 + year - 2020, issuer=issuer, year=year,
                        title=f"{issuer}{year}年法治政府建设年度报告", heading=heading, text=text,
                        trackability=Trackability.QUANTIFIED if at < 3 else Trackability.CONCRETE, status=status,
                        late=False, confidence=None if status is Status.PENDING else SUGGESTED[at][1], decided_by=None,
                    )  # fmt: skip
                    key += 1

    # What the room asks -----------------------------------------------------------------------

    def ids(self, chosen: Filter, order: str = "report") -> list[int]:
        self.calls["ids"] += 1
        if self.many:
            return list(range(1, self.many + 1))
        found = [self._row(key) for key in self._kept if self._fits(self._row(key), chosen)]
        if order == "doubt":
            found.sort(key=lambda row: 2.0 if row.confidence is None else row.confidence)
        if order == "status":
            found.sort(key=lambda row: list(Status).index(row.status))
        return [row.id for row in found]

    def stamp(self) -> int:
        return self.written

    def quick_stamp(self) -> int | None:
        return self.written if self.near else None

    def compare(self, promise: str, statements: Sequence[str]) -> list[Comparison]:
        return [compare(promise, statement) for statement in statements]

    def opening(self, language: str, first: int) -> Opening:
        listing = self.listing(Filter())
        listing = listing._replace(ids=listing.ids[:first])
        rows, page = tuple(self.rows(listing.ids)), tuple(self.details(listing.ids[:1]))
        return Opening(listing, rows, page, self.decided(Filter()), self.topics(language), self.imported())

    def imported(self) -> Imported:
        return Imported(len(self._kept), self.many, 0, None)

    def topics(self, language: str) -> dict[str, str]:
        known = load_topics()
        return {topic.key: known.label(topic.key, language) for topic in known.topics}

    def listing(self, chosen: Filter, order: str = "report") -> Listing:
        ids = self.ids(chosen, order)
        if order != "report":
            return Listing(ids)
        reports = [list(rows) for _, rows in groupby(map(self._row, ids), key=lambda row: row.report)]
        return Listing(ids, tuple(Group(r[0].report, r[0].issuer, r[0].year, r[0].title, len(r)) for r in reports))

    def among(self, ids: Sequence[int], chosen: Filter) -> list[int]:
        return [key for key in ids if self._fits(self._row(key), chosen)]

    def decided(self, chosen: Filter) -> int:
        self.calls["decided"] += 1
        return 0 if self.many else self.facets(chosen).decided

    def details(self, commitments: Sequence[int]) -> list[CommitmentDetail]:
        return [self.detail(key) for key in commitments]

    def rows(self, ids: Sequence[int]) -> list[CommitmentRow]:
        self.calls["rows"] += 1
        self.rows_asked += ids
        return [self._row(key) for key in ids]

    def detail(self, commitment: int) -> CommitmentDetail:
        self.calls["detail"] += 1
        if self.gate is not None:
            self.gate.wait(5)
        row = self._row(commitment)
        decisions = tuple(self._history(commitment))
        standing = {d.report: d for d in decisions if d.status is not None and not d.undone}
        statements = {d for kept in standing.values() for d in kept.evidence}
        return CommitmentDetail(
            row=row,
            source=f"reports/{row.report}.txt",
            delivered=dt.date((row.year or 2022) + 1, 1, 18),
            start=self._source_text(row.report).find(row.text),
            end=self._source_text(row.report).find(row.text) + len(row.text),
            promise=self._promise(row),
            follow_ups=tuple(self._follow_up(row, year, standing) for year in self._later(row)),
            decisions=decisions,
            attached=tuple(self._statement(s)._replace(evidence=True) for s in sorted(statements)),
        )

    def source(self, report_id: int) -> SourceView:
        self.calls["source"] += 1
        text = self._source_text(report_id)
        units = []
        for number, (said, heading) in enumerate((*DONE, *PROMISES)):
            start = text.find(said)
            section = Section.DONE if number < len(DONE) else Section.PLAN
            role = Role.STATEMENT if number < len(DONE) else Role.COMMITMENT
            own = tuple(one for one in self.said if one.unit == number)
            role = Role(own[-1].value) if own else role
            units.append(UnitRow(number, Unit(start, start + len(said), said, section, role, heading), own))
        return SourceView(self._report(report_id), text, tuple(sorted(units, key=lambda row: row.unit.start)))

    def facets(self, chosen: Filter) -> Facets:
        self.calls["facets"] += 1
        if self.many:
            return Facets(total=self.many)
        rows = [self._row(key) for key in self._kept]

        def count(without: Filter) -> list[CommitmentRow]:
            return [row for row in rows if self._fits(row, without)]

        these = count(chosen)
        return Facets(
            issuers=tuple(sorted(Counter(str(r.issuer) for r in count(chosen._replace(issuer=None))).items())),
            years=tuple(sorted(Counter(r.year or 0 for r in count(chosen._replace(years=None))).items())),
            reviewers=tuple(Counter(r.decided_by for r in these if r.decided_by).items()),
            trackabilities=tuple(Counter(r.trackability for r in these).items()),
            statuses=tuple(sorted(Counter(r.status for r in count(chosen._replace(statuses=()))).items())),
            doubts=tuple((d, sum((r.confidence or 1) < d for r in these)) for d in (0.5, 0.6, 0.7, 0.8, 0.9)),
            decided=sum(1 for r in these if r.decided_by),
            total=len(these),
        )

    def reports(self) -> list[ReportRow]:
        return [self._report(key) for key in dict.fromkeys(row.report for row in self._kept.values())]

    def decide(self, new: NewDecision) -> int:
        self.calls["decide"] += 1
        if self.fail:
            reason, self.fail = self.fail, None
            raise UsageError(reason)
        with self._lock:
            self.made.append(new)
            key = len(self._decisions) + 1
            self._decisions.append(
                DecisionRow(
                    id=key, commitment=new.commitment, report=new.report, status=new.status, note=new.note,
                    reviewer=new.reviewer, decided_at=START + dt.timedelta(minutes=key), evidence=new.evidence,
                    suggested=self._base(new.commitment).status, matcher="1", adjudicates=new.adjudicates,
                )
            )  # fmt: skip
            return key

    def undo(self) -> DecisionRow | None:
        with self._lock:
            for at in reversed(range(len(self._decisions))):
                found = self._decisions[at]
                if found.undoes is None and not found.undone and found.reviewer == self.reviewer:
                    together = [d for d in self._decisions if found.batch and d.batch == found.batch] or [found]
                    for d in together:
                        self._decisions[d.id - 1] = d._replace(undone=True)
                    return self._decisions[at]._replace(together=len(together))
        return None

    def flag(self, commitment: int, on: bool) -> None:
        self.flagged = self.flagged | {commitment} if on else self.flagged - {commitment}

    def _acceptable(self, chosen: Filter) -> list[int]:
        rows = self.rows(self.ids(chosen._replace(decided=False)))
        return [row.id for row in rows if row.status is not Status.PENDING]

    def acceptable(self, chosen: Filter) -> int:
        return len(self._acceptable(chosen))

    def accept_all(self, chosen: Filter) -> int:
        ids = self._acceptable(chosen)
        for key in ids:
            made = self.decide(NewDecision(key, self._base(key).status, self.reviewer))
            self._decisions[made - 1] = self._decisions[made - 1]._replace(batch="all")
        return len(ids)

    def last_decisions(self, limit: int) -> list[DecisionRow]:
        return [d for d in reversed(self._decisions) if d.reviewer == self.reviewer][:limit]

    def save_filter(self, name: str, chosen: Filter) -> None:
        self.filters[name] = chosen

    def saved_filters(self) -> list[SavedFilter]:
        return [SavedFilter(name, chosen) for name, chosen in sorted(self.filters.items())]

    def forget_filter(self, name: str) -> None:
        del self.filters[name]

    def statements(self, report: int, text: str, limit: int) -> list[StatementRow]:
        rows = [self._statement(report * 100 + number) for number in range(len(DONE))]
        return [
            StatementRow(r.statement, r.report, None, None, r.heading, r.text, r.start, r.end)
            for r in rows
            if all(word in r.text for word in text.split())
        ][:limit]

    def mark_wrong(self, commitment: int, statement: int, wrong: bool) -> None:
        if wrong:
            self.wrong[commitment, statement] = self.reviewer
        else:
            del self.wrong[commitment, statement]

    def match_again(self, report: int) -> None:
        self.calls["match_again"] += 1

    def correct_unit(self, unit: int, section: Section | None, role: Role | None, last: int | None = None) -> Kept:
        field = UnitField.ROLE if role else UnitField.SECTION
        before = Role.STATEMENT if unit < len(DONE) else Role.COMMITMENT
        key, at = len(self.said) + 1, START + dt.timedelta(minutes=len(self.said))
        self.said.append(UnitCorrection(key, 0, unit, field, str(role or section), before, self.reviewer, at, 0, ""))
        return Kept(0, "updated")

    def corrections(self, report: int) -> list[UnitCorrection]:
        return self.said

    def tallies(self, chosen: Filter) -> list[Tally]:
        groups: dict[tuple[str | None, int | None], list[CommitmentRow]] = {}
        for row in self.rows(self.ids(chosen)):
            groups.setdefault((row.issuer, row.year), []).append(row)
        return [
            Tally(
                issuer, year, len(rows), sum(1 for row in rows if row.decided_by),
                tuple(Counter(row.status for row in rows).items()), 0,
                tuple(Counter(row.reported for row in rows if row.reported).items()),
            )
            for (issuer, year), rows in groups.items()
        ]  # fmt: skip

    def deciders(self, chosen: Filter) -> tuple[tuple[str, int], ...]:
        return self.facets(chosen).reviewers

    def agreements(self) -> list[Agreement]:
        return [Agreement("周复核", "林评议", 20, 17, 0.71, 0.44, 0.98)]

    # What it knows ----------------------------------------------------------------------------

    def _base(self, key: int) -> CommitmentRow:
        if not self.many:
            return self._kept[key]
        if not 1 <= key <= self.many:
            raise TrackerError(f"commitment {key}: is not kept")
        report = (key - 1) // 40
        base = self._kept[(key - 1) % len(self._kept) + 1]
        return base._replace(
            id=key, report=report, issuer=f"第{report // 4}局", year=2020 + report % 4, text=f"{key} {base.text}"
        )

    def _row(self, key: int) -> CommitmentRow:
        row = self._base(key)
        row = row._replace(text=self.texts.get(key, row.text), flagged=key in self.flagged)
        whole = [d for d in self._history(key) if d.report is None and d.status and not d.undone]
        whole = [d for d in whole if not self.blind or d.reviewer == self.reviewer]
        settled = [d for d in whole if d.adjudicates]
        by = {d.reviewer: d.status for d in whole}
        row = row._replace(disagreed=not settled and len(set(by.values())) > 1)
        word = (settled or whole)[-1] if whole else None
        return row._replace(status=word.status, decided_by=word.reviewer) if word and word.status else row

    def said_by(self, reviewer: str, commitment: int, status: Status) -> None:
        """Another reviewer decides."""
        self.decide(NewDecision(commitment, status, reviewer))
        self.made.pop()

    def _history(self, key: int) -> list[DecisionRow]:
        with self._lock:
            return [d for d in self._decisions if d.commitment == key]

    @staticmethod
    def _fits(row: CommitmentRow, chosen: Filter) -> bool:
        return (
            chosen.issuer in (None, row.issuer)
            and (chosen.years is None or chosen.years[0] <= (row.year or 0) <= chosen.years[1])
            and (not chosen.statuses or row.status in chosen.statuses)
            and (not chosen.text or chosen.text in row.text)
            and chosen.decided in (None, row.decided_by is not None)
            and chosen.decided_by in (None, row.decided_by)
            and chosen.trackability in (None, row.trackability)
            and (not chosen.flagged or row.flagged)
            and (not chosen.disagreed or row.disagreed)
            and (not chosen.confidence_below or (row.confidence or 1) < chosen.confidence_below)
            and (not chosen.late or row.late)
            and chosen.gone == row.gone
        )

    def _later(self, row: CommitmentRow) -> list[int]:
        return [] if row.status is Status.PENDING else [year for year in LATER if year > (row.year or 0)]

    def _promise(self, row: CommitmentRow) -> Promise:
        deadline = None
        if "6月底前" in row.text:
            deadline = Deadline("2023年6月底前", dt.date(2023, 6, 30), Precision.MONTH)
        quantities = ()
        if "不少于8期" in row.text:
            start = row.text.index("不少于8期")
            quantities = (Quantity("不少于8期", start, start + 5, Decimal(8), "期", Relation.AT_LEAST),)
        return Promise(quantities, deadline, row.trackability)

    def _follow_up(self, row: CommitmentRow, year: int, standing: dict[int | None, DecisionRow]) -> FollowUpRow:
        report = row.report // 10 * 10 + year - 2020
        at = (row.id - 1) % len(PROMISES)
        status, confidence, reason, evidence = SUGGESTED[at]
        if year == LATER[-1] and row.year == YEARS[0]:
            status, confidence, reason, evidence = Status.DROPPED, 0.4, "nothing more is said of it", ()
        ranked = sorted(range(len(DONE)), key=lambda n: (n != at, n))
        decision = standing.get(report)
        return FollowUpRow(
            report=report,
            title=f"{row.issuer}{year}年法治政府建设年度报告",
            year=year,
            delivered=dt.date(year + 1, 1, 22),
            searched=len(DONE),
            suggested=status,
            confidence=confidence,
            reason=self.reason or reason,
            repeated=at == 3,
            candidates=tuple(
                self._statement(report * 100 + n)._replace(
                    score=round(0.9 - 0.17 * rank, 2),
                    evidence=n in evidence and (row.id, report * 100 + n) not in self.wrong,
                    wrong_by=self.wrong.get((row.id, report * 100 + n)),
                )
                for rank, n in enumerate(ranked)
            ),
            decided=decision.status if decision else None,
            decided_by=decision.reviewer if decision else None,
            reported=Reported.DIRECTLY if evidence else Reported.NOT_AT_ALL,
            strength=Strength.RESULT if evidence else None,
        )

    def _statement(self, key: int) -> EvidenceRow:
        report, number = divmod(key, 100)
        text, heading = DONE[number]
        start = self._source_text(report).find(text)
        return EvidenceRow(key, report, self.texts.get(key, text), heading, start, start + len(text), None, False)

    def _report(self, key: int) -> ReportRow:
        issuer, year = ISSUERS[key // 10 % 3], 2020 + key % 10
        return ReportRow(
            key, f"reports/{key}.txt", f"{issuer}{year}年法治政府建设年度报告", issuer, Kind.ANNUAL_REPORT, year,
            dt.date(year + 1, 1, 18), len(PROMISES), len(DONE), (), START,
        )  # fmt: skip

    def _source_text(self, report: int) -> str:
        year = 2020 + report % 10
        done = "".join(f"{heading}。{text}" for text, heading in DONE)
        plan = "".join(f"{heading}。{text}" for text, heading in PROMISES)
        return (
            f"{ISSUERS[report // 10 % 3]}{year}年法治政府建设年度报告\n\n"
            f"{year}年，全市法治建设稳步推进，现将有关情况报告如下。\n\n一、{year}年主要工作\n\n{done}\n\n"
            f"二、存在的问题\n\n基层力量仍需加强。\n\n三、{year + 1}年工作安排\n\n{plan}\n"
        )
