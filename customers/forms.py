"""Forms of the admin, judged by the same cleaners as the rows of a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts import selectors as people
from customers import selectors
from customers.models import Customer, Machine
from customers.rows import Row, read_values
from customers.states import FileKind


class CustomerForm(forms.ModelForm):
    """A customer; the number is given once."""

    class Meta:
        model = Customer
        fields = (
            "number", "name", "customer_class", "country", "province", "city", "district", "address", "contact", "phone",
            "export", "visited_by",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "visited_by" in self.fields:
            self.fields["visited_by"].queryset = people.engineers()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        row = _judge(self, FileKind.CUSTOMERS, cleaned)
        if self.instance.pk is None and row.key and selectors.find_customer(row.key):
            self.add_error("number", _("该客户编号已存在"))
        return cleaned


class MachineForm(forms.ModelForm):
    """A machine; the serial number is given once."""

    class Meta:
        model = Machine
        fields = ("serial", "customer", "model", "warranty_class", "ex_factory_on", "sold_on", "ex_works_price")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = {name: value for name, value in cleaned.items() if name not in ("customer", "model")}
        row = _judge(self, FileKind.MACHINES, given)
        if self.instance.pk is None and row.key and selectors.find_machine(row.key):
            self.add_error("serial", _("该产品编号已存在"))
        return cleaned


def _judge(form: forms.ModelForm, kind: FileKind, given: dict[str, Any]) -> Row:
    row = read_values(kind, given)
    for problem in row.problems:
        field = problem.field if problem.field in form.fields else None
        form.add_error(field, problem.advice)
    return row
