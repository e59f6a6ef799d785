"""A staff list: all of it or nothing, one message per bad row, twice the same as once."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from accounts.models import Person
from accounts.people_file import COLUMNS, BadStaffList, template
from accounts.permissions import roles_of
from accounts.services import end_role, found_company, hire, import_people, open_office
from core.errors import ActError, NotAllowed
from core.journal import SYSTEM
from core.models import JournalEntry
from core.tables_io import read_table
from tests.setup.conftest import HEADERS, LI, WANG, ZHAO

StaffList = Callable[..., bytes]


@pytest.fixture
def january(db: None, at: Callable[[str], datetime]) -> datetime:
    now = at("2026-01-05 08:00:00")
    found_company(name="示范设备", home_province="重庆", actor=SYSTEM, now=now)
    open_office(name="贵阳办事处", province="贵州省", independent=True)
    return now


@pytest.fixture
def adele(january: datetime) -> Person:
    return hire(username="adele", name="Adele", roles=["administrator"], actor=SYSTEM, now=january)


def test_people_come_with_place_roles_and_regions(staff_list: StaffList, january: datetime) -> None:
    report = import_people(content=staff_list(WANG, ZHAO, LI), actor=SYSTEM, now=january)

    wang, zhao, li = (Person.objects.get(username=name) for name in ("wangqiang", "zhaomin", "lili"))
    assert report.summary == "新增 3 人，更新 0 人，未变 0 人"
    assert (wang.kind, wang.regions, wang.phone) == ("company_stationed", ["重庆市", "四川省"], "13800138000")
    assert (str(zhao.office), str(zhao.department)) == ("贵阳办事处", "供销部")
    assert roles_of(li, now=january) == {"liaison", "clerk"}


def test_first_passwords_work_and_must_be_changed(staff_list: StaffList, january: datetime) -> None:
    report = import_people(content=staff_list(WANG, LI), actor=SYSTEM, now=january)
    request = RequestFactory().post("/login/")

    for username, password in report.passwords.items():
        person = authenticate(request, username=username, password=password)
        assert person is not None
        assert person.must_change_password  # type: ignore[attr-defined]
    assert len(set(report.passwords.values())) == 2


def test_the_same_list_again_changes_nothing(staff_list: StaffList, january: datetime) -> None:
    content = staff_list(WANG, ZHAO, LI)
    import_people(content=content, actor=SYSTEM, now=january)
    before = JournalEntry.objects.count()

    report = import_people(content=content, actor=SYSTEM, now=january)

    assert (report.added, report.updated, report.unchanged, report.passwords) == (0, 0, 3, {})
    assert JournalEntry.objects.count() == before


def test_a_changed_list_updates_filled_cells_and_adds_roles(staff_list: StaffList, january: datetime) -> None:
    import_people(content=staff_list(LI), actor=SYSTEM, now=january)
    changed = ["", "李丽", "LILI", "客户联络员、综合统计员", "", "", "", "", "13700137000", ""]

    report = import_people(content=staff_list(changed), actor=SYSTEM, now=january)

    li = Person.objects.get(username="lili")
    assert report.updated == 1
    assert (li.phone, li.employee_no) == ("13700137000", "E003")
    assert roles_of(li, now=january) == {"liaison", "clerk", "statistician"}


def test_one_bad_row_refuses_the_list_and_every_bad_row_is_named(staff_list: StaffList, january: datetime) -> None:
    bad = [
        WANG,
        ["E009", "", "no/name", "服务人员", "火星部", "", "机器人", "火星", "123", "x"],
        ["E001", "孙七", "WangQiang", "大王", "", "", "", "", "", ""],
        ["E010", "周八", "zhouba", "服务人员", "", "", "", "重庆", "", ""],
    ]

    with pytest.raises(BadStaffList) as refused:
        import_people(content=staff_list(*bad), actor=SYSTEM, now=january)

    second, third, fourth = refused.value.problems
    for what in (
        "姓名未填",
        "用户名“no/name”",
        "没有部门“火星部”",
        "人员类别“机器人”",
        "负责区域“火星”",
        "手机“123”",
        "邮箱“x”",
    ):
        assert what in second
    assert third.startswith("第 3 行：")
    assert "没有岗位 大王" in third
    assert "用户名“wangqiang”与第 1 行重复" in third
    assert "工号“e001”与第 1 行重复" in third
    assert "服务人员须填人员类别" in fourth
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ([*HEADERS[:-1], "微信"], "不认识的列“微信”"),
        (["工号", "姓名", "岗位", *HEADERS[4:]], "缺少列“用户名”"),
        ([*HEADERS, "姓名"], "列“姓名”出现两次"),
    ],
)
def test_unusable_headers_are_named(headers: list[str], told: str, staff_list: StaffList, january: datetime) -> None:
    with pytest.raises(BadStaffList) as refused:
        import_people(content=staff_list(["x"] * len(headers), headers=headers), actor=SYSTEM, now=january)

    assert told in refused.value.problems


def test_columns_may_stand_in_any_order(staff_list: StaffList, january: datetime) -> None:
    content = staff_list(WANG[::-1], headers=HEADERS[::-1])

    assert import_people(content=content, actor=SYSTEM, now=january).added == 1


def test_a_number_of_somebody_else_is_refused(staff_list: StaffList, january: datetime) -> None:
    import_people(content=staff_list(WANG), actor=SYSTEM, now=january)

    with pytest.raises(BadStaffList, match="1 处有误") as refused:
        import_people(content=staff_list(["E001", *LI[1:]]), actor=SYSTEM, now=january)
    assert refused.value.problems == ["第 1 行：工号“e001”已属于用户 wangqiang"]


def test_the_administrator_gives_himself_no_role_by_a_list(
    staff_list: StaffList, adele: Person, january: datetime
) -> None:
    own = ["", "Adele", "adele", "总经理", "", "", "", "", "", ""]

    with pytest.raises(BadStaffList):
        import_people(content=staff_list(own), actor=adele, now=january)
    assert roles_of(adele, now=january) == {"administrator"}


def test_who_left_does_not_come_back_by_a_list(staff_list: StaffList, adele: Person, january: datetime) -> None:
    import_people(content=staff_list(LI), actor=adele, now=january)
    li = Person.objects.get(username="lili")
    end_role(person=li, role="clerk", actor=adele, now=january)

    report = import_people(content=staff_list(["", "李丽", "lili", "客户联络员", *[""] * 6]), actor=adele, now=january)

    assert report.unchanged == 1
    assert roles_of(li, now=january) == {"liaison"}


def test_only_the_administrator_imports_people(staff_list: StaffList, january: datetime) -> None:
    lin = hire(username="lin", name="Lin", roles=["liaison"], actor=SYSTEM, now=january)

    with pytest.raises(NotAllowed):
        import_people(content=staff_list(WANG), actor=lin, now=january)


def test_an_empty_list_and_the_template_are_understood(staff_list: StaffList, january: datetime) -> None:
    with pytest.raises(ActError):
        import_people(content=staff_list(), actor=SYSTEM, now=january)

    assert read_table(template()).headers == [column.header for column in COLUMNS]
    assert import_people(content=template(), actor=SYSTEM, now=january).added == 1
