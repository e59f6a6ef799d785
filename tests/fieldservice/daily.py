"""Zhang Wei is away since Wednesday, 4 March 2026; what his days need."""

from datetime import date, timedelta
from typing import Any

from deadlines.models import Deadline
from deadlines.services import sweep
from fieldservice import services
from fieldservice.models import DailyReport, Trip
from fieldservice.openers import OPENERS
from fieldservice.owing import owe_again
from judgement.models import Proposal
from tests.factories import World, moment

DEPARTED = moment("2026-03-04 08:00:00")
WEDNESDAY, THURSDAY = date(2026, 3, 4), date(2026, 3, 5)
TOLD = {"customer": "成都锦江水务", "contact": "刘工", "phone": "13912345678", "equipment": "运行正常", "place": "成都"}


def away(world: World, who: str = "e1", number: str = "CF-1", since: Any = DEPARTED) -> Trip:
    """A journey that has begun, with what it has the engineer owe."""
    trip = Trip.objects.create(
        number=number, engineer=world.people[who], state="away", depart_on=since.date(),
        ordered_by=world.quality_supervisor, ordered_at=since - timedelta(days=1), version=world.book,
        departed_at=since,
    )  # fmt: skip
    owe_again(world.people[who], since=since.date(), reason="出发", actor=world.people[who], now=since)
    return trip


def at(text: str) -> Any:
    """The rounds that come by up to an instant, which is returned: opening, then judging."""
    now = moment(text)
    for opener in OPENERS:
        opener(now, since=WEDNESDAY)
    sweep(now=now)
    return now


def sent(world: World, text: str = "2026-03-04 20:00:00", *, by: str = "e1", **given: Any) -> DailyReport:
    return services.send_daily_report(**{**TOLD, **given}, actor=world.people[by], now=at(text))


def verified(
    world: World, result: str, day: date = WEDNESDAY, *, now: str = "2026-03-05 10:00:00", **given: Any
) -> Any:
    told = {"engineer": world.e1, "actor": world.clerk, **given}
    return services.verify_daily_report(day=day, result=result, now=at(now), **told)


def state(day: date = WEDNESDAY, who: str = "张伟") -> str:
    rows = Deadline.objects.filter(kind="daily_report", occurrence=day.isoformat(), superseded_at=None)
    row = rows.filter(person__name=who).first()
    return str(row.state) if row else "none"


def entries(day: date | None = WEDNESDAY) -> list[tuple[str, str]]:
    """(amount, state) of every entry of clause 9.1 on a day, or of all days."""
    rows = Proposal.objects.filter(clause="9.1").order_by("pk")
    rows = rows.filter(happened_on=day) if day else rows
    return [(row.effects[0]["amount"], str(row.state)) for row in rows]
