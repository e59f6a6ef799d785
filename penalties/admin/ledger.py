"""The ledger (台账): sums per person and month, and the entries that they add up to."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.admin_rights import MatrixAdmin, asker
from core import exports, idempotency
from core.admin import Opened, Section, instant
from core.clock import local_day
from core.errors import NotAllowed
from core.templatetags.clockwork import exact, stamp
from penalties import services
from penalties.admin.filters import KindFilter, MonthFilter, PersonFilter
from penalties.models import LedgerEntry
from penalties.scope import visible_entries
from penalties.selectors import month_totals, months_of
from penalties.showing import money, title_of_consequence
from penalties.states import EntryKind

NOTHING = Decimal("0.00")


@admin.register(LedgerEntry)
class LedgerAdmin(MatrixAdmin):
    list_display = ("who", "accounted", "what", "sort", "sum", "booked")
    # The first column: the theme calls one without a link 选择这一行 on a phone.
    list_display_links = ("who",)
    list_filter = (MonthFilter, PersonFilter, KindFilter)
    search_fields = ("person__name", "person__employee_no", "clause")
    search_help_text = gettext_lazy("姓名、工号或条款")
    ordering = ("-id",)
    sortable_by = ("who", "accounted", "sum", "booked")

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return visible_entries(request.user, now=instant(request)).select_related("proposal__version", "proposal__fact")

    def further_urls(self) -> list[URLPattern]:
        return [
            path("months/", self._routed(self.months), name=self.route("months")),
            path("months/<str:month>/export/", self._routed(self.export), name=self.route("export")),
        ]

    @display(description=gettext_lazy("人员"), ordering="person__name")
    def who(self, entry: LedgerEntry) -> str:
        return entry.person.name

    @display(description=gettext_lazy("月份"), ordering="month")
    def accounted(self, entry: LedgerEntry) -> str:
        return entry.month

    @display(description=gettext_lazy("类别"))
    def sort(self, entry: LedgerEntry) -> str:
        return str(entry.get_kind_display())

    @display(description=gettext_lazy("条款"))
    def what(self, entry: LedgerEntry) -> str:
        return f"{entry.clause} {title_of_consequence(entry.proposal)}"

    @display(description=gettext_lazy("金额（元）"), ordering="amount")
    def sum(self, entry: LedgerEntry) -> str:
        return money(entry.amount)

    @display(description=gettext_lazy("入账时间"), ordering="at")
    def booked(self, entry: LedgerEntry) -> str:
        return stamp(entry.at)

    def heading(self, obj: Any) -> str:
        return _("台账 #%d") % obj.pk

    def opened(self, request: HttpRequest, obj: Any) -> Opened:
        reversal = _("冲回台账 #%d") % obj.reverses_id if obj.reverses_id else None
        about = {"url": reverse("admin:judgement_proposal_change", args=[obj.proposal_id]), "text": self.what(obj)}
        pairs = [
            (_("人员"), obj.person.name), (_("月份"), obj.month), (_("类别"), obj.get_kind_display()),
            (_("金额（元）"), money(obj.amount)), (_("考核"), about),
            (_("裁决人"), f"{obj.decision.by_name} {exact(obj.decision.at)}"), (_("理由"), obj.decision.reason or None),
            (_("冲销"), reversal),
        ]  # fmt: skip
        return Opened(sections=[Section(_("台账 #%d") % obj.pk, pairs=pairs)])

    def months(self, request: HttpRequest) -> HttpResponseBase:
        """Sums of a month per person, each leading to its entries."""
        if not self.may_open(request):
            raise NotAllowed
        entries = visible_entries(request.user, now=instant(request))
        known = months_of(entries)
        wanted = request.GET.get("month", "")
        month = wanted if wanted in known else next(iter(known), f"{local_day(instant(request)):%Y-%m}")
        totals = month_totals(entries, month)
        rows = [(row, _by_kind(row.sums), money(row.total)) for row in totals]
        whole = sum((row.total for row in totals), NOTHING)
        sums = {kind: sum((row.sums.get(kind, NOTHING) for row in totals), NOTHING) for kind in EntryKind}
        context = {
            "title": _("月度台账"),
            "month": month,
            "months": known,
            "kinds": [kind.label for kind in EntryKind],
            "rows": rows,
            "sums": _by_kind(sums),
            "total": money(whole),
            "may_export": self.may_do(request, "export"),
        }
        return self.shown(request, "admin/penalties/months.html", context)

    def export(self, request: HttpRequest, month: str) -> HttpResponseBase:
        """The month as a workbook; a POST, because it is told in the journal."""
        if not (self.may_open(request) and self.may_do(request, "export") and request.method == "POST"):
            raise NotAllowed
        if not idempotency.key_of(request):
            raise idempotency.KeyMissing
        entries = visible_entries(request.user, now=instant(request))
        content = services.export_month(
            month=month, totals=month_totals(entries, month), entries=list(entries.filter(month=month).order_by("pk")),
            actor=asker(request), now=instant(request),
        )  # fmt: skip
        return HttpResponse(
            content, content_type=exports.XLSX,
            headers={"Content-Disposition": f'attachment; filename="ledger-{local_month(month)}.xlsx"'},
        )  # fmt: skip


def local_month(month: str) -> str:
    """Only what a month is made of may stand in a file's name."""
    return "".join(char for char in month if char.isdigit() or char == "-")[:7]


def _by_kind(sums: Mapping[Any, Decimal]) -> list[tuple[Any, str]]:
    """Every kind of entry by its label, with its amount."""
    return [(kind.label, money(sums.get(kind, NOTHING))) for kind in EntryKind]
