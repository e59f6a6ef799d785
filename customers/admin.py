"""The installed base in the admin: lists for a million rows, a page per customer and machine, their acts as buttons."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.paginator import InfinitePaginator

from accounts.admin_rights import MatrixAdmin
from accounts.countries import country_name
from accounts.models import Person
from core.admin import Opened, Section, instant, object_act
from core.cells import masked_phone
from core.clock import local_day
from customers import contract_forms, forms, permissions, selectors, services
from customers.contract_admin import ContractAdmin  # noqa: F401 -- its page
from customers.contracts import contracts_of, standing
from customers.models import Customer, ImportRun, Machine
from customers.resources import CustomerResource, CustomersFile, MachineResource, MachinesFile
from customers.states import WarrantyClass
from customers.transfer_admin import ImportExportAdmin
from rulebook.durations import parse

SHOWN_MACHINES = 30
HISTORY = (_("时间"), _("操作人"), _("字段"), _("原值"), _("新值"))
CONTRACTS = (_("合同编号"), _("合同类型"), _("约定到场时限"), _("开始日期"), _("到期日期"), _("状态"))
SERVICES = (_("完成时间"), _("工单"), _("服务人员"), _("故障"), _("质保至"))


def history_section(obj: Any) -> Section:
    return Section(_("字段历史"), columns=HISTORY, rows=selectors.field_history(obj), wide=True)


@admin.register(Customer)
class CustomerAdmin(ImportExportAdmin):
    resource_classes = [CustomerResource]
    import_formats = [CustomersFile]
    list_acts = ("add",)
    object_acts = ("edit", "classify", "add_machine", "add_contract")
    list_display = ("number", "name", "customer_class", "province", "city", "contact", "shown_phone")
    list_filter = ("customer_class",)
    list_fullwidth = True
    paginator = InfinitePaginator
    sortable_by = ("number", "name")
    search_fields = ("number",)
    search_help_text = _("客户编号或名称的开头，或完整电话")

    def scope(self, request: HttpRequest) -> QuerySet[Customer]:
        allowed = permissions.sees_base(request.user, now=instant(request))
        return selectors.customers() if allowed else selectors.customers().none()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Customer], search_term: str
    ) -> tuple[QuerySet[Customer], bool]:
        return (queryset & selectors.customers_told(search_term) if search_term else queryset), False

    @admin.display(description=_("联系电话"))
    def shown_phone(self, customer: Customer) -> str:
        return masked_phone(customer.phone)

    def opened(self, request: HttpRequest, obj: Customer) -> Opened:
        whole = permissions.sees_phones(request.user, now=instant(request))
        pairs = [
            *_pairs(obj, ("number", "name", "customer_class")), (_("国家"), country_name(obj.country)),
            *_pairs(obj, ("province", "city", "district", "address", "contact")),
            (_("联系电话"), obj.phone if whole else masked_phone(obj.phone)),
        ]  # fmt: skip
        classes = [(change.since, change.get_customer_class_display()) for change in selectors.class_history(obj)]
        machines = [_line(machine) for machine in selectors.machines_of(obj)[:SHOWN_MACHINES]]
        sections = [
            Section(_("资料"), pairs=pairs),
            Section(_("等级"), columns=(_("自"), _("等级")), rows=classes),
            Section(_("合同"), columns=CONTRACTS, rows=_contracts(obj, local_day(instant(request))), wide=True),
            Section(_("设备"), columns=(_("出厂编号"), _("型号"), _("出厂日期")), rows=machines, wide=True),
        ]
        return Opened([*sections, history_section(obj)] if whole else sections, entries=self.entries(obj))

    @object_act("add_customer", _("新增客户"), form=forms.NewCustomer, icon="add")
    def add(self, obj: None, *, actor: Person, now: datetime, **fields: Any) -> Any:
        added = services.add_customer(actor=actor, now=now, **fields)
        return _("已新增客户 %(name)s") % {"name": added}

    @object_act("edit_customer", _("修改"), form=forms.CustomerDetails, icon="edit")
    def edit(self, obj: Customer, *, actor: Person, now: datetime, **fields: Any) -> Any:
        services.edit_customer(customer=obj, actor=actor, now=now, **fields)
        return _("已保存")

    @object_act("classify_customer", _("评定等级"), form=forms.Classification, icon="star")
    def classify(self, obj: Customer, *, actor: Person, now: datetime, **fields: Any) -> Any:
        services.classify_customer(customer=obj, actor=actor, now=now, **fields)
        return _("已评定")

    @object_act("add_machine", _("新增设备"), form=forms.NewMachine, icon="add")
    def add_machine(self, obj: Customer, *, actor: Person, now: datetime, **fields: Any) -> Any:
        added = services.add_machine(customer=obj, actor=actor, now=now, **fields)
        return _("已新增设备 %(serial)s") % {"serial": added}

    @object_act("add_contract", _("登记合同"), form=contract_forms.NewContract, icon="contract")
    def add_contract(self, obj: Customer, *, actor: Person, now: datetime, **fields: Any) -> Any:
        added = services.add_contract(customer=obj, actor=actor, now=now, **fields)
        return _("已登记合同 %(number)s") % {"number": added}


@admin.register(Machine)
class MachineAdmin(ImportExportAdmin):
    resource_classes = [MachineResource]
    import_formats = [MachinesFile]
    object_acts = ("edit", "date_ex_factory")
    list_display = ("serial", "customer", "model", "shown_term", "ex_factory_on")
    list_fullwidth = True
    paginator = InfinitePaginator
    sortable_by = ("serial",)
    search_fields = ("serial",)
    search_help_text = _("出厂编号、客户编号或客户名称的开头，或客户的完整电话")

    def scope(self, request: HttpRequest) -> QuerySet[Machine]:
        allowed = permissions.sees_base(request.user, now=instant(request))
        return selectors.machines() if allowed else selectors.machines().none()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Machine], search_term: str
    ) -> tuple[QuerySet[Machine], bool]:
        return (queryset & selectors.machines_for(search_term) if search_term else queryset), False

    @admin.display(description=_("保修类别"))
    def shown_term(self, machine: Machine) -> Any:
        known = machine.warranty_class in WarrantyClass.values
        return WarrantyClass(machine.warranty_class).label if known else machine.warranty_class

    def opened(self, request: HttpRequest, obj: Machine) -> Opened:
        pairs = [
            (_("出厂编号"), obj.serial), (_("客户"), obj.customer), (_("现场"), obj.site or obj.customer.address),
            (_("型号"), obj.model), (_("保修类别"), self.shown_term(obj)), (_("出厂日期"), obj.ex_factory_on),
            (_("销售日期"), obj.sold_on), (_("出厂价"), obj.ex_works_price),
        ]  # fmt: skip
        done = [
            (row.completed_at, row.ticket_number, row.engineer, row.fault, row.guarantee_until)
            for row in selectors.machine_history(obj)
        ]
        sections = [Section(_("资料"), pairs=pairs), Section(_("服务履历"), columns=SERVICES, rows=done, wide=True)]
        return Opened([*sections, history_section(obj)], entries=self.entries(obj))

    @object_act("edit_machine", _("修改"), form=forms.MachineChange, icon="edit")
    def edit(self, obj: Machine, *, actor: Person, now: datetime, **fields: Any) -> Any:
        services.edit_machine(machine=obj, actor=actor, now=now, **fields)
        return _("已保存")

    @object_act("record_ex_factory", _("登记出厂日期"), form=forms.ExFactory, icon="event")
    def date_ex_factory(self, obj: Machine, *, actor: Person, now: datetime, **fields: Any) -> Any:
        services.set_ex_factory(machine=obj, actor=actor, now=now, **fields)
        return _("已登记出厂日期")


@admin.register(ImportRun)
class ImportRunAdmin(MatrixAdmin):
    """What was imported when and by whom; nobody writes here."""

    list_display = ("at", "kind", "file_name", "added", "updated", "unchanged", "refused", "by")
    list_select_related = ("by",)
    list_filter = ("kind",)
    paginator = InfinitePaginator
    sortable_by: Sequence[str] = ()

    def scope(self, request: HttpRequest) -> QuerySet[ImportRun]:
        return selectors.import_runs()

    def opened(self, request: HttpRequest, obj: ImportRun) -> Opened:
        names = ("file_name", "kind", "added", "updated", "unchanged", "refused", "by", "at", "sha256")
        pairs = _pairs(obj, names)
        return Opened([Section(_("导入"), pairs=pairs, wide=True)], entries=self.entries(obj))


def _pairs(obj: Any, names: Sequence[str]) -> list[tuple[Any, Any]]:
    shown = ((name, getattr(obj, f"get_{name}_display", None)) for name in names)
    return [
        (obj._meta.get_field(name).verbose_name, display() if display else getattr(obj, name))
        for name, display in shown
    ]


def _contracts(customer: Customer, today: date) -> list[tuple[Any, ...]]:
    return [
        (row.number, row.kind, parse(row.arrival).text if row.arrival else "", row.starts_on, row.ends_on or "—",
         standing(row, today)[1])
        for row in contracts_of(customer)
    ]  # fmt: skip


def _line(machine: Machine) -> tuple[Any, ...]:
    return machine.serial, machine.model, machine.ex_factory_on
