"""Finding a paper by its printed number, among those that a person may see."""

from datetime import datetime
from typing import Any

from warranty.models import AnomalyReport, Claim, FeeApplication

CLAIMS = Claim.objects.select_related(
    "ticket", "request__report", "loss_department", "engineer", "issued_by", "signed_by"
)


def find_paper(kind: str, number: str, *, person: Any, now: datetime) -> Any:
    """The claim (by its own number, or by that of its shipping notice), fee or report; None where it is not his."""
    if kind in ("claim", "shipping"):
        column = "number" if kind == "claim" else "notice_number"
        return CLAIMS.visible_to(person, now=now).filter(**{column: number}).first()
    model: Any = FeeApplication if kind == "fee" else AnomalyReport
    rows = model.objects.visible_to(person, now=now).select_related("ticket", "author", "version")
    return rows.filter(number=number).first()
