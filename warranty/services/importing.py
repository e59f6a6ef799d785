"""import_parts: a parts file into the catalogue; good rows go in, bad ones are refused with row and reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from core import journal
from core.errors import OutOfRange, WrongState
from core.journal import Actor, Entry
from core.subjects import Subject
from core.tables_io import read_table
from customers.rows import Problem
from customers.services.importing import NotWhole
from warranty.models import Part, Warehouse
from warranty.part_columns import Row, layout, rows_of
from warranty.selectors import stock
from warranty.services.catalogue import changed, told_of
from warranty.services.stock import set_safeties

BATCH = 500
SAFETY = "safety"


@dataclass
class PartsReport:
    """What an import did, or would do in a dry run."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    ignored: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """新增 3, 更新 0, 未变 0, 拒绝 0"""
        return _("新增 %(added)s, 更新 %(updated)s, 未变 %(unchanged)s, 拒绝 %(refused)s") % vars(self)


@dataclass
class Plan:
    """What the good rows come to, before anything is written."""

    new: list[Part] = field(default_factory=list)
    altered: list[tuple[Part, dict[str, Any]]] = field(default_factory=list)
    safety: dict[str, int] = field(default_factory=dict)


@transaction.atomic
def import_parts(
    *, source: bytes | Path, warehouse: Warehouse | None = None, whole: bool = False, dry_run: bool = False,
    actor: Actor, now: datetime,
) -> PartsReport:  # fmt: skip
    """Bring one file into the catalogue; the same file a second time changes and writes nothing.

    Safety stocks are of `warehouse`, by default the only one there is. With `whole` one refused row keeps all out
    (NotWhole). Raises UnreadableTable, UnknownHeaders, OutOfRange where safety stocks have no warehouse.
    """
    authorize(actor, "import_parts", now=now)
    table = read_table(source)
    places = layout(table.headers)
    rows = list(rows_of(table))
    report = PartsReport(ignored=tuple(h for p, h in enumerate(table.headers) if h and p not in places.values()))
    for row in rows:
        if row.problems:
            report.refused += 1
            report.problems += row.problems
    if whole and report.refused and not dry_run:
        raise NotWhole(
            _("有 %(count)s 行被拒绝，没有写入任何内容：%(told)s") % {"count": report.refused, "told": told(report)}
        )
    good = [row for row in rows if not row.problems]
    store = _store(good, warehouse)
    plan = _plan(good, report, store)
    if not dry_run:
        _write(plan, store, actor=actor, now=now)
    return report


def told(report: PartsReport, most: int = 20) -> str:
    """The first refusals in one text."""
    text = "；".join(str(problem) for problem in report.problems[:most])
    return text + (_(" 等 %d 处") % len(report.problems) if len(report.problems) > most else "")


def _store(rows: Iterable[Row], warehouse: Warehouse | None) -> Warehouse | None:
    """Where the safety stocks of the file belong; None where it names none."""
    if warehouse is not None or not any(SAFETY in row.values for row in rows):
        return warehouse
    known = list(stock.warehouses()[:2])
    if len(known) != 1:
        raise OutOfRange(_("文件中有安全库存，请选择它属于哪个库房"), details={"warehouse": _("请选择库房")})
    return known[0]


def _plan(rows: list[Row], report: PartsReport, store: Warehouse | None) -> Plan:
    plan = Plan()
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        held = {part.code: part for part in stock.parts_by_code(row.code for row in batch)}
        safeties = stock.safeties(held.values(), store) if store else {}
        for row in batch:
            _judge(row, held.get(row.code), safeties, plan, report)
    return plan


def _judge(row: Row, part: Part | None, safeties: dict[int, int], plan: Plan, report: PartsReport) -> None:
    values = dict(row.values)
    safety = values.pop(SAFETY, None)
    if safety is not None and safety != (safeties.get(part.pk, 0) if part else 0):
        plan.safety[row.code] = safety
    if part is None:
        plan.new.append(Part(**values))
        report.added += 1
        return
    if changes := changed(part, values):
        plan.altered.append((part, changes))
    if changes or row.code in plan.safety:
        report.updated += 1
    else:
        report.unchanged += 1


def _write(plan: Plan, store: Warehouse | None, *, actor: Actor, now: datetime) -> None:
    try:
        with transaction.atomic():
            Part.objects.bulk_create(plan.new, batch_size=BATCH)
    except IntegrityError as error:
        raise WrongState(_("导入期间这些数据被他人修改，没有写入任何内容，请重新导入")) from error
    fields = ["name", "unit", "ex_works_price", "stock_cost", "bulky"]
    Part.objects.bulk_update([part for part, _changes in plan.altered], fields, batch_size=BATCH)
    entries = [_entry(part, "add_part", told_of(_values(part)), now) for part in plan.new]
    entries += [_entry(part, "edit_part", changes, now) for part, changes in plan.altered]
    journal.record_many(entries, actor=actor)
    if store and plan.safety:
        wanted = {part: plan.safety[part.code] for part in stock.parts_by_code(plan.safety)}
        set_safeties(wanted, store, actor=actor, now=now)


def _entry(part: Part, act: str, data: dict[str, Any], now: datetime) -> Entry:
    return Entry(Subject.of(part), act, now, data={**data, "imported": True})


def _values(part: Part) -> dict[str, Any]:
    return {name: getattr(part, name) for name in ("code", "name", "unit", "ex_works_price", "stock_cost", "bulky")}
