"""Customers entered and changed by hand at the desk, by the same rules as a file."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import authorize
from accounts.states import PersonState
from core import journal
from core.clock import local_day
from core.errors import Incomplete, NotAssignable, OutOfRange, require
from core.journal import Actor
from core.transitions import lock
from customers import selectors
from customers.columns import customer_class as cleaned_class
from customers.models import ClassChange, Customer
from customers.rows import Row, read_values
from customers.services import history
from customers.services.owing import owe_again
from customers.states import CustomerClass, FileKind
from rulebook.selectors import area_in_use

NOT_BY_EDIT = {"number", "customer_class"}
# What files do not tell.
APART = {"visited_by", "internal"}
MAY_BE_BLANK = {"province", "city", "district", "address", "contact", "phone"}


def cleaned(row: Row) -> dict[str, Any]:
    """The values of a row that has no problem; raises with all its problems otherwise."""
    if not row.problems:
        return row.values
    details = {problem.field: problem.advice for problem in row.problems}
    missing = any(not problem.value for problem in row.problems)
    raise (Incomplete if missing else OutOfRange)("；".join(map(str, row.problems)), details=details)


@transaction.atomic
def add_customer(
    *,
    number: str,
    name: str,
    customer_class: str = CustomerClass.C,
    since: date | None = None,
    visited_by: Person | None = None,
    area: str = "",
    internal: bool = False,
    actor: Actor,
    now: datetime,
    **fields: Any,
) -> Customer:
    """Take a customer into the base; its first class counts from `since`, else from today (7.8a)."""
    authorize(actor, "add_customer", now=now)
    given = {"number": number, "name": name, "customer_class": customer_class, **fields}
    values = cleaned(read_values(FileKind.CUSTOMERS, given))
    if selectors.find_customer(values["number"]):
        raise OutOfRange(
            _("客户编号“%(number)s”已存在") % {"number": values["number"]}, details={"number": _("已存在")}
        )
    _refuse_off_post(visited_by)
    customer = Customer(**values, visited_by=visited_by, area=area_in_use(area, now=now), internal=internal)
    history.save(customer, actor=actor, now=now)
    ClassChange.objects.create(customer=customer, customer_class=customer.customer_class, since=since or local_day(now))
    journal.record(customer, "add_customer", actor=actor, now=now, data={"number": customer.number})
    return customer


def _refuse_off_post(visitor: Person | None) -> None:
    """Who is off post takes on no visits either (X10)."""
    if visitor is not None and visitor.state == PersonState.OFF_POST:
        told = _("%(name)s已下岗，请另选回访责任人") % {"name": visitor.name}
        raise NotAssignable(told, details={"visited_by": told})


@transaction.atomic
def edit_customer(*, customer: Customer, actor: Actor, now: datetime, **fields: Any) -> Customer:
    """Change what is on file about a customer, blanks included; no change writes nothing.

    The number stays, the class has an act of its own.
    """
    authorize(actor, "edit_customer", now=now)
    locked = lock(customer)
    if refused := NOT_BY_EDIT & set(fields):
        raise OutOfRange(_("不能在此修改：%(names)s") % {"names": "、".join(sorted(refused))})
    apart = {name: fields.pop(name) for name in APART & set(fields)}
    if apart.get("visited_by") != locked.visited_by:
        _refuse_off_post(apart.get("visited_by"))
    if "area" in fields:
        apart["area"] = area_in_use(fields.pop("area"), now=now)
    blanks = {name: "" for name in MAY_BE_BLANK & set(fields) if not fields[name]}
    require(**{name: fields[name] for name in {"country", "export"} & set(fields)})
    # A province is judged together with its country, so each brings the other along.
    paired = {name: getattr(locked, name) for name in ("country", "province")} if "province" in fields else {}
    values = cleaned(read_values(FileKind.CUSTOMERS, {**paired, **fields}))
    changes = history.apply(locked, blanks | values | apart)
    if changes:
        history.save(locked, actor=actor, now=now)
        journal.record(locked, "edit_customer", actor=actor, now=now, data=changes)
    if APART & set(changes):
        owe_again(locked, since=local_day(now), reason=_("客户资料变更"), actor=actor, now=now)
    return locked


@transaction.atomic
def classify_customer(
    *, customer: Customer, customer_class: str, since: date | None = None, actor: Actor, now: datetime
) -> Customer:
    """供销部 sets the class from `since` on (7.8a): the class at a period's start decides the visits it owes."""
    authorize(actor, "classify_customer", now=now)
    require(customer_class=(customer_class, _("客户等级")))
    locked = lock(customer)
    day = since or local_day(now)
    try:
        wanted = cleaned_class(customer_class)
    except ValueError as error:
        raise OutOfRange(str(error), details={"customer_class": str(error)}) from error
    before = selectors.class_on(locked, day)
    if before == wanted:
        return locked
    ClassChange.objects.update_or_create(customer=locked, since=day, defaults={"customer_class": wanted})
    # A class from a later day on, or one corrected in the past, does not change today's.
    today = selectors.class_on(locked, local_day(now))
    if today and history.apply(locked, {"customer_class": today}):
        history.save(locked, actor=actor, now=now)
    data = {"since": day.isoformat()}
    journal.record(
        locked, "classify_customer", actor=actor, now=now, source=before or "", target=wanted, clause="7.8a", data=data
    )
    owe_again(locked, since=day, reason=_("客户等级更正"), actor=actor, now=now)
    return locked
