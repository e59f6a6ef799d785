"""Amounts of money: exactly one kind, multiplied by the quantity of the consequence's `per`."""

from typing import Literal

from pydantic import model_validator

from rulebook.schema.base import Block, Number, Path, wrong

KINDS = ("fixed", "range", "free", "percent", "percent_range", "times", "equal", "difference", "choose")
OF_A_BASE = frozenset({"percent", "percent_range", "times"})


class Amount(Block):
    """`{fixed: 1000}`, `{range: [200, 500]}`, `{percent: 50, of: return_trip}`, `{equal: incident.proceeds}` …"""

    fixed: Number | None = None
    range: tuple[Number, Number] | None = None
    free: Literal[True] | None = None
    percent: Number | None = None
    percent_range: tuple[Number, Number] | None = None
    times: Number | None = None
    of: Path | None = None
    equal: Path | None = None
    difference: tuple[Path, Path] | None = None
    choose: tuple[Number, ...] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "Amount":
        given = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            raise wrong(f"金额只能写一种：{'、'.join(KINDS)}")
        if (given[0] in OF_A_BASE) != (self.of is not None):
            raise wrong("percent、percent_range、times 须有 of，其他金额不得有 of")
        bounds = self.range or self.percent_range
        if bounds and bounds[0] > bounds[1]:
            raise wrong(f"下限 {bounds[0]} 高于上限 {bounds[1]}")
        if self.choose is not None and not self.choose:
            raise wrong("choose 不能为空")
        return self

    @property
    def kind(self) -> str:
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    def paths(self) -> frozenset[str]:
        """The facts that it is computed from."""
        return frozenset(path for path in (self.of, self.equal, *(self.difference or ())) if path)
