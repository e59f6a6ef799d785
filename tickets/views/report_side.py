"""The side of the intake page: machine, coverage, zone, due time and possible duplicates of what has been typed."""

from typing import Any

from accounts.permissions import may
from accounts.requests import SignedRequest
from core.clock import local_day
from customers import selectors as customers
from rulebook.classes import SERVICE, title_of
from rulebook.selectors import in_force
from tickets import selectors, services, showing
from tickets.forms import ReportForm
from tickets.services.preview import Preview

FIELDS = ("serial", "site_province", "site_area", "country", "notified_at", "phone")
SHORTEST_PHONE = 7
SHOWN = 8


def side(form: ReportForm, request: SignedRequest) -> dict[str, Any]:
    """What the page shows beside the form; nothing before a serial or most of a telephone number is there."""
    form.is_valid()
    typed: dict[str, Any] = {name: form.cleaned_data.get(name) or None for name in FIELDS}
    serial, phone = typed["serial"] or "", typed["phone"] or ""
    told: dict[str, Any] = {
        "preview": None, "typed": serial, "found": [], "may_link": may(request.user, "link_duplicate", now=request.now),
    }  # fmt: skip
    if not serial and len(phone) < SHORTEST_PHONE:
        return told
    if not serial:
        found = list(customers.machines_of_phone(phone)[:SHOWN])
        owner = found[0].customer if found else None
        twins = selectors.possible_duplicates(request.user, now=request.now, phone=phone, customer=owner)
        return {**told, "typed": phone, "found": found, "twins": twins}
    seen = services.preview_fault(now=request.now, **{**typed, "serial": serial, "phone": phone})
    near = [] if seen.machine else list(customers.machines_told(serial)[:5])
    twins = selectors.possible_duplicates(
        request.user, now=request.now, serial=seen.machine.serial if seen.machine else serial, phone=phone,
        customer=seen.customer,
    )  # fmt: skip
    return {**told, "preview": seen, "found": near, "twins": twins, **_judged(seen, request)}


def _judged(found: Preview, request: SignedRequest) -> dict[str, Any]:
    """Coverage, class, contract, due time and warnings of a preview in words."""
    told: dict[str, Any] = {"warnings": showing.warnings_of(found.warnings)}
    if found.coverage is not None:
        seen = found.coverage
        told["coverage"] = showing.coverage_badge(
            seen.free, seen.in_warranty, seen.warranty_ends, seen.details.get("guarantee")
        )
        told["coverage_clause"] = seen.details.get("clause", "")
        told["coverage_formula"] = seen.details.get("formula", "")
    if found.customer is not None:
        told["contract"] = customers.contract_for(found.customer, found.machine, local_day(found.notified_at))
    if found.reckoning is not None or found.service_class:
        version = in_force(now=found.notified_at)
        told["service_class"] = title_of(version.book, SERVICE, found.service_class)
        if found.reckoning is not None:
            told["due"] = showing.due_before_saving(found.reckoning, version, now=request.now)
    return told
