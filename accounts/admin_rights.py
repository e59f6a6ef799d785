"""Admin pages by the matrix: `pages: admin:<app>_<model>` opens one, `acts:` gives its buttons; all else is denied."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from accounts.models import Person
from accounts.permissions import may, may_open, remember
from accounts.timeline import Told, label_of, timeline
from core import journal
from core.admin import ActAdmin, instant
from core.errors import NotAllowed


def asker(request: HttpRequest) -> Person:
    """The person who asks: the admin answers nobody else."""
    if not isinstance(request.user, Person):
        raise NotAllowed
    return request.user


class MatrixAdmin(ActAdmin):
    """An admin page whose rights are those that matrix.yaml declares for it."""

    @property
    def page_name(self) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}"

    def may_open(self, request: HttpRequest) -> bool:
        remember(request.user)
        return may_open(request.user, self.page_name, now=instant(request))

    def may_do(self, request: HttpRequest, code: str, obj: Any = None) -> bool:
        return may(request.user, code, now=instant(request))

    def entries(self, obj: Any) -> list[Told]:
        """The journal of `obj` for its page."""
        return timeline(journal.told(obj), states_of=obj, label=self.act_label)

    def act_label(self, code: str) -> str:
        return label_of(code)

    def last_told(self, obj: Any) -> Told | None:
        last = super().last_told(obj)
        return timeline([last], states_of=obj, label=self.act_label)[0] if last else None


def enters_admin(person: Any, *, now: datetime) -> bool:
    """Whether anything in the admin is for `person`; Django's is_staff says nothing about that."""
    return may_open(person, "admin:index", now=now)
