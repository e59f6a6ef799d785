"""send_daily_report: four fields, the day of receipt, until the cut-off of the book (9.1a, 9.1c)."""

from copy import deepcopy as changed
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from core import journal
from core.errors import Incomplete, NotAllowed, OutOfRange
from fieldservice import services
from fieldservice.daily import is_sampled, missing_of, owed_by, prefill_of, titles_of
from fieldservice.models import DailyReport, ReportCall
from rulebook.book import digest_of, parsed
from tests import factories
from tests.factories import moment
from tests.fieldservice.daily import DEPARTED, THURSDAY, TOLD, WEDNESDAY, at, away, entries, sent, state
from tests.support.books import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip(world):
    return away(world)


def test_a_report_fulfils_its_day(world, trip):
    report = sent(world)

    assert (report.day, report.engineer, state()) == (WEDNESDAY, world.e1, "met")
    at("2026-03-05 00:00:00")
    assert entries() == []
    entry = journal.last_of(report)
    assert (entry.act, entry.clause, entry.thread_type) == ("send_daily_report", "9.1", "accounts.person")
    assert "13912345678" not in str(entry.data)


@pytest.mark.parametrize(("time", "day", "met"), [
    ("2026-03-05 23:59:59", THURSDAY, True),
    ("2026-03-05 23:59:59.999999", THURSDAY, True),
    ("2026-03-06 00:00:00", date(2026, 3, 6), False),
    ("2026-03-06 00:00:01", date(2026, 3, 6), False),
])  # fmt: skip
def test_the_day_is_that_of_receipt_to_the_microsecond(world, trip, time, day, met):
    sent(world)
    report = sent(world, time)

    assert report.day == day
    at("2026-03-06 00:00:01")
    assert (state(THURSDAY), entries(THURSDAY)) == (("met", []) if met else ("missed", [("100.00", "proposed")]))


@pytest.mark.parametrize(("time", "expected"), [
    ("2026-03-05 17:59:59", "met"), ("2026-03-05 18:00:00", "met"), ("2026-03-05 18:00:01", "missed"),
])  # fmt: skip
def test_another_cut_off_of_the_book_counts(world, trip, time, expected):
    param = {"type": "time", "value": "18:00", "origin": "reading", "clause": "9.1", "title": "截止", "why": "试"}
    publish({"params.daily_report_cutoff": param}, actor=world.gm, now=DEPARTED + timedelta(hours=1), on=THURSDAY,
            clause="9.1")  # fmt: skip
    sent(world)
    sent(world, time)

    assert state(THURSDAY) == expected


@pytest.mark.parametrize("name", ["customer", "contact", "phone", "equipment"])
@pytest.mark.parametrize("given", ["", "  ", "\u200b"])
def test_each_missing_field_is_named_and_nothing_is_kept(world, trip, name, given):
    with pytest.raises(Incomplete) as refusal:
        sent(world, **{name: given})

    assert list(refusal.value.details) == [name]
    assert "请填写" in str(refusal.value)
    assert (DailyReport.objects.count(), state()) == (0, "open")


def test_all_missing_fields_are_named_at_once(world, trip):
    with pytest.raises(Incomplete) as refusal:
        services.send_daily_report(actor=world.e1, now=DEPARTED)

    # PostgreSQL keeps the fields of a stored book in an order of its own.
    told = str(refusal.value).split("；")
    assert set(told) == {"请填写所在用户", "请填写联系人", "请填写联系电话", "请填写设备状况"}


@pytest.mark.parametrize("phone", ["无", "1234", "不方便给"])
def test_a_number_that_nobody_can_ring_is_none(world, trip, phone):
    with pytest.raises(Incomplete) as refusal:
        sent(world, phone=phone)
    assert list(refusal.value.details) == ["phone"]


def test_where_he_is_may_stay_open(world, trip):
    assert sent(world, place="").place == ""


def test_several_a_day_are_kept_and_the_first_fulfils_it(world, trip):
    sent(world)
    sent(world, "2026-03-04 21:00:00", customer="重庆江北机械厂")

    assert [report.customer for report in DailyReport.objects.order_by("pk")] == ["成都锦江水务", "重庆江北机械厂"]
    assert state() == "met"


def test_outside_a_journey_a_report_is_welcome_and_fulfils_nothing(world):
    sent(world)

    assert (DailyReport.objects.count(), state()) == (1, "none")


def test_a_report_before_the_round_of_the_day_counts_all_the_same(world, trip):
    services.send_daily_report(**TOLD, actor=world.e1, now=moment("2026-03-05 00:00:01"))
    at("2026-03-06 00:00:00")

    assert state(THURSDAY) == "met"


def test_a_report_before_the_departure_of_the_same_day_counts(world):
    services.send_daily_report(**TOLD, actor=world.e1, now=DEPARTED - timedelta(hours=1))
    away(world)

    assert state() == "met"


