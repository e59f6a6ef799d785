"""Passwords: one's own, or a first one from the administrator that must be changed."""

from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.permissions import authorize, refuse_own_case
from core import journal
from core.errors import NotAllowed, OutOfRange
from core.transitions import lock


@transaction.atomic
def change_password(*, person: Person, old: str, new: str, actor: Any, now: datetime) -> Person:
    """Change one's own password; the old one is asked again. All other sessions of the person end."""
    authorize(actor, "change_password", now=now)
    if actor.pk != person.pk:
        raise NotAllowed(_("只能修改本人的密码"))
    current = lock(person)
    if not current.check_password(old):
        raise OutOfRange(_("原密码不正确"), details={"old": _("原密码不正确")})
    return _store(current, new, must_change=False, act="change_password", actor=actor, now=now)


@transaction.atomic
def set_password(*, person: Person, new: str, actor: Any, now: datetime) -> Person:
    """The administrator gives somebody else a password, to be changed at the next sign-in."""
    authorize(actor, "set_password", now=now)
    refuse_own_case(actor, person, now=now)
    return _store(lock(person), new, must_change=True, act="set_password", actor=actor, now=now)


def _store(person: Person, new: str, *, must_change: bool, act: str, actor: Any, now: datetime) -> Person:
    check_strength(new, person)
    person.set_password(new)
    person.must_change_password = must_change
    person.save(update_fields=["password", "must_change_password"])
    journal.record(person, act, actor=actor, now=now)
    return person


def check_strength(password: str, person: Person | None = None) -> None:
    """Raise OutOfRange with everything that is wrong with a new password."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        text = " ".join(error.messages)
        raise OutOfRange(text, details={"new": text}) from None
