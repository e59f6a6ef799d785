"""How a run is told: one line per scenario, or JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Result:
    """The outcome of one scenario; `step` and `message` say where and why it failed."""

    file: str
    scenario: str
    clause: str = ""
    step: int | None = None
    message: str = ""
    not_built: bool = False

    @property
    def ok(self) -> bool:
        return not self.message

    def line(self) -> str:
        if self.ok:
            return f"ok   {self.scenario}"
        where = f" … step {self.step}: " if self.step else ": "
        return f"FAIL {self.scenario}{where}{' '.join(self.message.split())}"


def summary(results: Sequence[Result]) -> str:
    failed = sum(not result.ok for result in results)
    return f"{len(results) - failed} passed, {failed} failed"


def as_json(results: Sequence[Result]) -> str:
    failed = sum(not result.ok for result in results)
    rows = [{"ok": result.ok, **asdict(result)} for result in results]
    told = {"passed": len(results) - failed, "failed": failed, "scenarios": rows}
    return json.dumps(told, ensure_ascii=False, indent=2)
