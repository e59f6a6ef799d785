"""Written proofs (书面证明): what was handed in, and accepting or refusing it with a reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.admin_rights import MatrixAdmin
from accounts.models import Person
from accounts.permissions import roles_of
from accounts.roles import Role
from core import files
from core.admin import Opened, instant, object_act
from core.templatetags.clockwork import stamp
from judgement.selectors import proposals
from penalties import services
from penalties.admin.filters import PersonFilter
from penalties.forms import AcceptProofForm, RefuseProofForm
from penalties.models import WrittenProof
from penalties.scope import visible_proofs
from penalties.showing import act_label, arithmetic, brief_of, deadline_of_proof, decider_of_proof
from penalties.states import ProofState

LABELS = {
    ProofState.SUBMITTED: "warning",
    ProofState.ACCEPTED: "success",
    ProofState.REFUSED: "danger",
}


@admin.register(WrittenProof)
class ProofAdmin(MatrixAdmin):
    object_acts = ("accept", "refuse")
    detail_template = "admin/penalties/proof.html"
    list_display = ("who", "ticket", "why", "filed", "stands", "decided")
    list_display_links = ("who",)
    list_filter = (("state", ChoicesDropdownFilter), PersonFilter)
    search_fields = ("person__name", "reason")
    search_help_text = gettext_lazy("姓名或说明")
    # Waiting ones first: "submitted" sorts after both decided states.
    ordering = ("-state", "filed_at", "id")
    sortable_by = ("who", "filed")
    act_label = staticmethod(act_label)

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return visible_proofs(request.user, now=instant(request))

    def may_do(self, request: HttpRequest, code: str, obj: Any = None) -> bool:
        if obj is None or not super().may_do(request, code, obj):
            return super().may_do(request, code, obj)
        roles = {decider_of_proof(obj), Role.GENERAL_MANAGER}
        return not roles.isdisjoint(roles_of(request.user, now=instant(request)))

    def why_not(self, request: HttpRequest, name: str, obj: Any) -> Any:
        if obj.state != ProofState.SUBMITTED:
            return None
        return _("不能裁决与本人有关的事项") if obj.person_id == request.user.pk else ""

    @display(description=gettext_lazy("提交人"), ordering="person__name")
    def who(self, proof: WrittenProof) -> str:
        return proof.person.name

    @display(description=gettext_lazy("工单"))
    def ticket(self, proof: WrittenProof) -> str:
        return getattr(proof, "ticket_number", None) or "—"

    @display(description=gettext_lazy("特殊情况"))
    def why(self, proof: WrittenProof) -> str:
        return proof.reason if len(proof.reason) <= 40 else f"{proof.reason[:40]}…"

    @display(description=gettext_lazy("提交时间"), ordering="filed_at")
    def filed(self, proof: WrittenProof) -> str:
        return stamp(proof.filed_at)

    @display(description=gettext_lazy("状态"), label=LABELS)
    def stands(self, proof: WrittenProof) -> tuple[str, str]:
        return proof.state, str(proof.get_state_display())

    @display(description=gettext_lazy("裁决"))
    def decided(self, proof: WrittenProof) -> str:
        return f"{proof.decided_by} {stamp(proof.decided_at)}" if proof.decided_by else "—"

    def heading(self, obj: Any) -> str:
        return f"{obj.person.name} {stamp(obj.filed_at)}"

    def opened(self, request: HttpRequest, obj: Any) -> Opened:
        deadline = deadline_of_proof(obj)
        found = proposals(of=obj.subject, person=obj.person).prefetch_related("decisions")
        return Opened(entries=self.entries(obj), extra={
            "documents": files.files_of(obj), "ticket": obj.subject.fetch(),
            "why": arithmetic(deadline, now=instant(request)) if deadline else [],
            "linked": [brief_of(row) for row in found if deadline and row.fact.occurrence == obj.occurrence],
        })  # fmt: skip

    def brief(self, request: HttpRequest, obj: Any) -> Sequence[tuple[Any, Any]]:
        return [(_("提交人"), obj.person.name), (_("特殊情况"), obj.reason), (_("提交时间"), stamp(obj.filed_at))]

    @object_act("decide_proof", gettext_lazy("采纳"), form=AcceptProofForm, icon="check", tone="primary")
    def accept(self, obj: WrittenProof, *, actor: Person, now: datetime, reason: str) -> str:
        services.decide_proof(proof=obj, accept=True, reason=reason, actor=actor, now=now)
        return _("已采纳 %s 的书面证明") % obj.person.name

    @object_act("decide_proof", gettext_lazy("不采纳"), form=RefuseProofForm, icon="close", tone="danger")
    def refuse(self, obj: WrittenProof, *, actor: Person, now: datetime, reason: str) -> str:
        services.decide_proof(proof=obj, accept=False, reason=reason, actor=actor, now=now)
        return _("未采纳 %s 的书面证明") % obj.person.name
