"""What does not go straight in the demo's parts flow: drafts, refusals, revisions, a higher band, another bearer."""

from collections.abc import Iterator

from scenarios.demo.parts import Fleet, Tell
from scenarios.demo.repair import STEPS, Need, Repair
from warranty import services as warranty


def reports(tell: Tell, fleet: Fleet) -> Iterator[Repair]:
    """A draft, two to check, one of them by an engineer who could not get there, and two refused and revised."""
    draft = _begun(tell, fleet, "wang", "分度盘定位不准", "蜗轮副磨损", -4).called(0)
    yield draft.with_ticket(3.4, lambda ticket, now: warranty.save_report(
        ticket=ticket, work_done="到场检查，分度误差 0.08 mm", actor=draft.by("wang"), now=now))  # fmt: skip
    yield _begun(tell, fleet, "li", "气缸动作缓慢", "气缸密封磨损", -7).called(0).reported(5)
    away = _begun(tell, fleet, "zhang", "料仓震动筛异响", "激振器轴承损坏", -14)
    away.story.report(-14, away.need.serial, away.need.fault).act(-13.8, "dispatch", "liaison", engineer="zhang")
    yield away.reported(8, work_done="电话与视频了解现场", not_reached=True, not_reached_reason="山体滑坡，道路中断，预计明日通车",
                        described_by_user="启动后异响，停机后可闻到焦味")  # fmt: skip
    yield _revised(_begun(tell, fleet, "yuan", "导轨爬行", "润滑分配器堵塞", -33), 30)
    mended = _revised(_begun(tell, fleet, "peng", "排屑机卡死", "链板变形，轴承抱死", -96), 28)
    mended.need = Need("peng", mended.need.serial, mended.need.fault, mended.need.analysis, {"ZC-6208": 2})
    yield mended.accepted(30).asked(31).judged(33).approved(34).issued(36).signed(38).drawn(60).handed(62).shipped(70)


def requests(tell: Tell, fleet: Fleet) -> Iterator[Repair]:
    """One rejected; one whose second request with the first lies in a higher band; one refused by its bearer."""
    dear = _begun(tell, fleet, "xie", "主轴电机过载报警", "轴承预紧不当，电机完好", -50, {"DJ-SV15": 1})
    for step in ("called", "reported", "accepted", "asked", "judged"):
        getattr(dear, step)(STEPS[step])
    yield dear.rejected(24, "电机绝缘和电流测量正常，先调整轴承预紧，不同意更换电机")
    two = _begun(tell, fleet, "zhang", "送料机构定位超差", "编码器和同步带磨损", -26, {"BM-2500": 1, "TB-8M12": 1})
    yield two.until("approved").asked(20, {"SB-0370": 1, "XK-LX19": 2}).judged(22)
    theirs = _begun(tell, fleet, "nima", "变频器散热片过热", "风扇批次性早期失效", -120, {"FS-7500": 2})
    theirs.until("issued").not_ours(18, "风扇为外购件，质保期内失效应由采购部门向供方索赔")
    theirs.judged(22, "supply_sales").approved(24).issued(26).signed(30, "supply_sales")
    yield theirs.drawn(44).handed(46).shipped(50).informed(51).received(92)


def _begun(
    tell: Tell, fleet: Fleet, by: str, fault: str, analysis: str, start: float, parts: dict[str, int] | None = None
) -> Repair:
    return Repair(tell(), Need(by, fleet.take(by), fault, analysis, parts or {}), start)


def _revised(repair: Repair, again: float) -> Repair:
    """Refused by the desk for what it did not say, and sent again."""
    repair.called(0).reported(6, analysis="设备老旧", proposal="换件").refused(
        9, "未说明异常的具体部位和原因，请补充测量数据和处理建议"
    )
    return repair.reported(
        again, work_done="重新到场拆检，逐项测量并记录", analysis=repair.need.analysis + "，测量值超差 0.12 mm"
    )
