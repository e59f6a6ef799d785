"""One round of everything that time alone brings about. Running it twice, late, or on two machines changes nothing."""

from dataclasses import asdict, dataclass
from datetime import datetime

from approvals.services import remind
from core import heartbeats
from core.clock import now as clock_now
from core.context import current_request_id, request_scope
from deadlines import services as deadlines
from fieldservice.openers import OPENERS


@dataclass(frozen=True)
class Round:
    """What one round did; it is kept with the heartbeat."""

    opened: int
    fired: int
    warned: int
    failed: int
    reminded: int


def sweep_round(*, now: datetime | None = None) -> Round:
    """Open what has begun, fire and warn what is due, remind who lets a signature wait, and leave a heartbeat."""
    moment = now or clock_now()
    # A worker's round keeps the id of its task.
    with request_scope(current_request_id()):
        opened = sum(opener(moment) for opener in OPENERS)
        result = deadlines.sweep(now=moment)
        reminded = remind(now=moment)
    done = Round(opened, result.fired, result.warned, result.failed, reminded)
    heartbeats.beat(heartbeats.SWEEP, now=clock_now(), detail=asdict(done))
    return done
