from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.promises import find_bodies, read_promise


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("完善调解机制（市司法局牵头，市法院、市公安局配合）。", ("市司法局", "市法院", "市公安局")),
        ("责任单位：市司法局、市发展改革委，各区人民政府", ("市司法局", "市发展改革委", "各区人民政府")),
        ("配合单位：市公安局；牵头单位：市司法局", ("市司法局", "市公安局")),
        ("由市生态环境局牵头，会同市水务局开展整治", ("市生态环境局",)),
        ("市法院审结行政案件300件。", ("市法院",)),
        ("市检察院、市公安局联合开展专项行动。", ("市检察院", "市公安局")),
        ("清渚市中级人民法院受理行政案件。", ("清渚市中级人民法院",)),
        ("市住房和城乡建设局组织验收。", ("市住房和城乡建设局",)),
        ("今年一季度，全市检察机关办理案件20件。", ("全市检察机关",)),
        ("各区、各部门要落实责任。", ("各区", "各部门")),
        ("市委政法委出台措施，市司法局抓好落实。", ("市委政法委", "市司法局")),
    ],
)
def test_bodies_named_in_a_text(text: str, bodies: tuple[str, ...]) -> None:
    assert find_bodies(text) == bodies


@pytest.mark.parametrize(
    "text",
    ["我局开展培训。", "推动市公安局规范执法。", "加强政府采购管理。", "优化城市布局。", "市政府的工作机构精简三个。",
     "全市举办讲座20场。", "区域发展格局更加清晰。", "持续推进改革（重点项目）。", ""],
)  # fmt: skip
def test_others_are_named_only_where_they_act(text: str) -> None:
    assert find_bodies(text) == ()


def test_the_heading_speaks_where_the_text_does_not() -> None:
    assert find_bodies("完善听证制度。", "（二）市法院工作情况") == ("市法院",)
    assert find_bodies("完善听证制度。", "牵头单位：市信访局") == ("市信访局",)
    assert find_bodies("市司法局完善听证制度。", "牵头单位：市信访局") == ("市司法局",)


@given(
    st.text(st.sampled_from("市区省法院局委公安司各全部门牵头单位责任由：，、（）【】和 政府办厅中心a1"), max_size=40),
    st.text(max_size=20),
)
def test_any_text_is_read(text: str, heading: str) -> None:
    for body in find_bodies(text, heading):
        assert body in text + heading


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("推动问题整改。（责任科室：督察科）", ("督察科",)),
        ("推动问题整改（责任科室：督察科）。", ("督察科",)),
        ("推动问题整改责任部门：市司法局、市财政局", ("市司法局", "市财政局")),
        ("推动问题整改。责任单位：督察科；完成时限：年底。", ("督察科",)),
    ],
)
def test_who_does_it_is_no_part_of_what_is_done(text: str, bodies: tuple[str, ...]) -> None:
    promise = read_promise(text, 2024)
    assert promise.bodies == bodies
    assert [(part.verb, part.object) for part in promise.parts] == [("推动", "问题整改")]


@pytest.mark.parametrize(
    "text",
    [
        "围绕区委区政府中心工作，进一步梳理任务。",
        "充实市法院审判力量，新招法官助理20名。",
        "配强区人民法院班子。",
    ],
)
def test_a_verb_or_a_frame_in_front_of_a_level_is_no_place(text: str) -> None:
    assert find_bodies(text) == ()
