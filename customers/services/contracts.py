"""Contracts entered, amended, noticed and ended at the office."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from core import cells, journal
from core.clock import local_day
from core.errors import OutOfRange, WrongState, require
from core.journal import Actor
from core.transitions import lock
from customers import selectors
from customers.contracts import contract_by_number
from customers.models import Contract, ContractMachine, Customer, Machine
from customers.services import history
from customers.services.contract_limits import drop_limits, open_limits, stop_limits
from customers.services.owing import owe_again
from rulebook import durations
from rulebook.clocks import UnreadableSpan
from rulebook.selectors import check_arrival

NOTIFIED = "contract.notified"
TERMS = ("kind", "arrival", "starts_on", "ends_on", "remarks")
LONGEST = {"number": 40, "kind": 40, "arrival": 12, "remarks": 300}


@transaction.atomic
def add_contract(
    *,
    customer: Customer,
    number: str,
    starts_on: date,
    ends_on: date | None = None,
    kind: str = "",
    arrival: str = "",
    remarks: str = "",
    serials: Iterable[str] = (),
    actor: Actor,
    now: datetime,
) -> Contract:
    """Enter what was agreed with a customer; `arrival` as books write spans ("8h"), `serials` where it names machines.

    What the book wants done before its end starts to run with it.
    """
    authorize(actor, "add_contract", now=now)
    require(number=(number, _("合同编号")), starts_on=(starts_on, _("开始日期")))
    owner = lock(customer)
    given = {"kind": kind, "arrival": arrival, "starts_on": starts_on, "ends_on": ends_on, "remarks": remarks}
    contract = Contract(customer=owner, number=_short("number", cells.plain(number)), **_cleaned(given, now=now))
    _check_days(contract)
    if contract_by_number(contract.number):
        taken = _("合同编号“%(number)s”已存在") % {"number": contract.number}
        raise OutOfRange(taken, details={"number": taken})
    machines = _machines(owner, serials)
    history.save(contract, actor=actor, now=now)
    ContractMachine.objects.bulk_create(ContractMachine(contract=contract, machine=one) for one in machines)
    told = {name: history.told(getattr(contract, name)) for name in TERMS if getattr(contract, name)}
    data = told | ({"serials": [one.serial for one in machines]} if machines else {})
    journal.record(contract, "add_contract", actor=actor, now=now, data=data, thread=owner)
    _changed(contract, since=contract.starts_on, actor=actor, now=now)
    return contract


@transaction.atomic
def amend_contract(*, contract: Contract, actor: Actor, now: datetime, **fields: Any) -> Contract:
    """Change the terms of a running contract; another end lets its limits run anew, and wants a notice of its own."""
    authorize(actor, "amend_contract", now=now)
    locked = _running(contract)
    serials = fields.pop("serials", None)
    if unknown := set(fields) - set(TERMS):
        raise TypeError(f"a contract has no {', '.join(sorted(unknown))}")
    since, machines = locked.starts_on, _machines(locked.customer, serials) if serials is not None else None
    changes = history.apply(locked, _cleaned(fields, now=now))
    _check_days(locked)
    if machines is not None:
        changes |= _name(locked, machines)
    if not changes:
        return locked
    if "ends_on" in changes:
        locked.notice_at = None
        drop_limits(locked, reason=_("合同到期日变更"), actor=actor, now=now)
    history.save(locked, actor=actor, now=now)
    journal.record(locked, "amend_contract", actor=actor, now=now, data=changes, thread=locked.customer)
    _changed(locked, since=min(since, locked.starts_on), actor=actor, now=now)
    return locked


@transaction.atomic
def end_contract(*, contract: Contract, on: date, reason: str, actor: Actor, now: datetime) -> Contract:
    """The contract ends early: `on` becomes its last day, and what was to be done before the agreed end falls away."""
    authorize(actor, "end_contract", now=now)
    locked = _running(contract)
    require(on=(on, _("终止日期")), reason=(reason, _("终止原因")))
    if on < locked.starts_on or (locked.ends_on and on > locked.ends_on):
        told = _("终止日期须在合同期内（%(first)s 至 %(last)s）") % {
            "first": locked.starts_on, "last": locked.ends_on or "…",
        }  # fmt: skip
        raise OutOfRange(told, details={"on": told})
    data = {"ends_on": [history.told(locked.ends_on), on.isoformat()]}
    drop_limits(locked, reason=_("合同终止"), actor=actor, now=now)
    locked.ends_on, locked.ended_at = on, now
    history.save(locked, actor=actor, now=now)
    journal.record(locked, "end_contract", actor=actor, now=now, reason=reason, data=data, thread=locked.customer)
    owe_again(locked.customer, since=on, reason=_("合同终止"), actor=actor, now=now)
    return locked


@transaction.atomic
def give_notice(*, contract: Contract, actor: Actor, now: datetime, remarks: str = "") -> Contract:
    """The customer was told that his contract ends; once for each end, and after the limit it counts as late."""
    authorize(actor, "give_notice", now=now)
    locked = _running(contract)
    if locked.ends_on is None:
        raise WrongState(_("该合同没有到期日，无需通知"))
    if locked.ends_on < local_day(now):
        raise WrongState(_("合同已于 %(day)s 到期") % {"day": locked.ends_on})
    if locked.notice_at:
        raise WrongState(_("该到期日已通知过客户"))
    locked.notice_at = now
    history.save(locked, actor=actor, now=now)
    stop_limits(locked, NOTIFIED, actor=actor, now=now)
    data = {"ends_on": locked.ends_on.isoformat()}
    journal.record(locked, "give_notice", actor=actor, now=now, reason=remarks, data=data, thread=locked.customer)
    return locked


def _running(contract: Contract) -> Contract:
    locked = lock(contract)
    if locked.ended_at:
        raise WrongState(_("合同已终止，最后一天是 %(day)s") % {"day": locked.ends_on})
    return locked


def _changed(contract: Contract, *, since: date, actor: Actor, now: datetime) -> None:
    open_limits(contract, actor=actor, now=now)
    owe_again(contract.customer, since=since, reason=_("合同变更"), actor=actor, now=now)


def _cleaned(given: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    cleaned = {name: _short(name, cells.prose(value)) if isinstance(value, str) else value
               for name, value in given.items()}  # fmt: skip
    if cleaned.get("arrival"):
        try:
            cleaned["arrival"] = str(durations.parse(cleaned["arrival"].lower().replace(" ", "")))
            check_arrival(cleaned["arrival"], now=now)
        except (ValueError, UnreadableSpan) as error:
            raise OutOfRange(str(error), details={"arrival": str(error)}) from error
    return cleaned


def _short(name: str, text: str) -> str:
    if len(text) > LONGEST[name]:
        told = _("超过 %(longest)s 个字，请缩短") % {"longest": LONGEST[name]}
        raise OutOfRange(told, details={name: told})
    return text


def _check_days(contract: Contract) -> None:
    require(starts_on=(contract.starts_on, _("开始日期")))
    if contract.ends_on and contract.ends_on < contract.starts_on:
        told = _("到期日期早于开始日期")
        raise OutOfRange(told, details={"ends_on": told})


def _machines(customer: Customer, serials: Iterable[str]) -> list[Machine]:
    wanted = list(dict.fromkeys(filter(None, (cells.code(serial) for serial in serials))))
    found = selectors.machines_of(customer).in_bulk(wanted, field_name="serial") if wanted else {}
    if missing := [serial for serial in wanted if serial not in found]:
        told = _("该客户名下没有设备 %(serials)s") % {"serials": "、".join(missing)}
        raise OutOfRange(told, details={"serials": told})
    return [found[serial] for serial in wanted]


def _name(contract: Contract, machines: list[Machine]) -> dict[str, Any]:
    """Let the contract cover these machines only, all of them where there are none."""
    before = sorted(contract.covered.values_list("serial", flat=True))
    after = sorted(machine.serial for machine in machines)
    if before == after:
        return {}
    contract.named.all().delete()
    ContractMachine.objects.bulk_create(ContractMachine(contract=contract, machine=one) for one in machines)
    return {"serials": [before, after]}
