"""Questions of users as pages show them."""

from dataclasses import dataclass
from datetime import datetime

from core.countdown import Left
from rulebook.book import Book
from rulebook.schema.papers import Checklist
from tickets.models import Enquiry
from tickets.selectors.enquiries import Asked
from tickets.showing import Due, due_panel, left_of
from tickets.states import EnquiryState


@dataclass(frozen=True)
class ShownEnquiry:
    enquiry: Enquiry
    due_at: datetime | None
    clause: str
    left: Left | None
    tone: str
    panel: Due | None = None

    @property
    def is_open(self) -> bool:
        return self.enquiry.state == EnquiryState.OPEN


def shown(row: Asked, *, now: datetime, whole: bool = False) -> ShownEnquiry:
    """With the arithmetic of its limit where the `whole` of it is shown."""
    limit, enquiry = row.deadline, row.enquiry
    late = limit is not None and limit.due_at < (limit.stopped_at or now)
    tone = "late" if late else "ok" if enquiry.state == EnquiryState.ANSWERED else "info"
    return ShownEnquiry(
        enquiry, limit.due_at if limit else None, limit.clause if limit else "", left_of(limit, now=now), tone,
        due_panel(limit, enquiry.version, now=now) if limit and whole else None,
    )  # fmt: skip


def reminders(book: Book) -> list[Checklist]:
    """The rules of conduct of the chapter that speaks of enquiries."""
    form = book.forms.get("enquiry")
    chapter = form.clause.split(".")[0] if form and form.clause else ""
    lists = (one for one in book.checklists.values() if one.clause)
    return [one for one in lists if chapter and str(one.clause).split(".")[0] == chapter]
