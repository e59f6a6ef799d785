"""The staff list as people write it: its columns, and each row cleaned or refused with reasons. No database."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.countries import region
from accounts.roles import Role
from accounts.states import EngineerKind
from core import cells
from core.cells import CellError
from core.errors import ActError
from core.exports import to_xlsx
from core.tables_io import Table

_SEPARATORS = re.compile(r"[、，,；;/\n\s]+")
_ROLES = {str(role.label): role.value for role in Role} | {role.value: role.value for role in Role}
_KINDS = {str(kind.label): kind.value for kind in EngineerKind} | {kind.value: kind.value for kind in EngineerKind}


def parts(value: Any) -> list[str]:
    """The single entries of a cell that may hold several."""
    return [part for part in _SEPARATORS.split(cells.text(value)) if part]


def roles(value: Any) -> list[str]:
    unknown = [part for part in parts(value) if part not in _ROLES]
    if unknown:
        known = "、".join(str(role.label) for role in Role)
        raise CellError(_("没有岗位 %(names)s，可填：%(known)s") % {"names": "、".join(unknown), "known": known})
    return list(dict.fromkeys(_ROLES[part] for part in parts(value)))


def kind(value: Any) -> str:
    found = _KINDS.get(cells.text(value))
    if found is None:
        raise CellError(_("只能是 公司派驻 或 办事处"))
    return found


def regions(value: Any) -> list[str]:
    unknown = [part for part in parts(value) if region(part) is None]
    if unknown:
        raise CellError(_("%(names)s 不是省级行政区，也不是国家") % {"names": "、".join(unknown)})
    return list(dict.fromkeys(found for part in parts(value) if (found := region(part))))


def username(value: Any) -> str:
    written = cells.plain(value)
    try:
        UnicodeUsernameValidator()(written)
    except ValidationError:
        raise CellError(_("用户名只能由文字、数字和 @ . + - _ 组成")) from None
    return written


def email(value: Any) -> str:
    written = cells.plain(value)
    try:
        validate_email(written)
    except ValidationError:
        raise CellError(_("不是有效邮箱")) from None
    return written


@dataclass(frozen=True)
class Column:
    name: str
    header: str
    clean: Callable[[Any], Any]
    example: str
    required: bool = False


COLUMNS = (
    Column("employee_no", "工号", cells.plain, "E001"),
    Column("name", "姓名", cells.prose, "张三", required=True),
    Column("username", "用户名", username, "zhangsan", required=True),
    Column("roles", "岗位", roles, "服务人员", required=True),
    Column("department", "部门", cells.prose, "技质部"),
    Column("office", "办事处", cells.prose, ""),
    Column("kind", "人员类别", kind, "公司派驻"),
    Column("regions", "负责区域", regions, "重庆市、四川省"),
    Column("phone", "手机", cells.phone, "13800138000"),
    Column("email", "邮箱", email, ""),
)


class BadStaffList(ActError):
    """The list was refused as a whole; `problems` has one sentence for every bad row."""

    code = "bad_rows"
    status = 422

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        told = _("%(count)s 处有误，整张名单未导入") % {"count": len(self.problems)}
        super().__init__(told, details={"content": "；".join([told, *self.problems])})


@dataclass
class Row:
    number: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def told(self) -> str:
        return _("第 %(row)s 行：%(what)s") % {"row": self.number, "what": "；".join(self.problems)}


def template() -> bytes:
    """An empty list with its headers and one line that shows how to fill it."""
    return to_xlsx([column.header for column in COLUMNS], [[column.example for column in COLUMNS]], sheet="人员")


def rows_of(table: Table) -> list[Row]:
    """Every filled row, cleaned; blank cells are left out. Raises BadStaffList for headers that cannot be used."""
    places = _places(table.headers)
    rows = [_row(number, line, places) for number, line in table.numbered()]
    for name, header in (("username", "用户名"), ("employee_no", "工号")):
        _mark_repeated(rows, name, header)
    return rows


def _places(headers: Sequence[str]) -> list[tuple[Column, int]]:
    by_header = {column.header: column for column in COLUMNS}
    # 岗位(可多个) and the like: what stands in brackets explains and does not name.
    bare = [re.sub(r"[（(].*[）)]$", "", header).strip() for header in headers]
    problems = [_("不认识的列“%(name)s”") % {"name": name} for name in bare if name and name not in by_header]
    problems += [_("列“%(name)s”出现两次") % {"name": name} for name in by_header if bare.count(name) > 1]
    problems += [
        _("缺少列“%(name)s”") % {"name": column.header}
        for column in COLUMNS if column.required and column.header not in bare
    ]  # fmt: skip
    if problems:
        raise BadStaffList(problems)
    return [(by_header[name], place) for place, name in enumerate(bare) if name]


def _row(number: int, line: Sequence[Any], places: Sequence[tuple[Column, int]]) -> Row:
    row = Row(number)
    for column, place in places:
        if cells.text(line[place]):
            try:
                row.values[column.name] = column.clean(line[place])
            except CellError as error:
                row.problems.append(f"{column.header}“{cells.text(line[place])[:40]}”{error}")
        elif column.required:
            row.problems.append(_("%(header)s未填") % {"header": column.header})
    if Role.FIELD_ENGINEER in row.values.get("roles", ()) and "kind" not in row.values:
        row.problems.append(_("服务人员须填人员类别（公司派驻 或 办事处）"))
    return row


def _mark_repeated(rows: Sequence[Row], name: str, header: str) -> None:
    seen: dict[str, int] = {}
    for row, value in _given(rows, name):
        if value in seen:
            told = {"header": header, "value": value, "row": seen[value]}
            row.problems.append(_("%(header)s“%(value)s”与第 %(row)s 行重复") % told)
        seen.setdefault(value, row.number)


def _given(rows: Sequence[Row], name: str) -> Iterator[tuple[Row, str]]:
    return ((row, str(row.values[name]).lower()) for row in rows if name in row.values)
