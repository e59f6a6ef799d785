"""Writing down a visit, on the phone or at the desk, and reading one."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import authorize, may_open, page
from accounts.requests import SignedRequest
from accounts.selectors import works_on_phone
from core import files
from core.errors import ActError, NotFound
from customers.models import Customer
from fieldservice import duty_showing as showing
from fieldservice import services
from fieldservice.duties import asked_of, is_his, owed_to, surveys_of
from fieldservice.owed import KEPT, resolved
from fieldservice.views.duties import seen_customer
from fieldservice.visit_forms import VisitForm
from fieldservice.visits import visit_sheet
from rulebook.selectors import in_force


@page("fieldservice:visit")
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: SignedRequest, number: str) -> HttpResponseBase:
    """One visit with one survey; `?survey=` chooses another one that the book has for visits."""
    customer = seen_customer(request, number)
    authorize(request.user, "visit_customer", now=request.now)
    phone = works_on_phone(request.user, now=request.now)
    if phone and not is_his(customer, request.user):
        raise NotFound(_("没有这个客户"))
    book = in_force(now=request.now).book
    known = surveys_of(book)
    chosen = request.GET.get("survey", "")
    name = chosen if chosen in known else asked_of(book, ("?",))
    options: dict[str, Any] = {
        "survey": book.surveys.get(name), "now": request.now,
        "office": not phone,
    }  # fmt: skip
    if request.method != "POST":
        return _show(request, customer, VisitForm(**options), name, known)
    form = VisitForm(request.POST, request.FILES, **options)
    if not form.is_valid():
        return _show(request, customer, form, name, known, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        done = services.visit_customer(
            customer=customer, survey=name, actor=request.user, now=request.now, **form.arguments()
        )
    except ActError as error:
        form.tell(error)
        return _show(request, customer, form, name, known, error.status)
    messages.success(request, _("%(number)s 已交，%(what)s") % {"number": done, "what": _outcome(done)})
    return redirect("fieldservice:visit_sheet", number=done.number)


def _outcome(done: Any) -> str:
    told = showing.sheet(done).fulfilled
    return _("履行了%(what)s") % {"what": told} if told else _("本期没有到期的义务，仅作记录")


def _show(
    request: SignedRequest, customer: Customer, form: VisitForm, name: str, known: dict[str, str],
    status: int = HTTPStatus.OK,
) -> HttpResponse:  # fmt: skip
    rows = list(owed_to(customer, since=request.now - KEPT)[:9])
    owed = showing.shown(resolved(rows), now=request.now, may_visit=False)
    waiting = [row for row in owed if not row.over]
    here = reverse("fieldservice:visit", args=[customer.number])
    context = {
        "customer": customer, "form": form, "title": known.get(name) or _("巡访"), "waiting": waiting,
        "others": [{"label": label, "url": f"{here}?survey={code}", "here": code == name}
                   for code, label in known.items()] if len(known) > 1 else [],
        "back": _back(request, customer),
    }  # fmt: skip
    return render(request, "fieldservice/visit.html", context, status=status)


def _back(request: SignedRequest, customer: Customer) -> str:
    if may_open(request.user, "fieldservice:duties", now=request.now):
        return reverse("fieldservice:customer", args=[customer.number])
    return reverse("fieldservice:visits")


@page("fieldservice:visit_sheet")
@require_safe
def sheet(request: SignedRequest, number: str) -> HttpResponse:
    """What was handed in."""
    row = visit_sheet(number, request.user, now=request.now)
    context = {
        "sheet": showing.sheet(row), "files": files.files_of(row), "back": _back(request, row.customer),
        "whole": may_open(request.user, "fieldservice:customer", now=request.now),
    }  # fmt: skip
    return render(request, "fieldservice/visit_sheet.html", context)
