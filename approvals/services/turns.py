"""Whose turn it is: told when it comes, kept on the row for lists, and reminded of after a while."""

from datetime import datetime

from django.utils.translation import gettext as _

from approvals.bands import PER_TICKET
from approvals.models import SignOff
from approvals.selectors import roles_that_sign
from approvals.states import SignOffState
from core import transitions
from core.worktime.table import Listed
from notifications.services import notify
from rulebook.calendars import WORKING, calendar_of
from rulebook.durations import due_at

# The list of what waits for the reader's signature.
INBOX = "/admin/approvals/signoff/"


def hand_on(row: SignOff, *, now: datetime, about: str = "to_sign") -> None:
    """Tell whoever holds the role whose turn it is."""
    lead = _("待您判定") if row.state == SignOffState.JUDGING else _("待您签批")
    title = _("%(lead)s：%(title)s，%(amount)s 元") % {"lead": lead, "title": row.title, "amount": row.amount}
    notify(about=about, title=title, subject=row, url=f"{INBOX}{row.pk}/", roles=[row.next_role], now=now)


def hold_group(row: SignOff) -> None:
    """Lock the ticket whose requests are added up, before its sign-offs: a decision about one moves the level of all.

    Two at once would else wait for each other in a circle, or not see each other's sums.
    """
    if row.version.book.approvals[row.approval].aggregate == PER_TICKET and (group := row.group.fetch()) is not None:
        transitions.lock(group)


def refresh_group(changed: SignOff, *, now: datetime) -> None:
    """Where a ticket's requests are added up, the others may need a higher signature now, or a lower one again."""
    if changed.version.book.approvals[changed.approval].aggregate != PER_TICKET:
        return
    beside = SignOff.objects.filter(
        approval=changed.approval, group_type=changed.group_type, group_id=changed.group_id,
        state=SignOffState.WAITING,
    ).exclude(pk=changed.pk)  # fmt: skip
    for row in beside.select_related("version").order_by("pk"):
        role = roles_that_sign(row)[0]
        if role != row.next_role:
            row.next_role = role
            SignOff.objects.filter(pk=row.pk, state=SignOffState.WAITING).update(next_role=role)
            hand_on(row, now=now)


def remind_from(row: SignOff, now: datetime) -> datetime | None:
    """When to remind whoever's turn it is; None where the book says nothing of it."""
    entry, book = row.version.book.approvals[row.approval], row.version.book
    span = entry.remind_after.duration({}) if entry.remind_after else None
    return due_at(now, span, book.zone_info, calendar_of(book, WORKING, Listed())) if span else None
