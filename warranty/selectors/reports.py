"""Reading anomaly reports: those of a ticket, those that wait to be checked, and a person's own drafts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person
from core.errors import NotFound
from tickets.models import Ticket
from tickets.states import IN_HAND
from warranty.models import AnomalyReport, Purchase
from warranty.states import PurchaseState, ReportState

SHOWN = ("ticket", "ticket__customer", "ticket__engineer", "author", "checked_by", "version", "revises")


def visible_report(number: str, person: Person, *, now: datetime) -> AnomalyReport:
    """The report with this number; NotFound where there is none that `person` may see. Drafts are their author's."""
    rows = _shown(_sent_or_own(AnomalyReport.objects.visible_to(person, now=now), person))
    found: AnomalyReport | None = rows.filter(number=number.strip().upper()).first()
    if found is None:
        raise NotFound(_("没有找到异常报告 %(number)s，或者您无权查看") % {"number": number})
    return found


def reports_of(ticket: Ticket, person: Person) -> QuerySet[AnomalyReport]:
    """The reports of a ticket, newest first, with what came of them; of drafts only the reader's own."""
    found: QuerySet[AnomalyReport] = _shown(_sent_or_own(AnomalyReport.objects.filter(ticket=ticket), person))
    return found.order_by("-pk")


def reports_by(person: Person) -> QuerySet[AnomalyReport]:
    """What a person has written, newest first."""
    found: QuerySet[AnomalyReport] = _shown(AnomalyReport.objects.filter(author=person))
    return found.order_by("-saved_at", "-pk")


def to_check(person: Person, *, now: datetime) -> QuerySet[AnomalyReport]:
    """Reports that wait for the liaison, the longest first."""
    rows = AnomalyReport.objects.visible_to(person, now=now).filter(state=ReportState.RECEIVED)
    found: QuerySet[AnomalyReport] = rows.select_related(*SHOWN).order_by("submitted_at", "pk")
    return found


def draft_of(ticket: Ticket, author: Person, kind: str) -> AnomalyReport | None:
    """What a person has begun to write about a ticket."""
    return AnomalyReport.objects.filter(ticket=ticket, author=author, kind=kind, state=ReportState.DRAFT).first()


def to_revise(ticket: Ticket, author: Person, kind: str) -> AnomalyReport | None:
    """The author's last refused report of the kind that no later one answers."""
    rows = AnomalyReport.objects.filter(
        ticket=ticket, author=author, kind=kind, state=ReportState.REFUSED, revised_by=None
    )
    return rows.order_by("-submitted_at", "-pk").first()


def standing_reports(tickets: Sequence[int], author: Person) -> dict[int, AnomalyReport]:
    """The author's newest report of the current cycle of each of these tickets, a draft included; one statement."""
    rows = AnomalyReport.objects.filter(ticket__in=tickets, author=author, cycle=F("ticket__cycle")).order_by("pk")
    return {row.ticket_id: row for row in rows}


def reported_unreached(ticket: Ticket, *, cycle: int) -> bool:
    """9.3f: whether an accepted report of the cycle was written without having reached the site."""
    rows = AnomalyReport.objects.filter(ticket=ticket, cycle=cycle, state=ReportState.ACCEPTED, not_reached=True)
    return rows.exists()


def last_report(ticket: Ticket, *, cycle: int) -> AnomalyReport | None:
    """What stands about a cycle: the newest accepted report, else the newest that was sent."""
    rows = AnomalyReport.objects.filter(ticket=ticket, cycle=cycle, submitted_at__isnull=False).select_related("author")
    sent = list(rows.order_by("-submitted_at", "-pk"))
    return next((row for row in sent if row.state == ReportState.ACCEPTED), sent[0] if sent else None)


def may_read_file(report_id: int, *, person: Person, now: datetime) -> bool:
    """Whether `person` may see the photos of a report."""
    rows = _sent_or_own(AnomalyReport.objects.visible_to(person, now=now), person)
    found: bool = rows.filter(pk=report_id).exists()
    return found


def _sent_or_own(rows: Any, person: Person) -> Any:
    return rows.filter(~Q(state=ReportState.DRAFT) | Q(author=person))


def ticket_to_buy_for(number: str) -> Ticket:
    """A ticket in hand by its whole number, for the salesperson who files a purchase report (6.9a)."""
    found = Ticket.objects.filter(number=number.strip().upper(), state__in=IN_HAND).first()
    if found is None:
        raise NotFound(_("没有找到在办的工单 %(number)s，请核对工单号") % {"number": number})
    return found


def _shown(rows: Any) -> Any:
    """With what pages name, and whether a purchase was asked for that has not been rejected (`bought`)."""
    bought = Purchase.objects.filter(report=OuterRef("pk")).exclude(state=PurchaseState.REJECTED)
    return rows.select_related(*SHOWN, "revised_by").annotate(bought=Exists(bought))
