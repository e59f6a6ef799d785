"""Customers with the history of their class, their sites, and machines by serial number."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from customers.managers import ContractQuerySet, CustomerQuerySet, MachineQuerySet
from customers.states import CustomerClass, FileKind


class Customer(models.Model):
    """A user of the maker's machines; its class decides the visits owed to it (regulation 7.8)."""

    number = models.CharField(_("客户编号"), max_length=40, unique=True)
    name = models.CharField(_("客户名称"), max_length=200, db_index=True)
    customer_class = models.CharField(_("客户等级"), max_length=1, choices=CustomerClass.choices, default="C")
    country = models.CharField(_("国家"), max_length=2, default="CN")
    province = models.CharField(_("省份"), max_length=40, blank=True)
    city = models.CharField(_("城市"), max_length=60, blank=True)
    district = models.CharField(_("区县"), max_length=60, blank=True)
    area = models.CharField(_("片区"), max_length=40, blank=True)
    address = models.CharField(_("详细地址"), max_length=300, blank=True)
    contact = models.CharField(_("联系人"), max_length=80, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True, db_index=True)
    export = models.BooleanField(_("出口客户"), default=False)
    visited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("回访责任人")
    )
    internal = models.BooleanField(_("内部单位"), default=False)

    objects = CustomerQuerySet.as_manager()
    # A row's past is asked for by its id alone; every other index would only be written.
    history = HistoricalRecords(no_db_index=["number", "name", "phone", "visited_by"])

    class Meta:
        verbose_name = verbose_name_plural = _("客户")
        ordering = ["number"]
        indexes = [models.Index(fields=["customer_class", "number"], name="customer_by_class")]

    def __str__(self) -> str:
        return self.name


class ClassChange(models.Model):
    """Since when a customer is of a class; the class at a period's start counts (regulation 7.8a)."""

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="class_changes", verbose_name=_("客户"), db_index=False
    )
    customer_class = models.CharField(_("客户等级"), max_length=1, choices=CustomerClass.choices)
    since = models.DateField(_("自"))

    class Meta:
        verbose_name = verbose_name_plural = _("等级变更")
        constraints = [models.UniqueConstraint(fields=["customer", "since"], name="one_class_per_customer_and_day")]

    def __str__(self) -> str:
        return f"{self.since} {self.customer_class}"


