"""The store of the tests: a warehouse with parts in it, and claims on their way, all through the services."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import Department, Person
from core.journal import SYSTEM
from tests.factories import NOTICE, World, moment, on_site
from warranty import services
from warranty.models import Claim, Part, PartsRequest, Stock, Warehouse

OPENED = moment("2026-01-05 08:00:00")
# Code, name, ex-works price, large.
PARTS = (
    ("seal", "密封圈", "45.00", False),
    ("board", "控制板", "300.00", False),
    ("motor", "电机", "800.00", False),
    ("gearbox", "齿轮箱", "2600.00", True),
)
ASKED = NOTICE + timedelta(hours=4)


def warehouse(code: str = "main", name: str = "配件库") -> Warehouse:
    return services.open_warehouse(code=code, name=name, actor=SYSTEM, now=OPENED)


def part(code: str = "seal", name: str = "密封圈", price: str = "45.00", **fields: Any) -> Part:
    return services.add_part(code=code, name=name, ex_works_price=price, actor=SYSTEM, now=OPENED, **fields)


def book(part: Part, place: Warehouse, quantity: int, **given: Any) -> None:
    told = {"kind": "opening", "actor": SYSTEM, "now": OPENED, **given}
    services.book_stock(part=part, warehouse=place, quantity=quantity, **told)


def stocked(quantity: int = 10) -> tuple[Warehouse, dict[str, Part]]:
    """The warehouse with so many of every part."""
    place = warehouse()
    parts = {code: part(code, name, price, bulky=bulky) for code, name, price, bulky in PARTS}
    for one in parts.values():
        book(one, place, quantity)
    return place, parts


def there(part: Part, place: Warehouse | Person) -> int:
    """How many lie in a warehouse or in a bag."""
    where = {"warehouse": place} if isinstance(place, Warehouse) else {"holder": place}
    row = Stock.objects.filter(part=part, **where).first()
    return row.quantity if row else 0


def departments(world: World) -> None:
    """Luo Gang reviews for the production department, Li Hua for the supply department."""
    from tests.support.company import staff

    for code, name in (("production", "生产部"), ("supply_sales", "供销部")):
        Department.objects.get_or_create(code=code, defaults={"name": name})
    loss_rep = world.loss_rep
    loss_rep.department = Department.objects.get(code="production")
    loss_rep.save(update_fields=["department"])
    world.people["other_rep"] = staff(
        "other_rep", "李华", "loss_department_reviewer", department=Department.objects.get(code="supply_sales")
    )


def requested(world: World, *lines: tuple[str, int], **given: Any) -> PartsRequest:
    """A request about a machine on which Zhang Wei is at work, checked by the liaison."""
    ticket = given.pop("ticket", None) or on_site(world, **given)
    report = services.submit_report(
        ticket=ticket, work_done="现场检查并测量", analysis="部件磨损超差", proposal="更换该部件",
        actor=ticket.engineer, now=ASKED,
    )  # fmt: skip
    services.accept_report(report=report, actor=world.liaison, now=ASKED)
    asked = [{"part": code, "qty": quantity} for code, quantity in lines or (("board", 1),)]
    return services.request_parts(report=report, lines=asked, actor=world.liaison, now=ASKED)


def approved(world: World, *lines: tuple[str, int], **given: Any) -> PartsRequest:
    """The same, judged for the production department and signed by the role of its amount."""
    request = requested(world, *lines, **given)
    services.judge(document=request, department="production", actor=world.supervisor, now=ASKED)
    signer = world.supervisor if request.total <= 300 else world.head if request.total <= 1000 else world.gm
    return services.approve(document=request, actor=signer, now=ASKED)


def issued(world: World, *lines: tuple[str, int], **given: Any) -> Claim:
    return services.issue_claim(request=approved(world, *lines, **given), actor=world.statistician, now=ASKED)


def signed(world: World, *lines: tuple[str, int], **given: Any) -> Claim:
    return services.sign_claim(claim=issued(world, *lines, **given), actor=world.loss_rep, now=ASKED)


def drawn(world: World, *lines: tuple[str, int], **given: Any) -> Claim:
    return services.draw_parts(claim=signed(world, *lines, **given), actor=world.statistician, now=ASKED)


def handed_over(
    world: World, *lines: tuple[str, int], mode: str = "courier", at: datetime = ASKED, **given: Any
) -> Claim:
    return services.hand_over(claim=drawn(world, *lines, **given), mode=mode, actor=world.statistician, now=at)


def shipped(world: World, *lines: tuple[str, int], **given: Any) -> Claim:
    claim = handed_over(world, *lines, **given)
    sender = world.freight if claim.large else world.statistician
    return services.ship(claim=claim, waybill="SF1002003004", actor=sender, now=ASKED + timedelta(hours=1))


def received(world: World, *lines: tuple[str, int], **given: Any) -> Claim:
    claim = shipped(world, *lines, **given)
    return services.receive_parts(claim=claim, actor=claim.ticket.engineer, now=ASKED + timedelta(hours=30))


