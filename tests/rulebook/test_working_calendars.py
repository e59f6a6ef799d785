"""Working hours and days of a book: an office open 08:00–12:00 and 13:00–18:00 from Monday to Saturday."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.worktime import NoCalendarData
from core.worktime.table import published_list
from rulebook import clocks, limits
from rulebook.book import Book, validated
from rulebook.changes import changed
from rulebook.clocks import UnreadableSpan
from rulebook.errors import BookErrors
from rulebook.loader import SHIPPED, load

SHANGHAI = ZoneInfo("Asia/Shanghai")
TICK = timedelta(microseconds=1)
OFFICE = {
    "kind": "weekly", "days": ["mon", "tue", "wed", "thu", "fri", "sat"], "from": "08:00", "until": "18:00",
    "breaks": [{"from": "12:00", "until": "13:00"}], "holidays": "cn_public",
}  # fmt: skip


@pytest.fixture(scope="module")
def listed() -> Any:
    """What is published: 2026 is known, 2027 is not."""
    return published_list()


def local(text: str, tz: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=tz)


def office(document: dict[str, Any], within: Any, calendar: Any = None, **target: Any) -> Book:
    """The first book with its arrival counted in office hours."""
    return validated(changed(document, {
        "calendars.office": calendar or OFFICE, "slas.arrival.calendar": "office",
        "slas.arrival.targets": [{"within": within, **target}],
    }))  # fmt: skip


def due(book: Book, start: datetime, listed: Any, pauses: Any = (), facts: Any = None) -> clocks.Due:
    found = clocks.target(book, "arrival", zone="in_province", facts=facts or {})
    counted = clocks.due(book, found, start, days=listed, pauses=pauses)
    assert counted is not None
    return counted


def ends(book: Book, start: datetime, listed: Any, pauses: Any = ()) -> str:
    return due(book, start, listed, pauses).at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("start", "within", "expected"),
    [
        ("2026-03-02 09:00", "6wh", "2026-03-02 16:00"),  # Monday, the midday break left out
        ("2026-03-02 17:00", "7wh", "2026-03-03 15:00"),  # into Tuesday
        ("2026-03-02 12:30", "1wh", "2026-03-02 14:00"),  # told in the break
        ("2026-03-02 07:00", "4wh", "2026-03-02 12:00"),  # before the office opens; ends at the close, not at 13:00
        ("2026-03-02 21:00", "9wh", "2026-03-03 18:00"),  # after it has closed; a whole day
        ("2026-03-07 17:00", "6wh", "2026-03-09 14:00"),  # Saturday into Monday
        ("2026-03-08 10:00", "1wh", "2026-03-09 09:00"),  # Sunday
        ("2026-02-14 17:00", "6wh", "2026-02-24 14:00"),  # the make-up Saturday before the Spring Festival
        ("2026-02-14 18:00", "6wh", "2026-02-24 15:00"),  # at its close
        ("2026-02-18 10:00", "7wh", "2026-02-24 16:00"),  # told on the second day of the year
        ("2026-02-28 16:00", "3wh", "2026-03-02 09:00"),  # the make-up Saturday after it
        ("2026-09-20 09:00", "6wh", "2026-09-20 16:00"),  # a make-up Sunday has the hours of a Monday
        ("2026-09-30 16:00", "6wh", "2026-10-08 12:00"),  # across the National Day week, to the minute of the break
        ("2026-10-09 17:00", "2wh", "2026-10-10 09:00"),  # into the make-up Saturday
        ("2026-01-04 17:00", "2wh", "2026-01-05 09:00"),  # from the make-up Sunday after New Year
        ("2026-03-02 09:00", "2wd", "2026-03-04 23:59"),
        ("2026-02-13 10:00", "3wd", "2026-02-25 23:59"),  # the make-up Saturday is one of them
        ("2026-09-30 10:00", "1wd", "2026-10-08 23:59"),
        ("2026-03-02 20:00", "8h", "2026-03-03 04:00"),  # plain hours run through the night in any calendar
    ],
)
def test_office_time_ends_at_the_exact_instant(
    document: dict[str, Any], listed: Any, start: str, within: str, expected: str
) -> None:
    assert ends(office(document, within), local(start), listed) == expected


@pytest.mark.parametrize(
    ("moved", "expected"),
    [(-TICK, "2026-03-02 11:59:59.999999"), (timedelta(), "2026-03-02 12:00:00.000000"),
     (TICK, "2026-03-02 13:00:00.000001")],
)  # fmt: skip
def test_a_span_that_fills_the_morning_turns_on_a_tick(
    document: dict[str, Any], listed: Any, moved: timedelta, expected: str
) -> None:
    at = due(office(document, "1wh"), local("2026-03-02 11:00") + moved, listed).at.astimezone(SHANGHAI)

    assert at.strftime("%Y-%m-%d %H:%M:%S.%f") == expected


def test_a_limit_in_working_days_ends_with_the_last_of_them(document: dict[str, Any], listed: Any) -> None:
    at = due(office(document, "1wd"), local("2026-03-07 09:00"), listed).at

    assert at == local("2026-03-10 00:00") - TICK


def test_the_counted_spans_are_told(document: dict[str, Any], listed: Any) -> None:
    counted = due(office(document, "7wh"), local("2026-03-02 17:00"), listed)

    assert [(step["from"][:16], step["to"][11:16]) for step in counted.steps] == [
        ("2026-03-02T17:00", "18:00"), ("2026-03-03T08:00", "12:00"), ("2026-03-03T13:00", "15:00"),
    ]  # fmt: skip
    days = due(office(document, "2wd"), local("2026-02-14 10:00"), listed)
    assert days.steps == ({"day": "2026-02-24"}, {"day": "2026-02-25"})


def test_of_a_long_sum_the_middle_is_left_out(document: dict[str, Any], listed: Any) -> None:
    steps = due(office(document, "900wh"), local("2026-03-02 08:00"), listed).steps

    assert len(steps) == 41
    assert steps[20] == {"skipped": 160}


def test_the_warning_comes_when_a_quarter_of_the_working_time_is_left(document: dict[str, Any], listed: Any) -> None:
    counted = due(office(document, "8wh"), local("2026-03-07 17:00"), listed)

    assert counted.at == local("2026-03-09 16:00")
    assert counted.warn_at == local("2026-03-09 14:00")


@pytest.mark.parametrize(
    ("warn", "expected"),
    [("2wh", "2026-03-07 17:00"), ("90m", "2026-03-09 07:30"), ("1wd", "2026-03-07 09:00")],
)
def test_the_book_says_when_to_warn(document: dict[str, Any], listed: Any, warn: str, expected: str) -> None:
    book = validated(changed(document, {
        "calendars.office": OFFICE, "slas.arrival.calendar": "office",
        "slas.arrival.targets": [{"within": "9wh"}], "slas.arrival.warn": warn,
    }))  # fmt: skip

    assert due(book, local("2026-03-07 09:00"), listed).at == local("2026-03-09 09:00")
    assert due(book, local("2026-03-07 09:00"), listed).warn_at == local(expected)


def test_a_pause_gives_its_working_time_back(document: dict[str, Any], listed: Any) -> None:
    waited = [(local("2026-03-02 10:00"), local("2026-03-02 14:00"))]

    assert ends(office(document, "6wh"), local("2026-03-02 09:00"), listed, waited) == "2026-03-03 09:00"


def test_a_pause_outside_the_hours_gives_nothing(document: dict[str, Any], listed: Any) -> None:
    waited = [(local("2026-03-02 18:00"), local("2026-03-03 08:00"))]

    assert ends(office(document, "9wh"), local("2026-03-02 17:00"), listed, waited) == "2026-03-03 17:00"


@pytest.mark.parametrize(
    ("within", "expected"),
    [("5h", "2026-03-02 18:00"), ("1d", "2026-03-04 23:59"), ("2wd", "2026-03-05 23:59")],
)
def test_a_pause_moves_plain_hours_and_days_too(
    document: dict[str, Any], listed: Any, within: str, expected: str
) -> None:
    waited = [(local("2026-03-02 10:00"), local("2026-03-02 14:00"))]

    assert ends(office(document, within), local("2026-03-02 09:00"), listed, waited) == expected


def test_pauses_put_off_the_target_but_not_the_hard_limit(document: dict[str, Any], listed: Any) -> None:
    book, start = office(document, "3wh", limit="6wh"), local("2026-03-02 09:00")

    plain = due(book, start, listed)
    waited = due(book, start, listed, [(local("2026-03-02 10:00"), local("2026-03-02 14:00"))])
    long = due(book, start, listed, [(local("2026-03-02 10:00"), local("2026-03-02 17:00"))])

    assert (plain.target, plain.at) == (local("2026-03-02 12:00"), local("2026-03-02 16:00"))
    assert (waited.target, waited.at) == (local("2026-03-02 16:00"), local("2026-03-02 16:00"))
    assert (long.target, long.at) == (local("2026-03-02 16:00"), local("2026-03-02 16:00"))


def test_a_single_date_has_its_own_hours_and_stands_before_the_holidays(
    document: dict[str, Any], listed: Any
) -> None:
    calendar = OFFICE | {"dates": {"2026-02-18": [["09:00", "11:00"]], "2026-03-02": []}}
    book = office(document, "3wh", calendar)

    assert ends(book, local("2026-02-14 17:00"), listed) == "2026-02-18 11:00"
    assert ends(book, local("2026-02-28 17:00"), listed) == "2026-03-03 10:00"


def test_each_weekday_may_have_its_own_hours(document: dict[str, Any], listed: Any) -> None:
    calendar = {"kind": "weekly", "hours": {"mon": [["09:00", "12:00"]], "wed": [["20:00", "02:00"]]}}
    book = office(document, "5wh", calendar)

    assert ends(book, local("2026-03-02 10:00"), listed) == "2026-03-04 23:00"


@pytest.mark.parametrize(
    ("start", "expected"),
    [("2026-03-28 22:00", "2026-03-29 05:00"), ("2026-10-24 22:00", "2026-10-25 03:00"),
     ("2026-03-21 22:00", "2026-03-22 04:00")],
)  # fmt: skip
def test_a_night_shift_on_the_day_when_clocks_change(
    document: dict[str, Any], listed: Any, start: str, expected: str
) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    calendar = {"kind": "weekly", "days": days, "from": "22:00", "until": "06:00", "tz": "Europe/Berlin"}

    at = due(office(document, "6wh", calendar), local(start, berlin), listed).at

    assert at.astimezone(berlin).strftime("%Y-%m-%d %H:%M") == expected


def test_other_numbers_in_a_copy_of_the_book_give_other_dates(document: dict[str, Any], listed: Any) -> None:
    start = local("2026-02-14 17:00")
    longer = OFFICE | {"until": "20:00"}
    at_weekends = OFFICE | {"holidays": "none"}

    assert ends(office(document, "6wh"), start, listed) == "2026-02-24 14:00"
    assert ends(office(document, "3wh"), start, listed) == "2026-02-24 10:00"
    assert ends(office(document, "6wh", longer), start, listed) == "2026-02-24 11:00"
    assert ends(office(document, "6wh", at_weekends), start, listed) == "2026-02-16 14:00"


def test_a_year_without_a_list_is_refused_by_name(document: dict[str, Any], listed: Any) -> None:
    book = office(document, "6wh")

    assert ends(book, local("2026-12-31 09:00"), listed) == "2026-12-31 16:00"
    with pytest.raises(NoCalendarData, match="2027年"):
        due(book, local("2026-12-31 16:00"), listed)


@pytest.mark.parametrize(
    ("changes", "name", "given", "expected"),
    [
        ({"shipping_days": "working"}, "shipping", {"start": "2026-03-06 10:00"}, "2026-03-09"),
        ({"shipping_days": "working"}, "shipping", {"start": "2026-09-30 10:00"}, "2026-10-08"),
        ({"shipping_days": "working"}, "shipping", {"start": "2026-10-09 10:00"}, "2026-10-10"),
        ({"holiday_shift": True}, "monthly", {"month": "2026-09"}, "2026-10-08"),
        ({"holiday_shift": True}, "monthly", {"month": "2026-04"}, "2026-05-06"),
        ({"holiday_shift": True}, "monthly", {"month": "2026-01"}, "2026-02-05"),
        ({"holiday_shift": True}, "monthly", {"month": "2026-11"}, "2026-12-07"),
        ({"holiday_shift": True, "monthly_due_inclusive": False}, "monthly", {"month": "2026-09"}, "2026-10-08"),
        ({"deadlines.leave.add": "5wd"}, "leave", {"start": "2026-09-28 08:00"}, "2026-10-09"),
        ({"deadlines.follow_up.add": "3wd"}, "follow_up", {"start": "2026-02-13 16:00"}, "2026-02-25"),
    ],
)
def test_limits_in_days_follow_the_working_days(
    document: dict[str, Any], listed: Any, changes: Any, name: str, given: dict[str, str], expected: str
) -> None:
    book = validated(changed(document, changes))
    told = {"start": local(given["start"])} if "start" in given else {"month": given["month"]}

    found = limits.due_of(book, name, facts={"claim.mode": "freight"}, days=listed, **told)

    assert found is not None
    assert found.at == local(f"{expected} 00:00") + timedelta(days=1) - TICK


@pytest.mark.parametrize(
    ("span", "expected"), [("5wd", "2026-09-24"), ("1mo", "2026-09-09"), ("4d", "2026-09-30"), ("2d", "2026-09-30")]
)
def test_a_limit_before_an_event_is_shifted_away_from_it(
    document: dict[str, Any], listed: Any, span: str, expected: str
) -> None:
    notice = {"clause": "9", "start": "trip.depart_on", "before": span, "holiday_shift": True}
    book = validated(changed(document, {"deadlines.notice": notice}))

    found = limits.due_of(book, "notice", start=date(2026, 10, 9), days=listed)

    assert found is not None
    assert found.at.astimezone(SHANGHAI).date().isoformat() == expected


def test_a_limit_may_say_when_to_warn(document: dict[str, Any], listed: Any) -> None:
    book = validated(changed(document, {"deadlines.follow_up.warn": "1wd"}))

    found = limits.due_of(book, "follow_up", start=local("2026-10-05 09:00"), days=listed)

    assert found is not None
    assert found.at == local("2026-10-09 00:00") - TICK
    assert found.warn_at == local("2026-10-01 00:00") - TICK


def test_a_contract_may_be_counted_in_office_hours(document: dict[str, Any], listed: Any) -> None:
    book = office(document, {"from_field": "contract.arrival"})
    start = local("2026-03-02 17:00")

    assert due(book, start, listed, facts={"contract.arrival": "4wh"}).at == local("2026-03-03 11:00")
    assert clocks.target(book, "arrival", zone="", facts={"contract.arrival": None}).within is None
    with pytest.raises(UnreadableSpan, match="“soon”不是期限"):
        clocks.check_span(book, "contract.arrival", "soon")


def test_a_contract_cannot_ask_for_office_hours_of_a_firm_without_any(document: dict[str, Any]) -> None:
    target = [{"within": {"from_field": "contract.arrival"}}]
    book = validated(changed(document, {"slas.arrival.targets": target}))

    clocks.check_span(book, "contract.arrival", "8h")
    clocks.check_span(book, "contract.arrival", "")
    with pytest.raises(UnreadableSpan, match="always"):
        clocks.check_span(book, "contract.arrival", "8wh")


WRONG = [
    ({"slas.arrival.targets": [{"within": "6wh"}]}, "slas.arrival.targets[0].within", "须用 weekly 日历"),
    ({"slas.arrival.calendar": "working", "slas.arrival.targets": [{"within": "6wh"}]},
     "slas.arrival.targets[0].within", "不能计算工作小时"),
    ({"slas.arrival.calendar": "calendar", "slas.arrival.targets": [{"within": "1wd"}]},
     "slas.arrival.targets[0].within", "不能计算工作日"),
    ({"slas.arrival.warn": "2wh"}, "slas.arrival.warn", "不能计算工作小时"),
    ({"slas.arrival.targets": [{"within": "6h", "limit": "4h"}]}, "slas.arrival.targets[0].limit", "短于"),
    ({"slas.arrival.targets": [{"within": {"from_field": "contract.term"}}]},
     "slas.arrival.targets[0].within", "没有“contract.term”"),
    ({"slas.arrival.targets": [{"within": {"from_field": "customer"}}]}, "slas.arrival.targets[0].within", "不能作期限"),
    ({"slas.arrival.pause": ["hold.parts.placed"]}, "slas.arrival.pause", "没有恢复的事件"),
    ({"slas.arrival.pause": ["ticket.arrived"], "slas.arrival.resume": ["ticket.arrived"]},
     "slas.arrival.pause", "不是等待事项"),
    ({"waiver_submit": "3wd"}, "slas.arrival.excuse.within", "此处不能用"),
    ({"deadlines.follow_up.calendar": "office"}, "deadlines.follow_up.calendar", "没有“office”这个日历"),
    ({"deadlines.follow_up.add": "5wh"}, "deadlines.follow_up.add", "须用 weekly 日历"),
    ({"deadlines.shipping.calendar": "calendar", "shipping_days": "working"}, "deadlines.shipping.days", "不能计算工作日"),
    ({"deadlines.follow_up.days": "working", "deadlines.follow_up.add": "1mo"}, "deadlines.follow_up.add", "只能写天数"),
    ({"warranty.terms": [{"otherwise": True, "for": "90wd"}]}, "warranty.terms[0].for", "此处不能用"),
    ({"calendars.office": OFFICE | {"breaks": [{"from": "13:00", "until": "12:00"}]}},
     "calendars.office.breaks[0]", "结束须晚于开始"),
    ({"calendars.office": OFFICE | {"breaks": [{"from": "17:00", "until": "19:00"}]}},
     "calendars.office.breaks[0]", "不在工作时间"),
    ({"calendars.office": OFFICE
      | {"breaks": [{"from": "14:00", "until": "15:00"}, {"from": "12:00", "until": "13:00"}]}},
     "calendars.office.breaks[1]", "次序颠倒"),
    ({"calendars.office": OFFICE | {"breaks": [{"from": "08:00", "until": "18:00"}]}}, "calendars.office.breaks", "占满"),
    ({"calendars.office": OFFICE | {"until": "08:00"}}, "calendars.office.until", "相同"),
    ({"calendars.office": OFFICE | {"tz": "Mars/Base"}}, "calendars.office.tz", "没有“Mars/Base”这个时区"),
    ({"calendars.office": OFFICE | {"dates": {"2026-02-30": []}}}, 'calendars.office.dates.2026-02-30', "不是日期"),
    ({"calendars.office": OFFICE | {"days": ["mon", "mon"]}}, "calendars.office.days[1]", "写了两次"),
    ({"calendars.office": {"kind": "days", "days": "working", "from": "08:00"}}, "calendars.office", "不能写"),
    ({"calendars.office": {"kind": "weekly", "hours": {"mon": [["09:00", "12:00"], ["11:00", "13:00"]]}}},
     "calendars.office.hours.mon[1]", "重叠"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "path", "message"), WRONG)
def test_what_cannot_be_counted_does_not_load(
    document: dict[str, Any], changes: dict[str, Any], path: str, message: str
) -> None:
    with pytest.raises(BookErrors) as refused:
        validated(changed(document, changes))

    told = {error.path: error.message for error in refused.value.errors}
    assert path in told
    assert message in told[path]


def test_a_wrong_calendar_is_told_with_its_line(tmp_path: Any) -> None:
    text = (SHIPPED / "equipment-maker.yaml").read_text(encoding="utf-8")
    shut = text.replace("{kind: days, days: all}", '{kind: weekly, days: [mon], from: "08:00", until: "08:00"}')
    path = tmp_path / "shut.yaml"
    path.write_text(shut, encoding="utf-8")

    with pytest.raises(BookErrors) as refused:
        load(path)

    (error,) = refused.value.errors
    line = next(number for number, written in enumerate(shut.splitlines(), 1) if "kind: weekly" in written)
    assert (error.line, error.path) == (line, "calendars.calendar.until")
