"""What SMS gateways push: signed, once, in both providers' forms; forged, replayed, stale ones learn nothing (S23)."""

import json
from datetime import timedelta
from runpy import run_path

import pytest
from django.test import Client

from core import clock
from fieldservice import services
from fieldservice.models import CallbackNonce, DailyReport, InboundMessage
from fieldservice.sms_gateways import GATEWAYS, Unreadable
from fieldservice.sms_signing import signature
from notifications.models import Notice
from tests.factories import moment
from tests.fieldservice.daily import THURSDAY, WEDNESDAY, at, away, sent, state
from tests.support.sources import ROOT

pytestmark = pytest.mark.django_db

EVENING = moment("2026-03-04 20:00:00")
ALIYUN, TENCENT = "/callbacks/sms/aliyun/", "/callbacks/sms/tencent/"
SECRETS = {"aliyun": "a-secret-of-32-characters-or-more", "tencent": "another-secret-of-the-other-one"}
NUMBER = "13800000001"
TEXT = "成都锦江水务，刘工，13912345678，运行正常，成都"


@pytest.fixture(autouse=True)
def _secrets(settings):
    settings.SMS_CALLBACK_SECRETS = SECRETS


@pytest.fixture
def world(world):
    world.e1.phone = "138 0000 0001"
    world.e1.save(update_fields=["phone"])
    away(world)
    return world


@pytest.fixture(autouse=True)
def evening():
    with clock.travel(EVENING):
        yield


def aliyun(text=TEXT, number=NUMBER, sequence=1234567890, **more):
    row = {"phone_number": number, "content": text, "send_time": "2026-03-04 19:59:58", "sign_name": "示范设备",
           "dest_code": "1234", "sequence_id": sequence}  # fmt: skip
    return json.dumps([{**row, **more}], ensure_ascii=False).encode()


def tencent(text=TEXT, mobile=NUMBER, time=1772625598, **more):
    told = {"nationcode": "86", "mobile": mobile, "sign": "示范设备", "text": text, "time": time, "extend": ""}
    return json.dumps({**told, **more}, ensure_ascii=False).encode()


_words = iter(range(10**6))


def signs(body, gateway="aliyun", *, nonce="", at=EVENING, secret=""):
    nonce, stamp = nonce or f"nonce-{next(_words):06}", str(int(at.timestamp()))
    return {"signature": signature(body, stamp, nonce, secret or SECRETS[gateway]), "timestamp": stamp, "nonce": nonce}


def push(body, gateway="aliyun", signed=None, *, in_address=False):
    told = signs(body, gateway) if signed is None else signed
    url = f"/callbacks/sms/{gateway}/"
    client = Client(enforce_csrf_checks=True)
    if in_address:
        return client.post(url, body, content_type="application/json", query_params=told)
    headers = {f"X-{name.title()}": value for name, value in told.items()}
    return client.post(url, body, content_type="application/json", headers=headers)


def refused(answer, status=403):
    return (answer.status_code, answer.content, InboundMessage.objects.count()) == (status, b"", 0)


