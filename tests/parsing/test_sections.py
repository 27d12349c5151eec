"""Sections and roles in reports with the mess of real pages, by the shipped weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parsing.pages import ATTACHMENT, CLOSING, DONE, HEAD, PLAN, PROBLEMS, report
from tracker.errors import NotAReport
from tracker.model import ParsedReport, Role, Section
from tracker.parsing import parse
from tracker.words import Message

SAMPLES = Path(__file__).parents[2] / "sample_reports"


def said(parsed: ParsedReport, role: Role) -> list[str]:
    return [unit.text for unit in parsed.units if unit.role is role]


def section_of(parsed: ParsedReport, text: str) -> Section:
    return next(unit.section for unit in parsed.units if text in unit.text)


def holds(parsed: ParsedReport) -> None:
    """The report's five results and five promises are told, none of them as the other or twice."""
    statements, commitments = said(parsed, Role.STATEMENT), said(parsed, Role.COMMITMENT)
    assert [text for text in statements if text in DONE] == list(DONE)
    assert [text for text in commitments if text in PLAN] == list(PLAN)


def test_a_plain_report() -> None:
    parsed = parse(report())
    holds(parsed)
    assert section_of(parsed, "清醒认识到") is Section.PROBLEMS
    assert section_of(parsed, "努力奋斗") is Section.BACK
    assert section_of(parsed, "沈望川") is Section.FRONT
    assert "（一）完善基础设施。" in said(parsed, Role.HEADING)
    by_text = {unit.text: unit for unit in parsed.units}
    assert by_text[PLAN[0]].heading == "（一）完善基础设施。"


@pytest.mark.parametrize("blank", ["\u3000\u3000", " ", ""])
def test_without_any_line_break(blank: str) -> None:
    holds(parse(report().replace("\n", blank)))


def test_half_width_punctuation() -> None:
    wide = str.maketrans("，；！：（）", ",;!:()")
    parsed = parse(report().translate(wide))
    assert [t for t in said(parsed, Role.COMMITMENT) if t in {p.translate(wide) for p in PLAN}] == [
        p.translate(wide) for p in PLAN
    ]


def test_the_plan_before_the_review() -> None:
    body = report(closing="").removeprefix(HEAD)
    review, plan = body.split("二、2025年工作安排\n")
    review = review.replace("一、2024年工作回顾", "二、2024年工作回顾")
    parsed = parse(f"{HEAD}一、2025年工作安排\n{plan}{review}{CLOSING}")
    holds(parsed)


def test_two_sections_under_one_heading() -> None:
    body = report(closing="").replace(
        f"{PROBLEMS}\n二、2025年工作安排\n",
        f"二、存在的主要问题及下步工作意见\n（一）存在的主要问题\n{PROBLEMS}\n（二）下步工作意见\n",
    )
    parsed = parse(body)
    assert section_of(parsed, "产业基础") is Section.PROBLEMS
    assert [t for t in said(parsed, Role.COMMITMENT) if t in PLAN] == list(PLAN)


def test_a_plan_that_begins_behind_the_problems_in_one_paragraph() -> None:
    turning = f"三、存在的问题\n{PROBLEMS}针对存在的问题，下一步，我们将着力抓好以下工作：{''.join(PLAN)}\n"
    body = report(closing="").split(PROBLEMS)[0]
    parsed = parse(body + turning)
    assert section_of(parsed, "产业基础") is Section.PROBLEMS
    first, *others = said(parsed, Role.COMMITMENT)
    assert first.endswith(PLAN[0])
    assert others == list(PLAN[1:])


def test_numbered_items_with_nothing_under_them_are_promises() -> None:
    items = (
        "（一）推动公证服务事项“一网通办”。",
        "（二）举办行政执法培训班10期。",
        "（三）修订《清渚市河道管理办法》。",
    )
    body = report(closing="").split("（一）完善基础设施。")[0]
    parsed = parse(body + items[0] + "\n" + items[1] + "培训执法人员1000人次。\n" + items[2] + "\n" + CLOSING)
    assert set(items) <= set(said(parsed, Role.COMMITMENT))


