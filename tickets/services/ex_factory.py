"""record_ex_factory: the date from which warranty counts becomes known, or is corrected (clause 5a)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from core import transitions
from core.clock import local_day
from core.errors import NotFound, OutOfRange, require
from core.journal import Actor
from customers.models import Machine
from customers.selectors import find_machine, services_by
from customers.services import correct_service, set_ex_factory
from rulebook import coverage
from tickets.models import Ticket
from tickets.services import assessing
from tickets.services.door import advance
from tickets.services.place import Place
from tickets.services.reporting import facts_of


@transaction.atomic
def record_ex_factory(*, serial: str, ex_factory: date, actor: Actor, now: datetime) -> Machine:
    """Note the date and judge every ticket of the machine anew by the version frozen on it, each in its journal."""
    authorize(actor, "record_ex_factory", now=now)
    require(serial=(serial, _("出厂编号")), ex_factory=(ex_factory, _("出厂日期")))
    machine = find_machine(serial)
    if machine is None:
        raise NotFound(_("出厂编号“%(serial)s”没有登记，请核对编号") % {"serial": serial})
    if ex_factory > local_day(now):
        raise OutOfRange(_("出厂日期不能晚于今天"), details={"ex_factory": _("不能晚于今天")})
    machine = set_ex_factory(machine=machine, ex_factory_on=ex_factory, actor=actor, now=now)
    # Oldest first: the guarantee of an earlier repair decides about the later ticket.
    for ticket in Ticket.objects.filter(machine=machine).order_by("notified_at", "pk"):
        _recompute(ticket, machine, actor=actor, now=now)
    return machine


def _recompute(ticket: Ticket, machine: Machine, *, actor: Actor, now: datetime) -> None:
    ticket = transitions.lock(ticket)
    found = assessing.reassess(ticket, machine, at=ticket.notified_at)
    if all(getattr(ticket, name) == value for name, value in found.items()):
        return
    before = {"in_warranty": ticket.in_warranty, "warranty_ends": ticket.warranty_ends}
    advance(
        ticket, "recompute", actor=actor, now=now, act="record_ex_factory",
        data={"before": before, "in_warranty": found["in_warranty"], "warranty_ends": found["warranty_ends"]},
        **found,
    )  # fmt: skip
    correct_services(ticket, machine)


def correct_services(ticket: Ticket, machine: Machine) -> None:
    """What was noted in the machine's record by cards of this ticket follows the corrected ticket (9.2i)."""
    for service in services_by(ticket.pk):
        facts = guarantee_facts(ticket, machine)
        until = coverage.guarantee_until(
            ticket.version.book, facts, completed_on=local_day(service.completed_at)
        )
        correct_service(
            service=service, machine=machine, in_warranty=ticket.in_warranty, guarantee_until=until
        )


def guarantee_facts(ticket: Ticket, machine: Machine | None) -> dict[str, object]:
    """The facts by which the guarantee of a repair is given (9.2i)."""
    return facts_of(Place.of(ticket), machine) | {"ticket.in_warranty": ticket.in_warranty}
