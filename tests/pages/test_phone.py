"""The engineer's phone."""

import base64
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image, ImageDraw

from core.models import StoredFile
from fieldservice.models import ServiceCard
from fieldservice.services.completeness import conduct_field
from fieldservice.states import CardState
from fieldservice.views.acts import ACTS
from rulebook.checklists import lines_of
from rulebook.selectors import in_force
from tests import factories
from tests.factories import NOTICE, World
from tests.pages.conftest import SignedIn
from tickets.models import Appointment, Arrival, Ticket
from tickets.states import TicketState

Key = Callable[[], str]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def url(ticket: Ticket, act: str = "") -> str:
    return f"/m/{ticket.number}/" + (f"{act.replace('_', '-')}/" if act else "")


def state(ticket: Ticket) -> str:
    return Ticket.objects.get(pk=ticket.pk).state


def drawn() -> str:
    out, picture = BytesIO(), Image.new("RGB", (300, 120), "white")
    ImageDraw.Draw(picture).line([(20, 60), (280, 70)], fill="black", width=4)
    picture.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def card(key: Key, **given: object) -> dict[str, object]:
    rules = lines_of(in_force(now=NOTICE).book, "service_card")
    return {
        **{conduct_field(rule.key): "on" for rule in rules}, "cause": "正常磨损或老化",
        "_key": key(), "work_done": "更换密封件", "cause_analysis": "密封件老化", "result": "运行正常",
        "training_done": "on", "cleaned_up": "on", "signer_name": "王工", "customer_signature": drawn(), **given,
    }  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3])
def test_statements_do_not_grow_with_the_jobs(
    world: World, phone: Client, rows: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for _ in range(rows):
        factories.dispatched(world)

    with django_assert_num_queries(11):
        phone.get("/m/")


def test_jobs_are_mine_by_limit_with_the_next_step(world: World, phone: Client) -> None:
    later = factories.dispatched(world, serial="P2")
    sooner = factories.dispatched(world, serial="P1")
    factories.dispatched(world, engineer=world.e2)

    jobs = phone.get("/m/").context["jobs"]

    assert [job.job.ticket.number for job in jobs] == [sooner.number, later.number]
    assert [job.next.act for job in jobs] == ["accept", "accept"]


def test_no_jobs_says_so(phone: Client) -> None:
    assert "现在没有派给您的活" in phone.get("/m/").content.decode()


def test_from_acceptance_to_work_by_the_big_button(world: World, phone: Client, key: Key) -> None:
    ticket = factories.dispatched(world)
    steps = []
    for _ in range(4):
        step = phone.get(url(ticket)).context["job"].next
        steps.append(step.act)
        more = {"visit_at": "2026-03-02T13:00", "work": "检查", "place": "现场"} if step.act == "appoint" else {}
        phone.post(step.url, {"_key": key(), **more})

    assert steps == ["accept", "appoint", "arrive", "start_work"]
    assert state(ticket) == TicketState.WORKING


def test_check_in_stores_what_the_phone_found_out(world: World, phone: Client, key: Key) -> None:
    ticket = factories.dispatched(world)
    found = {"outcome": "ok", "latitude": "29.56301", "longitude": "106.55156", "accuracy": "35", "consent": "on"}

    phone.post(url(ticket, "arrive"), {"_key": key(), **found})

    row = Arrival.objects.get()
    assert (row.latitude, row.longitude, row.accuracy, row.outcome) == (29.56301, 106.55156, 35.0, "ok")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("refused", "refused"), ("no_signal", "no_signal"), ("unsupported", "no_signal"), ("", "no_signal")],
)
def test_check_in_never_waits_for_a_position(world: World, phone: Client, key: Key, sent: str, kept: str) -> None:
    ticket = factories.dispatched(world)

    phone.post(url(ticket, "arrive"), {"_key": key(), "outcome": sent, "consent": "on"})

    assert Arrival.objects.get().outcome == kept
    assert state(ticket) == TicketState.ON_SITE


