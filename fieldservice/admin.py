"""Visits in the admin: who visited whom when, and what was answered. Nothing is written here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from accounts.admin_rights import MatrixAdmin, asker
from core.admin import Opened, Section, instant
from core.templatetags.clockwork import exact, stamp
from fieldservice.duty_showing import sheet
from fieldservice.models import CustomerVisit
from fieldservice.visits import visits_seen_by


@admin.register(CustomerVisit)
class CustomerVisitAdmin(MatrixAdmin):
    list_display = ("number", "customer", "who", "when", "interviewee", "did")
    list_fullwidth = True
    paginator = InfinitePaginator
    ordering = ("-visited_at", "-id")
    sortable_by = ("when",)
    search_fields = ("number__startswith", "customer__name__startswith", "customer__number__startswith")
    search_help_text = gettext_lazy("回访单号、客户名称或编号的开头")

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return visits_seen_by(asker(request), now=instant(request))

    @display(description=gettext_lazy("回访人"))
    def who(self, visit: CustomerVisit) -> str:
        return visit.visitor.name

    @display(description=gettext_lazy("回访时间"), ordering="visited_at")
    def when(self, visit: CustomerVisit) -> str:
        return stamp(visit.visited_at)

    @display(description=gettext_lazy("履行"))
    def did(self, visit: CustomerVisit) -> str:
        return sheet(visit).fulfilled or "—"

    def opened(self, request: HttpRequest, obj: Any) -> Opened:
        shown = sheet(obj)
        pairs = [
            (_("回访单号"), obj.number), (_("客户"), obj.customer), (_("受访人"), obj.interviewee or "—"),
            (_("回访人"), obj.visitor), (_("回访时间"), exact(obj.visited_at)), (_("登记人"), obj.by or "—"),
            (_("登记时间"), exact(obj.handed_in_at)), (_("制度版本"), obj.version), (_("履行"), shown.fulfilled or "—"),
            (_("备注"), obj.remarks or "—"),
        ]  # fmt: skip
        answers = Section(shown.title, columns=(_("项目"), _("评分")), rows=list(shown.answers), wide=True)
        return Opened([Section(_("回访单"), pairs=pairs), answers], entries=self.entries(obj))
