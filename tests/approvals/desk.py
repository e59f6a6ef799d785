"""Real papers of the service department: an accepted report and what is asked for on it, and who reads the inbox."""

from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from accounts.models import Department, Person
from approvals.models import SignOff
from approvals.selectors import current
from tests import factories
from tests.admin.conftest import Desk, sign_in
from tests.approvals.papers import NOW
from tests.factories import World
from tickets.models import Ticket
from warranty import services
from warranty.models import AnomalyReport, FeeApplication, Part, PartsRequest, Purchase

DONE = {"work_done": "现场检查并测量", "analysis": "密封件老化导致压力下降", "proposal": "更换损坏件"}
JUDGED: dict[type, dict[str, Any]] = {
    PartsRequest: {"department": "production"},
    FeeApplication: {"responsibility": "生产部装配", "reasonable": True},
    Purchase: {"necessity": "现场停机", "consulted": "production", "consulted_cost": Decimal("10.00")},
}
__all__ = ["Desk", "sign_in"]


def url(name: str, *args: object) -> str:
    return reverse(f"admin:approvals_signoff_{name}", args=args)


def departments() -> None:
    for code, name in (("production", "生产部"), ("supply_sales", "供销部")):
        Department.objects.get_or_create(code=code, defaults={"name": name})


def part(price: str | Decimal) -> str:
    """A part of the catalogue at this price; its code."""
    code = f"P-{Decimal(price):.2f}"
    Part.objects.get_or_create(code=code, defaults={"name": f"控制板 {price}", "ex_works_price": Decimal(price)})
    return code


def photo() -> ContentFile:
    buffer = BytesIO()
    Image.new("RGB", (8, 8), "white").save(buffer, "PNG")
    return ContentFile(buffer.getvalue(), "leak.png")


def reported(world: World, ticket: Ticket | None = None, *, now: datetime = NOW, **given: Any) -> AnomalyReport:
    """An accepted report of Zhang Wei, who is on site."""
    ticket = ticket or factories.on_site(world, at=now - timedelta(hours=4))
    told = {**DONE, "photos": [photo()], **given}
    report = services.submit_report(ticket=ticket, actor=ticket.engineer, now=now - timedelta(minutes=30), **told)
    return services.accept_report(report=report, actor=world.liaison, now=now - timedelta(minutes=10))


def request(
    world: World, price: str | Decimal, report: AnomalyReport | None = None, *, author: Person | None = None,
    now: datetime = NOW,
) -> PartsRequest:  # fmt: skip
    """One part at this price, asked for on an accepted report."""
    return services.request_parts(
        report=report or reported(world, now=now), lines=[{"part": part(price), "qty": 1}],
        actor=author or world.liaison, now=now,
    )  # fmt: skip


def waiting(world: World, price: str | Decimal, report: AnomalyReport | None = None, **given: Any) -> PartsRequest:
    """The same, judged: it waits for its signature."""
    return judge(world, request(world, price, report, **given), now=given.get("now", NOW))


def fee(world: World, amount: str, *, now: datetime = NOW) -> FeeApplication:
    ticket = factories.on_site(world, at=now - timedelta(hours=4))
    items = [{"what": "吊车", "amount": Decimal(amount)}]
    return services.apply_fee(
        ticket=ticket, amount=Decimal(amount), reason="设备移位", items=items, actor=ticket.engineer, now=now
    )


def purchase(world: World, budget: str, *, now: datetime = NOW) -> Purchase:
    report = reported(world, now=now, kind="purchase", budget=Decimal(budget))
    return services.request_purchase(report=report, budget=Decimal(budget), actor=report.author, now=now)


def judge(world: World, document: Any, *, now: datetime = NOW) -> Any:
    return services.judge(document=document, actor=world.supervisor, now=now, **JUDGED[type(document)])


def sign_off(document: Any) -> SignOff:
    found = current(document)
    assert found is not None
    return found
