"""Incidents (违规事实): what only a person can report, with its evidence."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.admin_rights import MatrixAdmin
from accounts.models import Person
from core import files
from core.admin import Opened, Section, instant, object_act
from core.subjects import Subject
from core.templatetags.clockwork import exact, stamp
from judgement.selectors import proposals
from penalties import services
from penalties.admin.filters import PersonFilter
from penalties.forms import AmendForm, IncidentForm
from penalties.models import Incident
from penalties.scope import visible_incidents, visible_proposals
from penalties.showing import act_label, figure_of, money, title_of_consequence


@admin.register(Incident)
class IncidentAdmin(MatrixAdmin):
    object_acts = ("amend",)
    list_acts = ("record",)
    list_display = ("number", "kind", "who", "happened", "state", "recorder")
    list_display_links = ("number",)
    list_filter = (("kind", ChoicesDropdownFilter), PersonFilter)
    search_fields = ("number", "person__name", "facts")
    search_help_text = gettext_lazy("编号、姓名或事实")
    ordering = ("-id",)
    sortable_by = ("number", "who", "happened")
    act_label = staticmethod(act_label)

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return visible_incidents(request.user, now=instant(request))

    @display(description=gettext_lazy("当事人"), ordering="person__name")
    def who(self, incident: Incident) -> str:
        return incident.person.name

    @display(description=gettext_lazy("发生时间"), ordering="happened_at")
    def happened(self, incident: Incident) -> str:
        return stamp(incident.happened_at)

    @display(description=gettext_lazy("记录人"))
    def recorder(self, incident: Incident) -> str:
        return incident.recorded_by.name

    def opened(self, request: HttpRequest, obj: Any) -> Opened:
        evidence = [{"url": reverse("file", args=[stored.pk]), "text": stored.name} for stored in files.files_of(obj)]
        sections = [
            Section(_("事实"), pairs=self._facts(obj)),
            Section(_("证据"), rows=[[one] for one in evidence]),
            Section(
                _("由此提出的考核"),
                columns=[_("条款"), _("当事人"), _("金额"), _("状态")],
                rows=self._led_to(request, obj),
            ),
        ]
        return Opened(sections=sections, entries=self.entries(obj))

    def _facts(self, obj: Incident) -> list[tuple[Any, Any]]:
        about = Subject(obj.about_type, obj.about_id).fetch() if obj.about_type and obj.about_id else None
        return [
            (_("类别"), obj.get_kind_display()), (_("当事人"), obj.person.name), (_("有关单据"), about),
            (_("发生时间"), exact(obj.happened_at)), (_("事实"), obj.facts),
            (_("用户提出索赔"), _("是") if obj.claim else _("否")),
            (_("违规所得"), None if obj.proceeds is None else _("%s 元") % money(obj.proceeds)),
            (_("核定损失"), None if obj.assessed_loss is None else _("%s 元") % money(obj.assessed_loss)),
            (_("记录"), f"{obj.recorded_by} {exact(obj.recorded_at)}"),
        ]  # fmt: skip

    def _led_to(self, request: HttpRequest, obj: Incident) -> list[list[Any]]:
        seen = visible_proposals(request.user, now=instant(request)).order_by()
        rows = proposals(of=Subject.of(obj)).filter(pk__in=seen.values("pk"))
        return [
            [{"url": reverse("admin:judgement_proposal_change", args=[row.pk]),
              "text": f"{row.clause} {title_of_consequence(row)}"},
             row.charged_to.name, figure_of(row.effects), row.get_state_display()]
            for row in rows
        ]  # fmt: skip

    @object_act("record_incident", gettext_lazy("登记违规事实"), form=IncidentForm, icon="add", tone="primary")
    def record(self, obj: None, *, actor: Person, now: datetime, **given: Any) -> str:
        done = services.record_incident(actor=actor, now=now, **given)
        return _("已登记 %s") % done.number

    @object_act("amend_incident", gettext_lazy("补充金额"), form=AmendForm, icon="edit")
    def amend(self, obj: Incident, *, actor: Person, now: datetime, **given: Any) -> str:
        services.amend_incident(incident=obj, actor=actor, now=now, **given)
        return _("已补充 %s") % obj.number