def test_a_numbered_line_is_the_heading_of_what_stands_under_it() -> None:
    line = "（一）守牢安全发展底线，维护社会和谐稳定"
    parsed = parse(report().replace("（一）完善基础设施。", f"{line}\n"))
    by_text = {unit.text: unit for unit in parsed.units}
    assert by_text[line].role is Role.HEADING
    assert by_text[PLAN[0]].heading == line


def test_problems_in_the_middle_of_the_review() -> None:
    years = "回眸过去，这是城市面貌变化最大的五年。五年累计新建学校38所，新增学位5.2万个。"
    parsed = parse(report().replace(f"{PROBLEMS}\n", f"{PROBLEMS}部分企业经营困难，服务群众还不够到位。\n{years}\n"))
    holds(parsed)
    assert section_of(parsed, "部分企业经营困难") is Section.PROBLEMS
    assert section_of(parsed, "新建学校38所") is Section.DONE
    assert any("新建学校38所" in text for text in said(parsed, Role.STATEMENT))


def test_a_section_of_problems_may_begin_with_a_look_back() -> None:
    problems = (
        "二、存在的问题。\n一年来，工作虽有成效，但与群众期待相比还有差距：执法监督的刚性不足，对苗头性问题发现不及时。"
    )
    body = report().replace(PROBLEMS, problems).replace("二、2025年工作安排", "三、2025年工作安排")
    parsed = parse(body)
    holds(parsed)
    assert section_of(parsed, "执法监督的刚性不足") is Section.PROBLEMS


def test_what_is_done_about_a_problem_is_a_plan() -> None:
    item = "3.着力解决执法队伍建设中存在的突出问题，开展集中轮训6期，建立案件回访制度。"
    parsed = parse(report(closing=f"{item}\n{CLOSING}"))
    assert section_of(parsed, "存在的突出问题") is Section.PLAN
    assert item in said(parsed, Role.COMMITMENT)


def test_a_signature_behind_the_last_sentence_ends_the_report() -> None:
    last = "（三）改进作风。整治文山会海，全年文件减少10%。"
    tail = "清渚市举办档案业务培训班\n7月25日，清渚市档案局组织开展业务培训，建成数字档案室12个。\n"
    parsed = parse(report(closing=f"{last}（清渚市司法局\xa0 清渚市政府法制办）\n{tail}"))
    assert "整治文山会海，全年文件减少10%。" in said(parsed, Role.COMMITMENT)
    assert section_of(parsed, "清渚市政府法制办") is Section.BACK
    assert section_of(parsed, "数字档案室") is Section.BACK


@pytest.mark.parametrize(
    "appeal",
    [
        "让我们携手全市人民，新建改建道路100公里，加快建设美丽清渚。",
        "我们要更加紧密地团结在党中央周围，完成全年目标任务，推动清渚高质量发展取得新成效。",
        "今年工作的总体要求是：加快建设现代化新清渚，推动生产总值增长6%，全面完成各项任务。",
        "也希望你们一如既往地支持司法行政工作，多提宝贵建议。",
    ],
)
def test_what_only_frames_is_no_promise(appeal: str) -> None:
    parsed = parse(report(closing=f"{appeal}\n{CLOSING}"))
    holds(parsed)
    assert appeal not in said(parsed, Role.COMMITMENT)


def test_an_address_that_leads_to_the_closing_words_is_no_promise() -> None:
    page = (SAMPLES / "云塘区2022年政府工作报告（网页复制）.txt").read_text(encoding="utf-8")
    (slogan,) = (unit for unit in parse(page).units if unit.text.startswith("各位代表，使命"))
    assert slogan.role in (Role.FRAMING, Role.OTHER)


def test_rows_of_a_task_table_are_promises() -> None:
    rows = (
        "新建口袋公园12个\t市城管局\t2025年10月底前",
        "修订《清渚市养犬管理办法》\t市司法局\t2025年6月底前",
        "改造学校食堂8所\t市教育局\t全年",
    )
    table = "\n".join(("（三）重点任务清单", "事项\t责任单位\t时限", *rows))
    parsed = parse(report(closing=f"{table}\n清渚市人民政府\n2025年1月10日\n"))
    assert set(rows) <= set(said(parsed, Role.COMMITMENT))
    assert "事项\t责任单位\t时限" not in said(parsed, Role.COMMITMENT)
    assert section_of(parsed, "2025年1月10日\n".strip()) is Section.FRONT
    assert parsed.units[-1].section is Section.BACK


