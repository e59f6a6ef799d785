"""What is asked about a complaint: shape only, every rule is in the services."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ActForm, InstantField, TextField
from core.uploads import FilesField
from tickets.forms import PersonField
from tickets.states import Addressee


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.office.name}）" if obj.office else str(obj.name)


class ComplaintForm(ActForm):
    """Noted down while the user speaks: first listen, neither agree nor contradict (8.2b)."""

    addressee = forms.ChoiceField(
        label=_("用户向谁投诉"), choices=Addressee.choices, initial=Addressee.TECH_QUALITY,
        help_text=_("决定由谁核实；媒体曝光另行登记违规事实"),
    )  # fmt: skip
    phone = forms.CharField(label=_("联系电话"), required=False, max_length=40)
    complainant = forms.CharField(label=_("投诉单位或姓名"), required=False, max_length=120)
    content = TextField(label=_("投诉内容"), required=False, must=True, rows=4, help_text=_("按用户原话记录"))
    major = forms.BooleanField(label=_("重大投诉"), required=False, help_text=_("勾选后立即报告部长"))
    received_at = InstantField(label=_("收到时间"), required=False, help_text=_("补登时改为用户投诉的实际时间"))
    ticket = forms.CharField(label=_("有关工单号"), required=False, max_length=20)
    same_as = forms.CharField(
        label=_("与哪件投诉为同一件事"), required=False, max_length=20, help_text=_("用户先后向几处投诉的，填写先登记的编号")
    )
    papers = FilesField(label=_("材料"), required=False, help_text=_("录音截图、照片或 PDF，每个最大 10 MB"))

    ROWS = (("addressee", "received_at"), ("phone", "complainant"), ("content",), ("major",), ("persons",),
            ("ticket", "same_as"), ("papers",))  # fmt: skip

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["persons"] = PeopleField(
            label=_("涉及人员"), queryset=people, required=False, widget=forms.CheckboxSelectMultiple,
            help_text=_("还不清楚的可以不选，核实时再定"),
        )  # fmt: skip

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        return [[self[name] for name in names] for names in self.ROWS]


class VerifyForm(ActForm):
    """Whether the service caused it, and who answers for it."""

    service_caused = forms.ChoiceField(
        label=_("核实结果"), widget=forms.RadioSelect,
        choices=[("1", _("属实：由服务本身引起")), ("0", _("不属实，或不是服务引起"))],
    )  # fmt: skip
    finding = TextField(label=_("核实情况"), required=False, must=True)

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["persons"] = PeopleField(
            label=_("责任人"), queryset=people, required=False, widget=forms.CheckboxSelectMultiple
        )


class ForwardForm(ActForm):
    reason = TextField(label=_("转交原因"), required=False, must=True, rows=2)

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {"to": PersonField(label=_("新的承办人"), queryset=people), **self.fields}


class EvidenceForm(ActForm):
    papers = FilesField(label=_("材料"), required=False, help_text=_("图片或 PDF，每个最大 10 MB"))
    note = TextField(label=_("说明"), required=False, rows=2)


class CloseForm(ActForm):
    answer = TextField(label=_("给用户的答复"), required=False, must=True, help_text=_("先答复用户，再登记答复内容"))
