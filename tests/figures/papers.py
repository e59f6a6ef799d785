"""Papers of 三包 as rows, at instants of the test's choice: figures only read them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Department, Person
from approvals.models import SignOff
from core.subjects import Subject
from tests.factories import NOTICE, World, moment, reported
from tickets.models import Ticket
from warranty.models import (
    AnomalyReport,
    Claim,
    ClaimLine,
    FeeApplication,
    OldPart,
    Part,
    PartsRequest,
    Purchase,
)

HOUR = timedelta(hours=1)
_numbers: Iterator[int] = iter(range(1, 10**6))
Line = tuple[Part, int, str]


def number(letter: str) -> str:
    return f"{letter}2603-{next(_numbers):05d}"


def department(code: str, name: str) -> Department:
    return Department.objects.get_or_create(code=code, defaults={"name": name})[0]


def part(code: str, name: str, price: str = "100.00") -> Part:
    return Part.objects.get_or_create(code=code, defaults={"name": name, "ex_works_price": Decimal(price)})[0]


# What the desk is told of a machine that is not on file.
UNKNOWN = {"customer_name": "新厂", "contact": "赵工", "site_province": "四川省"}


def ticket_of(world: World, serial: str = "P1") -> Ticket:
    """The one ticket of a machine, reported when first asked for."""
    told = {} if serial in world.machines else UNKNOWN
    return Ticket.objects.filter(serial=serial).first() or reported(world, at=NOTICE, serial=serial, **told)


def report(world: World, *, serial: str = "P1", sent: datetime, checked: datetime | None = None, **given: Any) -> Any:
    """Zhang Wei's report; accepted by Li Na where it was checked."""
    told: dict[str, Any] = {"state": "received"}
    if checked:
        told = {"state": "accepted", "checked_at": checked, "checked_by": world.liaison}
    return AnomalyReport.objects.create(
        number=number("R"), ticket=ticket_of(world, serial), cycle=1, author=world.e1, version=world.book,
        saved_at=sent, submitted_at=sent, **{**told, **given},
    )  # fmt: skip


def request(world: World, *, serial: str = "P1", asked: datetime, state: str = "approved", **given: Any) -> Any:
    """Li Na's request, half an hour after the report was accepted and an hour after it was sent."""
    told = given.pop("report", None) or report(world, serial=serial, sent=asked - HOUR, checked=asked - HOUR / 2)
    bearer = None if state == "checked" else given.pop("department", None) or department("production", "生产部")
    return PartsRequest.objects.create(
        number=number("B"), ticket=told.ticket, report=told, state=state, author=world.liaison, version=world.book,
        submitted_at=asked, total=given.pop("total", Decimal("100.00")), loss_department=bearer, **given,
    )  # fmt: skip


def sign_off(
    about: Any, world: World, *, asked: datetime, judged: datetime | None = None, signed: datetime | None = None,
    **given: Any,
) -> SignOff:  # fmt: skip
    """Judged by Su Min, signed by He."""
    subject = Subject.of(about)
    told: dict[str, Any] = {"state": "judging", "next_role": "service_supervisor"}
    if judged:
        told = {"state": "waiting", "next_role": "dept_head", "judged_by": world.supervisor, "judged_at": judged}
    if signed:
        told |= {"state": "approved", "next_role": "", "signed_by": world.head, "signed_at": signed,
                 "signed_role": "dept_head"}  # fmt: skip
    return SignOff.objects.create(
        subject_type=subject.type, subject_id=subject.id, approval=about.APPROVAL, version=world.book, title="x",
        amount=Decimal("100.00"), group_type="tickets.ticket", group_id=about.ticket_id, content_hash="0" * 64,
        submitted_by=about.author, submitted_at=asked, **{**told, **given},
    )  # fmt: skip


def claim(
    world: World, lines: list[Line], *, serial: str = "P1", bearer: Department | None = None, issued: datetime,
    signed: datetime | None = None, **given: Any,
) -> Claim:  # fmt: skip
    """Tong Li's slip; `lines` are part, quantity and price."""
    bearer = bearer or department("production", "生产部")
    total = sum((Decimal(price) * quantity for _part, quantity, price in lines), Decimal(0))
    asked = given.pop("request", None) or request(
        world, serial=serial, asked=issued - HOUR, department=bearer, total=total
    )
    told = {"state": "signed", "signed_by": world.loss_rep, "signed_at": signed} if signed else {"state": "open"}
    made = Claim.objects.create(
        number=number("K"), request=asked, ticket=asked.ticket, serial=serial, loss_department=bearer, total=total,
        engineer=world.e1, content_hash="0" * 64, issued_by=world.statistician, issued_at=issued, **{**told, **given},
    )  # fmt: skip
    ClaimLine.objects.bulk_create(
        ClaimLine(claim=made, part=part, quantity=quantity, price=Decimal(price)) for part, quantity, price in lines
    )
    return made


def fee(world: World, amount: str, *, serial: str = "P1", signed: datetime | None, **given: Any) -> FeeApplication:
    """A crane on site, asked for by Zhang Wei an hour before it was signed."""
    told: dict[str, Any] = {"state": "approved" if signed else "judged", "responsibility": "厂方", "reasonable": True}
    asked = signed - HOUR if signed else NOTICE
    made = FeeApplication.objects.create(
        number=number("F"), ticket=ticket_of(world, serial), author=world.e1, version=world.book, submitted_at=asked,
        amount=Decimal(amount), reason="吊车", **{**told, **given},
    )  # fmt: skip
    sign_off(made, world, asked=asked, judged=asked, signed=signed)
    return made


def purchase(world: World, actual: str, *, serial: str = "P1", settled: datetime | None) -> Purchase:
    """A hose bought on site."""
    at = settled or NOTICE
    told = {"state": "settled", "actual": Decimal(actual), "settled_at": settled} if settled else {"state": "approved"}
    asked = report(world, serial=serial, sent=at - HOUR, checked=at - HOUR, kind="purchase")
    return Purchase.objects.create(
        number=number("P"), ticket=asked.ticket, report=asked, author=world.e1, version=world.book, submitted_at=at,
        budget=Decimal(actual), necessity="停机", consulted_cost=Decimal(actual), **told,
    )  # fmt: skip


def old_part(
    slip: Claim, handler: Person, price: str, *, since: datetime, due: datetime | None, state: str = "owed",
    lot: int = 1,
) -> OldPart:  # fmt: skip
    told = {"exempt_reason": "出口产品"} if state == "exempt" else {}
    line = slip.lines.get()
    return OldPart.objects.create(
        number=number("O"), claim=slip, ticket=slip.ticket, part=line.part, quantity=1, lot=lot, handler=handler,
        slip_price=Decimal(price), ex_works_price=Decimal(price), owed_since=since, due_at=due, state=state, **told,
    )  # fmt: skip


MARCH, APRIL = moment("2026-03-10 09:00:00"), moment("2026-04-07 09:00:00")
