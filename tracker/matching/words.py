"""What words say of a text: which kind of step it reports or asks for, what it names, and what says nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.matching.grams import Floats

STEPS: dict[str, str] = {
    "issued": "出台|印发|制定|颁布|发布|公布|修订|颁行|施行|审议通过|制订|编制|获批|批复",
    "finished": "完成|建成|投用|投产|投运|通车|竣工|落成|建立|成立|挂牌|落地|落户|办结|交付|达产|达到|达标|实现|全部|"
    "解决|摘帽|收官|圆满|全覆盖|开通|运营|获评|荣获|清零|突破|取消|废止",
    "result": "增长|提高|提升|下降|降低|增加|减少|达|超过|位居|居全国|翻番|扭亏|同比|累计|新增",
    "started": "启动|开工|动工|奠基|试点|签约|引进|开展|举办|组织|新建",
    "under_way": "推进|加快|加速|正在|稳步|有序|扎实|深入|积极|着力|持续|进一步|实施|落实|强化|"
    "加强|推动|促进|支持|深化|优化|完善",
    "progress": "进展|有序推进|稳步推进|加快推进|加快建设|扎实推进|全面推进|顺利推进|进展顺利|初步|"
    "主体完工|正式启动|全面启动",
    "planned": "将|要|拟|计划|力争|争取|确保|今年|明年|下一步",
    "negative": "未能|没有|未完成|不足|滞后|尚未|不够|困难|放缓|下滑|回落|低于预期",
    "whole": "全面|圆满|所有|全部|各项|全覆盖|100%|如期|超额",
    "aggregate": "[一二三四五六七八九十\\d]+(?:项|件)(?:重点)?(?:民生|实事|工程)|民生实事|各项目标|主要目标",
}
"""Kinds of step, as words; what a text asks for and what it reports are read the same way."""

_STEPS = [re.compile(pattern) for pattern in STEPS.values()]
_TITLE = re.compile(r"《([^《》]{2,60})》")
_QUOTED = re.compile(r"“([^“”]{2,20})”|\"([^\"]{2,20})\"")
_BOILERPLATE = re.compile(
    "全面|深入|大力|积极|扎实|持续|着力|切实|认真|不断|加快|加强|推进|推动|促进|进一步|加大|力度|强化|深化|完善|优化|提升|提高|"
    "继续|稳步|有序|有效|做好|抓好|抓紧|开展|实施|落实|组织|健全|建立|支持|鼓励|引导|坚持|努力|确保|力争|工作|建设|发展"
)
"""Verbs and manner words that any two clauses of such reports may share; rapidfuzz does not see them."""


def steps(clauses: Sequence[str]) -> Floats:
    """How often each kind of step is named in each clause (at most three times), shape (clauses, kinds)."""
    import numpy as np

    ends = np.cumsum([len(clause) + 1 for clause in clauses])
    text = "\n".join(clauses)
    found = np.zeros((len(clauses), len(_STEPS)), np.float32)
    for kind, pattern in enumerate(_STEPS):
        at = np.searchsorted(ends, [match.start() for match in pattern.finditer(text)], side="right")
        found[:, kind] = np.bincount(at, minlength=len(clauses))
    return np.minimum(found, 3)


def named(text: str) -> tuple[str, ...]:
    """What stands in 《》 or in quotation marks."""
    quoted = (a or b for a, b in _QUOTED.findall(text))
    return tuple(dict.fromkeys([*_TITLE.findall(text), *quoted]))


def bare(clause: str) -> str:
    """A clause without boilerplate, or the clause itself where little would be left."""
    left = _BOILERPLATE.sub("", clause)
    return left if len(left) >= 3 else clause


_PARTICLE = re.compile(r"[的和与及或等了在对为以并中将要是\d.,%]|[^\w]")


def telling(text: str) -> bytearray:
    """1 for each character that is neither boilerplate, particle, digit nor punctuation, else 0."""
    mask = bytearray(b"\1" * len(text))
    for pattern in (_BOILERPLATE, _PARTICLE):
        for match in pattern.finditer(text):
            mask[match.start() : match.end()] = bytes(match.end() - match.start())
    return mask
