"""Notices about a ticket lead to the page where their receiver works."""

from datetime import timedelta

from notifications.models import Notice
from tests.factories import NOTICE, World, dispatched, on_site
from tickets import services

HOUR = timedelta(hours=1)


def links(about: str) -> list[str]:
    return list(Notice.objects.filter(about=about).values_list("url", flat=True))


def test_engineer_is_led_to_his_job_on_the_phone(world: World) -> None:
    ticket = dispatched(world)

    assert links("dispatched") == [f"/m/{ticket.number}/"]


def test_supervisor_is_led_to_the_ticket(world: World) -> None:
    ticket = services.escalate(
        ticket=on_site(world), description="协议未知", actor=world.e1, now=NOTICE + 4 * HOUR
    )

    assert links("escalated") == [f"/tickets/{ticket.number}/"]


def test_engineer_replaced_gets_no_link_to_what_he_no_longer_sees(world: World) -> None:
    services.dispatch(
        ticket=dispatched(world), engineer=world.e2, reason="other", actor=world.liaison, now=NOTICE + HOUR
    )

    assert links("reassigned") == [""]
