"""Found a company with one specimen of every row, made by the product's own services (a process of its own).

What the mass data does not vary it copies from these, so that a column added to the product is filled as the
product fills it.
"""

import os
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftersales.settings")

import django

django.setup()

from accounts import services as accounts
from accounts.models import Person
from accounts.roles import Role
from aftersales.setup import services as setup
from aftersales.setup.blanks import blanks
from core.clock import zone
from core.context import request_scope
from core.journal import SYSTEM
from customers.models import Customer, Machine, MachineModel
from deadlines import services as deadlines
from fieldservice import services as cards
from tickets import services as tickets

FOUNDED = datetime(2020, 1, 6, 9, tzinfo=zone())
# The specimens lie before the mass data: nothing of theirs is open at the end.
NOTICE = datetime(2020, 2, 3, 8, tzinfo=zone())
HOUSE = {
    "gm": Role.GENERAL_MANAGER, "head": Role.DEPT_HEAD, "supervisor": Role.SERVICE_SUPERVISOR, "liaison": Role.LIAISON,
    "clerk": Role.CLERK, "engineer": Role.FIELD_ENGINEER,
}  # fmt: skip


def found() -> None:
    """The company, its house, and two closed tickets: one in time, one whose arrival was missed."""
    params = {blank.name: blank.suggestion or "30天" for blank in blanks()}
    administrator = setup.Administrator("admin", "管理员", "bench-of-2026")
    offices = [setup.OfficeLine("成都办事处", "四川省")]
    setup.init_company(name="测速设备有限公司", home_province="重庆市", params=params, administrator=administrator,
                       offices=offices, now=FOUNDED)  # fmt: skip
    people = {name: _hire(name, role) for name, role in HOUSE.items()}
    machine = _machine()
    for number, hours in enumerate((3, 60)):
        _course(people, machine, NOTICE + timedelta(days=5 * number), timedelta(hours=hours))


def _hire(username: str, role: str) -> Person:
    details: dict[str, Any] = {"kind": "company_stationed", "regions": ["重庆市"]} if username == "engineer" else {}
    return accounts.hire(username=username, name=f"员工{username}", roles=[role], actor=SYSTEM, now=FOUNDED, **details)


def _machine() -> Machine:
    owner = Customer.objects.create(
        number="C0", name="样本机械厂", province="重庆市", contact="王工", phone="13800000000", address="江北区一号"
    )
    model = MachineModel.objects.create(code="JD-000")
    return Machine.objects.create(
        serial="S0", customer=owner, model=model, ex_factory_on=date(2020, 1, 1), ex_works_price=Decimal(52000)
    )


def _course(people: dict[str, Person], machine: Machine, start: datetime, travel: timedelta) -> None:
    """One ticket from the notice to the follow-up call; the site is reached after `travel`."""
    desk, engineer = people["liaison"], people["engineer"]
    at = start
    ticket = tickets.report_fault(serial=machine.serial, fault="压力上不来", actor=desk, now=at)
    tickets.dispatch(ticket=ticket, engineer=engineer, actor=desk, now=at + timedelta(minutes=10))
    at = start + travel
    deadlines.sweep(now=at - timedelta(minutes=1))
    tickets.arrive(ticket=ticket, actor=engineer, now=at)
    tickets.start_work(ticket=ticket, actor=engineer, now=at + timedelta(minutes=30))
    card = cards.sign_card(
        ticket=ticket, cause_analysis="密封件老化", result="运行正常", customer_signature=True, actor=engineer,
        now=at + timedelta(hours=1),
    )  # fmt: skip
    cards.receive_card(card=card, actor=people["clerk"], now=at + timedelta(hours=20))
    tickets.follow_up(ticket=ticket, outcome="solved", actor=desk, now=at + timedelta(hours=22))


if __name__ == "__main__":
    with request_scope():
        found()
