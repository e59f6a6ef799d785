"""What the demo does for its customers besides repairs: contracts, labels, visits, reports by code, ratings."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from core.clock import local_day
from core.journal import CUSTOMER
from customers import services as customers
from customers.models import Customer, Machine
from fieldservice import services as fieldservice
from notifications.services import mark_all_read
from scenarios.demo import base
from scenarios.demo.crowd import factories
from scenarios.demo.dice import Dice
from scenarios.demo.story import Story
from tickets.models import Ticket
from tickets.public import services as public
from tickets.public.models import MachineLabel
from tickets.public.services.reporting import Sender

HOTLINE = "023-68880100"
LABELLED, QUESTIONS = 60, 7
# customer: number, kind, months since it began, days until it ends
CONTRACTS = {
    "C001": ("HT-2025-018", "年度保养", 11, 38), "C003": ("HT-2025-022", "整机延保", 9, 95),
    "C004": ("HT-2026-003", "年度保养", 8, 125), "C007": ("HT-2026-007", "备件框架", 6, 185),
    "C008": ("HT-2026-011", "年度保养", 5, 215), "C103": ("HT-2025-009", "年度保养", 14, -20),
    "C112": ("HT-2026-015", "整机延保", 3, 640), "C120": ("HT-2026-019", "年度保养", 1, 335),
}  # fmt: skip
# A and B: how many days ago somebody came, and how likely. Visits of the quarter before, and of the running one.
VISITS = {"A": ((62.0, 88.0, 0.9), (3.0, 40.0, 0.7)), "B": ((10.0, 88.0, 0.8),)}
PRAISE = ("来得快，讲得清楚", "师傅态度好，现场收拾干净", "", "问题解决了，谢谢", "")
BLAME = ("等了比较久", "修了两次才好", "希望提前打电话")
Tell = Callable[[], Story]


def contracts(tell: Tell) -> list[Story]:
    return [_contract(tell(), number) for number in CONTRACTS]


def _contract(story: Story, customer: str) -> Story:
    number, kind, months, left = CONTRACTS[customer]
    today = local_day(story.reference)

    def do(now: datetime) -> None:
        customers.add_contract(
            customer=Customer.objects.get(number=customer), number=number, kind=kind,
            starts_on=today - months * base.MONTH, ends_on=today + timedelta(days=left),
            actor=story.people["liaison"], now=now,
        )  # fmt: skip

    # Entered when the company began to use the product, where it is older.
    return story.at(-24.0 * min(30 * months, 92), do)


def labels(tell: Tell) -> list[Story]:
    """The public pages' telephone, labels for the older machines, and a report by code that somebody must look at."""
    story = tell().at(-24.0 * 80, lambda now: _open_pages(story, now))
    return [story.at(-1.3, _report)]


def _open_pages(story: Story, now: datetime) -> None:
    public.set_public_pages(phone=HOTLINE, engineer_phone=True, actor=story.people["head"], now=now)
    machines = list(Machine.objects.order_by("serial")[:LABELLED])
    public.issue_labels(machines=machines, actor=story.people["liaison"], now=now)


def _report(now: datetime) -> None:
    """From a phone that keeps no cookie: suspicious enough for a person to look first."""
    label = MachineLabel.objects.select_related("machine__customer").order_by("pk")[0]
    public.send_report(
        label=label, fault="操作台急停后无法复位", contact="夜班值班员", phone="13896107788", key="demo",
        sender=Sender(device="", address="192.0.2.18"), now=now,
    )  # fmt: skip


def visits(tell: Tell) -> list[Story]:
    """Most of the visits that A and B customers are owed; some were forgotten."""
    kinds = {number: told[1] for number, told in base.CUSTOMERS.items()}
    kinds |= {factory.number: factory.customer_class for factory in factories()}
    return [story for number, kind in kinds.items() for story in _visits_of(tell, number, kind)]


def _visits_of(tell: Tell, number: str, kind: str) -> Iterator[Story]:
    dice = Dice(f"visits {number}")
    for first, last, likely in VISITS.get(kind, ()):
        days, scores = dice.between(first, last), [dice.weighed({5: 6, 4: 4, 3: 1}) for _ in range(QUESTIONS)]
        if dice.between(0, 1) < likely:
            yield tell().at(-24 * days, _visit(number, scores))


def _visit(number: str, scores: list[int]) -> Callable[[datetime], None]:
    def do(now: datetime) -> None:
        customer = Customer.objects.select_related("visited_by").get(number=number)
        if customer.visited_by:
            fieldservice.visit_customer(
                customer=customer, scores=scores, interviewee=customer.contact, actor=customer.visited_by, now=now
            )

    return do


def rating(dice: Dice) -> Callable[[Ticket, datetime], None]:
    """What a customer thinks of the finished service."""
    stars = dice.weighed({5: 12, 4: 6, 3: 2, 2: 1})
    text = dice.one(PRAISE if stars > 3 else BLAME)

    def do(ticket: Ticket, now: datetime) -> None:
        public.rate_service(ticket=ticket, stars=stars, text=text, actor=CUSTOMER, now=now)

    return do


def readers(tell: Tell) -> list[Story]:
    """Everybody reads what he was told, some more often than others; what came since the last time is unread."""
    return [_reads(tell(), name, 30 - number % 5 * 5) for number, name in enumerate(tell().people)]


def _reads(story: Story, name: str, ago: float) -> Story:
    return story.at(-ago, lambda now: mark_all_read(actor=story.people[name], now=now))


ALL = (contracts, labels, visits, readers)
