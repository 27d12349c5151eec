"""What a piece says of the section that it stands in: headings that name one, phrases that open or close one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tracker.model import Section
from tracker.parsing.features import Seen, table_of
from tracker.parsing.outline import Mark
from tracker.text import nfkc

_PROBLEMS = re.compile(r"(?:问题|不足|困难|短板|差距|薄弱环节|挑战)")
_TOLD_PROBLEMS = re.compile("存在|主要|突出|不足|问题|检讨|[和与及、]困难|困难[和与及、]")
"""Words that stand beside a shortcoming where a heading speaks of the issuer's own."""
_PLAN = re.compile(
    r"下(?:一)?步|下一阶段|打算|今后|未来|展望|努力方向|草案|今年的?(?:主要|重点)?(?:工作|任务)|(?:总体|工作)(?:要求|部署|思路|考虑)|(?:工作|任务|目标)(?:安排|建议|计划|部署|打算|任务)|"
    r"(?:主要|重点|预期|目标|重大)(?:任务|目标|考虑|举措)|重点工作|工作(?:的)?建议|规划(?:和|纲要)|整改(?:措施|方向)|改进措施|安排$|打算$|计划$"
)
_DONE = re.compile(
    r"回顾|总结|成就|成效|成绩|主要做法|工作(?:的)?(?:开展|完成|进展|落实|推进)?情况|基本情况|(?:履职|履行|落实|推进|完成|开展|进展|贯彻|建设).{0,14}情况|取得|过去.年|五年来|一年来|"
    r"需要(?:报告|说明)的"
)
_LEVEL = re.compile(r"(?:取得|实现|迈出|达到).{0,12}(?:进展|突破|成效|步伐|台阶|水平)|成就|成效|成绩")
"""Words of results, that aims use too: （一）改革取得新突破 names no section."""
_TASK = re.compile("工作|任务|目标|安排|打算|计划|要求|思路|总体")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
_CLOSING = re.compile(
    r"^(?:各位代表[，,！!：:].{0,60})?(?:.{0,40}[，,。！])?让我们(?!的)|^我们要?更加紧密地?团结在|为.{4,80}(?:而|不懈|努力)?(?:努力)?奋斗[！!]$"
)
_FRAMING = re.compile(
    r"^.{0,30}(?:总体要求|总的要求|指导思想|(?:总体|基本|工作)思路|基本原则)[是为][:：]?|"
    r"^(?:再次|在此[，,]?)?(?:向.{0,60}表示)?(?:衷心|诚挚|最)?(?:地|的)?(?:感谢|谢意|敬意).{0,60}(?:关心|关注|支持|建议|理解)|"
    r"^(?:也)?(?:衷心|诚挚)?希望(?:您|你们|各位|广大).{0,40}(?:支持|监督|建议|关注)"
)
"""General requirements, thanks and requests to others: no promise of the issuer, whatever they name."""
_FRAMED = re.compile("[想求路则谢敬望]")
"""One of these characters stands wherever _FRAMING matches."""
_SOLEMN = re.compile(r"(?:领导下|团结|奋斗|奋进|贡献|篇章|胜利|前进|努力).*[！!。]$")
_INTRO = re.compile(
    r"(?:现在|下面|我受|受.{2,24}委托|我代表|现将|根据|按照).{0,90}"
    r"(?:报告(?:工作|如下|政府)|请予审议|提请.{0,40}审议|情况.{0,12}如下|答复如下|汇报如下)"
)
_AS_FOLLOWS = re.compile(r"现(?:将.{0,60})?(?:就.{0,40})?(?:报告|答复|汇报|总结|说明|函复|回复)?如下")
_SALUTATION = re.compile(r"^(?:各位|尊敬的|同志们).{0,12}[：:！!]?$")
_ADDRESS = re.compile(r"(?:各位(?:代表|委员)|同志们)[，,！!：:、]")
_GLOSSARY = re.compile(
    r"[（(【]?(?:名词解释|附件|附录|附表|注释|注[:：]|相关(?:报道|链接|文档|新闻|阅读|附件)|有关(?:名词|用语)|扫一扫|版权所有|责任编辑|编辑|上一篇|下一篇|打印本页|主办单位|往期(?:推荐|回顾|精彩)|推荐阅读|阅读原文)"
)
_SIGNED = re.compile(
    r"[（(]?(?:[\u4e00-\u9fff]{2,20}(?:局|政府|厅|委员会|办公室|研究室|法制办)\s*){1,2}[）)]?|"
    r"(?:\d{4}|[二一〇零○九八七六五四三]{4})年\s*[\d一二三四五六七八九十]{1,3}月\s*[\d一二三四五六七八九十]{1,3}日|"
    r"(?:文章|信息)?(?:来源|供稿|作者|审核|审签|校对|责编|监制|签发|[初复终]审)\s*[:：].{1,30}"
)
"""Who signed or edited it, and when."""
_PROBLEM_TEXT = re.compile(
    r"(?:清醒|深刻|也).{0,6}(?:看到|认识)|(?:工作|发展|建设)?(?:中|仍|还|也)?(?:仍然?|还|尚)?存在.{0,24}(?:问题|不足|短板|困难|差距|薄弱)|面临.{0,16}(?:困难|挑战).{0,12}(?:主要|突出|不少|许多)|困难和(?:问题|挑战)"
)
_SHORT_OF = re.compile("[看认存面困]")
"""One of these characters stands wherever _PROBLEM_TEXT matches."""
_ADMISSION = re.compile(
    r"(?:仍|还|尚)然?存在.{0,12}(?:问题|不足|短板|困难|薄弱|差距)|"
    r"^存在的?(?:主要|突出)?(?:问题|不足|短板|困难)(?:主要)?[是有:：]|"
    r"(?:清醒|深刻|也|更要|还要|应当|必须)地?(?:看到|认识到).{0,80}(?:问题|不足|短板|困难|差距|薄弱|挑战)|"
    r"(?:但是?|同时)[，,]?.{0,30}(?:存在.{0,16}(?:问题|不足|短板|困难|薄弱)|(?:较大|不小|一定|不少).{0,4}差距)|仍有不小差距"
)
_LOOKING_BACK = re.compile(
    r"^(?:在?(?:刚刚)?过去的?(?:一|五|几|两|三)?年|(?:一|五|几|多|近几)年来|去年)(?:里|中)?(?:以来)?[，,以]|^回[眸顾首望]"
)
_LOOKING_AHEAD = re.compile(r"^(?:在?新的一年|今年|下一步|我们(?:将|要|必须|一定|愿)|(?:要|必须)(?!说))")
_TURNING = re.compile(
    r"^(?:针对.{0,24}[，,])?(?:下一?步|下一阶段|今后)[，,].{0,20}(?:将|要|工作)|^针对.{0,24}(?:问题|不足)[，,].{0,16}将"
)
_NEXT = re.compile(
    r"^(?:下一?步|下一阶段|接下来)(?:工作)?(?:打算|安排|计划|思路)?[，,:：]|"
    r"^(?:明年|\d{4}年)[，,](?:我[局厅委办区市县])?(?:将|计划|拟)"
)
"""Words that begin what comes next of one matter."""
_PLAN_TEXT = re.compile(
    r"^(?:今年|新的一年|\d{4}年|今后)(?!.{0,40}(?:如期|圆满|全面|顺利|超额|较好)(?:完成|实现)).{0,30}(?:总体要求|预期目标|工作思路|主要目标|奋斗目标|重点(?:做好|抓好|工作)|主要任务)|^(?:做好|完成|实现).{0,20}(?:今年|\d{4}年|今后).{0,20}(?:工作|任务|目标)|"
    r"^(?:下一步|今后一个时期|下一阶段|下步)[，,]|^(?:按照|根据).{0,40}(?:今年|\d{4}年).{0,16}(?:工作|目标|要求)"
)
_SOLVED = re.compile(r"(?:解决|针对|整改|化解|破解|克服|消除|弥补|补齐).{0,24}存在")
"""Shortcomings that are spoken of because something is done about them."""
TROUBLE = table_of("存看认差")
"""One of these characters stands wherever a shortcoming is admitted."""
APPEALS = table_of("想求路则谢敬望我奋各同")
"""One of these characters stands wherever a piece frames or addresses the listeners."""
TASK_TABLE = re.compile(
    r"(?:[^\t\d:：]{1,8}\t){0,2}[^\t\d:：]{0,8}(?:事项|任务|内容|项目|措施|目标|工作|举措)[^\t\d:：]{0,8}\t"
    r".*(?:责任|牵头|负责|承办|时限|进度|完成时)[^\t\d:：]{0,8}(?:\t|$)"
)
"""The head of a table of tasks; its rows are what the issuer will do."""
CATEGORY = 40
"""Characters up to which a line between the rows of a table only sorts them."""
_ATTACHMENT = re.compile(r"[（(【]?附(?:件|表|录)?\s*[\d一二三四五六七八九十]{0,2}\s*(?:[:：）)】]|\s|$)")
_OTHER_ATTACHMENT = re.compile(rf"{_ATTACHMENT.pattern}|.{{0,20}}名词(?:注释|解释)")
_OF_TASKS = re.compile("实事|任务|清单|分工|安排|计划|项目|责任")
NO_SECTIONS: tuple[Section, ...] = ()

