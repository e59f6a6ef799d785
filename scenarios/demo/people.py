"""Who works at the demo company: user name, name, roles, and where they belong."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.contrib.auth.hashers import make_password

from accounts import services as accounts
from accounts.models import Department, Office, Person
from accounts.roles import Role
from core.clock import local_day, zone
from core.journal import SYSTEM
from rulebook import services as rulebook

COMPANY = "山城重工设备有限公司"
SEAT = "重庆市"
PASSWORD = "demo-2026"  # noqa: S105 -- told to everybody who runs the demo
BLANKS = {"home_province": SEAT, "old_part_return": "30d"}
FOUNDED_BEFORE = timedelta(days=95)
OFFICES = {
    "chengdu": ("成都办事处", "四川省", False),
    "guiyang": ("贵阳办事处", "贵州省", True),
    "wuhan": ("武汉办事处", "湖北省", False),
}


@dataclass(frozen=True)
class Hire:
    """One person of the demo; `belongs` is a department or office code."""

    username: str
    name: str
    role: str
    belongs: str = ""
    phone: str = ""
    regions: tuple[str, ...] = ()
    kind: str = ""


def _engineer(username: str, name: str, phone: str, *regions: str) -> Hire:
    return Hire(username, name, Role.FIELD_ENGINEER, "tech_quality", phone, regions, "company_stationed")


ENGINEER_STAFF = (
    _engineer("wang", "王强", "13983600101", "重庆市"),
    _engineer("li", "李敏", "13983600102", "重庆市", "四川省"),
    _engineer("zhang", "张大山", "13983600103", "四川省", "陕西省"),
    _engineer("zhao", "赵阳", "13983600104", "湖北省", "湖南省"),
    Hire("tian", "田野", Role.FIELD_ENGINEER, "guiyang", "13983600105", ("贵州省",), "office_based"),
    _engineer("deng", "邓超", "13983600106", "重庆市"),
    _engineer("xie", "谢小军", "13983600107", "重庆市", "贵州省"),
    _engineer("yuan", "袁林", "13983600108", "四川省"),
    _engineer("nima", "欧阳尼玛才让", "13983600109", "四川省"),
    _engineer("peng", "彭涛", "13983600110", "湖北省"),
    _engineer("qin", "秦川", "13983600111", "陕西省"),
    _engineer("luo", "罗永红", "13983600112", "贵州省"),
)
ENGINEERS = tuple(person.username for person in ENGINEER_STAFF)
STAFF = (
    Hire("gm", "吴建华", Role.GENERAL_MANAGER),
    Hire("head", "周正", Role.DEPT_HEAD, "tech_quality", "13983600011"),
    Hire("supervisor", "陈立新", Role.SERVICE_SUPERVISOR, "tech_quality", "13983600012"),
    Hire("quality", "郑质彬", Role.QUALITY_SERVICE_SUPERVISOR, "tech_quality"),
    Hire("liaison", "林岚", Role.LIAISON, "tech_quality", "13983600014"),
    Hire("liaison2", "何静", Role.LIAISON, "tech_quality"),
    Hire("statistician", "孙敏", Role.STATISTICIAN, "tech_quality"),
    Hire("clerk", "马丽", Role.CLERK, "tech_quality"),
    Hire("keeper", "冯库", Role.WAREHOUSE_KEEPER, "warehouse"),
    Hire("freight", "曹运", Role.FREIGHT_DISPATCHER, "production"),
    Hire("inspector", "彭检", Role.INSPECTOR, "quality_inspection"),
    Hire("lossrep", "董工", Role.LOSS_DEPARTMENT_REVIEWER, "production"),
    Hire("supplyrep", "石敏", Role.LOSS_DEPARTMENT_REVIEWER, "supply_sales"),
    Hire("sales", "袁野", Role.SALESPERSON, "supply_sales"),
    Hire("office", "罗成", Role.OFFICE_HEAD, "guiyang"),
    Hire("director", "谢总监", Role.SALES_DIRECTOR, "supply_sales"),
    Hire("finance", "钱会计", Role.FINANCE),
    Hire("admin", "系统管理员", Role.ADMINISTRATOR),
    Hire("auditor", "审计员", Role.AUDITOR),
    *ENGINEER_STAFF,
)
# Told at the start, in the order in which a visitor would try them.
LOGINS = (
    "liaison", "wang", "clerk", "supervisor", "head", "gm", "finance", "statistician", "keeper", "freight",
    "inspector", "lossrep", "supplyrep", "quality", "admin",
)  # fmt: skip


def founding(reference: datetime) -> datetime:
    """The first morning of the month in which the ninety days before `reference` begin, or of the one before."""
    day = local_day(reference - FOUNDED_BEFORE)
    return datetime.combine(day.replace(day=1), time(8, 30), tzinfo=zone())


def found(now: datetime) -> dict[str, Person]:
    """Company, offices, people and the rulebook; people by user name."""
    accounts.found_company(name=COMPANY, home_province=SEAT, actor=SYSTEM, now=now)
    for code, (name, province, independent) in OFFICES.items():
        accounts.open_office(code=code, name=name, province=province, independent=independent)
    rulebook.install_book(slug="equipment-maker", params=BLANKS, actor=SYSTEM, now=now)
    # Hashed once: two dozen slow hashes would be half of the time that the demo takes.
    shared = make_password(PASSWORD)
    return {person.username: _hire(person, number, shared, now) for number, person in enumerate(STAFF, start=1)}


def _hire(given: Hire, number: int, hashed: str, now: datetime) -> Person:
    return accounts.hire(
        username=given.username, name=given.name, roles=[given.role], password_hash=hashed,
        employee_no=f"G{number:03d}", department=Department.objects.filter(code=given.belongs).first(),
        office=Office.objects.filter(code=given.belongs).first(),
        phone=given.phone, regions=list(given.regions), kind=given.kind, actor=SYSTEM, now=now,
    )  # fmt: skip


def logins() -> str:
    """What `make run` prints: who may sign in, and what for."""
    told = {person.username: person for person in STAFF}
    lines = [f"{name:<13}{told[name].name}　{Role(told[name].role).label}" for name in LOGINS]
    return "\n".join([f"演示公司：{COMPANY}。所有账号密码：{PASSWORD}", "", *lines])
