"""Forms of acts in the admin, in the look of its theme."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from core.uploads import FilesField, ManyFiles

THEMED: list[tuple[type[forms.Field], type[forms.Widget]]] = [
    # The theme's own widget for a file shows the name of one only.
    (FilesField, ManyFiles),
    (forms.BooleanField, widgets.UnfoldBooleanWidget),
    (forms.ChoiceField, widgets.UnfoldAdminSelectWidget),
    (forms.DecimalField, widgets.UnfoldAdminDecimalFieldWidget),
]


class ActForm(forms.Form):
    """The fields of one act. Their names are those of the service; it is the service that judges their values."""

    # Said above the fields: what will happen.
    explanation: Any = ""

    def __init__(self, *args: Any, obj: Any, actor: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.obj, self.actor, self.now = obj, actor, now
        self.prepare()
        for field in self.fields.values():
            _dress(field)

    def prepare(self) -> None:
        """Adapt the fields to the object in hand."""

    def offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        """What the select `name` holds for this object."""
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def offer_rows(self, name: str, rows: QuerySet[Any]) -> None:
        cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = rows

    def arguments(self) -> dict[str, Any]:
        """What the service is called with."""
        return dict(self.cleaned_data)


class Reasoned(ActForm):
    reason = forms.CharField(label=_("理由"), widget=widgets.UnfoldAdminTextareaWidget(attrs={"rows": 3}))


def _dress(field: forms.Field) -> None:
    """Give a field that still has Django's plain widget the theme's one, choices and attributes kept."""
    themed = next((widget for kind, widget in THEMED if isinstance(field, kind)), widgets.UnfoldAdminTextInputWidget)
    if type(field.widget).__module__.startswith("unfold") or isinstance(field.widget, themed):
        return
    if isinstance(field.widget, forms.Textarea):
        themed = widgets.UnfoldAdminTextareaWidget
    if isinstance(field.widget, forms.HiddenInput | forms.DateTimeInput | forms.DateInput):
        return
    widget = themed(attrs=field.widget.attrs)
    if isinstance(widget, forms.Select):
        widget.choices = getattr(field.widget, "choices", ())
    widget.is_required = field.required
    field.widget = widget
