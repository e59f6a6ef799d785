"""The acts of the month's end: each page calls exactly one service."""

from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from accounts.requests import SignedRequest
from core.acting import ActPage
from core.forms import ActForm
from fieldservice import months
from fieldservice import services as fieldservice
from fieldservice.comparing import comparison_of
from fieldservice.forms import CompareForm
from fieldservice.models import ServiceCard
from fieldservice.month_forms import ScoreForm, SummaryForm, VoidForm
from fieldservice.selectors import card_by_number
from fieldservice.showing import shown_card
from fieldservice.states import DocumentKind
from penalties import services
from penalties.month_forms import DecideAppealForm, PayForm, PayLimitForm, PlainForm, ReopenForm
from penalties.pay_warnings import limits
from penalties.selectors import engineer_named, month_appeal
from penalties.services.closing import undecided


class MonthAct(ActPage):
    request: SignedRequest
    form_class: ClassVar[type[ActForm]] = PlainForm

    @property
    def month(self) -> str:
        return str(self.kwargs["month"])

    @property
    def about(self) -> str:
        return self.month

    def done_url(self) -> str:
        return reverse("penalties:month", args=[self.month])


class CloseMonth(MonthAct):
    title, button = gettext_lazy("月度结账"), gettext_lazy("结账")
    done = gettext_lazy("已结账，结算单已发给每个人")
    danger = True

    @property
    def hint(self) -> str:
        told = _("结账后本月台账不再变动；以后裁决的计入下一个未结账的月份。")
        count = len(undecided(self.month))
        return told + (_("现有 %d 项考核尚未裁决，不等待。") % count if count else "")

    def perform(self, form: ActForm) -> None:
        services.close_month(month=self.month, actor=self.request.user, now=self.now)


class ReopenMonth(MonthAct):
    form_class = ReopenForm
    title, button = gettext_lazy("重开月份"), gettext_lazy("申请或同意重开")
    done = gettext_lazy("已登记；技质部长和总经理都同意后月份才打开")
    hint = gettext_lazy("须由技质部长和总经理两人共同决定：一人申请并写明理由，另一人同意。")
    danger = True

    def perform(self, form: ActForm) -> None:
        services.reopen_month(month=self.month, actor=self.request.user, now=self.now, **form.cleaned_data)


class PersonAct(MonthAct):
    @cached_property
    def person(self) -> Person:
        found = engineer_named(self.kwargs["username"])
        if found is None:
            raise Http404
        return found

    @property
    def about(self) -> str:
        return f"{self.person.name} {self.month}"

    def done_url(self) -> str:
        return reverse("penalties:month_of", args=[self.month, self.kwargs["username"]])


class MarkSummary(PersonAct):
    form_class = SummaryForm
    title, button, done = gettext_lazy("评定工作总结"), gettext_lazy("评定"), gettext_lazy("已评定")
    hint = gettext_lazy("敷衍的按制度拟出考核，另行裁决。")

    def perform(self, form: ActForm) -> None:
        careless = form.cleaned_data["careless"] == "yes"
        fieldservice.mark_summary(engineer=self.person, month=self.month, careless=careless, actor=self.request.user,
                                  now=self.now)  # fmt: skip


class ScoreMonth(PersonAct):
    form_class = ScoreForm
    title, button, done = gettext_lazy("部门打分"), gettext_lazy("打分"), gettext_lazy("已打分")

    def perform(self, form: ActForm) -> None:
        fieldservice.score_month(engineer=self.person, month=self.month, actor=self.request.user, now=self.now,
                                 **form.cleaned_data)  # fmt: skip


class DecideMonthAppeal(PersonAct):
    form_class = DecideAppealForm
    title, button, done = gettext_lazy("裁定工作量申诉"), gettext_lazy("裁定"), gettext_lazy("已裁定并通知本人")

    def perform(self, form: ActForm) -> None:
        appeal = month_appeal(self.person, self.month)
        if appeal is None:
            raise Http404
        uphold, reason = form.cleaned_data["uphold"] == "yes", form.cleaned_data["reason"]
        services.decide_month_appeal(appeal=appeal, uphold=uphold, reason=reason, actor=self.request.user,
                                     now=self.now)  # fmt: skip


