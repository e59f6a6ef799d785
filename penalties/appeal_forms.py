"""What an appeal asks for: on the phone of the person concerned, and of who decides it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.matrix import matrix
from accounts.models import Person
from accounts.selectors import holders
from core.admin_forms import ActForm, Reasoned
from core.forms import ActForm as PhoneForm
from core.forms import TextField
from core.uploads import FilesField
from penalties.appealing import DEPUTIES


class AppealForm(PhoneForm):
    """From a phone, kept there while it has no network."""

    reason = TextField(
        label=_("申诉理由"), rows=4, must=True, required=False,
        help_text=_("写明事实哪里不对、有谁可以证明；每项考核只能申诉一次"),
    )  # fmt: skip
    evidence = FilesField(label=_("证据（可不填）"), required=False, help_text=_("拍照或选择 PDF，可多选，每个不超过 10 MB"))


class UpholdForm(Reasoned):
    explanation = _("维持后考核照旧；当事人和确认人会收到您写的理由，裁定后不再更改。")


class GrantForm(Reasoned):
    explanation = _("考核随即撤销，金额以一笔相反的台账冲回；原月份已结账的，冲回记入第一个未结账的月份。累计次数随之重算。")


class DeputyForm(ActForm):
    """Who decides in place of the general manager who confirmed."""

    explanation = _("这项考核由您确认，须由他人裁定。代理只限本案，指定后由代理人裁定；另选一人即更换代理人。")
    deputy = forms.ModelChoiceField(Person.objects.none(), label=_("本案代理人"))

    def prepare(self) -> None:
        proposal = self.obj.proposal
        concerned = (self.actor.pk, proposal.charged_to_id, proposal.person_id)
        deciders = holders(*sorted(matrix().acts[DEPUTIES].roles), now=self.now)
        self.offer_rows("deputy", deciders.exclude(pk__in=concerned).order_by("name"))
