"""What acts on people ask for in the admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.matrix import matrix
from accounts.models import Person
from accounts.permissions import own_roles_of
from accounts.roles import Role
from accounts.selectors import visible_people
from core.admin_forms import ActForm


class DelegateForm(ActForm):
    """Hand a role on to a deputy; only roles that one holds oneself are offered."""

    explanation = _("代理人在期限内以该岗位行事，所有操作记在代理人名下；与您本人有关的事项他也不能裁决。")
    role = forms.ChoiceField(label=_("岗位"))
    deputy = forms.ModelChoiceField(Person.objects.none(), label=_("代理人"))
    until = forms.DateField(
        label=_("代理至"), widget=forms.DateInput(attrs={"type": "date", "class": "act-when"}, format="%Y-%m-%d"),
        help_text=_("含当日，至 24:00"),
    )  # fmt: skip

    def prepare(self) -> None:
        held = sorted(own_roles_of(self.actor, now=self.now) & matrix().delegable)  # type: ignore[arg-type]
        self.fields["role"].choices = [(role, Role(role).label) for role in held]  # type: ignore[attr-defined]
        people = visible_people(self.actor, now=self.now).filter(is_active=True)  # type: ignore[arg-type]
        self.fields["deputy"].queryset = people.exclude(pk=self.actor.pk)  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        return {"principal": self.actor, **self.cleaned_data}
