"""Where a report's parts begin: headings that say so, phrases inside flowing text, and the sound of the sentences.

Each piece gets a score for each section (a linear model of its n-grams and shape, plus cues of headings); the best
run of sections is found by the Viterbi algorithm, where changing section costs less at headings than inside text.
A plan may look back or admit a shortcoming for a few sentences (过去一年，国防…): asides, that only a phrase opens
and that return to the plan.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import inf

import numpy as np

from tracker.model import Section
from tracker.parsing.features import Floats, Seen
from tracker.parsing.outline import Mark

SECTIONS = tuple(Section)
_AT = {section: k for k, section in enumerate(SECTIONS)}
_FRONT, _INTRO_, _DONE_, _PROBLEMS_, _PLAN_, _BACK = range(6)
_LOOK_BACK, _ADMIT = 6, 7
"""States of the asides inside a plan: they sound like done and problems."""
_STATES = (*SECTIONS, Section.DONE, Section.PROBLEMS)
_FROM: tuple[tuple[int, ...], ...] = (
    (),
    (_FRONT,),
    (_FRONT, _INTRO_, _PROBLEMS_, _PLAN_),
    (_FRONT, _INTRO_, _DONE_, _PLAN_),
    (_FRONT, _INTRO_, _DONE_, _PROBLEMS_, _LOOK_BACK, _ADMIT),
    (_INTRO_, _DONE_, _PROBLEMS_, _PLAN_, _LOOK_BACK, _ADMIT),
    (_PLAN_,),
    (_PLAN_, _LOOK_BACK),
)
"""For each state the others that it may follow: nothing follows the back, nothing goes on before the front."""

_PROBLEMS = re.compile(r"(?:问题|不足|困难|短板|差距|薄弱环节|挑战)")
_PLAN = re.compile(
    r"下(?:一)?步|下一阶段|打算|今后|未来|展望|努力方向|(?:总体|工作)(?:要求|部署|思路|考虑)|(?:工作|任务|目标)(?:安排|建议|计划|部署|打算|任务)|"
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
    r"^(?:各位代表[，,！!：:].{0,60})?(?:.{0,40}[，,。！])?让我们|^让我们|为.{4,80}(?:而|不懈|努力)?(?:努力)?奋斗[！!]$"
)
_SOLEMN = re.compile(r"(?:领导下|团结|奋斗|奋进|贡献|篇章|胜利|前进|努力).*[！!。]$")
_INTRO = re.compile(
    r"^(?:现在|下面|我受|我代表|现将|根据|按照).{0,60}(?:报告(?:工作|如下|政府)|请予审议|情况.{0,12}如下|答复如下|汇报如下)|现将.{0,60}如下"
)
_SALUTATION = re.compile(r"^(?:各位|尊敬的|同志们).{0,12}[：:！!]?$")
_GLOSSARY = re.compile(
    r"^[（(【]?(?:名词解释|附件|附录|附表|注释|注[:：]|相关(?:报道|链接|文档|新闻|阅读|附件)|有关(?:名词|用语)|扫一扫|版权所有|责任编辑|编辑|上一篇|下一篇|打印本页|主办单位)|名词(?:注释|解释)"
)
_SIGNED = re.compile(
    r"[（(]?(?:[\u4e00-\u9fff]{2,20}(?:局|政府|厅|委员会|办公室|研究室|法制办)[ \u3000]*){1,2}[）)]?|"
    r"(?:\d{4}|[二一〇零○九八七六五四三]{4})年\s*[\d一二三四五六七八九十]{1,3}月\s*[\d一二三四五六七八九十]{1,3}日"
)
_PROBLEM_TEXT = re.compile(
    r"(?:清醒|深刻|也).{0,6}(?:看到|认识)|(?:工作|发展|建设)?(?:中|仍|还|也)?(?:仍然?|还|尚)?存在.{0,24}(?:问题|不足|短板|困难|差距|薄弱)|面临.{0,16}(?:困难|挑战).{0,12}(?:主要|突出|不少|许多)|困难和(?:问题|挑战)"
)
_ADMISSION = re.compile(
    r"(?:仍|还|尚)然?存在.{0,12}(?:问题|不足|短板|困难|薄弱|差距)|"
    r"(?:清醒|深刻|也|更要|还要|应当|必须)地?(?:看到|认识到).{0,80}(?:问题|不足|短板|困难|差距|薄弱|挑战)|"
    r"(?:但是?|同时)[，,]?.{0,30}(?:存在.{0,16}(?:问题|不足|短板|困难|薄弱)|(?:较大|不小|一定|不少).{0,4}差距)|仍有不小差距"
)
_LOOKING_BACK = re.compile(r"^(?:在?(?:刚刚)?过去的?(?:一|五|几|两|三)?年|(?:一|五|几|多|近几)年来)(?:里|中)?[，,以]")
_LOOKING_AHEAD = re.compile(r"^(?:在?新的一年|今年|下一步|我们(?:将|要|必须|一定|愿)|(?:要|必须)(?!说))")
_TURNING = re.compile(
    r"^(?:针对.{0,24}[，,])?(?:下一?步|下一阶段|今后)[，,].{0,20}(?:将|要|工作)|^针对.{0,24}(?:问题|不足)[，,].{0,16}将"
)
_PLAN_TEXT = re.compile(
    r"^(?:今年|新的一年|\d{4}年|今后)(?!.{0,40}(?:如期|圆满|全面|顺利|超额|较好)(?:完成|实现)).{0,30}(?:总体要求|预期目标|工作思路|主要目标|奋斗目标|重点(?:做好|抓好|工作)|主要任务)|^(?:做好|完成|实现).{0,20}(?:今年|\d{4}年|今后).{0,20}(?:工作|任务|目标)|"
    r"^(?:下一步|今后一个时期|下一阶段|下步)[，,]|^(?:按照|根据).{0,40}(?:今年|\d{4}年).{0,16}(?:工作|目标|要求)"
)
TASK_TABLE = re.compile(r"(?:事项|任务|内容|项目|措施|目标)[^\t]*\t.*(?:责任|牵头|完成时|时限|进度)")
"""The head of a table of tasks; its rows are what the issuer will do."""
_NO_SECTIONS: tuple[Section, ...] = ()

HEADING_LIMIT = 48
"""Longest heading that can name a section, in characters."""
TRUST = 0.35
"""Share of the model's log-probabilities that counts: neighbouring sentences do not err independently."""
FLOOR = -5.0
"""Least log-probability of a piece, so that no single odd sentence decides."""
NAMED, HINTED, CLOSED = 9.0, 4.0, 6.0
"""What it is worth that a heading names a section, that a phrase opens one, that the closing words were spoken."""
CHANGE = {"named": 1.0, "top": 6.0, "heading": 7.0, "paragraph": 7.0, "inside": 14.0}
"""Cost of changing section by where the piece stands."""
ASIDE, RETURN = 1.0, 1.5
"""Cost of an aside that a phrase opens, and of returning from it to the plan."""
UNSAID = 5.0
"""Extra cost of beginning the done or plan section where nothing says so,"""
ELSEWHERE = 10.0
"""and where headings, or for the back the closing words, say elsewhere that it begins."""
TOO_SOON = 30.0
"""Extra cost of beginning the back before the last heading that names another section."""
BEFORE = 3.0
"""What it is worth to stand before the first line of running text, for front, and costs from the first heading on,"""
OPENING = 1.5
"""and between that line and the first heading, for intro."""
GOES_ON = 60
"""Pieces between solemn words up to which the report is taken to go on; other articles may follow farther on."""
REPEATED = 20
"""Least length of a sentence that, standing twice, shows that the text does."""


