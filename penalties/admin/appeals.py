"""Appeals (考核申诉): what was objected to what, everything behind it in sight, and deciding it (E6)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.admin_rights import MatrixAdmin, asker
from accounts.models import Person
from core import files
from core.admin import Opened, instant, object_act
from core.errors import NotAllowed, OwnCase
from core.templatetags.clockwork import stamp
from penalties import services
from penalties.admin.filters import PersonFilter
from penalties.appeal_forms import DeputyForm, GrantForm, UpholdForm
from penalties.appealing import check_judge, confirmation_of, last_instant, may_judge, needs_deputy
from penalties.models import Appeal
from penalties.scope import visible_appeals
from penalties.showing import act_label, case_of, figure_of, title_of_consequence
from penalties.states import AppealState

LABELS = {AppealState.SUBMITTED: "warning", AppealState.UPHELD: "danger", AppealState.GRANTED: "success"}


@admin.register(Appeal)
class AppealAdmin(MatrixAdmin):
    object_acts = ("uphold", "grant", "name_deputy")
    detail_template = "admin/penalties/appeal.html"
    list_display = ("who", "what", "figure", "why", "filed", "stands", "decided")
    list_display_links = ("who",)
    list_filter = (("state", ChoicesDropdownFilter), PersonFilter)
    search_fields = ("person__name", "proposal__clause", "reason")
    search_help_text = gettext_lazy("姓名、条款或理由")
    # Waiting ones first, the oldest of them on top; then what was decided last.
    ordering = (F("decided_at").desc(nulls_first=True), "filed_at", "id")
    sortable_by = ("who", "filed")
    act_label = staticmethod(act_label)

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return visible_appeals(request.user, now=instant(request))

    def may_do(self, request: HttpRequest, code: str, obj: Any = None) -> bool:
        if code == "decide_appeal" and obj is not None:
            return may_judge(asker(request), obj, now=instant(request))
        return super().may_do(request, code, obj)

    def why_not(self, request: HttpRequest, name: str, obj: Any) -> Any:
        """Decided ones offer nothing; who confirmed or is concerned reads why he does not decide."""
        if obj.state != AppealState.SUBMITTED:
            return None
        confirmed = confirmation_of(obj.proposal)
        own = confirmed is not None and confirmed.by_id == request.user.pk
        if name == "name_deputy":
            return "" if own else None
        try:
            check_judge(asker(request), obj, now=instant(request))
        except (OwnCase, NotAllowed) as error:
            return str(error)
        return ""

    @display(description=gettext_lazy("申诉人"), ordering="person__name")
    def who(self, appeal: Appeal) -> str:
        return appeal.person.name

    @display(description=gettext_lazy("考核"))
    def what(self, appeal: Appeal) -> str:
        return f"{appeal.proposal.clause} {title_of_consequence(appeal.proposal)}"

    @display(description=gettext_lazy("金额"))
    def figure(self, appeal: Appeal) -> str:
        return figure_of(appeal.proposal.effects)

    @display(description=gettext_lazy("申诉理由"))
    def why(self, appeal: Appeal) -> str:
        return appeal.reason if len(appeal.reason) <= 40 else f"{appeal.reason[:40]}…"

    @display(description=gettext_lazy("提出时间"), ordering="filed_at")
    def filed(self, appeal: Appeal) -> str:
        return stamp(appeal.filed_at)

    @display(description=gettext_lazy("状态"), label=LABELS)
    def stands(self, appeal: Appeal) -> tuple[str, str]:
        return appeal.state, str(appeal.get_state_display())

    @display(description=gettext_lazy("裁定"))
    def decided(self, appeal: Appeal) -> str:
        return f"{appeal.decided_by} {stamp(appeal.decided_at)}" if appeal.decided_by else "—"

    def heading(self, obj: Any) -> str:
        return _("%(who)s 对条款 %(clause)s 的申诉") % {"who": obj.person.name, "clause": obj.proposal.clause}

    def opened(self, request: HttpRequest, obj: Any) -> Opened:
        confirmed = confirmation_of(obj.proposal)
        case = case_of(obj.proposal, now=instant(request))
        told = sorted([*self.entries(obj), *case.history], key=attrgetter("at"), reverse=True)
        return Opened(extra={
            "case": replace(case, history=told), "papers": files.files_of(obj),
            "confirmed": confirmed, "until": last_instant(obj.proposal),
            "waits_for_deputy": needs_deputy(obj, confirmed),
        })  # fmt: skip

    def brief(self, request: HttpRequest, obj: Any) -> Sequence[tuple[Any, Any]]:
        proposal = obj.proposal
        return [
            (_("申诉人"), obj.person.name), (_("考核"), f"{proposal.clause} {title_of_consequence(proposal)}"),
            (_("金额"), figure_of(proposal.effects)), (_("申诉理由"), obj.reason),
        ]  # fmt: skip

    @object_act("decide_appeal", gettext_lazy("维持考核"), form=UpholdForm, icon="gavel", tone="primary")
    def uphold(self, obj: Appeal, *, actor: Person, now: datetime, reason: str) -> str:
        services.decide_appeal(appeal=obj, uphold=True, reason=reason, actor=actor, now=now)
        return _("已裁定：维持对 %s 的考核") % obj.person.name

    @object_act("decide_appeal", gettext_lazy("申诉成立，撤销考核"), form=GrantForm, icon="undo", tone="danger")
    def grant(self, obj: Appeal, *, actor: Person, now: datetime, reason: str) -> str:
        services.decide_appeal(appeal=obj, uphold=False, reason=reason, actor=actor, now=now)
        return _("已裁定：申诉成立，%s 的考核已撤销，金额已冲回") % obj.person.name

    @object_act("name_appeal_deputy", gettext_lazy("指定本案代理人"), form=DeputyForm, icon="swap_horiz")
    def name_deputy(self, obj: Appeal, *, actor: Person, now: datetime, deputy: Person) -> str:
        services.name_appeal_deputy(appeal=obj, deputy=deputy, actor=actor, now=now)
        return _("已请 %(deputy)s 裁定 %(who)s 的申诉") % {"deputy": deputy.name, "who": obj.person.name}
