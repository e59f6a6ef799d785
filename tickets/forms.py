"""Forms of the desk and of the acts on a ticket: shape only, every rule is in the services."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.countries import country_choices
from accounts.models import Office
from accounts.provinces import PROVINCES
from core.forms import ActForm, InstantField, TextField
from core.uploads import FilesField
from rulebook import surveys
from rulebook.schema.papers import Item, Survey
from tickets.claims import Fix, Place
from tickets.states import ArrivalOutcome, Authentic, CallOutcome, ReplaceReason, Source

# Our own country is what an empty choice means.
COUNTRY_CHOICES = [("", _("国内")), *country_choices()[1:]]
NO_TITLES: Mapping[str, str] = {}
PROVINCE_CHOICES = [("", _("按设备登记的现场")), *((name, name) for name in PROVINCES)]


def offer_areas(form: ActForm, areas: Mapping[str, str]) -> None:
    """The areas of a book, title by id; where it has none nothing is asked."""
    if areas:
        chosen: Any = form.fields["site_area"]
        chosen.choices = [("", _("按登记的片区")), *areas.items()]
    else:
        del form.fields["site_area"]


class ReportForm(ActForm):
    """A new fault, typed while on the phone."""

    serial = forms.CharField(
        label=_("出厂编号"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )  # fmt: skip
    fault = TextField(label=_("故障现象"), required=False, must=True, rows=2)
    urgent = forms.BooleanField(label=_("急需服务"), required=False, help_text=_("用户停用等待，迟到按急需服务从重考核"))
    contact = forms.CharField(label=_("联系人"), required=False, max_length=80)
    phone = forms.CharField(label=_("联系电话"), required=False, max_length=40)
    customer_name = forms.CharField(
        label=_("客户名称"), required=False, max_length=200, help_text=_("编号没有登记时填写，先按临时工单受理")
    )
    site_province = forms.ChoiceField(
        label=_("现场省份"), required=False, choices=PROVINCE_CHOICES, help_text=_("与登记不同时选择，决定到场时限")
    )
    site_area = forms.ChoiceField(
        label=_("现场片区"), required=False, help_text=_("到场时限按片区规定；与登记不同时选择")
    )
    country = forms.ChoiceField(label=_("国家或地区"), required=False, choices=COUNTRY_CHOICES)
    address = forms.CharField(label=_("现场地址"), required=False, max_length=300)
    notified_at = InstantField(
        label=_("用户通知时间"), required=False, help_text=_("时限从用户通知时起算，补登时改为实际时间")
    )
    source = forms.ChoiceField(label=_("来源"), choices=Source.choices, initial=Source.PHONE)

    # As the conversation goes: which machine, what is wrong, who calls, where, when.
    ROWS = (
        ("serial", "phone"), ("fault",), ("urgent",), ("contact", "customer_name"),
        ("site_province", "site_area", "country"), ("address",), ("notified_at", "source"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, areas: Mapping[str, str], titles: Mapping[str, str] = NO_TITLES, **options: Any
    ) -> None:
        """`areas` are those of the book in force, `titles` what it calls the fields of its fault report."""
        super().__init__(*args, **options)
        offer_areas(self, areas)
        for name in titles.keys() & self.fields.keys():
            self.fields[name].label = titles[name]

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        return [[self[name] for name in names if name in self.fields] for names in self.ROWS]


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class DispatchForm(ActForm):
    """Whom to send; a reason is asked for when somebody is replaced."""

    reason = forms.ChoiceField(
        label=_("改派原因"), required=False, choices=[("", "—"), *ReplaceReason.choices],
        help_text=_("选“技术水平不足”的，按制度对原服务人员提出考核"),
    )  # fmt: skip

    def __init__(self, *args: Any, engineers: Any, replacing: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["engineer"] = PersonField(label=_("服务人员"), queryset=engineers, widget=forms.RadioSelect)
        if not replacing:
            del self.fields["reason"]


class ReasonForm(ActForm):
    reason = TextField(label=_("原因"), required=False, must=True)


class EscalateForm(ActForm):
    description = TextField(label=_("问题描述"), required=False, must=True, help_text=_("写清已做的检查和需要的支持"))


class AnswerForm(ActForm):
    text = TextField(label=_("答复内容"), required=False, must=True)


class InstructForm(ActForm):
    text = TextField(
        label=_("批示内容"),
        required=False,
        must=True,
        help_text=_("超保修期的服务须先有批示，服务卡才计入工作量"),
    )


class OfficeForm(ActForm):
    def __init__(self, *args: Any, offices: QuerySet[Office], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["office"] = forms.ModelChoiceField(label=_("办事处"), queryset=offices)


class CorrectForm(ActForm):
    """What was noted wrongly; only what differs from the ticket is sent to the act."""

    notified_at = InstantField(label=_("用户通知时间"), required=False)
    serial = forms.CharField(label=_("出厂编号"), required=False, max_length=60)
    urgent = forms.BooleanField(label=_("急需服务"), required=False)
    reason = TextField(label=_("更正原因"), required=False, must=True, rows=2)


class SiteForm(ActForm):
    site_province = forms.ChoiceField(label=_("现场省份"), choices=[(name, name) for name in PROVINCES])
    site_area = forms.ChoiceField(label=_("现场片区"), required=False)
    reason = TextField(label=_("更正原因"), required=False, must=True, rows=2)

    def __init__(self, *args: Any, areas: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        offer_areas(self, areas)


class DueForm(ActForm):
    due = InstantField(label=_("到场期限"), help_text=_("制度没有规定时限的现场由人工设定"))


class DuplicateForm(ActForm):
    original = forms.CharField(label=_("原工单号"), max_length=20, help_text=_("本工单将取消并关联到原工单"))


def _question(survey: Survey, item: Item) -> forms.Field:
    offered = [(str(value), words) for value, words in surveys.choices(survey, item)]
    return forms.ChoiceField(label=item.title, required=False, widget=forms.RadioSelect, choices=offered)


class FollowUpForm(ActForm):
    """The call sheet of 6.12."""

    outcome = forms.ChoiceField(label=_("回访结果"), choices=CallOutcome.choices, widget=forms.RadioSelect)
    authentic = forms.ChoiceField(
        label=_("服务卡内容是否属实"), choices=Authentic.choices, initial=Authentic.GENUINE, required=False,
        help_text=_("问清：是否到场、卡上内容是否属实、是否收费"),
    )  # fmt: skip
    note = TextField(label=_("客户原话"), required=False, rows=2)

    def __init__(self, *args: Any, survey: Survey | None = None, **options: Any) -> None:
        """With a choice for each question of `survey`, which the book has asked in this call."""
        super().__init__(*args, **options)
        self.asked = [item.id for item in survey.items] if survey else []
        if survey:
            self.fields |= {item.id: _question(survey, item) for item in survey.items}

    def arguments(self) -> dict[str, Any]:
        """What the service is called with."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in self.asked}
        scores = {name: self.cleaned_data[name] for name in self.asked if self.cleaned_data.get(name)}
        return {**told, "scores": scores} if self.asked else told


