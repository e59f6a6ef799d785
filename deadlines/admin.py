"""Every limit that runs or ran, with its arithmetic; those that could not be judged stand out."""

from datetime import datetime
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
from core.clock import local_day
from core.templatetags.clockwork import due_stamp, exact, stamp
from deadlines.models import Deadline
from deadlines.selectors import all_limits, failing, in_month, in_state
from deadlines.states import DeadlineState
from rulebook.durations import add_months
from rulebook.selectors import in_force

LABELS = {
    DeadlineState.OPEN: "info", DeadlineState.MET: "success", DeadlineState.MISSED: "danger",
    DeadlineState.EXCUSED: "warning",
}  # fmt: skip
FAILING = "failing"
MONTHS = 24


class StateFilter(DropdownFilter):
    title, parameter_name = gettext_lazy("状态"), "stands"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*DeadlineState.choices, (FAILING, gettext_lazy("无法判定"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == FAILING:
            return failing(queryset)
        return in_state(queryset, DeadlineState(self.value())) if self.value() in DeadlineState.values else queryset


class KindFilter(DropdownFilter):
    """The clocks of the book in force, by their titles."""

    title, parameter_name = gettext_lazy("事项"), "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        book = in_force(now=instant(request)).book
        sections = (book.slas, book.deadlines, book.obligations)
        return [(name, one.title or name) for section in sections for name, one in section.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class MonthFilter(DropdownFilter):
    """The month in which the limit began or fell due."""

    title, parameter_name = gettext_lazy("月份"), "month"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        this = local_day(instant(request)).replace(day=1)
        return [(name, name) for back in range(MONTHS) if (name := f"{add_months(this, -back):%Y-%m}")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return in_month(queryset, self.value()) if self.value() else queryset


@admin.register(Deadline)
class DeadlineAdmin(MatrixAdmin):
    list_display = ("what", "cited", "who", "begins", "due", "stands")
    list_display_links = ("what",)
    list_filter = (StateFilter, KindFilter, MonthFilter)
    search_fields = ("person__name",)
    search_help_text = gettext_lazy("姓名")
    ordering = ("-due_at", "-id")
    sortable_by = ("begins", "due")

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return all_limits()

    @display(description=gettext_lazy("事项"))
    def what(self, deadline: Deadline) -> str:
        return str(deadline.facts.get("title") or deadline.kind)

    @display(description=gettext_lazy("条款"))
    def cited(self, deadline: Deadline) -> str:
        return deadline.clause

    @display(description=gettext_lazy("责任人"))
    def who(self, deadline: Deadline) -> str:
        return deadline.person.name if deadline.person else "—"

    @display(description=gettext_lazy("起算"), ordering="start_at")
    def begins(self, deadline: Deadline) -> str:
        return stamp(deadline.start_at)

    @display(description=gettext_lazy("最迟"), ordering="due_at")
    def due(self, deadline: Deadline) -> str:
        return due_stamp(deadline.due_at)

    @display(description=gettext_lazy("状态"), label=LABELS)
    def stands(self, deadline: Deadline) -> tuple[str, str]:
        return deadline.state, str(deadline.state.label)

    def heading(self, obj: Any) -> str:
        return f"{self.what(obj)} {due_stamp(obj.due_at)}"

    def opened(self, request: HttpRequest, obj: Any) -> Opened:
        late = _("是") if obj.overdue(instant(request)) else _("否")
        pairs = [
            (_("事项"), obj.facts.get("title")), (_("条款"), obj.clause), (_("制度版本"), obj.version),
            (_("责任人"), obj.person), (_("起算"), exact(obj.start_at)), (_("规定时限"), obj.formula.get("text")),
            (_("最迟"), due_stamp(obj.due_at)), (_("已超时未判定"), late), (_("状态"), obj.state.label),
            (_("停止"), _at(obj.stopped_at)), (_("终止"), _at(obj.ended_at)), (_("判定"), _at(obj.fired_at)),
            (_("免责"), _at(obj.excused_at)), (_("被更正取代"), _at(obj.superseded_at)), (_("第几次更正"), obj.epoch),
        ]  # fmt: skip
        trouble = [(_("失败次数"), obj.failures), (_("下次重试"), _at(obj.retry_at)), (_("原因"), obj.last_error)]
        return Opened(sections=[
            Section(_("时限"), pairs=pairs), *([Section(_("无法判定"), pairs=trouble)] if obj.failures else []),
        ])  # fmt: skip


def _at(moment: datetime | None) -> str | None:
    return exact(moment) if moment else None
