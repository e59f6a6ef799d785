"""Set up a company in one transaction: seat, departments, offices, rulebook, administrator, people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import services as accounts
from accounts.models import DEFAULT_RULEBOOK, Company, Person
from accounts.provinces import normalise
from accounts.roles import Role
from accounts.services.passwords import check_strength
from aftersales.setup.blanks import SEAT, blanks, seat
from core.errors import Incomplete, OutOfRange, require
from core.journal import SYSTEM
from rulebook import services as rulebook
from rulebook.offers import offered


@dataclass(frozen=True)
class OfficeLine:
    name: str
    province: str
    independent: bool = False


@dataclass(frozen=True)
class Administrator:
    """Who may open accounts from now on; with `must_change` his password is only for the first sign-in."""

    username: str
    name: str
    password: str
    must_change: bool = False


@dataclass(frozen=True)
class Founded:
    company: Company
    administrator: Person
    staff: accounts.StaffReport


@transaction.atomic
def init_company(
    *, name: str, home_province: str, params: Mapping[str, str], administrator: Administrator, now: datetime,
    departments: Sequence[str] = (), offices: Sequence[OfficeLine] = (), people: bytes | None = None,
    slug: str = DEFAULT_RULEBOOK,
) -> Founded:  # fmt: skip
    """Everything that must exist before the first call is taken; any refusal leaves nothing behind.

    `slug` is the book that the company chooses, `params` fill its blanks, as text; `departments` come besides those
    that the book names; `people` is a staff list. Refused with WrongState where a company exists.
    """
    named = offered(slug).departments
    company = accounts.found_company(
        name=name, home_province=home_province, rulebook=slug, departments=named, actor=SYSTEM, now=now
    )
    for department in departments:
        accounts.open_department(name=department)
    for office in offices:
        accounts.open_office(name=office.name, province=office.province, independent=office.independent)
    values = filled(params, slug) | ({SEAT: company.home_province} if seat(slug) else {})
    rulebook.install_book(slug=slug, params=values, actor=SYSTEM, now=now)
    first = _open_account(administrator, now)
    staff = accounts.StaffReport()
    if people is not None:
        staff = accounts.import_people(content=people, actor=SYSTEM, now=now)
    return Founded(company, first, staff)


def filled(params: Mapping[str, str], slug: str = DEFAULT_RULEBOOK) -> dict[str, object]:
    """The blanks with the company's values; Incomplete names every one still open, with clause and suggestion."""
    wanted = {blank.name: blank for blank in blanks(slug)}
    if unknown := set(params) - set(wanted):
        raise OutOfRange(_("制度没有待填参数 %(names)s") % {"names": "、".join(sorted(unknown))})
    open_ = {name: blank.hint for name, blank in wanted.items() if not str(params.get(name, "")).strip()}
    if open_:
        told = "；".join(f"{wanted[name].label}（{name}，{hint}）" for name, hint in open_.items())
        raise Incomplete(_("制度参数未填：%(told)s") % {"told": told}, details=open_)
    return {name: wanted[name].value(text) for name, text in params.items()}


def office_line(text: str) -> OfficeLine:
    """One line `名称 省份 [独立]`; OutOfRange where it is none."""
    words = text.replace("，", " ").replace(",", " ").split()
    province = normalise(words[1]) if len(words) > 1 else None
    if province is None or len(words) > 3 or words[2:] not in ([], ["独立"]):
        raise OutOfRange(_("办事处“%(text)s”请写成：名称 省份，独立承担服务的再加“独立”") % {"text": text})
    return OfficeLine(words[0], province, bool(words[2:]))


def _open_account(administrator: Administrator, now: datetime) -> Person:
    require(
        username=(administrator.username, _("管理员用户名")), name=(administrator.name, _("管理员姓名")),
        password=(administrator.password, _("管理员密码")),
    )  # fmt: skip
    check_strength(administrator.password, Person(username=administrator.username, name=administrator.name))
    return accounts.hire(
        username=administrator.username, name=administrator.name, password=administrator.password,
        roles=[Role.ADMINISTRATOR], must_change_password=administrator.must_change, actor=SYSTEM, now=now,
    )  # fmt: skip
