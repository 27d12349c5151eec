from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import Quantity, Relation
from tracker.promises import find_quantities, is_growth, is_start

R = Relation


def one(text: str) -> Quantity:
    (found,) = find_quantities(text)
    assert text[found.start : found.end] == found.text
    return found


@pytest.mark.parametrize(
    ("text", "said", "value", "unit", "relation"),
    [
        ("开展小切口立法10件以上", "10件以上", 10, "件", R.AT_LEAST),
        ("举办讲座不少于8期", "不少于8期", 8, "期", R.AT_LEAST),
        ("接待群众7.1万余件次", "7.1万余件次", 71000, "件次", R.MORE_THAN),
        ("满意度过八成", "过八成", 80, "%", R.MORE_THAN),
        ("办结率百分之九十五", "百分之九十五", 95, "%", R.EXACTLY),
        ("失业率5.5%左右", "5.5%左右", Decimal("5.5"), "%", R.ABOUT),
        ("产值翻番", "翻番", 2, "倍", R.TIMES),
        ("产值翻两番", "翻两番", 4, "倍", R.TIMES),
        ("产值增长1.5倍", "增长1.5倍", Decimal("2.5"), "倍", R.TIMES),
        ("推出百余项举措", "百余项", 100, "项", R.MORE_THAN),
        ("满意度达79.28%", "达79.28%", Decimal("79.28"), "%", R.EXACTLY),
        ("生产总值增长8%左右", "增长8%左右", 8, "%", R.ABOUT),
        ("办理案件3223件", "3223件", 3223, "件", R.EXACTLY),
        ("争取资金1.2亿元", "1.2亿元", 120_000_000, "元", R.EXACTLY),
        ("培训500余名", "500余名", 500, "名", R.MORE_THAN),
        ("投资超过1000亿元", "超过1000亿元", 10**11, "元", R.MORE_THAN),
        ("涨幅控制在3%以内", "控制在3%以内", 3, "%", R.AT_MOST),
        ("建成60个以上", "60个以上", 60, "个", R.AT_LEAST),
        ("新建两个公园", "两个", 2, "个", R.EXACTLY),
        ("精简半数以上", "精简半数以上", 50, "%", R.AT_LEAST),
        ("减少三分之二", "减少三分之二", Decimal("66.67"), "%", R.EXACTLY),
        ("力争零事故", "零事故", 0, "事故", R.EXACTLY),
        ("实现村居全覆盖", "全覆盖", 100, "%", R.EXACTLY),
        ("办结率100%", "100%", 100, "%", R.EXACTLY),
        ("立法１０件以上", "１０件以上", 10, "件", R.AT_LEAST),
        ("调解纠纷1万2千件", "1万2千件", 12000, "件", R.EXACTLY),
        ("服务群众近百家", "近百家", 100, "家", R.ABOUT),
        ("新增装机2000万千瓦以上", "2000万千瓦以上", 20_000_000, "千瓦", R.AT_LEAST),
        ("用电量突破1000亿千瓦时", "突破1000亿千瓦时", 10**11, "千瓦时", R.MORE_THAN),
        ("收入倍差缩小至1.83。", "缩小至1.83", Decimal("1.83"), "", R.EXACTLY),
        ("收入比缩小到2.3:1", "缩小到2.3:1", Decimal("2.3"), ":1", R.EXACTLY),
        ("项目减少1/3以上", "减少1/3以上", Decimal("33.33"), "%", R.AT_LEAST),
        ("3个工作日内办结", "3个工作日内", 3, "个工作日", R.AT_MOST),
        ("外贸保持两位数增长", "两位数", 10, "%", R.AT_LEAST),
    ],
)
def test_a_quantity_in_each_writing(text: str, said: str, value: Decimal, unit: str, relation: Relation) -> None:
    found = one(text)
    assert (found.text, found.value, found.unit, found.relation) == (said, value, unit, relation)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("每区培育三至五家", 3, 5, "家"),
        ("新建4—6个站点", 4, 6, "个"),
        ("引才3—5万人", 30000, 50000, "人"),
        ("提高0.2~0.3个百分点", Decimal("0.2"), Decimal("0.3"), "个百分点"),
        ("增长3%至5%", 3, 5, "%"),
        ("走访三五家", 3, 5, "家"),
    ],
)
def test_a_range_keeps_both_ends(text: str, low: Decimal, high: Decimal, unit: str) -> None:
    found = one(text)
    assert (found.relation, found.value, found.upper, found.unit) == (R.RANGE, low, high, unit)


