"""remind: who lets a signature wait is reminded, then the role above hears of it; nothing is signed by waiting."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.roles import NEXT_HIGHER
from approvals.models import SignOff
from approvals.services.turns import INBOX, remind_from
from approvals.states import OPEN, SignOffState
from notifications.services import notify

A_ROUND = 200


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Remind of what has waited as long as the book says, each time so long again; from the second time on the next
    higher role is told too. Returns how many were reminded; a second call at the same instant reminds of none."""
    due = SignOff.objects.select_for_update(of=("self",), skip_locked=True).filter(state__in=OPEN, remind_at__lte=now)
    rows = list(due.select_related("version").order_by("remind_at")[:A_ROUND])
    for row in rows:
        row.reminded, row.remind_at = row.reminded + 1, remind_from(row, now)
        row.save(update_fields=["reminded", "remind_at"])
        _tell(row, now=now)
    return len(rows)


def _tell(row: SignOff, *, now: datetime) -> None:
    told = {"title": row.title, "amount": row.amount, "times": row.reminded}
    wanted = _("仍待判定") if row.state == SignOffState.JUDGING else _("仍待签批")
    title = _("第 %(times)d 次提醒（%(wanted)s）：%(title)s，%(amount)s 元") % {**told, "wanted": wanted}
    higher = NEXT_HIGHER.get(row.next_role, "") if row.reminded > 1 else ""
    roles = [role for role in (row.next_role, higher) if role]
    notify(about="to_sign", title=title, subject=row, url=f"{INBOX}{row.pk}/", roles=roles, now=now)
