"""What is done with a draft from its page: play stories, publish, give up."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest
from aftersales.regulation.drafts import showing
from aftersales.regulation.drafts.forms import ReadForm, ReasonForm, RehearsalForm
from aftersales.regulation.drafts.views import show
from core.errors import Incomplete, OutOfRange
from rulebook import selectors as rulebook
from rulebook import services
from scenarios.rehearsals import selectors as rehearsals
from scenarios.rehearsals.services import rehearse_draft
from scenarios.rehearsals.states import Outcome, Scope


@page("rulebook:rehearse")
@require_POST
def rehearse(request: SignedRequest, number: int) -> HttpResponseBase:
    """Have stories played by the draft, in the background."""
    version = rulebook.numbered(number)
    form = RehearsalForm(request.POST, request.FILES)
    if form.is_valid():
        files = {str(one.name): one.read() for one in form.cleaned_data["stories"]}
        try:
            made = rehearse_draft(
                version=version, scope=Scope(form.cleaned_data["scope"]), files=files, actor=request.user,
                now=request.now,
            )  # fmt: skip
        except (Incomplete, OutOfRange) as error:
            for told in error.details.get("stories", [str(error)]):
                form.add_error("stories" if "stories" in error.details else "scope", told)
        else:
            return redirect("rulebook:rehearsal", number=number, pk=made.pk)
    return show(request, version, status=HTTPStatus.UNPROCESSABLE_ENTITY, rehearse=form)


@page("rulebook:rehearsal")
@require_safe
def rehearsal(request: SignedRequest, number: int, pk: int) -> HttpResponse:
    """What came out of each story; while it runs, the part that tells how far it is, again every second."""
    version = rulebook.numbered(number)
    found = rehearsals.rehearsal_of(version.pk, pk)
    told = [(one, showing.TONES[one.outcome]) for one in rehearsals.played(found)]
    context = {
        "version": version, "rehearsal": found, "run": showing.run_of(found, version),
        "stories": [row for row in told if row[0].outcome != Outcome.HOLDS],
        "held": [row for row in told if row[0].outcome == Outcome.HOLDS],
    }  # fmt: skip
    if not request.htmx:
        return render(request, "rulebook/rehearsal.html", context)
    if found.working:
        return render(request, "rulebook/rehearsal_progress.html", context)
    url = reverse("rulebook:rehearsal", args=[number, pk])
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": url})


@page("rulebook:publish_draft")
@require_POST
def publish(request: SignedRequest, number: int) -> HttpResponseBase:
    """Publish the draft from a day on."""
    version = rulebook.numbered(number)
    form = ReadForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["effective_from"]
        try:
            services.publish_rulebook(
                version=version, effective_from=day, read=form.cleaned_data["read"], actor=request.user,
                now=request.now,
            )  # fmt: skip
        except (Incomplete, OutOfRange) as error:
            form.tell(error)
        else:
            told = _("第 %(number)d 版已发布，%(day)s 起施行") % {"number": number, "day": day.isoformat()}
            messages.success(request, told)
            return redirect("rulebook:draft", number=number)
    return show(request, version, status=HTTPStatus.UNPROCESSABLE_ENTITY, publish=form)


@page("rulebook:discard_draft")
@require_POST
def discard(request: SignedRequest, number: int) -> HttpResponseBase:
    """Give the draft up."""
    version = rulebook.numbered(number)
    form = ReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        services.discard_draft(version=version, reason=reason, actor=request.user, now=request.now)
        messages.success(request, _("第 %d 版草稿已放弃") % number)
        return redirect("rulebook:versions")
    return show(request, version, status=HTTPStatus.UNPROCESSABLE_ENTITY, discard=form)
