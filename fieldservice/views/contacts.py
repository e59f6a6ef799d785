"""Reaching an engineer: the desk's strip beside his name and its list; his own page to call back from."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from accounts.permissions import may, page
from accounts.requests import SignedRequest
from accounts.selectors import engineers
from core.acting import ActPage
from core.errors import NotFound
from core.forms import ActForm
from core.middleware import is_partial
from fieldservice import contact_showing as showing
from fieldservice import services
from fieldservice.contacts import Wanted, calls, open_call
from tickets import selectors as tickets
from tickets.forms import EmptyForm


@page("fieldservice:contacts")
@require_safe
def contacts(request: SignedRequest) -> HttpResponse:
    """Who is being looked for, the longest first."""
    wanted = Wanted.read(request.GET.dict())
    found = calls(wanted)
    context = {
        "rows": [showing.shown(call, now=request.now) for call in found.rows], "wanted": wanted,
        "chips": _chips(wanted), "may_call": may(request.user, "call_engineer", now=request.now),
        "clear_url": reverse("fieldservice:contacts"),
        "page": {
            "first_url": _url(wanted.given()) if wanted.after else "",
            "next_url": _url({**wanted.given(), "after": found.after}) if found.after else "",
        },
    }  # fmt: skip
    return render(request, "fieldservice/contacts.html", context)


def _chips(wanted: Wanted) -> list[dict[str, Any]]:
    named = {"open": _("正在联系"), "breached": _("超时未联系上"), "all": _("全部")}
    return [
        {"label": label, "here": wanted.state == state,
         "url": _url({"state": "" if state == "open" else state, "q": wanted.q})}
        for state, label in named.items()
    ]  # fmt: skip


def _url(given: dict[str, str]) -> str:
    told = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('fieldservice:contacts')}{'?' if told else ''}{told}"


@page("fieldservice:contact")
@require_safe
def strip(request: SignedRequest, username: str) -> HttpResponse:
    """The line beside an engineer's name: his number, the hour that runs, and what came of the call."""
    return _strip(request, _engineer(request, username), request.GET.get("ticket", ""))


@page("fieldservice:call_engineer")
@require_POST
def call(request: SignedRequest, username: str) -> HttpResponse:
    """One click: answered or not."""
    engineer, number = _engineer(request, username), request.POST.get("ticket", "")
    ticket = tickets.visible_ticket(number, request.user, now=request.now) if number else None
    answered = request.POST.get("answered") == "1"
    services.call_engineer(
        engineer=engineer, answered=answered, note=request.POST.get("note", ""), ticket=ticket, actor=request.user,
        now=request.now,
    )  # fmt: skip
    if is_partial(request):
        return _strip(request, engineer, number)
    done = _("已登记：已联系上%(name)s") if answered else _("已登记：%(name)s未接通")
    messages.success(request, done % {"name": engineer.name})
    return redirect("fieldservice:contacts")


def _strip(request: SignedRequest, engineer: Person, number: str) -> HttpResponse:
    found = open_call(engineer)
    context = {
        "engineer": engineer, "number": number, "call": found and showing.shown(found, now=request.now),
    }  # fmt: skip
    return render(request, "fieldservice/contact_strip.html", context)


def _engineer(request: SignedRequest, username: str) -> Person:
    found = engineers(request.now).filter(username=username).first()
    if found is None:
        raise NotFound(_("没有这位服务人员，或已离职"))
    return found


@page("fieldservice:call_banner")
@require_safe
def banner(request: SignedRequest) -> HttpResponse:
    """The line on every page of the phone while the office is looking for its owner; nothing otherwise."""
    return render(request, "fieldservice/call_banner.html", {"call": _mine(request)})


def _mine(request: SignedRequest) -> showing.ShownCall | None:
    found = open_call(request.user)
    return showing.shown(found, now=request.now) if found else None


class CallBack(ActPage):
    """The engineer's page: whom to ring up and until when; afterwards one tap."""

    request: SignedRequest
    form_class = EmptyForm
    title, button, done = gettext_lazy("回电"), gettext_lazy("我已回电"), gettext_lazy("已登记回电，计时停止")
    template = "fieldservice/call_back.html"

    def perform(self, form: ActForm) -> None:
        services.call_back(actor=self.request.user, now=self.now)

    def done_url(self) -> str:
        return reverse("fieldservice:jobs")

    def context(self) -> dict[str, Any]:
        return {"call": _mine(self.request)}
