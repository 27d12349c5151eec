"""Which report a text is: title, issuer, kind, reported year, day of delivery."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence

from tracker.model import Identity, Kind
from tracker.text import nfkc, one_line

_PLACE = r"[\u4e00-\u9fff]{1,9}?(?:特别行政区|自治区|自治州|自治县|自治旗|省|市|区|县|旗|州|盟)"
_TOWN = r"[\u4e00-\u9fff]{1,9}?[镇乡]"
_BODY = (
    r"人民政府|[\u4e00-\u9fff]{2,14}?"
    r"(?:局(?:[\u4e00-\u9fff]{2,6}?(?:支队|大队|总队|分局))?|厅|委员会(?:办公室)?|管委会|办公室|街道办事处|检察院|法院|联合会|总工会)"
    r"(?![\u4e00-\u9fff]?(?:长|领导))"
)
_NATIONAL = (
    r"国务院办公厅|最高人民(?:法院|检察院)|国家[\u4e00-\u9fff]{2,10}?(?:委员会|总局|局|署)(?![\u4e00-\u9fff]{2,8}(?:省|市|区|县))|"
    r"(?:外交|国防|教育|科学技术|工业和信息化|公安|民政|司法|财政|人力资源和社会保障|自然资源|生态环境|住房和城乡建设|交通运输|水利|农业农村|"
    r"商务|文化和旅游|退役军人事务|应急管理)部"
)
"""Bodies of the whole country, which no place is named for."""
_LAST_PLACE = re.compile(
    r"^(?:[\u4e00-\u9fff]{1,6}?(?:省|自治区|市|州|盟))(?=[\u4e00-\u9fff]{1,8}?(?:市|区|县|旗)(?:人民|$|[\u4e00-\u9fff]{2,14}(?:局|办|委)))|"
    r"^[\u4e00-\u9fff]{1,8}?(?:省|市|区|县|旗)(?=[\u4e00-\u9fff]{1,6}?(?:[镇乡](?:人民|$)|街道办事处))"
)
_HEAD_OF = re.compile(
    rf"(?P<place>{_PLACE}|{_TOWN})(?:人民政府)?(?:代理?|常务副|副)?(?:[省市区县旗州盟镇乡]长|主席)(?![\u4e00-\u9fff]*(?:令|信箱))"
)
_ON_BEHALF = re.compile(rf"(?:我|谨)(?:受托)?代表(?P<body>国务院|(?:{_PLACE}|{_TOWN})(?:人民)?政府)")
_CONGRESS = re.compile(rf"(?P<place>全国|{_PLACE}|{_TOWN})第[一二三四五六七八九十百零〇\d]+届人民代表大会")
_FULL = re.compile(rf"(?P<name>{_NATIONAL}|{_PLACE}(?:{_BODY})|{_TOWN}人民政府|[\u4e00-\u9fff]{{2,9}}街道办事处)")
_SHORT = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<level>省|市|区|县|旗|州)(?P<body>人民政府|[\u4e00-\u9fff]{2,12}?(?:局|厅|委|委员会|办公室))"
)
_GOVERNMENT = re.compile(rf"(?P<place>{_PLACE}|{_TOWN})(?:人民)?政府(?=工作报告|关于|\s|\d|$)")
_ANY_GOVERNMENT = re.compile(r"(?:全?[省市区县旗州镇乡]|自治区)(?:人民)?政府")
_BEFORE_PLACE = re.compile(r"^.*(?:会议上|大会上|在|关于|已经|业经|已由)|^[年月日我本]")
"""Words that run into the name of a place: 1月14日在, 第三次会议上; the figures before 年月日 are no part of a name."""
_AND = re.compile(r"\s*[、和与,，]?\s*(?=[\u4e00-\u9fff]{2})(?!关于|\d)")
_NO_NAME = re.compile(r"联合|会同|我|本|各|全|由|与|和|原|向|对|在")
_NO_PLACE = re.compile(
    r"[全我本各该两市县区省个的在与为是对向由委府届级]|[新老主城]$|"
    r"加强|联合|推进|推动|支持|会同|建设|提升|服务|配合|创建|组织|落实|完善|促进|开展|提高|打造|按照|根据|报请|经过|通过|列入|纳入"
)
"""What stands before 市 or 区 and is no name: 全市, 城区, 联合市司法局."""
_DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*(?:[年./\-]\s*)(?P<m>\d{1,2})\s*(?:[月./\-]\s*)(?P<d>\d{1,2})(?!\d)|"
    r"(?<!\d)(?P<d2>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y2>(?:19|20)\d\d)(?!\d)"
)
_HAN_DATE = re.compile(
    r"(?P<y>[二一〇零○Ｏ九八七六五四三]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_HAN_DIGITS = {c: k for k, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0}
_TITLE = re.compile(r"报\s*告|讲\s*话|答\s*复|复\s*函|总\s*结|要\s*点|汇\s*报|工作(?:计划|安排|打算|思路)")
_TITLE_IN_LINE = re.compile(r"(\S{4,40}?(?:报告|总结|答复))(?:\s|[(—-])")
"""The title in front of a text that has lost its line breaks."""
_BEHIND_TITLE = re.compile(
    r"\s+[(\[【]?(?:(?:19|20)\d\d[-./年]\d|(?:信息)?来源|发布|时间|日期|作者|字[号体]|浏览|打印|索引|责任编辑|文号)"
)
"""Where the line about date and source begins that has run into the title."""
_ABOUT_IT = re.compile(r"解读|热议|图解|读懂|一图|/")
"""What other lines about a report say."""
_NOT_TITLE = re.compile(
    r"^[（(]?(?:来源|索引|索\s+引|发布|您|当前|标\s*题|现在|各位|相关|上一|下一|打印|附)|现将.*如下|[。；]|请予审议"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\s*年|政府|度|[—－-]\d{4}年)")
_PLANNED = re.compile("计划|打算|安排|思路|要点|建议|任务|目标")
_REVIEWED = re.compile("总结|回顾|执行|完成|落实|情况")
_QUOTED = re.compile("《[^》]*》")
_MEETING = re.compile(r"会议|大会|全会")
_PUBLISHED = re.compile(r"发布|日期|时间|来源|发文|\d{1,2}:\d{2}")
_BARE_DAY = re.compile(r"[(\[]\s*\d{4}年\s*\d{1,2}月\s*\d{1,2}日\s*[)\]]")

FRONT_LINES = 40
"""Lines from the top that may say what the report is; navigation can be long."""
BACK_LINES = 30
SPRING = 4
"""Last month in which sessions hear reports on the year before."""
YEAR_END = 11
"""Month from which on a report speaks of the year that is ending."""
TITLE = 70
"""Longest title, in characters."""
LONG_LINE = 150
"""Characters of a line that are looked at."""


Spans = Sequence[tuple[int, int]]


def ends(paragraphs: Spans, body: int) -> tuple[Spans, Spans]:
    """The paragraphs in front and at the back that may say what a report is; the report proper begins with `body`."""
    return paragraphs[: max(body, 1) + 3][-FRONT_LINES:], paragraphs[-BACK_LINES:]


def identify(text: str, front: Sequence[str], back: Sequence[str], body: int) -> Identity:
    """What a report's first and last lines say of its identity; its title is empty where none of them is one.

    Args:
        text: the whole text.
        front: lines of the paragraphs in front, as `ends` tells them.
        back: of those at the back.
        body: number of the first line of the report proper; what stands before it is navigation, title and date.

    """
    head, tail = ([nfkc(one_line(line[:LONG_LINE])) for line in part] for part in (front, back))
    title = _title(head[: max(body, 1)])
    kind = _kind(title, head)
    delivered = _delivered(head, tail, body)
    issuer = _issuer(title, head, tail, text) or (None if kind is Kind.OTHER else _ours(text))
    return Identity(title, issuer, kind, _year(kind, title, delivered, (), ""), delivered)


def settle(identity: Identity, headings: Sequence[str], done: str) -> Identity:
    """Let the done section say which year it reports on, and give a title to what has none.

    Args:
        identity: what `identify` said.
        headings: texts of the headings of the done section.
        done: text of the done section, for the years that it speaks of.

    """
    year = _year(identity.kind, identity.title, identity.delivered, headings, done)
    return identity._replace(title=identity.title or _made_title(identity.issuer, identity.kind, year), year=year)


def _title(head: Sequence[str]) -> str:
    """The line that names the report, with the lines before it that belong to it."""
    best, rank = "", -1.0
    for k, line in enumerate(head):
        bare = re.sub(r"^(?:标\s*题\s*[::]\s*)", "", line)
        if (m := _BEHIND_TITLE.search(bare)) and _TITLE.search(bare, 0, m.start()):
            bare = bare[: m.start()]
        if len(bare) > TITLE and (m := _TITLE_IN_LINE.match(bare)):
            bare = m[1]
        squeezed = bare.replace(" ", "") if re.fullmatch(r"(?:\S ){3,}\S", bare) else bare
        if not _TITLE.search(squeezed) or _NOT_TITLE.search(squeezed) or not 4 <= len(squeezed) <= TITLE:
            continue
        value = (
            2.0 + bool(_YEAR.search(squeezed)) + ("关于" in squeezed) - ("——" in squeezed or "会议上" in squeezed) * 2
        )
        value -= (_ABOUT_IT.search(squeezed) is not None) * 3
        if value > rank:
            best, rank = squeezed, value
            if (
                k
                and re.match(r"(?:19|20)\d\d年", squeezed)
                and re.fullmatch(r"[\u4e00-\u9fff ]{4,30}(?:政府|局|委员会|厅)", head[k - 1])
            ):
                best = f"{head[k - 1]} {squeezed}"
    return best


def _made_title(issuer: str | None, kind: Kind, year: int | None) -> str:
    """A title for a text that has none."""
    if kind is Kind.WORK_REPORT:
        return f"{issuer or ''}{f'{year + 1}年' if year else ''}政府工作报告"
    return issuer or ""


def _kind(title: str, head: Sequence[str]) -> Kind:
    if re.search(r"答复|复函|回复", title) and re.search(r"提案|建议|议案|代表|委员", title):
        return Kind.REPLY
    if re.search(r"本届|任期|届.{0,6}以来|五年来?.{0,12}(?:情况|报告|总结)|近五年", title):
        return Kind.TERM_REPORT
    if "政府工作报告" in title or any(_ON_BEHALF.search(line) and "报告" in line for line in head):
        return Kind.WORK_REPORT
    if (
        re.search(r"年", title) and re.search(r"报告|总结|情况|汇报|要点|工作(?:计划|安排|打算|思路)", title)
    ) or re.search(r"年度报告|工作总结|工作报告|情况.{0,4}报告", title):
        return Kind.ANNUAL_REPORT
    return Kind.OTHER


def _dates(line: str) -> list[dt.date]:
    found = []
    for m in _DATE.finditer(line):
        parts = (m["y"], m["m"], m["d"]) if m["y"] else (m["y2"], m["m2"], m["d2"])
        found.append(tuple(int(p) for p in parts))
    for m in _HAN_DATE.finditer(line):
        year = int("".join(str(_HAN_DIGITS.get(c, 0)) for c in m["y"]))
        found.append((year, _han(m["m"]), _han(m["d"])))
    out = []
    for year, month, day in found:
        try:
            out.append(dt.date(year, month, day))
        except ValueError:
            continue
    return out


def _han(number: str) -> int:
    """十一 to 11."""
    tens, found, ones = number.rpartition("十")
    value = _HAN_DIGITS.get(ones, 0) if ones else 0
    return value + (10 * (_HAN_DIGITS.get(tens, 1) if tens else 1) if found else 0)


def _delivered(head: Sequence[str], tail: Sequence[str], body: int) -> dt.date | None:
    """Delivered at a session, else signed, else said in a line of its own in front, else published."""
    joined = [a if _PUBLISHED.search(a) else a + b for a, b in zip(head, [*head[1:], ""], strict=True)]
    for line in joined:
        at = _MEETING.search(line)
        if at and (days := _dates(line[: at.start()])):
            return days[-1]
    for line in reversed(tail):
        if len(line) <= 40 and (days := _dates(line)) and not _PUBLISHED.search(line):
            return days[-1]
    bare = [line for line in head if _BARE_DAY.fullmatch(line)]
    for line in [*bare, *head, *reversed([x for x in tail if _PUBLISHED.search(x)])]:
        if len(line) <= 120 and (days := _dates(line)):
            return days[0]
    return None


def _issuer(title: str, head: Sequence[str], tail: Sequence[str], text: str) -> str | None:
    """Full name of who reports; a place named above the issuer's own is left out, for it comes and goes by year."""
    for line in head:
        if (m := _ON_BEHALF.search(line)) and not _ANY_GOVERNMENT.fullmatch(m["body"]):
            return _canonical(re.sub(r"(?<!人民)政府$", "人民政府", m["body"]))
        if "国务院总理" in line:
            return "国务院"
    bare = re.sub(r"^(?:.*?市委\s|中共\S+\s)?(?:关于)?(?:\d{4}年度?)?", "", title)
    own = "政府工作报告" in title or any(_ON_BEHALF.search(line) for line in head)
    if own and "印发" in title and (body := _joint(bare)):
        return body
    if not own and _speaks_at_session(head) and (body := _joint(bare) or _first_alone(head)):
        return body
    if own or _speaks_at_session(head):
        for pattern in (_HEAD_OF, _CONGRESS, _GOVERNMENT):
            for line in [*head, *tail]:
                for m in pattern.finditer(line):
                    place = _place(m["place"])
                    if place == "全国":
                        return "国务院"
                    if len(place) > 1 and not _no_town(place):
                        return _canonical(place + "人民政府")
    return (
        _joint(bare)
        or _short(bare, text, start=True)
        or _first_alone([*tail[::-1], *head])
        or next((name for line in [title, *head, *tail] if (name := _short(line, text))), None)
    )