class TestReports:
    def test_an_aliyun_push_becomes_the_same_report(self, world):
        answer = push(aliyun())

        assert (answer.status_code, answer.json()) == (200, {"code": 0, "msg": "接收成功"})
        report = DailyReport.objects.get()
        assert (report.engineer, report.day, report.channel, report.place) == (world.e1, WEDNESDAY, "sms", "成都")
        assert report.device_time == moment("2026-03-04 19:59:58")
        assert (report.message.text, state()) == (TEXT, "met")

    def test_a_tencent_reply_becomes_the_same_report(self, world):
        answer = push(tencent(), "tencent")

        assert (answer.status_code, answer.json()) == (200, {"result": 0, "errmsg": "OK"})
        assert DailyReport.objects.get().device_time == moment("2026-03-04 19:59:58")

    def test_the_signature_may_stand_in_the_address(self, world):
        assert push(aliyun(), in_address=True).status_code == 200

    def test_labels_in_any_order_are_read(self, world):
        push(aliyun("电话：13912345678 客户：成都锦江水务 联系人：刘工 设备状况：运行正常"))
        assert DailyReport.objects.get().contact == "刘工"

    def test_several_in_one_push(self, world):
        rows = [json.loads(aliyun(sequence=n))[0] for n in range(3)]
        push(json.dumps(rows).encode())
        assert DailyReport.objects.count() == 3

    @pytest.mark.parametrize("gateway", ["aliyun", "tencent"])
    def test_the_same_message_again_is_one_report(self, world, gateway):
        body = {"aliyun": aliyun(), "tencent": tencent()}[gateway]
        assert [push(body, gateway).status_code for _ in range(3)] == [200] * 3
        assert (DailyReport.objects.count(), InboundMessage.objects.count()) == (1, 1)

    @pytest.mark.parametrize(("now", "day"), [
        ("2026-03-04 23:59:59", WEDNESDAY), ("2026-03-05 00:00:00", THURSDAY), ("2026-03-05 00:00:01", THURSDAY),
    ])  # fmt: skip
    def test_the_day_is_that_of_receipt_whenever_it_was_sent(self, world, now, day):
        with clock.travel(at(now)):
            push(aliyun(), signed=signs(aliyun(), at=moment(now)))
        assert DailyReport.objects.get().day == day

    def test_an_incomplete_one_is_kept_and_its_sender_told_what_is_missing(self, world):
        push(aliyun("成都锦江水务，刘工"))

        message = InboundMessage.objects.get()
        assert (message.refusal, message.engineer) == ("请填写联系电话；请填写设备状况", world.e1)
        notice = Notice.objects.get(person=world.e1, about="report_incomplete")
        assert "请填写联系电话" in notice.text
        assert (DailyReport.objects.count(), state()) == (0, "open")

    @pytest.mark.parametrize("number", ["13700000000", "", "10086", "+8613800000001x", "<b>"])
    def test_an_unknown_number_is_kept_and_nobody_is_told(self, world, number):
        assert push(aliyun(number=number)).status_code == 200
        assert "不是在册服务人员" in InboundMessage.objects.get().refusal
        assert (DailyReport.objects.count(), Notice.objects.filter(about="report_incomplete").count()) == (0, 0)

    def test_a_number_that_two_have_is_nobodys(self, world):
        world.e2.phone = NUMBER
        world.e2.save(update_fields=["phone"])
        push(aliyun())
        assert DailyReport.objects.count() == 0

    def test_a_number_of_the_office_is_no_engineers(self, world):
        world.clerk.phone = "13600000000"
        world.clerk.save(update_fields=["phone"])
        push(aliyun(number="13600000000"))
        assert DailyReport.objects.count() == 0

    @pytest.mark.parametrize("text", [
        "<script>alert(1)</script>，刘工，13912345678，'; DROP TABLE x; --", "=HYPERLINK(1)，\x00a，13912345678，正常",
        "\u202e客户，刘工，13912345678，正常", "客" * 5000 + "，刘工，13912345678，" + "好" * 5000,
    ])  # fmt: skip
    def test_hostile_text_is_kept_as_text(self, world, text):
        assert push(aliyun(text)).status_code == 200
        message = InboundMessage.objects.get()
        assert len(message.text) <= 1000
        assert "\x00" not in message.text


class TestForged:
    @pytest.mark.parametrize("change", [
        {"signature": ""}, {"signature": "0" * 64}, {"signature": "ü" * 10}, {"nonce": ""}, {"nonce": "x"},
        {"nonce": "a b\n" * 4}, {"nonce": "n" * 65}, {"timestamp": ""}, {"timestamp": "soon"},
        {"timestamp": "99999999999999"}, {"timestamp": "１７７２６２５５９８"},
    ])  # fmt: skip
    def test_what_is_not_signed_is_refused_without_a_word(self, world, change):
        assert refused(push(aliyun(), signed={**signs(aliyun()), **change}, in_address=True))

    def test_nothing_at_all_is_refused(self, world):
        assert refused(push(aliyun(), signed={}))

    def test_another_secret_or_the_other_gateways_is_refused(self, world):
        assert refused(push(aliyun(), signed=signs(aliyun(), secret="guessed")))
        assert refused(push(tencent(), "tencent", signs(tencent(), "aliyun")))

    def test_a_changed_body_is_refused(self, world):
        assert refused(push(aliyun("另一家，刘工，13912345678，正常"), signed=signs(aliyun())))

    @pytest.mark.parametrize(("late", "status"), [
        (299, 200), (300, 200), (301, 403), (600, 403), (-300, 200), (-301, 403), (86_400, 403),
    ])  # fmt: skip
    def test_five_minutes_before_and_after_are_taken(self, world, late, status):
        body = aliyun()
        assert push(body, signed=signs(body, at=EVENING - timedelta(seconds=late))).status_code == status
        assert InboundMessage.objects.count() == (status == 200)

    def test_a_replay_is_refused_also_with_another_body(self, world):
        body = aliyun()
        signed = signs(body, nonce="once-and-never-again")
        assert push(body, signed=signed).status_code == 200
        other = aliyun(sequence=2)
        again = push(other, signed=signs(other, nonce="once-and-never-again"))
        assert [push(body, signed=signed).status_code, again.status_code, DailyReport.objects.count()] == [403, 403, 1]

    def test_refusals_are_logged_with_why_and_without_content(self, world, caplog):
        push(aliyun(), signed=signs(aliyun(), at=EVENING - timedelta(minutes=10)))
        told = [row.getMessage() for row in caplog.records if "SMS callback refused" in row.getMessage()]
        assert len(told) == 1
        assert told[0].endswith("stale")
        assert NUMBER not in told[0]

    def test_a_gateway_without_a_secret_or_name_has_no_address(self, world, settings):
        settings.SMS_CALLBACK_SECRETS = {"aliyun": ""}
        body = aliyun()
        assert refused(push(body, signed=signs(body, secret="")), 404)
        assert refused(push(body, "unknown", signs(body)), 404)

    def test_only_posts_are_heard(self, world):
        assert [getattr(Client(), way)(ALIYUN).status_code for way in ("get", "put", "delete")] == [405] * 3

    def test_a_body_that_is_too_large_is_not_read(self, world):
        body = b"[" + b" " * 70_000 + b"]"
        assert refused(push(body), 413)

    @pytest.mark.parametrize("body", [
        b"", b"x", b"{}", b"[1]", b"[[]]", b"null", b"[" * 30_000, b"\xff\xfe", b'[{"phone_number": "1"}]',
        b'[{"phone_number": [], "content": "", "sequence_id": 1}]',
        b'[{"phone_number": "1", "content": 5, "sequence_id": 1}]',
    ])  # fmt: skip
    def test_what_is_signed_and_unreadable_is_no_crash(self, world, body):
        assert refused(push(body), 400)

    def test_who_guesses_is_stopped_early(self, world):
        answers = [push(aliyun(), signed={}).status_code for _ in range(32)]
        assert (answers[0], answers[-1]) == (403, 429)

    def test_no_session_and_no_cookie_comes_of_it(self, world):
        assert not push(aliyun()).cookies


