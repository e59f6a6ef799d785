"""What the demo's managers decide about late arrivals: confirmed, excused by a proof, or not."""

from datetime import datetime

from accounts.models import Office, Person
from fieldservice import services as fieldservice
from fieldservice.models import ServiceCard
from fieldservice.states import CardState
from judgement.models import Proposal
from penalties import services as penalties
from penalties.models import WrittenProof
from scenarios.demo.dice import Dice
from scenarios.demo.pictures import photo
from tickets.models import Ticket

SUBJECT = "tickets.ticket"
REASONS = (
    "暴雨封路，交警部门有通告", "用户要求改到第二天上午，有短信", "渡口停航，等候四小时，有停航公告",
    "途中车辆故障，拖车单据附后", "用户厂区临时管制，门卫登记可查",
)  # fmt: skip


def person(username: str) -> Person:
    return Person.objects.get(username=username)


def office(code: str) -> Office:
    return Office.objects.get(code=code)


def entry(ticket: Ticket) -> Proposal:
    """The entry of clause 6.2 about the ticket."""
    return Proposal.objects.get(subject_type=SUBJECT, subject_id=ticket.pk, clause="6.2")


def take_card(ticket: Ticket, now: datetime) -> None:
    """Received and compared; one that came with the month's papers is only compared."""
    card = ServiceCard.objects.get(ticket=ticket, cycle=ticket.cycle)
    if card.state == CardState.SIGNED:
        fieldservice.receive_card(card=card, actor=person("clerk"), now=now)
    elif card.consistent is None:
        fieldservice.check_card(card=card, actor=person("clerk"), now=now)


def confirm(ticket: Ticket, now: datetime) -> None:
    penalties.confirm_penalty(proposal=entry(ticket), actor=person("head"), now=now)


def prove(ticket: Ticket, now: datetime) -> None:
    penalties.file_proof(
        ticket=ticket, reason=Dice(ticket.serial).one(REASONS), documents=photo(ticket.number),
        actor=entry(ticket).person, now=now,
    )  # fmt: skip


def accept(ticket: Ticket, now: datetime) -> None:
    _decide(ticket, now, accept=True, reason="情况属实")


def refuse(ticket: Ticket, now: datetime) -> None:
    """The reason does not convince, and the entry is confirmed."""
    _decide(ticket, now, accept=False, reason="当日道路通畅，未见封路通告")
    confirm(ticket, now)


def _decide(ticket: Ticket, now: datetime, *, accept: bool, reason: str) -> None:
    proof = WrittenProof.objects.get(subject_type=SUBJECT, subject_id=ticket.pk)
    penalties.decide_proof(proof=proof, accept=accept, reason=reason, actor=person("head"), now=now)
