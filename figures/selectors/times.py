"""How long each step of the papers takes, and what waits in it now; two statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, IntegerField, Min, OuterRef, QuerySet, Value

from approvals.models import SignOff
from figures.period import Period
from figures.quantiles import quantile
from figures.selectors import papers
from figures.selectors.spans import TenthsBetween
from figures.steps import STEPS, Step
from warranty.models import PartsRequest
from warranty.states import ReportState

MEDIAN, MOST = Decimal("0.5"), Decimal("0.9")
TEN = Decimal(10)


@dataclass(frozen=True)
class StepTime:
    """A step of the papers begun in the period; hours to a tenth, None where none has taken it."""

    step: Step
    papers: int
    median: Decimal | None
    most: Decimal | None
    waiting: int
    since: datetime | None
    slowest: bool = False


def step_times(period: Period) -> Sequence[StepTime]:
    """Every step in its order; the slowest is that with the longest median."""
    counted, waiting = _counted(period), _waiting()
    medians = {step.code: quantile(counted.get(step.code, {}), MEDIAN) for step in STEPS}
    slowest = max((value for value in medians.values() if value), default=None)
    return [
        StepTime(
            step, sum(counted.get(step.code, {}).values()), _hours(medians[step.code]),
            _hours(quantile(counted.get(step.code, {}), MOST)), *waiting.get(step.code, (0, None)),
            slowest=slowest is not None and medians[step.code] == slowest,
        )
        for step in STEPS
    ]  # fmt: skip


def _hours(tenths: int | None) -> Decimal | None:
    return None if tenths is None else tenths / TEN


def _counted(period: Period) -> dict[str, dict[int, int]]:
    """How often each step took how many tenths of an hour."""
    found: dict[str, dict[int, int]] = {}
    for number, tenths, count in _united(_spans(period)):
        if tenths is not None:
            found.setdefault(STEPS[number].code, {})[tenths] = count
    return found


def _spans(period: Period) -> Iterable[QuerySet[Any]]:
    reports, sign_offs = papers.sent_reports(period), papers.request_sign_offs(period)
    claims = papers.issued_claims(period)
    signed = SignOff.objects.filter(
        subject_type=PartsRequest._meta.label_lower, subject_id=OuterRef("request_id"),
        signed_at__lte=OuterRef("issued_at"),
    ).order_by("-signed_at").values("signed_at")[:1]  # fmt: skip
    ends: tuple[tuple[QuerySet[Any], str, str], ...] = (
        (reports.filter(state=ReportState.ACCEPTED), "submitted_at", "checked_at"),
        (papers.asked_requests(period), "report__checked_at", "submitted_at"),
        (sign_offs, "submitted_at", "judged_at"),
        (sign_offs, "judged_at", "signed_at"),
        (claims.annotate(approved_at=signed), "approved_at", "issued_at"),
        (claims, "issued_at", "signed_at"),
        (claims, "signed_at", "drawn_at"),
        (claims, "drawn_at", "handed_over_at"),
        (claims, "handed_over_at", "shipped_at"),
        (claims, "shipped_at", "informed_at"),
        (claims, "informed_at", "received_at"),
    )
    for number, (rows, start, end) in enumerate(ends):
        # Only by the end: a start that is asked for in another table would be asked for twice.
        taken = _numbered(rows.filter(**{f"{end}__isnull": False}), number)
        yield taken.values_list("step", TenthsBetween(F(start), F(end))).annotate(n=Count("pk"))


def _waiting() -> dict[str, tuple[int, datetime | None]]:
    """How many papers wait in each step, and since when the oldest does."""
    rows = _united(
        _numbered(papers.waiting(step.code), number).values_list("step").annotate(n=Count("pk"), oldest=Min("since"))
        for number, step in enumerate(STEPS)
    )
    return {STEPS[number].code: (count, oldest) for number, count, oldest in rows}


def _numbered(rows: QuerySet[Any], number: int) -> QuerySet[Any]:
    return rows.order_by().annotate(step=Value(number, output_field=IntegerField()))


def _united(parts: Iterable[QuerySet[Any]]) -> Iterable[Any]:
    """All rows of all parts in one statement."""
    first, *others = parts
    return first.union(*others, all=True)
