"""Lines of the expense claim, gathered during the month (9.4): noted, taken out, frozen with the claim."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from core import files as private_files
from core import journal
from core.clock import local_day
from core.errors import Incomplete, NotAllowed, NotFound, OutOfRange, WrongState, require
from core.money import yuan
from core.transitions import lock
from fieldservice import months
from fieldservice.models import ExpenseLine, Trip
from fieldservice.states import DocumentKind, ExpenseKind
from tickets.models import Ticket

MOST = Decimal("9999999.99")


@transaction.atomic
def note_expense(
    *, day: date, place: str, kind: str, amount: Decimal, actor: Person, now: datetime, ticket: Ticket | None = None,
    trip: Trip | None = None, note: str = "", receipts: Iterable["File[bytes]"] = (),
) -> ExpenseLine:  # fmt: skip
    """Write a line into the month's claim, with photos of the receipt; it may go again until then.

    Raises Incomplete, OutOfRange, NotAllowed for another's ticket or journey, WrongState once the claim is in and its
    limit over.
    """
    authorize(actor, "note_expense", now=now)
    month = f"{day:%Y-%m}" if day else ""
    if month and not claim_open(actor, month, now=now):
        raise WrongState(_("%(month)s 的报销单已经收到，期限也过了，不能再加") % {"month": month})
    line = write_line(actor, month, day=day, place=place, kind=kind, amount=amount, ticket=ticket, trip=trip,
                      note=note, now=now)  # fmt: skip
    for upload in receipts:
        private_files.store_file(upload, line, kind="receipt", actor=actor, now=now)
    journal.record(line, "note_expense", actor=actor, now=now, thread=actor,
                   data={"day": line.day, "place": line.place, "kind": line.kind, "amount": line.amount})  # fmt: skip
    return line


def claim_open(engineer: Person, month: str, *, now: datetime) -> bool:
    """Whether a line may still come: until the claim is in and its limit is over."""
    if DocumentKind.EXPENSE_CLAIM not in months.documents_of(engineer, month):
        return True
    limit = months.limits_of(engineer, month).get(DocumentKind.EXPENSE_CLAIM)
    return limit is not None and now <= limit.due_at


def write_line(
    engineer: Person, month: str, *, day: date, place: str, kind: str, amount: Decimal, now: datetime,
    ticket: Ticket | None = None, trip: Trip | None = None, note: str = "",
) -> ExpenseLine:  # fmt: skip
    """A complete line of the month, not handed in yet. A step of noting it, and of handing in with it."""
    require(day=(day, _("日期")), place=(place, _("地点")), kind=(kind, _("费用种类")), amount=(amount, _("金额")))
    _check_day(day, month, now=now)
    if kind not in ExpenseKind.values:
        raise OutOfRange(_("请选择费用种类"), details={"kind": _("请选择费用种类")})
    _check_own(engineer, ticket, trip)
    if kind == ExpenseKind.RETURN_TRIP:
        trip = trip or _journey(engineer, day)
    return ExpenseLine.objects.create(
        engineer=engineer, month=month, day=day, place=place.strip()[:120], kind=kind, amount=_exact(amount),
        ticket=ticket, trip=trip, note=note.strip()[:200], noted_at=now,
    )  # fmt: skip


def _check_day(day: date, month: str, *, now: datetime) -> None:
    if day > local_day(now):
        raise OutOfRange(_("费用日期不能晚于今天"), details={"day": _("不能晚于今天")})
    if f"{day:%Y-%m}" != month:
        told = _("%(day)s 不在 %(month)s，请放进当月的报销单") % {"day": day, "month": month}
        raise OutOfRange(told, details={"day": told})


def _check_own(engineer: Person, ticket: Ticket | None, trip: Trip | None) -> None:
    if trip is not None and trip.engineer_id != engineer.pk:
        raise NotAllowed(_("只能报销本人的出差"))
    if ticket is not None and engineer.pk not in _served_by(ticket):
        raise NotAllowed(_("只能报销本人服务的工单"))


def _served_by(ticket: Ticket) -> set[int | None]:
    """Who has the ticket now, and who worked on it before."""
    return {ticket.engineer_id, *ticket.cards.values_list("engineer_id", flat=True)}


def _journey(engineer: Person, day: date) -> Trip:
    """The journey that the way back belongs to, where the line names none: the last that had begun by then."""
    begun = Trip.objects.filter(engineer=engineer, departed_at__isnull=False).order_by("-departed_at")
    found = next((trip for trip in begun[:24] if trip.departed_at and local_day(trip.departed_at) <= day), None)
    if found is None:
        raise Incomplete(_("返厂差旅费须写明是哪次出差"), details={"trip": _("请选择出差")})
    return found


def _exact(amount: Decimal) -> Decimal:
    """The amount in yuan with two places; nothing is rounded away."""
    try:
        exact = yuan(Decimal(str(amount)))
        whole = exact == Decimal(str(amount))
    except InvalidOperation:
        whole, exact = False, Decimal(0)
    if not whole or not 0 < exact <= MOST:
        raise OutOfRange(_("金额须大于 0，最多两位小数"), details={"amount": _("金额须大于 0，最多两位小数")})
    return exact


@transaction.atomic
def remove_expense(*, line: ExpenseLine, actor: Person, now: datetime) -> ExpenseLine:
    """Take a line out of the claim before it is handed in; the row stays. A second time changes nothing."""
    authorize(actor, "remove_expense", now=now)
    if line.engineer_id != actor.pk:
        raise NotFound(_("没有这一行费用"))
    locked = lock(line)
    if locked.document_id is not None:
        raise WrongState(_("报销单已经交了，不能再改"))
    if locked.removed_at is None:
        locked.removed_at = now
        locked.save(update_fields=["removed_at"])
        journal.record(locked, "remove_expense", actor=actor, now=now, thread=actor)
    return locked