class TestForms:
    @pytest.mark.parametrize("time", ["2017-09-01 00:00:00", "20170901000000"])
    def test_both_ways_of_aliyun_to_write_a_time(self, time):
        (message,) = GATEWAYS["aliyun"].messages(aliyun(send_time=time))
        assert message.sent_at == moment("2017-09-01 00:00:00")

    @pytest.mark.parametrize("time", ["", "soon", None, 5, [1]])
    def test_what_is_no_time_is_none(self, time):
        (message,) = GATEWAYS["aliyun"].messages(aliyun(send_time=time))
        assert message.sent_at is None

    @pytest.mark.parametrize("number", ["13800000001", "8613800000001", "+8613800000001", "0086 138 0000 0001"])
    def test_a_number_is_the_same_however_it_is_written(self, number):
        (message,) = GATEWAYS["aliyun"].messages(aliyun(number=number))
        assert message.phone == NUMBER

    def test_a_number_abroad_keeps_its_country(self):
        (message,) = GATEWAYS["tencent"].messages(tencent(nationcode="49", mobile="301234567"))
        assert message.phone == "+49301234567"

    def test_two_messages_of_one_second_are_two(self):
        keys = {GATEWAYS["tencent"].messages(tencent(text))[0].key for text in ("甲", "乙")}
        assert len(keys) == 2

    def test_one_form_is_not_the_other(self):
        with pytest.raises(Unreadable):
            GATEWAYS["aliyun"].messages(tencent())
        with pytest.raises(Unreadable):
            GATEWAYS["tencent"].messages(aliyun())


def test_nonces_are_forgotten_once_their_time_is_over(world):
    push(aliyun())
    assert services.forget_nonces(now=EVENING + timedelta(hours=23)) == 0
    assert services.forget_nonces(now=EVENING + timedelta(hours=25)) == 1
    assert CallbackNonce.objects.count() == 0


def test_what_the_relay_signs_is_taken(world):
    relay = run_path(str(ROOT / "deploy/sms/relay.py"))
    body = aliyun()
    headers = relay["signed"](body, SECRETS["aliyun"])
    with clock.travel(moment("2026-03-04 20:00:00").fromtimestamp(int(headers["X-Timestamp"]), tz=clock.zone())):
        answer = Client().post(ALIYUN, body, content_type="application/json", headers=headers)
    assert answer.status_code == 200


def test_the_relay_hands_on_to_https_only():
    relay = run_path(str(ROOT / "deploy/sms/relay.py"))
    with pytest.raises(ValueError, match="https"):
        relay["forward"](b"[]", target="http://service.example.cn/", secret="x")


def test_what_an_engineer_sent_by_phone_and_by_sms_are_two_reports_of_one_day(world):
    sent(world)
    push(aliyun())
    assert [report.channel for report in DailyReport.objects.order_by("pk")] == ["phone", "sms"]
