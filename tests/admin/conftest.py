"""The standard company with one of everything that the admin shows, and browsers signed in as its people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from accounts.models import Person
from core import clock
from core.idempotency import FIELD, fresh_key
from deadlines.models import Deadline
from deadlines.services import sweep
from judgement.models import Proposal
from penalties import services
from penalties.models import Incident, LedgerEntry, WrittenProof
from tests import factories
from tests.factories import World
from tickets.models import Ticket

NOW = factories.moment("2026-03-03 10:00:00")
LATE = factories.NOTICE + timedelta(hours=13)
BACKEND = settings.AUTHENTICATION_BACKENDS[-1]


def picture(name: str = "photo.png") -> ContentFile:
    buffer = BytesIO()
    Image.new("RGB", (8, 8), "white").save(buffer, "PNG")
    return ContentFile(buffer.getvalue(), name)


class Desk(Client):
    """A browser whose forms carry a fresh key, as rendered ones do."""

    def send(self, url: str, key: str = "", **fields: object):
        return self.post(url, {FIELD: key or fresh_key(), **fields})


def sign_in(person: Person, raises: bool = True) -> Desk:
    desk = Desk(raise_request_exception=raises)
    desk.force_login(person, backend=BACKEND)
    return desk


@pytest.fixture
def now():
    """It is Tuesday, 2026-03-03 10:00."""
    with clock.travel(NOW):
        yield NOW


@pytest.fixture
def world(db: None, now: datetime) -> World:
    return factories.company()


@pytest.fixture
def desk_of(world: World) -> Callable[[str], Desk]:
    """`desk_of("head")` is that person's browser."""
    return lambda name: sign_in(world.people[name])


@dataclass
class Matters:
    """One of each."""

    late: Proposal
    ticket: Ticket
    deadline: Deadline
    proof: WrittenProof
    incident: Incident
    conduct: Proposal
    ranged: Proposal
    entry: LedgerEntry


def incident(world: World, kind: str, person: Person | None = None, now: datetime = NOW, **more: object) -> Incident:
    return services.record_incident(
        kind=kind, person=person or world.e1, facts="用户来电反映", evidence=[picture()], actor=world.liaison,
        now=now - timedelta(hours=1), **more,
    )  # fmt: skip


def proposal_of(found: Incident) -> Proposal:
    return Proposal.objects.get(subject_type="penalties.incident", subject_id=found.pk)


def late_arrival(world: World, engineer: Person | None = None) -> Proposal:
    """A ticket whose engineer did not come within twelve hours, judged."""
    ticket = factories.dispatched(world, engineer=engineer or world.e1)
    sweep(now=LATE)
    return Proposal.objects.get(subject_type="tickets.ticket", subject_id=ticket.pk)


@pytest.fixture
def matters(world: World) -> Matters:
    late = late_arrival(world)
    ticket = Ticket.objects.get()
    proof = services.file_proof(
        ticket=ticket, reason="高速封路", documents=[picture()], actor=world.e1, now=LATE + timedelta(hours=1)
    )
    ranged = proposal_of(incident(world, "backup_sent", world.e2))
    recorded = incident(world, "conduct", world.e2)
    confirmed = services.confirm_penalty(
        proposal=proposal_of(incident(world, "other_brand_repair", world.e2)), actor=world.head, now=NOW
    )
    return Matters(
        late=late, ticket=ticket, deadline=Deadline.objects.get(kind="arrival"), proof=proof, incident=recorded,
        conduct=proposal_of(recorded), ranged=ranged, entry=confirmed.entries.get(),
    )  # fmt: skip
