"""The product inside one process, as a worker holds it: orders come as JSON lines, answers go out the same way."""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftersales.settings")

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import Person
from aftersales.sweeping import sweep_round
from core import clock, journal
from core.context import request_scope
from core.errors import WrongState
from core.journal import SYSTEM
from core.subjects import Subject
from deadlines import services as deadlines
from figures.selectors import settlement
from penalties.services import close_month
from tickets.models import Ticket

PEOPLE = {"desk": "liaison1", "head": "head", "engineer": "engineer1"}
TOLD = 50


def sessions() -> dict[str, Any]:
    """Signed in people by what they are here, and what pages are asked for."""
    people = {part: Person.objects.get(username=name) for part, name in PEOPLE.items()}
    found = {part: _session(person, settings.AUTHENTICATION_BACKENDS[-1]) for part, person in people.items()}
    # A floor knows Django's own way of signing in only.
    found["floor"] = _session(people["desk"], "django.contrib.auth.backends.ModelBackend")
    told = _much_told()
    known = Ticket.objects.exclude(machine=None).order_by("pk")[Ticket.objects.count() // 2]
    words = {"serial": known.serial, "phone": known.phone, "name": known.customer_name, "words": known.fault[:6],
             "number": known.number}  # fmt: skip
    return {"sessions": found, "ticket": told.number, "ticket_id": told.pk, "words": words}


def _session(person: Person, backend: str) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _much_told() -> Ticket:
    """An open ticket whose page tells fifty rows."""
    ticket = Ticket.objects.filter(state="working").order_by("pk").first()
    if ticket is None:
        raise SystemExit("the data has no ticket at work")
    rows = TOLD - journal.told(ticket).count()
    now = clock.now()
    entry = journal.Entry(Subject.of(ticket), "correct", now, ticket.state, ticket.state, "更正登记", "6.1", {"urgent": 1})
    with django.db.transaction.atomic():
        journal.record_many([entry] * max(0, rows), actor=SYSTEM)
    return ticket


def idle(times: int) -> dict[str, Any]:
    """Rounds of the sweep that find nothing due, in milliseconds each."""
    return {"ms": [_timed(sweep_round)[0] * 1000 for _ in range(times)]}


def sweep(limit: int) -> dict[str, Any]:
    """Fire `limit` deadlines that are due: seconds, how many, and what the process came to hold at most (MB)."""
    with request_scope():
        taken, done = _timed(lambda: deadlines.sweep(now=clock.now(), limit=limit))
    return {"seconds": taken, "fired": done.fired, "failed": done.failed, "rss": _rss()}


def soon(hours: int) -> dict[str, Any]:
    """Nothing is due or near for so many hours: what the idle rounds are measured on."""
    later = clock.now() + timedelta(hours=hours)
    return {"due": deadlines.sweep(now=clock.now()).fired, "at": later.isoformat()}


def totals(month: str) -> dict[str, Any]:
    """What a month comes to for everybody, in milliseconds; how many people and cards that are."""
    taken, found = _timed(lambda: settlement.totals(month))
    return {"ms": taken * 1000, "people": len(found), "cards": sum(one.cards for one in found)}


def close(month: str) -> dict[str, Any]:
    """Close a month and write every statement, in seconds; whether it was refused, as closing it twice is."""
    clerk = Person.objects.get(username="clerk")
    with request_scope():
        try:
            taken, closing = _timed(lambda: close_month(month=month, actor=clerk, now=clock.now()))
        except WrongState:
            return {"refused": True}
    return {"seconds": taken, "people": closing.statements.count(), "refused": False}


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    done = work()
    return time.perf_counter() - begun, done


def _rss() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


ORDERS: Mapping[str, Callable[..., dict[str, Any]]] = {
    "sessions": sessions, "idle": idle, "sweep": sweep, "soon": soon,
    "totals": totals, "close": close,
}  # fmt: skip


def main() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        answer = ORDERS[order.pop("do")](**order)
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