def test_a_cell_with_several_sentences_holds_several_promises() -> None:
    table = (
        "（三）重点任务清单\n序号\t工作任务\t责任单位\t完成时限\n一、法治建设\n"
        "1\t修订《清渚市养犬管理办法》；开展执法人员轮训3期。\t市司法局\t2025年6月底前\n"
        "二、民生保障\n2\t做好项目建设，压实各方责任\t各区人民政府\t持续推进\n\t市教育局\t年底\n"
    )
    parsed = parse(report(closing=f"{table}清渚市人民政府\n2025年1月10日\n"))
    assert said(parsed, Role.COMMITMENT)[-3:] == [
        "1\t修订《清渚市养犬管理办法》；",
        "开展执法人员轮训3期。\t市司法局\t2025年6月底前",
        "2\t做好项目建设，压实各方责任\t各区人民政府\t持续推进",
    ]
    assert not any("工作任务" in text for text in said(parsed, Role.COMMITMENT))


def test_a_numbered_list_goes_on_up_to_the_signature() -> None:
    items = "".join(f"{k}．启动实施第{k}批改造，培养骨干{k}00名。\n" for k in range(1, 8))
    parsed = parse(report(closing=f"{items}清渚市人民政府\n2025年1月10日\n"))
    assert sum("启动实施" in text for text in said(parsed, Role.COMMITMENT)) == 7


def test_the_article_twice_in_its_page() -> None:
    holds(parse(report() + "\n" + report()))


def test_a_teaser_before_the_article() -> None:
    teaser = f"首页 > 政务公开 > 政府工作报告\n{DONE[0]}\n{DONE[1]}\n{DONE[2]}\n"
    holds(parse(teaser + report()))


def test_another_article_behind_it() -> None:
    other = "相关报道\n邻近的临浦市去年建成公园12个，新增停车位3000个。\n临浦市将建设体育馆2座。\n"
    parsed = parse(report() + other)
    holds(parsed)
    assert section_of(parsed, "临浦市将建设") is Section.BACK


def test_a_look_back_inside_the_plan() -> None:
    body = report().replace(
        "（二）增进民生福祉。",
        "（二）加强国防动员。过去一年，国防动员工作取得新进展。完成民兵整组任务，建成国防教育基地3个。今年，我们要深化全民国防教育。\n（三）增进民生福祉。",
    )
    parsed = parse(body)
    assert section_of(parsed, "民兵整组") is Section.DONE
    assert section_of(parsed, "深化全民国防教育") is Section.PLAN
    holds(parsed)


def test_lost_numbering() -> None:
    body = report()
    for mark in ("一、", "二、", "（一）", "（二）"):
        body = body.replace(mark, "")
    holds(parse(body))


@pytest.mark.parametrize("noise", ["????", "\\r\\n", "\u3000\u3000", "　　　"])
def test_noise_between_paragraphs(noise: str) -> None:
    holds(parse(report().replace("\n", f"\n{noise}\n")))


def test_results_named_among_aims_do_not_begin_a_review() -> None:
    body = report().replace("（二）增进民生福祉。", "（二）推动民生福祉取得新的更大进展。")
    holds(parse(body))


@pytest.mark.parametrize("text", ["", "   \n ", "今日天气晴，气温12度。", "清渚市图书馆开放时间：周一至周五。\n" * 20])
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(NotAReport):
        parse(text)


def test_numbers_of_a_table_are_no_statements() -> None:
    rows = (
        "（本列件数之间的关系为：第一项加第二项之和， 等于第三项加第四项之和）\t\t\t申请人情况\n"
        "信息内容\t本年制发件数\t现行有效件数\n行政许可\t9487\n类别\t数量\t合计\n企业\t3\t3\n机构\t0\t0\n总计\t21\t21\n"
    )
    parsed = parse(report().replace("（二）民生保障持续加强。", rows + "（二）民生保障持续加强。"))
    assert not set(rows.split("\n")) & set(said(parsed, Role.STATEMENT))


