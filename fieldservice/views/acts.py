"""The acts of the assigned engineer on one job: each page calls exactly one service."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.acting import went_well
from core.forms import ActForm
from tickets import forms as ticket_forms
from tickets import selectors as tickets
from tickets.arrival_showing import told_after_tap
from tickets.views.acts import TicketAct


class JobAct(TicketAct):
    """An act of the assigned engineer on the job in the address."""

    template = "fieldservice/act.html"
    kept = True

    def done_url(self) -> str:
        return reverse("fieldservice:job", args=[self.ticket.number])


class Accept(JobAct):
    act = "accept"
    form_class = ticket_forms.EmptyForm
    title, button, done = _("接单"), _("接单"), _("已接单，请与用户联系")


class Decline(JobAct):
    act = "decline"
    form_class = ticket_forms.ReasonForm
    title, button, done = _("退回派工"), _("退回"), _("已退回，联络员会另行派工")
    hint = _("到场时限继续计时；无正当理由不服从派工的按制度考核。")
    danger = True

    def done_url(self) -> str:
        # Declined jobs are out of sight; the list is where the engineer goes on.
        return reverse("fieldservice:jobs" if self.request.method == "POST" else "fieldservice:job",
                       args=[] if self.request.method == "POST" else [self.ticket.number])  # fmt: skip


class Appoint(JobAct):
    act = "appoint"
    form_class = ticket_forms.AppointForm
    title, button, done = _("预约上门"), _("预约"), _("预约已记录")
    hint = _("到场时限不因预约顺延；用户要求晚到的，请留下短信等书面确认。")

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"work": self.ticket.fault[:200], "place": self.ticket.address}}


class Arrive(JobAct):
    """The phone asks for its position on tap and sends what came of it; the check-in never waits for it."""

    act = "arrive"
    form_class = ticket_forms.ArriveForm
    title, button, done = _("到场打卡"), _("我已到场"), _("已打卡")
    partial = "fieldservice/arrive_form.html"

    def arguments(self, form: ActForm) -> dict[str, Any]:
        return {**form.cleaned_data, "device": self.request.device}

    def went_well(self, form: ActForm) -> HttpResponse:
        """Tells what was kept and, where the limit was over, that the claim waits."""
        row = tickets.last_arrival(self.ticket, self.request.user.pk)
        text = told_after_tap(row, tickets.missed_due(tickets.limit_of(row))) if row else self.done
        messages.success(self.request, text)
        return went_well(self.request, self.done_url())


class ResolveRemotely(JobAct):
    act = "resolve_remotely"
    form_class = ticket_forms.RemoteForm
    title, button, done = _("远程解决"), _("提交"), _("已记录远程解决")
    hint = _("因故未到现场的，写明原因和用户的描述。")


class Escalate(JobAct):
    act = "escalate"
    form_class = ticket_forms.EscalateForm
    title, button, done = _("上报疑难"), _("上报"), _("已上报，请等待答复")
    hint = _("现场不能解决的，立即上报。")


class StartWork(JobAct):
    act = "start_work"
    form_class = ticket_forms.EmptyForm
    title, button, done = _("开始维修"), _("开始维修"), _("已开始维修")


ACTS: dict[str, type[JobAct]] = {
    view.act: view for view in (Accept, Decline, Appoint, Arrive, ResolveRemotely, Escalate, StartWork)
}
