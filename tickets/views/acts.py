"""The acts of the desk on one ticket: each page calls exactly one service."""

import json
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.permissions import authorize
from accounts.requests import SignedRequest
from accounts.selectors import engineers, offices
from core.acting import ActPage
from core.forms import ActForm
from core.middleware import is_partial
from rulebook.acts import clause_of
from rulebook.limits import survey_of
from rulebook.selectors import in_force
from tickets import arrival_showing, forms, selectors, services, showing
from tickets.models import Ticket
from tickets.views.drawer import contents


class TicketAct(ActPage):
    """An act on the ticket in the address; a ticket out of sight answers 404, whatever the act."""

    act: ClassVar[str] = ""
    ticket: Ticket
    request: SignedRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.ticket = selectors.visible_ticket(kwargs["number"], self.request.user, now=self.now)
        authorize(self.request.user, self.act, now=self.now)
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: ActForm) -> None:
        given = {"ticket": self.ticket, "actor": self.request.user, "now": self.now}
        getattr(services, self.act)(**given, **self.arguments(form))

    def arguments(self, form: ActForm) -> dict[str, Any]:
        return form.cleaned_data

    def done_url(self) -> str:
        """Back to the console with the ticket still open in it, where the act was called from there."""
        return console_of(self.request, self.ticket.number) or reverse("tickets:ticket", args=[self.ticket.number])

    def context(self) -> dict[str, Any]:
        return {"ticket": self.ticket, "clause": clause_of(self.ticket.version.book, self.act)}


def console_of(request: HttpRequest, number: str) -> str:
    """The address of the console that sent the request, with ticket `number` in it; empty for other pages."""
    parts = urlsplit(request.headers.get("HX-Current-URL", ""))
    if parts.path not in (reverse("tickets:home"), reverse("tickets:queue")):
        return ""
    query = QueryDict(parts.query, mutable=True)
    query["ticket"] = number
    return f"{parts.path}?{query.urlencode()}"


class Dispatch(TicketAct):
    act = "dispatch"
    form_class = forms.DispatchForm
    title, button, done = _("派工"), _("派工"), _("已派工，已通知服务人员")
    partial = "tickets/dispatch_form.html"

    def form_options(self) -> dict[str, Any]:
        return {"engineers": engineers(self.now), "replacing": self.ticket.engineer_id is not None}

    def context(self) -> dict[str, Any]:
        ranked = selectors.candidates(self.ticket, now=self.now)
        best = next((one.person.pk for one in ranked if not one.refusal), None)
        return {**super().context(), "candidates": ranked, "chosen": best, **self._ticket_in_short()}

    def went_well(self, form: ActForm) -> HttpResponse:
        """From the drawer: the drawer as it stands now, and the list is told."""
        if not (is_partial(self.request) and "in_drawer" in self.request.POST):
            return super().went_well(form)
        response = render(self.request, "tickets/drawer.html", contents(self.ticket.number, self.request))
        told = {"text": str(self.done), "number": self.ticket.number}
        response["HX-Trigger"] = json.dumps({"console:acted": told})
        return response

    def _ticket_in_short(self) -> dict[str, Any]:
        """Whom one sends where and until when, on the form itself."""
        due = selectors.deadline_of(self.ticket)
        return {
            "zone": showing.zone_title(self.ticket.version, self.ticket.zone),
            "place": showing.place_of(self.ticket.country, self.ticket.province, self.ticket.address),
            "due_at": due.due_at if due else None, "left": showing.left_of(due, now=self.now),
        }  # fmt: skip


class AcceptArrival(TicketAct):
    """From the list of claims with one tap, from the ticket with a reason."""

    act = "accept_arrival"
    form_class = forms.AcceptArrivalForm
    title, button, done = _("认定到场时间"), _("提交"), _("已处理，已告知服务人员")
    partial = "tickets/accept_arrival.html"

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"accept": "no" if self.request.GET.get("accept") == "no" else "yes"}}

    def done_url(self) -> str:
        from_list = "list" in self.request.POST or "list" in self.request.GET
        return reverse("tickets:claims") if from_list else super().done_url()

    def context(self) -> dict[str, Any]:
        row = selectors.waiting_arrival(self.ticket)
        if row is None:
            return super().context()
        shown = arrival_showing.shown_arrival(
            row, selectors.missed_due(selectors.limit_of(row)), self.request.user,
            site=selectors.site_place(self.ticket), photos=selectors.photos_of([row]).get(row.pk, ()), now=self.now,
        )  # fmt: skip
        return {**super().context(), "arrival": shown}


class Cancel(TicketAct):
    act = "cancel"
    form_class = forms.ReasonForm
    title, button, done = _("取消工单"), _("取消工单"), _("工单已取消")
    hint = _("用户不再需要服务时取消；到场时限随之终止，已经超时的仍算超时。")
    danger = True


