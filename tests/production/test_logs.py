"""Log lines tell route, answer, duration, person and acts, and never a phone number."""

import json
import logging
import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from accounts.models import Person
from aftersales.logs import FORMATS, JsonLine, OneLine, RequestId, configuration, formatter
from aftersales.masking import masked, masked_value
from aftersales.tasks import sweep
from core.context import note_act, request_scope
from core.models import JournalEntry

PHONE = re.compile(r"1[3-9]\d{9}")


@pytest.fixture
def lines() -> Any:
    """`lines(formatter)` collects what the whole product logs from then on."""
    root, opened, before = logging.getLogger(), [], logging.getLogger().level

    def collect(formatter: logging.Formatter) -> Callable[[], list[str]]:
        stream = StringIO()
        handler = logging.StreamHandler(stream)
        handler.setFormatter(formatter)
        handler.addFilter(RequestId())
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        opened.append(handler)
        return lambda: stream.getvalue().splitlines()

    yield collect
    for handler in opened:
        root.removeHandler(handler)
    root.setLevel(before)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("电话 13812345678 未接", "电话 138****5678 未接"), ("138-1234-5678", "138****5678"),
        ("+8613912345678", "+86139****5678"), ("138 1234 5678", "138****5678"),
        ("li.na@maker.cn", "l***@maker.cn"), ("500101199003078888", "500101************"),
        ("工单 T2611-0042", "工单 T2611-0042"), ("2026-11-22 01:16:00.123", "2026-11-22 01:16:00.123"),
    ],
)  # fmt: skip
def test_numbers_of_people_are_masked_and_nothing_else(told: str, kept: str) -> None:
    assert masked(told) == kept


def test_masking_reaches_into_what_the_call_added() -> None:
    told = {"a": ["13812345678"], "b": {"13912345678": 13712345678}, "c": 12.5, "d": None, "e": True}

    assert masked_value(told) == {
        "a": ["138****5678"],
        "b": {"139****5678": "137****5678"},
        "c": 12.5,
        "d": None,
        "e": True,
    }


@pytest.mark.parametrize("formatter", [OneLine(), JsonLine()], ids=["line", "json"])
def test_no_phone_number_leaves_by_a_traceback(formatter: logging.Formatter, lines: Any) -> None:
    told = lines(formatter)
    try:
        raise ValueError("Key (phone)=(13812345678) already exists")
    except ValueError:
        logging.getLogger("tickets").exception("saving %s failed", "13912345678", extra={"phone": "18712345678"})

    assert "138****5678" in "\n".join(told())
    assert not PHONE.search("\n".join(told()))


def test_json_line_holds_time_request_person_and_what_was_added(lines: Any) -> None:
    told = lines(JsonLine())
    with request_scope("abc12345"):
        logging.getLogger("tickets").info("派工\n成功", extra={"ticket": 7})

    [line] = [json.loads(text) for text in told()]
    assert (line["level"], line["logger"], line["message"], line["request"], line["ticket"]) == (
        "INFO", "tickets", "派工\n成功", "abc12345", 7,
    )  # fmt: skip
    assert line["time"].endswith("+00:00")


def test_every_request_is_one_line_with_its_route_and_person(client: Client, wang: Person, lines: Any) -> None:
    client.force_login(wang)
    told = lines(JsonLine())
    client.get("/inbox/?q=13812345678", headers={"X-Request-Id": "phone-call-1"})

    [line] = [json.loads(text) for text in told() if '"aftersales.request"' in text]
    assert (line["route"], line["method"], line["status"], line["user"], line["request"]) == (
        "notifications:inbox", "GET", 200, wang.pk, "phone-call-1",
    )  # fmt: skip
    assert line["ms"] > 0
    assert not PHONE.search("\n".join(told()))


def test_an_address_that_leads_nowhere_is_counted_under_one_name(client: Client, db: None, lines: Any) -> None:
    told = lines(JsonLine())
    client.get("/13812345678/")

    [line] = [json.loads(text) for text in told() if '"aftersales.request"' in text]
    assert (line["route"], line["status"]) == ("none", 404)
    assert not PHONE.search("\n".join(told()))


def test_health_checks_are_no_lines_of_their_own(client: Client, db: None, lines: Any) -> None:
    told = lines(JsonLine())
    client.get("/healthz/live")

    assert [json.loads(text)["level"] for text in told() if '"aftersales.request"' in text] == ["DEBUG"]


def test_a_request_names_the_acts_that_it_did(client: Client, wang: Person, lines: Any) -> None:
    client.force_login(wang)
    told = lines(OneLine())
    new = "another horse 8"
    client.post("/password/", {"old": "geheim-2026", "new": new, "again": new, "_key": "k1"})

    assert " acts=change_password" in next(line for line in told() if "aftersales.request" in line)
    assert "another horse" not in "\n".join(told())


def test_a_thousand_acts_are_told_as_ten() -> None:
    from core.context import noted_acts

    with request_scope():
        for number in range(1000):
            note_act(f"act{number}")
        assert len(noted_acts()) == 10
    assert noted_acts() == ()


def test_a_task_runs_under_its_own_id(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from aftersales import tasks
    from core.context import current_request_id

    seen: list[str] = []
    monkeypatch.setattr(tasks, "sweep_round", lambda: seen.append(current_request_id()))

    sweep.apply(task_id="11111111-2222-3333-4444-555555555555")

    assert seen == ["11111111-2222-3333-4444-555555555555"]
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("format_", FORMATS)
def test_both_formats_are_made_by_the_settings(format_: str) -> None:
    told = configuration("INFO", format_)["formatters"]["told"]

    assert isinstance(formatter(told["format_"]), JsonLine if format_ == "json" else OneLine)
