"""Reports that a person looks at before they become tickets."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.permissions import may, page
from accounts.requests import SignedRequest
from core.acting import ActPage
from core.forms import ActForm
from tickets.public import selectors, services
from tickets.public.forms import AcceptForm, ReasonForm
from tickets.public.models import PublicReport
from tickets.public.states import Flag


@page("public:reviews")
@require_safe
def reviews(request: SignedRequest) -> HttpResponse:
    """What waits, the oldest first."""
    waiting = list(selectors.reviews()[: selectors.MOST_PENDING])
    photos = selectors.photos_of(waiting)
    similar = selectors.similar_to(waiting)
    rows = [
        {"report": one, "photos": photos.get(one.pk, []), "similar": similar.get(one.machine.serial, []),
         "flags": [str(Flag(flag).label) for flag in one.flags if flag in Flag.values]}
        for one in waiting
    ]  # fmt: skip
    decides = may(request.user, "accept_public_report", now=request.now)
    return render(request, "public/desk/reviews.html", {"rows": rows, "decides": decides, "queue": "reviews"})


class ReviewAct(ActPage):
    """An act on the report in the address."""

    report: PublicReport
    request: SignedRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.report = selectors.report_to_review(kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def done_url(self) -> str:
        return reverse("public:reviews")


class Accept(ReviewAct):
    form_class = AcceptForm
    title, button, done = _("受理报修"), _("受理，开始计时"), _("已受理，工单已登记")
    hint = _("到场时限从客户提交报修的时间起算（条款 5：接到用户通知），不是从现在起算。")

    def perform(self, form: ActForm) -> None:
        services.accept_public_report(report=self.report, actor=self.request.user, now=self.now, **form.cleaned_data)

    def done_url(self) -> str:
        filed = selectors.report_to_review(self.report.pk).ticket
        return filed.get_absolute_url() if filed else super().done_url()


class Dismiss(ReviewAct):
    form_class = ReasonForm
    title, button, done = _("不受理"), _("不受理"), _("已记为不受理")
    hint = _("原因只在公司内部可见；客户会看到“未受理”和服务电话。")
    danger = True

    def perform(self, form: ActForm) -> None:
        services.dismiss_public_report(report=self.report, actor=self.request.user, now=self.now, **form.cleaned_data)
