"""Carry queued messages out of the house: at least once, each under its own id.

A row is claimed by moving its next try into the future, in a transaction of its own that is committed before
anything is sent. Whoever is killed while sending leaves a row that the next relay tries again.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.selectors import holders
from notifications import channels
from notifications.models import Notice, OutboxMessage

logger = logging.getLogger(__name__)

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
MOST_ATTEMPTS = 10
# Small, so that a slow mail server does not outlast the claim of rows that wait behind it.
CLAIM = 20


@dataclass
class RelayResult:
    sent: int = 0
    failed: int = 0
    given_up: int = 0


def relay(*, now: datetime, limit: int = 200) -> RelayResult:
    """Send what is due, oldest first, up to `limit` messages."""
    result = RelayResult()
    left = limit
    while left > 0 and (batch := _claim(now, min(CLAIM, left))):
        for message in batch:
            _deliver(message, now, result)
        left -= len(batch)
    return result


def _claim(now: datetime, count: int) -> list[OutboxMessage]:
    with transaction.atomic():
        rows = list(_due(now)[:count])
        for row in rows:
            row.attempts += 1
            row.next_try_at = now + WAITS[min(row.attempts, len(WAITS)) - 1]
        OutboxMessage.objects.bulk_update(rows, ["attempts", "next_try_at"])
    return rows


def _due(now: datetime) -> QuerySet[OutboxMessage]:
    due = OutboxMessage.objects.filter(sent_at=None, given_up_at=None, next_try_at__lte=now)
    due = due.select_related("notice__person").order_by("next_try_at", "pk")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True, of=("self",))
    return due


def _deliver(message: OutboxMessage, now: datetime, result: RelayResult) -> None:
    try:
        channels.send(message)
    except Exception as error:
        _failed(message, error, now, result)
        return
    message.sent_at = now
    message.save(update_fields=["sent_at"])
    result.sent += 1


def _failed(message: OutboxMessage, error: Exception, now: datetime, result: RelayResult) -> None:
    message.last_error = f"{type(error).__name__}: {error}"[:2000]
    result.failed += 1
    if message.attempts >= MOST_ATTEMPTS:
        message.given_up_at = now
        result.given_up += 1
        _alarm(message, now)
    message.save(update_fields=["last_error", "given_up_at"])


def _alarm(message: OutboxMessage, now: datetime) -> None:
    """Tell the administrators in the house only: their own mail may be what fails."""
    logger.error("outbox message %s given up after %s attempts", message.pk, message.attempts)
    title = _("通知未能送达：%(person)s（%(channel)s）") % {
        "person": message.notice.person.name, "channel": message.channel,
    }  # fmt: skip
    Notice.objects.bulk_create(
        Notice(
            person=person, about="delivery_failed", title=title[:200], text=message.last_error, created_at=now,
            subject_type="notifications.outboxmessage", subject_id=message.pk,
        )
        for person in holders("administrator", now=now)
    )  # fmt: skip
