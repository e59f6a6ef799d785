"""Out of the house: at least once, under one id, never lost, never stuck."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from accounts.models import Person
from accounts.services import hire
from core.journal import SYSTEM
from notifications import channels
from notifications.models import Notice, OutboxMessage
from notifications.services import notify, relay

pytestmark = pytest.mark.usefixtures("mail_configured")
MICRO = timedelta(microseconds=1)


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def queue(lin: Person, noon: datetime) -> Callable[[str], OutboxMessage]:
    def _queue(title: str = "派工：T2603-0001") -> OutboxMessage:
        notify(about="dispatched", title=title, subject=lin, to=[lin], url="/tickets/1/", now=noon)
        return OutboxMessage.objects.latest("pk")

    return _queue


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException, int], list[int]]:
    """Let the mail channel raise after (or instead of) sending the message with that id."""

    def _failing(error: BaseException, pk: int, *, after: bool = False) -> list[int]:
        tried: list[int] = []
        original = channels.CHANNELS["email"]

        def send(message: OutboxMessage) -> None:
            tried.append(message.pk)
            if message.pk != pk or after:
                original.send(message)
            if message.pk == pk:
                raise error

        broken = channels.Channel(original.configured, original.address, send)
        monkeypatch.setitem(channels.CHANNELS, "email", broken)
        return tried

    return _failing  # type: ignore[return-value]


def test_a_message_is_sent_once_with_its_link(queue: Callable[..., OutboxMessage], noon: datetime) -> None:
    row = queue()

    assert relay(now=noon).sent == 1
    assert relay(now=noon + timedelta(hours=3)).sent == 0

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["lin@example.cn"], "派工：T2603-0001")
    assert "https://service.maker.example/tickets/1/" in sent.body
    assert sent.message()["Message-ID"] == f"<outbox-{row.pk}@maker.example>"


def test_who_is_killed_between_sending_and_marking_sends_again_under_the_same_id(
    queue: Callable[..., OutboxMessage], noon: datetime, failing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = queue()
    original = channels.CHANNELS["email"]
    failing(Killed(), row.pk, after=True)
    with pytest.raises(Killed):
        relay(now=noon)
    monkeypatch.setitem(channels.CHANNELS, "email", original)

    assert relay(now=noon + timedelta(minutes=1) - MICRO).sent == 0
    assert relay(now=noon + timedelta(minutes=1)).sent == 1
    assert len({sent.message()["Message-ID"] for sent in mail.outbox}) == 1
    assert len(mail.outbox) == 2


def test_who_is_killed_before_sending_loses_nothing(
    queue: Callable[..., OutboxMessage], noon: datetime, failing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = queue()
    original = channels.CHANNELS["email"]
    failing(Killed(), row.pk)
    with pytest.raises(Killed):
        relay(now=noon)
    monkeypatch.setitem(channels.CHANNELS, "email", original)

    assert relay(now=noon + timedelta(minutes=1)).sent == 1
    assert len(mail.outbox) == 1


def test_one_bad_message_does_not_stop_the_others(
    queue: Callable[..., OutboxMessage], noon: datetime, failing: Any
) -> None:
    rows = [queue(f"派工 {number}") for number in range(30)]
    failing(OSError("mailbox unavailable"), rows[0].pk)

    result = relay(now=noon)

    assert (result.sent, result.failed) == (29, 1)
    assert OutboxMessage.objects.get(sent_at=None).last_error == "OSError: mailbox unavailable"


def test_tries_grow_apart_and_end_with_an_alarm(
    queue: Callable[..., OutboxMessage], noon: datetime, failing: Any, caplog: pytest.LogCaptureFixture
) -> None:
    hire(username="adele", name="Adele", roles=["administrator"], email="a@example.cn", actor=SYSTEM, now=noon)
    row = queue()
    tried = failing(OSError("no route"), row.pk)
    waits, now = [], noon
    for _attempt in range(10):
        relay(now=now)
        row.refresh_from_db()
        waits.append(int((row.next_try_at - now).total_seconds() // 60))
        now = row.next_try_at

    assert waits == [1, 5, 30, 120, 120, 120, 120, 120, 120, 120]
    assert (row.given_up_at is not None, relay(now=now + timedelta(days=1)).failed, len(tried)) == (True, 0, 10)
    assert [notice.person.name for notice in Notice.objects.filter(about="delivery_failed")] == ["Adele"]
    assert OutboxMessage.objects.count() == 1, "the alarm itself stays in the house"
    assert "given up" in caplog.text


def test_a_title_of_two_lines_still_leaves(queue: Callable[..., OutboxMessage], noon: datetime) -> None:
    queue("派工\nBcc: x@example.cn")

    relay(now=noon)

    assert mail.outbox[0].subject == "派工 Bcc: x@example.cn"


def test_no_more_than_the_limit_leaves_at_once(queue: Callable[..., OutboxMessage], noon: datetime) -> None:
    for number in range(25):
        queue(f"派工 {number}")

    assert [relay(now=noon, limit=22).sent, relay(now=noon, limit=22).sent] == [22, 3]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_relays_at_once_send_everything_once(queue: Callable[..., OutboxMessage], noon: datetime) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    for number in range(100):
        queue(f"派工 {number}")

    def run(_worker: int) -> int:
        try:
            return relay(now=noon).sent
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(run, range(8))) == 100
    assert len({sent.message()["Message-ID"] for sent in mail.outbox}) == len(mail.outbox) == 100
