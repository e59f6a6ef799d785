"""What a queue can be narrowed to, and the person's saved views of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import may, page
from accounts.provinces import PROVINCES
from accounts.requests import SignedRequest
from accounts.selectors import engineers
from rulebook.classes import SERVICE, lines_of
from rulebook.models import RulebookVersion
from tickets.context import frame_of
from tickets.selectors.filters import NOBODY
from tickets.views.listing import Listing


@dataclass(frozen=True)
class Chip:
    """A filter that one click puts in or takes out."""

    label: str
    url: str
    here: bool


@dataclass(frozen=True)
class Choice:
    """A filter with a list of values."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str


def narrowing(listing: Listing, request: SignedRequest) -> dict[str, Any]:
    """Chips for what is asked for every day, and the way to the rest."""
    version = frame_of(request).version
    return {
        "chips": list(_chips(listing, version)), "more": _more(listing),
        "sorts": [Chip(label, listing.url(sort=code if code != "due" else ""), code == listing.sort)
                  for code, label in (("due", _("时限")), ("newest", _("最新")), ("number", _("单号")))],
        "may_export": may(request.user, "export", now=request.now), "export_query": listing.query(),
    }  # fmt: skip


def _chips(listing: Listing, version: RulebookVersion | None) -> Iterator[Chip]:
    given = listing.filters.given()
    yield Chip(_("全部"), f"{listing.url(**dict.fromkeys(given, ''))}", not given)
    zones = {zone.id: zone.title or zone.id for zone in version.book.zones} if version else {}
    offered = [("zone", code, title) for code, title in list(zones.items())[:4]]
    offered += [("urgent", "1", _("急需")), ("late", "1", _("已超时"))]
    offered += [("cover", "free", _("保内")), ("cover", "paid", _("保外"))]
    for name, value, label in offered:
        here = given.get(name) == value
        yield Chip(label, listing.url(**{name: "" if here else value}), here)


def _more(listing: Listing) -> int:
    """How many of the filters that no chip shows are set."""
    return sum(1 for name in listing.filters.given() if name in ("engineer", "province", "service_class"))


@page("tickets:filters")
@require_safe
def filters(request: SignedRequest) -> HttpResponse:
    """The filters that need lists, loaded when somebody opens them."""
    listing = Listing.read(request.GET.dict())
    given = listing.filters
    people = [(NOBODY, _("未派工")), *((str(one.pk), one.name) for one in engineers(request.now).order_by("name"))]
    choices = [
        Choice("engineer", _("服务人员"), people, given.engineer),
        Choice("province", _("现场省份"), [(name, name) for name in PROVINCES], given.province),
    ]
    version = frame_of(request).version
    if version is not None:
        choices.insert(0, Choice("zone", _("区域"), _zones(version), given.zone))
        classes = _classes(version)
        choices += [Choice("service_class", _("服务类别"), classes, given.service_class)] if classes else []
    rest = [(name, value) for name, value in given.given().items() if name in ("urgent", "late", "cover")]
    hidden = [("queue", listing.queue.code), *rest, *([("sort", listing.sort)] if listing.sort != "due" else [])]
    return render(request, "tickets/filters.html", {"choices": choices, "hidden": hidden})


def _zones(version: RulebookVersion) -> list[tuple[str, str]]:
    return list(dict.fromkeys((zone.id, zone.title or zone.id) for zone in version.book.zones))


def _classes(version: RulebookVersion) -> list[tuple[str, str]]:
    """The service classes of the book in force, none where it knows none."""
    return [(line.id, line.title or line.id) for line in lines_of(version.book, SERVICE)]
