"""What the tickets of table `b` left behind: the tickets, their records, limits, facts, proposals and journal."""

from bench.filling import Filler

TICKET = "'tickets.ticket'"
# As the trigger keeps it, which sleeps while mass rows are written.
_WAITS = """CASE WHEN b.reach < 2 AND b.state NOT IN ('cancelled', 'handed_to_office') THEN b.due_at
    WHEN b.state = 'follow_up' THEN b.arrived_at + interval '92 hours' ELSE '9999-01-01Z'::timestamptz END"""


def tickets(filler: Filler) -> None:
    filler.fill("tickets_ticket", "b", id="b.id", number="b.number", state="b.state", customer_name="b.customer_name",
                serial="b.serial", fault="b.fault", urgent="b.dice = 7", phone="b.phone", province="b.province",
                zone="b.zone", notified_at="b.notified_at", reported_at="b.notified_at",
                in_warranty="b.dice < 60", free="b.dice < 60", cycle_from="b.notified_at", arrived_at="b.arrived_at",
                closed_at="b.closed_at", customer_id="b.customer_id", machine_id="b.machine_id",
                engineer_id="CASE WHEN b.reach > 0 THEN b.engineer_id END", reported_by_id="b.desk_id",
                waits_until=_WAITS,
                office_id="CASE WHEN b.state = 'handed_to_office' THEN (SELECT min(id) FROM accounts_office) END")  # fmt: skip
    filler.run("INSERT INTO core_counter (series, value) SELECT series, max(run) FROM b GROUP BY series"
               " ON CONFLICT (series) DO UPDATE SET value = excluded.value")  # fmt: skip


def records(filler: Filler) -> None:
    """Assignments, arrivals, holds, services of machines, notices of dispatch."""
    filler.fill("tickets_assignment", "b WHERE b.reach > 0", ticket_id="b.id", engineer_id="b.engineer_id",
                since="b.sent_at", until="b.closed_at", assigned_by_id="b.desk_id")  # fmt: skip
    filler.fill("tickets_arrival", "b WHERE b.reach > 1", ticket_id="b.id", engineer_id="b.engineer_id",
                received_at="b.arrived_at")  # fmt: skip
    filler.run("INSERT INTO tickets_hold (ticket_id, kind, note, placed_at) SELECT id,"
               " CASE WHEN dice < 7 THEN 'parts' ELSE 'escalation' END, '', arrived_at FROM b"
               " WHERE open AND reach IN (2, 3) AND dice < 10")  # fmt: skip
    filler.fill("customers_machineservice", "b WHERE b.reach > 3", machine_id="b.machine_id",
                completed_at="b.arrived_at + interval '1 hour'", engineer_id="b.engineer_id", ticket_id="b.id",
                ticket_number="b.number", fault="b.fault", in_warranty="b.dice < 60",
                guarantee_until="(b.arrived_at + interval '6 months')::date")  # fmt: skip
    filler.fill("notifications_notice", "b WHERE b.reach > 0", "about = 'dispatched'", subject_id="b.id",
                title="'新任务 ' || b.number || '：' || b.customer_name", text="b.fault",
                url="'/m/' || b.number || '/'", created_at="b.sent_at",
                read_at="CASE WHEN NOT b.open THEN b.sent_at + interval '5 minutes' END",
                person_id="b.engineer_id")  # fmt: skip


def limits(filler: Filler) -> None:
    """The arrival limit of every ticket, and the follow-up limit of those that came so far."""
    facts = (
        "jsonb_build_object('title', '工单 ' || b.number, 'ticket', b.id, 'ticket.zone', b.zone, 'ticket.cycle', 1,"
        " 'ticket_cycle', b.id || ':1', 'ticket.urgent', b.dice = 7, 'ticket.in_warranty', b.dice < 60,"
        " 'ticket.engineer', {person})"
    )
    person = "CASE WHEN b.reach > 0 THEN b.engineer_id END"
    filler.fill("deadlines_deadline", "b", "kind = 'arrival'", subject_id="b.id", facts=facts.format(person=person),
                formula="specimen.formula || jsonb_build_object('due', b.due_at, 'start', b.notified_at)",
                start_at="b.notified_at", due_at="b.due_at", warn_at="b.due_at - (b.due_at - b.notified_at) / 4",
                warned_at="CASE WHEN b.due_at < b.built_at THEN b.due_at - interval '1 hour' END",
                stopped_at="b.arrived_at", fired_at="CASE WHEN b.missed OR (b.reach = 0 AND b.due_at < b.built_at)"
                " THEN b.due_at + interval '5 seconds' END",
                ended_at="CASE WHEN b.state IN ('cancelled', 'handed_to_office') THEN b.notified_at + interval '1 hour'"
                " END", person_id=person)  # fmt: skip
    filler.fill("deadlines_deadline", "b WHERE b.reach > 4", "kind = 'follow_up'", subject_id="b.id",
                facts=facts.format(person="NULL"), start_at="b.arrived_at + interval '20 hours'",
                due_at="b.arrived_at + interval '92 hours'", warn_at="b.arrived_at + interval '80 hours'",
                stopped_at="b.closed_at")  # fmt: skip


