"""Forms of the pages without login and of the desk for them: shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.provinces import PROVINCES
from core import cells
from core.forms import ActForm, TextField
from core.uploads import FilesField, ManyFiles
from tickets.public.services import MOST_PHOTOS

# Named one by one: an iPhone then hands over JPEG instead of HEIC.
PHOTOS = "image/jpeg,image/png,image/webp"


class FaultForm(ActForm):
    """What somebody beside a broken machine can tell in half a minute."""

    fault = forms.CharField(
        label=_("哪里出了问题？"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": _("例如：开机后压力上不来，有异响")}),
        error_messages={"required": _("请简单写一下故障现象"), "max_length": _("请控制在 1000 字以内")},
    )  # fmt: skip
    photos = FilesField(
        label=_("现场照片"), required=False, widget=ManyFiles(attrs={"accept": PHOTOS, "data-photos": MOST_PHOTOS}),
        help_text=_("最多 6 张，拍下故障部位、显示屏或铭牌"),
    )  # fmt: skip
    contact = forms.CharField(
        label=_("您的称呼"), required=False, max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("联系电话"), required=False, max_length=40, help_text=_("不填则联系设备登记的联系人"),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    urgent = forms.BooleanField(label=_("停产等待，急需处理"), required=False)
    # People do not see this one; programs that fill in everything do.
    website = forms.CharField(
        label="website", required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def clean_contact(self) -> str:
        return cells.prose(self.cleaned_data["contact"])

    def clean_phone(self) -> str:
        given: str = self.cleaned_data["phone"]
        try:
            return cells.phone(given) if given.strip() else ""
        except cells.CellError as error:
            raise forms.ValidationError(str(error)) from None


class LookupForm(ActForm):
    """What a customer has who lost the link."""

    number = forms.CharField(
        label=_("工单号"), max_length=20,
        widget=forms.TextInput(attrs={"placeholder": "T2611-0001", "autocomplete": "off"}),
    )  # fmt: skip
    tail = forms.CharField(
        label=_("报修电话后四位"), max_length=4, min_length=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class RatingForm(ActForm):
    """One to five stars; five first in the document, so that the style can light those below the chosen one."""

    stars = forms.TypedChoiceField(
        label=_("您对这次服务满意吗？"), choices=[(n, str(n)) for n in range(5, 0, -1)], coerce=int,
        widget=forms.RadioSelect, error_messages={"required": _("请选择 1 到 5 颗星")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("想对我们说的（选填）"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(ActForm):
    reason = TextField(label=_("原因"), required=False, must=True)


class AcceptForm(ActForm):
    """What a ticket needs and the machine's file may lack."""

    site_province = forms.ChoiceField(
        label=_("现场省份"), required=False, help_text=_("登记的现场没有省份，或与登记不同时选择"),
        choices=[("", _("按设备登记的现场")), *((name, name) for name in PROVINCES)],
    )  # fmt: skip


class PagesForm(ActForm):
    phone = forms.CharField(
        label=_("服务电话"), required=False, max_length=40,
        help_text=_("印在二维码标签上，并显示在客户页面的“联系我们”；留空则不显示"),
    )  # fmt: skip
    engineer_phone = forms.BooleanField(
        label=_("在进度页向客户显示服务人员的手机"), required=False, help_text=_("须先征得服务人员同意；不勾选时只显示姓名")
    )


def chosen(ids: list[str]) -> list[int]:
    """The machines ticked on a list; what is no number was not ticked by anybody."""
    return list(dict.fromkeys(int(one) for one in ids if one.isdecimal() and len(one) < 19))
