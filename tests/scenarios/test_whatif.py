"""What a changed book would have made of a March: found by replay, and nothing written."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
import yaml
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from PIL import Image

from accounts.models import Person
from core.clock import travel
from deadlines.services import sweep
from judgement.models import Proposal
from penalties import services as penalties
from rulebook.changes import changed
from scenarios import traces
from scenarios.whatif.guard import WouldWrite, reading_only
from scenarios.whatif.replay import replay
from scenarios.whatif.report import report_of
from scenarios.whatif.span import Span
from scenarios.whatif.trial import trial_of
from tests.factories import company, dispatched, moment
from tickets import services as tickets

pytestmark = pytest.mark.django_db
NOW = moment("2026-04-20 09:00:00")
MARCH = Span(date(2026, 3, 1), date(2026, 3, 31))
LIMIT = "slas.arrival.targets"
TARGETS = [{"zone": "in_province", "within": "12h"}, {"zone": "out_province", "within": "48h"},
           {"zone": "overseas", "within": None}]  # fmt: skip


def within(hours):
    return {LIMIT: [{**TARGETS[0], "within": f"{hours}h"}, *TARGETS[1:]]}


def arrived(world, day, hours, **given):
    """A ticket at home, reported at 8:00 of a day in March and reached so many hours later."""
    at = moment(f"2026-03-{day:02} 08:00:00")
    ticket = dispatched(world, at=at, **given)
    sweep(now=at + timedelta(hours=hours) - timedelta(seconds=1))
    return tickets.arrive(ticket=ticket, actor=ticket.engineer, now=at + timedelta(hours=hours))


def photo():
    buffer = BytesIO()
    Image.new("RGB", (8, 8), "white").save(buffer, "PNG")
    return ContentFile(buffer.getvalue(), "photo.png")


def decide(world, kind, day, amount=None, person="e1"):
    """An incident of Zhang Wei that the head confirms the same day."""
    now = moment(f"2026-03-{day:02} 15:00:00")
    incident = penalties.record_incident(kind=kind, person=world.people[person], facts="用户来电反映",
                                         evidence=[photo()], actor=world.liaison, now=now)  # fmt: skip
    row = Proposal.objects.get(subject_type="penalties.incident", subject_id=incident.pk)
    return penalties.confirm_penalty(proposal=row, amount=amount, reason="属实", actor=world.head, now=now)


@pytest.fixture
def world():
    """Zhang Wei: in time after 11 hours, late after 13 and 30, the latter urgent."""
    world = company()
    arrived(world, 2, 11)
    arrived(world, 5, 13, serial="P1")
    arrived(world, 9, 30, serial="P1", urgent=True)
    return world


def tried(world, changes, *, span=MARCH):
    with reading_only():
        trial = trial_of(changed(world.book.document, changes), like=world.book.book)
        return report_of(replay(trial=trial, span=span, now=NOW))


def total(report):
    return [report["total"][name] for name in ("before", "after", "yuan_before", "yuan_after", "difference")]


def test_the_same_book_makes_no_difference_and_tells_what_stands(world):
    report = tried(world, {})
    assert total(report) == [2, 2, "2000.00", "2000.00", "0.00"]
    assert (report["kinds"], report["changes"], report["gaps"], report["limits"]) == ({}, [], [], [])
    assert [one["month"] for one in report["months"]] == ["2026-03"]


def test_another_fine_is_told_by_person_clause_and_month(world):
    report = tried(world, {"consequences.late_arrival.do": [{"fine": {"fixed": 1500}}]})
    assert total(report) == [2, 2, "2000.00", "3000.00", "1000.00"]
    assert report["kinds"] == {"dearer": 2}
    person, clause, month = report["persons"][0], report["clauses"][0], report["months"][0]
    assert (person["name"], person["difference"], person["changed"]) == ("张伟", "1000.00", 2)
    assert (clause["clause"], clause["yuan_after"]) == ("6.2", "3000.00")
    assert (month["month"], month["yuan_before"], month["yuan_after"]) == ("2026-03", "2000.00", "3000.00")
    first = report["changes"][0]
    assert (first["day"], first["yuan_before"], first["yuan_after"]) == ("2026-03-05", "1000.00", "1500.00")
    assert first["ticket"].startswith("T2603-")


def test_a_shorter_limit_finds_another_breach_and_dates_it_by_its_own_instant(world):
    report = tried(world, within(10))
    assert report["kinds"] == {"added": 1}
    added = report["changes"][0]
    assert (added["yuan_before"], added["yuan_after"], added["day"]) == (None, "1000.00", "2026-03-02")
    told = [datetime.fromisoformat(added[name]) for name in ("due_before", "due_after", "done_at")]
    assert told == [moment(f"2026-03-02 {hour}:00:00") for hour in (20, 18, 19)]
    assert [report["limits"][0][name] for name in ("missed_before", "missed_after", "new", "gone")] == [2, 3, 1, 0]


def test_a_longer_limit_withdraws_breaches(world):
    report = tried(world, within(24))
    assert report["kinds"] == {"dropped": 1}
    assert total(report) == [2, 1, "2000.00", "1000.00", "-1000.00"]


def test_who_had_the_job_at_the_new_instant_answers_for_it(world):
    """Handed over after ten hours: the breach of nine hours is Zhang Wei's, that of twelve would be Wang Qiang's."""
    ticket, handed_over = dispatched(world, at=moment("2026-03-16 08:00:00")), moment("2026-03-16 18:00:00")
    tickets.dispatch(ticket=ticket, engineer=world.e2, actor=world.liaison, reason="absence", now=handed_over)
    tickets.arrive(ticket=ticket, actor=world.e2, now=moment("2026-03-16 19:00:00"))
    added = [one for one in tried(world, within(9))["changes"] if one["day"] == "2026-03-16"]
    assert [one["name"] for one in added] == ["张伟"]


def test_what_was_waived_stays_waived_under_another_fine(world):
    late = Proposal.objects.filter(consequence="late_arrival").earliest("pk").subject.fetch()
    now = moment("2026-03-06 09:00:00")
    proof = penalties.file_proof(ticket=late, reason="道路塌方", documents=[photo()], actor=world.e1, now=now)
    penalties.decide_proof(proof=proof, accept=True, reason="属实", actor=world.head, now=now + timedelta(hours=1))
    report = tried(world, {"consequences.late_arrival.do": [{"fine": {"fixed": 1500}}]})
    assert total(report) == [1, 1, "1000.00", "1500.00", "500.00"]


def test_a_removed_consequence_leaves_what_it_had_absorbed(world):
    """Of the urgent ticket the fine of 9.10 stands once 6.2 fines nobody."""
    covers = world.book.document["coverage"]
    gone = {"consequences.late_arrival", "groups.late"}
    changes = dict.fromkeys(gone) | {
        f"coverage.{number}": [name for name in covers[number] if name not in gone] for number in ("6.2", "9.10")
    }
    report = tried(world, changes)
    assert total(report) == [2, 1, "2000.00", "500.00", "-1500.00"]
    assert {one["clause"]: one["difference"] for one in report["clauses"]} == {"6.2": "-2000.00", "9.10": "500.00"}


def test_the_heavier_of_a_group_wins_on_each_side(world):
    report = tried(world, {"consequences.urgent_late.do": [{"fine": {"fixed": 3000}}]})
    assert report["kinds"] == {"dropped": 1, "added": 1}
    assert total(report) == [2, 2, "2000.00", "4000.00", "2000.00"]


def test_a_persons_choice_is_kept_and_moved_into_the_new_range(world):
    decide(world, "backup_sent", 10, Decimal(300))
    do = [{"fine": {"range": [100, 250]}}, {"publish": "bulletin"}]
    report = tried(world, {"consequences.backup_sent.do": do})
    change = report["changes"][0]
    assert (change["yuan_before"], change["yuan_after"], change["kind"]) == ("300.00", "250.00", "cheaper")


def test_another_threshold_reaches_an_escalation_and_counts_what_went_before(world):
    for day in (3, 12):
        decide(world, "card_falsified", day)
    changes = {"escalations.fake_cards.at": {"ge": 2}}
    report = tried(world, changes)
    assert [(one["kind"], one["clause"], one["day"], one["name"]) for one in report["changes"]] == [
        ("added", "9.5", "2026-03-12", "张伟")
    ]
    assert tried(world, {})["kinds"] == {}
    assert tried(world, changes, span=Span(date(2026, 3, 10), MARCH.last))["kinds"] == {"added": 1}
    assert tried(world, changes, span=Span(date(2026, 3, 13), MARCH.last))["kinds"] == {}


def test_what_cannot_be_replayed_is_named(world):
    """A fact that nobody recorded then, a rule about something that did not happen, and a duty that nobody had."""
    when = {"deadline.by_hand": {"eq": False}, "deadline.target": {"present": True}}
    owed = {"clause": "7.8", "title": "丙类用户年度回访", "for_each": "customer", "every": "year",
            "when": {"customer.class": {"eq": "C"}}}  # fmt: skip
    report = tried(world, {
        "consequences.late_arrival.when": when, "consequences.conduct.do": [{"fine": {"fixed": 900}}],
        "obligations.visit_c": owed, "coverage.7.8": [*world.book.document["coverage"]["7.8"], "obligations.visit_c"],
    })  # fmt: skip
    told = {one["text"]: one["count"] for one in report["gaps"]}
    assert told == {
        "“6.2 未按时到场”所依据的内容当时没有记录，不能判定": 2,
        "新增的时限或义务“丙类用户年度回访”没有以往记录，不能回放": 0,
        "“9.6 违反服务行为规范”所依据的事件在期间内没有记录": 0,
    }


def test_a_replay_that_would_write_is_stopped():
    with reading_only(), pytest.raises(WouldWrite):
        Person.objects.create(username="x", name="x")


def test_the_command_tells_a_table_or_json_and_changes_nothing(world, tmp_path):
    book = tmp_path / "draft.yaml"
    book.write_text(yaml.safe_dump(changed(world.book.document, within(10)), allow_unicode=True), "utf-8")
    asked = ("whatif", "--rulebook", str(book), "--from", "2026-03-01", "--to", "2026-03-31")
    before = traces.fingerprint()
    table, told = StringIO(), StringIO()
    with travel(NOW):
        call_command(*asked, stdout=table)
        call_command(*asked, "--json", stdout=told)
    assert traces.changed(before) == []
    assert "张伟" in table.getvalue()
    assert json.loads(told.getvalue())["total"]["difference"] == "1000.00"


def test_a_wrong_book_is_refused_with_its_place(tmp_path, world):
    book = tmp_path / "draft.yaml"
    book.write_text("schema: rulebook/1\nid: equipment-maker\n", "utf-8")
    with pytest.raises(CommandError, match="version"):
        call_command("whatif", "--rulebook", str(book), "--from", "2026-03-01", "--to", "2026-03-31")
