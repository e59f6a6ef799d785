"""Telling people inside an act."""

from datetime import datetime

import pytest
from django.db import transaction

from accounts.models import Person
from accounts.services import delegate
from notifications.models import Notice, OutboxMessage
from notifications.services import Message, notify, notify_many


def test_persons_and_holders_of_roles_are_told_once_each(lin: Person, he: Person, noon: datetime) -> None:
    notify(about="escalated", title="上报", subject=lin, to=[he, None, he], roles=["dept_head", "liaison"], now=noon)

    assert sorted(notice.person.name for notice in Notice.objects.all()) == ["He", "Lin"]


def test_deputies_are_told_with_the_holder(lin: Person, he: Person, noon: datetime) -> None:
    delegate(principal=he, deputy=lin, role="dept_head", until=noon.date(), actor=he, now=noon)

    notify(about="escalated", title="上报", subject=lin, roles=["dept_head"], now=noon)

    assert sorted(notice.person.name for notice in Notice.objects.all()) == ["He", "Lin"]


def test_nothing_is_queued_for_a_channel_that_is_not_configured(lin: Person, noon: datetime) -> None:
    notify(about="dispatched", title="派工", subject=lin, to=[lin], now=noon)

    assert OutboxMessage.objects.count() == 0


@pytest.mark.usefixtures("mail_configured")
def test_mail_is_queued_for_who_has_an_address(lin: Person, he: Person, noon: datetime) -> None:
    he.email = ""
    notify(about="dispatched", title="派工", subject=lin, to=[lin, he], now=noon)

    row = OutboxMessage.objects.get()
    assert (row.address, row.channel, row.next_try_at) == ("lin@example.cn", "email", noon)


@pytest.mark.usefixtures("mail_configured")
def test_a_rolled_back_act_tells_nobody(lin: Person, noon: datetime) -> None:
    with transaction.atomic():
        notify(about="dispatched", title="派工", subject=lin, to=[lin], now=noon)
        transaction.set_rollback(True)

    assert (Notice.objects.count(), OutboxMessage.objects.count()) == (0, 0)


@pytest.mark.usefixtures("mail_configured")
@pytest.mark.parametrize("count", [1, 30])
def test_many_messages_cost_what_one_costs(
    count: int,
    lin: Person,
    he: Person,
    noon: datetime,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    from core.subjects import Subject

    messages = [Message("late", f"超时 {n}", Subject("x.y", n), roles=["dept_head", "liaison"]) for n in range(count)]

    with django_assert_num_queries(4):
        notify_many(messages, now=noon)

    assert Notice.objects.count() == OutboxMessage.objects.count() == 2 * count
