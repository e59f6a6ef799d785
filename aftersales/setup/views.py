"""The page on which a company is set up; once there is one, it answers 404."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import people_file
from accounts.models import DEFAULT_RULEBOOK
from accounts.people_file import BadStaffList
from accounts.selectors import company
from aftersales.setup import services
from aftersales.setup.forms import PREFIX, SetupForm
from core import clock
from core.errors import ActError
from core.exports import XLSX
from core.middleware import keyless
from rulebook.offers import offers

PLACES = {"name": "name", "home_province": "home_province", "new": "admin_password", "username": "admin_username"}


def before_founding(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open to everybody while no company exists, and gone afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if company() is not None:
            raise Http404
        return view(request, *args, **kwargs)

    return keyless(login_not_required(never_cache(guarded)))


@before_founding
def set_up(request: HttpRequest) -> HttpResponse:
    form = SetupForm(request.POST or None, request.FILES or None, slug=_chosen(request))
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            return _founded(request, _found(form))
        except BadStaffList as refused:
            problems = refused.problems
            form.add_error("people", str(refused))
        except ActError as refused:
            _place(form, refused)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    shown = {"form": form, "problems": problems, "offers": offers()}
    return render(request, "setup/company.html", shown, status=status)


def _chosen(request: HttpRequest) -> str:
    """The book that the form is about; an unknown one leads back to the choice."""
    slug = request.POST.get("rulebook") or request.GET.get("rulebook") or DEFAULT_RULEBOOK
    if slug not in {offer.slug for offer in offers()}:
        raise Http404
    return slug


@before_founding
@require_safe
def people_template(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(people_file.template(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="people.xlsx"'
    return answer


def _found(form: SetupForm) -> services.Founded:
    given = form.cleaned_data
    return services.init_company(
        name=given["name"], home_province=given["home_province"], params=form.params(), now=clock.now(),
        administrator=form.administrator(), departments=given["departments"], offices=given["offices"],
        people=given["people"], slug=form.slug,
    )  # fmt: skip


def _founded(request: HttpRequest, founded: services.Founded) -> HttpResponse:
    """On to the sign-in; with a staff list first the page that shows its passwords, once."""
    if founded.staff.passwords:
        return render(request, "setup/done.html", {"founded": founded})
    messages.success(request, _("%(name)s 已设立，请登录") % {"name": founded.company.name})
    return redirect("accounts:login")


def _place(form: SetupForm, refused: ActError) -> None:
    """Show the refusal at the field that it is about, else above the form."""
    name = next(iter(refused.details), "")
    place = PREFIX + name if PREFIX + name in form.fields else PLACES.get(name)
    form.add_error(place if place in form.fields else None, str(refused))
