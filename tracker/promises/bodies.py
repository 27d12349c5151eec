"""Responsible bodies that a text names: by label, in brackets, after 由, or as the subject of a clause.

Names are told by the grammar of Chinese authorities, not from a list of places: a level or a place (市, 各区, 清渚市),
what the body deals with, and what kind of body it is (局, 委员会, 法院). So a court's work in a bureau's reply is not
taken for the bureau's own. 我局 and 我市 name nobody else and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tracker.promises.clauses import ADVERBS, FRAMING, NOMINAL, VERBS, blot, clauses

_HAN = r"[\u4e00-\u9fff]"
_LEVEL = "最高|国家|中央|省|市|区|县|州|旗|盟|镇|乡|自治区|自治州|自治县"
_PLACE = (
    r"(?:(?![在由被把向对从为凡及和与第批年等的])[\u4e00-\u9fff]){2,5}?(?:省|自治区|市|自治州|州|盟|区|自治县|县|旗)"
)
_SCOPE = (
    rf"(?P<scope>各级?(?:地方)?(?:{_LEVEL})?|全(?:国|省|市|区|县|州|旗)(?:各级?)?|(?:{_LEVEL})级?|(?P<place>{_PLACE}))"
)
_WHOLE = (
    "人民法院|中级人民法院|中院|法院|人民检察院|检察院|人民政府|政府|人大常委会|人民代表大会常务委员会|人大|政协|纪委监委|纪委|监委"
    "|委员会|委|党委|(?:[直属]|有关|相关)*(?:部门|单位)|检察机关|公安机关|司法机关|审判机关|监察机关|执法机关|行政机关|总工会|工商联|妇联|残联"
)
"""Bodies that a level or a place makes a name of."""
_FIELD = (
    "(?<![布格结棋大全危])局(?![面势部限长])|厅(?!长)|管委会|委员会|委(?![托员派书])|办公厅|办公室|机关|组织部|宣传部|统战部|总队|支队"
    "|大队|学会|协会|律协|管理处|街道办事处|人民法院"
    "|(?<=网信|信访|外事|金融|扶贫|法治)办|(?<=[编侨台外])办"
)
"""Kinds of body that need to say what they deal with."""
_NAME = re.compile(
    rf"{_SCOPE}(?:(?:{_WHOLE})(?!局|厅|[员托派书]|办公)(?:政法委|办公厅|办公室|研究室|督查室|组织部|宣传部|统战部|网信办|编办|改革办|财经办|依法治[省市区县]办)?"
    rf"|(?P<field>(?:(?![的了等在对把将有为首要]){_HAN}){{1,12}}?)(?:{_FIELD})(?:办公室|秘书处)?)"
)
_BARE = re.compile(
    r"国务院|(?:人民)?法院|(?:人民)?检察院|(?:检察|公安|审判|监察|税务|司法行政)机关|各[区县地市](?![级域])"
    r"|各(?:市|县|区|镇|乡)[（(][^）)]{1,12}[）)]|各(?:街道|乡镇)"
)
_LABEL = re.compile(
    r"(?P<label>(?:责任|牵头|主办|承办|配合|协办|实施|主管|组织)(?:单位|部门|主体|处室|科室)|责任人)\s*[:：]\s*(?P<names>[^。；;\n）)】\]]+)"
)
_BRACKET = re.compile(r"[（(【\[](?P<names>[^（()）【】\[\]\n]{2,120}?)[)）】\]]")
_DUTY = re.compile("按(?:照)?(?:各自)?职责分工|分工|牵头|负责|配合|参与|落实|协助|会同|组织实施|共同|分别|等")
_CHARGED = re.compile(rf"由(?P<names>{_HAN}[^，。；由]{{1,40}}?)(?:牵头|负责|会同|组织实施|具体承办)")
_SEPARATOR = re.compile(r"[、，,；;：: \u3000]|(?<=[局委办院会厅府门])[和及与](?=.{2})")
_ENUMERATOR = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、．.](?!\d)|[①-⑳]|[一二三四五六七八九十]{1,2}(?:是|要))\s*"
)
_NEXT = re.compile(r"[、和与及]|会同|联合")
_NOT_SUBJECT = re.compile(
    "的|工作|系统|地区生产|面积|规章|制定的|职能|机构|债务|投资|采购|性|级|办公|公信|履职|负责人|领导|主要|[长们]"
)
_NOT_ABOUT = re.compile("的|职能|机构|债务|投资|采购|性|级")
"""As `_NOT_SUBJECT`, of a heading, which names a body and its work (市法院工作情况)."""
_OURS = re.compile("[我本][局委办院市省区县州厅会部]")
_IN_NAMES = frozenset(("建设", "组织", "开发", "统筹", "协调"))
"""Verbs that names of bodies hold (城乡建设局)."""


def find_bodies(text: str, heading: str = "", cells: Sequence[str] = ()) -> tuple[str, ...]:
    """The responsible bodies that a unit names, those in the lead first; its heading speaks where the text does not.

    Empty means that the issuer itself is responsible.

    Args:
        text: of the unit.
        heading: that it stands under.
        cells: of its row in a table that may say who is responsible.

    """
    found = [name for cell in cells for name in names_of(cell)] + list(_named(text)) or list(
        _named(heading, _NOT_ABOUT)
    )
    return tuple(dict.fromkeys(found))


def names_of(cell: str) -> list[str]:
    """The bodies that a cell of a table lists; none if it says anything else."""
    if len(cell) > CELL:
        return []
    names = _listed(_LABEL_ALONE.sub("、", cell))
    return names if all(_whole(name) or _OFFICE.fullmatch(name) for name in names) else []


def _named(text: str, no_subject: re.Pattern[str] = _NOT_SUBJECT) -> Iterator[str]:
    if not text:
        return
    leading: list[str] = []
    helping: list[str] = []
    for match in _LABEL.finditer(text):
        (helping if match["label"][:2] in ("配合", "协办") else leading).extend(_listed(match["names"]))
    for match in _BRACKET.finditer(text):
        if _DUTY.search(match["names"]) and not _LABEL.search(match["names"]):
            first, second = _shared(match["names"])
            leading += first
            helping += second
    for match in _CHARGED.finditer(text):
        leading += [name for name in _listed(match["names"]) if _whole(name)]
    yield from leading
    yield from _subjects(text, no_subject)
    yield from helping


CELL = 120
"""Characters up to which a cell may be a list of names."""
_LABEL_ALONE = re.compile(r"(?:责任|牵头|主办|承办|配合|协办)(?:单位|部门)\s*[:：]")
_OFFICE = re.compile(
    rf"(?!(?:新?建设?|打造|创建|完成|推进|改造|实施|开展).*[区市县镇乡])"
    rf"{_HAN}{{1,18}}(?:科|处|局|委|办|厅|室|部|院|所|站|队|会|中心|公司|集团|街道|[省市区县旗镇乡州]|政府|单位|部门|机关)"
)
"""A name in a cell of responsible bodies, where an office needs no level in front (立法一科)."""


def _listed(names: str) -> list[str]:
    """The names of a list, without what only joins them."""
    found = []
    for piece in _SEPARATOR.split(names):
        name = _DUTY.sub("", piece).strip("（()）【】[] 。由")
        if 2 <= len(name) <= 24 and not _OURS.fullmatch(name):
            found.append(name)
    return found


def _shared(names: str) -> tuple[list[str], list[str]]:
    """The bodies in the lead and those that help, of a bracket (甲局牵头，乙局、丙局配合)."""
    leading: list[str] = []
    helping: list[str] = []
    for clause in re.split("[，,；;]", names):
        into = helping if re.search("配合|参与|协助", clause) and "牵头" not in clause else leading
        into += [name for name in _listed(clause) if _whole(name)]
    return leading, helping


def _whole(name: str) -> bool:
    """Whether the whole of it is the name of a body."""
    return bool(_NAME.fullmatch(name) or _BARE.fullmatch(name))


def _subjects(text: str, no_subject: re.Pattern[str]) -> Iterator[str]:
    """Bodies that a clause begins with."""
    blotted = blot(text)
    for start, end, _ in clauses(blotted):
        enumerator = _ENUMERATOR.match(text, start)
        place = enumerator.end() if enumerator else start
        names = []
        while place < end and (name := _body_at(blotted, place)):
            names.append(name)
            place += len(name)
            joined = _NEXT.match(blotted, place)
            if joined is None:
                break
            place = joined.end()
        if names and _acts_on(names[0], blotted[place:end]):
            continue
        if names and not no_subject.match(blotted, place):
            yield from (name for name in names if not _OURS.fullmatch(name))


def _body_at(text: str, place: int) -> str:
    """The body that a text names at a place, or nothing."""
    match = _NAME.match(text, place)
    if match and not _acts(match["place"]) and not _acts_inside(match["field"]):
        return match[0]
    bare = _BARE.match(text, place)
    return bare[0] if bare else ""


_FRAMES = re.compile(FRAMING)


def _acts(place: str | None) -> bool:
    """Whether what looks like a place begins with an adverb or what frames, or holds a verb (推动全市…, 围绕区委…)."""
    if place is None:
        return False
    begins = ADVERBS.at(place, 0) or _FRAMES.match(place)
    return bool(begins) or any(VERBS.at(place, at) for at in range(len(place)))


def _acts_on(name: str, rest: str) -> bool:
    """Whether what looks like the place of a body is rather a verb: nothing behind it is done (充实市法院力量)."""
    place = _NAME.match(name)
    return bool(place and place["place"]) and len(rest) > 1 and not any(VERBS.at(rest, at) for at in range(len(rest)))


def _acts_inside(field: str | None) -> bool:
    """Whether a verb stands where the field of a body should: no name."""
    if field is None:
        return False
    verbs = (VERBS.at(field, at) for at in range(len(field)))
    return any(verb and verb not in NOMINAL and verb not in _IN_NAMES for verb in verbs)
