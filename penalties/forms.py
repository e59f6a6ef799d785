"""What deciders and reporters are asked for; bounds and reasons are judged by the services."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from accounts.selectors import engineers, visible_people
from core import clock
from core.admin_forms import ActForm, Reasoned
from core.forms import ActForm as PhoneForm
from core.uploads import FilesField
from penalties.services.confirm import CHOSEN
from penalties.showing import money
from penalties.states import IncidentKind
from tickets.models import Complaint, Ticket
from tickets.selectors import seen_tickets
from tickets.selectors.complaints import visible_complaints

REASON = forms.Textarea(attrs={"rows": 3})


class ConfirmForm(ActForm):
    """The amount where the clause leaves one to choose, a reason, and whom to charge instead."""

    amount = forms.DecimalField(label=gettext_lazy("金额（元）"), max_digits=12, required=False)
    charge_to = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("由谁承担"), required=False, empty_label=gettext_lazy("当事人本人"),
        help_text=gettext_lazy("改由他人承担时须写明理由"),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("理由"), widget=REASON, required=False)

    def prepare(self) -> None:
        open_effect = next((one for one in self.obj.effects if one.get("mode") in CHOSEN), None)
        self.offer_rows("charge_to", engineers(self.now).exclude(pk=self.obj.charged_to_id))
        if open_effect is None:
            del self.fields["amount"]
            return
        self.fields["amount"].help_text = _bounds(open_effect)
        self.fields["amount"].required = True
        if open_effect["mode"] == "free":
            self.fields["reason"].required = True

    def arguments(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


def _bounds(effect: dict[str, Any]) -> str:
    if effect["mode"] == "choose":
        return _("可选：%s 元") % "、".join(effect["inputs"]["choose"])
    if effect.get("high"):
        return _("%(low)s 至 %(high)s 元，含两端") % {"low": money(effect["low"]), "high": money(effect["high"])}
    return _("条款没有规定金额，由您确定并说明理由")


class WaiveForm(Reasoned):
    explanation = gettext_lazy("免除后不产生任何金额；被它并入的其他条款按制度另行处理。")


class RevokeForm(Reasoned):
    explanation = gettext_lazy("已确认的金额以一笔相反的台账冲回，原记录保留；累计次数随之重算。")


class AcceptProofForm(Reasoned):
    explanation = gettext_lazy("采纳后，该次超时的考核一并免除或冲回，时限记为“超时，已有书面证明”。")


class RefuseProofForm(Reasoned):
    explanation = gettext_lazy("不采纳时，考核仍按条款裁决，当事人会收到您写的理由。")


class IncidentForm(ActForm):
    """A breach that only a person can report, with its evidence."""

    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=[("", "—"), *IncidentKind.choices])
    person = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("当事人"))
    about = forms.CharField(
        label=gettext_lazy("有关工单或投诉号"), required=False,
        help_text=gettext_lazy("例如 T2611-0431 或 X2611-0007；都无关可不填"),
    )
    happened_at = forms.DateTimeField(
        label=gettext_lazy("发生时间"), widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "act-when"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    facts = forms.CharField(label=gettext_lazy("事实"), widget=forms.Textarea(attrs={"rows": 4}))
    evidence = FilesField(label=gettext_lazy("证据"), help_text=gettext_lazy("照片或 PDF，可多选，每个不超过 10 MB"))
    claim = forms.BooleanField(label=gettext_lazy("用户提出索赔"), required=False)
    proceeds = forms.DecimalField(
        label=gettext_lazy("违规所得（元）"), required=False, max_digits=12, decimal_places=2, min_value=0,
        help_text=gettext_lazy("私卖配件、乱收费时填写；暂不清楚可以后补充"),
    )  # fmt: skip
    assessed_loss = forms.DecimalField(
        label=gettext_lazy("核定损失（元）"), required=False, max_digits=12, decimal_places=2, min_value=0
    )

    def prepare(self) -> None:
        people = visible_people(self.actor, now=self.now).filter(is_active=True)
        self.offer_rows("person", people)
        self.initial.setdefault("happened_at", self.now.astimezone(clock.zone()))

    def clean_about(self) -> Ticket | Complaint | None:
        """The ticket or complaint of that number, where the person may see it."""
        number = self.cleaned_data["about"].strip().upper()
        if not number:
            return None
        ticket = seen_tickets(self.actor, now=self.now).filter(number=number).first()
        found = ticket or visible_complaints(self.actor, now=self.now).filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("没有找到工单或投诉 %(number)s，或者您无权查看") % {"number": number})
        return found


class AmendForm(ActForm):
    explanation = gettext_lazy("补充后按条款另行提出考核；已确认的部分不变。")
    proceeds = IncidentForm.base_fields["proceeds"]
    assessed_loss = IncidentForm.base_fields["assessed_loss"]


class ProofForm(PhoneForm):
    """The written proof of special circumstances, from a phone."""

    reason = forms.CharField(
        label=gettext_lazy("特殊情况说明"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("写明时间、地点和原因，例如高速封路、用户改期"),
    )  # fmt: skip
    documents = FilesField(
        label=gettext_lazy("书面证明"), help_text=gettext_lazy("拍照或选择文件，可多选：用户签字、短信截图、交警告示等")
    )
