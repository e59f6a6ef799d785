"""The one next action: what this person can do now that moves the ticket on, or whom it waits for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acts import label
from accounts.models import Person
from accounts.permissions import may
from rulebook.clocks import leaves_open
from tickets.models import Assignment, Hold, Ticket
from tickets.selectors.records import arrival_deadlines, current_assignment, missed_calls, open_holds
from tickets.states import HoldKind, TicketState

S = TicketState
Holds = Callable[[Ticket, Person], bool]


@dataclass(frozen=True)
class NextAct:
    """The act, its button and the URL name of its page (which takes the ticket's number)."""

    act: str
    label: str
    url_name: str


def _always(_ticket: Ticket, _person: Person) -> bool:
    return True


def _assigned(ticket: Ticket, person: Person) -> bool:
    return ticket.engineer_id == person.pk


def _not_accepted(ticket: Ticket, person: Person) -> bool:
    row = current_assignment(ticket) if _assigned(ticket, person) else None
    return row is not None and row.accepted_at is None


def _not_appointed(ticket: Ticket, person: Person) -> bool:
    return _assigned(ticket, person) and not ticket.appointments.filter(cycle=ticket.cycle).exists()


def _may_work(ticket: Ticket, person: Person) -> bool:
    return _assigned(ticket, person) and not open_holds(ticket, HoldKind.PARTS, HoldKind.PURCHASE).exists()


def _asked(ticket: Ticket, _person: Person) -> bool:
    return open_holds(ticket, HoldKind.ESCALATION).exists()


def _given_up(ticket: Ticket, _person: Person) -> bool:
    return missed_calls(ticket) >= int(ticket.version.book.param("unreachable_attempts"))


def _paid(ticket: Ticket, _person: Person) -> bool:
    return ticket.free is False and ticket.instructed_at is None


def _unlimited(ticket: Ticket, _person: Person) -> bool:
    """Where the book leaves the limit open, nobody would be held to a time without one set by hand."""
    if not leaves_open(ticket.version.book, "arrival", ticket.zone):
        return False
    return not any(row.occurrence == str(ticket.cycle) for row in arrival_deadlines(ticket))


def _own_office(ticket: Ticket, person: Person) -> bool:
    return ticket.office_id == person.office_id


def _instructed(ticket: Ticket, _person: Person) -> bool:
    return ticket.instructed_at is not None


def _not_instructed(ticket: Ticket, _person: Person) -> bool:
    return ticket.instructed_at is None


# In each state the first act that is open to the reader is his next one.
STEPS: dict[str, Sequence[tuple[str, Holds]]] = {
    S.REPORTED: [("hand_to_office", _paid), ("set_due", _unlimited), ("dispatch", _always)],
    S.DISPATCHED: [("accept", _not_accepted), ("appoint", _not_appointed), ("arrive", _assigned)],
    S.ON_SITE: [("start_work", _may_work), ("answer_escalation", _asked)],
    S.DIAGNOSED: [("start_work", _may_work), ("answer_escalation", _asked)],
    S.WORKING: [("sign_card", _assigned)],
    S.COMPLETED: [("receive_card", _always)],
    S.FOLLOW_UP: [("follow_up", _always), ("close_unreachable", _given_up)],
    S.HANDED_TO_OFFICE: [
        ("dispatch", _instructed),
        ("office_done", _own_office),
        ("instruct", _not_instructed),
    ],
}
# Acts of the engineer are pages of his phone, those on a card belong to the card's app.
ELSEWHERE = ("accept", "appoint", "arrive", "start_work", "sign_card", "receive_card")
# What the work cannot begin without (6.10).
AWAITED = (HoldKind.PARTS, HoldKind.PURCHASE)
TURN: dict[str, object] = {
    S.REPORTED: gettext_lazy("等待客户联络员派工"),
    S.DISPATCHED: gettext_lazy("等待服务人员到场"),
    S.ON_SITE: gettext_lazy("等待服务人员开始维修"),
    S.DIAGNOSED: gettext_lazy("等待服务人员开始维修"),
    S.WORKING: gettext_lazy("等待服务人员完工、用户签字"),
    S.COMPLETED: gettext_lazy("等待内勤接收服务卡"),
    S.FOLLOW_UP: gettext_lazy("等待客户联络员回访"),
    S.HANDED_TO_OFFICE: gettext_lazy("等待办事处处理，或部门负责人批示"),
}


def next_act(ticket: Ticket, person: Person, *, now: datetime) -> NextAct | None:
    """What `person` does next on this ticket; None where it is somebody else's turn (`turn_of` says whose)."""
    for act, condition in STEPS.get(ticket.state, ()):
        if may(person, act, now=now) and condition(ticket, person):
            app = "fieldservice" if act in ELSEWHERE else "tickets"
            return NextAct(act, label(act), f"{app}:{act}")
    return None


def turn_of(ticket: Ticket, *, holds: Sequence[Hold] = (), assignments: Sequence[Assignment] = ()) -> str:
    """Whom or what the ticket waits for, by its open holds and its assignments; empty once it is closed."""
    if any(hold.kind == HoldKind.ESCALATION for hold in holds):
        return _("等待部门答复")
    if ticket.state in (S.ON_SITE, S.DIAGNOSED) and any(hold.kind in AWAITED for hold in holds):
        return _("等待配件或急购件")
    current = next((row for row in assignments if row.until is None), None)
    if current is not None and ticket.state == S.DISPATCHED:
        wanted = _("等待%(name)s到场") if current.accepted_at else _("已派给%(name)s，等待接单")
        return wanted % {"name": current.engineer.name}
    return str(TURN.get(ticket.state, ""))
