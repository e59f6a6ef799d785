"""Which papers of 三包 count in which figure: written once, for the sums and for the lists behind them."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from approvals.models import SignOff
from approvals.states import SignOffState
from figures.period import Period
from tickets.states import TicketState
from warranty.models import AnomalyReport, Claim, FeeApplication, OldPart, PartsRequest, Purchase
from warranty.states import (
    ClaimState,
    FeeState,
    OldPartState,
    PurchaseState,
    ReportKind,
    ReportState,
    RequestState,
)

# How long overdue, in days; beyond the last it is more.
AGES = {"week": 7, "month": 30}


def signed_claims(period: Period) -> QuerySet[Claim]:
    """What a department has taken upon itself in the period."""
    return Claim.objects.filter(signed_at__gte=period.begins, signed_at__lt=period.ends)


def approved_fees(period: Period) -> QuerySet[FeeApplication]:
    """What may be or was spent on site, by the day of the last signature."""
    label = FeeApplication._meta.label_lower
    signed = SignOff.objects.filter(subject_type=label, state=SignOffState.APPROVED)
    again = signed.filter(subject_id=OuterRef("subject_id"), signed_at__gt=OuterRef("signed_at"))
    last = signed.filter(~Exists(again), signed_at__gte=period.begins, signed_at__lt=period.ends)
    fees: QuerySet[FeeApplication] = FeeApplication.objects.filter(
        state__in=[FeeState.APPROVED, FeeState.SETTLED], pk__in=last.values("subject_id")
    )
    return fees


def settled_purchases(period: Period) -> QuerySet[Purchase]:
    """What was bought on site and is settled, by the day of its settlement."""
    rows: QuerySet[Purchase] = Purchase.objects.filter(
        state=PurchaseState.SETTLED, settled_at__gte=period.begins, settled_at__lt=period.ends
    )
    return rows


def sent_reports(period: Period) -> QuerySet[AnomalyReport]:
    rows: QuerySet[AnomalyReport] = AnomalyReport.objects.filter(
        submitted_at__gte=period.begins, submitted_at__lt=period.ends
    )
    return rows


def asked_requests(period: Period) -> QuerySet[PartsRequest]:
    rows: QuerySet[PartsRequest] = PartsRequest.objects.filter(
        submitted_at__gte=period.begins, submitted_at__lt=period.ends
    )
    return rows


def request_sign_offs(period: Period) -> QuerySet[SignOff]:
    """Every judgement and signature of the requests of the period, those voided later included."""
    asked = asked_requests(period).values("pk")
    return SignOff.objects.filter(subject_type=PartsRequest._meta.label_lower, subject_id__in=asked)


def issued_claims(period: Period) -> QuerySet[Claim]:
    return Claim.objects.filter(issued_at__gte=period.begins, issued_at__lt=period.ends)


def waiting(step: str) -> QuerySet[Any]:
    """The papers that wait in a step of `figures.steps` now, with `since`; those of the slip wait in its states."""
    if step == "check":
        return AnomalyReport.objects.filter(state=ReportState.RECEIVED).annotate(since=F("submitted_at"))
    if step == "request":
        # Not every report asks for parts: the ticket still stands where it was diagnosed.
        return AnomalyReport.objects.filter(
            state=ReportState.ACCEPTED, kind=ReportKind.FAULT, ticket__state=TicketState.DIAGNOSED,
            parts_requests__isnull=True, ticket__closed_at=None,
        ).annotate(since=F("checked_at"))  # fmt: skip
    if step in REQUESTED:
        return _requests(step)
    state, since = CLAIMED[step]
    return Claim.objects.filter(state=state).annotate(since=F(since))


REQUESTED = {"judge": RequestState.CHECKED, "sign": RequestState.ASSIGNED, "issue": RequestState.APPROVED}
CLAIMED = {
    "department": (ClaimState.OPEN, "issued_at"), "draw": (ClaimState.SIGNED, "signed_at"),
    "hand_over": (ClaimState.DRAWN, "drawn_at"), "ship": (ClaimState.HANDED_OVER, "handed_over_at"),
    "inform": (ClaimState.SHIPPED, "shipped_at"), "receive": (ClaimState.INFORMED, "informed_at"),
}  # fmt: skip


def _requests(step: str) -> QuerySet[Any]:
    """Requests in a state, since what their standing sign-off says."""
    rows = PartsRequest.objects.filter(state=REQUESTED[step])
    if step == "issue":
        living = Claim.objects.filter(request=OuterRef("pk")).exclude(state=ClaimState.REFUSED)
        rows = rows.filter(~Exists(living))
    about = SignOff.objects.filter(subject_type=PartsRequest._meta.label_lower, subject_id=OuterRef("pk"))
    field = {"judge": "submitted_at", "sign": "judged_at", "issue": "signed_at"}[step]
    return rows.annotate(since=about.order_by("-submitted_at", "-pk").values(field)[:1])


def owed_parts(now: datetime) -> QuerySet[Any]:
    """Old parts that are not back, each with its `age`: running, week, month or older; late means due before now."""
    rules = [When(Q(due_at=None) | Q(due_at__gte=now), then=Value("running"))]
    rules += [When(due_at__gte=now - timedelta(days=days), then=Value(age)) for age, days in AGES.items()]
    age = Case(*rules, default=Value("older"), output_field=CharField())
    return OldPart.objects.filter(state=OldPartState.OWED).annotate(age=age)


def replaced_parts(period: Period) -> QuerySet[OldPart]:
    """Old parts of the work completed in the period, whatever became of them."""
    return OldPart.objects.filter(owed_since__gte=period.begins, owed_since__lt=period.ends)
