"""The sweep: judge all that has fallen due and announce what comes close. Running it twice changes nothing."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.roles import Role
from core import journal
from core.journal import SYSTEM
from core.subjects import Subject
from deadlines import selectors
from deadlines.models import OPEN, Deadline
from deadlines.services.firing import fire
from notifications.services import Message, notify, notify_many
from rulebook.models import RulebookVersion

BATCH = 500
# A row that cannot be judged waits longer after each failure, and the third one rings.
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
ALARM_AT = 3

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SweepResult:
    """How many deadlines a round judged, announced, and could not judge."""

    fired: int = 0
    warned: int = 0
    failed: int = 0


def sweep(*, now: datetime, limit: int | None = None) -> SweepResult:
    """Fire every deadline with `due_at < now`, oldest first, in batches of one transaction each."""
    fired = failed = 0
    while limit is None or fired < limit:
        done, broken = _round(now)
        fired, failed = fired + done, failed + broken
        if not done and not broken:
            break
    return SweepResult(fired, _warn(now), failed)


def _round(now: datetime) -> tuple[int, int]:
    """One batch as a whole, or, where that fails, row by row: (judged, failed)."""
    try:
        return _batch(now, BATCH), 0
    except Exception:
        log.exception("a batch of deadlines could not be judged; trying row by row")
    done = broken = 0
    for pk in list(selectors.due(now).values_list("pk", flat=True)[:BATCH]):
        try:
            done += _batch(now, 1, only=pk)
        except Exception as error:
            log.exception("deadline %s cannot be judged", pk)
            _set_aside(pk, error, now)
            broken += 1
    return done, broken


@transaction.atomic
def _batch(now: datetime, size: int, only: int | None = None) -> int:
    """Claim up to `size` due rows that no act and no other sweep holds, and fire them."""
    rows = selectors.due(now) if only is None else selectors.due(now).filter(pk=only)
    found = [(pk, Subject(t, i)) for pk, t, i in rows.values_list("pk", "subject_type", "subject_id")[:size]]
    claimed, heads = _claim(found)
    if claimed:
        fire(claimed, actor=SYSTEM, now=now, heads=heads)
    return len(claimed)


def _claim(candidates: list[tuple[int, Subject]]) -> tuple[list[Deadline], journal.Heads | None]:
    """The rows that are still open, locked, with their versions and people, and the chain heads of their subjects.

    Heads are locked first, and what is held is skipped: the sweep waits for nobody (see core.journal on lock order).
    """
    heads = journal.lock_heads({subject for _pk, subject in candidates}, skip_locked=True)
    rows = Deadline.objects.filter(OPEN, pk__in=[pk for pk, subject in candidates if subject in heads])
    claimed = list(rows.order_by("due_at").select_for_update(skip_locked=True, of=("self",)))
    # Each once, and not as a join for every row: a batch names few versions and the same people again.
    versions = RulebookVersion.objects.in_bulk({row.version_id for row in claimed})
    people = Person.objects.in_bulk({row.person_id for row in claimed if row.person_id})
    for row in claimed:
        row.version, row.person = versions[row.version_id], people.get(row.person_id)
    return claimed, heads


def _set_aside(pk: int, error: Exception, now: datetime) -> None:
    """Put a poisoned row off, so that it never stops the others; from the third failure on people are told."""
    row = Deadline.objects.get(pk=pk)
    row.failures += 1
    row.retry_at = now + BACK_OFF[min(row.failures, len(BACK_OFF)) - 1]
    row.last_error = f"{type(error).__name__}: {error}"[:500]
    row.save(update_fields=["failures", "retry_at", "last_error"])
    if row.failures == ALARM_AT:
        title = _("时限 %(pk)s 无法判定，请管理员处理") % {"pk": pk}
        notify(about="alarm", title=title, text=row.last_error, subject=row, roles=[Role.ADMINISTRATOR], now=now)


def _warn(now: datetime) -> int:
    """Announce what comes close, once each: to the person who answers for it, or to the liaison while nobody does."""
    return sum(iter(partial(_warn_batch, now), 0))


@transaction.atomic
def _warn_batch(now: datetime) -> int:
    rows = selectors.to_warn(now).select_related("person").select_for_update(skip_locked=True, of=("self",))
    claimed = list(rows[:BATCH])
    Deadline.objects.filter(pk__in=[row.pk for row in claimed]).update(warned_at=now)
    notify_many([_warning(row) for row in claimed], now=now)
    return len(claimed)


def _warning(row: Deadline) -> Message:
    to = [row.person] if row.person else []
    roles = () if row.person else (Role.LIAISON,)
    title = _("%(what)s：时限将到，条款 %(clause)s") % {"what": row.facts.get("title", ""), "clause": row.clause}
    return Message("deadline_near", title, Subject(row.subject_type, row.subject_id), to=to, roles=roles)
