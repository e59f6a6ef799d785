"""Stock in the admin: what lies where, and what is below its safety stock. Booking stands on the store's own pages."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from accounts.admin_rights import MatrixAdmin
from core.admin import Opened, Section
from warranty.models import Stock
from warranty.selectors import stock


class Low(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("安全库存"), "low"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("1", _("低于安全库存")), ("bags", _("在服务人员包里"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Stock]) -> QuerySet[Stock]:
        if self.value() == "bags":
            return queryset.filter(holder__isnull=False, quantity__gt=0)
        return queryset.filter(stock.BELOW) if self.value() == "1" else queryset


@admin.register(Stock)
class StockAdmin(MatrixAdmin):
    list_display = ("part", "place", "quantity", "safety", "stands")
    list_display_links = ("part",)
    list_filter = (Low,)
    list_fullwidth = True
    paginator = InfinitePaginator
    ordering = ("part__code", "id")
    sortable_by = ()
    search_fields = ("part__code__startswith", "part__name__icontains")
    search_help_text = gettext_lazy("件号的开头或名称")

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return stock.all_stocks() if self.may_open(request) else stock.all_stocks().none()

    @display(description=gettext_lazy("地点"))
    def place(self, row: Stock) -> str:
        return stock.place_of(row)

    @display(description=gettext_lazy("状态"), label={"low": "danger", "": "default"})
    def stands(self, row: Stock) -> tuple[str, str]:
        return ("low", _("低于安全库存")) if row.quantity < row.safety else ("", "—")

    def heading(self, obj: Stock) -> str:
        return f"{obj.part} · {self.place(obj)}"

    def opened(self, request: HttpRequest, obj: Stock) -> Opened:
        pairs = [
            (_("配件"), obj.part), (_("地点"), self.place(obj)), (_("数量"), f"{obj.quantity} {obj.part.unit}"),
            (_("安全库存"), obj.safety or "—"),
        ]  # fmt: skip
        return Opened([Section(_("库存"), pairs=pairs)])
