"""The customer's part of a ticket's page: his photos, his link, his stars."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.permissions import may, may_open, page
from accounts.requests import SignedRequest
from accounts.selectors import company
from core.acting import ActPage
from core.forms import ActForm
from tickets import selectors as tickets
from tickets import services
from tickets.models import Ticket
from tickets.public import selectors, showing
from tickets.services.status_links import address_of, current_link


@page("public:panel")
@require_safe
def panel(request: SignedRequest, number: str) -> HttpResponse:
    """Loaded into the ticket's page; an engineer gets the photos and nothing of the link."""
    ticket = tickets.visible_ticket(number, request.user, now=request.now)
    report = selectors.report_of(ticket)
    context = {
        "ticket": ticket, "report": report, "photos": selectors.photos(report) if report else [],
        "rating": selectors.rating_of(ticket), **_link(request, ticket),
    }  # fmt: skip
    return render(request, "public/desk/panel.html", context)


def _link(request: SignedRequest, ticket: Ticket) -> dict[str, Any]:
    if not may(request.user, "send_status_link", now=request.now):
        return {"desk": may_open(request.user, "tickets:queue", now=request.now)}
    link = current_link(ticket)
    address = address_of(link) if link else ""
    text = showing.message_text(str(company() or ""), ticket, address) if address else ""
    return {"desk": True, "sends": True, "link": link, "address": address, "text": text}


class LinkAct(ActPage):
    """An act on the link of the ticket in the address."""

    ticket: Ticket
    request: SignedRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.ticket = tickets.visible_ticket(kwargs["number"], self.request.user, now=self.now)
        return super().dispatch(request, *args, **kwargs)

    def done_url(self) -> str:
        return reverse("tickets:ticket", args=[self.ticket.number])


class SendLink(LinkAct):
    title, button = _("客户进度链接"), _("生成链接")
    done = _("链接已生成，请在“客户”一栏复制后发给客户")
    hint = _("客户凭链接查看服务人员、到场时限和进度，结束后可以评价；不需要登录。")

    def perform(self, form: ActForm) -> None:
        services.send_status_link(ticket=self.ticket, actor=self.request.user, now=self.now)


class RevokeLink(LinkAct):
    title, button, done = _("停用进度链接"), _("停用"), _("链接已停用")
    hint = _("已发出的链接立即打不开；需要时可以再生成新的。")
    danger = True

    def perform(self, form: ActForm) -> None:
        services.revoke_status_link(ticket=self.ticket, actor=self.request.user, now=self.now)
