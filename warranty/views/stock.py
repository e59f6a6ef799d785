"""Parts and stock: what lies where, the ledger of a part, and the acts of the store."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts import acts
from accounts.permissions import authorize, may, page
from accounts.requests import SignedRequest
from core.acting import ActPage
from core.forms import ActForm
from warranty import services
from warranty import stock_forms as forms
from warranty.models import Part
from warranty.selectors import stock

PAGE = 50
NARROWING = ("q", "warehouse", "low")


@page("warranty:stock")
@require_safe
def listed(request: SignedRequest) -> HttpResponse:
    """What lies in the warehouses, by part; what is below its safety stock is marked."""
    given = {name: request.GET.get(name, "")[:60] for name in NARROWING if request.GET.get(name)}
    after = request.GET.get("after", "")[:80]
    rows, following = stock.page_of(
        search=given.get("q", ""), warehouse=given.get("warehouse", ""), low="low" in given, after=after, size=PAGE
    )
    address = reverse("warranty:stock")
    known = list(stock.warehouses())
    context = {
        "rows": rows, "given": given, "narrowed": bool(given), "warehouses": known, "clear_url": address,
        "low": stock.below_safety(), "buttons": _buttons(request, opened=bool(known)),
        "may_book": bool(known) and may(request.user, "book_stock", now=request.now),
        "page": {
            "first_url": f"{address}?{urlencode(given)}" if after else "",
            "next_url": f"{address}?{urlencode({**given, 'after': following})}" if following else "",
        },
    }  # fmt: skip
    return render(request, "warranty/stock.html", context)


def _buttons(request: SignedRequest, *, opened: bool) -> list[dict[str, str]]:
    """What the reader may do here; without a warehouse there is nothing to book into."""
    names = ("add_part", "import_parts", "open_warehouse") if opened else ("open_warehouse", "add_part", "import_parts")
    return [
        {"label": acts.label(name), "url": reverse(f"warranty:{name}")}
        for name in names if may(request.user, name, now=request.now)
    ]  # fmt: skip


@page("warranty:part")
@require_safe
def part(request: SignedRequest, pk: int) -> HttpResponse:
    """One part: its prices, where it lies, and every movement with the paper behind it."""
    found = stock.part_by_id(pk)
    rows, following = stock.ledger_page(found, after=request.GET.get("after", "")[:20], size=PAGE)
    address = reverse("warranty:part", args=[pk])
    steps = [
        {"label": acts.label(name), "url": reverse(f"warranty:{name}", args=[pk])}
        for name in ("book_stock", "set_safety_stock", "edit_part") if may(request.user, name, now=request.now)
    ]  # fmt: skip
    context = {
        "part": found, "stocks": stock.stocks_of(found), "rows": stock.with_papers(rows), "steps": steps,
        "page": {"first_url": address if request.GET.get("after") else "",
                 "next_url": f"{address}?{urlencode({'after': following})}" if following else ""},
    }  # fmt: skip
    return render(request, "warranty/part.html", context)


class StoreAct(ActPage):
    """An act of the store that is about no single part."""

    act: ClassVar[str] = ""
    request: SignedRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        authorize(self.request.user, self.act, now=self.now)
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: ActForm) -> None:
        getattr(services, self.act)(actor=self.request.user, now=self.now, **self.about(), **form.cleaned_data)

    def about(self) -> dict[str, Any]:
        return {}

    def done_url(self) -> str:
        return reverse("warranty:stock")


class AddPart(StoreAct):
    act = "add_part"
    form_class = forms.PartForm
    title, button, done = gettext_lazy("新增配件"), gettext_lazy("新增"), gettext_lazy("已新增配件")


class OpenWarehouse(StoreAct):
    act = "open_warehouse"
    form_class = forms.WarehouseForm
    title, button, done = gettext_lazy("建立库房"), gettext_lazy("建立"), gettext_lazy("已建立库房")


class ImportParts(StoreAct):
    """A file in, a report out: the page stays and lists what was refused and why."""

    act = "import_parts"
    form_class = forms.ImportPartsForm
    title, button = gettext_lazy("导入配件"), gettext_lazy("开始")
    hint = gettext_lazy("同一文件再次导入不会改变任何内容；空白单元格不改动原值。")
    template, partial = "warranty/parts_import.html", "warranty/parts_import_form.html"
    report: services.PartsReport | None = None
    how = ""

    def form_options(self) -> dict[str, Any]:
        return {"warehouses": stock.warehouses()}

    def perform(self, form: ActForm) -> None:
        given = form.cleaned_data
        self.how = given["how"]
        self.report = services.import_parts(
            source=given["file"].read(), warehouse=given["warehouse"], whole=self.how == forms.WHOLE,
            dry_run=self.how == forms.CHECK, actor=self.request.user, now=self.now,
        )  # fmt: skip

    def went_well(self, form: ActForm) -> HttpResponse:
        again = self.form_class(initial={"how": forms.GOOD if self.how == forms.CHECK else forms.CHECK},
                                **self.form_options())  # fmt: skip
        return self.show(again)

    def context(self) -> dict[str, Any]:
        return {"report": self.report, "checked": self.how == forms.CHECK,
                "problems": self.report.problems[:200] if self.report else []}  # fmt: skip


class PartAct(StoreAct):
    """An act on the part in the address."""

    part: Part

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.part = stock.part_by_id(kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def about(self) -> dict[str, Any]:
        return {"part": self.part}

    @property
    def told(self) -> str:
        return _("%(code)s %(name)s") % {"code": self.part.code, "name": self.part.name}

    def done_url(self) -> str:
        return reverse("warranty:part", args=[self.part.pk])


class EditPart(PartAct):
    act = "edit_part"
    form_class = forms.EditPartForm
    title, button, done = gettext_lazy("修改配件"), gettext_lazy("保存"), gettext_lazy("已保存")
    hint = gettext_lazy("新价格只用于以后的申请，已有单据的价格不变。")

    def form_options(self) -> dict[str, Any]:
        names = ("name", "unit", "ex_works_price", "stock_cost", "bulky", "active")
        return {"initial": {name: getattr(self.part, name) for name in names}}


class BookStock(PartAct):
    act = "book_stock"
    form_class = forms.BookForm
    title, button, done = gettext_lazy("入库或盘点"), gettext_lazy("记账"), gettext_lazy("已记入库存")

    def form_options(self) -> dict[str, Any]:
        return {"warehouses": stock.warehouses()}


class SetSafetyStock(PartAct):
    act = "set_safety_stock"
    form_class = forms.SafetyForm
    title, button, done = gettext_lazy("设定安全库存"), gettext_lazy("设定"), gettext_lazy("已设定安全库存")

    def form_options(self) -> dict[str, Any]:
        return {"warehouses": stock.warehouses(), "initial": {"safety": stock.usual_safety(self.part)}}


STORE_ACTS: dict[str, type[StoreAct]] = {view.act: view for view in (AddPart, ImportParts, OpenWarehouse)}
PART_ACTS: dict[str, type[PartAct]] = {view.act: view for view in (EditPart, BookStock, SetSafetyStock)}
