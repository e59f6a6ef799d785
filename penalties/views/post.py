"""People off post: the office's list with one act to hand their jobs over, the way back, and what holds for himself."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import Person
from accounts.permissions import authorize, may, page
from accounts.requests import SignedRequest
from core.acting import ActPage
from core.forms import ActForm
from penalties import off_post, services
from penalties.post_forms import ReassignForm, ReinstateForm
from penalties.selectors import engineer_named
from penalties.showing import title_of_consequence


@page("penalties:off_post")
@require_safe
def off_post_list(request: SignedRequest) -> HttpResponse:
    """Who is off post, what waits to be handed over, and who was before."""
    rows = [{"one": one, "title": _title(one)} for one in off_post.suspended()]
    context = {
        "rows": rows, "history": off_post.history(),
        "may_dispatch": may(request.user, "dispatch", now=request.now),
        "may_reinstate": may(request.user, "reinstate", now=request.now),
    }  # fmt: skip
    return render(request, "penalties/off_post.html", context)


def _title(one: off_post.Suspended) -> str:
    return title_of_consequence(one.proposal) if one.proposal else ""


@page("penalties:my_post")
@require_safe
def my_post(request: SignedRequest) -> HttpResponse:
    """On the phone of who is off post: why, since when, what holds now and how it ends."""
    one = off_post.suspension_of(request.user)
    stands = request.user.state == "off_post"
    return render(request, "penalties/my_post.html", {"one": one, "stands": stands, "title": _title(one)})


class PostAct(ActPage):
    """An act about the person in the address."""

    request: SignedRequest
    act = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        authorize(self.request.user, self.act, now=self.now)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def person(self) -> Person:
        found = engineer_named(self.kwargs["username"])
        if found is None:
            raise Http404
        return found

    def context(self) -> dict[str, Any]:
        return {"person": self.person}

    def done_url(self) -> str:
        return reverse("penalties:off_post")


class ReassignJobs(PostAct):
    act = "dispatch"
    form_class = ReassignForm
    title, button = gettext_lazy("改派在办工单"), gettext_lazy("一次改派")
    done = gettext_lazy("已改派，接手人员已收到通知")
    hint = gettext_lazy("按区域和在办数预先选好，可逐张更改；到场期限不变，维修中的工单不在此列。")

    def form_options(self) -> dict[str, Any]:
        jobs = off_post.suspension_of(self.person).movable
        return {"handovers": off_post.handovers(jobs, now=self.now)}

    def perform(self, form: ActForm) -> None:
        if isinstance(form, ReassignForm):
            services.reassign_jobs(person=self.person, choices=form.choices(), actor=self.request.user, now=self.now)


class Reinstate(PostAct):
    act = "reinstate"
    form_class = ReinstateForm
    title, button, done = gettext_lazy("恢复上岗"), gettext_lazy("恢复上岗"), gettext_lazy("已恢复上岗，可以派工")
    hint = gettext_lazy("恢复后即可派工；原来的考核和累计次数不变。")

    def perform(self, form: ActForm) -> None:
        services.reinstate(person=self.person, actor=self.request.user, now=self.now, **form.cleaned_data)
