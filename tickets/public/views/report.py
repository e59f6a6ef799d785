"""A customer scans the code on a machine and reports a fault."""

from http import HTTPStatus

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from core import idempotency
from core.errors import ActError
from core.requests import PageRequest
from tickets.public import selectors, services, showing
from tickets.public.forms import FaultForm
from tickets.public.models import MachineLabel, StatusLink
from tickets.public.views.guard import know_again, public_page, sender_of, show
from tickets.services.status_links import token_of


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: PageRequest, token: str) -> HttpResponseBase:
    """The form of one machine; a sticker that has been replaced says so kindly."""
    label = selectors.label_of(token)
    if label is None:
        return show(request, "public/no_code.html", {}, HTTPStatus.NOT_FOUND)
    if label.revoked_at:
        return show(request, "public/old_code.html", {}, HTTPStatus.GONE)
    if request.method != "POST":
        return know_again(request, _form(request, label, FaultForm()))
    form = FaultForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, label, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        link = _sent(request, label, form)
    except services.TooMany:
        raise
    except ActError as error:
        form.tell(error)
        return _form(request, label, form, error.status)
    return redirect("public:sent", token_of(link))


def _sent(request: PageRequest, label: MachineLabel, form: FaultForm) -> StatusLink:
    told = dict(form.cleaned_data)
    sender = sender_of(request, trapped=bool(told.pop("website")))
    # A form without a key can only have been written by hand: each time it is sent counts.
    key = idempotency.key_of(request) or idempotency.fresh_key()
    return services.send_report(label=label, key=key, sender=sender, now=request.now, **told)


def _form(request: PageRequest, label: MachineLabel, form: FaultForm, status: int = HTTPStatus.OK) -> HttpResponse:
    # A browser never fills in files again: who has sent some must hear that they are to be chosen anew.
    lost = bool(request.FILES)
    context = {"form": form, "label": label, "machine": showing.machine_line(label.machine), "lost": lost}
    return show(request, "public/report.html", context, status)
