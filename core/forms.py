"""What all forms of pages share: refusals of an act go back to the fields that they name."""

from datetime import datetime
from typing import Any

from django import forms

from core.errors import ActError

# The act itself asks for the field; the browser must not, or a draft could never be kept.
MUST = {"aria-required": "true"}


class ActForm(forms.Form):
    """A form for one act; it checks shape only, the rules are the act's."""

    def tell(self, error: ActError) -> None:
        """Show a refusal at its fields, and as a whole where it names none of ours."""
        named = {name: text for name, text in error.details.items() if name in self.fields}
        for name, text in named.items():
            self.add_error(name, str(text))
        if not named:
            self.add_error(None, str(error))


class InstantField(forms.DateTimeField):
    """A local day and minute, typed or picked."""

    FORMAT = "%Y-%m-%dT%H:%M"

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=self.FORMAT)
        super().__init__(widget=widget, input_formats=[self.FORMAT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **options)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """The form shows minutes only: what it has shown is no change, whatever the seconds were."""
        shown = initial.replace(second=0, microsecond=0) if isinstance(initial, datetime) else initial
        return super().has_changed(shown, data)


class TextField(forms.CharField):
    """Several lines of prose."""

    def __init__(self, *, rows: int = 3, must: bool = False, **options: Any) -> None:
        attrs = {"rows": rows, **(MUST if must else {})}
        super().__init__(widget=forms.Textarea(attrs=attrs), max_length=4000, **options)
