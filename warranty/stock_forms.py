"""Forms of the catalogue and the stock: shape only, every rule is in the services."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ActForm
from warranty.models import Warehouse
from warranty.states import MovementKind

PRICE = {"inputmode": "decimal", "autocomplete": "off"}
CHECK, WHOLE, GOOD = "check", "whole", "good"


class PartForm(ActForm):
    """Prices are text: the act reads them as people write them, and rounds to two places."""

    code = forms.CharField(label=_("件号"), max_length=60)
    name = forms.CharField(label=_("名称"), max_length=200)
    unit = forms.CharField(label=_("单位"), max_length=20, initial="件")
    ex_works_price = forms.CharField(label=_("出厂价（元）"), widget=forms.TextInput(attrs=PRICE))
    stock_cost = forms.CharField(label=_("库存成本（元）"), required=False, widget=forms.TextInput(attrs=PRICE))
    bulky = forms.BooleanField(label=_("大件"), required=False, help_text=_("不能寄快件，默认走货运"))


class EditPartForm(PartForm):
    active = forms.BooleanField(label=_("可用"), required=False, help_text=_("停用后不能再申请，旧单据不变"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["code"]


class WarehouseChoice(ActForm):
    """One warehouse among those there are."""

    warehouse = forms.ModelChoiceField(label=_("库房"), queryset=Warehouse.objects.none(), empty_label=None)

    def __init__(self, *args: Any, warehouses: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["warehouse"]
        chosen.queryset = warehouses


class BookForm(WarehouseChoice):
    KINDS = (MovementKind.RECEIPT, MovementKind.ADJUSTMENT, MovementKind.OPENING)
    kind = forms.ChoiceField(label=_("事由"), choices=[(kind.value, kind.label) for kind in KINDS])
    quantity = forms.IntegerField(label=_("数量"), help_text=_("盘点调整时，减少写负数"))
    note = forms.CharField(
        label=_("备注"), required=False, max_length=200, help_text=_("送货单号，或盘点说明（盘点调整必填）")
    )


class SafetyForm(WarehouseChoice):
    safety = forms.IntegerField(label=_("安全库存"), min_value=0, help_text=_("低于此数时提醒库房和统计员；0 为不提醒"))


class WarehouseForm(ActForm):
    name = forms.CharField(label=_("名称"), max_length=80)
    code = forms.CharField(label=_("代码"), max_length=50, help_text=_("字母和数字，例如 main"))


class ImportPartsForm(ActForm):
    file = forms.FileField(label=_("配件表"), help_text=_("Excel 或 CSV；表头：件号、名称、单位、出厂价、库存成本、大件、安全库存"))
    how = forms.ChoiceField(
        label=_("怎样导入"), widget=forms.RadioSelect, initial=CHECK,
        choices=[(CHECK, _("只检查，不写入")), (WHOLE, _("全部正确才导入")), (GOOD, _("只导入正确的行"))],
    )  # fmt: skip
    warehouse = forms.ModelChoiceField(
        label=_("安全库存属于"), queryset=Warehouse.objects.none(), required=False, empty_label=None
    )

    def __init__(self, *args: Any, warehouses: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["warehouse"]
        chosen.queryset = warehouses
