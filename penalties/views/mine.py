"""The person's own account on the phone: what is proposed against him, why, and how to object."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest
from core.clock import local_day
from core.errors import ActError
from judgement.states import ProposalState
from penalties import services
from penalties.appeal_showing import AppealShown, appeal_of
from penalties.forms import ProofForm
from penalties.selectors import month_total, of_person, own_proposal
from penalties.showing import Case, brief_of, case_of, money
from penalties.states import AppealState
from tickets.models import Ticket

MOST = 100


@page("penalties:mine")
@require_safe
def mine(request: SignedRequest) -> HttpResponse:
    """My penalties, open ones first, and what this month comes to."""
    month = f"{local_day(request.now):%Y-%m}"
    briefs = [brief_of(proposal) for proposal in of_person(request.user)[:MOST]]
    total = month_total(request.user, month)
    context = {
        "month": month, "fines": money(total.penalties), "debits": money(total.debits),
        "total": money(total.penalties + total.debits),
        "waiting": [brief for brief in briefs if brief.proposal.state == ProposalState.PROPOSED],
        "decided": [brief for brief in briefs if brief.proposal.state != ProposalState.PROPOSED],
    }  # fmt: skip
    return render(request, "penalties/mine.html", context)


@page("penalties:why")
@require_safe
def why(request: SignedRequest, pk: int) -> HttpResponse:
    """Why this penalty: clause, arithmetic, evidence, decisions."""
    case = _own_case(request, pk)
    objection = appeal_of(case.proposal, now=request.now, viewer=request.user)
    context = {"case": case, "objection": objection, "steps": _steps(case, objection)}
    return render(request, "penalties/why.html", context)


@page("penalties:file_proof")
@require_http_methods(["GET", "POST"])
def file_proof(request: SignedRequest, pk: int) -> HttpResponseBase:
    """Hand in the written proof; a refusal comes back with everything typed."""
    case = _own_case(request, pk)
    form = ProofForm(request.POST, request.FILES) if request.method == "POST" else ProofForm()
    status = HTTPStatus.OK
    if request.method == "POST":
        ticket = case.proposal.subject.fetch()
        if not isinstance(ticket, Ticket):
            raise Http404
        if form.is_valid():
            try:
                services.file_proof(ticket=ticket, actor=request.user, now=request.now, **form.cleaned_data)
            except ActError as error:
                form.tell(error)
            else:
                messages.success(request, _("书面证明已提交，由%s裁决") % case.excused_by)
                return redirect("penalties:why", pk=pk)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "penalties/proof.html", {"case": case, "form": form}, status=status)


def _own_case(request: SignedRequest, pk: int) -> Case:
    """My own case only: everybody else's does not exist here."""
    found = own_proposal(request.user, pk)
    if found is None:
        raise Http404
    return case_of(found, now=request.now, viewer=request.user)


def _steps(case: Case, objection: AppealShown) -> list[dict[str, Any]]:
    """Where the case stands: proposed, decided, perhaps appealed against, settled."""
    state = case.proposal.state
    decided = state not in (ProposalState.PROPOSED, ProposalState.ABSORBED)
    settled = state == ProposalState.SETTLED
    steps = [
        {"label": _("系统拟出"), "mark": "is-done"},
        {"label": _("%s决定") % case.decider, "mark": "is-done" if decided else "is-here"},
    ]
    if objection.appeal is not None:
        waits = objection.appeal.state == AppealState.SUBMITTED
        steps.append({"label": _("申诉裁定"), "mark": "is-here" if waits else "is-done"})
    return [*steps, {"label": _("月度结算"), "mark": "is-done" if settled else ""}]
