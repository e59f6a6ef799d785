"""The floors: one indexed statement and 25 rows bare, the same in full dress, a ticket, a search, an insert."""

import json
from datetime import datetime
from itertools import count
from os import getpid
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bench.floors.models import Ticket

ROWS = 25
COLUMNS = ("number", "state", "customer_name", "province", "fault", "notified_at")
_runs = count(1)


def _rows(statement: str, *values: str | int | datetime) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _page(request: HttpRequest, rows: object, template: str = "bare.html") -> HttpResponse:
    response = render(request, template, {"rows": rows})
    # The client reads by length, which the product's middleware tells it.
    response["Content-Length"] = str(len(response.content))
    return response


def bare(request: HttpRequest) -> HttpResponse:
    return _page(request, _rows(f"SELECT {', '.join(COLUMNS)} FROM tickets_ticket WHERE closed_at IS NULL"
                                " AND state = 'working' ORDER BY waits_until LIMIT 25"))  # fmt: skip


def full(request: HttpRequest) -> HttpResponse:
    """Session, user and page: three statements."""
    working = Ticket._default_manager.filter(closed_at=None, state="working")
    rows = working.order_by("waits_until").values_list(*COLUMNS)[:ROWS]
    return _page(request, rows, "full.html") if request.user.is_authenticated else HttpResponse(status=401)


def ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """Fifty journal rows of one ticket."""
    rows = _rows("SELECT act, actor_name, source, target, reason, at FROM core_journalentry"
                 " WHERE thread_type = 'tickets.ticket' AND thread_id = %s ORDER BY id DESC LIMIT 50", pk)  # fmt: skip
    return _page(request, rows)


def search(request: HttpRequest) -> HttpResponse:
    """By the beginning of a number, through its index."""
    asked = request.GET.get("q", "") + "%"
    return _page(request, _rows(f"SELECT {', '.join(COLUMNS)} FROM tickets_ticket WHERE number LIKE %s LIMIT 25", asked))


@transaction.atomic
def create(request: HttpRequest) -> HttpResponse:
    """A ticket, its two deadlines and one event: four inserts, by the form's serial."""
    now, run = timezone.now(), f"{getpid()}-{next(_runs)}"
    [(pk,)] = _rows(_TICKET, f"F{run}", now, now, now, request.POST.get("serial", ""))
    for kind in ("arrival", "follow_up"):
        _rows(_DEADLINE, kind, pk, now, now)
    _rows(_EVENT, pk, pk, now, json.dumps({"run": run}))
    return HttpResponse(run, headers={"Content-Length": str(len(run))})


_TICKET = """
    INSERT INTO tickets_ticket SELECT (jsonb_populate_record(t, jsonb_build_object(
        'id', nextval(pg_get_serial_sequence('tickets_ticket', 'id')), 'number', %s::text, 'notified_at', %s::timestamptz,
        'reported_at', %s::timestamptz, 'cycle_from', %s::timestamptz, 'serial', %s::text, 'state', 'reported',
        'closed_at', NULL, 'arrived_at', NULL, 'engineer_id', NULL))).*
    FROM tickets_ticket t WHERE id = 1 RETURNING id"""
_DEADLINE = """
    INSERT INTO deadlines_deadline SELECT (jsonb_populate_record(d, jsonb_build_object(
        'id', nextval(pg_get_serial_sequence('deadlines_deadline', 'id')), 'kind', %s::text, 'subject_id', %s::bigint,
        'start_at', %s::timestamptz, 'due_at', %s::timestamptz + interval '12 hours', 'stopped_at', NULL))).*
    FROM deadlines_deadline d WHERE id = 1 RETURNING id"""
_EVENT = """
    INSERT INTO core_journalentry SELECT (jsonb_populate_record(j, jsonb_build_object(
        'id', nextval(pg_get_serial_sequence('core_journalentry', 'id')), 'subject_id', %s::bigint,
        'thread_id', %s::bigint, 'at', %s::timestamptz, 'data', %s::jsonb))).*
    FROM core_journalentry j WHERE subject_type = 'tickets.ticket' AND subject_id = 1 AND seq = 1 RETURNING id"""
