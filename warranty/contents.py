"""What a signature on each kind of paper binds to: its content as plain data, in one place for all who compare it."""

from collections.abc import Iterable, Mapping
from typing import Any

from warranty.models import Claim, ClaimLine, FeeApplication, PartsRequest, Purchase, RequestLine


def of_request(request: PartsRequest) -> dict[str, Any]:
    """The ticket, the machine and the priced lines of the revision that stands."""
    lines = RequestLine.objects.filter(request=request, revision=request.revision).select_related("part")
    return {
        "number": request.number, "ticket": request.ticket.number, "serial": request.ticket.serial,
        "lines": [_line(line.part.code, line.quantity, line.price) for line in lines.order_by("part__code")],
    }  # fmt: skip


def of_fee(fee: FeeApplication) -> dict[str, Any]:
    """What the money is for; the amount itself lies on the sign-off."""
    return {"number": fee.number, "ticket": fee.ticket.number, "reason": fee.reason, "items": fee.items,
            "receives": fee.author_id}  # fmt: skip


def of_purchase(purchase: Purchase) -> dict[str, Any]:
    """The report that asks for it, its budget, and who is paid back."""
    return {"number": purchase.number, "report": purchase.report.number, "budget": f"{purchase.budget:.2f}",
            "receives": purchase.author_id}  # fmt: skip


def of_claim(claim: Claim, lines: Iterable[ClaimLine] | None = None) -> dict[str, Any]:
    """What the loss department signs: the same lines as were approved; `lines` of a claim not yet stored."""
    if lines is None:
        lines = claim.lines.select_related("part")
    return {
        "number": claim.number, "request": claim.request.number, "serial": claim.serial,
        "lines": [_line(line.part.code, line.quantity, line.price) for line in sorted(lines, key=_code)],
    }  # fmt: skip


def _code(line: ClaimLine) -> str:
    return line.part.code


def _line(code: str, quantity: int, price: Any) -> Mapping[str, Any]:
    return {"part": code, "quantity": quantity, "price": f"{price:.2f}"}
