"""Why working time cannot be counted."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import ActError


class NoCalendarData(ActError):
    """The list of days does not reach the year; guessing it would move deadlines unseen."""

    code = "no_calendar_data"
    status = 422
    message = _("工作日历缺少该年的放假安排")

    def __init__(self, code: str, year: int) -> None:
        self.year = year
        sentence: Any = _(
            "没有%(year)s年的放假安排，无法按工作时间计算期限；请管理员在管理后台“系统 › 放假安排”录入该年并标为完整后再试"
        )
        super().__init__(sentence % {"year": year}, details={"calendar": code, "year": year})


class NoWorkingTime(ActError):
    """The calendar does not open again, so nothing can fall due in it."""

    code = "no_working_time"
    status = 422
    message = _("工作日历中没有可用的工作时间")
