"""Reading what customers may see by a token, and what the desk sees of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Avg, Count, Prefetch, Q, QuerySet
from django.urls import reverse

from accounts.models import Person
from accounts.permissions import may_open
from core import files
from core.errors import NotFound
from core.models import JournalEntry, StoredFile
from core.subjects import Subject
from customers.models import Customer, Machine
from customers.selectors import machines, machines_for, machines_of
from deadlines.models import Deadline
from tickets.models import Appointment, Hold, Ticket
from tickets.public import tokens
from tickets.public.models import MachineLabel, PublicPages, PublicReport, Rating, StatusLink
from tickets.public.states import ReportState
from tickets.selectors.records import arrival_deadlines
from tickets.states import TicketState

# After that a link shows nothing any more, whoever still has it.
LINK_DAYS = 90
RATING_DAYS = 30
RATEABLE = (TicketState.CLOSED, TicketState.CLOSED_UNREACHABLE)
MOST_PENDING = 99


@dataclass(frozen=True)
class Progress:
    """What the status page tells: when the ticket first reached each state of this cycle, and what it waits for."""

    ticket: Ticket
    reached: Mapping[str, datetime]
    appointment: Appointment | None
    due: Deadline | None
    holds: Sequence[Hold]
    rating: Rating | None
    stamp: int


def label_of(token: str) -> MachineLabel | None:
    """The label of a scanned token, one out of use too."""
    rows = MachineLabel.objects.select_related("machine__model", "machine__customer")
    return rows.filter(token_hash=tokens.hashed(token)).first()


def label_address(label: MachineLabel) -> str:
    """The address in the QR code; empty where the key that it was made with is gone."""
    token = tokens.remade("label", label.salt, label.token_hash)
    return settings.PUBLIC_URL.rstrip("/") + reverse("public:report", args=[token]) if token else ""


def link_of(token: str, *, now: datetime) -> StatusLink | None:
    """The link of a token that still opens something."""
    rows = StatusLink.objects.select_related(
        "ticket__engineer", "ticket__office", "ticket__machine__model", "ticket__rating", "report__machine__model"
    )
    link = rows.filter(token_hash=tokens.hashed(token), revoked_at=None).first()
    if link is None or (link.ticket and not alive(link.ticket, now=now)):
        return None
    decided = link.report.decided_at if link.report and not link.ticket else None
    return None if decided and now > decided + timedelta(days=LINK_DAYS) else link


def alive(ticket: Ticket, *, now: datetime) -> bool:
    """Whether customers still see `ticket` by link or number."""
    return ticket.closed_at is None or now <= ticket.closed_at + timedelta(days=LINK_DAYS)


def rated_until(ticket: Ticket) -> datetime | None:
    """Until when the service can be rated; None before it is closed, and for one that never took place."""
    if ticket.state not in RATEABLE or ticket.closed_at is None:
        return None
    return ticket.closed_at + timedelta(days=RATING_DAYS)


def progress(ticket: Ticket) -> Progress:
    """Four statements, besides the link's own."""
    about = Subject.of(ticket)
    told = JournalEntry.objects.filter(subject_type=about.type, subject_id=about.id)
    reached: dict[str, datetime] = {}
    stamp = 0
    for target, at, seq in told.filter(at__gte=ticket.cycle_from).order_by("seq").values_list("target", "at", "seq"):
        reached.setdefault(target, at)
        stamp = seq
    limits = [row for row in arrival_deadlines(ticket) if row.occurrence == str(ticket.cycle)]
    return Progress(
        ticket, reached, ticket.appointments.filter(cycle=ticket.cycle).order_by("-pk").first(),
        limits[-1] if limits else None, list(ticket.holds.filter(lifted_at=None).order_by("pk")),
        rating_of(ticket), stamp,
    )  # fmt: skip


def stamp_of(ticket: Ticket) -> int:
    """Grows with everything that happens to `ticket`; one cheap statement."""
    about = Subject.of(ticket)
    rows = JournalEntry.objects.filter(subject_type=about.type, subject_id=about.id).order_by("-seq")
    return rows.values_list("seq", flat=True).first() or 0


def rating_of(ticket: Ticket) -> Rating | None:
    return getattr(ticket, "rating", None)


