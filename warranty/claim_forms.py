"""Forms of the acts on claims: shape only, every rule is in the services."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ActForm, TextField
from warranty.models import Warehouse
from warranty.states import ShippingMode


class EmptyForm(ActForm):
    """An act that only wants to be confirmed."""


class RefuseForm(ActForm):
    reason = TextField(label=_("拒签理由"), required=False, must=True)


class DrawForm(ActForm):
    """From which warehouse; the first that has everything is chosen already."""

    warehouse = forms.ModelChoiceField(label=_("库房"), queryset=Warehouse.objects.none(), empty_label=None)

    def __init__(self, *args: Any, warehouses: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["warehouse"]
        chosen.queryset = warehouses


class HandOverForm(ActForm):
    mode = forms.ChoiceField(label=_("发运方式"), choices=ShippingMode.choices, widget=forms.RadioSelect)
    consignee = forms.CharField(label=_("收货人"), required=False, max_length=80)
    consignee_phone = forms.CharField(label=_("收货电话"), required=False, max_length=40)
    consignee_address = forms.CharField(label=_("收货地址"), required=False, max_length=300)


class ShipForm(ActForm):
    waybill = forms.CharField(
        label=_("运单号"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "aria-required": "true"}),
    )  # fmt: skip
    expected_on = forms.DateField(
        label=_("预计到达"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("通知服务人员时一并告知"),
    )  # fmt: skip


class GiveBackForm(ActForm):
    quantity = forms.IntegerField(label=_("退回数量"), min_value=1)
    warehouse = forms.ModelChoiceField(label=_("退到库房"), queryset=Warehouse.objects.none(), empty_label=None)

    def __init__(self, *args: Any, warehouses: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["warehouse"]
        chosen.queryset = warehouses
