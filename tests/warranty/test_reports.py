"""The anomaly report: who writes it, what it must say, how it is checked and revised (6.3, 9.3)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.errors import Incomplete, NotAllowed, OutOfRange, OwnCase, WrongState
from core.files import files_of, readable
from core.models import JournalEntry
from deadlines.models import Deadline
from fieldservice import services as fieldservice
from notifications.models import Notice
from scenarios.evidence import papers
from tests.factories import NOTICE, World, dispatched, on_site, reported, working
from tests.warranty.asking import TOLD, accepted, fresh, refused, submit
from tests.warranty.store import ASKED
from tickets import services as tickets
from warranty import services
from warranty.models import AnomalyReport
from warranty.selectors import reports as selectors

LATER = ASKED + timedelta(hours=1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_zhang_weis_report_goes_to_the_liaison(world: World) -> None:
    report = submit(world)

    assert (report.number, report.state, report.author, report.submitted_at) == (
        "R2603-0001", "received", world.e1, ASKED,
    )  # fmt: skip
    assert Notice.objects.filter(person=world.liaison, about="report_received").count() == 1
    entry = JournalEntry.objects.get(act="submit_report")
    assert (entry.thread_id, entry.clause) == (report.ticket_id, "6.3, 9.3")
    assert [one.pk for one in selectors.to_check(world.liaison, now=ASKED)] == [report.pk]


@pytest.mark.parametrize("name", ["work_done", "analysis", "proposal"])
def test_report_with_an_empty_section_is_not_sent(world: World, name: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        submit(world, **{name: "  "})

    assert (set(refusal.value.details), AnomalyReport.objects.count()) == ({name}, 0)


def test_who_has_not_been_there_says_why_and_what_the_user_told_him(world: World) -> None:
    ticket = dispatched(world)

    with pytest.raises(Incomplete) as silent:
        submit(world, ticket)
    with pytest.raises(Incomplete) as unfounded:
        submit(world, ticket, not_reached=True, described_by_user="压力表无读数")
    report = submit(
        world, ticket, not_reached=True, not_reached_reason="道路塌方", described_by_user="压力表无读数"
    )

    assert set(silent.value.details) == {"not_reached"}
    assert set(unfounded.value.details) == {"not_reached_reason"}
    assert report.state == "received"


def test_another_engineer_does_not_report_for_him(world: World) -> None:
    with pytest.raises(NotAllowed):
        submit(world, actor=world.e2)


def test_salesperson_reports_purchases_only_and_with_a_budget(world: World) -> None:
    ticket = on_site(world)

    with pytest.raises(NotAllowed):
        submit(world, ticket, actor=world.salesperson)
    with pytest.raises(Incomplete) as refusal:
        submit(world, ticket, actor=world.salesperson, kind="purchase")
    report = submit(world, ticket, actor=world.salesperson, kind="purchase", budget=Decimal("150.00"))

    assert set(refusal.value.details) == {"budget"}
    assert (report.state, report.author) == ("received", world.salesperson)


@pytest.mark.parametrize("budget", ["-0.01", "0.00", "1.005", "10000000000.00"])
def test_budget_is_money(world: World, budget: str) -> None:
    with pytest.raises(OutOfRange):
        submit(world, kind="purchase", budget=Decimal(budget))


def test_nothing_is_reported_about_a_ticket_that_nobody_has_in_hand(world: World) -> None:
    ticket = reported(world)

    with pytest.raises(NotAllowed):
        submit(world, ticket)
    with pytest.raises(WrongState):
        submit(world, ticket, actor=world.salesperson, kind="purchase", budget=Decimal(150))


def test_draft_is_kept_once_and_sent_with_its_photos(world: World) -> None:
    ticket = on_site(world)
    by = {"actor": world.e1, "now": ASKED}

    first = services.save_report(ticket=ticket, work_done="拆检", photos=papers(1), **by)
    second = services.save_report(ticket=ticket, analysis="密封圈硬化", **by)
    sent = submit(world, ticket, photos=papers(1))

    assert first.pk == second.pk == sent.pk
    assert (second.work_done, sent.work_done) == ("拆检", TOLD["work_done"])
    assert len(files_of(sent)) == 2
    assert JournalEntry.objects.filter(act="save_report").count() == 0


def test_nobody_else_sees_a_draft_or_its_photos(world: World) -> None:
    draft = services.save_report(ticket=on_site(world), photos=papers(1), actor=world.e1, now=ASKED)
    photo = files_of(draft)[0]

    assert list(selectors.reports_of(draft.ticket, world.liaison)) == []
    assert not readable(photo, person=world.liaison, now=ASKED)
    assert readable(photo, person=world.e1, now=ASKED)


def test_photos_of_a_report_are_for_who_sees_the_ticket(world: World) -> None:
    photo = files_of(submit(world, photos=papers(1)))[0]

    assert readable(photo, person=world.liaison, now=ASKED)
    assert not readable(photo, person=world.e2, now=ASKED)


def test_accepted_report_diagnoses_the_ticket_and_tells_its_author(world: World) -> None:
    report = accepted(world)

    assert (report.state, report.checked_by, fresh(report.ticket).state) == ("accepted", world.liaison, "diagnosed")
    assert Notice.objects.filter(person=world.e1, about="report_accepted").exists()


def test_report_accepted_while_he_works_leaves_the_ticket_there(world: World) -> None:
    report = accepted(world, working(world))

    assert fresh(report.ticket).state == "working"


def test_report_of_a_ticket_that_has_moved_on_is_not_accepted(world: World) -> None:
    report = submit(world, dispatched(world), not_reached=True, not_reached_reason="塌方", described_by_user="压力低")
    tickets.decline(ticket=report.ticket, reason="另有急修", actor=world.e1, now=LATER)

    with pytest.raises(WrongState):
        services.accept_report(report=report, actor=world.liaison, now=LATER)
    assert fresh(report).state == "received"


def test_accepting_does_not_stop_the_arrival_clock_of_who_is_not_there(world: World) -> None:
    ticket = dispatched(world)
    accepted(world, ticket, not_reached=True, not_reached_reason="塌方", described_by_user="压力低")

    clock = Deadline.objects.get(kind="arrival", subject_id=ticket.pk)
    assert (clock.stopped_at, clock.ended_at) == (None, None)
    tickets.arrive(ticket=ticket, actor=world.e1, now=NOTICE + timedelta(hours=6))
    clock.refresh_from_db()
    assert clock.stopped_at == NOTICE + timedelta(hours=6)


def test_refusal_needs_reasons_and_tells_the_author(world: World) -> None:
    report = submit(world)

    with pytest.raises(Incomplete):
        refused(world, report, reasons=" ")
    refused(world, report)

    report = fresh(report)
    assert (report.state, report.reasons, report.ticket.state) == ("refused", "未分析异常原因", "on_site")
    assert Notice.objects.get(person=world.e1, about="report_refused").text == "未分析异常原因"


def test_next_report_answers_the_refused_one(world: World) -> None:
    first = refused(world, submit(world))
    second = submit(world, first.ticket)
    third = submit(world, first.ticket)

    assert (second.revises, third.revises) == (first, None)


def test_only_ones_own_refused_report_is_revised(world: World) -> None:
    report = submit(world)

    with pytest.raises(WrongState):
        submit(world, report.ticket, revises=report)


def test_report_is_checked_once_and_not_by_its_author(world: World) -> None:
    report = submit(world)

    with pytest.raises(NotAllowed):
        services.accept_report(report=report, actor=world.e1, now=ASKED)
    services.accept_report(report=report, actor=world.liaison, now=ASKED)
    with pytest.raises(WrongState):
        refused(world, report)


def test_deputy_of_the_liaison_does_not_check_his_own_report(world: World) -> None:
    from accounts import services as accounts

    accounts.delegate(principal=world.liaison, deputy=world.e1, role="liaison", until=LATER.date(),
                      actor=world.liaison, now=NOTICE)  # fmt: skip
    report = submit(world)

    with pytest.raises(OwnCase):
        services.accept_report(report=report, actor=world.e1, now=ASKED)


def test_card_after_a_report_from_afar_supplements_what_was_seen_on_site(world: World) -> None:
    ticket = dispatched(world)
    accepted(world, ticket, not_reached=True, not_reached_reason="塌方", described_by_user="压力低")
    tickets.arrive(ticket=ticket, actor=world.e1, now=LATER)
    tickets.start_work(ticket=ticket, actor=world.e1, now=LATER)
    told = {"ticket": ticket, "cause_analysis": "密封圈硬化", "result": "正常", "customer_signature": True,
            "actor": world.e1, "now": LATER}  # fmt: skip

    with pytest.raises(Incomplete) as refusal:
        fieldservice.sign_card(**told)
    card = fieldservice.sign_card(**told, site_supplement="唇口磨损 0.4 毫米")

    assert set(refusal.value.details) == {"site_supplement"}
    assert card.state == "signed"
