"""The form of a visit: one choice for each question of the survey, as the book asks it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import selectors as people
from core.forms import ActForm, InstantField, TextField
from core.uploads import FilesField
from rulebook import surveys
from rulebook.schema.papers import Survey


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


@dataclass(frozen=True)
class Option:
    """One answer as a button: a figure above its words."""

    value: int
    head: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Question:
    name: str
    title: str
    options: list[Option]
    errors: list[str]


class VisitForm(ActForm):
    """Who was asked, what he answered, and, for the office, who was there and when."""

    interviewee = forms.CharField(label=_("受访人"), required=False, max_length=80, help_text=_("姓名和职务，如 李厂长"))
    remarks = TextField(label=_("意见和备注"), required=False, rows=3)
    papers = FilesField(label=_("照片或盖章的回访单"), required=False)
    visitor = PersonField(queryset=None, label=_("回访人"), required=False, empty_label=_("本人"))
    visited_at = InstantField(label=_("回访时间"), required=False, help_text=_("补登时填写实际时间，留空为现在"))

    OF_OFFICE = ("visitor", "visited_at")

    def __init__(self, *args: Any, survey: Survey | None, office: bool, now: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.survey = survey
        if office:
            field: Any = self.fields["visitor"]
            field.queryset = people.engineers(now)
        else:
            for name in self.OF_OFFICE:
                del self.fields[name]
        for item in survey.items if survey else ():
            offered = [(str(value), words) for value, words in surveys.choices(survey, item)] if survey else []
            self.fields[item.id] = forms.ChoiceField(label=item.title, choices=offered, required=False)

    def questions(self) -> list[Question]:
        return [self._question(item) for item in (self.survey.items if self.survey else ())]

    def _question(self, item: Any) -> Question:
        chosen = str(self.data.get(item.id, "")) if self.is_bound else ""
        options = [
            Option(value, *_split(words), str(value) == chosen)
            for value, words in (surveys.choices(self.survey, item) if self.survey else ())
        ]
        return Question(item.id, item.title, options, [str(text) for text in self.errors.get(item.id, ())])

    def others(self) -> list[Any]:
        """The fields that are no questions."""
        asked = {item.id for item in self.survey.items} if self.survey else set()
        return [self[name] for name in self.fields if name not in asked]

    def arguments(self) -> dict[str, Any]:
        """What the service is called with."""
        given = self.cleaned_data
        asked = [item.id for item in self.survey.items] if self.survey else []
        told = {name: given[name] for name in ("interviewee", "remarks", *self.OF_OFFICE) if given.get(name)}
        scores = {name: given[name] for name in asked if given.get(name)}
        return {**told, "files": given["papers"] or (), "scores": scores}


def _split(words: str) -> tuple[str, str]:
    head, _space, rest = words.partition(" ")
    return (head, rest) if rest else ("", head)
