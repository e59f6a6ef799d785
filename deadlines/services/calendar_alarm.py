"""Tell the administrators in time that next year's public holidays must be entered: once a day until they are."""

from datetime import date, datetime

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Role
from accounts.selectors import company
from core import heartbeats
from core.clock import local_day
from core.worktime import table, year_to_enter
from deadlines.models import OPEN, Deadline
from notifications.services import notify
from rulebook import reach
from rulebook.selectors import NoRulebook, in_force

BEAT = "calendar_alarm"


def tell_missing_year(*, now: datetime) -> int | None:
    """The year that is missing, after telling the administrators unless they were told today; None where none is.

    Asks nothing of a company whose book counts no working time.
    """
    try:
        counted = reach.counted(in_force(now=now).book)
    except NoRulebook:
        return None
    if not counted:
        return None
    today = local_day(now)
    year = year_to_enter(today, table.day_list(), reach=max(counted.values()), farthest=_farthest(list(counted)))
    if year is not None and not _told_today(year, today):
        heartbeats.beat(BEAT, now=now, detail={"year": year, "day": today.isoformat()})
        _tell(year, now=now)
    return year


def _farthest(kinds: list[str]) -> date | None:
    """The local day of the last limit that runs and was counted by public holidays."""
    last = Deadline.objects.filter(OPEN, kind__in=kinds).aggregate(last=Max("due_at"))["last"]
    return local_day(last) if last else None


def _told_today(year: int, today: date) -> bool:
    last = heartbeats.all_beats().get(BEAT)
    return last is not None and last.detail == {"year": year, "day": today.isoformat()}


def _tell(year: int, *, now: datetime) -> None:
    begun = table.years().filter(year=year).first() or company()
    if begun is None:
        return
    where = reverse("admin:core_calendaryear_changelist")
    title = _("请录入 %(year)d 年放假安排：缺少它，期限将无法按工作时间计算") % {"year": year}
    text = _("在管理后台“系统 › 放假安排”录入或导入国务院公布的安排，核对后标为完整。")
    notify(about="alarm", title=title, text=text, subject=begun, url=where,
           roles=[Role.ADMINISTRATOR], now=now)  # fmt: skip
