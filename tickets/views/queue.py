"""The desk's first page: what waits, the earliest limit first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import holds, may, may_open, page
from accounts.requests import SignedRequest
from accounts.roles import Role
from core.countdown import Left
from core.middleware import is_partial
from customers import selectors as customers
from rulebook.models import RulebookVersion
from rulebook.selectors import in_force
from tickets import selectors, showing
from tickets.queues import BY_CODE, Queue
from tickets.states import TicketState
from tickets.views.welcome import welcome

ROWS = 50
WAITING_FOR_ARRIVAL = (TicketState.REPORTED, TicketState.DISPATCHED)


@dataclass(frozen=True)
class QueueRow:
    """A row of the selector with what it says to a person."""

    row: selectors.Row
    left: Left | None
    zone: str
    coverage: showing.Badge
    state: showing.Badge

    @property
    def url(self) -> str:
        return reverse("tickets:ticket", args=[self.row.number])

    @property
    def place(self) -> str:
        return showing.place_of(self.row.country, self.row.place, self.row.address)

    @property
    def machine(self) -> str:
        return " · ".join(filter(None, [self.row.model, self.row.serial])) or _("编号未登记")

    @property
    def unset(self) -> bool:
        """Whether somebody has to set the limit: the site waits, and no clock runs."""
        return self.row.deadline is None and self.row.state in WAITING_FOR_ARRIVAL


@page("tickets:home")
@require_safe
def home(request: SignedRequest) -> HttpResponseBase:
    """The queue for the desk; everybody else is led to his own first page."""
    if selectors.has_desk(request.user, now=request.now):
        return queue(request)
    if may_open(request.user, "fieldservice:jobs", now=request.now):
        return redirect("fieldservice:jobs")
    if holds(request.user, Role.ADMINISTRATOR, now=request.now):
        return redirect("admin:index")
    return welcome(request)


@page("tickets:queue")
@require_safe
def queue(request: SignedRequest) -> HttpResponse:
    """One queue; asked for by itself again, only its rows."""
    shown = BY_CODE.get(request.GET.get("queue", ""), BY_CODE["open"])
    only, after = request.GET.get("only", ""), request.GET.get("after", "")
    found = selectors.queue(request.user, now=request.now, name=shown.code, only=only, after=after, size=ROWS)
    version = in_force(now=request.now)
    context = {
        "queue": shown.code, "queue_of": shown, "filtered": bool(only), "chips": _chips(shown, only, version),
        "rows": [_shown(row, version, now=request.now) for row in found.rows],
        "summary": _summary(found, now=request.now), "clear_url": _url(shown), **_empty(shown, found, request),
        "page": {
            "first_url": _url(shown, only=only) if after else "",
            "next_url": _url(shown, only=only, after=found.after) if found.after else "",
        },
    }  # fmt: skip
    return render(request, "tickets/queue.html#rows" if is_partial(request) else "tickets/queue.html", context)


def _empty(shown: Queue, found: selectors.Page, request: SignedRequest) -> dict[str, Any]:
    """What somebody can do about an empty list: import the base of a fresh company, or take a call."""
    if found.rows or shown.code not in ("open", "reported", "mine"):
        return {}
    fresh = may(request.user, "import_base", now=request.now) and not customers.customers().exists()
    return {
        "first_import": reverse("admin:customers_customer_import") if fresh else "",
        "may_report": may(request.user, "report_fault", now=request.now),
    }


def _shown(row: selectors.Row, version: RulebookVersion, *, now: datetime) -> QueueRow:
    return QueueRow(
        row, showing.left_of(row.deadline, now=now), showing.zone_title(version, row.zone),
        showing.coverage_badge(row.free, row.in_warranty, row.warranty_ends), showing.state_badge(row.state),
    )  # fmt: skip


def _summary(found: selectors.Page, *, now: datetime) -> str:
    late = sum(1 for row in found.rows if row.late(now))
    count = f"{len(found.rows)}+" if found.after else str(len(found.rows))
    told = _("%(count)s 张") % {"count": count}
    return told + (_("，%(late)d 张已超时") % {"late": late} if late else "") if found.rows else ""


def _chips(shown: Queue, only: str, version: RulebookVersion) -> list[dict[str, Any]]:
    zones = dict.fromkeys((zone.id, zone.title or zone.id) for zone in version.book.zones)
    chips = [("", _("全部")), *zones, ("urgent", _("急需")), ("free", _("三包内")), ("paid", _("超三包"))]
    return [{"label": label, "url": _url(shown, only=code), "here": code == only} for code, label in chips]


def _url(shown: Queue, **given: str) -> str:
    return f"{reverse('tickets:queue')}?{urlencode({'queue': shown.code, **{k: v for k, v in given.items() if v}})}"
