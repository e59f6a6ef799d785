"""The admin's import and export of the installed base: a thin dress over the acts, with import-export's results."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.formats.base_formats import Format
from import_export.resources import ModelResource
from import_export.results import Result, RowResult

from core import cells, clock
from core.formats import Upload
from core.tables_io import UnreadableTable
from customers import services
from customers.columns import COLUMNS
from customers.models import Customer, Machine
from customers.rows import Problem
from customers.services import ImportReport
from customers.services.loading import ADDED, UPDATED, Outcome
from customers.states import FileKind, WarrantyClass

_SHOWN_AS = {ADDED: RowResult.IMPORT_TYPE_NEW, UPDATED: RowResult.IMPORT_TYPE_UPDATE}


class BaseFile(Format):
    """Any file that `services.open_source` reads, if it is of the expected kind."""

    kind: FileKind

    def __init__(self, encoding: str | None = None) -> None:
        """import-export names an encoding when it confirms; the reader finds it out by itself."""

    def get_title(self) -> str:
        return "csv / xlsx"

    def can_import(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes) -> Upload:
        source = services.open_source(in_stream)
        if source.kind != self.kind:
            raise UnreadableTable(_("这是“%(kind)s”文件，请在“%(kind)s”页面导入") % {"kind": source.kind.label})
        return Upload(source, source.table.headers, len(source.table.rows))


class CustomersFile(BaseFile):
    kind = FileKind.CUSTOMERS


class MachinesFile(BaseFile):
    kind = FileKind.MACHINES


class BaseResource(ModelResource):
    """Imports by the act `import_base`; exports its own columns by their Chinese headers."""

    kind: FileKind

    def import_data(self, dataset: Upload, dry_run: bool = False, *args: Any, **kwargs: Any) -> Result:
        source = replace(dataset.source, name=kwargs.get("file_name") or "")
        report = services.import_base(source=source, actor=kwargs["user"], now=clock.now(), dry_run=dry_run)
        return as_result(report, len(dataset))


class CustomerResource(BaseResource):
    kind = FileKind.CUSTOMERS
    number = Field("number", "客户编号")
    name = Field("name", "客户名称")
    customer_class = Field("customer_class", "客户等级")
    country = Field("country", "国家")
    province = Field("province", "省份")
    city = Field("city", "城市")
    district = Field("district", "区县")
    address = Field("address", "详细地址")
    contact = Field("contact", "联系人")
    phone = Field("phone", "联系电话")
    export_customer = Field("export", "出口客户")

    class Meta:
        model = Customer
        fields = (
            "number", "name", "customer_class", "country", "province", "city", "district", "address", "contact",
            "phone", "export_customer",
        )  # fmt: skip
        skip_unchanged = True
        report_skipped = True
        import_id_fields = ("number",)


class MachineResource(BaseResource):
    kind = FileKind.MACHINES
    serial = Field("serial", "出厂编号")
    customer = Field("customer__number", "客户编号")
    model = Field("model__code", "产品型号")
    warranty_class = Field(column_name="保修类别")
    ex_factory_on = Field("ex_factory_on", "出厂日期")
    sold_on = Field("sold_on", "销售日期")
    ex_works_price = Field("ex_works_price", "出厂价")
    install_address = Field(column_name="安装地址")

    class Meta:
        model = Machine
        fields = (
            "serial", "customer", "model", "warranty_class", "ex_factory_on", "sold_on", "ex_works_price",
            "install_address",
        )  # fmt: skip
        skip_unchanged = True
        report_skipped = True
        import_id_fields = ("serial",)

    def dehydrate_warranty_class(self, machine: Machine) -> str:
        known = machine.warranty_class in WarrantyClass.values
        return str(WarrantyClass(machine.warranty_class).label) if known else machine.warranty_class

    def dehydrate_install_address(self, machine: Machine) -> str:
        return machine.site.address if machine.site else machine.customer.address


def as_result(report: ImportReport, length: int) -> Result:
    """An import report in the words of import-export: totals, the first changed rows, every refused one."""
    result = Result()
    result.report, result.total_rows = report, length
    result.diff_headers = [column.label for column in COLUMNS[report.kind]]
    result.totals[RowResult.IMPORT_TYPE_NEW] = report.added
    result.totals[RowResult.IMPORT_TYPE_UPDATE] = report.updated
    result.totals[RowResult.IMPORT_TYPE_SKIP] = report.unchanged
    result.totals[RowResult.IMPORT_TYPE_INVALID] = report.refused
    result.rows = [_row_result(report.kind, outcome) for outcome in report.outcomes]
    for row, problems in _by_row(report.problems):
        told = ValidationError({problem.column: [str(problem)] for problem in problems})
        result.append_invalid_row(row, {problem.column: problem.value for problem in problems}, told)
    return result


def _row_result(kind: FileKind, outcome: Outcome) -> RowResult:
    shown = RowResult()
    shown.import_type = _SHOWN_AS[outcome.what]
    shown.diff = [_difference(outcome, column.name) for column in COLUMNS[kind]]
    return shown


def _difference(outcome: Outcome, name: str) -> str:
    value = cells.text(outcome.values.get(name, ""))
    return f"{cells.text(outcome.before[name])} → {value}" if name in outcome.before else value


def _by_row(problems: Iterable[Problem]) -> Iterable[tuple[int, list[Problem]]]:
    found: dict[int, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.row, []).append(problem)
    return found.items()
