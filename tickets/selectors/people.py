"""Engineers from the dispatcher's side, and tickets from the engineer's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.selectors import Unassignable
from accounts.selectors import candidates as people_by_region
from customers.selectors import services_of
from deadlines.models import Deadline
from tickets.models import Appointment, Ticket
from tickets.states import COLOURS, IN_HAND


@dataclass(frozen=True)
class Candidate:
    """An engineer who might go, with what speaks for him; `refusal` says why he cannot."""

    person: Person
    in_region: bool
    open_jobs: int
    knows_machine: bool
    refusal: Unassignable | None

    @property
    def reasons(self) -> list[str]:
        """Why he stands where he stands, in words."""
        if self.refusal:
            return [str(self.refusal)]
        told = [_("负责该区域") if self.in_region else _("不负责该区域")]
        told.append(_("在办 %(count)d 单") % {"count": self.open_jobs})
        return [*told, _("修过这台设备")] if self.knows_machine else told


def candidates(ticket: Ticket, *, now: datetime) -> list[Candidate]:
    """Every engineer but the one who has the job, the fittest first: can go, region, past work, few open jobs."""
    province = ticket.province if ticket.country == "CN" else ticket.country
    people = [one for one in people_by_region(now=now, province=province) if one.person.pk != ticket.engineer_id]
    load = _open_jobs()
    known = set(services_of(ticket.machine).values_list("engineer_id", flat=True)) if ticket.machine else set()
    found = [
        Candidate(one.person, one.in_region, load.get(one.person.pk, 0), one.person.pk in known, one.refusal)
        for one in people
    ]
    return sorted(found, key=_rank)


def _rank(one: Candidate) -> tuple[bool, bool, bool, int, str]:
    return one.refusal is not None, not one.in_region, not one.knows_machine, one.open_jobs, one.person.name


def _open_jobs() -> dict[int, int]:
    rows = Ticket.objects.filter(state__in=IN_HAND).order_by().values("engineer").annotate(count=Count("pk"))
    return {row["engineer"]: row["count"] for row in rows}


@dataclass(frozen=True)
class Job:
    """One job on the engineer's phone."""

    ticket: Ticket
    deadline: Deadline | None
    appointment: Appointment | None
    accepted: bool

    @property
    def colour(self) -> str:
        return COLOURS[self.ticket.state]


def my_jobs(engineer: Person, *, now: datetime) -> list[Job]:
    """The jobs that `engineer` has now, the most pressing limit first; five statements however many there are."""
    rows = Ticket.objects.filter(engineer=engineer, state__in=IN_HAND).select_related(
        "customer", "machine", "machine__model", "version"
    )
    tickets = list(rows.prefetch_related("appointments", Prefetch("assignments")))
    limits = _limits_of(tickets)
    jobs = [_job(ticket, limits.get(ticket.pk)) for ticket in tickets]
    return sorted(jobs, key=_pressing)


def _pressing(job: Job) -> tuple[bool, datetime, int]:
    due = job.deadline.due_at if job.deadline else job.ticket.notified_at
    return job.deadline is None, due, job.ticket.pk


def _limits_of(tickets: Sequence[Ticket]) -> dict[int, Deadline]:
    rows = Deadline.objects.filter(
        Q(stopped_at=None, ended_at=None, superseded_at=None),
        subject_type=Ticket._meta.label_lower, subject_id__in=[ticket.pk for ticket in tickets],
    )  # fmt: skip
    return {row.subject_id: row for row in rows.order_by("-due_at")}


def _job(ticket: Ticket, deadline: Deadline | None) -> Job:
    visits = [row for row in ticket.appointments.all() if row.cycle == ticket.cycle]
    accepted = any(row.until is None and row.accepted_at for row in ticket.assignments.all())
    return Job(ticket, deadline, max(visits, key=lambda row: row.pk, default=None), accepted)
