"""Forms of the admin's acts on parts: shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget

from core.admin_forms import ActForm
from warranty.models import Warehouse
from warranty.selectors import stock

PRICE = forms.TextInput(attrs={"inputmode": "decimal"})


class PartForm(ActForm):
    explanation = _("新价格只用于以后的申请，已有单据的价格不变。")
    name = forms.CharField(label=_("名称"), max_length=200)
    unit = forms.CharField(label=_("单位"), max_length=20)
    ex_works_price = forms.CharField(label=_("出厂价"), widget=PRICE)
    stock_cost = forms.CharField(label=_("库存成本"), required=False, widget=PRICE)
    bulky = forms.BooleanField(label=_("大件"), required=False)
    active = forms.BooleanField(label=_("可用"), required=False)

    def prepare(self) -> None:
        for name, field in self.fields.items():
            field.initial = getattr(self.obj, name)


class NewPart(ActForm):
    code = forms.CharField(label=_("件号"), max_length=60)
    name = forms.CharField(label=_("名称"), max_length=200)
    unit = forms.CharField(label=_("单位"), max_length=20, initial="件")
    ex_works_price = forms.CharField(label=_("出厂价"), widget=PRICE)
    stock_cost = forms.CharField(label=_("库存成本"), required=False, widget=PRICE)
    bulky = forms.BooleanField(label=_("大件"), required=False)


class PartsFile(ActForm):
    """All rows or only the good ones; what is refused is named with its row."""

    explanation = _("表头：件号、名称、单位、出厂价、库存成本、大件、安全库存。同一文件再次导入不会改变任何内容。")
    file = forms.FileField(label=_("配件表（Excel 或 CSV）"), widget=UnfoldAdminFileFieldWidget)
    whole = forms.BooleanField(label=_("全部正确才导入"), required=False, initial=True)
    warehouse = forms.ModelChoiceField(
        label=_("安全库存属于"), queryset=Warehouse.objects.none(), required=False, empty_label=None
    )

    def prepare(self) -> None:
        self.offer_rows("warehouse", stock.warehouses())

    def arguments(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {"source": given["file"].read(), "whole": given["whole"], "warehouse": given["warehouse"]}
