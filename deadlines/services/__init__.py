"""Acts on deadlines: owners start, stop, end, move and reassign them; the sweep judges what has fallen due."""

from deadlines.services.clocks import end, excuse, locked_current, reassign, start, stop
from deadlines.services.firing import fire
from deadlines.services.restart import drop, restart
from deadlines.services.sweeping import SweepResult, sweep

__all__ = [
    "SweepResult",
    "drop",
    "end",
    "excuse",
    "fire",
    "locked_current",
    "reassign",
    "restart",
    "start",
    "stop",
    "sweep",
]