class ReceiveCardForm(ActForm):
    consistent = forms.BooleanField(
        label=_("与异常信息报告一致"),
        required=False,
        initial=True,
        help_text=_("不一致的按制度考核"),
    )
    clear = forms.BooleanField(
        label=_("填写清楚、原因分析充分"), required=False, initial=True, help_text=_("不清楚的按制度不计提成")
    )


class AppointForm(ActForm):
    visit_at = InstantField(label=_("上门时间"), required=False)
    work = forms.CharField(label=_("工作内容"), required=False, max_length=200)
    place = forms.CharField(label=_("地点"), required=False, max_length=200)


class RemoteForm(ActForm):
    reason = TextField(label=_("未到现场的原因"), required=False, must=True, rows=2)
    described_by_user = TextField(
        label=_("用户的描述"), required=False, must=True, help_text=_("按用户电话里的原话填写")
    )


class ArriveForm(ActForm):
    """What the phone found out about its place; nothing of it is needed to check in."""

    outcome = forms.ChoiceField(
        required=False,
        choices=[(code, code) for code in ("ok", "refused", "no_signal", "unsupported")],
        widget=forms.HiddenInput,
    )
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    accuracy = forms.FloatField(required=False, min_value=0, widget=forms.HiddenInput)
    consent = forms.BooleanField(required=False)
    photos = FilesField(label=_("现场照片"), required=False, help_text=_("可不拍；JPG、PNG 或 WEBP，每张不超过 10 MB"))

    def clean(self) -> dict[str, Any]:
        """What the act is called with."""
        told = self.cleaned_data
        latitude, longitude = told.get("latitude"), told.get("longitude")
        place = None
        if latitude is not None and longitude is not None:
            place = Place(latitude, longitude, told.get("accuracy"))
        fix = Fix(place, told.get("outcome") or ArrivalOutcome.NO_SIGNAL)
        return {"fix": fix, "consent": bool(told.get("consent")), "photos": told.get("photos") or []}


class AcceptArrivalForm(ActForm):
    """Whether the claimed time counts, and why."""

    accept = forms.TypedChoiceField(
        label=_("认定"), coerce=lambda told: told == "yes", widget=forms.RadioSelect, initial="yes",
        choices=[("yes", _("认定：按声称的时间算到场")), ("no", _("不予认定：按收到时间算"))],
    )  # fmt: skip
    reason = TextField(
        label=_("理由"), required=False, must=True, rows=2,
        help_text=_("晚到 10 分钟以内且没有疑点的，认定可不写理由；其余必须写明，服务人员会看到"),
    )  # fmt: skip


class EmptyForm(ActForm):
    """An act that asks nothing."""
