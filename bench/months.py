"""A month of a hundred cards an engineer: tickets, cards, claims and amounts as rows, nothing else."""

from bench import course, rows
from bench.build import founded, url_of
from bench.filling import Filler
from bench.options import name_of

# The month that is settled, and how its papers are spread.
MONTH = "2025-03"
EACH, LINES = 100, 20
_BEGIN = "timestamptz '2025-03-01 00:00+08'"
_SIGNED = f"{_BEGIN} + interval '1 second' * (h(b.id, 40) % 2600000)"

_CLOSED = """UPDATE b SET open = false, reach = 6, state = 'closed', arrived_at = notified_at + interval '5 hours',
    closed_at = coalesce(closed_at, notified_at + interval '40 hours')"""


def build(server: str, size: int, *, fresh: bool = False) -> str:
    """The URL of a database with `size` cards of one month, made unless it is there."""
    name = f"bench_month_{name_of(size)}"
    if not founded(server, name, fresh=fresh):
        filler = Filler(url_of(server, name))
        # Nobody searches here.
        filler.put_words_off()
        rows.prepare(filler, size, each=EACH)
        # Everything was closed, most of it free of charge; the rest was ordered by the department.
        filler.run(_CLOSED)
        course.tickets(filler)
        _papers(filler)
        filler.settle()
        filler.close()
    return url_of(server, name)


def _papers(filler: Filler) -> None:
    filler.fill("fieldservice_servicecard", "b", "state = 'received'", ticket_id="b.id", engineer_id="b.engineer_id",
                number="'K' || b.id", signed_at=_SIGNED, completed_at=_SIGNED, received_at=f"{_SIGNED} + interval '1 day'",
                saved_at=_SIGNED, cycle="1", revision="1")  # fmt: skip
    filler.run("INSERT INTO tickets_instruction (ticket_id, cycle, text, given_by_id, at)"
               " SELECT id, 1, '', (SELECT min(id) FROM accounts_person), notified_at FROM b WHERE dice BETWEEN 60 AND 69")
    filler.run("INSERT INTO fieldservice_creditloss (card_id, credit, clause, reason, at)"
               " SELECT id, CASE id % 2 WHEN 0 THEN 'workload' ELSE 'commission' END, '9.2', '', now()"
               " FROM fieldservice_servicecard WHERE h(id, 41) % 50 = 0")  # fmt: skip
    filler.run("INSERT INTO fieldservice_monthdocument (engineer_id, month, kind, state, received_at, text, version_id)"
               f" SELECT p.id, '{MONTH}', 'expense_claim', 'received', {_BEGIN} + interval '33 days', '',"
               " (SELECT min(id) FROM rulebook_rulebookversion) FROM accounts_person p WHERE p.id > 10000")  # fmt: skip
    filler.run("INSERT INTO fieldservice_expenseline (engineer_id, month, document_id, day, place, kind, amount, note,"
               " noted_at) SELECT d.engineer_id, d.month, d.id, date '2025-03-01' + g, '重庆', 'other', 50 + g, '', now()"
               f" FROM fieldservice_monthdocument d, generate_series(1, {LINES}) g")  # fmt: skip
    filler.run("INSERT INTO fieldservice_lineloss (line_id, percent, clause, reason, at)"
               " SELECT id, 0, '9.4', '', now() FROM fieldservice_expenseline WHERE h(id, 42) % 100 = 0")
    filler.run("INSERT INTO penalties_ledgerentry (person_id, month, kind, amount, clause, proposal_id, decision_id, at)"
               f" SELECT id, '{MONTH}', 'fine', 200, '9.4', 1, 1, now() FROM accounts_person WHERE id > 10000 AND id % 3 = 0")
