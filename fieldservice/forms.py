"""Forms of the engineer's phone: shape only."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ActForm, TextField
from fieldservice.states import RepeatCause


class CardForm(ActForm):
    """The service card in two steps: what was done, then the customer's signature under it."""

    work_done = TextField(label=_("工作内容"), required=False)
    cause_analysis = TextField(
        label=_("原因分析"), required=False, must=True, help_text=_("写清故障原因；不充分的按制度不计提成")
    )
    result = TextField(label=_("处理结果"), required=False, must=True, rows=2)
    site_supplement = TextField(
        label=_("现场补充"), required=False, rows=2, help_text=_("此前未到现场的，补充现场情况分析")
    )
    training_done = forms.BooleanField(label=_("已培训用户操作和简单故障处理"), required=False)
    training_reason = forms.CharField(label=_("未培训的原因"), required=False, max_length=200)
    cleaned_up = forms.BooleanField(label=_("现场已清理"), required=False)
    signer_name = forms.CharField(label=_("签字人姓名"), required=False, max_length=80)
    stamped = forms.BooleanField(label=_("用户已在纸质卡上盖章"), required=False)
    customer_signature = forms.CharField(required=False, widget=forms.HiddenInput)

    WORK = (
        "work_done",
        "cause_analysis",
        "result",
        "site_supplement",
        "training_done",
        "training_reason",
        "cleaned_up",
    )
    DRAFT = (*WORK, "signer_name")

    def draft(self) -> dict[str, Any]:
        """What is kept while the card is a draft."""
        return {name: self.cleaned_data[name] for name in self.DRAFT}


class CauseForm(ActForm):
    """Why the machine failed again, and of which earlier service it is the repeat."""

    cause = forms.ChoiceField(label=_("重复维修原因"), choices=RepeatCause.choices, widget=forms.RadioSelect)
    first = forms.ChoiceField(label=_("对照哪一次服务"), required=False)
    reason = TextField(label=_("判定说明"), required=False, rows=2)

    def __init__(self, *args: Any, services: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        """`services` are the earlier ones as (id, label), the likeliest first."""
        super().__init__(*args, **options)
        if len(services) > 1:
            self.fields["first"].choices = list(services)  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["first"]