def ratings(*, since: datetime, until: datetime) -> QuerySet[Rating]:
    """What customers said from `since` until before `until`, newest first."""
    rows = Rating.objects.filter(at__gte=since, at__lt=until)
    return rows.select_related("ticket", "engineer").order_by("-at")


def rating_figures(*, since: datetime, until: datetime) -> Mapping[str, Any]:
    """How many ratings there were, their average, and how many were low (two stars or fewer)."""
    return ratings(since=since, until=until).aggregate(
        count=Count("pk"), average=Avg("stars"), low=Count("pk", filter=Q(stars__lte=2))
    )


def public_pages() -> PublicPages:
    """What the company lets customers see; nothing more than needed before it has said so."""
    return PublicPages.objects.filter(pk=1).first() or PublicPages()


def reviews() -> QuerySet[PublicReport]:
    """What waits for a person, the oldest first: somebody may be waiting in earnest."""
    rows = PublicReport.objects.filter(state=ReportState.TO_REVIEW)
    return rows.select_related("machine__customer", "machine__model").order_by("sent_at", "pk")


def pending_reviews() -> int:
    """How many wait, at most 99; one statement that reads no more rows than that."""
    return PublicReport.objects.filter(state=ReportState.TO_REVIEW)[:MOST_PENDING].count()


def similar_to(reports: Sequence[PublicReport]) -> dict[str, list[str]]:
    """Open tickets of the same machines by serial number, newest first; one statement."""
    found: dict[str, list[str]] = {}
    serials = {report.machine.serial for report in reports}
    rows = Ticket.objects.open().filter(serial__in=serials).order_by("-notified_at")
    for serial, number in rows.values_list("serial", "number"):
        found.setdefault(serial, []).append(number)
    return found


def report_to_review(pk: int) -> PublicReport:
    """A report by its key, decided ones too: the act says what became of it."""
    rows = PublicReport.objects.select_related("machine__customer", "machine__model", "ticket")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def photos_of(reports: Sequence[PublicReport]) -> dict[int, list[StoredFile]]:
    """The photos of each report; one statement."""
    found: dict[int, list[StoredFile]] = {}
    type_ = PublicReport._meta.label_lower
    ids = [report.pk for report in reports]
    for stored in StoredFile.objects.filter(subject_type=type_, subject_id__in=ids).order_by("id"):
        found.setdefault(stored.subject_id, []).append(stored)
    return found


def report_of(ticket: Ticket) -> PublicReport | None:
    """What the customer sent from which the ticket came."""
    return PublicReport.objects.filter(ticket=ticket).first()


def photos(report: PublicReport) -> list[StoredFile]:
    return files.files_of(report)


def may_read_file(report_id: int, *, person: Person, now: datetime) -> bool:
    """Whoever sees the ticket sees its photos; before there is one, who looks at the report."""
    if may_open(person, "public:reviews", now=now):
        return True
    seen = Ticket.objects.visible_to(person, now=now)
    return seen.filter(public_report=report_id).exists()


def machines_to_label(*, q: str = "", customer: Customer | None = None) -> QuerySet[Machine]:
    """Machines by what was typed, or all of a customer, each with its label in use."""
    rows = machines_of(customer) if customer else machines_for(q)
    return with_labels(rows).order_by("serial")


def with_labels(rows: QuerySet[Machine]) -> QuerySet[Machine]:
    """Each with `in_use`, the list of its one label or of none."""
    return rows.prefetch_related(
        Prefetch("labels", queryset=MachineLabel.objects.filter(revoked_at=None), to_attr="in_use")
    )


def labels_in_use(machines: Sequence[int]) -> QuerySet[MachineLabel]:
    """The labels of these machines as they are printed."""
    rows = MachineLabel.objects.filter(machine__in=machines, revoked_at=None)
    return rows.select_related("machine__model", "machine__customer").order_by("machine__serial")


def machine(pk: int) -> Machine:
    """The machine of a label page, or NotFound."""
    found = with_labels(machines()).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def machines_chosen(ids: Sequence[int]) -> list[Machine]:
    """Those of the chosen machines that exist, by serial number."""
    return list(machines().filter(pk__in=list(ids)).order_by("serial"))
