"""The demo's old parts and repeat repairs: owed, due soon, overdue, exempt, back, inspected, judged (9.2)."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal

from fieldservice import services as fieldservice
from scenarios.demo import stories
from scenarios.demo.parts import Fleet, Tell
from scenarios.demo.repair import Need, Repair, ended
from scenarios.demo.story import Story
from tickets.models import Ticket
from warranty import services as warranty
from warranty.models import OldPart

DAY = 24.0
# By the blank of the demo's book an old part is due thirty days after the work was finished.
OWED = (
    ("wang", "主轴编码器松动", "编码器联轴节断裂", {"BM-2500": 1}, 4),
    ("zhao", "冷却泵不出水", "水泵轴封失效", {"SB-0370": 1}, 11),
    ("wang", "换向阀内泄", "阀芯磨损", {"HF-4WE6": 1}, 28),
    ("zhang", "伺服驱动无使能", "驱动板继电器烧蚀", {"KB-SV15": 1, "DL-ENC5": 1}, 26),
    ("wang", "压力表无读数", "传感器膜片破裂", {"YL-25M": 1}, 34),
    ("peng", "变频器上电跳闸", "整流模块击穿", {"BP-7500": 1}, 41),
)  # fmt: skip
EXPORTED = "ZK502502003301"


def owed(tell: Tell, fleet: Fleet) -> Iterator[Repair]:
    """Not due, due soon, and overdue with the debit proposed."""
    for by, fault, analysis, parts, days in OWED:
        yield _finished(tell, fleet.take(by), by, fault, analysis, parts, days)


def exempt(tell: Tell, fleet: Fleet) -> Iterator[Repair]:
    """Smashed beyond use and so confirmed; and one of a machine that was sold abroad (9.2e)."""
    smashed = _finished(tell, fleet.take("luo"), "luo", "行程开关撞坏", "撞块松脱", {"XK-LX19": 2}, 15)
    yield _later(smashed, -DAY * 12, lambda part, now: warranty.exempt_return(
        part=part, reason="碎裂无法收集，照片存档", actor=smashed.by("quality"), now=now))  # fmt: skip
    yield _finished(tell, EXPORTED, "qin", "控制柜风扇异响", "风扇轴承磨损", {"FS-7500": 1}, 20)


def returned(tell: Tell, fleet: Fleet) -> Iterator[Repair]:
    """Two wait for the inspector; one is as the report said, one is not, one was made to deceive."""
    for by, parts, days in (("luo", {"JK-M18": 1, "DC-24X": 1}, 12), ("yuan", {"CB-0016": 1}, 9)):
        yield _back(_finished(tell, fleet.take(by), by, "动作无信号", "元件失效", parts, days), -DAY)
    good = _back(_finished(tell, fleet.take("zhao"), "zhao", "丝杠异响", "滚珠破碎", {"SG-4010": 1}, 30), -DAY * 20)
    yield _inspected(good, "match", "")
    other = _back(
        _finished(tell, fleet.take("qin"), "qin", "电源板无输出", "整流桥击穿", {"DY-2410": 1}, 27), -DAY * 18
    )
    yield _inspected(other, "mismatch", "输出正常，未见报告所述击穿；保险丝熔断", Decimal("180.00"))
    false = _back(_finished(tell, fleet.take("nima"), "nima", "油泵无压力", "泵体拉伤", {"CB-0016": 1}, 25), -DAY * 16)
    yield _inspected(false, "falsified", "序列号与该设备出厂记录不符，铭牌系后贴", Decimal("890.00"))


def repeats(tell: Tell, fleet: Fleet) -> Iterator[Story]:
    """The same fault within the year: one judged, one that waits for the head."""
    for by, again, days, cause in (("deng", "deng", 6, "technician_skill"), ("luo", "xie", 2, "")):
        serial = fleet.take(by)
        first = stories.repaired(tell(), -DAY * (days + 33), serial, "液压系统压力不稳", by)
        first.with_ticket(-DAY * (days + 32), stories.receive(first))
        yield first.act(-DAY * (days + 31), "follow_up", "liaison2", outcome="solved", authentic="genuine")
        second = stories.repaired(tell(), -DAY * days, serial, "液压系统压力不稳，同一故障", again)
        second.with_ticket(-DAY * days + 22, stories.receive(second))
        yield second.with_ticket(-DAY * (days - 2), _judge(second, cause)) if cause else second


def _judge(story: Story, cause: str) -> Callable[[Ticket, datetime], None]:
    def do(ticket: Ticket, now: datetime) -> None:
        fieldservice.judge_cause(
            ticket=ticket, cause=cause, reason="未排除管路泄漏即更换油泵", actor=story.people["head"], now=now
        )

    return do


def _finished(
    tell: Tell, serial: str, by: str, fault: str, analysis: str, parts: dict[str, int], days: float
) -> Repair:
    """Finished `days` ago, and called back a day later."""
    return ended(tell(), Need(by, serial, fault, analysis, parts), "finished", DAY * days).closed(80)


def _back(repair: Repair, at: float) -> Repair:
    return _later(repair, at, lambda part, now: warranty.return_part(part=part, actor=repair.by("clerk"), now=now))


def _inspected(repair: Repair, result: str, findings: str, loss: Decimal | None = None) -> Repair:
    return _later(repair, -DAY * 8, lambda part, now: warranty.inspect_part(
        part=part, result=result, findings=findings, assessed_loss=loss, actor=repair.by("inspector"),
        now=now))  # fmt: skip


def _later(repair: Repair, at: float, act: Callable[[OldPart, datetime], object]) -> Repair:
    """Do something with every old part of the repair, `at` hours from today's reference."""

    def do(ticket: Ticket, now: datetime) -> None:
        for part in OldPart.objects.filter(ticket=ticket).order_by("pk"):
            act(part, now)

    repair.story.with_ticket(at, do)
    return repair
