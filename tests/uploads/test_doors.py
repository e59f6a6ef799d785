"""Every upload door of the product against every hostile file: refused in words, or kept inert (S4, S10)."""

import base64
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from core import clock, files
from core.errors import ActError
from core.models import StoredFile
from core.subjects import Subject
from core.workbooks import UnreadableTable
from customers.services.uploads import upload_file
from fieldservice import services as fieldservice
from judgement.models import Proposal
from penalties import services as penalties
from tests.factories import NOTICE, World, dispatched, on_site
from tests.uploads.conftest import check_inert, signed_in
from tests.uploads.corpus import PAPER, PICTURE, REFUSED, Hostile, corpus
from tickets import services as tickets
from warranty import services as warranty

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = NOTICE + 14 * HOUR
Door = Callable[[World, SimpleUploadedFile], Any]


def report(world: World, upload: SimpleUploadedFile) -> Any:
    ticket = on_site(world)
    return warranty.submit_report(
        ticket=ticket, work_done="检查油路", analysis="密封件老化", proposal="更换密封件", photos=[upload],
        actor=world.e1, now=LATER,
    )  # fmt: skip


def visit(world: World, upload: SimpleUploadedFile) -> Any:
    owner = world.customers["c1"]
    owner.visited_by = world.e1
    owner.save()
    scores = dict.fromkeys(
        ("appearance", "design", "quality", "supply", "price", "service", "technical_response"), 5
    )  # fmt: skip
    return fieldservice.visit_customer(
        customer=owner, scores=scores, interviewee="王工", files=[upload], actor=world.e1, now=LATER
    )


def proof(world: World, upload: SimpleUploadedFile) -> Any:
    ticket = tickets.arrive(ticket=dispatched(world), actor=world.e1, now=LATER)
    return penalties.file_proof(ticket=ticket, reason="洪水封路", documents=[upload], actor=world.e1, now=LATER)


def appeal(world: World, upload: SimpleUploadedFile) -> Any:
    tickets.arrive(ticket=dispatched(world), actor=world.e1, now=LATER)
    late = penalties.confirm_penalty(proposal=Proposal.objects.get(), actor=world.head, now=LATER)
    return penalties.file_appeal(proposal=late, reason="认错人了", evidence=[upload], actor=world.e1, now=LATER)


def incident(world: World, upload: SimpleUploadedFile) -> Any:
    return penalties.record_incident(
        kind="conduct", person=world.e1, facts="用户来电反映", evidence=[upload], actor=world.liaison, now=LATER
    )


def arrival(world: World, upload: SimpleUploadedFile) -> Any:
    return tickets.arrive(ticket=dispatched(world), actor=world.e1, now=NOTICE + HOUR, photos=[upload])


def receipt(world: World, upload: SimpleUploadedFile) -> Any:
    return fieldservice.note_expense(
        day=date(2026, 3, 2), place="重庆市", kind="other", amount=Decimal("20.00"), receipts=[upload],
        actor=world.e1, now=LATER,
    )  # fmt: skip


def signature(world: World, upload: SimpleUploadedFile) -> Any:
    drawn = "data:image/png;base64," + base64.b64encode(upload.read()).decode()
    return files.store_signature(drawn, Subject("core.counter", 7), actor=world.e1, now=LATER)


DOORS: dict[str, tuple[Door, set[str]]] = {
    "report photos": (report, {PICTURE, PAPER}), "visit": (visit, {PICTURE, PAPER}),
    "proof": (proof, {PICTURE, PAPER}), "appeal": (appeal, {PICTURE, PAPER}), "incident": (incident, {PICTURE, PAPER}),
    "check-in": (arrival, {PICTURE}), "receipt of a claim line": (receipt, {PICTURE, PAPER}),
    "signature": (signature, {PICTURE}),
}  # fmt: skip


def sent(hostile: Hostile) -> SimpleUploadedFile:
    return SimpleUploadedFile(hostile.name, hostile.content, hostile.content_type)


