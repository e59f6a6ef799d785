"""Whatever book a company chooses on its first day, its main pages open and its work can be done."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localtime

from accounts import services as accounts
from accounts.models import DEFAULT_RULEBOOK, Person
from aftersales.setup.blanks import blanks
from aftersales.setup.services import Administrator, init_company
from core import clock
from core.journal import SYSTEM
from core.models import JournalEntry
from customers import services as customers
from fieldservice import services as cards
from rulebook.loader import shipped
from rulebook.offers import offered
from tests.factories import NOTICE
from tickets import services as tickets
from tickets.models import Ticket

OTHERS = [path.stem for path in shipped() if path.stem != DEFAULT_RULEBOOK]
STAFF = {
    "liaison": "liaison", "e1": "field_engineer", "clerk": "clerk", "supervisor": "service_supervisor",
    "head": "dept_head", "gm": "general_manager",
}  # fmt: skip
# Words of the first book that would be nonsense under another.
FOREIGN = ("三包", "省内", "省外")


@pytest.fixture(params=OTHERS)
def slug(request: pytest.FixtureRequest, holidays: None) -> str:
    """An installation that has chosen another book than the first, with a customer in its nearest area."""
    chosen: str = request.param
    founded = NOTICE - timedelta(days=400)
    with clock.travel(founded):
        init_company(
            name="示范服务公司", home_province="四川省", params={blank.name: "3y" for blank in blanks(chosen)},
            administrator=Administrator("admin", "管宇", "correct horse 7"), now=founded, slug=chosen,
        )  # fmt: skip
        for username, role in STAFF.items():
            kind = {"kind": "company_stationed"} if role == "field_engineer" else {}
            accounts.hire(username=username, name=username, roles=[role], actor=SYSTEM, now=founded, **kind)
        near = next(iter(offered(chosen).areas))
        owner = customers.add_customer(
            number="c1", name="锦江商场", province="四川省", area=near, actor=SYSTEM, now=founded
        )
        sold = date(2025, 6, 15)
        customers.add_machine(serial="P1", customer=owner, sold_on=sold, actor=SYSTEM, now=founded)
    return chosen


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(person(username))
    return client


def person(username: str) -> Person:
    return Person.objects.get(username=username)


def test_from_the_call_to_the_arrival_in_the_browser(slug: str) -> None:
    with clock.travel(NOTICE + timedelta(minutes=5)):
        desk = signed_in("liaison")
        typed = localtime(NOTICE).strftime("%Y-%m-%dT%H:%M")
        assert desk.get("/tickets/new/").status_code == 200
        assert desk.get("/tickets/new/preview/", {"serial": "P1"}).status_code == 200
        answer = desk.post("/tickets/new/", {
            "_key": "every-trade", "serial": "P1", "fault": "没有画面", "source": "phone", "notified_at": typed,
        })  # fmt: skip
        ticket = Ticket.objects.get()
        assert answer.status_code in (302, 303), answer.content.decode()
        tickets.dispatch(ticket=ticket, engineer=person("e1"), actor=person("liaison"), now=clock.now())
        tickets.arrive(ticket=ticket, actor=person("e1"), now=clock.now())
        shown = desk.get(ticket.get_absolute_url()).content.decode()

    ticket = Ticket.objects.get()
    assert ticket.zone == next(iter(offered(slug).areas))
    assert offered(slug).areas[ticket.area] in shown
    assert ticket.service_class
    cited = set(JournalEntry.objects.exclude(clause="").values_list("clause", flat=True))
    assert cited
    assert cited <= set(ticket.version.book.clauses)


@pytest.mark.parametrize(
    ("username", "path"),
    [
        ("liaison", "/"), ("liaison", "/tickets/"), ("liaison", "/tickets/new/"), ("liaison", "/rulebook/"),
        ("supervisor", "/rulebook/"), ("e1", "/m/"), ("clerk", "/tickets/"), ("gm", "/rulebook/"),
    ],
)  # fmt: skip
def test_the_main_pages_open_and_use_no_words_of_another_trade(slug: str, username: str, path: str) -> None:
    with clock.travel(NOTICE):
        ticket = tickets.report_fault(serial="P1", fault="没有画面", actor=person("liaison"), now=NOTICE)
        pages = [signed_in(username).get(one, follow=True) for one in (path, ticket.get_absolute_url())]

    assert [page.status_code for page in pages if page.status_code not in (200, 403, 404)] == []
    assert pages[0].status_code == 200
    text = pages[0].content.decode()
    assert [word for word in FOREIGN if word in text] == []


@pytest.mark.parametrize("slug", ["appliance-service"], indirect=True)
def test_the_call_after_a_service_asks_the_books_questions(slug: str) -> None:
    with clock.travel(NOTICE):
        ticket = tickets.report_fault(serial="P1", fault="不制冷", actor=person("liaison"), now=NOTICE)
        tickets.dispatch(ticket=ticket, engineer=person("e1"), actor=person("liaison"), now=NOTICE)
        tickets.arrive(ticket=ticket, actor=person("e1"), now=NOTICE)
        tickets.start_work(ticket=ticket, actor=person("e1"), now=NOTICE)
        card = cards.sign_card(
            ticket=ticket, cause_analysis="启动器损坏", result="已更换", customer_signature=True, actor=person("e1"),
            now=NOTICE,
        )  # fmt: skip
        cards.receive_card(card=card, actor=person("clerk"), now=NOTICE)
        desk, page = signed_in("liaison"), f"/tickets/{ticket.number}/follow-up/"
        questions = offered(slug).surveys["call"].items
        shown = desk.get(page).content.decode()
        half = desk.post(page, {"_key": "half", "outcome": "solved", questions[0].id: "1"})
        full = desk.post(page, {"_key": "full", "outcome": "solved", **{item.id: "2" for item in questions}})

    assert all(item.title in shown and all(level in shown for level in item.levels) for item in questions)
    assert half.status_code == 422
    assert questions[1].title in half.content.decode()
    assert full.status_code in (302, 303)
    assert Ticket.objects.get().state == "closed"