HEADING_LIMIT = 48
"""Longest heading that can name a section, in characters."""
NAMED, HINTED = 9.0, 4.0
"""What it is worth that a heading names a section, that a phrase opens one."""


def task_rows(seen: Seen, texts: Sequence[str]) -> list[bool]:
    """Which pieces stand in a table of tasks, its head among them.

    Args:
        seen: the pieces.
        texts: of as many of them as are asked about, from the first on.

    """
    if "\t" not in seen.text:
        return [False] * len(texts)
    tabs: Counter[int] = Counter()
    for piece, text in zip(seen.pieces, texts, strict=False):
        tabs[piece.paragraph] += text.count("\t")
    out, head, ended = [], 0, True
    for piece, text in zip(seen.pieces, texts, strict=False):
        columns = tabs[piece.paragraph]
        if columns and TASK_TABLE.match(text):
            head, ended = columns, False
        elif columns:
            ended = ended and columns != head
        else:
            head, ended = head if len(text) <= CATEGORY else 0, True
        out.append(columns > 0 and head > 0 and not ended)
    return out


def attached_tasks(texts: Sequence[str], start: int) -> tuple[int, int] | None:
    """The first attachment from `start` on whose title says that it lists work: its title and where it ends."""
    for k in range(start, len(texts)):
        if not _ATTACHMENT.match(texts[k]):
            continue
        title = k if _ATTACHMENT.sub("", texts[k]) else k + 1
        if title < len(texts) and len(texts[title]) <= HEADING_LIMIT and _OF_TASKS.search(texts[title]):
            ends = (at for at in range(title + 1, len(texts)) if _OTHER_ATTACHMENT.match(texts[at]))
            return title, next(ends, len(texts))
    return None


