from __future__ import annotations

import pytest

from tracker.model import Trackability
from tracker.promises import read_promise

T = Trackability


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("新建社区公园两个。", T.QUANTIFIED),
        ("办结率保持在95%以上。", T.QUANTIFIED),
        ("出台养老服务条例。", T.CONCRETE),
        ("修订《行政执法案卷评查办法》。", T.CONCRETE),
        ("年底前理顺管理体制。", T.CONCRETE),
        ("持续深化法治宣传教育。", T.GENERAL),
        ("不断加强队伍作风。", T.GENERAL),
        ("把窗口人员从97人降下来。", T.GENERAL),
    ],
)
def test_what_a_later_report_could_decide(text: str, kind: Trackability) -> None:
    assert read_promise(text, 2025).trackability is kind
