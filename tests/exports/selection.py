"""A kept selection with every fate, text that a form could trip over, and a person's word."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from db import store
from db.engine import open_database, writing
from tests.db import making
from tracker.model import NewDecision, Role, Status

OTHER = "清渚市/东湖区人民政府[试点]"
PLAN = (
    "举办执法培训班不少于10件以上，增速5.5%到6%。",
    '=HYPERLINK("http://x.example","设立")行政复议咨询委员会。',
    "新建法律服务站<script>alert(1)</script>|[点](http://x.example)*50个。",
    "+1推动公证“一网通办”& 'x' {{ 7*7 }} #text _x0041_。",
    "@SUM(A1)组织全市普法考试。",
    "-2完善应急预案。",
)
DONE = (
    "举办执法培训班8期，培训1100人次。",
    "=1+1新建法律服务站<b>52</b>个，接待1.3万人次。",
    "公证事项“一网通办”正在推进。",
)

SOURCE = making.parsed(2023, done=DONE).text


def build(path: Path, copies: int = 1) -> Engine:
    """Two reports of one issuer and two of another, whose commitments meet every fate."""
    engine = open_database(str(path))
    for issuer in (making.ISSUER, OTHER):
        plan = [text if copy == 0 else f"{text[:-1]}（{copy}）。" for copy in range(copies) for text in PLAN]
        first = making.keep(
            engine,
            making.parsed(2022, plan=plan, issuer=issuer),
            promises={},
            path=f"/reports/{issuer[:3]}-2022.txt",
        ).report
        second = making.keep(
            engine,
            making.parsed(2023, done=DONE, plan=[f"继续推动公证“一网通办”，{issuer}。"], issuer=issuer),
            path=f"/reports/{issuer[:3]}-2023.txt",
        ).report
        promised = list(making.units(engine, first, Role.COMMITMENT).values())
        said = list(making.units(engine, second, Role.STATEMENT).values())
        fates = (
            (Status.PARTLY_MET, [said[0], said[1]]),
            (Status.DROPPED, [said[2]]),
            (Status.FOLLOWED_UP, [said[1], said[0]]),
            (Status.PARTLY_MET, [said[2]]),
            (Status.DROPPED, []),
            (Status.DROPPED, [said[1]]),
        )
        follow_ups = [
            making.follow_up(key, *fates[i % len(fates)], confidence=0.6 + i % 4 / 10, repeated=i % 6 == 3)
            for i, key in enumerate(promised)
        ]
        making.match(engine, first, second, *follow_ups)
        with writing(engine) as session:
            store.decide(
                session, NewDecision(promised[4], Status.FOLLOWED_UP, "周代表", None, (said[0],), "=考试\n已与培训合并")
            )
            store.decide(session, NewDecision(promised[5], Status.UNCLEAR, "周代表", second, (), ""))
    return engine