def test_promises_before_the_closing_words_in_their_paragraph_stay_promises() -> None:
    promises = ["对全区镇街主要负责人实行经济责任审计全覆盖。", "政务服务大厅推行“周六不打烊”。"]
    parsed = parse(report(closing=f"讲政治、顾大局。{''.join(promises)}{CLOSING}"))
    assert set(promises) <= set(said(parsed, Role.COMMITMENT))
    assert section_of(parsed, "努力奋斗") is Section.BACK


ASIDE = "去年以来，国防动员工作取得新进展，建成民兵训练基地1个。双拥共建深入开展，走访慰问优抚对象2600户。"


def test_a_look_back_goes_on_until_something_says_that_the_plan_does() -> None:
    parsed = parse(report(closing="") + f"{ASIDE}我们将继续做好国防动员工作，新建退役军人服务站20个。\n{CLOSING}")
    holds(parsed)
    assert section_of(parsed, "民兵训练基地") is Section.DONE
    assert section_of(parsed, "优抚对象") is Section.DONE
    assert section_of(parsed, "退役军人服务站") is Section.PLAN


def test_behind_a_look_back_the_heading_of_the_plan_holds_again() -> None:
    plan = f"{PLAN[2]}{PLAN[3]}{PLAN[4]}"
    parsed = parse(report().replace(plan, f"{PLAN[2]}{PLAN[3]}\n{ASIDE}我们将继续推进。\n{PLAN[4]}"))
    assert next(u.heading for u in parsed.units if u.text == PLAN[4]) == "（二）增进民生福祉。"


def test_a_line_without_a_number_that_names_a_part_is_its_heading() -> None:
    parsed = parse(report().replace("一、2024年", "2024年").replace("二、2025年", "2025年"))
    holds(parsed)
    assert {"2024年工作回顾", "2025年工作安排"} <= set(said(parsed, Role.HEADING))


@pytest.mark.parametrize("gap", ["", "\n"])
def test_general_requirements_are_no_promise(gap: str) -> None:
    required = "坚持以习近平新时代中国特色社会主义思想为指导，完整、准确、全面贯彻新发展理念，着力推动高质量发展。"
    body = report().replace("（一）完善基础设施。", f"（一）总体要求。{gap}{required}\n（二）完善基础设施。")
    parsed = parse(body)
    holds(parsed)
    assert required in said(parsed, Role.FRAMING)


def test_what_stands_under_the_article_of_a_page_is_no_promise() -> None:
    foot = "来源：清渚发布\n编辑：小渚\n审核：王某\n往期推荐\n● 我市召开2025年重点工作推进会议\n阅读 1024赞在看\n"
    parsed = parse(report(closing="") + foot)
    holds(parsed)
    assert {section_of(parsed, line) for line in foot.split("\n")[:-1]} == {Section.BACK}


def test_what_is_still_to_come_in_a_report_that_names_two_years() -> None:
    head = (
        "关于清渚市2024年国民经济和社会发展计划执行情况与2025年国民经济和社会发展计划草案的报告\n"
        "——2025年1月16日在清渚市第三届人民代表大会第四次会议上\n清渚市发展和改革委员会\n各位代表：\n"
        "受市人民政府委托，现将清渚市2024年计划执行情况与2025年计划草案提请大会审议。\n"
    )
    body = report(head).replace("一、2024年工作回顾", "一、2024年计划执行情况")
    parsed = parse(body.replace("二、2025年工作安排", "二、2025年经济社会发展的主要任务和措施"))
    holds(parsed)
    assert section_of(parsed, "提请大会审议") is Section.INTRO


