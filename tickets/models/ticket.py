"""The ticket and its state machine (regulation B.1)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from accounts.models import Office
from core.kept import KeptByDatabase
from customers.models import Customer, Machine
from rulebook.models import RulebookVersion
from tickets.managers import TicketQuerySet
from tickets.states import FINAL, OPEN, Source, TicketState
from tickets.waits import NEVER

S = TicketState
PERSON = settings.AUTH_USER_MODEL
# As a list of states every plan would have to prove that one list lies in the other, which took longer than reading.
UNCLOSED = Q(closed_at=None)
# Every order and every narrowing of the queues, each the beginning of an index over the open tickets only.
OPEN_LISTS = {
    "due": ["waits_until", "id"], "newest": ["-notified_at", "id"], "number": ["number", "id"],
    **{name: [name, "waits_until", "id"]
       for name in ("state", "zone", "province", "engineer", "reported_by", "service_class")},
}  # fmt: skip


class Ticket(models.Model):
    """One fault report from the user's notice until the customer is satisfied (clauses 5 to 6.12).

    Coverage and version are those of the notice; a correction recomputes them, a new rulebook never does.
    """

    number = models.CharField(_("工单号"), max_length=20, unique=True)
    state = FSMField(_("状态"), max_length=20, choices=S.choices, default=S.REPORTED, protected=True)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="tickets", verbose_name=_("客户")
    )
    # Copied: a provisional ticket has no customer row, and a renamed one must not rewrite old papers.
    customer_name = models.CharField(_("客户名称"), max_length=200)
    machine = models.ForeignKey(
        Machine, models.PROTECT, null=True, blank=True, related_name="tickets", verbose_name=_("设备")
    )
    serial = models.CharField(_("出厂编号"), max_length=60, blank=True)
    fault = models.TextField(_("故障现象"))
    source = models.CharField(_("来源"), max_length=20, choices=Source.choices, default=Source.PHONE)
    urgent = models.BooleanField(_("急需"), default=False)
    contact = models.CharField(_("联系人"), max_length=80, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    country = models.CharField(_("国家"), max_length=2, default="CN")
    province = models.CharField(_("现场省份"), max_length=40, blank=True)
    city = models.CharField(_("现场城市"), max_length=60, blank=True)
    area = models.CharField(_("现场片区"), max_length=40, blank=True)
    address = models.CharField(_("现场地址"), max_length=300, blank=True)
    zone = models.CharField(_("区域"), max_length=40)
    notified_at = models.DateTimeField(_("用户通知时间"))
    reported_at = models.DateTimeField(_("登记时间"))
    reported_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人"), db_index=False
    )
    version = models.ForeignKey(RulebookVersion, models.PROTECT, verbose_name=_("制度版本"), db_index=False)
    in_warranty = models.BooleanField(_("保内"), null=True)
    warranty_ends = models.DateField(_("保修截止"), null=True, blank=True)
    free = models.BooleanField(_("免费"), null=True)
    coverage = models.JSONField(default=dict)
    service_class = models.CharField(_("服务类别"), max_length=20, blank=True)
    warnings = models.JSONField(default=list)
    cycle = models.PositiveSmallIntegerField(_("轮次"), default=1)
    # From where the arrival clock of this cycle counts: the notice, later the follow-up call.
    cycle_from = models.DateTimeField()
    # When the site was first reached in this cycle; null again with the next one.
    arrived_at = models.DateTimeField(_("到场时间"), null=True, blank=True)
    engineer = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="jobs", verbose_name=_("服务人员")
    )
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("办事处"), db_index=False
    )
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", db_index=False
    )
    # The instruction that is still good; handing the ticket to an office asks for a new one.
    instructed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(_("关闭时间"), null=True, blank=True)
    # The earliest limit that still waits, for sorting; see tickets.waits.
    waits_until = KeptByDatabase(default=NEVER, editable=False)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("工单")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="ticket_state_known"),
            models.CheckConstraint(condition=Q(cycle__gte=1), name="ticket_cycle_from_one"),
            models.CheckConstraint(condition=Q(notified_at__lte=F("reported_at")), name="ticket_not_from_future"),
            models.CheckConstraint(
                condition=~Q(state__in=[S.DISPATCHED, S.ON_SITE]) | Q(engineer__isnull=False),
                name="ticket_sent_has_engineer",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.ON_SITE) | Q(arrived_at__isnull=False), name="ticket_on_site_has_arrival"
            ),
            models.CheckConstraint(
                condition=Q(state__in=FINAL, closed_at__isnull=False) | Q(state__in=OPEN, closed_at=None),
                name="ticket_closed_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.HANDED_TO_OFFICE) | Q(office__isnull=False),
                name="ticket_at_office_names_it",
            ),
            models.CheckConstraint(
                condition=Q(in_warranty=None) | Q(warranty_ends__isnull=False), name="ticket_warranty_has_end"
            ),
            models.CheckConstraint(condition=~Q(in_warranty=True) | Q(free=True), name="ticket_in_warranty_is_free"),
            models.CheckConstraint(
                condition=Q(duplicate_of=None) | Q(state=S.CANCELLED), name="ticket_duplicate_is_cancelled"
            ),
        ]
        indexes = [
            *(
                models.Index(fields=fields, name=f"ticket_open_{name}", condition=UNCLOSED)
                for name, fields in OPEN_LISTS.items()
            ),
            models.Index(fields=["waits_until", "id"], name="ticket_open_urgent", condition=UNCLOSED & Q(urgent=True)),
            models.Index(fields=["office"], name="ticket_by_office", condition=Q(office__isnull=False)),
            models.Index(fields=["-notified_at"], name="ticket_by_notice"),
            # By their beginnings: the order of another language's letters would not serve LIKE.
            models.Index(fields=["serial"], name="ticket_by_serial_part", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["phone"], name="ticket_by_phone_part", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("tickets:ticket", args=[self.number])

    @property
    def provisional(self) -> bool:
        """Filed under a serial number that is not in the installed base yet."""
        return self.machine_id is None

    @transition(state, [S.REPORTED, S.DISPATCHED, S.ON_SITE, S.DIAGNOSED, S.HANDED_TO_OFFICE], S.DISPATCHED)
    def dispatch(self, *, engineer: Any) -> None:
        """6.2: send an engineer, or another one; the due time does not move."""
        self.engineer = engineer

    @transition(state, S.DISPATCHED, None)
    def accept(self) -> None:
        """7.1: the engineer takes the job."""

    @transition(state, S.DISPATCHED, None)
    def appoint(self) -> None:
        """7.1b: a visit is agreed; the due time does not move."""

    @transition(state, S.DISPATCHED, S.REPORTED)
    def decline(self) -> None:
        """The engineer gives the job back; the clock goes on."""
        self.engineer = None

    @transition(state, S.DISPATCHED, S.DIAGNOSED)
    def resolve_remotely(self) -> None:
        """9.3c: solved without reaching the site."""

    @transition(state, [S.DISPATCHED, S.DIAGNOSED], S.ON_SITE)
    def arrive(self, *, received_at: datetime) -> None:
        """5e: the assigned engineer is on site; the first arrival of the cycle counts."""
        self.arrived_at = self.arrived_at or received_at

    @transition(state, "*", None)
    def accept_arrival(self, *, reached_at: datetime | None = None) -> None:
        """5e: the supervisor judges a claimed time of arrival; with `reached_at` it counts from then on."""
        self.arrived_at = reached_at or self.arrived_at

    @transition(state, [S.DISPATCHED, S.ON_SITE], S.DIAGNOSED)
    def diagnose(self) -> None:
        """6.3: a report was accepted."""

    @transition(state, [S.ON_SITE, S.DIAGNOSED], None)
    def escalate(self) -> None:
        """7.3a: what the engineer cannot solve goes to the department."""

    @transition(state, OPEN, None)
    def answer_escalation(self) -> None:
        """7.3a: the supervisor answers; the hold is lifted."""

    @transition(state, [S.ON_SITE, S.DIAGNOSED], S.WORKING)
    def start_work(self) -> None:
        """6.10: nothing is outstanding that the work needs."""

    @transition(state, S.WORKING, S.COMPLETED)
    def complete(self) -> None:
        """6.11: the card is signed."""

    @transition(state, S.COMPLETED, S.FOLLOW_UP)
    def receive(self) -> None:
        """6.12a: the department has the card."""

    @transition(state, S.FOLLOW_UP, None)
    def miss_call(self) -> None:
        """6.12c: nobody answered."""

    @transition(state, S.FOLLOW_UP, S.CLOSED)
    def close(self, *, at: datetime) -> None:
        """6.12: the customer is satisfied."""
        self.closed_at = at

    @transition(state, S.FOLLOW_UP, S.REPORTED)
    def reopen(self, *, at: datetime) -> None:
        """6.12b: the problem persists; the call is a new notice of the user."""
        self.cycle += 1
        self.cycle_from = at
        self.engineer = self.arrived_at = self.office = self.instructed_at = None

    @transition(state, S.FOLLOW_UP, S.CLOSED_UNREACHABLE)
    def close_unreachable(self, *, at: datetime) -> None:
        """6.12c: reported apart from the satisfied."""
        self.closed_at = at

    @transition(state, [S.REPORTED, S.DISPATCHED], S.CANCELLED)
    def cancel(self, *, at: datetime, duplicate_of: "Ticket | None" = None) -> None:
        """The user no longer needs us, or the report is linked to an earlier one."""
        self.closed_at, self.duplicate_of = at, duplicate_of

    @transition(state, S.REPORTED, S.HANDED_TO_OFFICE)
    def hand_to_office(self, *, office: Office) -> None:
        """9.11a: out-of-warranty service is coordinated by the office."""
        self.office, self.instructed_at = office, None

    @transition(state, S.HANDED_TO_OFFICE, S.FOLLOW_UP)
    def office_done(self) -> None:
        """9.11: the office has served; the department still calls back."""

    @transition(state, OPEN, None)
    def instruct(self, *, at: datetime) -> None:
        """9.4e: the department orders service out of warranty."""
        self.instructed_at = at

    @transition(state, OPEN, None)
    def correct(self, **facts: Any) -> None:
        """6.1, 5f: what was noted about site, notice, machine or urgency was wrong."""
        for name, value in facts.items():
            setattr(self, name, value)

    @transition(state, [S.REPORTED, S.DISPATCHED, S.DIAGNOSED], None)
    def set_due(self) -> None:
        """5f: a person sets what the book leaves open."""

    @transition(state, [S.REPORTED, S.DISPATCHED], None)
    def wait_for_customer(self) -> None:
        """The user cannot receive us yet; a book may let the arrival clock stand still."""

    @transition(state, [S.REPORTED, S.DISPATCHED], None)
    def customer_ready(self) -> None:
        """The user can receive us; the clock runs on."""

    @transition(state, "*", None)
    def recompute(self, **coverage: Any) -> None:
        """5a: the ex-factory date became known; the coverage of every ticket of the machine follows."""
        for name, value in coverage.items():
            setattr(self, name, value)
