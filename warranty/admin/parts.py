"""Parts in the admin: the catalogue with its prices, and files brought into it."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from accounts.admin_rights import MatrixAdmin
from accounts.models import Person
from core.admin import Opened, Section, object_act
from core.templatetags.clockwork import exact
from warranty import services
from warranty.models import Part
from warranty.part_admin_forms import NewPart, PartForm, PartsFile
from warranty.selectors import stock
from warranty.services.importing import told

SHOWN = 20
LEDGER = (gettext_lazy("时间"), gettext_lazy("事由"), gettext_lazy("地点"), gettext_lazy("数量"), gettext_lazy("结存"))


@admin.register(Part)
class PartAdmin(MatrixAdmin):
    list_acts = ("add", "bring")
    object_acts = ("edit",)
    list_display = ("code", "name", "unit", "price", "cost", "bulky", "active")
    list_filter = ("bulky", "active")
    list_fullwidth = True
    paginator = InfinitePaginator
    ordering = ("code",)
    sortable_by = ("code",)
    search_fields = ("code__startswith", "name__icontains")
    search_help_text = gettext_lazy("件号的开头或名称")
    empty_hint = gettext_lazy("新增配件，或导入配件表。")

    def scope(self, request: HttpRequest) -> QuerySet[Any]:
        return stock.all_parts() if self.may_open(request) else stock.all_parts().none()

    @display(description=gettext_lazy("出厂价（元）"))
    def price(self, part: Part) -> str:
        return f"{part.ex_works_price:,}"

    @display(description=gettext_lazy("库存成本（元）"))
    def cost(self, part: Part) -> str:
        return "—" if part.stock_cost is None else f"{part.stock_cost:,}"

    def opened(self, request: HttpRequest, obj: Part) -> Opened:
        pairs = [
            (_("件号"), obj.code), (_("名称"), obj.name), (_("单位"), obj.unit), (_("出厂价（元）"), self.price(obj)),
            (_("库存成本（元）"), self.cost(obj)), (_("大件"), _("是") if obj.bulky else _("否")),
            (_("可用"), _("是") if obj.active else _("否")),
        ]  # fmt: skip
        lie = [[str(row.warehouse or row.holder), row.quantity, row.safety or "—"] for row in stock.stocks_of(obj)]
        sections = [
            Section(_("配件"), pairs=pairs),
            Section(_("现有"), columns=[_("地点"), _("数量"), _("安全库存")], rows=lie),
            Section(_("库存流水"), columns=LEDGER, rows=self._ledger(obj), wide=True),
        ]
        return Opened(sections, entries=self.entries(obj))

    def _ledger(self, obj: Part) -> list[list[Any]]:
        rows, _after = stock.ledger_page(obj, after="", size=SHOWN)
        return [
            [exact(row.at), _paper(row.get_kind_display(), number), str(row.stock.warehouse or row.stock.holder),
             f"{row.quantity:+d}", row.balance]
            for row, number in stock.with_papers(rows)
        ]  # fmt: skip

    @object_act("add_part", gettext_lazy("新增配件"), form=NewPart, icon="add", tone="primary")
    def add(self, obj: None, *, actor: Person, now: datetime, **given: Any) -> str:
        return _("已新增 %s") % services.add_part(actor=actor, now=now, **given)

    @object_act("import_parts", gettext_lazy("导入配件表"), form=PartsFile, icon="upload")
    def bring(self, obj: None, *, actor: Person, now: datetime, **given: Any) -> str:
        report = services.import_parts(actor=actor, now=now, **given)
        return f"{report.summary}：{told(report)}" if report.refused else report.summary

    @object_act("edit_part", gettext_lazy("修改配件"), form=PartForm, icon="edit")
    def edit(self, obj: Part, *, actor: Person, now: datetime, **given: Any) -> str:
        return _("已保存 %s") % services.edit_part(part=obj, actor=actor, now=now, **given)


def _paper(what: Any, number: str) -> Any:
    return {"url": reverse("warranty:claim", args=[number]), "text": f"{what} {number}"} if number else str(what)
