"""Sign-off bands partition all amounts from 0 upwards: no gap, no overlap, the last one open."""

from collections.abc import Iterator
from decimal import Decimal

from rulebook.errors import Steps
from rulebook.schema.approvals import Band
from rulebook.schema.document import Document

# A bound, and whether the amount itself still lies below it: (300, True) is the upper edge of "up to 300".
Edge = tuple[Decimal, bool]


def problems(document: Document) -> Iterator[tuple[Steps, str]]:
    for name, approval in document.approvals.items():
        at: Steps = ("approvals", name, "bands")
        previous: Edge | None = (Decimal(0), False)
        for index, band in enumerate(approval.bands):
            message = _fault(band, index, previous)
            if message:
                yield (*at, index), message
            previous = _top(band)
        if approval.bands and previous is not None:
            yield (*at, len(approval.bands) - 1), "最后一档必须没有上限"


def _fault(band: Band, index: int, previous: Edge | None) -> str | None:
    if previous is None:
        return "上一档没有上限，此档永远用不到"
    bottom, top = _bottom(band), _top(band)
    if index == 0:
        return None if bottom in ((Decimal(0), False), (Decimal(0), True)) else "第一档必须从 0 开始"
    if bottom > previous:
        return f"与上一档之间有缺口：上一档到 {_upper(previous)}，此档从 {_lower(bottom)}"
    if bottom < previous:
        return f"与上一档重叠：上一档到 {_upper(previous)}，此档从 {_lower(bottom)}"
    if top is not None and top <= bottom:
        return "上限不高于下限"
    return None


def _bottom(band: Band) -> Edge:
    if band.gt is not None:
        return band.gt, True
    return (band.ge, False) if band.ge is not None else (Decimal(0), False)


def _top(band: Band) -> Edge | None:
    if band.le is not None:
        return band.le, True
    return (band.lt, False) if band.lt is not None else None


def _upper(edge: Edge) -> str:
    return f"{edge[0]}（含）" if edge[1] else f"{edge[0]}（不含）"


def _lower(edge: Edge) -> str:
    return f"{edge[0]}（不含）" if edge[1] else f"{edge[0]}（含）"
