"""Reading one's own inbox; no business act, so the journal does not tell it."""

from datetime import datetime

from accounts.models import Person
from core.errors import NotFound
from notifications.models import Notice


def mark_read(*, notice_id: int, actor: Person, now: datetime) -> Notice:
    """Mark one's own notice as read; the first reading stays the one that is kept."""
    notice = Notice.objects.filter(pk=notice_id, person=actor).first()
    if notice is None:
        raise NotFound
    if notice.read_at is None:
        notice.read_at = now
        notice.save(update_fields=["read_at"])
    return notice


def mark_all_read(*, actor: Person, now: datetime) -> int:
    """Mark all of one's own notices as read; returns how many were not."""
    return Notice.objects.filter(person=actor, read_at=None).update(read_at=now)
