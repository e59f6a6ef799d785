"""send_daily_report: where the engineer is today, in one message or several (clause 9.1a)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from core import cells, journal
from core.clock import local_day
from core.errors import Incomplete, NotAllowed, OutOfRange, WrongState
from core.subjects import Subject
from deadlines import services as deadlines
from deadlines.models import Deadline
from fieldservice.daily import is_sampled, missing_of, owed_by
from fieldservice.models import DailyReport, ReportCall
from fieldservice.owing import owe_again
from fieldservice.states import ReportChannel
from rulebook.acts import clause_of
from rulebook.models import RulebookVersion
from rulebook.selectors import in_force
from tickets.models import Ticket

# Fewer digits are no number that anybody could ring.
SHORTEST_PHONE = 7
LONGEST = {"customer": 200, "contact": 80, "phone": 40, "equipment": 1000}


@transaction.atomic
def send_daily_report(
    *,
    customer: str = "",
    contact: str = "",
    phone: str = "",
    equipment: str = "",
    place: str = "",
    ticket: Ticket | None = None,
    day: date | None = None,
    channel: str = ReportChannel.PHONE,
    device_time: datetime | None = None,
    actor: Person,
    now: datetime,
) -> DailyReport:
    """Hand in one message; the day is that of receipt, `device_time` only what the sender's clock said.

    It fulfils the day's obligation where there is one and the cut-off has not passed. Raises Incomplete naming every
    missing field, OutOfRange for another day than today.
    """
    authorize(actor, "send_daily_report", now=now)
    if ticket is not None and ticket.engineer_id != actor.pk:
        raise NotAllowed(_("只能报送本人负责的工单"))
    version, today = in_force(now=now), local_day(now)
    _today_only(version, day, today)
    given = _whole(version, customer=customer, contact=contact, phone=phone, equipment=equipment)
    # The round of the day may not have come yet.
    owe_again(actor, since=today, reason=_("每日行踪"), actor=actor, now=now)
    report = DailyReport.objects.create(
        engineer_id=actor.pk, day=today, sent_at=now, channel=channel, ticket=ticket, device_time=device_time,
        place=cells.prose(place)[:120], **given,
    )  # fmt: skip
    if is_sampled(version.book, actor, today):
        ReportCall.objects.create(report=report, engineer_id=actor.pk, day=today)
    done = _count(report, version, actor=actor, now=now)
    data = {"day": today, "channel": channel, "customer": report.customer, "place": report.place,
            "fulfilled": [row.kind for row in done]}  # fmt: skip
    journal.record(report, "send_daily_report", actor=actor, now=now, thread=actor, data=data,
                   clause=clause_of(version.book, "send_daily_report"))  # fmt: skip
    return report


def _today_only(version: RulebookVersion, day: date | None, today: date) -> None:
    if not owed_by(version.book):
        raise WrongState(_("现行制度不要求报送每日行踪"))
    if day is not None and day != today:
        text = _("只能报送当天的行踪；以收到的时间为准，事后补报不算当天")
        raise OutOfRange(text, details={"day": text})


def _whole(version: RulebookVersion, **given: str) -> dict[str, str]:
    """The four fields, trimmed; Incomplete where the book's form misses one, or nobody could ring the number."""
    told = {name: cells.prose(value)[: LONGEST[name]] for name, value in given.items()}
    told["phone"] = _number(told["phone"])
    wrong = {name: _("请填写%(label)s") % {"label": title} for name, title in missing_of(version.book, told).items()}
    if told["phone"] and sum(sign.isdigit() for sign in told["phone"]) < SHORTEST_PHONE:
        wrong["phone"] = _("联系电话不完整，请填写能打通的号码")
    if wrong:
        raise Incomplete("；".join(wrong.values()), details=wrong)
    return told


def _number(given: str) -> str:
    """In the form in which numbers are stored; what is none of ours stays as it was typed."""
    try:
        return cells.phone(given) if given else ""
    except cells.CellError:
        return given


def _count(report: DailyReport, version: RulebookVersion, *, actor: Person, now: datetime) -> list[Deadline]:
    """Let a message fulfil what is owed on its day; one after the cut-off fulfils nothing."""
    return deadlines.fulfil(
        names=owed_by(version.book), subject=Subject.of(report.engineer), at=report.sent_at, actor=actor, now=now
    )
