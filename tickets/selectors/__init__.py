"""Reading tickets."""

from tickets.selectors.candidates import candidates
from tickets.selectors.claims import (
    ClaimsPage,
    last_arrival,
    limit_of,
    may_read_photo,
    missed_due,
    photos_of,
    site_place,
    waiting_arrival,
    waiting_claims,
    waits,
)
from tickets.selectors.duplicates import Twin, possible_duplicates
from tickets.selectors.filters import Filters
from tickets.selectors.frame import Frame, frame
from tickets.selectors.next_act import NextAct, next_act, turn_of
from tickets.selectors.open_acts import open_acts
from tickets.selectors.page import TicketPage, deadline_of, open_escalation, ticket_page
from tickets.selectors.people import Job, my_jobs
from tickets.selectors.queue import Page, Row, phones_of, queue, queue_counts, rows_of
from tickets.selectors.ranking import Candidate
from tickets.selectors.records import (
    arrival_deadlines,
    current_assignment,
    dispatchers,
    end_of_cycle,
    engineer_at,
    first_arrival,
    instructed_before,
    missed_calls,
    open_holds,
    open_jobs,
    resolved_remotely,
    similar_open,
)
from tickets.selectors.scope import has_desk, may_read_file, seen_tickets, visible_ticket
from tickets.selectors.timeline import Told, history_of, timeline

__all__ = [
    "Candidate",
    "ClaimsPage",
    "Filters",
    "Frame",
    "Job",
    "NextAct",
    "Page",
    "Row",
    "TicketPage",
    "Told",
    "Twin",
    "arrival_deadlines",
    "candidates",
    "current_assignment",
    "deadline_of",
    "dispatchers",
    "end_of_cycle",
    "engineer_at",
    "first_arrival",
    "frame",
    "has_desk",
    "history_of",
    "instructed_before",
    "last_arrival",
    "limit_of",
    "may_read_file",
    "may_read_photo",
    "missed_calls",
    "missed_due",
    "my_jobs",
    "next_act",
    "open_acts",
    "open_escalation",
    "open_holds",
    "open_jobs",
    "phones_of",
    "photos_of",
    "possible_duplicates",
    "queue",
    "queue_counts",
    "resolved_remotely",
    "rows_of",
    "seen_tickets",
    "similar_open",
    "site_place",
    "ticket_page",
    "timeline",
    "turn_of",
    "visible_ticket",
    "waiting_arrival",
    "waiting_claims",
    "waits",
]
