"""request_purchase, settle_purchase: bought on site on an accepted report with budget (6.9)."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize, holds
from accounts.roles import Role
from core import journal, transitions
from core.errors import NotAllowed, WrongState, require
from core.money import yuan
from core.numbering import next_number
from rulebook.acts import clause_of
from rulebook.selectors import in_force
from tickets import services as tickets
from tickets.states import IN_HAND, HoldKind
from warranty.models import AnomalyReport, Purchase
from warranty.services import amounts, settling, signing
from warranty.states import ReportKind, ReportState


@transaction.atomic
def request_purchase(*, report: AnomalyReport, budget: Decimal, actor: Person, now: datetime) -> Purchase:
    """Ask to buy on site; the ticket waits until it is settled or rejected.

    By the assigned engineer, or a salesperson. The amount is the budget until a cost was asked for (6.9c).
    """
    authorize(actor, "request_purchase", now=now)
    ticket = transitions.lock(report.ticket)
    if ticket.engineer_id != actor.pk and not holds(actor, Role.SALESPERSON, now=now):
        raise NotAllowed(_("只有该工单当前的服务人员或业务员可以申请购件"))
    _refuse_unless_accepted(report)
    if ticket.state not in IN_HAND:
        raise transitions.refusal(ticket)
    require(budget=(budget, _("购件预算")))
    amounts.check("budget", budget)
    version, number = in_force(now=now), next_number("B", now=now)
    hold = tickets.place_hold(ticket=ticket, kind=HoldKind.PURCHASE, note=number, actor=actor, now=now)
    purchase = Purchase.objects.create(
        number=number, author=actor, version=version, submitted_at=now, ticket=ticket, report=report,
        budget=yuan(budget), hold=hold,
    )  # fmt: skip
    journal.record(
        purchase, "request_purchase", actor=actor, now=now, target=purchase.state, thread=ticket,
        clause=clause_of(version.book, "request_purchase"), data={"budget": purchase.budget},
    )  # fmt: skip
    concerned = [actor, report.author, ticket.engineer]
    signing.ask(purchase, amount=purchase.budget, concerned=concerned, author=actor, actor=actor, now=now)
    return purchase


def settle_purchase(
    *, purchase: Purchase, actual: Decimal, actor: Person, now: datetime, receipts: Iterable["File[bytes]"] = ()
) -> Purchase:
    """What it cost; in a higher band than what was granted it is signed again (A17)."""
    return settling.settle(purchase, "settle_purchase", actual, receipts, actor=actor, now=now)


def _refuse_unless_accepted(report: AnomalyReport) -> None:
    locked = transitions.lock(report)
    if locked.kind != ReportKind.PURCHASE:
        raise WrongState(_("请先提交带预算的急需购件报告，受理后再申请购件"))
    if locked.state != ReportState.ACCEPTED:
        raise WrongState(_("异常报告%(state)s，受理后才能申请购件") % {"state": locked.get_state_display()})
