"""Whether a commitment can be checked at all.

- quantified: it names a quantity to reach, so a later figure decides.
- concrete: it names something that is there or not at the end: a deadline, a title in 《》, or a step that can be
  finished (出台, 建成, 开通, 启动).
- general: only open-ended verbs (加强, 推进, 深化) on a field, so any action in that field would do.

Source: the rules of the annotation guide for vague promises and for things that can be finished or issued.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.model import Deadline, Quantity, Trackability
from tracker.promises.quantities import is_start

FINISHING = """
出台 印发 制定 颁布 发布 公布 修订 起草 编制 制修订 审议 提请 建成 完成 竣工 投用 投产 投运 通车 交付 落成 挂牌
组建 设立 成立 建立 新建 改造 扩建 迁建 续建 开工 动工 启动 开通 上线 运行 运营 开放 开业 落地 投入使用 举办
承办 召开 开展 组织 验收 评估 清理 取消 下放 整合 合并 废止 免除 免征 引进 签约 申报 创建 打造 搭建 设置 配备
安装 建设 推出 实施 试点 发放 办结 办好"""
"""Verbs of steps that can be finished; what they act on is there afterwards, or it is not."""

_FINISHING = re.compile("|".join(FINISHING.split()))
_TITLE = re.compile("《[^《》]{2,}》")


def trackability(text: str, quantities: Iterable[Quantity], deadline: Deadline | None) -> Trackability:
    """How a commitment can be checked; a quantity that only says where a change starts does not make it quantified."""
    if any(not is_start(q) for q in quantities):
        return Trackability.QUANTIFIED
    if deadline or _TITLE.search(text) or _FINISHING.search(text):
        return Trackability.CONCRETE
    return Trackability.GENERAL
