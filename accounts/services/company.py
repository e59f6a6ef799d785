"""The one company of the installation."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import DEFAULT_RULEBOOK, Company, Department, Office
from accounts.permissions import authorize
from accounts.provinces import normalise
from core import journal
from core.errors import OutOfRange, WrongState, require

# The departments that the regulation itself names (domain part D); scenarios know them by these codes.
DEPARTMENTS: dict[str, Any] = {
    "tech_quality": _("技质部"),
    "supply_sales": _("供销部"),
    "production": _("生产部"),
    "warehouse": _("库房"),
    "quality_inspection": _("质检部"),
}


@transaction.atomic
def found_company(
    *,
    name: str,
    home_province: str,
    country: str = "CN",
    rulebook: str = DEFAULT_RULEBOOK,
    departments: Mapping[str, str] | Iterable[str] = tuple(DEPARTMENTS),
    actor: Any,
    now: datetime,
) -> Company:
    """Create the company and the departments that its book names; there is only ever one.

    `departments` are names by code, or codes alone: an unknown one is its own name.
    """
    authorize(actor, "init_company", now=now)
    require(name=(name, _("公司名称")), home_province=(home_province, _("所在省份")))
    province = normalise(home_province)
    if province is None:
        raise OutOfRange(_("%(text)s 不是省级行政区名称") % {"text": home_province})
    try:
        with transaction.atomic():
            company = Company.objects.create(
                pk=1, name=name.strip(), country=country, home_province=province, rulebook=rulebook, created_at=now
            )
    except IntegrityError:
        raise WrongState(_("公司已经设立")) from None
    codes = {code: DEPARTMENTS.get(code, code) for code in departments}
    named = departments if isinstance(departments, Mapping) else codes
    for code, title in named.items():
        Department.objects.get_or_create(code=code, defaults={"name": str(title)})
    journal.record(company, "init_company", actor=actor, now=now, data={"name": name, "home_province": province})
    return company


def open_department(*, name: str, code: str = "") -> Department:
    """The department called `name`, created where there is none; a step of set-up and import."""
    found = Department.objects.filter(name=name).first()
    return found or Department.objects.create(name=name, code=code or _free_code(Department, "dept"))


def open_office(*, name: str, province: str, independent: bool = False, code: str = "") -> Office:
    """The office called `name`, created or brought to the given values; a step of set-up and import."""
    found = Office.objects.filter(name=name).first() or Office(name=name, code=code or _free_code(Office, "office"))
    if (found.pk, found.province, found.independent) != (found.pk or 0, province, independent):
        found.province, found.independent = province, independent
        found.save()
    return found


def _free_code(model: Any, prefix: str) -> str:
    taken = set(model.objects.values_list("code", flat=True))
    return next(code for number in range(1, 10_000) if (code := f"{prefix}-{number:02d}") not in taken)