def _explains(raw: str) -> bool:
    """Whether a piece begins a glossary, attachments or what else stands under a report."""
    head = raw[:40]
    return _GLOSSARY.match(head) is not None or "名词注释" in head or "名词解释" in head


def closes(raw: str) -> bool:
    """Whether a piece appeals as closing words do."""
    return ("让我们" in raw or "奋斗" in raw or raw.startswith("我们")) and _CLOSING.search(raw) is not None


def frames(raw: str) -> bool:
    """Whether a piece only frames: an appeal, a general requirement, thanks."""
    return closes(raw) or (_FRAMED.search(raw) is not None and _FRAMING.match(raw) is not None)


def addresses(raw: str) -> bool:
    """Whether a piece turns to those who listen: 各位代表，…"""
    return raw[:1] in "各同" and _ADDRESS.match(raw) is not None


def ends_solemnly(raw: str) -> bool:
    """Whether a piece is closing words that a report may end with."""
    return closes(raw) and _SOLEMN.search(raw) is not None


def looks_back(raw: str) -> bool:
    """Whether a piece says that the next ones are of the past."""
    return raw[:1] in "在过刚一五几两多近去回" and _LOOKING_BACK.match(raw) is not None


def looks_ahead(raw: str) -> bool:
    """Whether a piece says that the next ones are of what comes."""
    return raw[:1] in "在新今下我要必" and _LOOKING_AHEAD.match(raw) is not None


