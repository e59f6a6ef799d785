"""Penalty review (考核裁决): what waits for me, one page to decide on, and fixed amounts in bulk."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
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
from accounts.permissions import refuse_own_case
from core import clock, idempotency
from core.admin import Opened, instant, object_act
from core.errors import ActError, NotAllowed, OwnCase
from core.templatetags.clockwork import stamp
from judgement.models import Proposal
from judgement.showing import event_label
from judgement.states import COUNTED, ProposalState
from penalties import services
from penalties.admin.filters import MINE, OPEN, ChargedFilter, ClauseFilter, MonthFilter, TurnFilter
from penalties.appeal_showing import appeal_of
from penalties.forms import ConfirmForm, RevokeForm, WaiveForm
from penalties.permissions import may_decide
from penalties.scope import visible_proposals
from penalties.selectors import to_decide
from penalties.services.confirm import CHOSEN
from penalties.showing import (
    act_label,
    age_of,
    brief_of,
    case_of,
    detected_of,
    figure_of,
    title_of_consequence,
)

MOST_AT_ONCE = 200
LABELS = {
    ProposalState.PROPOSED: "warning",
    ProposalState.CONFIRMED: "danger",
    ProposalState.WAIVED: "success",
    ProposalState.SETTLED: "danger",
}


@admin.register(Proposal)
class ProposalAdmin(MatrixAdmin):
    object_acts = ("confirm", "waive", "revoke")
    detail_template = "admin/penalties/proposal.html"
    list_before_template = "admin/penalties/turns.html"
    list_display = ("what", "charged", "happened", "figure", "detected", "stands", "age")
    list_display_links = ("what",)
    list_filter = (TurnFilter, MonthFilter, ClauseFilter, ChargedFilter)
    search_fields = ("charged_to__name", "charged_to__employee_no", "clause")
    search_help_text = gettext_lazy("姓名、工号或条款")
    ordering = ("proposed_at", "id")
    act_label = staticmethod(act_label)
    sortable_by = ("charged", "happened", "age")
    actions = ("confirm_many",)

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return visible_proposals(request.user, now=instant(request))

    def may_do(self, request: HttpRequest, code: str, obj: Any = None) -> bool:
        if obj is None or not super().may_do(request, code, obj):
            return super().may_do(request, code, obj)
        return may_decide(asker(request), obj, now=instant(request))

    def why_not(self, request: HttpRequest, name: str, obj: Any) -> Any:
        """Only what the state allows is offered; an own case and a missing proof are explained."""
        states = COUNTED if name == "revoke" else (ProposalState.PROPOSED,)
        if obj.state not in states:
            return None
        try:
            refuse_own_case(request.user, obj.person, obj.charged_to, now=instant(request))
        except OwnCase as error:
            return str(error)
        if name == "waive" and obj.proof_only:
            return _("条款 %s 只能凭书面证明免除，请由当事人提交") % obj.clause
        return ""

    # -- list
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        waiting = to_decide(asker(request), now=instant(request)).count()
        vars(request)["default_turn"] = MINE if waiting else OPEN
        here = request.GET.get("turn") or vars(request)["default_turn"]
        choices = [(MINE, _("待我裁决"), waiting), (OPEN, _("待裁决"), ""), ("confirmed", _("已确认"), ""),
                   ("waived", _("已免除"), ""), ("revoked", _("已撤销"), ""), ("all", _("全部"), "")]  # fmt: skip
        chips = [
            {"url": f"?turn={code}", "label": label, "count": count, "here": code == here}
            for code, label, count in choices
        ]
        return super().changelist_view(request, {"chips": chips, **(extra_context or {})})

    @display(description=gettext_lazy("条款"), header=True)
    def what(self, proposal: Proposal) -> Sequence[str]:
        return [_("%(clause)s %(title)s") % {"clause": proposal.clause, "title": title_of_consequence(proposal)},
                str(proposal.fact.facts.get("title") or "")]  # fmt: skip

    @display(description=gettext_lazy("当事人"), ordering="charged_to__name")
    def charged(self, proposal: Proposal) -> str:
        return proposal.charged_to.name

    @display(description=gettext_lazy("事实"), ordering="fact__happened_at", header=True)
    def happened(self, proposal: Proposal) -> Sequence[str]:
        return [event_label(proposal.fact.event), stamp(proposal.fact.happened_at)]

    @display(description=gettext_lazy("金额"))
    def figure(self, proposal: Proposal) -> str:
        return figure_of(proposal.effects)

    @display(description=gettext_lazy("认定"))
    def detected(self, proposal: Proposal) -> str:
        return detected_of(proposal)

    @display(description=gettext_lazy("状态"), label=LABELS)
    def stands(self, proposal: Proposal) -> tuple[str, str]:
        return proposal.state, str(proposal.get_state_display())

    @display(description=gettext_lazy("提出至今"), ordering="proposed_at")
    def age(self, proposal: Proposal) -> str:
        return age_of(proposal.proposed_at, now=clock.now())

    # -- page
    def opened(self, request: HttpRequest, obj: Any) -> Opened:
        now = instant(request)
        return Opened(extra={"case": case_of(obj, now=now), "objection": appeal_of(obj, now=now)})

    def brief(self, request: HttpRequest, obj: Any) -> Sequence[tuple[Any, Any]]:
        about = obj.fact.facts.get("title") or ""
        return [
            (_("条款"), f"{obj.clause} {title_of_consequence(obj)}"), (_("当事人"), obj.charged_to.name),
            (_("金额"), figure_of(obj.effects)),
            (_("事实"), f"{event_label(obj.fact.event)} {about} {stamp(obj.fact.happened_at)}"),
        ]  # fmt: skip

    # -- acts
    @object_act("confirm_penalty", gettext_lazy("确认"), form=ConfirmForm, icon="gavel", tone="primary")
    def confirm(
        self, obj: Proposal, *, actor: Person, now: datetime, amount: Decimal | None = None, reason: str = "",
        charge_to: Person | None = None,
    ) -> str:  # fmt: skip
        done = services.confirm_penalty(
            proposal=obj, amount=amount, reason=reason, charge_to=charge_to, actor=actor, now=now
        )
        return _("已确认：%(person)s，%(figure)s") % {"person": done.charged_to.name, "figure": figure_of(done.effects)}

    @object_act("waive_penalty", gettext_lazy("免除"), form=WaiveForm, icon="do_not_disturb_on")
    def waive(self, obj: Proposal, *, actor: Person, now: datetime, reason: str) -> str:
        services.waive_penalty(proposal=obj, reason=reason, actor=actor, now=now)
        return _("已免除 %s 的考核") % obj.charged_to.name

    @object_act("revoke_penalty", gettext_lazy("撤销"), form=RevokeForm, icon="undo", tone="danger")
    def revoke(self, obj: Proposal, *, actor: Person, now: datetime, reason: str) -> str:
        services.revoke_penalty(proposal=obj, reason=reason, actor=actor, now=now)
        return _("已撤销 %s 的考核，金额已冲回") % obj.charged_to.name

    # -- in bulk
    def has_confirm_penalty_permission(self, request: HttpRequest) -> bool:
        return self.may_do(request, "confirm_penalty")

    @admin.action(description=gettext_lazy("确认所选（固定金额）"), permissions=["confirm_penalty"])
    def confirm_many(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:
        """First the page that lists what will be confirmed and what will not; then each by its service."""
        chosen = list(queryset[:MOST_AT_ONCE])
        fit = [proposal for proposal in chosen if not self._unfit(request, proposal)]
        if "confirmed" not in request.POST:
            rest = [
                (proposal, brief_of(proposal), reason)
                for proposal in chosen
                if (reason := self._unfit(request, proposal))
            ]
            context = {"fit": [brief_of(proposal) for proposal in fit], "rest": rest, "title": _("确认所选的考核")}
            return self.shown(request, "admin/penalties/confirm_many.html", context)
        if not idempotency.key_of(request):
            raise idempotency.KeyMissing
        self._confirm_each(request, fit)
        return redirect(self.url("changelist"))

    def _confirm_each(self, request: HttpRequest, proposals: Sequence[Proposal]) -> None:
        done, actor, now = 0, asker(request), instant(request)
        for proposal in proposals:
            try:
                with transaction.atomic():
                    services.confirm_penalty(proposal=proposal, actor=actor, now=now)
                done += 1
            except ActError as error:
                messages.error(request, f"{proposal.clause} {proposal.charged_to.name}：{error}")
        if done:
            messages.success(request, _("已确认 %d 项") % done)

    def _unfit(self, request: HttpRequest, proposal: Proposal) -> str:
        """Why a proposal is not confirmed together with others."""
        if any(effect.get("mode") in CHOSEN for effect in proposal.effects):
            return _("金额须逐项裁量")
        if not self.may_do(request, "confirm_penalty", proposal):
            return str(NotAllowed.message)
        refusal = self.why_not(request, "confirm", proposal)
        return _("已裁决") if refusal is None else str(refusal)