def find_sections(seen: Seen, emissions: Floats, reported: int | None, body: int) -> list[Section]:
    """Section of each piece.

    Args:
        seen: the pieces.
        emissions: log-probabilities of the sections, shape (pieces, len(SECTIONS)).
        reported: the year reported on, if known: headings of later years are plans.
        body: number of the first paragraph of the report proper.

    """
    teaser, count = _copies(seen)
    if teaser:
        body = max(body, seen.pieces[teaser].paragraph)
    scores = (np.maximum(emissions, FLOOR) * TRUST)[:count]
    scores = np.hstack([scores, scores[:, [_DONE_, _PROBLEMS_]]])
    gain, price = scores.tolist(), []
    turn = [inf] * count
    named_at: dict[Section, list[int]] = {}
    first, in_table = count, False
    for k, piece in enumerate(seen.pieces[:count]):
        now, toll = gain[k], [0.0, 0.0, UNSAID, 0.0, UNSAID, UNSAID, inf, inf]
        price.append(toll)
        if piece.paragraph < body:
            now[_FRONT] += BEFORE
            worth, sections = 0.0, _NO_SECTIONS
        else:
            worth, sections = cue(seen, k, reported)
        heading = worth == NAMED
        stand = CHANGE[_stand(seen, k, heading)]
        if first == count and (heading or seen.marks[k] in (Mark.PART, Mark.TOP)) and piece.paragraph >= body:
            first = k
        in_table = "\t" in seen.text[piece.start : piece.end] and (
            in_table or TASK_TABLE.match(seen.text[piece.start : piece.end]) is not None
        )
        if in_table:
            now[_PLAN_] += HINTED
        for section in sections:
            now[_AT[section]] += worth
            toll[_AT[section]] = -ELSEWHERE if heading or section is Section.BACK else 0.0
            if heading:
                named_at.setdefault(section, []).append(k)
        for state in range(len(SECTIONS)):
            toll[state] += stand
        if first < count and not heading:
            turn[k] = _phrases(seen, k, now, toll)
    _tell_apart(seen, price, gain, named_at, body, first)
    returns = [RETURN if piece.place else RETURN / 2 for piece in seen.pieces[:count]]
    states = _best_run(gain, price, returns, turn)
    return [_STATES[s] for s in states] + [Section.BACK] * (len(seen.pieces) - count)


