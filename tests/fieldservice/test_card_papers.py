"""The card as PDF: at the desk, on the phone, for the customer by his link, and what the code on it says."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image, ImageDraw
from pypdf import PdfReader

from core import clock
from core.files import store_image
from fieldservice import services
from fieldservice.models import ServiceCard
from tests.factories import World, working
from tests.fieldservice.cards import AT, sign
from tickets.models import Ticket
from tickets.services.status_links import revoke_status_link, send_status_link, token_of


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with clock.travel(AT):
        yield


def drawn(card_ticket, kind="signature"):
    picture, out = Image.new("RGB", (300, 120), "white"), BytesIO()
    ImageDraw.Draw(picture).line([(20, 60), (280, 70)], fill="black" if kind == "signature" else "red", width=4)
    picture.save(out, "PNG")
    return store_image(ContentFile(out.getvalue(), "s.png"), card_ticket, kind=kind, actor=card_ticket.engineer, now=AT)


@pytest.fixture
def card(world: World) -> ServiceCard:
    ticket = working(world)
    return sign(ticket, signature=drawn(ticket), stamp=drawn(ticket, "stamp"))


def opened(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).replace("\n", "")


def test_print_says_what_the_customer_signed(world: World, card: ServiceCard) -> None:
    answer = opened(world.e1).get(f"/cards/{card.number}/pdf/")

    told = text_of(answer)
    for words in ("现场服务卡", card.number, "密封圈硬化", "正常磨损或老化", "运行正常", "免费服务", "2026-09-02", "王工",
                  "服务人员没有向您收取任何费用"):  # fmt: skip
        assert words in told, words
    assert len(PdfReader(BytesIO(answer.content)).pages[0].images) >= 2
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")


@pytest.mark.parametrize(("who", "status"), [("e1", 200), ("clerk", 200), ("head", 200), ("auditor", 200), ("e2", 404),
                                             ("finance", 403)])  # fmt: skip
def test_who_sees_the_ticket_prints_its_card(world: World, card: ServiceCard, who: str, status: int) -> None:
    assert opened(world.people[who]).get(f"/cards/{card.number}/pdf/").status_code == status


def test_draft_is_no_paper(world: World) -> None:
    draft = services.save_draft(ticket=working(world), actor=world.e1, now=AT, work_done="拆检")

    assert opened(world.e1).get(f"/cards/{draft.number}/pdf/").status_code == 404


def test_code_leads_to_whether_the_print_is_still_true(world: World, card: ServiceCard) -> None:
    desk = opened(world.liaison)

    assert "与系统记录一致" in desk.get(f"/cards/{card.number}/check/{card.seal}/").content.decode()
    assert "与系统记录不一致" in desk.get(f"/cards/{card.number}/check/{'0' * 64}/").content.decode()
    assert opened(world.e2).get(f"/cards/{card.number}/check/{card.seal}/").status_code == 404


def test_superseded_print_names_the_revision(world: World, card: ServiceCard) -> None:
    services.amend_card(card=card, reason="原因写错", actor=world.e1, now=AT)
    sign(Ticket.objects.get())

    told = text_of(opened(world.e1).get(f"/cards/{card.number}/pdf/"))
    assert "本卡已由第 2 版修订" in told
    assert f"{card.number}-2" in told
    page = opened(world.e1).get(f"/cards/{card.number}/check/{card.seal}/").content.decode()
    assert "本卡已被修订" in page


def link(world: World, card: ServiceCard) -> str:
    return token_of(send_status_link(ticket=card.ticket, actor=world.liaison, now=AT))


def test_customer_finds_his_copy_on_the_status_page(world: World, card: ServiceCard) -> None:
    token, anybody = link(world, card), Client()
    url = f"/s/{token}/cards/{card.number}/"

    assert url in anybody.get(f"/s/{token}/").content.decode()
    answer = anybody.get(url)
    assert "密封圈硬化" in text_of(answer)
    assert answer["X-Robots-Tag"].startswith("noindex")


def test_copy_goes_with_the_link(world: World, card: ServiceCard) -> None:
    token, anybody = link(world, card), Client()
    other = sign(working(world, serial="P2"))

    assert anybody.get(f"/s/{token}/cards/{other.number}/").status_code == 404
    assert anybody.get(f"/s/{'a' * len(token)}/cards/{card.number}/").status_code == 404
    revoke_status_link(ticket=card.ticket, actor=world.liaison, now=AT)
    assert anybody.get(f"/s/{token}/cards/{card.number}/").status_code == 404


def test_draft_is_nothing_for_the_customer(world: World) -> None:
    ticket = working(world)
    draft = services.save_draft(ticket=ticket, actor=world.e1, now=AT, work_done="拆检")
    token = token_of(send_status_link(ticket=ticket, actor=world.liaison, now=AT))

    assert Client().get(f"/s/{token}/cards/{draft.number}/").status_code == 404
    assert "服务卡（PDF）" not in Client().get(f"/s/{token}/").content.decode()
