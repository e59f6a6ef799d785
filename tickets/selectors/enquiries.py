"""Questions of users: which wait for their reply and how long, and what was answered (clause 8.2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person
from core.cells import plain
from core.errors import NotFound
from core.words import PAIR, Inside
from customers.models import Customer
from deadlines.models import WAITING, Deadline
from tickets.models import Enquiry, Ticket
from tickets.selectors.keyset import after, behind
from tickets.states import EnquiryState

PAGE = 50
TYPE = "tickets.enquiry"
STATES = ("open", "late", "answered", "all")
# Beside a call nobody reads more.
SHOWN = 5


@dataclass(frozen=True)
class Asked:
    """One enquiry with its limit; `deadline` is None where it was answered at once or the book has none."""

    enquiry: Enquiry
    deadline: Deadline | None


@dataclass(frozen=True)
class EnquiriesWanted:
    """What of the list is wanted, as its address tells it; the open ones where it says nothing."""

    state: str = "open"
    mine: str = ""
    q: str = ""
    after: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "EnquiriesWanted":
        told = {name: str(given.get(name, ""))[:80].strip() for name in ("state", "mine", "q", "after")}
        return cls(**{**told, "state": told["state"] if told["state"] in STATES else "open"})

    def given(self) -> dict[str, str]:
        """What narrows the list, for addresses."""
        told = {"state": "" if self.state == "open" else self.state, "mine": self.mine, "q": self.q}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True)
class EnquiryPage:
    rows: Sequence[Asked]
    counts: Mapping[str, int] = field(default_factory=dict)
    after: str = ""


def enquiries(wanted: EnquiriesWanted, person: Person, *, now: datetime, size: int = PAGE) -> EnquiryPage:
    """The list: what waits, the longest first, or all, the newest first; four statements at any length."""
    counts = {"open": Enquiry.objects.filter(state=EnquiryState.OPEN).count(), "late": _late(now).count()}
    rows = _narrowed(wanted, person, now)
    oldest_first = wanted.state in ("open", "late")
    if wanted.after:
        rows = behind(rows, "logged_at", wanted.after, forward=oldest_first)
    order = ("logged_at", "pk") if oldest_first else ("-logged_at", "-pk")
    found = list(rows.select_related("customer", "ticket", "logged_by", "answered_by").order_by(*order)[: size + 1])
    shown = found[:size]
    return EnquiryPage(_with_limits(shown), counts, after(shown[-1], "logged_at") if len(found) > size else "")


def _late(now: datetime) -> QuerySet[Deadline]:
    return Deadline.objects.filter(WAITING, kind="reply", subject_type=TYPE, due_at__lt=now)


def _narrowed(wanted: EnquiriesWanted, person: Person, now: datetime) -> QuerySet[Enquiry]:
    rows = Enquiry.objects.all()
    if wanted.state in ("open", "late"):
        rows = rows.filter(state=EnquiryState.OPEN)
    if wanted.state == "late":
        rows = rows.filter(pk__in=_late(now).values("subject_id"))
    if wanted.state == "answered":
        rows = rows.filter(state=EnquiryState.ANSWERED)
    if wanted.mine:
        rows = rows.filter(logged_by=person)
    return rows.filter(_told(wanted.q)) if wanted.q else rows


def _told(text: str) -> Q:
    """By number or telephone; by a part of who called or what was asked."""
    found = Q(number=plain(text)) | Q(phone=text)
    return found | Q(Inside("caller", "question", text=text)) if len(text) >= PAIR else found


def _with_limits(rows: Sequence[Enquiry]) -> list[Asked]:
    ids = [row.pk for row in rows]
    limits = Deadline.objects.filter(kind="reply", subject_type=TYPE, subject_id__in=ids, superseded_at=None)
    known: dict[Any, Deadline] = {row.subject_id: row for row in limits} if ids else {}
    return [Asked(row, known.get(row.pk)) for row in rows]


def enquiry_page(number: str) -> Asked:
    """One enquiry with its limit, else NotFound."""
    rows = Enquiry.objects.select_related("customer", "ticket", "logged_by", "answered_by", "version")
    found = rows.filter(number=plain(number)).first()
    if found is None:
        raise NotFound(_("没有找到咨询 %(number)s") % {"number": number})
    return _with_limits([found])[0]


def around_phone(phone: str, customer: Customer | None) -> list[Asked]:
    """The last questions from this telephone or of this customer: the caller may ask for the second time."""
    if not phone and customer is None:
        return []
    same = Q(phone=phone) if phone else Q(pk__in=[])
    rows = Enquiry.objects.filter(same | Q(customer=customer) if customer else same)
    return _with_limits(list(rows.order_by("-logged_at", "-pk")[:SHOWN]))


def enquiries_of(ticket: Ticket) -> list[Asked]:
    """What was asked about a ticket."""
    return _with_limits(list(Enquiry.objects.filter(ticket=ticket).order_by("-logged_at", "-pk")[:SHOWN]))


def exported(wanted: EnquiriesWanted, person: Person, *, now: datetime, most: int) -> Iterable[Asked]:
    """Everything that the list with its filters holds."""
    return enquiries(EnquiriesWanted(wanted.state, wanted.mine, wanted.q), person, now=now, size=most).rows