def _phrases(seen: Seen, k: int, gain: list[float], toll: list[float]) -> float:
    """Let phrases open and close asides in `gain` and `toll`; gives the price of turning from problems to the plan."""
    piece = seen.pieces[k]
    raw = seen.text[piece.start : piece.end].replace("\n", "")
    turn = inf
    if piece.place < 2 and _LOOKING_BACK.search(raw):
        toll[_LOOK_BACK] = ASIDE - HINTED
    elif _TURNING.search(raw):
        turn = ASIDE - NAMED
    elif _LOOKING_AHEAD.search(raw):
        gain[_LOOK_BACK] -= HINTED
        gain[_ADMIT] -= HINTED
    if _ADMISSION.search(raw):
        toll[_ADMIT] = ASIDE - HINTED
        toll[_PROBLEMS_] = min(toll[_PROBLEMS_], CHANGE["paragraph"])
        gain[_PROBLEMS_] += HINTED
    return turn


def _tell_apart(
    seen: Seen,
    price: list[list[float]],
    gain: list[list[float]],
    named_at: Mapping[Section, Sequence[int]],
    body: int,
    first: int,
) -> None:
    """What headings and closing words say of the pieces elsewhere: put into `price` and `gain`.

    Where headings name both, the plan does not begin in running text before the first that names it.
    """
    count = len(gain)
    apart = [_AT[section] for section in (Section.DONE, Section.PLAN) if section in named_at]
    plan = min(named_at.get(Section.PLAN, [count]))
    last = max((at[-1] for section, at in named_at.items() if section is not Section.BACK), default=0)
    closed = _closed(seen, count, named_at)
    end = closed if closed < count else next((k for k in range(last + 1, count) if price[k][_BACK] < 0.0), 0)
    end -= seen.pieces[end].place
    while end and seen.pieces[end - 1].end - seen.pieces[end - 1].start <= len("各位代表，同志们！"):
        end -= 1
    for k, (now, toll) in enumerate(zip(gain, price, strict=True)):
        for state in apart:
            toll[state] += ELSEWHERE
        if k < plan:
            toll[_LOOK_BACK] = toll[_ADMIT] = inf
        toll[_BACK] += TOO_SOON * (k < last) + ELSEWHERE * (k < end)
        if k == end:
            toll[_BACK] -= UNSAID + ELSEWHERE
        if k < plan and len(apart) == 2 and not _heads(seen, k):
            toll[_PLAN_] = inf
        if k >= closed:
            now[_BACK] += CLOSED
        if k >= first:
            now[_FRONT] -= BEFORE
            now[_INTRO_] -= BEFORE
        elif first < count and seen.pieces[k].paragraph >= body:
            now[_INTRO_] += OPENING
        for state in range(len(SECTIONS)):
            toll[state] = max(toll[state], 0.0)


def _copies(seen: Seen) -> tuple[int, int]:
    """The piece that ends a teaser at the top (0: none), and that where the text starts again (else their number)."""
    count = len(seen.pieces)
    at: dict[str, int] = {}
    runs: list[tuple[int, int]] = []
    long = 0
    for k, piece in enumerate(seen.pieces):
        if piece.end - piece.start < REPEATED:
            continue
        long += 1
        earlier = at.setdefault(seen.text[piece.start : piece.end], k)
        if earlier < k:
            runs.append((earlier, k))
    if len(runs) < 3 or sum(b[0] > a[0] for a, b in pairwise(runs)) < 0.8 * (len(runs) - 1):
        return 0, count
    (early, late), (_, last) = runs[0], runs[-1]
    if late <= runs[-1][0]:
        return 0, count  # sentences that a report says twice, not a text that stands twice
    after = sum(piece.end - piece.start >= REPEATED for piece in seen.pieces[last + 1 :])
    if after > len(runs):
        return (runs[-1][0] + 1, count) if early < count // 4 else (0, count)
    between = sum(piece.end - piece.start >= REPEATED for piece in seen.pieces[late : last + 1])
    return (0, late) if len(runs) >= 0.6 * between else (0, count)


