"""Next year's public holidays are asked for in time, once a day, and only of a company that needs them."""

from datetime import date, timedelta

import pytest

from core.subjects import Subject
from deadlines.services import start, tell_missing_year
from notifications.models import Notice
from rulebook import reach
from rulebook.models import RulebookVersion
from rulebook.services import complete_calendar_year, set_calendar_day
from tests.support.company import install_book, staff

pytestmark = pytest.mark.usefixtures("holidays")

OFFICE = {
    "kind": "weekly", "days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "until": "17:00",
    "holidays": "cn_public",
}  # fmt: skip


def office(within: str = "8wh") -> RulebookVersion:
    return install_book(**{
        "calendars.office": OFFICE, "slas.arrival.calendar": "office", "slas.arrival.targets": [{"within": within}],
    })  # fmt: skip


def asked() -> list[str]:
    return list(Notice.objects.filter(about="alarm").values_list("title", flat=True))


def test_a_company_that_counts_no_working_time_is_not_bothered(version, at):
    staff("guan", "管宇", "administrator")

    assert (tell_missing_year(now=at("2026-12-31 12:00")), asked()) == (None, [])


def test_without_a_book_nothing_is_asked(db, at):
    assert tell_missing_year(now=at("2026-12-31 12:00")) is None


@pytest.mark.parametrize(("days", "year"), [(-1, None), (0, 2027), (40, 2027)])
def test_it_is_asked_for_thirty_days_before_a_span_can_reach_the_year(db, at, days, year):
    furthest = max(reach.counted(office().book).values())
    first = at("2027-01-01 12:00") - furthest - timedelta(days=30)

    assert tell_missing_year(now=first + timedelta(days=days)) == year


def test_the_administrators_are_told_once_a_day_until_it_is_entered(db, at):
    office()
    guan = staff("guan", "管宇", "administrator")
    staff("li", "李娜", "liaison")
    for hour in ("2026-12-20 08:00", "2026-12-20 09:00", "2026-12-20 23:30", "2026-12-21 00:30"):
        assert tell_missing_year(now=at(hour)) == 2027

    assert asked() == ["请录入 2027 年放假安排：缺少它，期限将无法按工作时间计算"] * 2
    assert {notice.person.name for notice in Notice.objects.all()} == {"管宇"}
    by = {"actor": guan, "now": at("2026-12-21 09:00")}
    year = set_calendar_day(day=date(2027, 1, 1), working=False, name="元旦", **by)
    complete_calendar_year(year=year, **by)
    assert tell_missing_year(now=at("2026-12-22 09:00")) is None
    assert len(asked()) == 2


def test_a_limit_that_runs_into_the_year_asks_at_once(db, at):
    version = office()
    start(
        kind="arrival", event="sla.arrival.missed", subject=Subject("tickets.ticket", 7), occurrence="1", clause="5",
        version=version, person=None, facts={}, formula={}, start_at=at("2026-06-01 09:00"),
        due_at=at("2027-03-01 09:00"), actor=staff("li", "李娜", "liaison"), now=at("2026-06-01 09:00"),
    )  # fmt: skip

    assert tell_missing_year(now=at("2026-06-01 10:00")) == 2027


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, {}),
        ({"shipping_days": "working"}, {"shipping"}),
        ({"holiday_shift": True}, {"monthly"}),
        ({"deadlines.follow_up.add": "3wd"}, {"follow_up"}),
        (
            {"slas.arrival.calendar": "working", "slas.arrival.targets": [{"within": "2wd", "limit": "5wd"}]},
            {"arrival"},
        ),
        ({"slas.arrival.calendar": "working", "slas.arrival.targets": [{"within": "2d"}]}, set()),
    ],
)
def test_only_what_is_counted_in_working_time_reaches_ahead(db, changes, found):
    assert set(reach.counted(install_book(**changes).book)) == set(found)
