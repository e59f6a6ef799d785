"""Objecting on the phone, and the written notice of a penalty (考核通知) with the page behind its code."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest
from core import papers
from core.acting import ActPage
from core.forms import ActForm
from judgement.models import Proposal
from penalties import services
from penalties.appeal_forms import AppealForm
from penalties.appeal_showing import appeal_of
from penalties.notice_paper import digest_of_notice, notice_paper, number_of
from penalties.scope import notified_proposal
from penalties.selectors import own_proposal
from penalties.showing import figure_of, title_of_consequence


class FileAppeal(ActPage):
    """Object to a penalty of one's own; others' do not exist here."""

    request: SignedRequest
    form_class = AppealForm
    title, button = _("对考核申诉"), _("提交申诉")
    done = _("申诉已提交，裁定后会通知您")
    template = "penalties/appeal.html"
    kept = True
    proposal: Proposal

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = own_proposal(self.request.user, self.kwargs["pk"])
        if found is None:
            raise Http404
        self.proposal = found
        return super().dispatch(*args, **kwargs)

    def context(self) -> dict[str, Any]:
        return {
            "proposal": self.proposal, "figure": figure_of(self.proposal.effects),
            "what": title_of_consequence(self.proposal), "objection": appeal_of(self.proposal, now=self.now),
        }  # fmt: skip

    def perform(self, form: ActForm) -> None:
        services.file_appeal(proposal=self.proposal, actor=self.request.user, now=self.now, **form.cleaned_data)

    def done_url(self) -> str:
        return reverse("penalties:why", args=[self.kwargs["pk"]])


@page("penalties:notice_pdf")
@require_safe
def notice_pdf(request: SignedRequest, pk: int) -> HttpResponse:
    """What was only proposed, or waived, has no notice."""
    proposal = _notified(request, pk)
    name = f"{number_of(proposal)}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store",
               "X-Content-Type-Options": "nosniff"}  # fmt: skip
    content = papers.pdf("penalty_notice", notice_paper(proposal, now=request.now))
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@page("penalties:check_notice")
@require_safe
def check_notice(request: SignedRequest, pk: int, digest: str) -> HttpResponse:
    """Whether the print with this hash still is what the product holds."""
    proposal = _notified(request, pk)
    mine = proposal.charged_to_id == request.user.pk
    url = reverse("penalties:why" if mine else "admin:judgement_proposal_change", args=[pk])
    context = {"number": number_of(proposal), "url": url, "same": digest_of_notice(proposal) == digest,
               "printed": papers.short(digest)}  # fmt: skip
    return render(request, "penalties/check_notice.html", context)


def _notified(request: SignedRequest, pk: int) -> Proposal:
    found = notified_proposal(pk, request.user, now=request.now)
    if found is None:
        raise Http404
    return found
