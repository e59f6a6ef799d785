"""Reading one's own inbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from core.subjects import Subject
from notifications.models import Notice, OutboxMessage

PAGE = 50
# Nobody reads more unread notices than this on one page; the rest move up as these are read.
MOST_UNREAD = 100


@dataclass(frozen=True)
class InboxPage:
    """Unread notices (on the first page) before read ones; `older` is where the next page begins."""

    unread: Sequence[Notice]
    read: Sequence[Notice]
    older: int | None


def unread_count(person: Any) -> int:
    """How many notices `person` has not read: the number at the bell."""
    return Notice.objects.filter(person_id=person.pk, read_at=None).count()


def inbox(person: Any, *, before: int | None = None) -> InboxPage:
    """One page of the inbox, keyed by id so that nothing is counted; two statements, on later pages one."""
    mine = Notice.objects.filter(person_id=person.pk).order_by("-pk")
    seen = mine.exclude(read_at=None)
    if before is not None:
        seen = seen.filter(pk__lt=before)
    found = list(seen[: PAGE + 1])
    older = found[PAGE - 1].pk if len(found) > PAGE else None
    unread = list(mine.filter(read_at=None)[:MOST_UNREAD]) if before is None else []
    return InboxPage(unread, found[:PAGE], older)


def told_to(person: Any, subject: Any, *, about: str) -> Notice | None:
    """The first notice of this kind that `person` got about an object."""
    of = Subject.of(subject)
    rows = Notice.objects.filter(person_id=person.pk, about=about, subject_type=of.type, subject_id=of.id)
    return rows.order_by("pk").first()


def outbox() -> QuerySet[OutboxMessage]:
    """Every message on its way out of the house, with its receiver."""
    return OutboxMessage.objects.select_related("notice__person")


def waiting() -> QuerySet[OutboxMessage]:
    """What has not left the house yet, the next to be tried first."""
    return OutboxMessage.objects.filter(sent_at=None, given_up_at=None).order_by("next_try_at", "pk")


def address_of(notice: Notice) -> str:
    """The page of what a notice is about, where that has one."""
    find = getattr(notice.subject.fetch(), "get_absolute_url", None)
    return find() if find else ""
