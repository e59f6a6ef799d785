"""Tell people. Called inside the act's transaction, so that a rolled-back act tells nobody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models

from accounts.models import Person
from accounts.selectors import exercising
from core import mass
from core.subjects import Subject
from notifications import channels
from notifications.models import Notice, OutboxMessage


@dataclass(frozen=True)
class Message:
    """What to tell: `about` is the code of scenario/1 (dispatched, escalated, facts_changed …)."""

    about: str
    title: str
    subject: Subject
    text: str = ""
    url: str = ""
    to: Sequence[Person] = field(default_factory=list)
    roles: Sequence[str] = ()


def notify(
    *,
    about: str,
    title: str,
    subject: models.Model | Subject,
    now: datetime,
    text: str = "",
    url: str = "",
    to: Iterable[Person | None] = (),
    roles: Sequence[str] = (),
) -> None:
    """Put one notice into the inbox of each person in `to` and of whoever exercises one of `roles`, deputies too.

    Delivery outside the house is queued with it, for the channels that are configured.
    """
    people = [person for person in to if person is not None]
    notify_many([Message(about, str(title), Subject.of(subject), str(text), url, people, tuple(roles))], now=now)


def notify_many(messages: Sequence[Message], *, now: datetime) -> None:
    """The same for many messages, with a fixed number of statements."""
    roles = sorted({role for message in messages for role in message.roles})
    holders = exercising(*roles, now=now) if roles else {}
    notices = [_notice(message, person, now) for message in messages for person in _receivers(message, holders)]
    mass.insert(notices)
    mass.insert(
        [
            OutboxMessage(notice=notice, channel=channel, address=address, created_at=now, next_try_at=now)
            for notice in notices
            for channel, address in channels.addresses(notice.person)
        ]
    )


def _receivers(message: Message, holders: dict[str, list[Person]]) -> list[Person]:
    people = {person.pk: person for person in message.to}
    people |= {person.pk: person for role in message.roles for person in holders[role]}
    return list(people.values())


def _notice(message: Message, person: Person, now: datetime) -> Notice:
    return Notice(
        person=person, about=message.about, title=message.title[:200], text=message.text, url=message.url,
        subject_type=message.subject.type, subject_id=message.subject.id, created_at=now,
    )  # fmt: skip
