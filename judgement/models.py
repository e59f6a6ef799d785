"""Facts that the book judges, and what it proposes; who decides, and how, lies above in penalties."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from core.subjects import SubjectFields
from judgement.managers import ProposalQuerySet
from judgement.states import ProposalState
from rulebook.models import RulebookVersion


class Fact(SubjectFields):
    """Something that happened, with all that judging it needed. Append-only."""

    event = models.CharField(max_length=60)
    occurrence = models.CharField(max_length=60, blank=True)
    epoch = models.PositiveIntegerField(default=1)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey(RulebookVersion, models.PROTECT)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    # Which call wrote the row: tells a writer what ON CONFLICT DO NOTHING let through.
    batch = models.UUIDField()

    class Meta:
        verbose_name = verbose_name_plural = _("事实")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "subject_type", "subject_id", "occurrence", "epoch"], name="fact_once"
            )
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="fact_by_subject"),
            models.Index(fields=["batch"], name="fact_by_batch"),
        ]


class FactWithdrawal(models.Model):
    """A fact turned out otherwise (zone, notice time, accepted claim). Append-only; the fact itself stays."""

    fact = models.OneToOneField(Fact, models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    at = models.DateTimeField()


class Proposal(SubjectFields):
    """What a consequence of the book asks for one person out of one fact, until and after people decided."""

    fact = models.ForeignKey(Fact, models.PROTECT, related_name="proposals")
    consequence = models.CharField(max_length=60)
    clause = models.CharField(max_length=20)
    version = models.ForeignKey(RulebookVersion, models.PROTECT)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="proposals")
    # Who answers for it: the person proposed, or whom the decider named instead (regulation 6.2d).
    charged_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="charges")
    decider_role = models.CharField(max_length=40)
    detect = models.CharField(max_length=10)
    proof_only = models.BooleanField(default=False)
    state = FSMField(
        _("状态"), max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED, protected=True
    )
    # Each effect: {"do", "mode", "amount" | "low", "high", "formula", "inputs"}; amounts are decimal text.
    effects = models.JSONField(default=list)
    quantity = models.PositiveIntegerField(default=1)
    weight = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    # Entries of one matter of which only the highest stands, and of one that is judged at one tier only.
    group_key = models.CharField(max_length=160, blank=True)
    tier_key = models.CharField(max_length=160, blank=True, db_default="")
    absorbed_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="absorbs")
    happened_on = models.DateField()
    month = models.CharField(max_length=7)
    proposed_at = models.DateTimeField()
    facts_changed = models.BooleanField(default=False)
    off_post = models.BooleanField(default=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("考核")
        constraints = [models.UniqueConstraint(fields=["consequence", "fact", "person"], name="proposal_once")]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="proposal_by_subject"),
            models.Index(fields=["charged_to", "month"], name="proposal_by_person_month"),
            models.Index(
                fields=["decider_role", "proposed_at"], name="proposal_waiting", condition=Q(state="proposed")
            ),
            models.Index(fields=["group_key"], name="proposal_by_group", condition=~Q(group_key="")),
            models.Index(fields=["tier_key"], name="proposal_by_tier", condition=~Q(tier_key="")),
            models.Index(fields=["charged_to", "consequence"], name="proposal_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.clause} {self.charged_to}"

    @transition(field=state, source=ProposalState.PROPOSED, target=ProposalState.CONFIRMED)
    def confirm(self, *, charged_to: Any, effects: list[dict[str, Any]]) -> None:
        """By its decider, who is not its target; `effects` carry the chosen amounts (regulation 0.9)."""
        self.charged_to, self.effects, self.facts_changed = charged_to, effects, False

    @transition(field=state, source=ProposalState.PROPOSED, target=ProposalState.WAIVED)
    def waive(self) -> None:
        """By its decider with a reason; where the book knows an excuse, by an accepted proof only (E5)."""

    @transition(field=state, source=ProposalState.PROPOSED, target=ProposalState.ABSORBED)
    def absorb(self, *, by: "Proposal") -> None:
        """A higher amount of the same group takes its place (0.10)."""
        self.absorbed_by = by

    @transition(field=state, source=ProposalState.ABSORBED, target=ProposalState.PROPOSED)
    def release(self) -> None:
        """The winner fell and the group does not waive together."""
        self.absorbed_by = None

    @transition(
        field=state,
        source=[ProposalState.PROPOSED, ProposalState.ABSORBED, ProposalState.CONFIRMED, ProposalState.SETTLED],
        target=ProposalState.REVOKED,
    )
    def revoke(self) -> None:
        """The fact was corrected, or whoever may decided so; what was confirmed leaves a counter-entry."""

    @transition(field=state, source=ProposalState.CONFIRMED, target=ProposalState.SETTLED)
    def settle(self) -> None:
        """With the closing of its month (9.4i)."""
