"""Sort, search and filter parameters ask for nothing but what a list offers, and cost the same for many rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from penalties import services
from tests.admin.conftest import NOW, incident, late_arrival, proposal_of
from tests.factories import moment

pytestmark = pytest.mark.django_db
LISTS = ["judgement_proposal", "penalties_writtenproof", "penalties_incident", "penalties_ledgerentry",
         "judgement_fact", "deadlines_deadline", "tickets_ticket", "rulebook_rulebookversion",
         "accounts_person"]  # fmt: skip
# What no list offers: refused, or as if it had not been asked.
PROBES = [
    "charged_to__password__startswith=p", "person__password__startswith=p", "password__startswith=p",
    "person__id__gt=0",
    "engineer__password__regex=.", "o=99", "o=-1.2.x", "o=password", "p=9999", "p=x", "e=1", "_to_field=password",
    "_popup=1", "turn=';drop", "month=2026'--", "ordering=person__password", "all=", "id__in=1,2,3",
    "fact__facts__contains=x",
]  # fmt: skip
SEARCHES = ["q='%20OR%201=1--", "q=%00", "person=-1", "person=x", "state=nope", "clause=%F0%9F%98%80", "q=%25"]


@pytest.mark.parametrize("name", LISTS)
def test_probes_are_refused_or_change_nothing(name, world, matters, desk_of):
    url, desk = reverse(f"admin:{name}_changelist"), desk_of("head")
    plain = rows(desk.get(url))
    assert plain

    for probe in PROBES:
        answer = desk.get(f"{url}?{probe}")
        assert answer.status_code in (200, 302, 400), probe
        assert answer.status_code != 200 or sorted(rows(answer)) in (sorted(plain), []), probe


@pytest.mark.parametrize("name", LISTS)
def test_odd_searches_and_filter_values_are_harmless(name, world, matters, desk_of):
    url, desk = reverse(f"admin:{name}_changelist"), desk_of("head")

    for search in SEARCHES:
        assert desk.get(f"{url}?{search}").status_code in (200, 302, 400, 404), search


def rows(answer) -> list[int]:
    return [row.pk for row in answer.context["cl"].result_list]


def count(desk, url: str) -> int:
    desk.get(url)  # the book is parsed once for the life of the process
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert desk.get(url).status_code == 200
    return len(queries)


def more(world) -> None:
    for minute in (1, 2):
        late_arrival(world, world.e2)
        found = incident(world, "other_brand_repair", world.e2, now=NOW)
        services.confirm_penalty(
            proposal=proposal_of(found), actor=world.head, now=moment(f"2026-03-03 10:0{minute}:00")
        )


@pytest.mark.parametrize("name", ["judgement_proposal", "penalties_incident", "penalties_ledgerentry", "judgement_fact",
                                  "deadlines_deadline", "tickets_ticket"])  # fmt: skip
def test_a_list_costs_the_same_for_few_and_for_many(name, world, matters, desk_of):
    desk = desk_of("head")
    url = f"{reverse(f'admin:{name}_changelist')}{'?turn=all' if name == 'judgement_proposal' else ''}"
    few = count(desk, url)
    more(world)

    assert count(desk, url) == few


def test_month_totals_cost_the_same_for_few_and_for_many(world, matters, desk_of):
    desk, url = desk_of("head"), reverse("admin:penalties_ledgerentry_months")
    few = count(desk, url)
    more(world)
    services.confirm_penalty(
        proposal=proposal_of(incident(world, "other_brand_repair", world.e3)), actor=world.head, now=NOW
    )

    assert count(desk, url) == few
