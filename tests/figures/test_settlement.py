"""The totals of a month for everybody are those that the statements come to, line by line."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from fieldservice import services as fieldservice
from fieldservice.models import CreditLoss, DailyReport, LineLoss, ServiceCard
from fieldservice.openers import OPENERS
from figures.selectors.settlement import totals
from judgement.models import Proposal
from penalties import services as penalties
from penalties.settling import draft_of, people_of
from tests.factories import NOTICE, World, moment, to_call
from tickets.models import Instruction, Ticket

DAY = timedelta(days=1)
AFTER = moment("2026-04-08 10:00:00")
PAPERS = ["expense_claim", "service_cards", "work_summary", "visit_sheets"]


@pytest.fixture
def march(world: World) -> World:
    """Zhang's six cards, three of which count in full; three claim lines, of which one and a half are paid; a fine."""
    for opener in OPENERS:
        opener(NOTICE, since=NOTICE.date())
    cards = [to_call(world, at=NOTICE + n * DAY, engineer=world.e1).cards.get() for n in range(6)]
    _plain, lost, given_back, ordered, late_order, paid_for = cards
    told = {"clause": "9.2", "reason": "x", "at": AFTER}
    CreditLoss.objects.create(card=lost, credit="workload", **told)
    loss = CreditLoss.objects.create(card=given_back, credit="commission", **told)
    CreditLoss.objects.create(card=given_back, credit="commission", reverses=loss, **told)
    outside = [ordered, late_order, paid_for]
    Ticket.objects.filter(cards__in=outside).update(in_warranty=False, free=False)
    for card, when in ((ordered, NOTICE), (late_order, AFTER)):
        Instruction.objects.create(ticket=card.ticket, cycle=1, text="去", given_by=world.head, at=when)
    lines = [{"day": date(2026, 3, 10 + n), "place": "成都", "kind": "other", "amount": Decimal(amount)}
             for n, amount in enumerate(("180.00", "33.33", "70.00"))]  # fmt: skip
    for line in lines:
        DailyReport.objects.create(
            engineer=world.e1, day=line["day"], sent_at=AFTER, place="成都", customer="用户", contact="王工",
            phone="13800000000", equipment="正常",
        )  # fmt: skip
    fieldservice.submit_month(
        month="2026-03", kinds=PAPERS, lines=lines, text="本月总结", actor=world.e1, now=AFTER - 4 * DAY
    )
    _paid, half, nothing = world.e1.expenses.order_by("day")
    LineLoss.objects.create(line=half, percent=50, **told)
    LineLoss.objects.create(line=nothing, percent=0, **told)
    fieldservice.mark_summary(engineer=world.e1, month="2026-03", careless=True, actor=world.clerk, now=AFTER)
    proposal = Proposal.objects.get(consequence="summary_careless")
    penalties.confirm_penalty(proposal=proposal, actor=world.clerk, now=AFTER)
    return world


def test_totals_are_what_the_statements_come_to(march: World) -> None:
    drafts = {person.pk: draft_of(person, "2026-03", now=AFTER) for person in people_of("2026-03")}

    found = {one.person: one for one in totals("2026-03")}

    zhang = found[march.e1.pk]
    assert (zhang.cards, zhang.commission, zhang.reimbursed, zhang.fines) == (
        3,
        6,
        Decimal("196.67"),
        Decimal("200.00"),
    )
    for person, one in found.items():
        told = drafts[person].columns()
        assert (one.cards, one.commission) == (told["cards"], told["commission_cards"])
        assert (one.reimbursed, one.fines, one.debits) == (told["reimbursed"], told["fines"], told["debits"])


def test_card_that_was_amended_counts_once_in_the_month_of_its_first_signature(world: World) -> None:
    card = to_call(world, at=NOTICE).cards.get()
    ServiceCard.objects.filter(pk=card.pk).update(state="superseded")
    CreditLoss.objects.create(card=card, credit="workload", clause="9.2", reason="x", at=AFTER)
    fields = {name.attname: getattr(card, name.attname) for name in ServiceCard._meta.concrete_fields}
    ServiceCard.objects.create(**fields | {
        "id": None, "number": "K9", "revision": 2, "amends_id": card.pk, "amend_reason": "笔误", "state": "received",
        "signed_at": moment("2026-04-02 09:00:00")})  # fmt: skip

    assert [(one.cards, one.commission) for one in totals("2026-03")] == [(0, 1)]
    assert totals("2026-04") == []
