"""Lines of an expense claim: whether a daily report names the same place, and what is paid of each (9.4d)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.models import Person
from core.money import yuan
from fieldservice import months
from fieldservice.models import DailyCheck, DailyReport, ExpenseLine, LineLoss
from fieldservice.states import CheckResult, DocumentState

WHOLE = Decimal(100)
# What says nothing in a place's name: blanks, marks, and the kind of place at its end.
BLANKS = re.compile(r"[\s,，.。·、/\-—→()（）]+")
KINDS = ("特别行政区", "自治区", "自治州", "省", "市", "区", "县", "镇")

Reports = Mapping[date, Sequence[DailyReport]]


def reports_of(engineer: Person, days: Iterable[date]) -> Reports:
    """The daily reports of these days by day, without those that were found to be false; one statement."""
    newest = DailyCheck.objects.filter(engineer=OuterRef("engineer"), day=OuterRef("day")).order_by("-id")
    rows = DailyReport.objects.filter(engineer=engineer, day__in=set(days)).annotate(
        found=Subquery(newest.values("result")[:1])
    )
    by_day: dict[date, list[DailyReport]] = {}
    for row in rows.filter(Q(found=None) | ~Q(found=CheckResult.FAKE)).select_related("ticket").order_by("sent_at"):
        by_day.setdefault(row.day, []).append(row)
    return by_day


def doubt_of(day: date, place: str, reports: Reports) -> str:
    """Why the daily reports do not bear out that somebody was at `place` on `day`; empty where one does."""
    told = reports.get(day, ())
    if not told:
        return _("%(day)s 没有每日行踪") % {"day": day}
    if any(same_place(place, name) for report in told for name in places_of(report)):
        return ""
    named = "、".join(dict.fromkeys(report.place or report.customer for report in told))
    return _("%(day)s 的每日行踪在%(where)s") % {"day": day, "where": named}


def places_of(report: DailyReport) -> list[str]:
    """Where a report says that one was: its place, else its customer and the site of its ticket."""
    if report.place:
        return [report.place]
    site = report.ticket
    return [report.customer, *([site.province, site.address] if site else [])]


def same_place(claimed: str, told: str) -> bool:
    """成都 and 成都市锦江区 are the same place for a claim; a single character is none."""
    first, second = _plain(claimed), _plain(told)
    if len(first) < 2 or len(second) < 2:
        return bool(first) and first == second
    return first in second or second in first


def _plain(place: str) -> str:
    name = BLANKS.sub("", place)
    for kind in KINDS:
        if name.endswith(kind) and len(name) > len(kind) + 1:
            return name.removesuffix(kind)
    return name


@dataclass(frozen=True)
class Payable:
    """What is paid of a line, and why not all of it."""

    line: ExpenseLine
    amount: Decimal
    percent: int
    clause: str = ""
    reason: str = ""


def standing_losses(lines: QuerySet[ExpenseLine]) -> QuerySet[LineLoss]:
    """What was taken of lines and not given back."""
    given_back = LineLoss.objects.filter(reverses=OuterRef("pk"))
    rows = LineLoss.objects.filter(line__in=lines, reverses=None)
    return rows.filter(~Exists(given_back)).select_related("line").order_by("pk")


def payable(lines: QuerySet[ExpenseLine]) -> list[Payable]:
    """What is paid of each line that was handed in: two breaches take one half (9.8f); two statements."""
    losses: dict[int, list[LineLoss]] = {}
    for loss in standing_losses(lines.order_by()):
        losses.setdefault(loss.line_id, []).append(loss)
    found = []
    for line in lines:
        taken = min(losses.get(line.pk, ()), key=lambda loss: loss.percent, default=None)
        found.append(_paid(line, taken))
    return found


def _paid(line: ExpenseLine, taken: LineLoss | None) -> Payable:
    document = line.document
    if document is None or document.state == DocumentState.VOID:
        late = _("报销单逾期作废") if document else _("尚未交报销单")
        return Payable(line, Decimal("0.00"), 0, "9.4" if document else "", late)
    if taken is None:
        return Payable(line, line.amount, 100)
    amount = yuan(line.amount * taken.percent / WHOLE)
    return Payable(line, amount, taken.percent, taken.clause, taken.reason)


def reimbursed(engineer: Person, month: str) -> Decimal:
    """The sum of what is paid of the month's claim."""
    paid = payable(months.expenses_of(engineer, month).filter(document__isnull=False))
    return sum((one.amount for one in paid), Decimal("0.00"))
