"""Tickets from the engineer's side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q

from accounts.models import Person
from deadlines.models import Deadline
from tickets.models import Appointment, Ticket
from tickets.states import COLOURS, IN_HAND


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