def test_numbers_of_a_list_share_their_unit() -> None:
    first, second = find_quantities("两项指标分别提高15、22个百分点")
    assert (first.text, first.value, first.unit) == ("提高15", 15, "个百分点")
    assert (second.value, second.unit) == (22, "个百分点")


def test_a_change_gives_both_ends_and_the_last_is_what_it_reaches() -> None:
    start, reached = find_quantities("把窗口从97人降至7人")
    assert (start.text, start.value) == ("从97人", 97)
    assert (reached.text, reached.value) == ("降至7人", 7)
    assert (is_start(start), is_start(reached)) == (True, False)


@pytest.mark.parametrize(
    ("text", "growth"),
    [("增长8%左右", True), ("提高2个百分点", True), ("降至7人", False), ("达79.28%", False), ("提高到90%以上", False)],
)
def test_a_growth_is_told_from_a_level(text: str, growth: bool) -> None:
    assert is_growth(one(text)) is growth


@pytest.mark.parametrize(
    "text",
    [
        *[
            "落实行政执法三项制度",
            "办成一件事",
            "总结八五普法",
            "畅通12345热线",
            "严守三个规定",
            "深化四办改革",
            "马上办、一次办",
        ],
        *[
            "召开七次全体会议",
            "双百人才",
            "“十四五”规划",
            "二十大精神",
            "第三季度",
            "2025年12月31日",
            "拨打110",
            "一网通办",
            "G60走廊",
        ],
        *[
            "建设5G基站",
            "“千万工程”",
            "服务三农",
            "开好两会",
            "推进一批项目",
            "零距离服务",
            "一是推进改革",
            "《三年行动方案（10件）》",
        ],
        *["“十个全覆盖”工程", "省十四届人大二次会议", "第14届运动会", "统筹国内国际两个大局", "引进亿元以上项目"],
        *["万家企业", "2021—2025年"],
        "",
    ],
)
def test_names_dates_and_ordinals_are_no_quantities(text: str) -> None:
    assert find_quantities(text) == ()


def chinese(number: int) -> str:
    """A number below 10^8 in Chinese digits."""
    if number >= 10000:
        high, low = divmod(number, 10000)
        return chinese(high) + "万" + (("零" if low < 1000 else "") + chinese(low) if low else "")
    said, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            said += ("零" if gap and said else "") + "零一二三四五六七八九"[digit] + name
            gap = False
        else:
            gap = True
    return said


@given(st.integers(2, 10**8 - 1))
def test_a_number_in_any_writing_gives_its_value(number: int) -> None:
    writings = [
        str(number),
        f"{number:,}",
        chinese(number),
        str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ]
    for writing in writings:
        found = one(f"全年办理不少于{writing}件")
        assert (found.value, found.relation, found.unit) == (number, R.AT_LEAST, "件"), writing


@given(st.decimals(0, 9999, places=2), st.sampled_from([("万", 10**4), ("亿", 10**8), ("万亿", 10**12), ("", 1)]))
def test_a_scaled_number_is_exact(number: Decimal, scale: tuple[str, int]) -> None:
    assert one(f"投资{number}{scale[0]}元").value == number * scale[1]


@pytest.mark.parametrize(
    "text", ["9" * 5000 + "件", "亿" * 5000 + "元", "9" * 25 + "亿件", "百分之" + "九" * 400, "1亿亿亿件"]
)
def test_what_no_report_counts_is_no_quantity(text: str) -> None:
    assert find_quantities(text) == ()


PIECES = st.sampled_from(
    [
        *"0123456789０９.,，%％零〇一二两三十百千万亿余多成分之半从由至到—-~年月日件个人元“”《》第增长以上内约近超",
        "个百分点",
        "翻番",
        "全覆盖",
    ]
)


@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=30).map("".join)))
def test_any_text_is_read_and_spans_slice_back_in_order(text: str) -> None:
    after = 0
    for found in find_quantities(text):
        assert text[found.start : found.end] == found.text != ""
        assert found.start >= after
        after = found.end
        assert found.value >= 0
        assert (found.upper is not None) == (found.relation is R.RANGE)
        assert found.upper is None or found.upper > found.value
