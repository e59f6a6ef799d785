"""QR codes for the desk: choose machines, print the sheet, replace a lost one."""

from typing import Any
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest
from accounts.selectors import company
from core.acting import ActPage
from core.errors import ActError
from core.forms import ActForm
from customers.models import Machine
from customers.selectors import find_customer
from tickets.public import selectors, services
from tickets.public.forms import PagesForm, ReasonForm, chosen
from tickets.public.models import MachineLabel
from tickets.public.services.labels import MOST

HERE_ONLY = ("127.0.0.1", "localhost", "::1")


@page("public:labels")
@require_safe
def labels(request: SignedRequest) -> HttpResponse:
    """Machines by what is typed, or all of a customer, each with its code in use."""
    q, number = request.GET.get("q", "").strip(), request.GET.get("customer", "").strip()
    customer = find_customer(number) if number else None
    rows = list(selectors.machines_to_label(q=q, customer=customer)[: MOST + 1]) if q or customer else []
    context = {
        "q": q, "customer": customer, "rows": rows[:MOST], "more": len(rows) > MOST, "most": MOST,
        "host": host(), "unreachable": host() in HERE_ONLY,
    }  # fmt: skip
    return render(request, "public/desk/labels.html", context)


@page("public:issue")
@require_POST
def issue(request: SignedRequest) -> HttpResponseBase:
    """Make the codes that are missing, and on to the sheet."""
    machines = selectors.machines_chosen(chosen(request.POST.getlist("machine")))
    try:
        services.issue_labels(machines=machines, actor=request.user, now=request.now)
    except ActError as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('public:labels')}?{urlencode({'q': request.POST.get('q', '')})}")
    return redirect(f"{reverse('public:sheet')}?{urlencode({'m': [one.pk for one in machines]}, doseq=True)}")


@page("public:sheet")
@require_safe
def sheet(request: SignedRequest) -> HttpResponse:
    """A4 pages of ten labels, for the printer."""
    found = selectors.labels_in_use(chosen(request.GET.getlist("m"))[:MOST])
    printed = [_printed(label) for label in found]
    context = {"company": company(), "pages": selectors.public_pages(), "host": host(), "sheets": _tens(printed)}
    return render(request, "public/desk/sheet.html", context)


def host() -> str:
    """The company's own address, printed on each label so that a pasted-over code is noticed."""
    return urlsplit(settings.PUBLIC_URL).hostname or ""


def _printed(label: MachineLabel) -> dict[str, Any]:
    address = selectors.label_address(label)
    # Level M stands some dirt and scratches, and still prints large squares.
    code = segno.make(address, error="m", micro=False).svg_data_uri(border=2, scale=4) if address else ""
    return {"label": label, "machine": label.machine, "code": code}


def _tens(printed: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return [printed[at : at + 10] for at in range(0, len(printed), 10)]


class LabelAct(ActPage):
    """An act on the code of the machine in the address."""

    form_class = ReasonForm
    danger = True
    machine: Machine
    request: SignedRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.machine = selectors.machine(kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def done_url(self) -> str:
        return f"{reverse('public:labels')}?{urlencode({'q': self.machine.serial})}"


class Reissue(LabelAct):
    title, button = _("更换二维码"), _("更换")
    done = _("已更换，请打印新标签并撕下旧标签")
    hint = _("旧标签立即失效，扫码的人会看到“请使用新标签”。")

    def perform(self, form: ActForm) -> None:
        services.reissue_label(machine=self.machine, actor=self.request.user, now=self.now, **form.cleaned_data)


class Revoke(LabelAct):
    title, button, done = _("停用二维码"), _("停用"), _("已停用")
    hint = _("标签立即失效；以后需要时再签发新的。")

    def perform(self, form: ActForm) -> None:
        services.revoke_label(machine=self.machine, actor=self.request.user, now=self.now, **form.cleaned_data)


class Pages(ActPage):
    """What customers are shown."""

    form_class = PagesForm
    title, button, done = _("客户页面"), _("保存"), _("已保存")
    hint = _("扫码报修页、进度页和二维码标签上向客户显示的内容。")
    request: SignedRequest

    def form_options(self) -> dict[str, Any]:
        known = selectors.public_pages()
        return {"initial": {"phone": known.phone, "engineer_phone": known.engineer_phone}}

    def perform(self, form: ActForm) -> None:
        services.set_public_pages(actor=self.request.user, now=self.now, **form.cleaned_data)

    def done_url(self) -> str:
        return reverse("public:pages")