def comes_next(raw: str) -> bool:
    """Whether a piece begins what will be done next about the matter that it stands under."""
    return _NEXT.match(raw) is not None


def turns(raw: str) -> bool:
    """Whether a piece turns from problems to what will be done about them."""
    return raw[:1] in "针下今" and _TURNING.match(raw) is not None


def admits(raw: str) -> bool:
    """Whether a piece that holds a character of TROUBLE admits a shortcoming."""
    return _ADMISSION.search(raw) is not None and not _SOLVED.search(raw)


def _signed(raw: str) -> bool:
    """Whether a piece says who signed or edited a report, or when: no sentence does."""
    return (raw[-1] not in "。；！？;!?" or ":" in raw or "：" in raw) and _SIGNED.fullmatch(raw) is not None


def _introduces(raw: str) -> bool:
    """Whether a piece says that a report follows."""
    return (raw[:1] in "现下我受根按" and _INTRO.match(raw) is not None) or (
        "如下" in raw and _AS_FOLLOWS.search(raw) is not None
    )


def cue(seen: Seen, k: int, raw: str, reported: int | None) -> tuple[float, tuple[Section, ...]]:
    """What a piece of this text says of itself: worth and the sections that it may open (none, or one, or two)."""
    piece, body, count = seen.pieces[k], seen.bodies[k], len(seen.pieces)
    if piece.place == 0 and _explains(raw):
        return NAMED, (Section.BACK,)
    if k > count * 0.3 and closes(raw):
        return HINTED, (Section.BACK,)
    if k > count * 0.6 and piece.end - piece.start <= 40 and _signed(raw):
        return HINTED * 1.5, (Section.BACK,)
    if k < count * 0.5 and _introduces(raw[:120]):
        return HINTED * 2, (Section.INTRO,)
    if k < count * 0.2 and _SALUTATION.match(raw):
        return HINTED, (Section.FRONT,)
    if piece.place == 0 and len(body) <= HEADING_LIMIT and (seen.marks[k] in _HEADING_MARKS or bare_heading(seen, k)):
        found = named_sections(_LEVEL.sub("", raw) if seen.marks[k] is Mark.SUB else raw, reported)
        if found:
            return NAMED, found
    if piece.place == 0:
        if _PLAN_TEXT.match(raw[:80]):
            return HINTED, (Section.PLAN,)
        if _SHORT_OF.search(raw[:80]) and _PROBLEM_TEXT.search(raw[:80]) and not _SOLVED.search(raw[:80]):
            return HINTED * 1.5, (Section.PROBLEMS,)
    return 0.0, NO_SECTIONS


_HEADING_MARKS = (Mark.PART, Mark.TOP, Mark.SUB)


def bare_heading(seen: Seen, k: int) -> bool:
    """A line of its own without sentence end and number."""
    piece = seen.pieces[k]
    return piece.of == 1 and piece.end - piece.start <= 32 and seen.text[piece.end - 1] not in "。；！？;!?，,"


def named_sections(heading: str, reported: int | None) -> tuple[Section, ...]:
    """Sections that a heading names; the year it speaks of outranks its words."""
    heading = nfkc(heading)
    years = [int(y) for y in _YEAR.findall(heading)]
    found = []
    if _PROBLEMS.search(heading) and _TOLD_PROBLEMS.search(heading):
        found.append(Section.PROBLEMS)
    done = bool(_DONE.search(heading)) or (not found and heading.rstrip("。 ").endswith("情况"))
    plan = bool(_PLAN.search(heading))
    if reported is not None and years and (done or plan or _TASK.search(heading)):
        ahead, behind = max(years) > reported, min(years) <= reported
        done, plan = (done or behind) and behind, (plan or ahead) and (ahead or not done)
        if behind and not ahead and not _PLAN.search(heading.replace("重点工作", "")):
            plan = False
    elif done and plan and not found:
        plan = bool(re.search(r"和.*(?:安排|任务|打算|计划|部署)|下(?:一)?步|打算", heading))
    if done:
        found.append(Section.DONE)
    if plan:
        found.append(Section.PLAN)
    return tuple(found)
