"""Parts with their prices, and how many of each lie where: a ledger of movements, and its balance kept beside it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.subjects import SubjectFields
from warranty.states import MovementKind

PERSON = settings.AUTH_USER_MODEL


class Part(models.Model):
    """A spare part of the catalogue; prices are copied to the papers, so that a new price changes no old paper."""

    code = models.CharField(_("件号"), max_length=60, unique=True)
    name = models.CharField(_("名称"), max_length=200)
    unit = models.CharField(_("单位"), max_length=20, default="件")
    ex_works_price = models.DecimalField(_("出厂价"), max_digits=12, decimal_places=2)
    stock_cost = models.DecimalField(_("库存成本"), max_digits=12, decimal_places=2, null=True, blank=True)
    # Too large for a courier: offered for freight or coach (6.6b).
    bulky = models.BooleanField(_("大件"), default=False)
    active = models.BooleanField(_("可用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("配件")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(ex_works_price__gte=0), name="part_price_not_negative"),
            models.CheckConstraint(
                condition=Q(stock_cost=None) | Q(stock_cost__gte=0), name="part_cost_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Warehouse(models.Model):
    code = models.SlugField(_("代码"), unique=True)
    name = models.CharField(_("名称"), max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = _("库房")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Stock(models.Model):
    """How many of a part lie in a warehouse or in an engineer's bag: the sum of its movements, never negative."""

    part = models.ForeignKey(Part, models.PROTECT, related_name="stocks")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, null=True, related_name="stocks")
    holder = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    quantity = models.PositiveIntegerField(_("数量"), default=0)
    # Below it the store is warned; only of warehouses.
    safety = models.PositiveIntegerField(_("安全库存"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("库存")
        constraints = [
            models.CheckConstraint(
                condition=Q(warehouse=None, holder__isnull=False) | Q(warehouse__isnull=False, holder=None),
                name="stock_lies_in_one_place",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="stock_never_negative"),
            models.UniqueConstraint(
                fields=["part", "warehouse"], condition=Q(holder=None), name="stock_once_per_warehouse"
            ),
            models.UniqueConstraint(fields=["part", "holder"], condition=Q(warehouse=None), name="stock_once_per_bag"),
        ]


class StockMovement(SubjectFields):
    """One change of one stock, with the paper that caused it. Append-only; what goes elsewhere is two rows."""

    stock = models.ForeignKey(Stock, models.PROTECT, related_name="movements")
    kind = models.CharField(_("事由"), max_length=12, choices=MovementKind.choices)
    quantity = models.IntegerField(_("数量"))
    # What lay there afterwards, so that a row can be read without its predecessors.
    balance = models.PositiveIntegerField(_("结存"))
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("时间"))
    note = models.CharField(_("备注"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("库存流水")
        constraints = [models.CheckConstraint(condition=~Q(quantity=0), name="movement_moves_something")]
        indexes = [
            models.Index(fields=["stock", "-id"], name="movement_by_stock"),
            models.Index(fields=["subject_type", "subject_id"], name="movement_by_paper"),
        ]
