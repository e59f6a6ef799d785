"""Reports and what is asked for on them, through the services: Zhang Wei on site, Li Na at the desk, Su Min judges."""

from decimal import Decimal
from typing import Any

from approvals.models import SignOff
from approvals.selectors import current
from tests.factories import World, on_site
from tests.warranty.store import ASKED
from tickets.models import Ticket
from warranty import services
from warranty.models import AnomalyReport, FeeApplication, PartsRequest, Purchase

TOLD = {"work_done": "拆检泵头并测量", "analysis": "密封圈硬化失效", "proposal": "更换密封圈"}
CENT = Decimal("0.01")


def submit(world: World, ticket: Ticket | None = None, **given: Any) -> AnomalyReport:
    told = {**TOLD, "actor": world.e1, "now": ASKED, **given}
    return services.submit_report(ticket=ticket or on_site(world), **told)


def accepted(world: World, ticket: Ticket | None = None, **given: Any) -> AnomalyReport:
    return services.accept_report(report=submit(world, ticket, **given), actor=world.liaison, now=ASKED)


def refused(world: World, report: AnomalyReport, reasons: str = "未分析异常原因") -> AnomalyReport:
    return services.refuse_report(report=report, reasons=reasons, actor=world.liaison, now=ASKED)


def ask(world: World, *lines: dict[str, Any], report: AnomalyReport | None = None, **given: Any) -> PartsRequest:
    told = {"actor": world.liaison, "now": ASKED, **given}
    wanted = list(lines) or [{"part": "board", "qty": 1}]
    return services.request_parts(report=report or accepted(world), lines=wanted, **told)


def judged(world: World, document: Any, **given: Any) -> Any:
    told = {
        PartsRequest: {"department": "production"},
        FeeApplication: {"responsibility": "制造原因", "reasonable": True},
        Purchase: {"necessity": "全线停产", "consulted": "production", "consulted_cost": Decimal(0)},
    }[type(document)]
    return services.judge(document=document, actor=world.supervisor, now=ASKED, **{**told, **given})


def apply(world: World, amount: str, ticket: Ticket | None = None, **given: Any) -> FeeApplication:
    told = {"reason": "租用吊车", "actor": world.e1, "now": ASKED, **given}
    return services.apply_fee(ticket=ticket or on_site(world), amount=Decimal(amount), **told)


def buy(world: World, budget: str, ticket: Ticket | None = None, **given: Any) -> Purchase:
    report = accepted(world, ticket, kind="purchase", budget=Decimal(budget))
    return services.request_purchase(report=report, budget=Decimal(budget), actor=world.e1, now=ASKED, **given)


def signer(document: Any) -> str:
    """The role whose turn it is; "" where nothing is open."""
    return standing(document).next_role


def standing(document: Any) -> SignOff:
    found = current(document)
    assert found is not None
    return found


def fresh(row: Any) -> Any:
    """The row as it stands now."""
    return type(row).objects.get(pk=row.pk)
