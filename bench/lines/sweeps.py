"""Lines 7 and 8: the sweep with a hundred thousand due among a million open, and with nothing due."""

import time
from collections.abc import Iterator
from statistics import median
from typing import Any

import psycopg2

from bench.house import Resident
from bench.options import name_of
from bench.rounds import Goal, Result, interleaved

FLOOR_BATCH = 1_000
MAIL = {"EMAIL_URL": "smtp://127.0.0.1:25"}


def idle(small: tuple[int, str], large: tuple[int, str], rounds: int) -> Iterator[Result]:
    """8, and its part of 3: nothing is due among all that is open."""
    works = [Resident(database) for _size, database in (large, small)]
    connection = psycopg2.connect(large[1])
    try:
        ours, smaller, floors = interleaved(
            rounds, *(lambda work=work: median(work.do("idle", times=20)["ms"]) for work in works),
            lambda: _look(connection),
        )  # fmt: skip
    finally:
        connection.close()
        for work in works:
            work.close()
    sizes = f"{name_of(large[0])} against {name_of(small[0])}"
    yield Result("8", f"idle sweep among {name_of(large[0])} open", "ms", ours, floors, Goal(5, of_floor=False), "≤ 5 ms")
    yield Result("3", f"idle sweep, {sizes}", "ms", ours, smaller, Goal(1.15), "≤ 1.15 × small")


def _look(connection: Any) -> float:
    """One statement through the index, as a bare loop would ask it."""
    taken = []
    with connection.cursor() as cursor:
        for _ in range(20):
            begun = time.perf_counter()
            cursor.execute("SELECT id FROM deadlines_deadline WHERE due_at < %s AND stopped_at IS NULL AND fired_at IS NULL"
                           " AND ended_at IS NULL AND superseded_at IS NULL ORDER BY due_at LIMIT 1", ["2019-01-01"])  # fmt: skip
            cursor.fetchall()
            taken.append(time.perf_counter() - begun)
    connection.rollback()
    return median(taken) * 1000


def due(database: str, size: int, rounds: int, each: int) -> Iterator[Result]:
    """7: microseconds for one deadline, ours beside the same rows set-based; half of what is due is the floor's."""
    work = Resident(database, **MAIL)
    connection = psycopg2.connect(database)
    told: list[dict[str, Any]] = []

    def ours() -> float:
        done = work.do("sweep", limit=each)
        told.append(done)
        return float(done["seconds"]) / done["fired"] * 1_000_000

    try:
        _share(connection)
        values, floors = interleaved(rounds, ours, lambda: _fire(connection, each))
    finally:
        connection.close()
        work.close()
    fired = sum(done["fired"] for done in told)
    yield Result("7", f"sweep of {fired:,} due among {name_of(size)} open", "µs each", values, floors, Goal(1.5),
                 "≤ 1.5 × set-based")  # fmt: skip
    yield Result("7", "memory of that sweep", "MB", [done["rss"] for done in told], [], Goal(150, of_floor=False),
                 "≤ 150 MB, flat")  # fmt: skip


def _share(connection: Any) -> None:
    """What has an even ticket is hidden from the sweep: the floor's."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE deadlines_deadline SET retry_at = 'infinity' WHERE fired_at IS NULL AND stopped_at IS NULL"
                       " AND due_at < now() AND subject_id % 2 = 0 AND retry_at IS NULL")  # fmt: skip
    connection.commit()
    connection.autocommit = True
    connection.cursor().execute("VACUUM ANALYZE deadlines_deadline")
    connection.autocommit = False


def _fire(connection: Any, each: int) -> float:
    begun, fired = time.perf_counter(), 0
    with connection.cursor() as cursor:
        while fired < each:
            cursor.execute(_SET_BASED, {"limit": min(FLOOR_BATCH, each - fired)})
            done = cursor.fetchone()[0]
            connection.commit()
            if not done:
                raise RuntimeError("the floor has nothing left to fire")
            fired += done
    return (time.perf_counter() - begun) / fired * 1_000_000


# The rows that the sweep writes for a deadline, by one statement: fact, proposal, journal with its chain, notices.
_SET_BASED = """
WITH due AS (
    SELECT * FROM deadlines_deadline
    WHERE due_at < now() AND retry_at = 'infinity' AND stopped_at IS NULL AND fired_at IS NULL AND ended_at IS NULL
        AND superseded_at IS NULL
    ORDER BY due_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), facts AS (
    INSERT INTO judgement_fact (subject_type, subject_id, event, occurrence, epoch, happened_at, recorded_at, facts, batch,
        person_id, version_id)
    SELECT subject_type, subject_id, event, occurrence, epoch, due_at, now(), facts || jsonb_build_object('deadline.due',
        due_at), '00000000-0000-0000-0000-000000000000', person_id, version_id FROM due
    ON CONFLICT DO NOTHING RETURNING *
), proposals AS (
    INSERT INTO judgement_proposal (subject_type, subject_id, consequence, clause, decider_role, detect, proof_only, state,
        effects, quantity, weight, group_key, happened_on, month, proposed_at, facts_changed, off_post, charged_to_id,
        fact_id, person_id, version_id)
    SELECT f.subject_type, f.subject_id, s.consequence, s.clause, s.decider_role, s.detect, s.proof_only, 'proposed',
        s.effects, 1, s.weight, 'late:' || f.subject_id || ':1:' || f.person_id, f.happened_at::date,
        to_char(f.happened_at, 'YYYY-MM'), now(), false, false, f.person_id, f.id, f.person_id, f.version_id
    FROM facts f, (SELECT * FROM judgement_proposal WHERE id = 1) s
    ON CONFLICT DO NOTHING RETURNING *
), heads AS (
    UPDATE core_journalhead h SET seq = seq + 1, hash = encode(sha256(convert_to(h.hash || f.facts::text, 'UTF8')), 'hex')
    FROM facts f WHERE h.subject_type = f.subject_type AND h.subject_id = f.subject_id
    RETURNING h.*, f.id AS fact
), told AS (
    INSERT INTO core_journalentry (subject_type, subject_id, seq, thread_type, thread_id, act, actor_name, at, source,
        target, reason, clause, request_id, data, previous, hash)
    SELECT subject_type, subject_id, seq, subject_type, subject_id, 'sla.arrival.missed', '系统', now(), '', '', '', '6.2',
        '', jsonb_build_object('fact', fact, 'proposals', jsonb_build_array(s.effects)), '', hash
    FROM heads, (SELECT effects FROM judgement_proposal WHERE id = 1) s RETURNING id
), notices AS (
    INSERT INTO notifications_notice (subject_type, subject_id, about, title, text, url, created_at, person_id)
    SELECT min(subject_type), min(subject_id), 'proposed', count(*)::text, '', '/m/me/', now(), person_id
    FROM proposals GROUP BY person_id RETURNING id, person_id
), messages AS (
    INSERT INTO notifications_outboxmessage (channel, address, created_at, next_try_at, attempts, last_error, notice_id)
    SELECT 'email', p.email, now(), now(), 0, '', n.id FROM notices n JOIN accounts_person p ON p.id = n.person_id
    RETURNING id
), fired AS (
    UPDATE deadlines_deadline d SET fired_at = now() FROM due WHERE d.id = due.id RETURNING d.id
)
SELECT (SELECT count(*) FROM fired), (SELECT count(*) FROM told), (SELECT count(*) FROM messages)"""
