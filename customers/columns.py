"""The columns of the files of the installed base: their headers, and how a cell of each is cleaned."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.countries import country_code
from core import cells
from core.cells import CellError
from core.errors import ActError
from customers.states import CustomerClass, FileKind
from customers.warranty_classes import told_class, warranty_classes
from rulebook.durations import UNITS, parse

_WARRANTY = {
    "six": ("六个月", "6个月", "6月", "6", "半年", "SIX"),
    "twelve": ("十二个月", "12个月", "12月", "12", "一年", "1年", "TWELVE"),
    "eighteen": ("十八个月", "18个月", "18月", "18", "一年半", "1.5年", "EIGHTEEN"),
}
_SPANS = {word: unit for unit, word in UNITS.items()} | {"日": "d", "个工作日": "wd", "时": "h"}
_SPAN = re.compile(r"(\d{1,4})(\D+)")
_BETWEEN = re.compile(r"[、，,；;/\s]+")
SHORTEST_PHONE = 8
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
    """A class of the book in force by id or title, and six, twelve or eighteen however the months are written (5b)."""
    known = warranty_classes()
    found = told_class(value, known) or WARRANTY_CLASSES.get(cells.code(value))
    if found not in known:
        listed = " 或 ".join("、".join(known.values()).rsplit("、", 1))
        raise CellError(_("只能是 %(listed)s") % {"listed": listed} if known else _("制度没有保修类别，请留空"))
    return found


def country(value: Any) -> str:
    """The two-letter code of a country."""
    found = country_code(cells.text(value))
    if found is None:
        raise CellError(_("不认识的国家，请填写中文简称或两位代码（如 德国 或 DE）"))
    return found


def span(value: Any) -> str:
    """A span as books write it (8h, 3wd), from that or from Chinese (8小时)."""
    written = cells.plain(value)
    match = _SPAN.fullmatch(written)
    try:
        return str(parse(f"{match[1]}{_SPANS.get(match[2], match[2].lower())}" if match else written))
    except ValueError:
        raise CellError(_("不是时长，请写成 8小时 或 8h 的形式")) from None


def serials(value: Any) -> str:
    """Several serial numbers in one cell, as one text in their order with commas between them."""
    parts = {cells.code(part) for part in _BETWEEN.split(cells.text(value))}
    return ",".join(sorted(parts - {""}))


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
        "出厂编号",
        ("产品编号", "设备编号", "机号", "序列号", "产品序列号", "整机编号"),
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
CONTRACT_COLUMNS = (
    Column("number", "合同编号", ("合同号", "合同编码", "协议编号"), cells.plain, 40, required=True),
    Column("customer", "客户编号", ("客户编码", "客户代码", "客户号", "用户编号"), cells.plain, 40, required=True),
    Column("kind", "合同类型", ("类型", "合同类别"), longest=40),
    Column("arrival", "约定到场时限", ("到场时限", "到场时间", "响应时间"), span, 12),
    Column("starts_on", "开始日期", ("生效日期", "起始日期", "合同开始日期", "签订日期"), cells.day, required=True),
    Column("ends_on", "到期日期", ("结束日期", "终止日期", "截止日期", "合同到期日"), cells.day),
    Column("machines", "设备编号", ("产品编号", "出厂编号", "合同设备", "设备清单", "序列号"), serials),
    Column("remarks", "备注", ("说明",), longest=300),
)
COLUMNS = {
    FileKind.CUSTOMERS: CUSTOMER_COLUMNS, FileKind.MACHINES: MACHINE_COLUMNS, FileKind.CONTRACTS: CONTRACT_COLUMNS,
}  # fmt: skip
KEYS = {FileKind.CUSTOMERS: "number", FileKind.MACHINES: "serial", FileKind.CONTRACTS: "number"}
# The narrowest first: a file of contracts names customers and machines too.
NARROWEST_FIRST = (FileKind.CONTRACTS, FileKind.MACHINES, FileKind.CUSTOMERS)


@dataclass(frozen=True)
class Layout:
    """Which kind of file it is and in which place each of our columns stands."""

    kind: FileKind
    places: tuple[tuple[Column, int], ...]
    width: int
    ignored: tuple[str, ...]


def recognise(headers: Sequence[str]) -> Layout:
    """The layout of a file with these headers; raises UnknownHeaders naming what was found and what is needed."""
    kind = kind_of(headers)
    if kind is None:
        raise UnknownHeaders(_unknown(headers))
    columns, places = COLUMNS[kind], places_of(kind, headers)
    if twice := [column.label for column in columns if len(places.get(column.name, ())) > 1]:
        raise UnknownHeaders(_("表头重复：%(labels)s，请只保留一列") % {"labels": "、".join(twice)})
    return laid_out(kind, headers, {name: found[0] for name, found in places.items()})


def kind_of(headers: Sequence[str]) -> FileKind | None:
    """The kind whose required columns are all there."""
    return next((kind for kind in NARROWEST_FIRST if required(kind) <= set(places_of(kind, headers))), None)


def required(kind: FileKind) -> set[str]:
    """The fields without which a row of this kind cannot be taken."""
    return {column.name for column in COLUMNS[kind] if column.required}


def laid_out(kind: FileKind, headers: Sequence[str], chosen: Mapping[str, int]) -> Layout:
    """The layout with each chosen field in its place; raises UnknownHeaders where a required one has none."""
    columns = COLUMNS[kind]
    if missing := [column.label for column in columns if column.required and column.name not in chosen]:
        raise UnknownHeaders(_("请为必填项选择对应的列：%(labels)s") % {"labels": "、".join(missing)})
    ordered = tuple((column, chosen[column.name]) for column in columns if column.name in chosen)
    taken = {place for _column, place in ordered}
    if len(taken) < len(ordered) or not taken <= set(range(len(headers))):
        raise UnknownHeaders(_("同一列只能对应一项，请检查各列的对应关系"))
    ignored = tuple(header for place, header in enumerate(headers) if header and place not in taken)
    return Layout(kind, ordered, len(headers), ignored)


def places_of(kind: FileKind, headers: Sequence[str]) -> dict[str, list[int]]:
    """The places of the headers that name a field of this kind."""
    columns = COLUMNS[kind]
    names = {bare(name): column.name for column in columns for name in (column.name, column.label, *column.synonyms)}
    found: dict[str, list[int]] = {}
    for place, header in enumerate(headers):
        if name := names.get(bare(header)):
            found.setdefault(name, []).append(place)
    return found


def bare(header: str) -> str:
    """客户编号*, 出厂价（元） and 客户 编号： all mean the column without its ornaments."""
    return re.sub(r"\(.*?\)|[*:/_·、]", "", cells.code(header))


def _unknown(headers: Sequence[str]) -> str:
    def needed(kind: FileKind) -> str:
        return "、".join(column.label for column in COLUMNS[kind] if column.required)

    return _(
        "无法识别表头：文件中有“%(found)s”；客户表至少需要“%(customers)s”，设备表至少需要“%(machines)s”，"
        "合同表至少需要“%(contracts)s”"
    ) % {"found": "、".join(filter(None, headers)), **{kind.value: needed(kind) for kind in FileKind}}
