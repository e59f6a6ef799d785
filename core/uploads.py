"""A form field for several files at once."""

from typing import Any

from django import forms


class ManyFiles(forms.ClearableFileInput):
    """A phone offers its camera as well as its files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": "image/*,application/pdf", **(attrs or {})})


class FilesField(forms.FileField):
    """Any number of files; cleaned to a list, whatever the browser sent."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(FilesField, self).clean(one, initial) for one in given or [None]]
        return [one for one in cleaned if one]
