"""What happened in the course of a ticket, as rows of their own."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tickets.models.ticket import Ticket
from tickets.states import ArrivalOutcome, CallOutcome, HoldKind

PERSON = settings.AUTH_USER_MODEL


class CycleRow(models.Model):
    """Something that happened in one cycle of a ticket."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="%(class)ss")
    cycle = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True


class Assignment(CycleRow):
    """Who was assigned from when until when; `engineer_at` reads it to find who answers for a breach (6.2d)."""

    engineer = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=20, blank=True)
    assigned_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(until=None), name="one_engineer_at_a_time"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="assignment_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["engineer", "ticket"], name="assignment_by_engineer")]


class Appointment(CycleRow):
    """7.1b: visit time, work and place as agreed with the user."""

    visit_at = models.DateTimeField()
    work = models.CharField(max_length=200)
    place = models.CharField(max_length=200)
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Arrival(CycleRow):
    """When the product received the check-in, and what the phone claimed. Append-only.

    The time of receipt is fact. `device_time` is what the phone's clock said on tap, `age_ms` how long before receipt
    that was by its monotonic counter, null where the phone was restarted meanwhile; `claimed_at` follows from
    them (table W8). A position is kept at check-in only and with consent only: degrees, accuracy in metres.
    """

    engineer = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    position = models.CharField(max_length=120, blank=True)
    first = models.BooleanField()
    # Nullable, as added later: the table refuses every change of its rows.
    outcome = models.CharField(max_length=10, choices=ArrivalOutcome.choices, null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    accuracy = models.FloatField(null=True)
    device_time = models.DateTimeField(null=True)
    age_ms = models.BigIntegerField(null=True)
    flags = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "cycle"], condition=Q(first=True), name="one_first_arrival_per_cycle"
            ),
            models.CheckConstraint(
                condition=Q(claimed_at=None) | Q(claimed_at__lte=F("received_at")),
                name="arrival_claim_not_later",
            ),
        ]
        indexes = [models.Index(fields=["engineer", "-received_at"], name="arrival_by_engineer")]


class ArrivalDecision(models.Model):
    """What the supervisor made of an arrival that was claimed for an earlier time than it was received. Append-only."""

    arrival = models.OneToOneField(Arrival, models.PROTECT, related_name="decision")
    accepted = models.BooleanField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class WaitingClaim(models.Model):
    """A claimed arrival that a supervisor has to look at, so that his list is short however many arrivals there are.

    It follows from the arrival and its limit by table W8 (`tickets.claims`); `settled_at` says that nobody waits for it
    any more: it was decided, or the limit was corrected meanwhile.
    """

    arrival = models.OneToOneField(Arrival, models.PROTECT, related_name="waiting")
    since = models.DateTimeField()
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["since", "id"], name="claims_waiting", condition=Q(settled_at=None))]


class RemoteSolution(CycleRow):
    """9.3c: why the site was not reached, and the user's own description."""

    reason = models.TextField()
    described_by_user = models.TextField()
    engineer = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Hold(models.Model):
    """Something that must finish before the ticket goes on. Placed and lifted by whoever owns that matter."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=20, choices=HoldKind.choices)
    note = models.CharField(max_length=200, blank=True)
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["ticket"], name="open_holds", condition=Q(lifted_at=None))]


class Escalation(CycleRow):
    """7.3a, 9.10: the question to the department, and its answer."""

    description = models.TextField()
    engineer = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    hold = models.OneToOneField(Hold, models.PROTECT, related_name="escalation")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)


class FollowUpCall(CycleRow):
    """6.12: one attempt to reach the customer, and what he said."""

    outcome = models.CharField(max_length=12)
    authentic = models.CharField(max_length=12, blank=True)
    note = models.TextField(blank=True)
    # {"survey": "opinion", "scores": {"punctual": 1}} where the book has one asked; nullable, as added later.
    answers = models.JSONField(null=True)
    caller = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="calls_by_time")]

    @property
    def outcome_label(self) -> str:
        return str(CallOutcome(self.outcome).label)


class Instruction(CycleRow):
    """9.4e: 技质部批示, the order to serve out of warranty; a card counts only if it came before the service."""

    text = models.TextField()
    given_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