def judgements(filler: Filler) -> None:
    """Fact and proposal of every missed arrival; those of closed tickets are decided."""
    filler.fill("judgement_fact", "b WHERE b.missed", subject_id="b.id", person_id="b.engineer_id",
                happened_at="b.due_at", recorded_at="b.due_at + interval '5 seconds'",
                facts="specimen.facts || jsonb_build_object('ticket', b.id, 'ticket.engineer', b.engineer_id)",
                batch="md5(b.id::text)::uuid")  # fmt: skip
    filler.fill("judgement_proposal", "b JOIN judgement_fact f ON f.subject_id = b.id AND f.subject_type = "
                f"{TICKET} AND b.missed", subject_id="b.id", fact_id="f.id", person_id="b.engineer_id",
                charged_to_id="b.engineer_id", group_key="'late:' || b.id || ':1:' || b.engineer_id",
                state="CASE WHEN b.open THEN 'proposed' WHEN b.dice < 7 THEN 'settled' ELSE 'waived' END",
                happened_on="b.due_at::date", month="to_char(b.due_at, 'YYYY-MM')",
                proposed_at="b.due_at + interval '5 seconds'")  # fmt: skip


# act, which tickets, actor ("desk", "engineer" or nobody), when, from, to, clause, data as Python would write it
STEPS = (
    ("report_fault", "TRUE", "desk", "notified_at", "''", "'reported'", "5, 6.1",
     "format('{\"similar\": [], \"zone\": \"%s\"}', zone)"),
    ("dispatch", "reach > 0", "desk", "sent_at", "'reported'", "'dispatched'", "6.2",
     "format('{\"engineer\": \"%s\", \"replaced\": \"\"}', engineer)"),
    ("sla.arrival.missed", "missed", "", "due_at + interval '5 seconds'", "''", "''", "6.2", "'{\"proposals\": []}'"),
    ("arrive", "reach > 1", "engineer", "arrived_at", "'dispatched'", "'on_site'", "6.2", "'{\"first\": true}'"),
    ("start_work", "reach > 2", "engineer", "arrived_at + interval '10 minutes'", "'on_site'", "'working'", "6.10",
     "'{}'"),
    ("complete", "reach > 3", "engineer", "arrived_at + interval '1 hour'", "'working'", "'completed'", "6.11", "'{}'"),
    ("receive", "reach > 4", "desk", "arrived_at + interval '20 hours'", "'completed'", "'follow_up'", "6.12", "'{}'"),
    ("follow_up", "reach > 5", "desk", "closed_at", "'follow_up'", "state", "6.12", "'{\"outcome\": \"solved\"}'"),
    ("cancel", "state = 'cancelled'", "desk", "closed_at", "'reported'", "state", "", "'{}'"),
    ("hand_to_office", "state = 'handed_to_office'", "desk", "notified_at + interval '1 hour'", "'reported'", "state",
     "9.11", "'{}'"),
)  # fmt: skip


def journal(filler: Filler) -> None:
    """The chain of every ticket, hashed as core.journal hashes it: `manage.py journal verify` finds it whole."""
    filler.run("CREATE TEMP TABLE head AS SELECT id, 0 AS seq, ''::text AS hash FROM b")
    for step in STEPS:
        _link(filler, *step)
    filler.fill("core_journalhead", "head", f"subject_type = {TICKET}", subject_id="head.id", seq="head.seq",
                hash="head.hash")  # fmt: skip
    filler.run("DROP TABLE head")


def _link(
    filler: Filler, act: str, which: str, who: str, at: str, source: str, target: str, clause: str, data: str
) -> None:
    """One act of the tickets `which`, behind what their chains hold already."""
    actor_id, name = (f"{who}_id", who) if who else ("NULL::bigint", "'系统'")
    filler.run(f"""CREATE TEMP TABLE link AS
        WITH told AS (
            SELECT b.id, head.seq + 1 AS seq, head.hash AS previous, {actor_id} AS actor_id, {name} AS actor_name,
                {at} AS at, {source} AS source, {target} AS target, {data} AS data,
                substr(md5(b.id::text || '{act}'), 1, 16) AS request_id
            FROM b JOIN head ON head.id = b.id WHERE {which})
        SELECT told.*, encode(sha256(convert_to(
            '["' || previous || '", "tickets.ticket", ' || id || ', ' || seq || ', "tickets.ticket", ' || id
            || ', "{act}", ' || coalesce(actor_id::text, 'null') || ', "' || actor_name || '", "'
            || round(extract(epoch FROM at)::numeric, 6) || '", "' || source || '", "' || target || '", "", "{clause}", "'
            || request_id || '", ' || data || ']', 'UTF8')), 'hex') AS hash
        FROM told ORDER BY id""")
    filler.fill("core_journalentry", "link", f"subject_type = {TICKET}", subject_id="link.id", thread_id="link.id",
                seq="link.seq", act=f"'{act}'", actor_id="link.actor_id", actor_name="link.actor_name", at="link.at",
                source="link.source", target="link.target", clause=f"'{clause}'", request_id="link.request_id",
                data="link.data::jsonb", previous="link.previous", hash="link.hash")  # fmt: skip
    filler.run("CREATE TEMP TABLE next AS SELECT head.id, coalesce(link.seq, head.seq) AS seq,"
               " coalesce(link.hash, head.hash) AS hash FROM head LEFT JOIN link ON link.id = head.id")  # fmt: skip
    filler.run("DROP TABLE head")
    filler.run("DROP TABLE link")
    filler.run("ALTER TABLE next RENAME TO head")
