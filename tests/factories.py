"""The standard company of the tests: people of every role, customers, machines, and tickets through the services."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Office, Person
from core.clock import zone
from customers.models import ClassChange, Customer, Machine, MachineModel
from fieldservice import services as cards
from fieldservice.models import ServiceCard
from rulebook.models import RulebookVersion
from tests.support.company import engineer, install_book, staff
from tests.support.replay import made_once
from tickets import services as tickets
from tickets.models import Ticket

# Of the cast of scenario files: username, name, role.
OFFICE_PEOPLE = (
    ("gm", "高建国", "general_manager"),
    ("head", "何部长", "dept_head"),
    ("supervisor", "苏敏", "service_supervisor"),
    ("quality_supervisor", "钱慧", "quality_service_supervisor"),
    ("liaison", "李娜", "liaison"),
    ("statistician", "佟丽", "statistician"),
    ("clerk", "柯静", "clerk"),
    ("keeper", "库强", "warehouse_keeper"),
    ("freight", "付运", "freight_dispatcher"),
    ("inspector", "殷检", "inspector"),
    ("loss_rep", "罗刚", "loss_department_reviewer"),
    ("salesperson", "叶伟", "salesperson"),
    ("office_head", "欧阳平", "office_head"),
    ("sales_director", "邵总", "sales_director"),
    ("finance", "费会计", "finance"),
    ("administrator", "管宇", "administrator"),
    ("auditor", "沈计", "auditor"),
)
CUSTOMERS = (
    ("c1", "重庆江北机械厂", "A", "CN", "重庆市"),
    ("c2", "成都锦江水务", "B", "CN", "四川省"),
    ("c3", "阿拉木图矿业", "C", "KZ", ""),
    ("c4", "贵阳南明纸业", "C", "CN", "贵州省"),
)
MACHINES = (
    ("P1", "c1", "eighteen", date(2025, 1, 31), "52000.00"),
    ("P2", "c2", "eighteen", date(2025, 6, 15), "52000.00"),
    ("P3", "c3", "twelve", date(2025, 6, 15), "86000.00"),
    ("P4", "c4", "six", date(2025, 12, 1), "18000.00"),
)


def moment(text: str) -> datetime:
    """`moment("2026-03-02 08:00:00")`: that instant on the company's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=zone())


@dataclass
class World:
    """The company by the names of the cast: `world.liaison`, `world.machines["P1"]`."""

    book: RulebookVersion
    people: dict[str, Person] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    machines: dict[str, Machine] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


def company(**params: str) -> World:
    """A fresh company with the shipped book, its blanks filled; `params` overrides parameters."""
    return made_once(_founded, **params)


def _founded(**params: str) -> World:
    world = World(install_book(**params))
    world.offices = {
        "chengdu": Office.objects.create(code="chengdu", name="成都办事处", province="四川省"),
        "guiyang": Office.objects.create(code="guiyang", name="贵阳办事处", province="贵州省", independent=True),
    }
    world.people = {username: staff(username, name, role) for username, name, role in OFFICE_PEOPLE}
    _settle(world.people["office_head"], office=world.offices["guiyang"])
    world.people["e1"] = _settle(engineer("e1", "张伟"), regions=["重庆市", "四川省"])
    world.people["e2"] = _settle(engineer("e2", "王强"), regions=["重庆市", "四川省"])
    world.people["e3"] = _settle(
        engineer("e3", "赵磊", kind="office_based"), regions=["贵州省"], office=world.offices["guiyang"]
    )
    world.customers = {number: customer(number, *told) for number, *told in CUSTOMERS}
    world.machines = {
        serial: machine(serial, world.customers[owner], class_, made, price)
        for serial, owner, class_, made, price in MACHINES
    }
    return world


def _settle(person: Person, **fields: Any) -> Person:
    for name, value in fields.items():
        setattr(person, name, value)
    person.save(update_fields=list(fields))
    return person


def customer(
    number: str, name: str = "新客户", customer_class: str = "C", country: str = "CN", province: str = "重庆市"
) -> Customer:
    row = Customer.objects.create(
        number=number, name=name, customer_class=customer_class, country=country, province=province,
        contact="王工", phone="13800000000",
    )  # fmt: skip
    ClassChange.objects.create(customer=row, customer_class=customer_class, since=date(2020, 1, 1))
    return row


def machine(
    serial: str,
    owner: Customer,
    warranty_class: str = "eighteen",
    ex_factory_on: date | None = date(2025, 1, 31),
    price: str = "52000.00",
) -> Machine:
    model, _created = MachineModel.objects.get_or_create(
        code=f"JD-{warranty_class}", defaults={"warranty_class": warranty_class}
    )
    return Machine.objects.create(
        serial=serial, customer=owner, model=model, warranty_class=warranty_class, ex_factory_on=ex_factory_on,
        ex_works_price=Decimal(price),
    )  # fmt: skip


NOTICE = moment("2026-03-02 08:00:00")
STEP = timedelta(minutes=10)


def reported(world: World, *, at: datetime = NOTICE, serial: str = "P1", **given: Any) -> Ticket:
    """A ticket reported by telephone at `at`."""
    told = {"serial": serial, "fault": "压力上不来", "actor": world.liaison, **given}
    return tickets.report_fault(**told, now=at)


def dispatched(world: World, *, at: datetime = NOTICE, engineer: Person | None = None, **given: Any) -> Ticket:
    """A ticket sent to `engineer` (Zhang Wei) ten minutes after the notice."""
    ticket = reported(world, at=at, **given)
    return tickets.dispatch(ticket=ticket, engineer=engineer or world.e1, actor=world.liaison, now=at + STEP)


def on_site(world: World, *, at: datetime = NOTICE, **given: Any) -> Ticket:
    """A ticket whose engineer arrived three hours after the notice."""
    ticket = dispatched(world, at=at, **given)
    return tickets.arrive(ticket=ticket, actor=ticket.engineer, now=at + timedelta(hours=3))


def working(world: World, *, at: datetime = NOTICE, **given: Any) -> Ticket:
    """A ticket at work since three and a half hours after the notice."""
    ticket = on_site(world, at=at, **given)
    return tickets.start_work(ticket=ticket, actor=ticket.engineer, now=at + timedelta(hours=3, minutes=30))


def signed_card(world: World, *, at: datetime = NOTICE, **given: Any) -> ServiceCard:
    """A card signed four and a half hours after the notice; its ticket is completed."""
    ticket = working(world, at=at, **given)
    return cards.sign_card(
        ticket=ticket, cause_analysis="密封件老化", result="运行正常", customer_signature=True, actor=ticket.engineer,
        now=at + timedelta(hours=4, minutes=30),
    )  # fmt: skip


def to_call(world: World, *, at: datetime = NOTICE, **given: Any) -> Ticket:
    """A ticket whose card the clerk received on the next morning."""
    card = signed_card(world, at=at, **given)
    return cards.receive_card(card=card, actor=world.clerk, now=at + timedelta(hours=25)).ticket