def test_yesterday_cannot_be_made_good_and_the_phones_clock_is_only_kept(world, trip):
    claimed = moment("2026-03-04 20:00:00")
    with pytest.raises(OutOfRange):
        sent(world, "2026-03-05 09:00:00", day=WEDNESDAY)
    report = sent(world, "2026-03-05 09:00:00", device_time=claimed)

    assert (report.day, report.device_time) == (THURSDAY, claimed)
    assert (state(), state(THURSDAY)) == ("missed", "met")


@pytest.mark.parametrize("who", ["clerk", "head", "liaison", "gm", "auditor", "administrator"])
def test_nobody_but_engineers_reports(world, who):
    with pytest.raises(NotAllowed):
        sent(world, by=who)


def test_a_job_of_a_colleague_is_not_his_whereabouts(world, trip):
    ticket = factories.dispatched(world, engineer=world.e2)
    with pytest.raises(NotAllowed):
        sent(world, ticket=ticket)


def test_a_book_without_whereabouts_takes_none(world):
    document = changed(world.book.document)
    document["obligations"].pop("daily_report")
    document["consequences"].pop("message_missing")
    for path in ("obligations.daily_report", "consequences.message_missing"):
        document["coverage"]["9.1"].remove(path)
    book = parsed(digest_of(document), document)

    assert (owed_by(book), missing_of(book, {}), titles_of(book)) == ({}, {}, {})


def test_what_was_reported_is_changed_by_nobody(world, trip):
    report = sent(world)
    report.customer = "另一家"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        report.save()


def test_hostile_text_is_kept_as_text(world, trip):
    hostile = "<script>alert(1)</script>"
    report = sent(world, customer=hostile, equipment='=HYPERLINK("http://x")\x00\u202e' + "长" * 3000)

    assert report.customer == hostile
    assert report.equipment.startswith("=HYPERLINK")
    assert "\x00" not in report.equipment
    assert len(report.equipment) <= 1000


def test_every_report_is_called_back_on_unless_the_book_takes_a_share(world, trip):
    assert ReportCall.objects.filter(report=sent(world)).exists()
    param = {"type": "int", "value": 0, "origin": "reading", "clause": "9.1", "title": "比例", "why": "试"}
    publish({"params.daily_report_sampling": param}, actor=world.gm, now=moment("2026-03-05 01:00:00"), clause="9.1")
    assert not ReportCall.objects.filter(report=sent(world, "2026-03-05 20:00:00")).exists()


def test_the_share_is_the_same_whenever_it_is_asked_and_follows_the_key(world, settings):
    document = changed(world.book.document)
    document["params"]["daily_report_sampling"]["value"] = 50
    book = parsed(digest_of(document), document)
    days = [WEDNESDAY + timedelta(days=n) for n in range(200)]
    first = [is_sampled(book, world.e1, day) for day in days]

    assert first == [is_sampled(book, world.e1, day) for day in days]
    assert 60 < sum(first) < 140
    assert first != [is_sampled(book, world.e2, day) for day in days]
    settings.SECRET_KEY = "another key of the installation"
    assert first != [is_sampled(book, world.e1, day) for day in days]


class TestPrefill:
    def test_nothing_is_known_at_first(self, world):
        assert prefill_of(world.e1, DEPARTED).fields() == dict.fromkeys(TOLD, "")

    def test_the_check_in_of_today_comes_first(self, world):
        factories.dispatched(world, serial="P2")
        ticket = factories.on_site(world, serial="P1")
        found = prefill_of(world.e1, ticket.arrived_at + timedelta(hours=1))

        assert (found.ticket, found.customer, found.source) == (ticket, "重庆江北机械厂", "job")
        assert (found.contact, found.phone, found.place) == (ticket.contact, ticket.phone, "重庆市")
        assert "P1" in found.equipment
        assert "压力上不来" in found.equipment

    def test_without_a_check_in_the_open_job(self, world):
        ticket = factories.dispatched(world, serial="P2")
        assert prefill_of(world.e1, DEPARTED).ticket == ticket

    def test_without_a_job_the_last_report(self, world, trip):
        sent(world)
        found = prefill_of(world.e1, moment("2026-03-05 09:00:00"))
        assert (found.fields(), found.source) == (TOLD, "last")

    def test_one_tap_on_what_is_known_is_a_whole_report(self, world, trip):
        factories.dispatched(world, serial="P2")
        known = prefill_of(world.e1, DEPARTED)
        report = services.send_daily_report(**known.fields(), ticket=known.ticket, actor=world.e1, now=DEPARTED)
        assert (report.customer, state()) == ("成都锦江水务", "met")

    def test_a_colleagues_day_is_not_mine(self, world, trip):
        sent(world)
        assert prefill_of(world.e2, DEPARTED + timedelta(days=1)).source == ""

    def test_it_takes_few_statements(self, world, django_assert_num_queries):
        factories.on_site(world)
        with django_assert_num_queries(3):
            prefill_of(world.e1, DEPARTED)
