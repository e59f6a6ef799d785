"""Forms of the sign-off inbox: the judgement that the book asks for, and the signature with the hash that was seen."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.selectors import departments
from core.admin_forms import ActForm
from rulebook.book import Book
from warranty.services.deciding import JUDGED, labels_of

REASON = {"widget": widgets.UnfoldAdminTextareaWidget(attrs={"rows": 3})}
# A fee is reasonable or not; neither is assumed.
YES_NO = [("", "—"), ("yes", _("合理")), ("no", _("不合理"))]


class JudgeForm(ActForm):
    """What the book wants settled of this kind of paper, whatever the amount."""

    loss_department = forms.ChoiceField()
    responsibility = forms.CharField(max_length=200)
    reasonable = forms.ChoiceField(choices=YES_NO)
    necessity = forms.CharField(**REASON)
    consulted = forms.ChoiceField()
    consulted_cost = forms.DecimalField(min_value=Decimal(0), max_digits=12, decimal_places=2)

    def prepare(self) -> None:
        book: Book = self.obj.version.book
        first, titles = book.approvals[self.obj.approval].first, labels_of(book)
        for name in set(self.fields) - set(first.sets if first else ()):
            del self.fields[name]
        for name, field in self.fields.items():
            field.label = titles.get(name, name)
        if "loss_department" in self.fields:
            self.offer("loss_department", [("", "—"), *((one.code, one.name) for one in departments())])
        if "consulted" in self.fields:
            self.offer("consulted", [("", "—"), *consulted_of(book)])

    def arguments(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        if "loss_department" in told:
            told["department"] = told.pop("loss_department")
        if "reasonable" in told:
            told["reasonable"] = told["reasonable"] == "yes"
        return told


def consulted_of(book: Book) -> list[tuple[str, str]]:
    """The departments that may be asked what a purchase costs."""
    form = book.forms.get(JUDGED)
    field = form.fields.get("consulted") if form else None
    return [(code, book.departments.get(code, code)) for code in (field.options if field and field.options else ())]


class SignForm(ActForm):
    """`seen` is the hash of what the page showed: if that has changed since, nothing is signed."""

    explanation = _("签批对应页面所示的内容，内容有变更时签批不生效。")
    reason = forms.CharField(label=_("意见"), required=False, **REASON)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.fields["seen"].initial = self.obj.content_hash


class RefuseForm(SignForm):
    explanation = _("驳回后申请人会收到理由；修改后可以重新申请。")
    reason = forms.CharField(label=_("驳回理由"), error_messages={"required": _("请填写驳回理由")}, **REASON)
