"""What is asked of a caller who has a question: shape only, every rule is in the services."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import MUST, ActForm, TextField

ANSWERED = (("1", _("已当即答复")), ("", _("不能当即答复，稍后回复")))


class EnquiryForm(ActForm):
    """Typed while on the phone; who calls comes first, because that finds the customer."""

    phone = forms.CharField(
        label=_("联系电话"), required=False, max_length=40, widget=forms.TextInput(attrs={"autofocus": True}),
        help_text=_("不能当即答复的必须留下"),
    )  # fmt: skip
    caller = forms.CharField(
        label=_("来电单位或姓名"), required=False, max_length=120, widget=forms.TextInput(attrs=MUST)
    )
    question = TextField(label=_("咨询内容"), required=False, must=True)
    answered = forms.ChoiceField(
        label=_("是否当即答复"), required=False, choices=ANSWERED, initial="1", widget=forms.RadioSelect
    )
    answer = TextField(label=_("答复内容"), required=False, help_text=_("当即答复的写明答复要点"))
    ticket = forms.CharField(
        label=_("有关工单号"), required=False, max_length=20, help_text=_("与某张工单有关时填写，例如 T2611-0431")
    )

    ROWS = (("phone", "caller"), ("question",), ("answered",), ("answer",), ("ticket",))

    def __init__(self, *args: Any, titles: Mapping[str, str] | None = None, **options: Any) -> None:
        """`titles` is what the book in force calls the fields of its enquiry form."""
        super().__init__(*args, **options)
        known = titles or {}
        for name in known.keys() & self.fields.keys():
            self.fields[name].label = known[name]

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        return [[self[name] for name in names] for names in self.ROWS]


class ReplyForm(ActForm):
    answer = TextField(label=_("答复内容"), required=False, must=True, help_text=_("先给用户回电，再登记答复要点"))


class LinkForm(ActForm):
    ticket = forms.CharField(label=_("工单号"), max_length=20, help_text=_("例如 T2611-0431"))
