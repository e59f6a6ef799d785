"""The ways out of the house: where a person is reached by each, and how it sends.

A channel that the installation has not configured reaches nobody, so nothing is queued for it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage

if TYPE_CHECKING:
    from accounts.models import Person
    from notifications.models import OutboxMessage


@dataclass(frozen=True)
class Channel:
    configured: Callable[[], bool]
    address: Callable[["Person"], str]
    send: Callable[["OutboxMessage"], None]


def addresses(person: "Person") -> Iterator[tuple[str, str]]:
    """Every configured channel that reaches `person`, with the address there."""
    for name, channel in CHANNELS.items():
        if channel.configured() and (address := channel.address(person)):
            yield name, address


def send(message: "OutboxMessage") -> None:
    """Hand `message` to its channel; raises whatever keeps it from leaving."""
    CHANNELS[message.channel].send(message)


def message_id(message: "OutboxMessage") -> str:
    """The same for every attempt, so that a receiver recognises the second copy."""
    _name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return f"<outbox-{message.pk}@{sender.partition('@')[2] or 'localhost'}>"


def _send_email(message: "OutboxMessage") -> None:
    notice = message.notice
    link = f"{getattr(settings, 'PUBLIC_URL', '').rstrip('/')}{notice.url}" if notice.url else ""
    EmailMessage(
        # A header is one line; a title that is not must not keep the message from leaving.
        subject=" ".join(notice.title.split()),
        body="\n\n".join(filter(None, [notice.text or notice.title, link])),
        to=[message.address],
        headers={"Message-ID": message_id(message)},
    ).send()


CHANNELS: dict[str, Channel] = {
    "email": Channel(
        configured=lambda: bool(getattr(settings, "EMAIL_CONFIGURED", False)),
        address=lambda person: person.email,
        send=_send_email,
    ),
}
