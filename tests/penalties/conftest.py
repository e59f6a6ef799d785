"""A head, a general manager, a liaison, two engineers, and incidents recorded through the service."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from accounts.models import Person
from judgement.models import Proposal
from penalties import services
from penalties.models import Incident
from tests.support.company import staff


@pytest.fixture
def lan(version) -> Person:
    return staff("lan", "林岚", "liaison")


@pytest.fixture
def monday(at) -> datetime:
    return at("2026-03-02 10:00:00")


@pytest.fixture
def photo() -> Callable[[], ContentFile]:
    def make() -> ContentFile:
        buffer = BytesIO()
        Image.new("RGB", (8, 8), "white").save(buffer, "PNG")
        return ContentFile(buffer.getvalue(), "photo.png")

    return make


@pytest.fixture
def recorded(lan, wang, head, monday, photo) -> Callable[..., Incident]:
    """`recorded("conduct")` is an incident about Wang that the liaison put down on Monday."""

    def record(kind: str, *, person: Person = wang, now: datetime = monday, **more: Any) -> Incident:
        return services.record_incident(
            kind=kind, person=person, facts="用户来电反映", evidence=[photo()], actor=lan, now=now, **more
        )

    return record


@pytest.fixture
def proposed(recorded) -> Callable[..., Proposal]:
    """The single proposal of a fresh incident."""

    def propose(kind: str = "conduct", **more: Any) -> Proposal:
        incident = recorded(kind, **more)
        return Proposal.objects.get(subject_type="penalties.incident", subject_id=incident.pk)

    return propose


@pytest.fixture
def confirmed(proposed, head, monday) -> Callable[..., Proposal]:
    """The same, confirmed by the head."""

    def confirm(kind: str = "conduct", *, amount: Decimal | None = None, **more: Any) -> Proposal:
        proposal, when = proposed(kind, **more), more.get("now", monday)
        reason = "情节核实" if amount else ""
        return services.confirm_penalty(proposal=proposal, amount=amount, reason=reason, actor=head, now=when)

    return confirm