def _closed(seen: Seen, count: int, named_at: Mapping[Section, Sequence[int]]) -> int:
    """The closing words that no heading of a done or plan section follows, the last of those that are near each other.

    Their piece, or `count` if there are none: a report may end its parts solemnly too.
    """
    last = max((k for section in (Section.DONE, Section.PLAN) for k in named_at.get(section, ())), default=-1)
    start = max(last + 1, count // 4)
    closed = count
    for k in range(start, count):
        raw = seen.text[seen.pieces[k].start : seen.pieces[k].end]
        if _CLOSING.search(raw) and _SOLEMN.search(raw):
            if closed < k - GOES_ON:
                break
            closed = k
    return closed


def _best_run(
    gain: Sequence[Sequence[float]], price: Sequence[Sequence[float]], returns: Sequence[float], turn: Sequence[float]
) -> list[int]:
    """Viterbi over the states.

    `gain[k][s]` is what piece k gains in state s, `price[k][s]` the price of a change to it, `returns[k]` that of
    returning from an aside to the plan, `turn[k]` that of turning from problems to the plan where that is less.
    """
    best = list(gain[0])
    best[_BACK] = best[_LOOK_BACK] = best[_ADMIT] = -inf
    steps: list[list[int]] = []
    for k in range(1, len(gain)):
        now, toll = [], price[k]
        came = [0, 1, 2, 3, 4, 5, 6, 7]
        for state, sources in enumerate(_FROM):
            value, paid = best[state], toll[state]
            if paid < inf:
                for other in sources:
                    if best[other] - paid > value:
                        value, came[state] = best[other] - paid, other
            now.append(value)
        for other, paid in ((_LOOK_BACK, returns[k]), (_ADMIT, returns[k]), (_PROBLEMS_, turn[k])):
            if best[other] - paid > now[_PLAN_]:
                now[_PLAN_], came[_PLAN_] = best[other] - paid, other
        best = [a + b for a, b in zip(now, gain[k], strict=True)]
        steps.append(came)
    path = [max(range(len(best)), key=best.__getitem__)]
    for came in reversed(steps):
        path.append(came[path[-1]])
    return path[::-1]


def _stand(seen: Seen, k: int, named: bool) -> str:
    piece, mark = seen.pieces[k], seen.marks[k]
    if named:
        return "named"
    if piece.place:
        return "inside"
    if mark in (Mark.PART, Mark.TOP):
        return "top"
    if mark is Mark.SUB or (piece.of == 1 and piece.end - piece.start <= HEADING_LIMIT):
        return "heading"
    return "paragraph"


def _heads(seen: Seen, k: int) -> bool:
    return _stand(seen, k, False) == "top"


def cue(seen: Seen, k: int, reported: int | None) -> tuple[float, tuple[Section, ...]]:
    """What a piece says of itself: worth and the sections that it may open (none, or one, or two)."""
    piece, body = seen.pieces[k], seen.bodies[k]
    raw = seen.text[piece.start : piece.end].replace("\n", "")
    if piece.place == 0 and _GLOSSARY.search(raw[:40]):
        return NAMED, (Section.BACK,)
    if k > len(seen.pieces) * 0.3 and _CLOSING.search(raw):
        return HINTED, (Section.BACK,)
    if k > len(seen.pieces) * 0.6 and piece.end - piece.start <= 40 and _SIGNED.fullmatch(raw):
        return HINTED * 1.5, (Section.BACK,)
    if _INTRO.search(raw[:120]) and k < len(seen.pieces) * 0.5:
        return HINTED * 2, (Section.INTRO,)
    if _SALUTATION.match(raw) and k < len(seen.pieces) * 0.2:
        return HINTED, (Section.FRONT,)
    if piece.place == 0 and len(body) <= HEADING_LIMIT and (seen.marks[k] in _HEADING_MARKS or _bare_heading(seen, k)):
        found = named_sections(_LEVEL.sub("", raw) if seen.marks[k] is Mark.SUB else raw, reported)
        if found:
            return NAMED, found
    if piece.place == 0:
        if _PLAN_TEXT.search(raw[:80]):
            return HINTED, (Section.PLAN,)
        if _PROBLEM_TEXT.search(raw[:80]):
            return HINTED * 1.5, (Section.PROBLEMS,)
    return 0.0, _NO_SECTIONS


_HEADING_MARKS = (Mark.PART, Mark.TOP, Mark.SUB)


def _bare_heading(seen: Seen, k: int) -> bool:
    """A line of its own without sentence end and number."""
    piece = seen.pieces[k]
    return piece.of == 1 and piece.end - piece.start <= 32 and seen.text[piece.end - 1] not in "。；！？;!?，,"


def named_sections(heading: str, reported: int | None) -> tuple[Section, ...]:
    """Sections that a heading names; the year it speaks of outranks its words."""
    heading = unicodedata.normalize("NFKC", heading)
    years = [int(y) for y in _YEAR.findall(heading)]
    found = []
    if _PROBLEMS.search(heading) and re.search("存在|主要|突出|不足|问题", heading):
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
