"""Facts that the book judged, read-only; what people decide about them lies above in penalties."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from accounts.admin_rights import MatrixAdmin
from core.admin import Opened, Section, instant
from core.templatetags.clockwork import exact, stamp
from judgement.models import Fact
from judgement.selectors import proposals_of, visible_facts
from judgement.showing import event_label, told_facts


class EventFilter(DropdownFilter):
    title, parameter_name = gettext_lazy("事实"), "event"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        names = model_admin.scope(request).order_by("event").values_list("event", flat=True).distinct()
        return [(name, event_label(name)) for name in names]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(event=self.value()) if self.value() else queryset


@admin.register(Fact)
class FactAdmin(MatrixAdmin):
    list_display = ("what", "who", "happened", "stands")
    list_display_links = ("what",)
    list_filter = (EventFilter,)
    search_fields = ("person__name",)
    search_help_text = gettext_lazy("姓名")
    ordering = ("-id",)
    sortable_by = ("happened",)

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return visible_facts(request.user, now=instant(request))

    @display(description=gettext_lazy("事实"), header=True)
    def what(self, fact: Fact) -> list[str]:
        return [event_label(fact.event), str(fact.facts.get("title") or "")]

    @display(description=gettext_lazy("当事人"))
    def who(self, fact: Fact) -> str:
        return fact.person.name if fact.person else "—"

    @display(description=gettext_lazy("发生时间"), ordering="happened_at")
    def happened(self, fact: Fact) -> str:
        return stamp(fact.happened_at)

    @display(description=gettext_lazy("状态"))
    def stands(self, fact: Fact) -> str:
        return _("已更正") if hasattr(fact, "withdrawal") else _("有效")

    def heading(self, obj: Any) -> str:
        return f"{event_label(obj.event)} {stamp(obj.happened_at)}"

    def opened(self, request: HttpRequest, obj: Any) -> Opened:
        rows = [[row.clause, row.charged_to.name, row.get_state_display()] for row in proposals_of(obj)]
        pairs = [
            (_("事实"), event_label(obj.event)), (_("当事人"), obj.person), (_("发生时间"), exact(obj.happened_at)),
            (_("记录时间"), exact(obj.recorded_at)), (_("制度版本"), obj.version), (_("更正"), _withdrawal(obj)),
        ]  # fmt: skip
        return Opened(sections=[
            Section(_("事实"), pairs=pairs), Section(_("内容"), pairs=told_facts(obj)),
            Section(_("由此提出的考核"), columns=[_("条款"), _("承担人"), _("状态")], rows=rows),
        ])  # fmt: skip


def _withdrawal(fact: Fact) -> str | None:
    found = getattr(fact, "withdrawal", None)
    return f"{exact(found.at)} {found.reason}" if found else None