def attempt(world: World, act: Door, hostile: Hostile) -> str:
    """What became of one file: why it was refused, or nothing; everything is as before afterwards."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                act(world, sent(hostile))
            said = ""
        except ActError as error:
            said = f"{error} {error.details}"
        kept = list(StoredFile.objects.all())
        assert len(kept) == (0 if said else 1), (hostile.name, said)
        for stored in kept:
            check_inert(stored)
        transaction.set_rollback(True)
    return said


@pytest.mark.parametrize("door", DOORS)
def test_nothing_hostile_comes_in(world: World, door: str) -> None:
    act, takes = DOORS[door]
    for hostile in corpus():
        said = attempt(world, act, hostile)
        assert bool(said) == (hostile.fate not in takes), (door, hostile.name, said)
        if hostile.fate == REFUSED and takes == {PICTURE, PAPER}:
            assert hostile.says in said, (hostile.name, said)


def test_the_check_in_page_refuses_with_the_sentence_and_nobody_has_arrived(world: World) -> None:
    from tickets.models import Arrival

    ticket = dispatched(world)
    browser = signed_in(world, "e1")
    for hostile in corpus():
        if hostile.fate != REFUSED or not hostile.content:
            continue
        given = {"_key": f"arrive-{hash(hostile.name)}", "photos": sent(hostile)}
        with clock.travel(NOTICE + HOUR):
            answer = browser.post(f"/m/{ticket.number}/arrive/", given)
        assert answer.status_code == 422, hostile.name
    assert (Arrival.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_photo_s_own_words_are_kept_as_claims_where_the_door_wants_them(world: World) -> None:
    told = next(one for one in corpus() if one.name == "told.jpg")
    ticket = dispatched(world)

    tickets.arrive(ticket=ticket, actor=world.e1, now=NOTICE + HOUR, photos=[sent(told)], consent=True)
    tickets.arrive(ticket=dispatched(world, serial="P2", engineer=world.e2), actor=world.e2, now=NOTICE + HOUR,
                   photos=[sent(told)])  # fmt: skip

    first, second = StoredFile.objects.order_by("pk")
    assert first.claims == {"taken_at": "2026-03-02T19:58:00+08:00", "latitude": 29.563, "longitude": 106.551}
    assert second.claims == {"taken_at": "2026-03-02T19:58:00+08:00"}
    for stored in (first, second):
        check_inert(stored)


def test_other_doors_keep_no_claims(world: World) -> None:
    told = next(one for one in corpus() if one.name == "told.jpg")
    incident(world, sent(told))

    assert StoredFile.objects.get().claims is None


@pytest.mark.parametrize("name", ["bomb.docx", "page.zip", "virus.jpg", "random.jpg", "bomb.png"])
def test_an_import_takes_nothing_but_a_table(world: World, name: str) -> None:
    hostile = next(one for one in corpus() if one.name == name)

    with pytest.raises((UnreadableTable, ActError)) as refused:
        upload_file(file=sent(hostile), actor=world.liaison, now=LATER)
    assert any("\u4e00" <= char <= "\u9fff" for char in str(refused.value))


def test_whatever_is_kept_is_handed_out_inert(world: World) -> None:
    browser = signed_in(world, "liaison")
    for hostile in corpus():
        if hostile.fate == REFUSED:
            continue
        with transaction.atomic():
            incident(world, sent(hostile))
            answer = browser.get(f"/files/{StoredFile.objects.get().pk}/")
            assert (answer.status_code, answer["X-Content-Type-Options"]) == (200, "nosniff"), hostile.name
            assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert answer["Content-Type"] in {"image/jpeg", "image/png", "image/webp", "application/pdf"}
            if hostile.fate == PAPER:
                assert answer["Content-Disposition"].startswith("attachment;")
            assert b"".join(answer.streaming_content)
            transaction.set_rollback(True)
