"""add_part, edit_part, open_warehouse: the catalogue by hand. A new price changes no paper that was written."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import authorize
from core import cells, journal
from core.errors import OutOfRange, require
from core.journal import Actor
from core.transitions import lock
from warranty.models import Part, Warehouse
from warranty.part_columns import cleaned, read
from warranty.selectors import stock

UNIT = "件"
MAY_BE_BLANK = {"stock_cost"}


@transaction.atomic
def add_part(*, code: str, name: str, ex_works_price: Any, actor: Actor, now: datetime, **fields: Any) -> Part:
    """Take a part into the catalogue. Money has two places, rounded half up (0.7); OutOfRange names every field."""
    authorize(actor, "add_part", now=now)
    values = cleaned(read({"code": code, "name": name, "ex_works_price": ex_works_price, **fields}))
    if stock.part_of(values["code"]) is not None:
        told = {"code": values["code"]}
        raise OutOfRange(_("件号“%(code)s”已存在") % told, details={"code": _("已存在")})
    part = Part.objects.create(**values)
    journal.record(part, "add_part", actor=actor, now=now, data=told_of(values))
    return part


@transaction.atomic
def edit_part(*, part: Part, active: bool | None = None, actor: Actor, now: datetime, **fields: Any) -> Part:
    """Change what is on file about a part; its number stays. No change writes nothing."""
    authorize(actor, "edit_part", now=now)
    locked = lock(part)
    if "code" in fields:
        raise OutOfRange(_("件号不能修改；停用后另建新件号"), details={"code": _("不能修改")})
    blanks = {name: None for name in MAY_BE_BLANK & set(fields) if fields[name] in ("", None)}
    values = cleaned(read(fields)) | blanks | ({} if active is None else {"active": active})
    changes = changed(locked, values)
    if changes:
        locked.save()
        journal.record(locked, "edit_part", actor=actor, now=now, data=changes)
    return locked


@transaction.atomic
def open_warehouse(*, code: str, name: str, actor: Actor, now: datetime) -> Warehouse:
    """A place where parts lie."""
    authorize(actor, "open_warehouse", now=now)
    require(code=(code, _("代码")), name=(name, _("名称")))
    code = cells.plain(code).lower()
    if not (code.isascii() and code.replace("-", "").replace("_", "").isalnum()) or len(code) > 50:
        raise OutOfRange(_("代码只能用字母、数字和 -"), details={"code": _("只能用字母、数字和 -")})
    if stock.warehouses().filter(code=code).exists():
        raise OutOfRange(_("库房代码“%(code)s”已存在") % {"code": code}, details={"code": _("已存在")})
    warehouse = Warehouse.objects.create(code=code, name=cells.prose(name)[:80])
    journal.record(warehouse, "open_warehouse", actor=actor, now=now, data={"code": code})
    return warehouse


def changed(part: Part, values: dict[str, Any]) -> dict[str, Any]:
    """Set on `part` what differs; old and new of each such field."""
    changes = {}
    for name, value in values.items():
        before = getattr(part, name)
        if before != value:
            setattr(part, name, value)
            changes[name] = [before, value]
    return told_of(changes)


def told_of(values: dict[str, Any]) -> dict[str, Any]:
    """As the journal keeps it."""
    return dict(sorted(values.items()))
