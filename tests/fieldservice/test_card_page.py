"""The page of the card: drafts, steps, gaps with the way to each, amendment, and the clerk's comparison."""

import base64
import json
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageDraw

from core import clock
from fieldservice.models import ServiceCard
from tests.factories import World, working
from tests.fieldservice.cards import AT, CAUSE, kept, sign, with_parts
from tests.fieldservice.test_card_parts import DONE, used
from tickets.models import Ticket

_keys = iter(range(10**6))


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with clock.travel(AT):
        yield


@pytest.fixture
def phone(world: World) -> Client:
    return opened(world.e1)


def opened(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def drawing(width: int = 4) -> bytes:
    picture, out = Image.new("RGB", (300, 120), "white"), BytesIO()
    if width:
        ImageDraw.Draw(picture).line([(20, 60), (280, 70)], fill="black", width=width)
    picture.save(out, "PNG")
    return out.getvalue()


def posted(ticket, **given):
    rules = {f"conduct-{key.replace('.', '-')}": "on" for key in kept(ticket)}
    told = {
        "_key": f"card-key-{next(_keys)}", "work_done": "更换密封件", "cause": CAUSE, "cause_analysis": "密封件老化",
        "result": "运行正常", "training_done": "on", "cleaned_up": "on", "signer_name": "王工",
        "customer_signature": "data:image/png;base64," + base64.b64encode(drawing()).decode(),
        "strokes": "[[[20,60,0],[280,70,500]]]", **rules, **given,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value is not None}


def url(ticket) -> str:
    return f"/m/{ticket.number}/card/"


def test_card_of_five_steps_is_signed(world: World, phone: Client) -> None:
    ticket = working(world)
    answer = phone.post(url(ticket), posted(ticket))

    card = ServiceCard.objects.get()
    assert (answer.status_code, card.state, card.on_phone) == (302, "signed", True)
    assert card.strokes == "[[[20,60,0],[280,70,500]]]"


def test_every_gap_is_listed_with_the_way_to_its_step(world: World, phone: Client) -> None:
    ticket = working(world)
    given = {"cause": "", "training_done": None, "signer_name": "", "conduct-money-no_money": None}
    answer = phone.post(url(ticket), posted(ticket, **given))

    ways = {(field, step) for _text, field, step in answer.context["missing"]}
    assert answer.status_code == 422
    assert ways == {("id_cause", 1), ("id_training_reason", 3), ("id_why-money-no_money", 3), ("id_signer_name", 5)}
    assert answer.context["start"] == 1
    assert not ServiceCard.objects.exists()


def test_blank_signature_is_none(world: World, phone: Client) -> None:
    ticket = working(world)
    blank = "data:image/png;base64," + base64.b64encode(drawing(0)).decode()
    answer = phone.post(url(ticket), posted(ticket, customer_signature=blank))

    assert (answer.status_code, answer.context["start"]) == (422, 5)
    assert "签名是空白的" in answer.content.decode()


@pytest.mark.parametrize("strokes", ["[[[1,2]]]", "{}", "[[[1,2,3,4]]]", '[["x"]]', "[[[1,2,3]" ])
def test_strokes_are_numbers(world: World, phone: Client, strokes: str) -> None:
    ticket = working(world)
    assert phone.post(url(ticket), posted(ticket, strokes=strokes)).status_code == (302 if strokes == "{}" else 422)


def test_photographed_stamp_is_encoded_anew(world: World, phone: Client) -> None:
    ticket = working(world)
    stamp = SimpleUploadedFile("章.png", drawing() + b"<script>", "image/png")
    phone.post(url(ticket), posted(ticket, customer_signature="", strokes="", stamp=stamp))

    card = ServiceCard.objects.get()
    assert (card.state, card.stamped, card.customer_signature) == ("signed", True, False)
    assert b"<script>" not in card.stamp.file.read()


def test_hostile_stamp_is_refused(world: World, phone: Client) -> None:
    ticket = working(world)
    stamp = SimpleUploadedFile("章.png", b"<svg onload=alert(1)>", "image/png")
    answer = phone.post(url(ticket), posted(ticket, customer_signature="", stamp=stamp))

    assert (answer.status_code, ServiceCard.objects.count()) == (422, 0)


def autosaved(phone: Client, ticket, **given):
    key = f"draft-{next(_keys)}"
    return phone.post(url(ticket), posted(ticket, save="1", **given), headers={"X-Draft": "1", "Idempotency-Key": key})


def test_draft_is_saved_while_typing_and_read_by_another_device(world: World, phone: Client) -> None:
    ticket = working(world)
    answer = autosaved(phone, ticket, result="", **{"conduct-tools-borrowed": None, "why-tools-borrowed": "明日归还"})

    assert datetime.fromisoformat(json.loads(answer.content)["saved_at"]) == ServiceCard.objects.get().saved_at
    other = opened(world.e1).get(url(ticket))
    form = other.context["form"]
    assert form["cause"].value() == CAUSE
    assert (form["conduct-tools-borrowed"].value(), form["why-tools-borrowed"].value()) == (False, "明日归还")


def test_autosave_that_cannot_be_kept_says_so(world: World, phone: Client) -> None:
    signed = sign(working(world))
    answer = autosaved(phone, signed.ticket)

    assert answer.status_code == 302  # to the job: there is nothing to write any more
    ticket = working(world, serial="P2")
    Ticket.objects.filter(pk=ticket.pk).update(engineer=world.e2)
    assert autosaved(phone, ticket).status_code == 404


def test_parts_of_the_bag_are_counted(world: World, phone: Client) -> None:
    ticket = with_parts(world, ("motor", 2))
    with clock.travel(DONE):
        page = phone.get(url(ticket))
        ((line, field),) = page.context["form"].parts()
        assert (line.there, field.value()) == (2, 2)
        assert "04-04" in page.content.decode()
        phone.post(url(ticket), posted(ticket, **{line.field: "1"}))

    assert ServiceCard.objects.get().parts[0]["used"] == 1


def test_more_than_the_bag_holds_is_said_at_the_field(world: World, phone: Client) -> None:
    ticket = with_parts(world, ("motor", 2))
    with clock.travel(DONE):
        ((line, _field),) = phone.get(url(ticket)).context["form"].parts()
        answer = phone.post(url(ticket), posted(ticket, **{line.field: "3"}))

    assert [(name, step) for _text, name, step in answer.context["missing"]] == [(f"id_{line.field}", 2)]


def test_summary_is_told_in_both_languages(world: World, phone: Client) -> None:
    page = phone.get(url(working(world)))

    (chinese, zh), (english, en) = page.context["terms"]
    assert (chinese, english) == ("zh-hans", "en")
    assert (zh.charge, zh.charge_clause, str(zh.guarantee_until)) == ("免费服务", "5", "2026-09-02")
    assert [one.text for one in zh.promises] == ["服务人员没有向您收取任何费用。"]
    assert [one.text for one in en.promises] == ["The engineer has taken no money from you."]


def test_claim_of_the_phone_travels_with_the_card(world: World, phone: Client) -> None:
    ticket, tapped = working(world), AT - timedelta(minutes=4)
    headers = {"X-Device-Time": tapped.isoformat(), "X-Device-Age": "240000"}
    phone.post(url(ticket), posted(ticket), headers=headers)

    card = ServiceCard.objects.get()
    assert (card.completed_at, card.claimed_completed_at, card.signed_at) == (tapped, tapped, AT)


def test_signed_card_is_amended_from_the_job_page(world: World, phone: Client) -> None:
    signed = sign(working(world))
    number = signed.ticket.number
    assert f"/m/{number}/amend-card/" in phone.get(f"/m/{number}/").content.decode()

    answer = phone.post(f"/m/{number}/amend-card/", {"_key": "amend-1", "reason": "原因写错"})
    assert answer["Location"] == url(signed.ticket)
    assert "原因写错" in phone.get(url(signed.ticket)).content.decode()
    phone.post(url(signed.ticket), posted(signed.ticket, cause_analysis="油封装反"))
    assert set(ServiceCard.objects.values_list("state", "cause_analysis")) == {
        ("superseded", "密封圈硬化"), ("signed", "油封装反"),
    }  # fmt: skip


def test_amendment_of_a_colleagues_card_does_not_exist(world: World) -> None:
    signed = sign(working(world))

    assert opened(world.e2).get(f"/m/{signed.ticket.number}/amend-card/").status_code == 404
    assert opened(world.liaison).get(f"/m/{signed.ticket.number}/amend-card/").status_code == 403


def receive_page(world: World, card, **given):
    data = {"_key": f"receive-{next(_keys)}", **given}
    return opened(world.clerk).post(f"/tickets/{card.ticket.number}/receive-card/", data)


def test_clerk_sees_what_differs_from_report_and_claim(world: World) -> None:
    ticket = with_parts(world, ("motor", 2))
    card = sign(ticket, now=DONE, parts=used(ticket, motor=1))
    page = opened(world.clerk).get(f"/tickets/{ticket.number}/receive-card/")

    compared = page.context["compared"]
    assert [row.why for row in compared.facts if row.why] == ["未用 1 件，须退回库房"]
    assert compared.report.ticket == card.ticket
    assert "is-different" in page.content.decode()


def test_clerk_sees_who_wrote_the_report(world: World) -> None:
    ticket = with_parts(world)
    Ticket.objects.filter(pk=ticket.pk).update(engineer=world.e2)
    card = sign(Ticket.objects.get(pk=ticket.pk), now=DONE)
    page = opened(world.clerk).get(f"/tickets/{card.ticket.number}/receive-card/")

    assert "填报告与填服务卡的不是同一人" in [row.why for row in page.context["compared"].facts]


@pytest.mark.parametrize(
    ("given", "field"), [({"clear": "on"}, "inconsistent_reason"), ({"consistent": "on"}, "unclear_reason")]
)
def test_clerk_who_objects_says_why(world: World, given: dict, field: str) -> None:
    card = sign(working(world))
    answer = receive_page(world, card, **given)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {field})

    receive_page(world, card, **given, **{field: "与报告的原因不同"})
    card = ServiceCard.objects.get()
    assert (card.state, getattr(card, field)) == ("received", "与报告的原因不同")


def test_comparison_costs_a_fixed_number_of_statements(world: World, django_assert_max_num_queries) -> None:
    ticket = with_parts(world, ("motor", 2), ("seal", 1), ("board", 1))
    sign(ticket, now=DONE)
    clerk = opened(world.clerk)

    with django_assert_max_num_queries(26):
        clerk.get(f"/tickets/{ticket.number}/receive-card/")


def test_page_costs_a_fixed_number_of_statements(world: World, phone: Client, django_assert_max_num_queries) -> None:
    ticket = with_parts(world, ("motor", 2), ("seal", 1), ("board", 1))

    with django_assert_max_num_queries(22):
        phone.get(url(ticket))
