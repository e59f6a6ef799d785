"""Drafts of a version: written by some, published by another."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.permissions import authorize
from core import journal, transitions
from core.errors import NotFound
from core.journal import Actor
from rulebook.models import RulebookVersion
from rulebook.selectors import NoRulebook, slug_in_use
from rulebook.services.validity import checked, new_version, next_number, numbered, stored, with_changes


@transaction.atomic
def draft_rulebook(
    *,
    effective_from: date,
    actor: Actor,
    now: datetime,
    changes: Mapping[str, Any] | None = None,
    document: Mapping[str, Any] | None = None,
    slug: str | None = None,
) -> RulebookVersion:
    """Draft the next version: `document`, or the newest published one, with `changes` by parameter or dotted path.

    A draft is a valid book; blanks keep it from being published only. Its author never publishes it.
    """
    authorize(actor, "draft_rulebook", now=now)
    slug = slug or slug_in_use()
    text = with_changes(document if document is not None else newest(slug).document, changes or {})
    checked(text)
    version = new_version(slug, next_number(slug), text, effective_from, author=actor, now=now)
    journal.record(
        version, "draft_rulebook", actor=actor, now=now, target=version.state,
        data={"changes": dict(changes or {}), "effective_from": effective_from},
    )  # fmt: skip
    return version


@transaction.atomic
def edit_rulebook(
    *, number: int, changes: Mapping[str, Any], actor: Actor, now: datetime, slug: str | None = None
) -> RulebookVersion:
    """Change a draft; whoever does has written in it. A published version is refused with WrongState, always."""
    authorize(actor, "edit_rulebook", now=now)
    slug = slug or slug_in_use()
    found = RulebookVersion.objects.filter(slug=slug, number=number).first()
    if found is None:
        raise NotFound
    version = transitions.claim(found, "publish")
    text = with_changes(version.document, changes)
    checked(text)
    version.content = stored(numbered(text, number, version.effective_from))
    version.hands = sorted({*version.hands, *([actor.pk] if actor.pk else [])})
    version.save(update_fields=["content", "hands"])
    journal.record(version, "edit_rulebook", actor=actor, now=now, data={"changes": dict(changes)})
    return version


def newest(slug: str) -> RulebookVersion:
    """The published version that a new one starts from."""
    found = RulebookVersion.objects.newest(slug)
    if found is None:
        raise NoRulebook
    return found