def _no_town(place: str) -> bool:
    """Whether what ends as the name of a town is none: 各乡镇."""
    return place[-1] in "镇乡" and _NO_PLACE.search(re.sub("^.*[省市区县旗]", "", place)[:-1]) is not None


def _speaks_at_session(head: Sequence[str]) -> bool:
    """Whether a congress hears the report."""
    return any("人民代表大会" in line and _dates(line) for line in head)


def _first_alone(lines: Sequence[str]) -> str | None:
    return next((name for line in lines if (name := _alone(line))), None)


def _place(found: str) -> str:
    """A place without the words that run into it."""
    return _BEFORE_PLACE.sub("", found)


def _joint(title: str) -> str | None:
    """The issuer that a title begins with; several stand in its order, joined by 、."""
    names, at = [], 0
    while m := _FULL.match(title, at):
        names.append(_canonical(m["name"]))
        joint = _AND.match(title, m.end())
        if not joint:
            break
        at = joint.end()
    return "、".join(dict.fromkeys(names)) or None


def _alone(line: str) -> str | None:
    """The issuer whose name stands by itself in a line, as a signature or behind a label."""
    for piece in re.split(r"[\s:()]+", line):
        piece = re.sub("(?<=人民政府)办公[室厅]$", "", piece)
        m = _FULL.match(piece)
        if m and len(piece) <= len(m["name"]) + 2 and not _NO_NAME.match(piece):
            return _canonical(m["name"])
    return None


