"""Machines entered and changed by hand, their ex-factory date, and what was serviced."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from core import journal
from core.errors import OutOfRange, require
from core.journal import Actor
from core.transitions import lock
from customers import selectors
from customers.models import Customer, Machine, MachineModel, MachineService, Site
from customers.rows import read_values
from customers.services import history
from customers.services.keeping_customers import cleaned
from customers.states import FileKind
from customers.warranty_classes import usual_class

MAY_BE_BLANK = {"model", "ex_factory_on", "sold_on", "ex_works_price"}


@transaction.atomic
def add_machine(
    *, serial: str, customer: Customer, model: str = "", site: Site | None = None, actor: Actor, now: datetime,
    **fields: Any,
) -> Machine:  # fmt: skip
    """Take a machine into the base; without a warranty class its model's counts, else eighteen months (5a, 5b)."""
    authorize(actor, "add_machine", now=now)
    given = {"serial": serial, "customer": customer.number, "model": model, **fields}
    values = cleaned(read_values(FileKind.MACHINES, given))
    del values["customer"]
    if selectors.find_machine(values["serial"]):
        raise OutOfRange(
            _("出厂编号“%(serial)s”已存在") % {"serial": values["serial"]}, details={"serial": _("已存在")}
        )
    kind = _model(values.pop("model", ""), values.get("warranty_class"))
    values.setdefault("warranty_class", kind.warranty_class if kind else usual_class())
    machine = Machine(**values, customer=customer, model=kind, site=site)
    history.save(machine, actor=actor, now=now)
    journal.record(machine, "add_machine", actor=actor, now=now, data={"serial": machine.serial})
    return machine


@transaction.atomic
def edit_machine(
    *, machine: Machine, customer: Customer | None = None, actor: Actor, now: datetime, **fields: Any
) -> Machine:
    """Change what is on file about a machine; the serial stays. No change writes nothing."""
    authorize(actor, "edit_machine", now=now)
    locked = lock(machine)
    if "serial" in fields:
        raise OutOfRange(_("出厂编号不能修改"), details={"serial": _("不能修改")})
    linked = {"site": fields.pop("site")} if "site" in fields else {}
    blanks = {name: None for name in MAY_BE_BLANK & set(fields) if fields[name] in ("", None)}
    values = cleaned(read_values(FileKind.MACHINES, fields))
    if "model" in values:
        values["model"] = _model(values["model"], values.get("warranty_class"))
    if customer and customer.pk != locked.customer_id:
        linked = {"customer": customer, "site": None} | linked
    changes = history.apply(locked, blanks | values | linked)
    if changes:
        history.save(locked, actor=actor, now=now)
        journal.record(locked, "edit_machine", actor=actor, now=now, data=changes)
    return locked


@transaction.atomic
def set_ex_factory(*, machine: Machine, ex_factory_on: date, actor: Actor, now: datetime) -> Machine:
    """The day the machine left the factory, from which its warranty counts (5a)."""
    authorize(actor, "record_ex_factory", now=now)
    require(ex_factory_on=(ex_factory_on, _("出厂日期")))
    locked = lock(machine)
    day = cleaned(read_values(FileKind.MACHINES, {"ex_factory_on": ex_factory_on}))["ex_factory_on"]
    changes = history.apply(locked, {"ex_factory_on": day})
    if changes:
        history.save(locked, actor=actor, now=now)
        journal.record(locked, "record_ex_factory", actor=actor, now=now, clause="5a", data=changes)
    return locked


@transaction.atomic
def record_service(
    *, machine: Machine | None, completed_at: datetime, engineer: Person, in_warranty: bool | None,
    guarantee_until: date | None, ticket_id: int, ticket_number: str, fault: str = "", cause: str = "",
) -> MachineService:  # fmt: skip
    """Note a finished service in the machine's record, or for a machine yet to be registered.

    The act of signing the card has authorised and journalled it.
    """
    return MachineService.objects.create(
        machine=machine, completed_at=completed_at, engineer=engineer, in_warranty=in_warranty,
        guarantee_until=guarantee_until, ticket_id=ticket_id, ticket_number=ticket_number, fault=fault, cause=cause,
    )  # fmt: skip


@transaction.atomic
def amend_service(*, ticket_id: int, completed_at: datetime, cause: str) -> None:
    """The card behind a noted service was amended: the record says the same, in the words of the newest revision."""
    MachineService.objects.filter(ticket_id=ticket_id, completed_at=completed_at).update(cause=cause)


@transaction.atomic
def correct_service(
    *, service: MachineService, machine: Machine, in_warranty: bool | None, guarantee_until: date | None
) -> None:
    """The ticket behind a noted service was corrected; the act of correcting has authorised and journalled it."""
    service.machine, service.in_warranty, service.guarantee_until = machine, in_warranty, guarantee_until
    service.save(update_fields=["machine", "in_warranty", "guarantee_until"])


def _model(code: str, warranty_class: str | None) -> MachineModel | None:
    if not code:
        return None
    found, _created = MachineModel.objects.get_or_create(
        code=code, defaults={"warranty_class": warranty_class or usual_class()}
    )
    return found