def test_check_in_tapped_twice_is_one_arrival(world: World, phone: Client, key: Key) -> None:
    ticket, given = factories.dispatched(world), {"_key": key(), "outcome": "ok"}

    answers = [phone.post(url(ticket, "arrive"), given) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Arrival.objects.count() == 1


def test_appointment_in_the_past_is_refused_and_kept_on_the_form(world: World, phone: Client, key: Key) -> None:
    ticket = factories.dispatched(world)
    given = {"_key": key(), "visit_at": "2026-03-02T09:00", "work": "检查液压站", "place": "现场"}

    answer = phone.post(url(ticket, "appoint"), given)

    assert answer.status_code == 422
    assert "须晚于现在" in answer.content.decode()
    assert "检查液压站" in answer.content.decode()
    assert Appointment.objects.count() == 0


def test_declined_job_leaves_the_phone(world: World, phone: Client, key: Key) -> None:
    ticket = factories.dispatched(world)

    answer = phone.post(url(ticket, "decline"), {"_key": key(), "reason": "正在外地"})

    assert answer["Location"] == "/m/"
    assert phone.get(url(ticket)).status_code == 404


def test_draft_is_kept_and_comes_back(world: World, phone: Client, key: Key) -> None:
    ticket = factories.working(world)

    phone.post(url(ticket, "card"), card(key, save="1", result=""))

    assert "密封件老化" in phone.get(url(ticket, "card")).content.decode()
    assert ServiceCard.objects.get().state == CardState.DRAFT


def test_signed_card_completes_the_ticket_and_keeps_the_signature(world: World, phone: Client, key: Key) -> None:
    ticket = factories.working(world)

    answer = phone.post(url(ticket, "card"), card(key, sign="1"))

    signed = ServiceCard.objects.get()
    assert answer["Location"] == url(ticket)
    assert (signed.state, signed.customer_signature, state(ticket)) == (CardState.SIGNED, True, TicketState.COMPLETED)
    assert phone.get(f"/files/{signed.signature_id}/")["Content-Type"] == "image/png"


def test_signature_is_out_of_sight_for_another_engineer(
    world: World, phone: Client, signed_in: SignedIn, key: Key
) -> None:
    phone.post(url(factories.working(world), "card"), card(key, sign="1"))

    file = StoredFile.objects.get()

    assert signed_in("e2").get(f"/files/{file.pk}/").status_code == 404
    assert signed_in("clerk").get(f"/files/{file.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("left_out", "told"),
    [
        ({"cause_analysis": "", "result": ""}, ["请填写原因分析", "请填写处理结果"]),
        ({"customer_signature": ""}, ["须有用户签字或盖章"]),
        ({"training_done": ""}, ["未培训的原因"]),
    ],
)
def test_card_refused_lists_what_is_missing_and_keeps_nothing(
    world: World, phone: Client, key: Key, media: Path, left_out: dict[str, str], told: list[str]
) -> None:
    ticket = factories.working(world)

    answer = phone.post(url(ticket, "card"), card(key, sign="1", **left_out))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(text in page for text in told)
    assert "更换密封件" in page
    assert ServiceCard.objects.count() == StoredFile.objects.count() == 0
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_signed_card_cannot_be_written_again(world: World, phone: Client) -> None:
    signed = factories.signed_card(world, at=NOTICE - timedelta(hours=2))

    assert phone.get(url(signed.ticket, "card"))["Location"] == url(signed.ticket)


def test_clerk_receives_the_card_at_the_desk(world: World, signed_in: SignedIn, key: Key) -> None:
    signed = factories.signed_card(world, at=NOTICE - timedelta(hours=2))

    signed_in("clerk").post(
        f"/tickets/{signed.ticket.number}/receive-card/", {"_key": key(), "consistent": "on", "clear": "on"}
    )

    assert state(signed.ticket) == TicketState.FOLLOW_UP


@pytest.mark.parametrize("act", ["", "card", *sorted(ACTS)])
def test_job_of_a_colleague_does_not_exist(world: World, signed_in: SignedIn, key: Key, act: str) -> None:
    ticket = factories.dispatched(world)
    colleague = signed_in("e2")

    assert colleague.get(url(ticket, act)).status_code == 404
    assert colleague.post(url(ticket, act or "card"), {"_key": key()}).status_code == 404
    assert colleague.get(f"/tickets/{ticket.number}/").status_code == 404
    assert colleague.get(f"/tickets/{ticket.number}/cards/").status_code == 404
    assert state(ticket) == TicketState.DISPATCHED


@pytest.mark.parametrize("act", ["card", *sorted(ACTS)])
def test_desk_cannot_act_as_the_engineer(world: World, desk: Client, act: str) -> None:
    assert desk.get(url(factories.dispatched(world), act)).status_code == 403


@pytest.mark.parametrize(("username", "first"), [("e1", "/m/"), ("clerk", "/")])
def test_first_tab_leads_to_the_readers_own_first_page(signed_in: SignedIn, username: str, first: str) -> None:
    page = signed_in(username).get("/m/me/").content.decode()

    assert re.findall(r'class="phone-tab [^"]*" href="([^"]+)"', page)[0] == first
