"""The list of public holidays and make-up workdays, as the administrator keeps it; limits in working time follow it.

Limits that run already keep their due time; what is counted or corrected afterwards follows the list as it is then.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from core import journal
from core.errors import OutOfRange, WrongState, require
from core.journal import Actor
from core.models import CalendarYear
from core.worktime import table
from core.worktime.holiday_file import read_year

BY_HAND = "手工录入"
FROM_FILE = "文件导入"


@transaction.atomic
def set_calendar_day(*, day: date, working: bool, name: str, actor: Actor, now: datetime) -> CalendarYear:
    """A holiday, or a make-up workday (调休); noting the same date again corrects it. Begins a year not met before."""
    authorize(actor, "set_calendar_day", now=now)
    require(day=(day, _("日期")), name=(name.strip(), _("名称")))
    before = table.days_of(day.year).filter(date=day).values("working", "name").first()
    row = table.put_day(day, working=working, name=name.strip(), source=BY_HAND)
    told = {"day": day, "working": working, "name": name.strip(), "before": before}
    journal.record(row, "set_calendar_day", actor=actor, now=now, data=told)
    return row


@transaction.atomic
def remove_calendar_day(*, year: CalendarYear, day: date, actor: Actor, now: datetime) -> CalendarYear:
    """The date was noted by mistake: it is as its weekday."""
    authorize(actor, "remove_calendar_day", now=now)
    found = table.days_of(year.year).filter(date=day).values("working", "name").first()
    if found is None:
        raise OutOfRange(_("%(day)s 不在放假安排中") % {"day": day.isoformat()}, details={"day": _("不在放假安排中")})
    row = table.drop_days(table.opened(year.year, source=BY_HAND), day)
    journal.record(row, "remove_calendar_day", actor=actor, now=now, data={"day": day, "before": found})
    return row


@transaction.atomic
def complete_calendar_year(*, year: CalendarYear, actor: Actor, now: datetime) -> CalendarYear:
    """All days of the year are entered: from now on limits are counted in it."""
    authorize(actor, "complete_calendar_year", now=now)
    row = table.opened(year.year, source=BY_HAND)
    if row.complete:
        raise WrongState(_("%(year)d 年已标为完整") % {"year": row.year})
    free = table.days_of(row.year).filter(working=False).count()
    if not free:
        raise WrongState(_("%(year)d 年还没有录入任何放假日，请先录入或导入") % {"year": row.year})
    row = table.set_complete(row, True)
    journal.record(row, "complete_calendar_year", actor=actor, now=now, data={"year": row.year, "free_days": free})
    return row


@transaction.atomic
def reopen_calendar_year(*, year: CalendarYear, reason: str, actor: Actor, now: datetime) -> CalendarYear:
    """The list of the year turned out incomplete: nothing more is counted in it until it is complete again."""
    authorize(actor, "reopen_calendar_year", now=now)
    row = table.opened(year.year, source=BY_HAND)
    if not row.complete:
        raise WrongState(_("%(year)d 年本来就没有标为完整") % {"year": row.year})
    require(reason=(reason, _("理由")))
    row = table.set_complete(row, False)
    journal.record(row, "reopen_calendar_year", actor=actor, now=now, reason=reason, data={"year": row.year})
    return row


@transaction.atomic
def import_calendar_year(*, content: bytes, actor: Actor, now: datetime) -> CalendarYear:
    """A published year from a file (date, working, name): it replaces what was noted of the year and completes it."""
    authorize(actor, "import_calendar_year", now=now)
    year, days = read_year(content)
    row = table.opened(year, source=FROM_FILE)
    before = _told(table.days_of(year).values_list("date", "working", "name"))
    row = table.drop_days(row)
    for day in days:
        row = table.put_day(day.date, working=day.working, name=day.name, source=FROM_FILE)
    row = table.set_complete(row, True)
    after = _told((day.date, day.working, day.name) for day in days)
    told = {"year": year, "days": after, "before": before}
    journal.record(row, "import_calendar_year", actor=actor, now=now, data=told)
    return row


def _told(days: Any) -> Sequence[Sequence[Any]]:
    return [[day.isoformat(), working, name] for day, working, name in days]
