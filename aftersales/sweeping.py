"""One round of everything that time alone brings about. Running it twice, late, or on two machines changes nothing."""

import logging
from dataclasses import asdict, astuple, dataclass
from datetime import datetime

from approvals.services import remind
from core import heartbeats
from core.clock import now as clock_now
from core.context import current_request_id, request_scope
from deadlines import services as deadlines
from fieldservice.openers import OPENERS

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Round:
    """What one round did; it is kept with the heartbeat."""

    opened: int
    fired: int
    warned: int
    failed: int
    reminded: int


def sweep_round(*, now: datetime | None = None) -> Round:
    """Fire and warn what is due, open what has begun and judge that too, remind who lets a signature wait."""
    moment = now or clock_now()
    # A worker's round keeps the id of its task.
    with request_scope(current_request_id()):
        # First: what is due never waits for what must be opened after a standstill, and not for an opener that fails.
        rounds = [deadlines.sweep(now=moment)]
        opened, broken = _open(moment)
        if opened:
            rounds.append(deadlines.sweep(now=moment))
        fired, warned, failed = (sum(told) for told in zip(*map(astuple, rounds), strict=True))
        reminded = remind(now=moment)
    done = Round(opened, fired, warned, failed + broken, reminded)
    heartbeats.beat(heartbeats.SWEEP, now=clock_now(), detail=asdict(done))
    return done


def _open(moment: datetime) -> tuple[int, int]:
    """What all openers opened, and how many of them failed: (rows, openers)."""
    opened = broken = 0
    for opener in OPENERS:
        try:
            opened += opener(moment)
        except Exception:
            log.exception("what begins today could not be opened by %s", opener)
            broken += 1
    return opened, broken
