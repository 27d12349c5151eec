"""An invented district's reports for the tests of matching."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.model import Item, Kind, ReportItems

PROMISES = (
    ("（一）完善制度。", "制定《云溪区物业管理办法》，修订规范性文件10件以上。"),
    ("（一）完善制度。", "开展行政执法案卷评查3次以上。"),
    ("（二）改善民生。", "建成青石湖社区养老服务中心，新增养老床位500张。"),
    ("（二）改善民生。", "城镇新增就业2万人以上，城镇调查失业率控制在5.5%以内。"),
    ("（二）改善民生。", "完成柳荫路、梧桐街等12条道路积水点改造。"),
    ("（三）发展产业。", "推动石墨烯产业园二期开工，引进深海机器人研究院。"),
    ("（三）发展产业。", "办好首届云溪陶艺博览会。"),
    ("（四）保护生态。", "扎实推进赤鹮栖息地生态修复。"),
)

RESULTS = (
    ("（一）制度更加健全。", "出台《云溪区物业管理办法》，修订规范性文件12件。"),
    ("（一）制度更加健全。", "全区行政执法人员持证上岗率达100%。"),
    ("（二）民生持续改善。", "青石湖社区养老服务中心建成投用，新增养老床位320张。"),
    ("（二）民生持续改善。", "城镇新增就业2.3万人，城镇调查失业率5.1%。"),
    ("（二）民生持续改善。", "完成柳荫路、梧桐街等12条道路积水点改造，群众出行更加安全。"),
    ("（二）民生持续改善。", "新建中小学3所，新增学位4200个。"),
    ("（三）产业加快升级。", "规模以上工业增加值增长7.2%。"),
    ("（三）产业加快升级。", "深入推进营商环境改革，持续加强服务企业工作力度。"),
    ("（四）城乡更加美丽。", "新增城市公园5个、绿道18公里。"),
    ("（五）政府建设不断加强。", "办理人大代表建议86件、政协提案112件，办复率100%。"),
    ("（五）政府建设不断加强。", "坚持和加强党的全面领导，扎实推进各项工作落实。"),
)

AGAIN = (
    ("（一）", "修订规范性文件8件以上，开展行政执法案卷评查4次以上。"),
    ("（二）", "新增城市绿道20公里。"),
    ("（二）", "城镇新增就业2.2万人以上，城镇调查失业率控制在5.5%以内。"),
)

Lines = Sequence[tuple[str, str]]


def report(number: int, commitments: Lines = (), statements: Lines = ()) -> ReportItems:
    """A report whose items have ids of their own."""
    base = 1000 * number
    return ReportItems(
        number,
        Kind.WORK_REPORT,
        2020 + number,
        tuple(Item(base + i, text, heading) for i, (heading, text) in enumerate(commitments)),
        tuple(Item(base + 500 + i, text, heading) for i, (heading, text) in enumerate(statements)),
    )
