"""How journal, deadlines and facts name the object they are about, without knowing its app."""

from dataclasses import dataclass

from django.apps import apps
from django.db import models


# No NamedTuple: beside models the type checker does not come to an end with one.
@dataclass(frozen=True, order=True)
class Subject:
    """A stored reference: model label in lower case ("tickets.ticket") and primary key."""

    type: str
    id: int

    @classmethod
    def of(cls, obj: "models.Model | Subject") -> "Subject":
        return obj if isinstance(obj, Subject) else cls(obj._meta.label_lower, obj.pk)

    def fetch(self) -> models.Model | None:
        """The object itself, or None where it is gone."""
        return apps.get_model(self.type)._base_manager.filter(pk=self.id).first()


class SubjectFields(models.Model):
    """Columns `subject_type` and `subject_id` of a row that is about any object of the product."""

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()

    class Meta:
        abstract = True

    @property
    def subject(self) -> Subject:
        return Subject(self.subject_type, self.subject_id)