def test_a_row_that_begins_with_an_empty_cell_is_a_promise_if_it_names_work() -> None:
    rows = [
        "任务\t措施\t责任单位\t时限",
        "依法行政\t修订《清渚市河道管理办法》\t市水利局\t6月底前",
        "\t评查执法案卷300件\t市司法局\t9月底前",
        "\t\t市财政局\t12月底前",
        "法律服务\t新建法律服务站15个\t市司法局\t全年",
    ]
    parsed = parse(report(closing="") + "\n".join(rows) + f"\n{CLOSING}")
    holds(parsed)
    promised = said(parsed, Role.COMMITMENT)
    assert {row.strip() for row in (rows[1], rows[2], rows[4])} <= set(promised)
    assert not any("市财政局" in text for text in promised)


@pytest.mark.parametrize("mark", ["{}、", "（{}）"])
def test_what_comes_next_is_told_under_each_matter(mark: str) -> None:
    names, ahead = ("社会救助", "养老服务", "基层治理"), ("下一步，将", "2025年，我局将", "下步打算：一是")
    done, plan = DONE[:3], PLAN[:3]
    body = "".join(
        f"{mark.format('一二三'[k])}{names[k]}工作\n{done[k]}{ahead[k]}{plan[k]}\n" for k in range(len(names))
    )
    parsed = parse(f"清渚市民政局2024年工作情况汇报\n2025年1月8日\n现将有关情况汇报如下。\n{body}")
    assert said(parsed, Role.STATEMENT) == list(done)
    assert said(parsed, Role.COMMITMENT) == [f"{ahead[k]}{plan[k]}" for k in range(len(plan))]


def test_a_notice_in_front_of_the_report_is_no_part_of_it() -> None:
    notice = (
        "清渚市人民政府文件\n清政发〔2025〕3号\n清渚市人民政府关于印发《2025年政府工作报告》的通知\n"
        "《2025年政府工作报告》已经市第三届人民代表大会第四次会议审议通过，现印发给你们，请认真贯彻执行。\n"
        "清渚市人民政府\n2025年1月26日\n"
    )
    parsed = parse(notice + report())
    holds(parsed)
    assert parsed.identity.issuer == "清渚市人民政府"
    assert parsed.identity.delivered is not None
    assert parsed.identity.delivered.isoformat() == "2025-01-10"
    assert section_of(parsed, "请认真贯彻") is Section.FRONT


def test_numbers_behind_one_bracket_number_items() -> None:
    items = "".join(f"{n}){text}\n" for n, text in enumerate(PLAN, 1))
    parsed = parse(f"{report(closing='').split('二、2025年')[0]}二、2025年工作安排\n{items}{CLOSING}")
    assert said(parsed, Role.COMMITMENT) == items.split("\n")[:-1]


def test_a_summary_without_any_heading() -> None:
    body = "\n\n".join(
        (
            "清渚市水利局2024年度工作总结",
            "2024年，市水利局较好完成了各项任务。",
            *DONE,
            "但工作中仍存在薄弱环节，公共服务还有短板。",
        )
    )
    parsed = parse(f"{body}\n\n2025年，我们将重点抓好以下工作：\n\n" + "\n\n".join(PLAN))
    holds(parsed)
    assert section_of(parsed, "薄弱环节") is Section.PROBLEMS


def test_the_plan_of_a_year_alone() -> None:
    items = "".join(f"{n}. {text}\n" for n, text in enumerate(PLAN, 1))
    parsed = parse(f"清渚市司法局2025年工作要点\n一、推进依法治市\n{items}清渚市司法局\n2025年2月6日\n")
    assert said(parsed, Role.COMMITMENT) == items.split("\n")[:-1]
    assert said(parsed, Role.STATEMENT) == []


def test_sentences_that_end_with_points() -> None:
    body = report().replace("。", ".").replace("，", ",").replace("；", ";").replace("：", ":")
    parsed = parse(body)
    done = [text.replace("。", ".").replace("，", ",") for text in DONE]
    plan = [text.replace("。", ".").replace("，", ",") for text in PLAN]
    assert [text for text in said(parsed, Role.STATEMENT) if text in done] == done
    assert [text for text in said(parsed, Role.COMMITMENT) if text in plan] == plan
    assert all(body[unit.start : unit.end] == unit.text for unit in parsed.units)


