"""Publishing a version: by the general manager, never by who wrote it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.permissions import authorize, refuse_own_case
from accounts.roles import Role
from core import transitions
from core.clock import local_day
from core.errors import OutOfRange
from core.journal import Actor
from rulebook.models import RulebookVersion
from rulebook.selectors import slug_in_use
from rulebook.services.draft import newest
from rulebook.services.validity import (
    checked,
    new_version,
    next_number,
    numbered,
    refuse_blanks,
    refuse_unread,
    stored,
    with_changes,
)


@transaction.atomic
def publish_rulebook(
    *,
    effective_from: date,
    actor: Actor,
    now: datetime,
    version: RulebookVersion | None = None,
    changes: Mapping[str, Any] | None = None,
    slug: str | None = None,
    read: str = "",
) -> RulebookVersion:
    """Publish the draft `version`; without one, the newest published version with `changes`, drafted by the system.

    `read` is the digest of the text that the publisher had before him: what was written since is not published.
    Effective dates never lie in the past, nor before that of the version published last. The database keeps
    what was published as it is.
    """
    authorize(actor, "publish_rulebook", now=now)
    if version is not None:
        # Who wrote in it is asked of the locked row: he may have done so a moment ago.
        hands = Person.objects.filter(pk__in=transitions.lock(version).hands)
        refuse_own_case(actor, *hands, now=now, roles=[Role.GENERAL_MANAGER])
        locked = transitions.claim(version, "publish")
        refuse_unread(locked, read)
        return _publish(locked, effective_from, {}, actor=actor, now=now)
    slug = slug or slug_in_use()
    text = with_changes(newest(slug).document, changes or {})
    checked(text)
    drafted = new_version(slug, next_number(slug), text, effective_from, author=None, now=now)
    return _publish(drafted, effective_from, changes or {}, actor=actor, now=now)


def _publish(
    version: RulebookVersion, effective_from: date, changes: Mapping[str, Any], *, actor: Actor, now: datetime
) -> RulebookVersion:
    _refuse_early(version.slug, effective_from, now)
    text = numbered(version.document, version.number, effective_from)
    refuse_blanks(checked(text))
    # The document tells its own number and dates, so they are written before it is frozen.
    version.content = stored(text)
    return transitions.advance(
        version, "publish", actor=actor, now=now, act="publish_rulebook",
        data={"changes": dict(changes), "effective_from": effective_from},
        publisher=actor if isinstance(actor, Person) else None, effective_from=effective_from, at=now,
    )  # fmt: skip


def _refuse_early(slug: str, effective_from: date, now: datetime) -> None:
    if effective_from < local_day(now):
        raise OutOfRange(_("生效日期不能早于今天"))
    if effective_from < newest(slug).effective_from:
        raise OutOfRange(_("生效日期不能早于已发布的版本"))
