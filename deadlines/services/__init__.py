"""Acts on deadlines: owners start, stop, end, move and reassign them; the sweep judges what has fallen due."""

from deadlines.services.calendar_alarm import tell_missing_year
from deadlines.services.clocks import end, excuse, locked_current, pause, reassign, start, stop
from deadlines.services.duties import follow, fulfil, recheck
from deadlines.services.firing import fire
from deadlines.services.opening import forget_rounds, open_duties
from deadlines.services.restart import accept_stop, drop, rebind, reopen, restart
from deadlines.services.standing import stand_again
from deadlines.services.sweeping import SweepResult, sweep

__all__ = [
    "SweepResult",
    "accept_stop",
    "drop",
    "end",
    "excuse",
    "fire",
    "follow",
    "forget_rounds",
    "fulfil",
    "locked_current",
    "open_duties",
    "pause",
    "reassign",
    "rebind",
    "recheck",
    "reopen",
    "restart",
    "stand_again",
    "start",
    "stop",
    "sweep",
    "tell_missing_year",
]
