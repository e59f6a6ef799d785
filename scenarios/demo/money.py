"""The demo's money on site: five fee applications, and three urgent purchases (6.8, 6.9)."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from scenarios.demo.parts import Fleet, Tell
from scenarios.demo.repair import Need, Repair, signer
from tickets.models import Ticket
from warranty import services as warranty
from warranty.models import FeeApplication, Purchase

# Engineer, fault, reason, items, hours since the call, and how far it came.
FEES = (
    ("wang", "翻转架油缸漏油", "租用叉车拆卸油缸", {"叉车台班": "220.00", "搬运工": "60.00"}, 6, "applied"),
    ("li", "卷扬机制动失灵", "租用吊车配合拆装", {"吊车台班": "450.00", "起重工": "120.00"}, 26, "judged"),
    ("wang", "输送机张紧轮损坏", "外协焊接张紧架", {"焊接": "180.00"}, 30, "approved"),
    ("yuan", "锻压机滑块卡滞", "租用千斤顶和液压扳手", {"工具租赁": "360.00"}, 200, "settled"),
    ("peng", "辊道电机底座松动", "请当地机加工厂重做底座", {"加工费": "1500.00"}, 90, "rejected"),
)  # fmt: skip
PURCHASES = (
    ("zhang", "气源处理器爆裂", "680.00", 8, "asked"),
    ("luo", "接触器粘连，整线停机", "1250.00", 20, "judged"),
    ("zhao", "断路器跳闸不能复位", "280.00", 150, "settled"),
)  # fmt: skip


def fees(tell: Tell, fleet: Fleet) -> Iterator[Repair]:
    for by, fault, reason, items, ago, last in FEES:
        repair = Repair(tell(), Need(by, fleet.take(by), fault, "长期冲击载荷，紧固松动"), -ago).called(0)
        yield _fee(repair, reason, {what: Decimal(amount) for what, amount in items.items()}, last)


def _fee(repair: Repair, reason: str, items: dict[str, Decimal], last: str) -> Repair:
    total, lines = sum(items.values(), Decimal(0)), [{"what": what, "amount": cost} for what, cost in items.items()]

    def paper(ticket: Ticket) -> FeeApplication:
        return FeeApplication.objects.get(ticket=ticket)

    def judge(ticket: Ticket, now: datetime) -> None:
        warranty.judge(document=paper(ticket), responsibility="制造原因", reasonable=last != "rejected",
                       actor=repair.by("supervisor"), now=now)  # fmt: skip

    def decide(ticket: Ticket, now: datetime) -> None:
        told = {"document": paper(ticket), "actor": repair.by(signer(total)), "now": now}
        if last == "rejected":
            warranty.reject(reason="底座可在我厂加工后发运，不同意外协", **told)
        else:
            warranty.approve(**told)

    def settle(ticket: Ticket, now: datetime) -> None:
        warranty.settle_fee(fee=paper(ticket), actual=total - 20, actor=repair.by(repair.need.by), now=now)

    repair.with_ticket(4, lambda ticket, now: warranty.apply_fee(
        ticket=ticket, amount=total, reason=reason, items=lines, actor=repair.by(repair.need.by), now=now))  # fmt: skip
    steps = {"applied": (), "judged": (judge,), "approved": (judge, decide), "rejected": (judge, decide),
             "settled": (judge, decide, settle)}[last]  # fmt: skip
    for count, step in enumerate(steps):
        repair.with_ticket(6 + 8 * count, step)
    return repair.finished(28).closed(52) if last in ("settled", "rejected") else repair


def purchases(tell: Tell, fleet: Fleet) -> Iterator[Repair]:
    for by, fault, budget, ago, last in PURCHASES:
        repair = Repair(tell(), Need(by, fleet.take(by), fault, "当地可购同型号，发件需三天"), -ago).called(0)
        yield _purchase(repair, Decimal(budget), last)


def _purchase(repair: Repair, budget: Decimal, last: str) -> Repair:
    def paper(ticket: Ticket) -> Purchase:
        return Purchase.objects.get(ticket=ticket)

    def judge(ticket: Ticket, now: datetime) -> None:
        warranty.judge(document=paper(ticket), necessity="用户全线停产，等不到发件", consulted="supply_sales",
                       consulted_cost=budget - 30, actor=repair.by("supervisor"), now=now)  # fmt: skip

    def approve(ticket: Ticket, now: datetime) -> None:
        warranty.approve(document=paper(ticket), actor=repair.by(signer(budget)), now=now)

    def settle(ticket: Ticket, now: datetime) -> None:
        warranty.settle_purchase(purchase=paper(ticket), actual=budget - 12, actor=repair.by(repair.need.by), now=now)

    repair.reported(3.5, kind="purchase", budget=budget).accepted(4).do(4.5, lambda now: warranty.request_purchase(
        report=repair.report, budget=budget, actor=repair.by(repair.need.by), now=now))  # fmt: skip
    steps = {"asked": (), "judged": (judge,), "settled": (judge, approve, settle)}[last]
    for count, step in enumerate(steps):
        repair.with_ticket(6 + 4 * count, step)
    return repair.finished(20).closed(44) if last == "settled" else repair
