"""The sign-off inbox (待我签批): what waits for me, one page to decide on, and several at once.

It lies here and not with its rows, since the buttons are acts on the papers behind them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.admin_rights import MatrixAdmin, asker
from accounts.models import Person
from approvals.models import SignOff
from approvals.selectors import visible_to, waiting_for
from approvals.services import obstacle
from approvals.states import OPEN
from core import clock, idempotency
from core.admin import Opened, instant, object_act
from core.errors import ActError, NotAllowed
from core.templatetags.clockwork import stamp
from warranty import services
from warranty import sign_off_showing as showing
from warranty.admin.sign_off_filters import (
    MINE,
    TURNS,
    WAITING,
    DepartmentFilter,
    KindFilter,
    RoleFilter,
    TurnFilter,
    departments_named,
    turn_of,
)  # fmt: skip
from warranty.selectors.sign_offs import paper_of, papers_behind
from warranty.sign_off_forms import JudgeForm, RefuseForm, SignForm

MOST_AT_ONCE = 200
TONES = {"": "info", "warn": "warning", "late": "danger"}


@admin.register(SignOff)
class SignOffAdmin(MatrixAdmin):
    object_acts = ("judge", "approve", "reject")
    detail_template = "admin/approvals/sign_off.html"
    list_before_template = "admin/approvals/turns.html"
    list_display = ("what", "money", "turn", "hints", "fault", "asked", "waits")
    list_display_links = ("what",)
    list_filter = (TurnFilter, KindFilter, RoleFilter, DepartmentFilter)
    search_fields = ("title", "submitted_by__name")
    search_help_text = gettext_lazy("单号、工单号或申请人")
    sortable_by = ("money", "asked")
    actions = ("approve_many",)

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return visible_to(asker(request), now=instant(request))

    def get_ordering(self, request: HttpRequest) -> Sequence[str]:
        """What waits by its age, what was decided newest first."""
        turn = turn_of(request)
        if turn in (MINE, WAITING):
            return ("submitted_at", "id")
        return ("-id",) if turn == "all" else ("-signed_at", "-id")

    def why_not(self, request: HttpRequest, name: str, obj: Any) -> Any:
        """Only what is open is offered; another's role and one's own case are explained."""
        if obj.state not in OPEN or (name == "judge" and obj.judged_at is not None):
            return None
        refusal = obstacle(obj, name, actor=asker(request), now=instant(request))
        # Who is not asked to judge is not told so.
        return None if name == "judge" and isinstance(refusal, NotAllowed) else str(refusal or "")

    # -- list
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.may_open(request):
            raise NotAllowed
        waiting = waiting_for(asker(request), now=instant(request)).count()
        vars(request)["default_turn"] = MINE if waiting else WAITING
        here = turn_of(request)
        chips = [
            {"url": f"?turn={code}", "label": label, "count": waiting if code == MINE else "", "here": code == here}
            for code, label in TURNS
        ]
        told = {"chips": chips, "nothing": here == MINE and not waiting}
        return super().changelist_view(request, {**told, **(extra_context or {})})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The rows with their papers and the names of departments, read once for the page."""
        found = super().get_changelist_instance(request)
        found.result_list = list(found.result_list)
        papers, names = papers_behind(found.result_list), departments_named(request)
        for row in found.result_list:
            row.paper, row.fault = papers.get(row.pk), showing.fault_of(row, names)
        return found

    @display(description=gettext_lazy("事项"), header=True)
    def what(self, row: Any) -> Sequence[str]:
        if row.paper is None:
            return [row.title, ""]
        ticket = row.paper.ticket
        return [f"{showing.kind_of(row)} {row.paper.number}", f"{ticket.number} · {ticket.customer_name}"]

    @display(description=gettext_lazy("金额（元）"), ordering="amount")
    def money(self, row: Any) -> str:
        return showing.money(row.amount)

    @display(description=gettext_lazy("权限"))
    def turn(self, row: Any) -> str:
        return showing.turn_of(row)

    @display(description=gettext_lazy("提示"), label={"crossed": "warning"})
    def hints(self, row: Any) -> Any:
        return ("crossed", _("合计跨档")) if row.warnings else None

    @display(description=gettext_lazy("责任"))
    def fault(self, row: Any) -> str:
        return str(row.fault)

    @display(description=gettext_lazy("申请"), ordering="submitted_at", header=True)
    def asked(self, row: Any) -> Sequence[str]:
        return [row.submitted_by.name, stamp(row.submitted_at)]

    @display(description=gettext_lazy("已等待"), label=TONES)
    def waits(self, row: Any) -> Any:
        return showing.waits_of(row, now=clock.now()) if row.state in OPEN else None

    # -- page
    def opened(self, request: HttpRequest, obj: Any) -> Opened:
        forms = {}
        for name, label, form in (("judge", _("判定"), JudgeForm), ("approve", _("签批"), SignForm)):
            if self.may_do(request, name, obj) and self.why_not(request, name, obj) == "":
                forms[name] = {"label": label, "form": form(obj=obj, actor=asker(request), now=instant(request))}
        case = showing.shown(obj)
        return Opened(entries=self.entries(obj), extra={"case": case, "forms": forms})

    def brief(self, request: HttpRequest, obj: Any) -> Sequence[tuple[Any, Any]]:
        return showing.brief_of(obj)

    def after(self, request: HttpRequest, name: str, obj: Any) -> str:
        """On to what waits next, where something does."""
        return self.url("changelist") if name != "judge" else self.url("change", obj.pk)

    # -- acts
    @object_act("judge", gettext_lazy("判定"), form=JudgeForm, icon="balance", tone="primary")
    def judge(self, obj: SignOff, *, actor: Person, now: datetime, **given: Any) -> str:
        paper = services.judge(document=paper_of(obj), actor=actor, now=now, **given)
        return _("已判定：%s") % paper.number

    @object_act("approve", gettext_lazy("批准"), form=SignForm, icon="approval", tone="primary")
    def approve(self, obj: SignOff, *, actor: Person, now: datetime, reason: str = "", seen: str = "") -> str:
        paper = services.approve(document=paper_of(obj), actor=actor, now=now, reason=reason, seen=seen)
        return _("已批准：%(number)s，%(amount)s 元") % {"number": paper.number, "amount": showing.money(obj.amount)}

    @object_act("reject", gettext_lazy("驳回"), form=RefuseForm, icon="block", tone="danger")
    def reject(self, obj: SignOff, *, actor: Person, now: datetime, reason: str, seen: str = "") -> str:
        paper = services.reject(document=paper_of(obj), actor=actor, now=now, reason=reason, seen=seen)
        return _("已驳回：%s") % paper.number

    # -- several at once
    def has_approve_permission(self, request: HttpRequest) -> bool:
        return self.may_do(request, "approve")

    @admin.action(description=gettext_lazy("批准所选"), permissions=["approve"])
    def approve_many(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:
        """First the page that lists what will be signed and what will not; then each by its service."""
        chosen = list(queryset[:MOST_AT_ONCE])
        papers, names = papers_behind(chosen), departments_named(request)
        told = [(row, papers.get(row.pk), self._unfit(request, row)) for row in chosen]
        if "confirmed" in request.POST:
            if not idempotency.key_of(request):
                raise idempotency.KeyMissing
            self._approve_each(request, [row for row, _paper, why in told if not why])
            return redirect(self.url("changelist"))
        fit = [(row, paper, showing.fault_of(row, names), showing.kind_of(row)) for row, paper, why in told if not why]
        context = {
            "fit": fit, "rest": [one for one in told if one[2]], "title": _("批准所选的申请"),
            "total": showing.money(sum(row.amount for row, *_rest in fit)),
        }  # fmt: skip
        return self.shown(request, "admin/approvals/approve_many.html", context)

    def _approve_each(self, request: HttpRequest, rows: Sequence[SignOff]) -> None:
        done, actor, now = 0, asker(request), instant(request)
        for row in rows:
            try:
                with transaction.atomic():
                    seen = request.POST.get(f"seen-{row.pk}", "")
                    services.approve(document=paper_of(row), actor=actor, now=now, seen=seen or "-")
                done += 1
            except ActError as error:
                messages.error(request, f"{row.title}：{error}")
        if done:
            messages.success(request, _("已批准 %d 项") % done)

    def _unfit(self, request: HttpRequest, row: SignOff) -> str:
        """Why a row is not signed together with others."""
        if not self.may_do(request, "approve", row):
            return str(NotAllowed.message)
        refusal = self.why_not(request, "approve", row)
        return _("已处理") if refusal is None else str(refusal)
