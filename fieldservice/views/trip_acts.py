"""The acts on a journey, on the desk and on the phone: each page calls exactly one service."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.permissions import authorize
from accounts.requests import SignedRequest
from accounts.selectors import engineers
from core.acting import ActPage
from core.clock import local_day
from core.forms import ActForm
from fieldservice import journeys, services
from fieldservice import trip_forms as forms
from fieldservice import trip_showing as showing
from fieldservice.models import Trip
from rulebook.acts import clause_of
from rulebook.selectors import in_force


class DeskAct(ActPage):
    """An act of the office from the page 出差与休假."""

    act: ClassVar[str] = ""
    request: SignedRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        authorize(self.request.user, self.act, now=self.now)
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: ActForm) -> None:
        getattr(services, self.act)(**self.about(), **form.cleaned_data, actor=self.request.user, now=self.now)

    def about(self) -> dict[str, Any]:
        return {}

    def done_url(self) -> str:
        return reverse("fieldservice:trips")

    def context(self) -> dict[str, Any]:
        return {"clause": clause_of(in_force(now=self.now).book, self.act)}


class OrderDeparture(DeskAct):
    act = "order_departure"
    form_class = forms.OrderForm
    title, button, done = _("下达出发指令"), _("下达"), _("出发指令已下达，已通知服务人员")

    def form_options(self) -> dict[str, Any]:
        return {"engineers": engineers(self.now).order_by("name"), "initial": self.request.GET.dict()}


class TripAct(DeskAct):
    """An act on the journey in the address; one out of sight answers 404, whatever the act."""

    trip: Trip

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.trip = journeys.visible_trip(kwargs["number"], self.request.user, now=self.now)
        return super().dispatch(request, *args, **kwargs)

    def about(self) -> dict[str, Any]:
        return {"trip": self.trip}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "trip": self.trip, "ticket": self.trip}


class ChangeDeparture(TripAct):
    act = "change_departure"
    form_class = forms.MoveForm
    title, button, done = _("更改出发日期"), _("改期"), _("已改期，已通知服务人员")
    hint = _("原定日期当日 24:00 前可以改；过了原定日期按逾期处理。")

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"depart_on": self.trip.depart_on}}


class CancelDeparture(TripAct):
    act = "cancel_departure"
    form_class = forms.WhyForm
    title, button, done = _("取消出发指令"), _("取消指令"), _("指令已取消，已通知服务人员")
    hint = _("原定日期已过的，逾期仍由部长裁定。")
    danger = True


class Answer(TripAct):
    """What is said to a request, with the days so far beside it."""

    partial = "fieldservice/trip_answer.html"

    def context(self) -> dict[str, Any]:
        least = showing.least_days(in_force(now=self.now).book)
        return {**super().context(), "days": self.trip.days_until(local_day(self.now)), "least": least}


class AllowReturn(Answer):
    act = "allow_return"
    form_class = forms.NoteForm
    title, button, done = _("批准返厂"), _("批准"), _("已批准返厂，已通知服务人员")


class DenyReturn(Answer):
    act = "deny_return"
    form_class = forms.WhyForm
    title, button, done = _("不批准返厂"), _("不批准"), _("未批准返厂，已通知服务人员")
    danger = True


class CallHome(TripAct):
    act = "call_home"
    form_class = forms.WhyForm
    title, button, done = _("召回"), _("召回"), _("已召回，已通知服务人员")
    hint = _("公司召回的，出差不满规定天数不考核；返厂仍须先申请并获批准。")


class MyTripAct(TripAct):
    """An act of the engineer himself, kept on the phone where there is no network."""

    template = "fieldservice/trip_act.html"
    kept = True

    def perform(self, form: ActForm) -> None:
        getattr(services, self.act)(
            **self.about(), **form.cleaned_data, device=self.request.device, actor=self.request.user, now=self.now
        )

    def done_url(self) -> str:
        return reverse("fieldservice:trip_mine")


class Depart(MyTripAct):
    act = "depart"
    title, button, done = _("出发"), _("现在出发"), _("已登记出发，途中每天报送行踪")


class AskReturn(MyTripAct):
    act = "ask_return"
    form_class = forms.AskForm
    title, button, done = _("申请返厂"), _("提交申请"), _("已提交，批准后再动身")
    hint = _("返厂须经质量服务主管批准后动身。")


class ReturnToFactory(MyTripAct):
    act = "return_to_factory"
    title, button, done = _("返厂"), _("已回到厂里"), _("已登记返厂，请最迟明日 24:00 前到技质部报到")


class ReportBack(MyTripAct):
    act = "report_back"
    title, button, done = _("返厂报到"), _("报到"), _("已报到")


DESK: dict[str, type[DeskAct]] = {
    view.act: view for view in (ChangeDeparture, CancelDeparture, AllowReturn, DenyReturn, CallHome)
}
PHONE: dict[str, type[MyTripAct]] = {view.act: view for view in (Depart, AskReturn, ReturnToFactory, ReportBack)}