class LinkDuplicate(TicketAct):
    act = "link_duplicate"
    form_class = forms.DuplicateForm
    title, button, done = _("关联重复报修"), _("关联并取消本工单"), _("已关联到原工单")

    def arguments(self, form: ActForm) -> dict[str, Any]:
        return {"original": selectors.visible_ticket(form.cleaned_data["original"], self.request.user, now=self.now)}


class HandToOffice(TicketAct):
    act = "hand_to_office"
    form_class = forms.OfficeForm
    title, button, done = _("转办事处"), _("转办事处"), _("已转办事处协调")
    hint = _("超保修期的服务由当地办事处协调；到场时限终止，不算超时，完成后仍由本部门回访。")

    def form_options(self) -> dict[str, Any]:
        return {"offices": offices()}


class OfficeDone(TicketAct):
    act = "office_done"
    form_class = forms.EmptyForm
    title, button, done = _("办事处已完成"), _("办事处已完成"), _("已转待回访")
    hint = _("确认办事处已经完成服务，工单转待回访。")


class Instruct(TicketAct):
    act = "instruct"
    form_class = forms.InstructForm
    title, button, done = _("部门批示"), _("签批"), _("批示已记录")


class Correct(TicketAct):
    """Only what differs from the ticket goes to the act."""

    act = "correct"
    form_class = forms.CorrectForm
    title, button, done = _("更正登记"), _("更正"), _("已更正，时限已重新计算")
    hint = _("时限从更正后的通知时间重新计算；已提出的考核随之撤回或补提。")

    def form_options(self) -> dict[str, Any]:
        known = {"notified_at": self.ticket.notified_at, "serial": self.ticket.serial, "urgent": self.ticket.urgent}
        return {"initial": known}

    def arguments(self, form: ActForm) -> dict[str, Any]:
        changed = {name: form.cleaned_data[name] for name in form.changed_data if name != "reason"}
        return {"reason": form.cleaned_data["reason"], **changed}


class CorrectSite(TicketAct):
    act = "correct_site"
    form_class = forms.SiteForm
    title, button, done = _("更正现场"), _("更正"), _("现场已更正，时限已重新计算")
    hint = _("省内、省外时限不同；按更正后的现场从原通知时间重新计算。")

    def form_options(self) -> dict[str, Any]:
        known = {"site_province": self.ticket.province, "site_area": self.ticket.area}
        return {"initial": known, "areas": self.ticket.version.book.areas}

    def arguments(self, form: ActForm) -> dict[str, Any]:
        told = dict(form.cleaned_data)
        return {**told, "site_area": told.get("site_area") or None}


class SetDue(TicketAct):
    act = "set_due"
    form_class = forms.DueForm
    title, button, done = _("设定到场期限"), _("设定"), _("到场期限已设定")


class WaitForCustomer(TicketAct):
    act = "wait_for_customer"
    form_class = forms.ReasonForm
    title, button, done = _("等待用户"), _("暂停计时"), _("到场计时已暂停")
    hint = _("用户暂时不能接待时登记；到场计时暂停，用户可以接待后用剩余时间继续。")


class CustomerReady(TicketAct):
    act = "customer_ready"
    form_class = forms.EmptyForm
    title, button, done = _("用户可以接待"), _("继续计时"), _("到场计时已继续")


class AnswerEscalation(TicketAct):
    act = "answer_escalation"
    form_class = forms.AnswerForm
    title, button, done = _("答复上报"), _("答复"), _("已答复服务人员")

    def context(self) -> dict[str, Any]:
        return {**super().context(), "asked": selectors.open_escalation(self.ticket)}


class FollowUp(TicketAct):
    act = "follow_up"
    form_class = forms.FollowUpForm
    title, button, done = _("登记回访"), _("登记"), _("回访已登记")
    hint = _("未解决：立即开始新一轮，到场时限从现在起算。")

    def form_options(self) -> dict[str, Any]:
        book = in_force(now=self.now).book
        return {"survey": book.surveys.get(survey_of(book, self.act))}

    def arguments(self, form: ActForm) -> dict[str, Any]:
        return form.arguments() if isinstance(form, forms.FollowUpForm) else {}


class CloseUnreachable(TicketAct):
    act = "close_unreachable"
    form_class = forms.EmptyForm
    title, button, done = _("无法回访关闭"), _("关闭工单"), _("工单已关闭（无法回访）")
    hint = _("多次无人接听后关闭，报表单独统计，不算客户满意。")
    danger = True


ACTS: dict[str, type[TicketAct]] = {
    view.act: view
    for view in (
        Dispatch, AcceptArrival, Cancel, LinkDuplicate, HandToOffice, OfficeDone, Instruct, Correct, CorrectSite,
        SetDue, WaitForCustomer, CustomerReady, AnswerEscalation, FollowUp, CloseUnreachable,
    )
}  # fmt: skip
