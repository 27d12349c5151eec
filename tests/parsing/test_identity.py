"""Who reports, on which year, in what kind of report, delivered when."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.parsing.pages import HEAD, report
from tracker.model import Kind
from tracker.parsing import parse


def test_a_work_report() -> None:
    identity = parse(report()).identity
    assert identity.issuer == "清渚市人民政府"
    assert identity.kind is Kind.WORK_REPORT
    assert identity.year == 2024
    assert identity.delivered == dt.date(2025, 1, 10)
    assert identity.title == "清渚市2025年政府工作报告"


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        (HEAD.replace("我代表清渚市人民政府", "我代表市人民政府"), "清渚市人民政府"),
        (
            "政府工作报告\n2025年1月10日在清渚市第三届人民代表大会第四次会议上\n清渚市市长\n现在，我代表市人民政府向大会报告工作。\n",
            "清渚市人民政府",
        ),
        (
            "市司法局关于2024年度法治政府建设情况的报告\n发布日期：2025-03-01\n现将清渚市有关情况报告如下。\n",
            "清渚市司法局",
        ),
        ("清渚市司法局关于2024年度法治政府建设情况的报告\n2025年3月1日\n现将有关情况报告如下。\n", "清渚市司法局"),
        (
            "清渚市财政局、清渚市税务局关于2024年减税降费工作情况的报告\n2025年3月1日\n现将有关情况报告如下。\n",
            "清渚市财政局、清渚市税务局",
        ),
        (
            "关于2024年法治政府建设情况的报告\n2024年，我区深入推进依法行政。临湖区政府高度重视，临湖区各部门落实责任，现将情况报告如下。\n",
            "临湖区人民政府",
        ),
    ],
)
def test_the_full_name_of_the_issuer(head: str, issuer: str) -> None:
    assert parse(report(head)).identity.issuer == issuer


def test_a_bureau_that_no_place_is_named_for_stays_untold() -> None:
    body = report("市司法局关于2024年度工作情况的报告\n现将有关情况报告如下。\n", "").replace("清渚市", "本市")
    parsed = parse(body)
    assert parsed.identity.issuer is None
    assert any("issuer" in str(warning) for warning in parsed.warnings)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("清渚市司法局关于市政协第118号提案的答复", Kind.REPLY),
        ("清渚市司法局本届政府以来依法行政工作情况的报告", Kind.TERM_REPORT),
        ("清渚市司法局2024年工作总结", Kind.ANNUAL_REPORT),
    ],
)
def test_kinds(title: str, kind: Kind) -> None:
    assert parse(report(f"{title}\n现将有关情况报告如下。\n", "清渚市司法局\n2025年1月9日\n")).identity.kind is kind


def test_a_title_in_front_of_a_text_without_line_breaks() -> None:
    head = (
        "云塘区政府工作报告 2022-01-12 16:20 来源：区政府办公室 打印 关闭"
        "——2022年1月6日在云塘区第六届人民代表大会第一次会议上 "
        "云塘区人民政府区长 陆闻川各位代表：现在，我代表区人民政府向大会报告工作，请予审议。"
    )
    identity = parse(
        report(head, "").replace("2025年", "2022年").replace("2024年", "2021年").replace("\n", "")
    ).identity
    assert identity.title == "云塘区政府工作报告"
    assert identity.kind is Kind.WORK_REPORT
    assert identity.delivered == dt.date(2022, 1, 6)
    assert identity.issuer == "云塘区人民政府"
    assert identity.year == 2021


def test_a_line_about_the_report_is_not_its_title() -> None:
    head = "一图读懂2022年清渚市政府工作报告\n2022年清渚市政府工作报告\n发布时间：2022-01-25 08:30来源：清渚日报\n"
    assert parse(report(head + HEAD.split("\n", 1)[1])).identity.title == "2022年清渚市政府工作报告"


def test_a_report_at_the_end_of_the_year_speaks_of_it() -> None:
    head = HEAD.replace("2025年1月10日", "2024年12月28日")
    assert parse(report(head)).identity.year == 2024


@pytest.mark.parametrize(
    ("signed", "day"),
    [
        ("清渚市司法局\n2025年1月9日\n", dt.date(2025, 1, 9)),
        ("清渚市司法局\n二〇二五年一月十九日\n", dt.date(2025, 1, 19)),
        ("清渚市司法局\n2025-01-09\n", dt.date(2025, 1, 9)),
        ("清渚市司法局\n", None),
        ("清渚市司法局\n2025年13月41日\n", None),
    ],
)
def test_the_day_it_was_signed(signed: str, day: dt.date | None) -> None:
    parsed = parse(report("清渚市司法局2024年法治政府建设年度报告\n现将有关情况报告如下。\n", signed))
    assert parsed.identity.delivered == day
    assert parsed.identity.year == 2024


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("清渚市教育局2024年工作总结和2025年工作计划", 2024),
        ("清渚市教育局2024年度工作总结暨2025年重点工作安排", 2024),
        ("清渚市财政局关于2024年预算执行情况和2025年预算草案的报告", 2024),
        ("清渚市教育局2024年工作计划完成情况的报告", 2024),
        ("清渚市司法局《法治政府建设实施纲要（2021－2025年）》2024年度落实情况的报告", 2024),
        ("清渚市教育局2025年工作要点", 2024),
    ],
)
def test_the_year_that_a_title_reports_on(title: str, year: int) -> None:
    assert parse(report(f"{title}\n现将有关情况报告如下。\n", "清渚市教育局\n2025年1月9日\n")).identity.year == year


@pytest.mark.parametrize(
    ("title", "speaker", "issuer"),
    [
        ("清渚市中级人民法院工作报告", "清渚市中级人民法院院长 周望川", "清渚市中级人民法院"),
        ("2025年清渚市人民检察院工作报告", "检察长 周望川", "清渚市人民检察院"),
        ("关于清渚市2024年计划执行情况与2025年计划草案的报告", "清渚市发展和改革委员会", "清渚市发展和改革委员会"),
    ],
)
def test_who_speaks_at_a_session_is_not_always_the_government(title: str, speaker: str, issuer: str) -> None:
    head = f"{title}\n——2025年1月17日在清渚市第三届人民代表大会第四次会议上\n{speaker}\n各位代表：\n"
    identity = parse(report(head, "")).identity
    assert identity.issuer == issuer
    assert identity.kind is Kind.ANNUAL_REPORT
    assert identity.year == 2024


TOWN = "云塘镇2025年政府工作报告\n——2025年1月8日在云塘镇第十九届人民代表大会第五次会议上\n云塘镇人民政府镇长 李某\n"


@pytest.mark.parametrize(
    ("head", "sign", "issuer"),
    [
        (f"{TOWN}各位代表：\n现在，我代表镇人民政府向大会报告工作，请予审议。\n", "", "云塘镇人民政府"),
        ("渚东街道办事处2024年工作总结\n现将有关情况报告如下。\n", "", "渚东街道办事处"),
        ("司法部2024年法治政府建设年度报告\n现将有关情况报告如下。\n", "", "司法部"),
        ("国家税务总局清渚市税务局2024年工作报告\n现将有关情况报告如下。\n", "", "国家税务总局清渚市税务局"),
        ("清渚市公安局交通警察支队2024年工作总结\n现将有关情况报告如下。\n", "", "清渚市公安局交通警察支队"),
        ("2024年度清渚市残疾人联合会工作总结\n现将有关情况报告如下。\n", "", "清渚市残疾人联合会"),
        (
            "2025年政府工作报告\n来源：渚南县人民政府办公室 发布时间：2025-02-12\n我代表县人民政府向大会报告工作。\n",
            "",
            "渚南县人民政府",
        ),
        (
            "关于2024年法治建设工作情况的报告\n现将有关情况报告如下。\n",
            "中共清渚市委全面依法治市委员会办公室\n2025年3月2日\n",
            "中共清渚市委全面依法治市委员会办公室",
        ),
    ],
)
def test_bodies_above_and_below_cities_and_counties(head: str, sign: str, issuer: str) -> None:
    assert parse(report(head, sign)).identity.issuer == issuer


def test_all_towns_are_no_town() -> None:
    head = "2024年工作情况汇报\n各乡镇人民政府、街道办事处：\n现将有关情况报告如下。\n"
    issuer = parse(report(head, "").replace("清渚市", "本地")).identity.issuer
    assert issuer is None or "乡镇" not in issuer


def test_a_speech_has_its_title_and_the_day_it_was_given() -> None:
    head = (
        "发布时间：2025年03月10日 点击数：12\n在全市水务系统年度工作会议上的讲话\n沈望川\n（2025年2月22日）\n同志们：\n"
        "今天，我们在这里召开全市水务工作会议。\n"
    )
    identity = parse(report(head)).identity
    assert identity.title == "在全市水务系统年度工作会议上的讲话"
    assert identity.delivered == dt.date(2025, 2, 22)
