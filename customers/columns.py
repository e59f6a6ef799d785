"""The columns of the two files of the installed base: their headers, and how a cell of each is cleaned."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.countries import country_code
from core import cells
from core.cells import CellError
from core.errors import ActError
from customers.states import CustomerClass, FileKind

_WARRANTY = {
    "six": ("六个月", "6个月", "6月", "6", "半年", "SIX"),
    "twelve": ("十二个月", "12个月", "12月", "12", "一年", "1年", "TWELVE"),
    "eighteen": ("十八个月", "18个月", "18月", "18", "一年半", "1.5年", "EIGHTEEN"),
}
WARRANTY_CLASSES = {written: key for key, forms in _WARRANTY.items() for written in forms}


class UnknownHeaders(ActError):
    code = "unknown_headers"
    status = 422


def customer_class(value: Any) -> str:
    """A, B or C (regulation 7.8)."""
    written = cells.code(value).removesuffix("类").removesuffix("级")
    if written not in CustomerClass.values:
        raise CellError(_("只能是 A、B 或 C"))
    return written


def warranty_class(value: Any) -> str:
    """six, twelve or eighteen, however the months are written (regulation 5b)."""
    found = WARRANTY_CLASSES.get(cells.code(value))
    if found is None:
        raise CellError(_("只能是 六个月、十二个月 或 十八个月"))
    return found


def country(value: Any) -> str:
    """The two-letter code of a country."""
    found = country_code(cells.text(value))
    if found is None:
        raise CellError(_("不认识的国家，请填写中文简称或两位代码（如 德国 或 DE）"))
    return found


@dataclass(frozen=True)
class Column:
    """One column: field name, header shown to people, other headers taken for it, cleaner, longest text."""

    name: str
    label: str
    synonyms: tuple[str, ...]
    clean: Callable[[Any], Any] = cells.prose
    longest: int = 0
    required: bool = False


CUSTOMER_COLUMNS = (
    Column("number", "客户编号", ("客户编码", "客户代码", "客户号"), cells.plain, 40, required=True),
    Column(
        "name", "客户名称", ("客户", "公司名称", "单位名称", "用户名称", "客户全称", "名称"), longest=200, required=True
    ),
    Column("customer_class", "客户等级", ("客户级别", "客户分类", "等级", "级别"), customer_class),
    Column("country", "国家", ("国家地区", "国别"), country),
    Column("province", "省份", ("省", "所在省份", "省市", "省自治区直辖市"), longest=40),
    Column("city", "城市", ("市", "地市", "所在城市"), longest=60),
    Column("district", "区县", ("区", "县", "县区", "县市区"), longest=60),
    Column("address", "详细地址", ("地址", "客户地址", "通讯地址", "联系地址"), longest=300),
    Column("contact", "联系人", ("客户联系人", "联系人姓名"), longest=80),
    Column("phone", "联系电话", ("电话", "手机", "手机号", "联系方式", "电话号码", "客户电话"), cells.phone, 40),
    Column("export", "出口客户", ("是否出口", "出口", "是否出口客户"), cells.flag),
)
MACHINE_COLUMNS = (
    Column(
        "serial",
        "产品编号",
        ("出厂编号", "设备编号", "机号", "序列号", "产品序列号", "整机编号"),
        cells.code,
        60,
        required=True,
    ),
    Column("customer", "客户编号", ("客户编码", "客户代码", "客户号", "用户编号"), cells.plain, 40, required=True),
    Column("model", "产品型号", ("型号", "设备型号", "机型", "规格型号"), cells.prose, 60),
    Column("warranty_class", "保修类别", ("保修期", "三包期", "质保期", "保修期限", "质保类别"), warranty_class),
    Column("ex_factory_on", "出厂日期", ("出厂时间", "出厂日"), cells.day),
    Column("sold_on", "销售日期", ("售出日期", "发货日期", "销售时间"), cells.day),
    Column("ex_works_price", "出厂价", ("出厂价格", "价格", "单价"), cells.amount),
    Column("install_address", "安装地址", ("现场地址", "使用地址", "安装地点"), longest=300),
)
COLUMNS = {FileKind.CUSTOMERS: CUSTOMER_COLUMNS, FileKind.MACHINES: MACHINE_COLUMNS}
KEYS = {FileKind.CUSTOMERS: "number", FileKind.MACHINES: "serial"}


@dataclass(frozen=True)
class Layout:
    """Which kind of file it is and in which place each of our columns stands."""

    kind: FileKind
    places: tuple[tuple[Column, int], ...]
    width: int
    ignored: tuple[str, ...]


def recognise(headers: Sequence[str]) -> Layout:
    """The layout of a file with these headers; raises UnknownHeaders naming what was found and what is needed."""
    machines = _places(MACHINE_COLUMNS, headers)
    kind = FileKind.MACHINES if "serial" in machines else FileKind.CUSTOMERS
    columns = COLUMNS[kind]
    places = machines if kind == FileKind.MACHINES else _places(columns, headers)
    if any(column.required and column.name not in places for column in columns):
        raise UnknownHeaders(_unknown(headers))
    if twice := [column.label for column in columns if len(places.get(column.name, ())) > 1]:
        raise UnknownHeaders(_("表头重复：%(labels)s，请只保留一列") % {"labels": "、".join(twice)})
    taken = {place for found in places.values() for place in found}
    ignored = tuple(header for place, header in enumerate(headers) if header and place not in taken)
    ordered = tuple((column, places[column.name][0]) for column in columns if column.name in places)
    return Layout(kind, ordered, len(headers), ignored)


def _places(columns: Sequence[Column], headers: Sequence[str]) -> dict[str, list[int]]:
    names = {_bare(name): column.name for column in columns for name in (column.name, column.label, *column.synonyms)}
    found: dict[str, list[int]] = {}
    for place, header in enumerate(headers):
        if name := names.get(_bare(header)):
            found.setdefault(name, []).append(place)
    return found


def _bare(header: str) -> str:
    """客户编号*, 出厂价（元） and 客户 编号： all mean the column without its ornaments."""
    return re.sub(r"\(.*?\)|[*:/_·、]", "", cells.code(header))


def _unknown(headers: Sequence[str]) -> str:
    def needed(columns: Sequence[Column]) -> str:
        return "、".join(column.label for column in columns if column.required)

    return _("无法识别表头：文件中有“%(found)s”；客户表至少需要“%(customers)s”，设备表至少需要“%(machines)s”") % {
        "found": "、".join(header for header in headers if header),
        "customers": needed(CUSTOMER_COLUMNS),
        "machines": needed(MACHINE_COLUMNS),
    }
