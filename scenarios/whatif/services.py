"""A question asked on the page: checked, kept, worked on by a worker, forgotten after a while."""

import logging
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from core import clock, exports, journal, transitions
from core.errors import OutOfRange, WrongState
from rulebook.book import canonical
from rulebook.errors import BookErrors
from rulebook.models import RulebookVersion
from rulebook.selectors import in_force
from rulebook.services.validity import InvalidBook
from scenarios.managers import next_to_work_on
from scenarios.models import Rehearsal
from scenarios.whatif import exporting, playing
from scenarios.whatif.models import PATIENCE, WhatIf
from scenarios.whatif.playing import Told
from scenarios.whatif.span import Span
from scenarios.whatif.trial import trial_of

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
LARGEST_BOOK = 2 * 1024 * 1024
# Seconds between two writes of how far it is.
PACE = 1.0
Player = Callable[[str, date, date], Iterator[Told]]


class Overtaken(Exception):
    """Another worker has it now."""


@transaction.atomic
def ask_what_if(
    *, first: date, last: date, actor: Person, now: datetime, name: str = "", book: bytes = b"",
    version: RulebookVersion | None = None,
) -> WhatIf:  # fmt: skip
    """Have days replayed under a book: that of `version`, or the text of a file. Nothing of the company's changes.

    Raises NotAllowed, OutOfRange for the days, InvalidBook with every fault of the book.
    """
    authorize(actor, "ask_what_if", now=now)
    # Locked, so that a button pressed twice asks once.
    if WhatIf.objects.open().filter(by=transitions.lock(actor)).exists():
        raise WrongState(_("您已有一次试算正在进行，请等它完成"))
    span = Span.of(first, last, now=now)
    text = _text(book) if version is None else canonical(version.document) + "\n"
    try:
        trial_of(text, like=in_force(now=now).book)
    except BookErrors as errors:
        told = [str(error) for error in errors.errors]
        raise InvalidBook("；".join(told[:3]), details={"errors": told}) from None
    named = name[-200:] if version is None else _("第 %(number)s 版") % {"number": version.number}
    made = WhatIf.objects.create(
        name=named, version=version, book=text, first=span.first, last=span.last, by=actor, asked_at=now
    )
    data = {"name": named, "from": span.first, "to": span.last}
    journal.record(made, "ask_what_if", actor=actor, now=now, data=data)
    return made


@transaction.atomic
def export_what_if(*, what_if: WhatIf, table: str, actor: Person, now: datetime) -> bytes:
    """One table of the answer as a workbook, told in the journal before a byte leaves."""
    authorize(actor, "export", now=now)
    title, headers, rows = exporting.table(what_if.report, table)
    told = {"what": f"what_if.{table}", "what_if": what_if.pk, "rows": len(rows)}
    journal.record(actor, "export", actor=actor, now=now, data=told)
    return exports.to_xlsx(headers, rows, sheet=title)


def work(*, player: Player = playing.in_process_of_its_own) -> int:
    """Answer what waits, one at a time, unless another worker is at it; returns how many were worked on."""
    found = _claim(clock.now())
    if found is None:
        return 0
    try:
        _answer(found, player)
    except Overtaken:
        logger.warning("what-if %s was taken over by another worker", found.pk)
    except Exception:
        # What the process said last tells of files and lines of code: that is for the log.
        logger.exception("what-if %s broke off", found.pk)
        _set(found, broken_at=clock.now(), error=_("试算没有完成，请重试；仍不行请告诉管理员"), claim=None)
    return 1


def forget(*, before: datetime) -> int:
    """Remove answers that are old; whoever wants one again asks again. Returns how many."""
    count, _by_model = WhatIf.objects.filter(asked_at__lt=before).delete()
    return count


def _text(book: bytes) -> str:
    if len(book) > LARGEST_BOOK:
        told = _("制度文件超过 2 MB")
        raise OutOfRange(told, details={"file": told})
    try:
        return book.decode("utf-8-sig") + "\n"
    except UnicodeDecodeError:
        told = _("文件须为 UTF-8 编码的文本")
        raise OutOfRange(told, details={"file": told}) from None


def _claim(now: datetime) -> WhatIf | None:
    """The oldest that waits, marked as ours; none while one is worked on, for the machine has other work too."""
    with transaction.atomic():
        found = next_to_work_on(
            WhatIf.objects.open(), besides=Rehearsal.objects.open(), heard_before=now - PATIENCE
        )
        if found is None:
            return None
        found.claim, found.beat_at, found.looked_at = uuid.uuid4(), now, 0
        found.attempts += 1
        if found.attempts > MOST_ATTEMPTS:
            found.broken_at, found.error, found.claim = now, _("试算多次中断，请缩短期间后重试"), None
        found.save()
    return found if not found.broken_at else _claim(now)


def _answer(what_if: WhatIf, player: Player) -> None:
    written = 0.0
    for told in player(what_if.book, what_if.first, what_if.last):
        if isinstance(told, dict):
            _set(what_if, report=told, finished_at=clock.now(), claim=None, beat_at=None)
        elif time.monotonic() - written >= PACE:
            _set(what_if, looked_at=told[0], whole=told[1], beat_at=clock.now())
            written = time.monotonic()


def _set(what_if: WhatIf, **fields: object) -> None:
    """Write to the row while it is still ours."""
    if not WhatIf.objects.filter(pk=what_if.pk, claim=what_if.claim).update(**fields):
        raise Overtaken
