"""Drafts of a version: written by some, published by another."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize, holds
from accounts.roles import Role
from core import journal, transitions
from core.errors import NotAllowed, NotFound, require
from core.journal import Actor
from rulebook.models import RulebookVersion
from rulebook.selectors import NoRulebook, slug_in_use
from rulebook.services.files import document_of
from rulebook.services.validity import (
    checked,
    new_version,
    next_number,
    numbered,
    refuse_unread,
    stored,
    with_changes,
)


@transaction.atomic
def draft_rulebook(
    *,
    effective_from: date,
    actor: Actor,
    now: datetime,
    changes: Mapping[str, Any] | None = None,
    document: Mapping[str, Any] | None = None,
    content: bytes | None = None,
    slug: str | None = None,
) -> RulebookVersion:
    """Draft the next version: `document`, a YAML file's `content`, or the newest published one, with `changes`.

    Changes are by parameter or dotted path. A draft is a valid book; blanks keep it from being published only. Its
    author never publishes it.
    """
    authorize(actor, "draft_rulebook", now=now)
    slug = slug or slug_in_use()
    if content is not None:
        document = document_of(content, slug=slug)
    text = with_changes(document if document is not None else newest(slug).document, changes or {})
    checked(text)
    version = new_version(slug, next_number(slug), text, effective_from, author=actor, now=now)
    journal.record(
        version, "draft_rulebook", actor=actor, now=now, target=version.state,
        data={"changes": dict(changes or {}), "effective_from": effective_from, "file": content is not None},
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
    _write(version, with_changes(version.document, changes), actor)
    journal.record(version, "edit_rulebook", actor=actor, now=now, data={"changes": dict(changes)})
    return version


@transaction.atomic
def amend_draft(
    *,
    version: RulebookVersion,
    actor: Actor,
    now: datetime,
    changes: Mapping[str, Any] | None = None,
    content: bytes | None = None,
    effective_from: date | None = None,
    read: str = "",
) -> RulebookVersion:
    """Go on writing a draft: a file in place of its text, changes by parameter or path, another effective date.

    `read` is the digest of the text that he had before him: over what another wrote since nothing is written.
    Whoever does has written in it and never publishes it.
    """
    authorize(actor, "amend_draft", now=now)
    locked = transitions.claim(version, "publish")
    refuse_unread(locked, read)
    before = locked.digest
    locked.effective_from = effective_from or locked.effective_from
    text = document_of(content, slug=locked.slug) if content is not None else locked.document
    _write(locked, with_changes(text, changes or {}), actor)
    journal.record(
        locked, "amend_draft", actor=actor, now=now,
        data={"changes": dict(changes or {}), "effective_from": locked.effective_from, "file": content is not None,
              "before": before},
    )  # fmt: skip
    return locked


@transaction.atomic
def discard_draft(*, version: RulebookVersion, reason: str, actor: Actor, now: datetime) -> RulebookVersion:
    """Give up a draft: who wrote in it, or the general manager. It can be read, and neither edited nor published."""
    authorize(actor, "discard_draft", now=now)
    locked = transitions.claim(version, "discard")
    if actor.pk not in locked.hands and not holds(actor, Role.GENERAL_MANAGER, now=now):
        raise NotAllowed(_("草稿由起草或修改过它的人，或总经理放弃"))
    require(reason=(reason, _("理由")))
    return transitions.advance(locked, "discard", actor=actor, now=now, act="discard_draft", reason=reason)


def _write(version: RulebookVersion, text: dict[str, Any], actor: Actor) -> None:
    """Put a valid text into a locked draft, and its writer among the hands."""
    checked(text)
    version.content = stored(numbered(text, version.number, version.effective_from))
    version.hands = sorted({*version.hands, *([actor.pk] if actor.pk else [])})
    version.save(update_fields=["content", "hands", "effective_from"])


def newest(slug: str) -> RulebookVersion:
    """The published version that a new one starts from."""
    found = RulebookVersion.objects.newest(slug)
    if found is None:
        raise NoRulebook
    return found
