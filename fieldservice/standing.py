"""What an engineer's jobs wait for: his reports and their parts, for all of his jobs in two statements."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Person
from tickets.models import Ticket
from tickets.selectors.records import holds_of
from tickets.states import HoldKind
from warranty.models import AnomalyReport
from warranty.selectors.reports import standing_reports


@dataclass(frozen=True)
class Standing:
    """The engineer's newest report of the cycle, and what the work has to wait for."""

    report: AnomalyReport | None = None
    waits_for: str = ""


def standing_of(tickets: Iterable[Ticket], engineer: Person) -> dict[int, Standing]:
    """By the ticket's key."""
    ids = [ticket.pk for ticket in tickets]
    if not ids:
        return {}
    reports, holds = standing_reports(ids, engineer), holds_of(ids, HoldKind.PARTS, HoldKind.PURCHASE)
    told = {pk: "，".join(f"{hold.get_kind_display()} {hold.note}" for hold in rows) for pk, rows in holds.items()}
    return {pk: Standing(reports.get(pk), told.get(pk, "")) for pk in ids}
