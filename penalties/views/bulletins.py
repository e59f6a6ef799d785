"""Bulletins: a page that everybody reads, at the desk and on the phone, the paper, publishing and taking back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import authorize, may, page
from accounts.requests import SignedRequest
from accounts.selectors import works_on_phone
from core import papers
from core.acting import ActPage
from core.forms import ActForm
from penalties import bulletins, services
from penalties.bulletin_forms import PublishForm, WithdrawForm
from penalties.bulletin_paper import bulletin_paper
from penalties.bulletin_texts import text_of, text_of_complaint, title_of
from penalties.models import Bulletin
from penalties.showing import clauses_of
from penalties.states import BulletinState


def _shell(request: SignedRequest) -> str:
    return "m_base.html" if works_on_phone(request.user, now=request.now) else "base.html"


def _found(request: Any, number: str) -> Bulletin:
    found = bulletins.bulletin_of(number, request.user)
    if found is None:
        raise Http404
    return found


@page("penalties:bulletins")
@require_safe
def bulletin_list(request: SignedRequest) -> HttpResponse:
    before, unread = request.GET.get("before", ""), request.GET.get("unread") == "1"
    shown = bulletins.page_of(request.user, unread=unread, before=bulletins.key_of(before))
    context = {
        "shell": _shell(request), "shown": shown, "unread": unread, "first": not before,
        "may_publish": may(request.user, "publish_bulletin", now=request.now),
    }  # fmt: skip
    return render(request, "penalties/bulletins.html", context)


@page("penalties:bulletin")
@require_safe
def bulletin(request: SignedRequest, number: str) -> HttpResponse:
    """One bulletin; who published it also sees who has not read it."""
    one = _found(request, number)
    publishes = may(request.user, "publish_bulletin", now=request.now)
    context = {
        "shell": _shell(request), "one": one, "clauses": clauses_of(one.clause, one.version),
        "stands": one.state == BulletinState.PUBLISHED, "readers": bulletins.readers_of(one) if publishes else None,
        "may_confirm": may(request.user, "acknowledge_bulletin", now=request.now),
        "may_withdraw": may(request.user, "withdraw_bulletin", now=request.now),
    }  # fmt: skip
    return render(request, "penalties/bulletin.html", context)


@page("penalties:bulletin_pdf")
@require_safe
def pdf(request: SignedRequest, number: str) -> HttpResponse:
    one = _found(request, number)
    content = papers.pdf("bulletin", bulletin_paper(one, now=request.now))
    headers = {"Content-Disposition": f'inline; filename="{one.number}.pdf"', "Cache-Control": "private, no-store",
               "X-Content-Type-Options": "nosniff"}  # fmt: skip
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@page("penalties:acknowledge_bulletin")
@require_POST
def acknowledge(request: SignedRequest, number: str) -> HttpResponseBase:
    services.acknowledge_bulletin(bulletin=_found(request, number), actor=request.user, now=request.now)
    messages.success(request, _("已确认阅读"))
    return redirect("penalties:bulletin", number=number)


class PublishBulletin(ActPage):
    """Publish by hand: by the gravity of a complaint, or about a confirmed penalty (9.12a)."""

    request: SignedRequest
    form_class = PublishForm
    title, button = gettext_lazy("发布服务通报"), gettext_lazy("发布")
    done = gettext_lazy("已发布，全体人员都收到通知")
    hint = gettext_lazy("发布后全体人员都能看到，并收到通知。")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        authorize(self.request.user, "publish_bulletin", now=self.now)
        return super().dispatch(request, *args, **kwargs)

    def form_options(self) -> dict[str, Any]:
        return {"initial": self._about()} if self.request.method in ("GET", "HEAD") else {}

    def _about(self) -> dict[str, str]:
        """The first wording, for what the address names."""
        given = self.request.GET
        complaint = bulletins.complaint_named(given.get("complaint", ""))
        proposal = bulletins.penalty_named(given.get("penalty", ""))
        if complaint is not None:
            named = "、".join(person.name for person in complaint.persons.all())
            title = _("投诉 %s 的通报") % complaint.number
            return {"complaint": complaint.number, "title": title, "text": text_of_complaint(complaint),
                    "persons": named, "clause": "9.12"}  # fmt: skip
        if proposal is not None:
            return {"proposal": str(proposal.pk), "title": title_of(proposal), "text": text_of(proposal, ""),
                    "persons": proposal.charged_to.name, "clause": proposal.clause}  # fmt: skip
        return {}

    def perform(self, form: ActForm) -> None:
        services.publish_bulletin(**form.cleaned_data, actor=self.request.user, now=self.now)

    def done_url(self) -> str:
        return reverse("penalties:bulletins")


class WithdrawBulletin(ActPage):
    request: SignedRequest
    form_class = WithdrawForm
    title, button, done = gettext_lazy("撤回服务通报"), gettext_lazy("撤回"), gettext_lazy("已撤回，并告知全体人员")
    hint = gettext_lazy("撤回后通报仍可查阅，注明撤回理由；收到过通报的人都会得到通知。")
    danger = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        authorize(self.request.user, "withdraw_bulletin", now=self.now)
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: ActForm) -> None:
        one = _found(self.request, self.kwargs["number"])
        services.withdraw_bulletin(bulletin=one, actor=self.request.user, now=self.now, **form.cleaned_data)

    def done_url(self) -> str:
        return reverse("penalties:bulletin", args=[self.kwargs["number"]])
