"""The administrator enters next year's public holidays on their page: day by day, or as a file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import CalendarYear

pytestmark = pytest.mark.usefixtures("holidays")

PAGE = "/admin/core/calendaryear/"
FILE = b"date,working,name\n2027-01-01,false,New Year\n2027-01-03,true,make-up\n"


def year(number):
    return CalendarYear.objects.get(year=number)


def test_the_administrator_enters_a_year_day_by_day(desk_of):
    desk = desk_of("administrator")
    assert "2026 年" in desk.get(PAGE).content.decode()
    assert desk.send(f"{PAGE}add_day/", day="2027-01-01", kind="free", name="元旦").status_code == 302
    row = year(2027)
    page = desk.get(f"{PAGE}{row.pk}/").content.decode()
    assert "还没有标为完整" in page
    assert "星期五" in page

    done = {"complete_year": {}, "remove_day": {"day": "2027-01-01"}, "reopen_year": {"reason": "漏了春节"}}
    assert [desk.send(f"{PAGE}{row.pk}/{name}/", **given).status_code for name, given in done.items()] == [302] * 3
    assert "去掉放假或调休" in desk.get(f"{PAGE}{row.pk}/").content.decode()
    assert not year(2027).complete


def test_a_year_is_imported_from_a_file(desk_of):
    sent = desk_of("administrator").send(f"{PAGE}import_year/", file=SimpleUploadedFile("2027.csv", FILE))

    assert (sent.status_code, year(2027).complete) == (302, True)


def test_a_mistake_in_the_file_stands_at_the_file(desk_of):
    wrong = SimpleUploadedFile("2027.csv", b"date,working,name\n2027-01-01,x,y\n")
    answer = desk_of("administrator").send(f"{PAGE}import_year/", file=wrong)

    assert (answer.status_code, "第 1 行" in answer.content.decode()) == (422, True)
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_others_read_the_calendar_and_change_nothing(desk_of):
    row = year(2026)
    answers = {}
    for name in ("head", "liaison", "auditor"):
        page = desk_of(name).get(f"{PAGE}{row.pk}/")
        asked = desk_of(name).send(f"{PAGE}add_day/", day="2027-01-01", kind="free", name="元旦")
        answers[name] = (page.status_code, "录入或更正一天" in page.content.decode(), asked.status_code)

    assert answers == dict.fromkeys(("head", "liaison", "auditor"), (200, False, 403))
    assert desk_of("e1").get(PAGE).status_code == 403
