"""People, where they belong, which roles they hold or hand on, and when they are away."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from accounts.managers import AssignmentQuerySet, DelegationQuerySet, PersonManager
from accounts.roles import Role
from accounts.states import EngineerKind, PersonState

# The book of an installation that chooses none; the only place of the code that knows a book by name.
DEFAULT_RULEBOOK = "equipment-maker"


class Company(models.Model):
    """The one company of this installation; where its seat is may decide what is near and what is far."""

    name = models.CharField(_("公司名称"), max_length=120)
    country = models.CharField(_("国家"), max_length=2, default="CN")
    home_province = models.CharField(_("所在省份"), max_length=40)
    rulebook = models.CharField(_("制度"), max_length=60, default=DEFAULT_RULEBOOK)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("公司")

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    code = models.SlugField(_("代码"), unique=True)
    name = models.CharField(_("名称"), max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = _("部门")

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """A local office (办事处); an independent one bears service itself (regulation 9.12)."""

    code = models.SlugField(_("代码"), unique=True)
    name = models.CharField(_("名称"), max_length=80)
    province = models.CharField(_("省份"), max_length=40)
    independent = models.BooleanField(_("独立承担服务"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("办事处")

    def __str__(self) -> str:
        return self.name


class Person(AbstractUser):
    """Anybody who acts in the product; engineers are persons with the role field_engineer."""

    first_name = last_name = None  # type: ignore[assignment]  # Chinese names are one field
    name = models.CharField(_("姓名"), max_length=80)
    employee_no = models.CharField(_("工号"), max_length=40, blank=True)
    phone = models.CharField(_("手机"), max_length=40, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, verbose_name=_("部门"))
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, verbose_name=_("办事处"))
    kind = models.CharField(_("人员类别"), max_length=20, choices=EngineerKind.choices, blank=True)
    regions = models.JSONField(_("负责区域"), default=list, blank=True)
    state = FSMField(_("状态"), max_length=12, choices=PersonState.choices, default=PersonState.ACTIVE, protected=True)

    must_change_password = models.BooleanField(_("须修改密码"), default=False)
    # Since when he lets check-ins keep where he is; None without consent. The journal tells what was before.
    position_consent_at = models.DateTimeField(_("同意记录打卡位置"), null=True, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = _("人员")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @transition(field=state, source="*", target=PersonState.OFF_POST)
    def take_off_post(self) -> None:
        """Regulation 9.5, 9.10, 9.11: by a confirmed penalty only."""

    @transition(field=state, source=PersonState.OFF_POST, target=PersonState.ACTIVE)
    def reinstate(self) -> None:
        """By the general manager only (regulation X10)."""


class RoleAssignment(models.Model):
    """A role that a person holds, from and until an instant."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="assignments")
    role = models.CharField(_("岗位"), max_length=40, choices=Role.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("岗位任职")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=models.Q(until=None), name="role_held_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_role_display()}"


class Delegation(models.Model):
    """A role exercised by a deputy in the name of its holder, until 24:00 of the last day (regulation 6.4d)."""

    principal = models.ForeignKey(Person, models.PROTECT, related_name="delegations_given")
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="delegations_held")
    role = models.CharField(_("岗位"), max_length=40, choices=Role.choices)
    since = models.DateTimeField()
    until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("授权代理")
        constraints = [
            models.CheckConstraint(condition=~models.Q(principal=models.F("deputy")), name="deputy_is_another"),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="delegation_has_a_length"),
        ]

    def __str__(self) -> str:
        return f"{self.principal} → {self.deputy} {self.get_role_display()}"


class Absence(models.Model):
    """A leave or a training at the factory; written by fieldservice, read by dispatch."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=12, choices=[("leave", _("休假")), ("training", _("培训"))])
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        verbose_name = verbose_name_plural = _("休假与培训")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="absence_ends_after_it_begins"
            )
        ]


class SignInCount(models.Model):
    """How often a password was tried for one name, or on one known device, since `since`; the key tells no name."""

    key = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["since"], name="sign_in_count_by_age")]
