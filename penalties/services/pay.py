"""set_pay, set_pay_limit: what the warnings about deductions are counted against (X11)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from core import journal
from core.errors import OutOfRange
from fieldservice.months import first_day
from penalties.models import Pay, PayLimit


@transaction.atomic
def set_pay(*, person: Person, since: str, amount: Decimal, actor: Person, now: datetime) -> Pay:
    """A person's pay from a month on; the row before stays for the months before. The journal tells no amount."""
    authorize(actor, "set_pay", now=now)
    first_day(since)
    if amount <= 0:
        raise OutOfRange(_("月工资须大于 0"), details={"amount": _("须大于 0")})
    row = Pay.objects.create(person=person, since=since, amount=amount, by=actor, at=now)
    journal.record(row, "set_pay", actor=actor, now=now, thread=person, data={"since": since})
    return row


@transaction.atomic
def set_pay_limit(
    *, percent: Decimal, minimum_wage: Decimal | None, actor: Person, now: datetime
) -> PayLimit:
    """From which share on deductions are flagged, and which wage has to be left."""
    authorize(actor, "set_pay_limit", now=now)
    if not 0 < percent <= 100:
        raise OutOfRange(_("比例须在 0 至 100 之间"), details={"percent": _("须在 0 至 100 之间")})
    row = PayLimit.objects.create(percent=percent, minimum_wage=minimum_wage, by=actor, at=now)
    journal.record(row, "set_pay_limit", actor=actor, now=now,
                   data={"percent": percent, "minimum_wage": minimum_wage})  # fmt: skip
    return row
