"""What-if for managers: a book and its days are asked, a worker answers, everybody else is kept out."""

from io import BytesIO

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from core import clock
from core.idempotency import fresh_key
from core.models import JournalEntry
from deadlines.services import sweep
from rulebook.changes import changed
from scenarios import traces
from scenarios.whatif import services
from scenarios.whatif.guard import reading_only
from scenarios.whatif.models import WhatIf
from scenarios.whatif.playing import Unplayed
from scenarios.whatif.replay import replay
from scenarios.whatif.report import report_of
from scenarios.whatif.span import Span
from scenarios.whatif.trial import trial_of
from tests.factories import company, dispatched, moment
from tickets import services as tickets
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
ASK = reverse("whatif:ask")


@pytest.fixture
def world():
    """Zhang Wei arrived an hour late on the second of March."""
    world = company()
    ticket = dispatched(world, at=moment("2026-03-02 08:00:00"))
    sweep(now=moment("2026-03-02 20:59:00"))
    tickets.arrive(ticket=ticket, actor=world.e1, now=moment("2026-03-02 21:00:00"))
    return world


@pytest.fixture
def manager(client, world):
    client.force_login(world.gm)
    return client


def cheaper(world):
    document = changed(world.book.document, {"consequences.late_arrival.do": [{"fine": {"fixed": 800}}]})
    return SimpleUploadedFile("draft.yaml", yaml.safe_dump(document, allow_unicode=True).encode())


def here(book, first, last):
    """Plays in the test's own process, as the worker's own process does."""
    yield 0, 1
    with reading_only():
        result = replay(trial=trial_of(book), span=Span(first, last), now=clock.now())
        report = report_of(result)
    yield report


def asked(manager, world, **given):
    key = {"_key": fresh_key()}
    return manager.post(ASK, key | {"first": "2026-03-01", "last": "2026-03-31", "file": cheaper(world), **given})


def test_a_book_is_asked_answered_read_and_taken_along(manager, world, django_assert_max_num_queries):
    response = asked(manager, world)
    made = WhatIf.objects.get()
    url = reverse("whatif:answer", args=[made.pk])
    assert (response.status_code, response.url, made.name) == (302, url, "draft.yaml")
    assert "排队等候" in manager.get(url).content.decode()
    before = traces.fingerprint()
    assert services.work(player=here) == 1
    # What requests answered is kept as bytes, which some databases tell otherwise each time.
    assert set(traces.changed(before)) - {"core.IdempotencyKey"} == {"scenarios.WhatIf"}
    assert manager.get(reverse("whatif:progress", args=[made.pk])).headers["HX-Redirect"] == url
    with django_assert_max_num_queries(12):
        page = manager.get(url).content.decode()
    assert all(told in page for told in ("张伟", "-200.00", "6.2", "2026-03", "1000.00 → 800.00", "减轻"))
    file = manager.get(reverse("whatif:export", args=[made.pk, "changes"])).getvalue()
    assert _cells(file)[1][:6] == ("减轻", "2026-03-02", "张伟", "6.2", "未按时到场", Ticket.objects.get().number)
    assert JournalEntry.objects.filter(act__in=["ask_what_if", "export"]).count() == 2


def _cells(content):
    rows = load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
    return [tuple(str(cell.date()) if hasattr(cell, "date") else cell for cell in row) for row in rows]


def test_a_wrong_book_wrong_days_and_a_second_question_are_refused(manager, world):
    wrong = SimpleUploadedFile("draft.yaml", b"schema: rulebook/1\nid: equipment-maker\n")
    refused = asked(manager, world, file=wrong)
    assert (refused.status_code, "没有试算" in refused.content.decode()) == (422, True)
    assert "请选择不早于开始日期的一天" in asked(manager, world, last="2026-02-01").content.decode()
    assert "请选择一个版本" in asked(manager, world, file="").content.decode()
    assert not WhatIf.objects.exists()
    assert asked(manager, world, version="1", file="").status_code == 302
    assert "正在进行" in asked(manager, world).content.decode()


def test_only_managers_ask_and_read(client, world):
    client.force_login(world.e1)
    assert client.get(ASK).status_code == 403
    assert client.get(reverse("whatif:answer", args=[1])).status_code == 403


def test_what_breaks_off_says_so_and_is_not_tried_for_ever(manager, world):
    asked(manager, world)

    def broken(book, first, last):
        yield 1, 10
        raise Unplayed('File "/srv/product/replay.py", line 7')

    services.work(player=broken)
    found = WhatIf.objects.get()
    assert (found.phase, found.looked_at, found.report) == ("broken", 1, {})
    page = manager.get(reverse("whatif:answer", args=[found.pk])).content.decode()
    assert ("试算没有完成" in page, "/srv/product" in page) == (True, False)
    assert services.work(player=here) == 0
    assert services.forget(before=clock.now()) == 1
