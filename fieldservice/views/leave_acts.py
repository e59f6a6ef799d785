"""The acts on leaves and trainings: each page calls exactly one service."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.permissions import page
from accounts.requests import SignedRequest
from accounts.selectors import engineers
from fieldservice import journeys, leave_showing
from fieldservice import trip_forms as forms
from fieldservice.views.trip_acts import DeskAct


class Arranged(DeskAct):
    """Something arranged for an engineer who is chosen in the form."""

    def form_options(self) -> dict[str, Any]:
        return {"engineers": engineers(self.now).order_by("name"), "initial": self.request.GET.dict()}


class TakeLeave(Arranged):
    act = "take_leave"
    form_class = forms.LeaveForm
    title, button, done = _("安排休假"), _("安排"), _("休假已安排，已通知服务人员")
    partial = "fieldservice/leave_form.html"


class PlanTraining(Arranged):
    act = "plan_training"
    form_class = forms.PlanTrainingForm
    title, button, done = _("安排返厂培训"), _("安排"), _("培训已安排，已通知服务人员")
    hint = _("培训期间不派工，也不必报送行踪。")


class RecordTraining(Arranged):
    act = "record_training"
    form_class = forms.ResultForm
    title, button, done = _("登记培训成绩"), _("登记"), _("培训成绩已登记")
    hint = _("不合格或违纪的，登记后按制度提出考核。")


class EndLeave(DeskAct):
    act = "end_leave"
    form_class = forms.EndLeaveForm
    title, button, done = _("缩短或取消休假"), _("确定"), _("休假已更改，已通知服务人员")
    partial = "fieldservice/end_leave.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = journeys.leave(kwargs["pk"])
        if found is None:
            raise Http404
        self.leave = found
        return super().dispatch(request, *args, **kwargs)

    def about(self) -> dict[str, Any]:
        return {"leave": self.leave}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "leave": self.leave}


class CancelTraining(DeskAct):
    act = "cancel_training"
    form_class = forms.WhyForm
    title, button, done = _("取消返厂培训"), _("取消培训"), _("培训已取消，已通知服务人员")
    danger = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = journeys.training(kwargs["pk"])
        if found is None:
            raise Http404
        self.training = found
        return super().dispatch(request, *args, **kwargs)

    def about(self) -> dict[str, Any]:
        return {"training": self.training}


@page("fieldservice:leave_count")
@require_safe
def leave_count(request: SignedRequest) -> HttpResponse:
    """How many days the stay would have, and what the limit says, while the form is being filled."""
    engineer = engineers(request.now).filter(pk=_number(request.GET.get("engineer", ""))).first()
    first, last = (_day(request.GET.get(name, "")) for name in ("first_day", "last_day"))
    told = leave_showing.counted(engineer, first, last) if engineer and first and last else None
    return render(request, "fieldservice/leave_count.html", {"told": told})


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 12 else 0


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


NEW = {view.act: view for view in (TakeLeave, PlanTraining, RecordTraining)}
