"""Promises inside the review: sentences of the done section that speak of what is still to come."""

from __future__ import annotations

import re

from tracker.characters import simplified

_DOES = (
    r"(?:开展|启动|完成|建成|实施|推出|投入|举办|召开|出台|印发|开工|竣工|投产|投用|挂牌|揭牌|组建|成立|上线|开通|交付|"
    r"加大|加快|加强|推进|推动|建设|打造|落实|实现|达到|组织|编制|制定|修订)"
)
_SOON = (
    r"(?:今年|明年|来年|下一步|下一阶段|下阶段|接下来|近期|年内|年底前?|下半年|[一二三四]季度|"
    r"\d{1,2}月(?:份|底)?|\d{4}年)"
)
_ESTIMATED = "(?:完成|实现|达到|投入(?!使用|运营|运行))"
"""What is estimated of the year that is reported on: 预计完成84亿元."""
_AHEAD = re.compile(
    rf"即将|拟于|有望|力争(?:于|在)?{_SOON}|"
    rf"预计(?:[^，,；;。]{{0,16}}?(?!{_ESTIMATED}){_DOES}|(?:于|在|到)?(?:明年|下半年|年底|\d{{1,2}}月))|(?:计划|拟)(?:于|在)?{_SOON}|"
    rf"正(?:在)?(?:积极|抓紧|加快|加紧|有序)?(?:筹建|筹备|谋划|酝酿|报批|申报)|"
    rf"(?:^|[，,；;：:。])(?:目前|同时|现|我[们省市区县局])?(?:还|也)?"
    rf"将(?:于|会|继续|进一步|全面|陆续|持续|着力|适时|在?{_SOON}|{_DOES})|"
    rf"{_SOON}[，,]?(?:我[们省市区县局])?(?:还|也)?(?:将(?!近)|拟|要)"
)
_NOT_YET_TRUE = re.compile(r"[“《][^”》]*(?:即将|将)[^”》]*[”》]")
"""Words inside a title or a quotation promise nothing."""


def speaks_ahead(text: str) -> bool:
    """Whether a sentence of the review says what will be done (今年，将开展…; 正在筹建; 即将挂牌)."""
    if not _HINT.search(text):
        return False
    return _AHEAD.search(_NOT_YET_TRUE.sub("", simplified(text))) is not None


_HINT = re.compile(
    "[将將拟擬正要望争爭计計划劃](?:(?<=[将將拟擬正要])|(?<=有望)|(?<=力[争爭])|(?<=[预預][计計])|(?<=[计計][划劃]))"
)
"""Stands wherever _AHEAD matches, simplified or traditional; it begins with one set, which is searched fast."""