class Site(models.Model):
    """A place of a customer where machines stand, when it is not the customer's own address."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="sites")
    name = models.CharField(_("现场名称"), max_length=120)
    country = models.CharField(_("国家"), max_length=2, default="CN")
    province = models.CharField(_("省份"), max_length=40, blank=True)
    city = models.CharField(_("城市"), max_length=60, blank=True)
    area = models.CharField(_("片区"), max_length=40, blank=True)
    address = models.CharField(_("详细地址"), max_length=300, blank=True)
    # Degrees; both or neither. With them a check-in that is far away is told.
    latitude = models.FloatField(_("纬度"), null=True, blank=True)
    longitude = models.FloatField(_("经度"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("现场")

    def __str__(self) -> str:
        return self.name


class MachineModel(models.Model):
    """A product model; its warranty class is the default of its machines (regulation 5b)."""

    code = models.CharField(_("型号"), max_length=60, unique=True)
    name = models.CharField(_("名称"), max_length=120, blank=True)
    warranty_class = models.CharField(_("保修类别"), max_length=20, default="eighteen")

    class Meta:
        verbose_name = verbose_name_plural = _("产品型号")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Machine(models.Model):
    """One machine by its serial number, unique in the installation and stored as `core.cells.code` writes it."""

    serial = models.CharField(_("出厂编号"), max_length=60, unique=True)
    model = models.ForeignKey(MachineModel, models.PROTECT, null=True, blank=True, verbose_name=_("型号"))
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="machines", verbose_name=_("客户"))
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, verbose_name=_("现场"))
    warranty_class = models.CharField(_("保修类别"), max_length=20, default="eighteen")
    ex_factory_on = models.DateField(_("出厂日期"), null=True, blank=True)
    sold_on = models.DateField(_("销售日期"), null=True, blank=True)
    ex_works_price = models.DecimalField(_("出厂价"), max_digits=12, decimal_places=2, null=True, blank=True)

    objects = MachineQuerySet.as_manager()
    history = HistoricalRecords(no_db_index=["serial", "model", "customer", "site"])

    class Meta:
        verbose_name = verbose_name_plural = _("设备")
        ordering = ["serial"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ex_works_price=None) | models.Q(ex_works_price__gte=0),
                name="machine_price_not_negative",
            )
        ]

    def __str__(self) -> str:
        return self.serial


class Contract(models.Model):
    """What was agreed with a customer for some time: `arrival` is a duration as books write it ("8h"), or blank.

    It covers all machines of the customer, or only those that it names. `ends_on` is its last day, None without end.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contracts", verbose_name=_("客户"))
    number = models.CharField(_("合同编号"), max_length=40, unique=True)
    kind = models.CharField(_("合同类型"), max_length=40, blank=True)
    arrival = models.CharField(_("约定到场时限"), max_length=12, blank=True)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("到期日期"), null=True, blank=True)
    remarks = models.CharField(_("备注"), max_length=300, blank=True)
    covered = models.ManyToManyField(Machine, through="ContractMachine", related_name="contracts")
    notice_at = models.DateTimeField(_("到期通知时间"), null=True)
    ended_at = models.DateTimeField(_("终止登记时间"), null=True)

    objects = ContractQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["covered"])

    class Meta:
        verbose_name = verbose_name_plural = _("合同")
        ordering = ["-starts_on", "number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="contract_ends_after_start",
            )
        ]
        indexes = [
            models.Index(fields=["customer", "starts_on"], name="contract_by_customer"),
            models.Index(fields=["ends_on"], name="contract_by_end"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("admin:customers_contract_change", args=[self.pk])


class ContractMachine(models.Model):
    """One machine that a contract names; a contract that names none covers all of its customer."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="named", db_index=False)
    machine = models.ForeignKey(Machine, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("合同设备")
        constraints = [models.UniqueConstraint(fields=["contract", "machine"], name="machine_once_per_contract")]


class MachineService(models.Model):
    """One finished service of a machine: written by sign_card, read by report_fault for guarantee and repeats."""

    # None while the ticket is provisional: it finds its machine when the serial number is corrected.
    machine = models.ForeignKey(Machine, models.PROTECT, null=True, related_name="services")
    completed_at = models.DateTimeField()
    engineer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    in_warranty = models.BooleanField(null=True)
    guarantee_until = models.DateField(null=True)
    ticket_id = models.BigIntegerField()  # tickets is a layer above: a number, no foreign key
    ticket_number = models.CharField(max_length=40)
    fault = models.TextField(blank=True)
    cause = models.TextField(blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("服务履历")
        indexes = [models.Index(fields=["machine", "completed_at"], name="service_by_machine_and_time")]

    def __str__(self) -> str:
        return f"{self.machine_id} {self.ticket_number}"


class ImportRun(models.Model):
    """One import that changed something; its journal row tells the act. Append-only."""

    kind = models.CharField(_("内容"), max_length=12, choices=FileKind.choices)
    file_name = models.CharField(_("文件"), max_length=200)
    sha256 = models.CharField(max_length=64)
    added = models.PositiveIntegerField(_("新增"))
    updated = models.PositiveIntegerField(_("更新"))
    unchanged = models.PositiveIntegerField(_("未变"))
    refused = models.PositiveIntegerField(_("拒绝"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("操作人")
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("导入记录")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name


# Django finds the models of an app here.
from customers.import_models import ImportMapping, ImportUpload  # noqa: E402 -- they refer to ImportRun

__all__ = [
    "ClassChange", "Contract", "ContractMachine", "Customer", "ImportMapping", "ImportRun", "ImportUpload", "Machine",
    "MachineModel", "MachineService", "Site",
]  # fmt: skip
