"""The list of public holidays as the administrator keeps it: typed in or imported, complete or not, in the journal."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import Person
from core.errors import Incomplete, NotAllowed, OutOfRange, WrongState
from core.models import CalendarYear, JournalEntry
from core.worktime import NoCalendarData
from core.worktime.table import day_list, days_of, years
from rulebook import services
from rulebook.models import RulebookVersion
from tests.support import company

pytestmark = pytest.mark.usefixtures("holidays")

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
FILE = "date,working,name\n2027-01-01,false,元旦\n2027-01-03,TRUE,元旦调休\n2027/02/06,放假,春节\n"


@pytest.fixture
def guan(first: RulebookVersion) -> Person:
    """The administrator."""
    return company.staff("guan", "管宇", "administrator")


def year(number: int) -> CalendarYear:
    return CalendarYear.objects.get(year=number)


def test_the_shipped_years_are_complete(db: None) -> None:
    assert list(years().filter(complete=True).values_list("year", flat=True)) == list(range(2026, 2003, -1))


def test_a_year_counts_only_when_it_is_declared_complete(guan: Person) -> None:
    services.set_calendar_day(day=date(2027, 1, 1), working=False, name="元旦", actor=guan, now=NOW)
    with pytest.raises(NoCalendarData, match="2027年"):
        day_list().says(date(2027, 1, 1))

    services.complete_calendar_year(year=year(2027), actor=guan, now=NOW)
    assert (day_list().says(date(2027, 1, 1)), day_list().says(date(2027, 1, 4))) == (False, None)

    services.reopen_calendar_year(year=year(2027), reason="漏了春节", actor=guan, now=NOW)
    with pytest.raises(NoCalendarData):
        day_list().says(date(2027, 1, 1))
    acts = JournalEntry.objects.filter(subject_id=year(2027).pk, subject_type="core.calendaryear")
    assert list(acts.order_by("seq").values_list("act", "actor_name")) == [
        ("set_calendar_day", "管宇"), ("complete_calendar_year", "管宇"), ("reopen_calendar_year", "管宇"),
    ]  # fmt: skip


def test_a_day_is_corrected_and_removed_at_once_for_everybody(guan: Person) -> None:
    assert day_list().says(date(2026, 2, 14)) is True
    services.set_calendar_day(day=date(2026, 2, 14), working=False, name="春节", actor=guan, now=NOW)
    assert day_list().says(date(2026, 2, 14)) is False
    services.remove_calendar_day(year=year(2026), day=date(2026, 2, 14), actor=guan, now=NOW)
    assert day_list().says(date(2026, 2, 14)) is None

    (corrected, removed) = JournalEntry.objects.filter(subject_type="core.calendaryear").order_by("seq")
    assert corrected.data["before"] == {"working": True, "name": "春节调休"}
    assert removed.data["before"] == {"working": False, "name": "春节"}


def test_a_file_replaces_the_year_and_completes_it(guan: Person) -> None:
    services.set_calendar_day(day=date(2027, 5, 1), working=False, name="劳动节", actor=guan, now=NOW)
    services.import_calendar_year(content=FILE.encode("utf-8-sig"), actor=guan, now=NOW)

    told = [(row.date.isoformat(), row.working, row.name) for row in days_of(2027)]
    assert told == [
        ("2027-01-01", False, "元旦"), ("2027-01-03", True, "元旦调休"), ("2027-02-06", False, "春节"),
    ]  # fmt: skip
    assert (year(2027).complete, JournalEntry.objects.get(act="import_calendar_year").data["before"]) == (
        True, [["2027-05-01", False, "劳动节"]],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("date,working,name\n2027-01-01,maybe,元旦\n2027-13-01,false,元旦\n", "第 1 行：“maybe”应为.*第 2 行：“2027-13-01”"),
        ("date,name\n2027-01-01,元旦\n", "缺少列 working"),
        ("date,working,name\n2027-01-01,false,元旦\n2028-01-01,false,元旦\n", "每年一个文件"),
        ("date,working,name\n2027-01-01,false,元旦\n2027-01-01,true,元旦\n", "出现了两次"),
        ("date,working,name\n2027-01-03,true,元旦调休\n", "没有任何放假日"),
        ("date,working,name\n", "没有任何日期"),
        ("date,working,name\n2027-01-01,false,\n", "缺少名称"),
    ],
)
def test_a_file_with_a_mistake_changes_nothing(guan: Person, text: str, says: str) -> None:
    with pytest.raises(OutOfRange, match=says):
        services.import_calendar_year(content=text.encode(), actor=guan, now=NOW)
    assert not days_of(2027).exists()


def test_what_makes_no_sense_is_refused_with_a_way_out(guan: Person) -> None:
    with pytest.raises(Incomplete, match="名称"):
        services.set_calendar_day(day=date(2027, 1, 1), working=False, name=" ", actor=guan, now=NOW)
    with pytest.raises(WrongState, match="已标为完整"):
        services.complete_calendar_year(year=year(2026), actor=guan, now=NOW)
    with pytest.raises(OutOfRange, match="不在放假安排中"):
        services.remove_calendar_day(year=year(2026), day=date(2026, 3, 2), actor=guan, now=NOW)
    services.set_calendar_day(day=date(2027, 1, 3), working=True, name="调休", actor=guan, now=NOW)
    with pytest.raises(WrongState, match="还没有录入任何放假日"):
        services.complete_calendar_year(year=year(2027), actor=guan, now=NOW)
    with pytest.raises(WrongState, match="本来就没有"):
        services.reopen_calendar_year(year=year(2027), reason="x", actor=guan, now=NOW)


def test_only_the_administrator_changes_the_calendar(zhou: Person, first: RulebookVersion) -> None:
    with pytest.raises(NotAllowed):
        services.set_calendar_day(day=date(2027, 1, 1), working=False, name="元旦", actor=zhou, now=NOW)
