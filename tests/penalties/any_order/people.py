"""The acts, each by anybody: many are refused, and a refusal must leave everything as it was."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

from django.core.files.base import ContentFile
from django.db import models, transaction
from PIL import Image

from accounts.models import Person
from core.errors import ActError
from deadlines.services import sweep
from fieldservice import services as fieldservice
from fieldservice.openers import OPENERS
from judgement.models import Proposal
from judgement.states import COUNTED, ProposalState
from penalties import services
from penalties.models import Appeal, Closing, Incident, WrittenProof
from penalties.services.post import reinstate
from tests import factories
from tests.factories import World, moment
from tests.penalties.any_order import promises
from tickets import services as tickets
from tickets.models import Complaint, Ticket
from tickets.states import Addressee

START = moment("2026-03-23 08:00:00")
SOMEBODY = ("clerk", "head", "gm", "supervisor", "quality_supervisor", "liaison", "e1", "e2", "e3")
DECIDERS = ("head", "head", "gm", "gm", "clerk")
TARGETS = ("e1", "e1", "e1", "e2", "e2", "e3", "head", "quality_supervisor")
INCIDENTS = ("conduct", "card_falsified", "disobeyed_dispatch", "private_parts_sale", "deserted_with_claim")
MONTHS = ("2026-03", "2026-04")
ACTS: list[tuple[int, Callable[["Company"], None]]] = []


def weighing(weight: int) -> Callable[[Callable[["Company"], None]], Callable[["Company"], None]]:
    """Registers an act that happens so often."""

    def register(act: Callable[["Company"], None]) -> Callable[["Company"], None]:
        ACTS.append((weight, act))
        return act

    return register


def photo() -> "ContentFile[bytes]":
    buffer = BytesIO()
    Image.new("RGB", (8, 8), "white").save(buffer, "PNG")
    return ContentFile(buffer.getvalue(), "photo.png")


class Company:
    """People at work in `world`, by the dice; after each act `check` asks what was promised."""

    def __init__(self, world: World, dice: Random) -> None:
        self.world, self.dice, self.now = world, dice, START
        self.closed: dict[int, tuple[Any, ...]] = {}
        self.done: list[str] = []
        self.refused: Counter[str] = Counter()

    def work(self, steps: int) -> None:
        weights, acts = zip(*ACTS, strict=True)
        for step, act in enumerate(self.dice.choices(acts, weights, k=steps)):
            before = len(self.done), self.now.date()
            act(self)
            # What was refused is looked at now and then.
            if before != (len(self.done), self.now.date()) or step % 5 == 0:
                self.check()

    def check(self) -> None:
        for promise in promises.ALWAYS:
            promise()
        for closing in Closing.objects.filter(reopened_at=None):
            picture = promises.picture_of(closing)
            assert self.closed.setdefault(closing.pk, picture) == picture, closing.month

    def attempt(self, act: Callable[..., Any], **given: Any) -> None:
        """One act a minute later; refused with a reason, or done as a whole."""
        self.now += timedelta(minutes=1)
        try:
            with transaction.atomic():
                act(**given, now=self.now)
        except ActError as refusal:
            self.refused[f"{act.__name__}: {refusal}"] += 1
        else:
            self.done.append(act.__name__)

    def by(self, names: tuple[str, ...] = SOMEBODY) -> Person:
        return Person.objects.get(pk=self.world.people[self.dice.choice(names)].pk)

    def one(self, rows: models.QuerySet[Any]) -> list[Any]:
        """One of the newest, or none."""
        found = list(rows.order_by("-pk")[:6])
        return found and [self.dice.choice(found)]


@weighing(10)
def time_passes(company: Company, *, hours: int = 0) -> None:
    company.now += timedelta(hours=hours or company.dice.choice((1, 13, 30, 24 * 5, 24 * 12)))
    for opener in OPENERS:
        opener(company.now, since=START.date())
    while sweep(now=company.now).fired:
        pass


@weighing(8)
def fault_is_reported(company: Company) -> None:
    given = {"urgent": company.dice.random() < 0.3, "serial": company.dice.choice(("P1", "P2"))}
    engineer = company.by(("e1", "e2"))

    def sent(now: Any) -> None:
        factories.dispatched(company.world, at=now, engineer=engineer, **given)

    company.attempt(sent)


@weighing(5)
def nobody_arrives(company: Company) -> None:
    fault_is_reported(company)
    time_passes(company, hours=49)


@weighing(3)
def notice_was_earlier(company: Company) -> None:
    for ticket in company.one(Ticket.objects.all()):
        earlier = ticket.notified_at - timedelta(hours=company.dice.randint(0, 20))
        company.attempt(tickets.correct, ticket=ticket, reason="记录有误", notified_at=earlier,
                        actor=company.world.liaison)  # fmt: skip


@weighing(4)
def somebody_arrives(company: Company) -> None:
    for ticket in company.one(Ticket.objects.all()):
        company.attempt(tickets.arrive, ticket=ticket, actor=company.dice.choice((ticket.engineer, company.by())))


@weighing(10)
def incident_is_recorded(company: Company) -> None:
    company.attempt(services.record_incident, kind=company.dice.choice(INCIDENTS), person=company.by(TARGETS),
                    facts="用户来电反映", evidence=[photo()], actor=company.by(("liaison", "supervisor", "e2")))  # fmt: skip


@weighing(3)
def proceeds_become_known(company: Company) -> None:
    for incident in company.one(Incident.objects.all()):
        company.attempt(services.amend_incident, incident=incident, proceeds=Decimal(company.dice.choice((0, 800))),
                        actor=company.world.head)  # fmt: skip


@weighing(5)
def user_complains(company: Company) -> None:
    company.attempt(tickets.file_complaint, addressee=company.dice.choice(Addressee.values),
                    content="服务态度差", persons=[company.by(TARGETS)], actor=company.world.liaison)  # fmt: skip


@weighing(6)
def complaint_is_verified(company: Company) -> None:
    for complaint in company.one(Complaint.objects.all()):
        company.attempt(tickets.verify_complaint, complaint=complaint, service_caused=company.dice.random() < 0.8,
                        finding="已核实", actor=company.by(DECIDERS))  # fmt: skip


def waiting() -> models.QuerySet[Proposal]:
    return Proposal.objects.filter(state=ProposalState.PROPOSED)


@weighing(22)
def penalty_is_confirmed(company: Company) -> None:
    """Within the bounds, at their ends, or a cent beyond; sometimes at the expense of somebody else."""
    for proposal in company.one(waiting()):
        bounds = [(Decimal(one["low"]), Decimal(one["high"])) for one in proposal.effects if "low" in one]
        low, high = bounds[0] if bounds else (None, None)
        beyond = high + Decimal("0.01") if high is not None else None
        charge = company.by(("e1", "liaison", "head")) if company.dice.random() < 0.2 else None
        company.attempt(services.confirm_penalty, proposal=proposal, reason="核实", charge_to=charge,
                        amount=company.dice.choice((low, low, high, high, beyond)),
                        actor=company.by(DECIDERS))  # fmt: skip


@weighing(4)
def penalty_is_waived(company: Company) -> None:
    for proposal in company.one(waiting()):
        company.attempt(services.waive_penalty, proposal=proposal, reason="情有可原", actor=company.by(DECIDERS))


@weighing(4)
def penalty_is_revoked(company: Company) -> None:
    for proposal in company.one(Proposal.objects.all()):
        company.attempt(services.revoke_penalty, proposal=proposal, reason="查错了人", actor=company.by(DECIDERS))


@weighing(7)
def proof_is_handed_in(company: Company) -> None:
    late = waiting().filter(proof_only=True).values("subject_id")
    for ticket in company.one(Ticket.objects.filter(pk__in=late)):
        company.attempt(services.file_proof, ticket=ticket, reason="高速封闭", documents=[photo()],
                        actor=ticket.engineer)  # fmt: skip


@weighing(6)
def proof_is_decided(company: Company) -> None:
    for proof in company.one(WrittenProof.objects.all()):
        company.attempt(services.decide_proof, proof=proof, accept=company.dice.random() < 0.5, reason="属实",
                        actor=company.by(DECIDERS))  # fmt: skip


@weighing(7)
def person_appeals(company: Company) -> None:
    for proposal in company.one(Proposal.objects.filter(state__in=COUNTED)):
        company.attempt(services.file_appeal, proposal=proposal, reason="认错人了", actor=proposal.charged_to)


@weighing(7)
def appeal_is_decided(company: Company) -> None:
    for appeal in company.one(Appeal.objects.all()):
        company.attempt(services.decide_appeal, appeal=appeal, uphold=company.dice.random() < 0.5, reason="复核",
                        actor=company.by(("gm", "gm", "head", "e1")))  # fmt: skip


@weighing(3)
def deputy_is_named(company: Company) -> None:
    for appeal in company.one(Appeal.objects.all()):
        company.attempt(services.name_appeal_deputy, appeal=appeal, deputy=company.by(), actor=company.world.gm)


@weighing(4)
def month_is_handed_in(company: Company) -> None:
    company.attempt(fieldservice.submit_month, month=company.dice.choice(MONTHS), kinds=["work_summary"],
                    text="完成全部派工，按时回访用户", actor=company.world.e1)  # fmt: skip


@weighing(3)
def summary_is_judged(company: Company) -> None:
    company.attempt(fieldservice.mark_summary, engineer=company.world.e1, month=company.dice.choice(MONTHS),
                    careless=company.dice.random() < 0.7, actor=company.by(("clerk", "head", "e1")))  # fmt: skip


@weighing(5)
def month_is_closed(company: Company) -> None:
    company.attempt(services.close_month, month=company.dice.choice(MONTHS), actor=company.by(("clerk", "clerk", "gm")))


@weighing(2)
def month_is_opened_again(company: Company) -> None:
    company.attempt(services.reopen_month, month=company.dice.choice(MONTHS), reason="漏算",
                    actor=company.by(("head", "gm", "clerk")))  # fmt: skip


@weighing(5)
def somebody_comes_back_on_post(company: Company) -> None:
    company.attempt(reinstate, person=company.by(TARGETS), reason="考察合格", actor=company.by(("gm", "gm", "head")))