def _short(line: str, text: str, start: bool = False) -> str | None:
    """市司法局 with the place of that level that the text names most."""
    m = _SHORT.match(line) if start else _SHORT.search(line)
    place = _usual_place(text, m["level"]) if m else None
    return _canonical(place + m["body"]) if m and place else None


_OUR_BODY = re.compile(r"我(?:局|厅|委|办|院|中心|街道|镇|乡)(?![\u4e00-\u9fff]?(?:员|公))")


def _ours(text: str) -> str | None:
    """我区 and 区政府: the government of the place of that level that the text names most; 我局 speaks for another."""
    if _OUR_BODY.search(text):
        return None
    levels = Counter(re.findall(r"我([省市区县旗州])|(?<![\u4e00-\u9fff])([省市区县旗州])(?:人民)?政府", text))
    for (ours, theirs), _ in levels.most_common(1):
        place = _usual_place(text, ours or theirs)
        return _canonical(f"{place}人民政府") if place else None
    return None


def _canonical(name: str) -> str:
    """Name of the issuer without the places above it."""
    while not name.startswith("中共") and (shorter := _LAST_PLACE.sub("", name)) != name:
        name = shorter
    return name


def _usual_place(text: str, level: str) -> str | None:
    """The place of a level that a text names most, two or three characters before 市, or None if none is twice."""
    found: Counter[str] = Counter(re.findall(rf"(?=([\u4e00-\u9fff]{{2}}{level}))", text))
    longer: Counter[str] = Counter(re.findall(rf"(?=([\u4e00-\u9fff]{{3}}{level}))", text))
    for place, times in found.most_common():
        if times < 2:
            break
        if not _NO_PLACE.search(place[:-1]):
            wider = {name: n for name, n in longer.items() if name.endswith(place) and n >= 0.9 * times}
            return next((name for name in wider if not _NO_PLACE.search(name[:-1])), place)
    return None


