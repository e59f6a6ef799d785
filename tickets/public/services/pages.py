"""What the company shows to customers without login: the telephone to call, and whether engineers' numbers."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from core import cells, journal
from core.errors import OutOfRange
from tickets.public.models import PublicPages


@transaction.atomic
def set_public_pages(*, phone: str, engineer_phone: bool, actor: Person, now: datetime) -> PublicPages:
    """Set both; an empty telephone takes "call us" off the pages."""
    authorize(actor, "set_public_pages", now=now)
    try:
        number = cells.phone(phone) if phone.strip() else ""
    except cells.CellError as error:
        raise OutOfRange(str(error), details={"phone": str(error)}) from None
    row, _made = PublicPages.objects.update_or_create(
        pk=1, defaults={"phone": number, "engineer_phone": engineer_phone}
    )
    told = {_("服务电话"): number, _("向客户显示服务人员电话"): engineer_phone}
    journal.record(row, "set_public_pages", actor=actor, now=now, data=told)
    return row
