"""Forms of the acts on the installed base; the acts judge what is typed, by the cleaners of the files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts import selectors as people
from accounts.models import Person
from core.admin_forms import ActForm
from customers import selectors
from customers.states import CustomerClass
from customers.warranty_classes import warranty_classes
from rulebook.selectors import areas_in_use


class Day(UnfoldAdminTextInputWidget):
    """The browser's own calendar."""

    input_type = "date"


def text(label: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, required=required)


def named_customer(number: str) -> Any:
    """The customer with this number; a mistake of the form where there is none."""
    found = selectors.find_customer(number)
    if found is None:
        raise forms.ValidationError(_("系统中没有该客户"))
    return found


def day(label: Any, *, required: bool = False) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=Day())


class CustomerDetails(ActForm):
    """What is on file about a customer."""

    name = text(_("客户名称"), required=True)
    country = forms.CharField(label=_("国家"), initial="CN")
    province = text(_("省份"))
    city = text(_("城市"))
    district = text(_("区县"))
    area = forms.ChoiceField(label=_("片区"), required=False)
    address = text(_("详细地址"))
    contact = text(_("联系人"))
    phone = text(_("联系电话"))
    export = forms.BooleanField(label=_("出口客户"), required=False)
    internal = forms.BooleanField(label=_("内部单位"), required=False, help_text=_("本公司自己的单位，服务类别按内部处理"))
    visited_by = forms.ModelChoiceField(Person.objects.none(), label=_("回访责任人"), required=False)

    def prepare(self) -> None:
        self.offer_rows("visited_by", people.engineers(self.now))
        areas = areas_in_use(now=self.now)
        if areas:
            self.offer("area", [("", "—"), *areas.items()])
        else:
            del self.fields["area"]
        if self.obj is not None:
            self.initial = {name: getattr(self.obj, name) for name in self.fields} | dict(self.initial)


class NewCustomer(CustomerDetails):
    number = text(_("客户编号"), required=True)
    customer_class = forms.ChoiceField(label=_("客户等级"), choices=CustomerClass.choices, initial=CustomerClass.C)
    field_order = ("number", "name", "customer_class")


class Classification(ActForm):
    explanation = _("期初的等级决定该期应回访的次数；可以写未来的日期。")
    customer_class = forms.ChoiceField(label=_("客户等级"), choices=CustomerClass.choices)
    since = day(_("自"), required=True)


class MachineDetails(ActForm):
    """What is on file about a machine."""

    model = text(_("产品型号"))
    warranty_class = forms.ChoiceField(label=_("保修类别"), required=False)
    ex_factory_on = day(_("出厂日期"))
    sold_on = day(_("销售日期"))
    ex_works_price = text(_("出厂价"))

    def prepare(self) -> None:
        if classes := warranty_classes(now=self.now):
            self.offer("warranty_class", [("", _("按型号")), *classes.items()])
        else:
            del self.fields["warranty_class"]
        if self.obj is not None and hasattr(self.obj, "serial"):
            self.initial = {name: getattr(self.obj, name) for name in self.fields} | dict(self.initial)


class NewMachine(MachineDetails):
    serial = text(_("出厂编号"), required=True)
    field_order = ("serial", "model")


class MachineChange(MachineDetails):
    customer = text(_("客户编号"), required=True)

    def prepare(self) -> None:
        super().prepare()
        self.initial["customer"] = self.obj.customer.number

    def clean_customer(self) -> Any:
        return named_customer(self.cleaned_data["customer"])


class ExFactory(ActForm):
    ex_factory_on = day(_("出厂日期"), required=True)
