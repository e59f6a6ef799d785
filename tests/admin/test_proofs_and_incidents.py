"""Written proofs, incidents, month totals and their export in the admin."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core.models import JournalEntry
from deadlines.models import Deadline
from judgement.models import Proposal
from penalties.models import Incident, WrittenProof
from tests.admin.conftest import picture
from tests.factories import moment

pytestmark = pytest.mark.django_db
PROOFS, INCIDENTS, LEDGER = "admin:penalties_writtenproof", "admin:penalties_incident", "admin:penalties_ledgerentry"


def test_accepting_a_proof_waives_what_hangs_on_it(matters, desk_of):
    desk, url = desk_of("head"), reverse(f"{PROOFS}_accept", args=[matters.proof.pk])

    page = desk.get(reverse(f"{PROOFS}_change", args=[matters.proof.pk])).content.decode()
    assert "采纳后一并免除的考核" in page
    assert "未按时到场" in page
    assert desk.send(url, reason="").status_code == 422
    assert desk.send(url, reason="交警告示属实").status_code == 302
    limit = Deadline.objects.get(kind="arrival")
    assert (Proposal.objects.get(pk=matters.late.pk).state, limit.state) == ("waived", "excused")


def test_refusing_a_proof_leaves_the_penalty_waiting(matters, desk_of):
    desk_of("gm").send(reverse(f"{PROOFS}_refuse", args=[matters.proof.pk]), reason="日期不符")

    assert WrittenProof.objects.get().state == "refused"
    assert Proposal.objects.get(pk=matters.late.pk).state == "proposed"


def test_a_decided_proof_offers_nothing_more_and_says_who_was_first(matters, desk_of):
    url = reverse(f"{PROOFS}_refuse", args=[matters.proof.pk])
    desk_of("head").send(url, reason="日期不符")

    assert desk_of("gm").get(reverse(f"{PROOFS}_change", args=[matters.proof.pk])).context["page"].buttons == []
    late = desk_of("gm").send(reverse(f"{PROOFS}_accept", args=[matters.proof.pk]), reason="可以")
    assert (late.status_code, "何部长" in late.content.decode()) == (409, True)


def form(**more: object) -> dict[str, object]:
    return {
        "kind": "conduct",
        "facts": "用户来电反映态度生硬",
        "happened_at": "2026-03-02T09:30",
        "evidence": picture(),
        **more,
    }


def test_the_liaison_records_an_incident_about_a_ticket(matters, world, desk_of):
    number = matters.ticket.number.lower()

    answer = desk_of("liaison").send(reverse(f"{INCIDENTS}_record"), **form(person=world.e1.pk, about=number))

    found = Incident.objects.order_by("-pk").first()
    assert answer.status_code == 302
    assert (found.person, found.about_id, found.happened_at) == (
        world.e1,
        matters.ticket.pk,
        moment("2026-03-02 09:30:00"),
    )


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"evidence": ""}, "evidence"),
        ({"about": "T9999-0001"}, "about"),
        ({"happened_at": "2026-03-09T09:30"}, "__all__"),
        ({"proceeds": "-1"}, "proceeds"),
        ({"person": "0"}, "person"),
        ({"kind": "murder"}, "kind"),
    ],
)
def test_an_incomplete_incident_comes_back_with_everything_typed(wrong, told, world, desk_of):
    answer = desk_of("liaison").send(reverse(f"{INCIDENTS}_record"), **form(**{"person": world.e1.pk, **wrong}))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [told])
    assert "用户来电反映态度生硬" in answer.content.decode()
    assert Incident.objects.count() == 0


def test_the_liaison_sees_only_what_she_recorded(matters, world, desk_of):
    url = reverse(f"{INCIDENTS}_change", args=[matters.incident.pk])
    assert desk_of("liaison").get(url).status_code == 200
    Incident.objects.filter(pk=matters.incident.pk).update(recorded_by=world.clerk)

    assert desk_of("liaison").get(url).status_code == 404


def test_unknown_proceeds_are_completed_later(world, desk_of):
    desk = desk_of("clerk")
    desk.send(reverse(f"{INCIDENTS}_record"), **form(person=world.e1.pk, kind="private_parts_sale"))
    found = Incident.objects.get()

    assert desk.send(reverse(f"{INCIDENTS}_amend", args=[found.pk])).status_code == 422
    assert desk.send(reverse(f"{INCIDENTS}_amend", args=[found.pk]), proceeds="3200").status_code == 302
    assert Incident.objects.get().state == "amended"


def test_month_totals_lead_to_entries_that_add_up(matters, world, desk_of):
    desk = desk_of("head")
    page = desk.get(reverse(f"{LEDGER}_months"))

    ((row, _kinds, total),) = page.context["rows"]
    assert (row.person, row.month, total) == (world.e2, "2026-03", "5,000.00")
    entries = (
        desk.get(reverse(f"{LEDGER}_changelist"), {"month": row.month, "person": row.person.pk})
        .context["cl"]
        .result_list
    )
    assert sum(entry.amount for entry in entries) == row.total


def test_the_export_is_told_in_the_journal_and_adds_up(matters, desk_of):
    answer = desk_of("head").send(reverse(f"{LEDGER}_export", args=["2026-03"]))

    lines = list(load_workbook(io.BytesIO(answer.content)).active.values)
    total = lines[0].index("合计")
    fines = lines[0].index("考核")
    assert lines[1][total] == sum(line[fines] or 0 for line in lines[2:]) == 5000
    assert JournalEntry.objects.filter(act="export").get().data["month"] == "2026-03"


@pytest.mark.parametrize(("who", "status"), [("clerk", 403), ("supervisor", 403), ("liaison", 403), ("auditor", 200)])
def test_only_who_may_export_does(who, status, matters, desk_of):
    assert desk_of(who).send(reverse(f"{LEDGER}_export", args=["2026-03"])).status_code == status


def test_reading_a_month_writes_nothing(matters, desk_of):
    assert desk_of("head").get(reverse(f"{LEDGER}_export", args=["2026-03"])).status_code == 403
    assert not JournalEntry.objects.filter(act="export").exists()