def _year(kind: Kind, title: str, delivered: dt.date | None, headings: Sequence[str], done: str) -> int | None:
    """The last year that the done section reports on."""
    years = [int(y) for y in _YEAR.findall(title)]
    if kind is Kind.WORK_REPORT:
        named = [int(y) for line in headings[:1] for y in _YEAR.findall(nfkc(line))]
        if named:
            return max(named)
        if delivered:
            return delivered.year - (delivered.month < YEAR_END)
        return max(years) - 1 if years else _last_full_year(done, None)
    if kind is Kind.ANNUAL_REPORT and years:
        year = _told_year(title)
        # What is delivered in spring under the name of its own year reports on the last one.
        return year - 1 if delivered and year == delivered.year and delivered.month <= SPRING else year
    named = [int(y) for line in headings[:1] for y in _YEAR.findall(line)]
    if named:
        return max(named)
    if kind is Kind.REPLY and delivered:
        return delivered.year
    return _last_full_year(done, delivered) or (max(years) if years else None)


def only_plans(title: str) -> bool:
    """Whether a title names nothing but plans: 2024年工作要点."""
    return all(ahead for _, ahead in _years_of(title)) and bool(_years_of(title))


def _told_year(title: str) -> int:
    """The year that a title reports on, where it names plans for another: 2023年工作总结和2024年工作计划 is of 2023."""
    years = _years_of(title)
    return max((year for year, ahead in years if not ahead), default=min(year for year, _ in years) - 1)


def _years_of(title: str) -> list[tuple[int, bool]]:
    """The years that a title names, each with whether it is still to come; quoted titles count if nothing else does."""
    years = list(_YEAR.finditer(bare := _QUOTED.sub("", title))) or list(_YEAR.finditer(bare := title))
    ends = [*(m.start() for m in years[1:]), None]
    return [(int(m[1]), _is_ahead(bare[m.end() : end])) for m, end in zip(years, ends, strict=False)]


def _is_ahead(words: str) -> bool:
    """Whether what stands behind a year in a title says that it is still to come."""
    return "草案" in words or (_PLANNED.search(words) is not None and not _REVIEWED.search(words))


def _last_full_year(done: str, delivered: dt.date | None) -> int | None:
    """The year before delivery, or the last year that the done section names."""
    named = Counter(int(y) for y in _YEAR.findall(done))
    if delivered:
        return delivered.year if named.get(delivered.year, 0) >= 3 or delivered.month >= 11 else delivered.year - 1
    return max((y for y, n in named.items() if n >= 2), default=max(named, default=None))