class SetPay(PersonAct):
    form_class = PayForm
    title, button, done = gettext_lazy("登记月工资"), gettext_lazy("登记"), gettext_lazy("已登记")
    hint = gettext_lazy("自本月起，只用于核对扣款比例的提示。")

    def perform(self, form: ActForm) -> None:
        services.set_pay(person=self.person, since=self.month, actor=self.request.user, now=self.now,
                         **form.cleaned_data)  # fmt: skip

    def done_url(self) -> str:
        return reverse("penalties:pays")


class SetPayLimit(ActPage):
    request: SignedRequest
    form_class = PayLimitForm
    title, button, done = gettext_lazy("扣款提示线"), gettext_lazy("保存"), gettext_lazy("已保存")
    hint = gettext_lazy("结算导出时，扣款超过这一比例或扣后低于最低工资的，逐人提示；是否合法由人判断。")

    def form_options(self) -> dict[str, Any]:
        known = limits()
        return {"initial": {"percent": known.percent, "minimum_wage": known.minimum_wage}}

    def perform(self, form: ActForm) -> None:
        services.set_pay_limit(actor=self.request.user, now=self.now, **form.cleaned_data)

    def done_url(self) -> str:
        return reverse("penalties:months")


class RevokeVoid(PersonAct):
    form_class = VoidForm
    title, button, done = gettext_lazy("撤销作废"), gettext_lazy("撤销作废"), gettext_lazy("该资料恢复有效")

    @property
    def hint(self) -> str:
        kind = self.kwargs["key"]
        label = DocumentKind(kind).label if kind in DocumentKind.values else ""
        return _("%(month)s %(what)s 逾期作废；撤销后按收到计算，逾期的考核另行裁决。") % {
            "month": self.month, "what": label}  # fmt: skip

    def perform(self, form: ActForm) -> None:
        fieldservice.revoke_void(engineer=self.person, month=self.month, kind=self.kwargs["key"],
                                 actor=self.request.user, now=self.now, **form.cleaned_data)  # fmt: skip


class CheckCard(PersonAct):
    """The card beside report, claims and instruction, as where a single card is received."""

    form_class = CompareForm
    title, button, done = gettext_lazy("核对服务卡"), gettext_lazy("核对完毕"), gettext_lazy("已核对")
    hint = gettext_lazy("随月度资料收到的服务卡，与异常信息报告、三包单和部门批示核对。")
    template, partial = "fieldservice/receive.html", "fieldservice/receive_form.html"

    @cached_property
    def card(self) -> ServiceCard:
        card = card_by_number(self.kwargs["key"])
        if card is None or card.engineer_id != self.person.pk:
            raise Http404
        return card

    def context(self) -> dict[str, Any]:
        return {"ticket": self.card.ticket, "one": shown_card(self.card), "compared": comparison_of(self.card)}

    def perform(self, form: ActForm) -> None:
        fieldservice.check_card(card=self.card, actor=self.request.user, now=self.now, **form.cleaned_data)


class ClearLine(PersonAct):
    form_class = VoidForm
    title, button, done = gettext_lazy("认定报销相符"), gettext_lazy("认定相符"), gettext_lazy("该行恢复报销")

    def perform(self, form: ActForm) -> None:
        key = self.kwargs["key"]
        line = months.own_line(self.person, int(key)) if key.isdecimal() else None
        if line is None:
            raise Http404
        fieldservice.clear_line(line=line, actor=self.request.user, now=self.now, **form.cleaned_data)


OF_MONTH: dict[str, Any] = {"close_month": CloseMonth, "reopen_month": ReopenMonth}
OF_PERSON: dict[str, Any] = {
    "mark_summary": MarkSummary, "score_month": ScoreMonth, "decide_month_appeal": DecideMonthAppeal, "set_pay": SetPay,
}  # fmt: skip
OF_ITEM: dict[str, Any] = {"revoke_void": RevokeVoid, "check_card": CheckCard, "clear_line": ClearLine}
