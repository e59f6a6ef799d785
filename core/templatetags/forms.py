"""Form fields in the product's look; widgets keep their own attributes."""

from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()
CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxInput, "form-check-input"),
    (forms.RadioSelect, "form-check-input"),
    (forms.CheckboxSelectMultiple, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.Widget, "form-control"),
]


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return type(field.field.widget) is forms.CheckboxInput


@register.filter
def is_radio(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.RadioSelect)


@register.filter
def is_must(field: BoundField) -> bool:
    """Whether people should see that the act will ask for this field."""
    return field.field.required or "aria-required" in field.field.widget.attrs


@register.filter
def styled(field: BoundField) -> SafeString:
    """The widget with its class, and tied to its hint and error for screen readers."""
    widget = field.field.widget
    name = next(css for kind, css in CLASSES if isinstance(widget, kind))
    attrs: dict[str, str | bool] = {
        "class": " ".join(filter(None, [widget.attrs.get("class"), name, "is-invalid" if field.errors else ""]))
    }
    if field.help_text:
        attrs["aria-describedby"] = f"{field.auto_id}_hint"
    return field.as_widget(attrs=attrs)
