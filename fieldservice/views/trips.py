"""Journeys, leaves and trainings: the desk's page, one journey, and the engineer's own on his phone."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.permissions import may, page
from accounts.requests import SignedRequest
from accounts.selectors import works_on_phone
from accounts.timeline import timeline
from core import journal
from core.clock import local_day
from fieldservice import journeys, leave_showing, strips, trip_list
from fieldservice import trip_showing as showing
from fieldservice.models import Trip
from fieldservice.trip_forms import AskForm
from fieldservice.views.leave_acts import NEW
from rulebook.selectors import in_force

ACTS = ("change_departure", "cancel_departure", "allow_return", "deny_return", "call_home")
OWN = ("depart", "ask_return", "return_to_factory", "report_back")


@page("fieldservice:trips")
@require_safe
def trips(request: SignedRequest) -> HttpResponse:
    """What waits first; `?state=` shows one kind as a whole."""
    code, rows = request.GET.get("state", ""), journeys.trips_seen_by(request.user, now=request.now)
    if code in trip_list.GROUPS or code == trip_list.OVER[0]:
        return _one_kind(request, code)
    groups = trip_list.groups(rows)
    shown = _shown([trip for group in groups for trip in group.rows], request)
    context = {
        "groups": [{"group": group, "rows": [shown[trip.pk] for trip in group.rows],
                    "more": group.count - len(group.rows)} for group in groups],
        "absent": _absent(request), "new": _new(request),
    }  # fmt: skip
    return render(request, "fieldservice/trips.html", context)


def _one_kind(request: SignedRequest, code: str) -> HttpResponse:
    rows = journeys.trips_seen_by(request.user, now=request.now)
    found, after = trip_list.listed(rows, code, request.GET.get("after", ""))
    shown, here = _shown(found, request), reverse("fieldservice:trips")
    title = trip_list.OVER[1] if code == trip_list.OVER[0] else trip_list.GROUPS[code][0]
    context = {
        "title": title, "rows": [shown[trip.pk] for trip in found], "code": code,
        "page": {"first_url": f"{here}?{urlencode({'state': code})}" if request.GET.get("after") else "",
                 "next_url": f"{here}?{urlencode({'state': code, 'after': after})}" if after else ""},
    }  # fmt: skip
    return render(request, "fieldservice/trips_of_kind.html", context)


def _shown(rows: list[Trip], request: SignedRequest) -> dict[int, showing.ShownTrip]:
    limits, least = trip_list.limits_of(rows), showing.least_days(in_force(now=request.now).book)
    allowed = frozenset(act for act in ACTS if may(request.user, act, now=request.now))
    return {
        trip.pk: showing.shown(trip, limits, least, showing.OFFICE, allowed, now=request.now) for trip in rows
    }


def _absent(request: SignedRequest) -> strips.Calendar:
    today, now = local_day(request.now), request.now
    leaves, trainings = trip_list.absences(None, today)
    waiting = [one for one in trip_list.without_result(today).select_related("engineer") if one not in trainings]
    lines = leave_showing.leave_lines(leaves, today, may_end=may(request.user, "end_leave", now=now))
    lines += leave_showing.training_lines(
        [*waiting, *trainings], today, may_cancel=may(request.user, "cancel_training", now=now),
        may_record=may(request.user, "record_training", now=now),
    )  # fmt: skip
    return strips.calendar(lines, today)


def _new(request: SignedRequest) -> list[dict[str, Any]]:
    """What may be arranged, as buttons."""
    acts = ["order_departure", *NEW]
    allowed = [act for act in acts if may(request.user, act, now=request.now)]
    return [{"act": act, "url": reverse(f"fieldservice:{act}"), "first": act == allowed[0]} for act in allowed]


@page("fieldservice:trip")
@require_safe
def trip(request: SignedRequest, number: str) -> HttpResponseBase:
    """One journey: its limits, what may be done, and all that happened; an engineer goes on to his own page."""
    found = journeys.visible_trip(number, request.user, now=request.now)
    if works_on_phone(request.user, now=request.now):
        return redirect("fieldservice:trip_mine")
    shown = _shown([found], request)[found.pk]
    rows = [showing.shown_limit(row, request.now) for row in trip_list.limits_of_one(found)]
    context = {
        "one": shown, "limits": rows, "facts": showing.facts(shown), "moments": showing.moments(found),
        "history": [(entry, []) for entry in timeline(journal.told(found), states_of=found)],
    }  # fmt: skip
    return render(request, "fieldservice/trip.html", context)


@page("fieldservice:trip_mine")
@require_safe
def mine(request: SignedRequest) -> HttpResponse:
    """My journey with the one thing to do next, my leaves and trainings, and the journeys before."""
    found, now = journeys.current_trip(request.user), request.now
    limits, least = trip_list.limits_of([found] if found else []), showing.least_days(in_force(now=now).book)
    shown = showing.shown(found, limits, least, showing.OWN, frozenset(OWN), now=now) if found else None
    context = {
        "one": shown, "acts": {button.act: button for button in shown.buttons} if shown else {}, "ask": AskForm(),
        "absent": _own_absent(request, now), "before": _before(request),
    }  # fmt: skip
    return render(request, "fieldservice/trip_mine.html", context)


def _own_absent(request: SignedRequest, now: datetime) -> list[leave_showing.Line]:
    today = local_day(now)
    leaves, trainings = trip_list.absences(request.user, today)
    found = leave_showing.leave_lines(leaves, today, may_end=False)
    found += leave_showing.training_lines(trainings, today, may_cancel=False, may_record=False)
    return sorted(found, key=lambda line: line.first)


def _before(request: SignedRequest) -> list[dict[str, Any]]:
    rows = journeys.trips_seen_by(request.user, now=request.now).filter(engineer=request.user)
    found = rows.filter(state__in=trip_list.OVER[2])[:5]
    return [{"trip": trip, "state": showing.state_of(trip), "days": _days(trip)} for trip in found]


def _days(trip: Trip) -> int | None:
    return trip.days_until(local_day(trip.returned_at)) if trip.returned_at else None
