"""Forms of old parts: shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ActForm, TextField
from core.uploads import FilesField
from warranty.states import Inspection


class ExemptForm(ActForm):
    reason = TextField(label=_("免返理由"), rows=2, required=False, must=True, help_text=_("例如：现场报废、用户留存备查"))


class ReturnForm(ActForm):
    """How many of the row came back; all of them unless somebody says otherwise."""

    quantity = forms.IntegerField(label=_("返回数量"), min_value=1, required=False)

    def __init__(self, *args: Any, most: int = 1, **options: Any) -> None:
        super().__init__(*args, **options)
        quantity = self.fields["quantity"]
        quantity.initial = most
        quantity.widget.attrs["max"] = most
        if most > 1:
            quantity.help_text = _("少于全部数量时，其余的仍按原期限待返")


class InspectForm(ActForm):
    """The assessed loss is asked for only where the book counts from it."""

    result = forms.ChoiceField(label=_("检验结果"), choices=Inspection.choices, widget=forms.RadioSelect)
    findings = TextField(label=_("检验记录"), required=False, help_text=_("不符或作假时必填：与异常报告哪里不一致"))
    assessed_loss = forms.DecimalField(label=_("核定损失（元）"), max_digits=12, decimal_places=2, required=False)
    photos = FilesField(label=_("检验照片"), required=False)

    def __init__(self, *args: Any, from_loss: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not from_loss:
            del self.fields["assessed_loss"]