def test_who_does_it_behind_a_sentence_or_under_it_belongs_to_it() -> None:
    duties = ("（责任单位：市交通局）", "\n责任单位：市住建局\n", "（牵头单位：市卫健委；完成时限：年底前）", "", "")
    plan = "".join(f"{n}.{text}{duty.rstrip()}\n" for n, (text, duty) in enumerate(zip(PLAN, duties, strict=True), 1))
    parsed = parse(
        f"{report(closing='').split('二、2025年')[0]}二、2025年工作安排\n{plan}\n（责任单位：市司法局）\n{CLOSING}"
    )
    promised = said(parsed, Role.COMMITMENT)
    assert len(promised) == len(PLAN)
    assert all(duty.strip() in text for text, duty in zip(promised, duties, strict=True))
    assert "（责任单位：市司法局）" in said(parsed, Role.FRAMING)


@pytest.mark.parametrize("ends", [("\t1", "\t12"), ("…………1", "…………12"), (" 1", " 12"), ("", "")])
@pytest.mark.parametrize("numbered", [True, False])
def test_a_table_of_contents_is_no_part_of_the_report(ends: tuple[str, str], numbered: bool) -> None:
    marks = ("一、", "二、") if numbered else ("", "")
    names = [f"{mark}{name}" for mark, name in zip(marks, ("2024年工作回顾", "2025年工作安排"), strict=True)]
    body = report().removeprefix(HEAD).replace("一、2024年工作回顾", names[0]).replace("二、2025年工作安排", names[1])
    contents = "目  录\n" + "".join(f"{name}{end}\n" for name, end in zip(names, ends, strict=True))
    parsed = parse(f"清渚市2025年政府工作报告\n{contents}{body}")
    holds(parsed)
    listed = [unit.section for unit in parsed.units[:4]]
    assert listed == [Section.FRONT] * 4


def test_the_head_of_a_table_of_figures_is_no_statement() -> None:
    table = "项目\t计划数\t完成数\n新建幼儿园\t3\t4\n改造食堂\t20\t22\n"
    parsed = parse(report().replace("（二）民生保障持续加强。", f"{table}（二）民生保障持续加强。"))
    holds(parsed)
    assert not set(table.split("\n")) & set(said(parsed, Role.STATEMENT))


@pytest.mark.parametrize(("done", "plan"), [("过去一年的工作", "今年的工作"), ("一、2024年总结", "三、2025年计划")])
def test_short_headings_of_parts(done: str, plan: str) -> None:
    parsed = parse(report().replace("一、2024年工作回顾", done).replace("二、2025年工作安排", plan))
    holds(parsed)
    assert {done, plan} <= set(said(parsed, Role.HEADING))
    assert section_of(parsed, plan) is Section.PLAN


def test_an_attachment_that_lists_work_is_told_of_and_no_part_of_the_plan() -> None:
    parsed = parse(report() + ATTACHMENT + "附件2\n名词解释\n1.加装电梯：为没有电梯的住宅楼装上电梯。\n")
    holds(parsed)
    assert section_of(parsed, "加装电梯90部") is Section.BACK
    assert parsed.warnings == (Message("parsing.warning.attachment", {"title": "2025年10件民生实事", "n": 4}),)


def test_attachments_that_explain_are_not_told_of() -> None:
    parsed = parse(
        report() + "附件：\n名词解释\n" + "".join(f"{n}．加装电梯：为{n}栋住宅楼装上电梯。\n" for n in range(1, 9))
    )
    assert parsed.warnings == ()


def test_rows_below_a_column_of_kinds_are_promises_though_they_count_nothing() -> None:
    rows = ["污水\t建成城东污水处理厂二期\t市水务局\t6月底前", "规划\t编制海绵城市规划\t市住建局\t全年"]
    table = "\n".join(["类别\t重点工作内容\t责任单位\t完成时限", *rows])
    parsed = parse(report().replace("（二）增进民生福祉。", f"{table}\n（二）增进民生福祉。"))
    assert [row for row in said(parsed, Role.COMMITMENT) if "\t" in row] == rows
