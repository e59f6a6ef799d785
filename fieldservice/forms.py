"""Forms of the engineer's phone: shape only."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ActForm, TextField
from fieldservice.states import RepeatCause


class AmendForm(ActForm):
    """Why a signed card is written anew."""

    reason = TextField(label=_("修订原因"), required=False, must=True, rows=2, help_text=_("写明原卡哪里不对"))


class CompareForm(ActForm):
    """What the clerk found beside the report and the claim."""

    consistent = forms.BooleanField(
        label=_("与异常信息报告一致"), required=False, initial=True, help_text=_("不一致的按制度考核")
    )
    inconsistent_reason = TextField(label=_("不一致之处"), required=False, rows=2)
    clear = forms.BooleanField(
        label=_("填写清楚、原因分析充分"), required=False, initial=True, help_text=_("不清楚的按制度不计提成")
    )
    unclear_reason = TextField(label=_("不清楚之处"), required=False, rows=2)


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
