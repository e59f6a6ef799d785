"""Public holidays and make-up workdays by year: typed in or imported, and declared complete."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.admin_rights import MatrixAdmin
from accounts.models import Person
from core.admin import Opened, Section, object_act
from core.admin_forms import Reasoned
from core.models import CalendarYear
from core.worktime import table
from rulebook import services
from rulebook.holiday_forms import CompleteForm, DayForm, RemoveDayForm, YearFileForm

LABELS = {"complete": "success", "open": "warning"}


@admin.register(CalendarYear)
class HolidayAdmin(MatrixAdmin):
    list_acts = ("import_year", "add_day")
    object_acts = ("set_day", "remove_day", "complete_year", "reopen_year")
    list_display = ("called", "stands", "free", "worked", "told_source")
    list_display_links = ("called",)
    ordering = ("-year",)
    sortable_by = ("called",)

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return table.years()

    def heading(self, obj: Any) -> str:
        return self.called(obj)

    def why_not(self, request: HttpRequest, name: str, obj: Any) -> Any:
        hidden = obj is not None and {"complete_year": obj.complete, "reopen_year": not obj.complete}.get(name)
        return None if hidden else ""

    @display(description=gettext_lazy("年份"), ordering="year")
    def called(self, year: CalendarYear) -> str:
        return _("%(year)d 年") % {"year": year.year}

    @display(description=gettext_lazy("状态"), label=LABELS)
    def stands(self, year: CalendarYear) -> Any:
        return ("complete", _("完整")) if year.complete else ("open", _("录入中"))

    @display(description=gettext_lazy("放假（天）"))
    def free(self, year: Any) -> int:
        return int(year.free_days)

    @display(description=gettext_lazy("调休上班（天）"))
    def worked(self, year: Any) -> int:
        return int(year.worked_days)

    @display(description=gettext_lazy("来源"))
    def told_source(self, row: Any) -> str:
        return _("国务院办公厅公布") if row.source == table.PACKAGE else str(row.source)

    def opened(self, request: HttpRequest, obj: Any) -> Opened:
        pairs = [(_("状态"), self.stands(obj)), (_("来源"), self.told_source(obj))]
        rows = [
            [day.date.isoformat(), date_format(day.date, "l"), _("上班（调休）") if day.working else _("放假"), day.name,
             self.told_source(day)]
            for day in table.days_of(obj.year)
        ]  # fmt: skip
        note = "" if obj.complete else _("还没有标为完整：涉及该年的期限无法按工作时间计算。")
        columns = (_("日期"), _("星期"), "", _("名称"), _("来源"))
        return Opened(
            [Section(_("放假安排"), pairs=pairs, note=note), Section(_("与平日不同的日子"), columns=columns, rows=rows)],
            entries=self.entries(obj),
        )

    def brief(self, request: HttpRequest, obj: Any) -> Sequence[tuple[Any, Any]]:
        return [(_("年份"), self.called(obj)), (_("状态"), self.stands(obj))] if obj is not None else []

    @object_act(
        "import_calendar_year", gettext_lazy("导入一年"), form=YearFileForm, icon="upload_file", tone="primary"
    )
    def import_year(self, obj: None, *, actor: Person, now: datetime, content: bytes) -> str:
        year = services.import_calendar_year(content=content, actor=actor, now=now)
        return _("%(year)d 年的放假安排已导入并标为完整") % {"year": year.year}

    @object_act("set_calendar_day", gettext_lazy("录入一天"), form=DayForm, icon="add")
    def add_day(self, obj: None, *, actor: Person, now: datetime, day: date, working: bool, name: str) -> str:
        services.set_calendar_day(day=day, working=working, name=name, actor=actor, now=now)
        return _("%(day)s 已录入") % {"day": day.isoformat()}

    @object_act("set_calendar_day", gettext_lazy("录入或更正一天"), form=DayForm, icon="edit_calendar")
    def set_day(self, obj: CalendarYear, *, actor: Person, now: datetime, day: date, working: bool, name: str) -> str:
        services.set_calendar_day(day=day, working=working, name=name, actor=actor, now=now)
        return _("%(day)s 已录入") % {"day": day.isoformat()}

    @object_act("remove_calendar_day", gettext_lazy("去掉一天"), form=RemoveDayForm, icon="event_busy")
    def remove_day(self, obj: CalendarYear, *, actor: Person, now: datetime, day: date) -> str:
        services.remove_calendar_day(year=obj, day=day, actor=actor, now=now)
        return _("%(day)s 已恢复为平日") % {"day": day.isoformat()}

    @object_act(
        "complete_calendar_year", gettext_lazy("标为完整"), form=CompleteForm, icon="event_available", tone="primary"
    )
    def complete_year(self, obj: CalendarYear, *, actor: Person, now: datetime) -> str:
        services.complete_calendar_year(year=obj, actor=actor, now=now)
        return _("%(year)d 年已标为完整，期限可以按工作时间计算") % {"year": obj.year}

    @object_act("reopen_calendar_year", gettext_lazy("改为不完整"), form=Reasoned, icon="undo")
    def reopen_year(self, obj: CalendarYear, *, actor: Person, now: datetime, reason: str) -> str:
        services.reopen_calendar_year(year=obj, reason=reason, actor=actor, now=now)
        return _("%(year)d 年已改为不完整") % {"year": obj.year}
