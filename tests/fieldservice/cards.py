"""Cards of the tests as the phone sends them: everything answered, unless told otherwise."""

from datetime import datetime, timedelta
from typing import Any

from core.models import StoredFile
from fieldservice import services
from fieldservice.models import ServiceCard
from rulebook.checklists import lines_of
from tests.factories import NOTICE, World
from tests.warranty import store
from tickets import services as tickets
from tickets.models import Ticket

AT = NOTICE + timedelta(hours=5)
CAUSE = "正常磨损或老化"


def kept(ticket: Ticket) -> dict[str, Any]:
    """Every rule of conduct kept."""
    return {line.key: {"done": True, "why": ""} for line in lines_of(ticket.version.book, "service_card")}


def picture(ticket: Ticket, name: str = "s") -> StoredFile:
    return StoredFile.objects.create(
        subject_type="tickets.ticket", subject_id=ticket.pk, file=f"private/{name}.png", name=f"{name}.png",
        content_type="image/png", size=9, sha256=name.encode().hex().ljust(64, "0"), uploaded_at=AT,
    )  # fmt: skip


def told(ticket: Ticket, **given: Any) -> dict[str, Any]:
    return {
        "work_done": "拆检主泵，更换密封圈", "cause": CAUSE, "cause_analysis": "密封圈硬化", "result": "运行正常",
        "conduct": kept(ticket), "signer_name": "王工", "on_phone": True, "signature": picture(ticket),
        "strokes": "[[[1,2,0],[9,9,40]]]", **given,
    }  # fmt: skip


def sign(ticket: Ticket, *, now: datetime = AT, **given: Any) -> ServiceCard:
    """Signed on the phone by its engineer."""
    return services.sign_card(ticket=ticket, actor=ticket.engineer, now=now, **told(ticket, **given))


def with_parts(world: World, *lines: tuple[str, int]) -> Ticket:
    """A ticket at work whose engineer has these parts in his bag."""
    if not store.Part.objects.exists():
        store.departments(world)
        store.stocked(100)
    ticket = store.received(world, *(lines or (("motor", 2),))).ticket
    return tickets.start_work(ticket=ticket, actor=ticket.engineer, now=AT + timedelta(days=2))


