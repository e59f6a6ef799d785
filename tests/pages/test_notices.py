"""A notice leads to what it is about."""

from collections.abc import Callable

from django.test import Client

from notifications.models import Notice
from tests import factories
from tests.factories import World


def test_notice_of_a_dispatch_leads_the_engineer_to_his_job(world: World, phone: Client) -> None:
    ticket = factories.dispatched(world)
    notice = Notice.objects.get(person=world.e1)

    answer = phone.post(f"/inbox/{notice.pk}/read/", follow=True)

    assert answer.redirect_chain[-1] == (f"/m/{ticket.number}/", 302)


def test_bell_counts_what_is_unread(world: World, phone: Client, key: Callable[[], str]) -> None:
    factories.dispatched(world)

    assert "通知 <b" in phone.get("/m/").content.decode()
    phone.post("/inbox/read-all/")
    assert "通知 <b" not in phone.get("/m/").content.decode()
