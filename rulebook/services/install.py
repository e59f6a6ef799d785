"""The first version of a company's regulation: a shipped book with its blanks filled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.permissions import authorize
from core import transitions
from core.errors import NotFound, WrongState
from core.journal import Actor
from rulebook.errors import BookErrors
from rulebook.loader import template
from rulebook.models import RulebookVersion
from rulebook.services.validity import checked, new_version, refuse_blanks, with_changes


@transaction.atomic
def install_book(
    *,
    slug: str,
    params: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    document: Mapping[str, Any] | None = None,
) -> RulebookVersion:
    """Fill the blanks of the shipped book `slug`, or of `document`, and publish it as version 1.

    It is in force from its own `effective.from`, so that what is entered about the past can be judged. A blank
    required parameter refuses with Incomplete and its name; a book that is installed already with WrongState.
    """
    authorize(actor, "init_company", now=now)
    if RulebookVersion.objects.filter(slug=slug).exists():
        raise WrongState
    filled = with_changes(document if document is not None else _shipped(slug), params)
    book = checked(filled)
    refuse_blanks(book)
    version = new_version(slug, 1, filled, book.effective.since, author=None, now=now)
    publisher = None if actor.pk is None else actor
    return transitions.advance(
        version, "publish", actor=actor, now=now, act="publish_rulebook", data={"params": dict(params)},
        publisher=publisher, effective_from=book.effective.since, at=now,
    )  # fmt: skip


def _shipped(slug: str) -> dict[str, Any]:
    try:
        return template(slug)
    except BookErrors as errors:
        raise NotFound(str(errors)) from None
