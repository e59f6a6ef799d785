"""Large files in the worker: progress, a worker that dies at any point, two workers at once; never half a file."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from core import clock
from core.idempotency import fresh_key
from customers import services
from customers.models import Customer, ImportRun, ImportUpload
from customers.services import importing, uploads, working
from customers.services.loading import Loader
from customers.states import ImportPhase
from tests.customers.conftest import CUSTOMER, NOON, csv_file

ROWS = 30


class Killed(BaseException):
    """What a worker sees of a SIGKILL: nothing of its own runs any more."""


@pytest.fixture(autouse=True)
def _small(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every file is large, and a batch is ten rows."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(uploads, "AT_ONCE", dict.fromkeys(uploads.AT_ONCE, 0))
    monkeypatch.setattr(importing, "BATCH", 10)
    with clock.travel(NOON):
        yield


@pytest.fixture
def waiting(lin: Person) -> ImportUpload:
    """A file of thirty customers whose columns are told."""
    rows = [CUSTOMER | {"客户编号": f"C{n}", "联系电话": "13800138000"} for n in range(ROWS)]
    file = SimpleUploadedFile("large.csv", csv_file(*rows))
    found = services.upload_file(file=file, actor=lin, now=NOON)
    return services.map_columns(upload=found, kind="customers", columns=found.columns, actor=lin, now=NOON)


@pytest.fixture
def confirmed(waiting: ImportUpload, lin: Person) -> ImportUpload:
    services.work()
    return services.confirm_import(upload=waiting, whole=False, actor=lin, now=NOON)


def state(upload: ImportUpload) -> tuple[str, int, int]:
    upload.refresh_from_db()
    return upload.phase, Customer.objects.count(), ImportRun.objects.count()


def die(monkeypatch: pytest.MonkeyPatch, place: Any, name: str) -> None:
    """The worker is gone at its next call of `name`, once."""
    whole = getattr(place, name)

    def dying(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(place, name, whole)
        raise Killed

    monkeypatch.setattr(place, name, dying)


def test_a_large_file_waits_and_the_page_asks_how_far_it_is(office: Client, waiting: ImportUpload) -> None:
    assert waiting.phase == ImportPhase.CHECKING

    page = office.get(reverse("customers:import", args=[waiting.pk])).content.decode()

    assert f'hx-get="{reverse("customers:import_progress", args=[waiting.pk])}"' in page
    assert "排队等候处理" in page


def test_progress_is_told_while_it_reads(
    office: Client, confirmed: ImportUpload, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, whole = [], working._beat

    def beat(upload: ImportUpload, read: int) -> None:
        whole(upload, read)
        told.append(office.get(reverse("customers:import_progress", args=[upload.pk])).content.decode())

    monkeypatch.setattr(working, "_beat", beat)
    services.work()

    assert [f"已读 {read} / 30 行" in page for read, page in zip((10, 20, 30), told, strict=True)] == [True] * 3
    assert "正在写入" in told[-1]


def test_the_page_goes_on_when_the_work_is_done(office: Client, waiting: ImportUpload) -> None:
    services.work()

    answer = office.get(reverse("customers:import_progress", args=[waiting.pk]))

    assert (answer.status_code, answer["HX-Redirect"]) == (204, reverse("customers:import", args=[waiting.pk]))


def test_check_and_import_are_two_rounds_and_a_third_does_nothing(waiting: ImportUpload, lin: Person) -> None:
    assert services.work() == 1
    assert state(waiting) == (ImportPhase.CHECKED, 0, 0)

    services.confirm_import(upload=waiting, whole=True, actor=lin, now=NOON)

    assert services.work() == 1
    assert state(waiting) == (ImportPhase.DONE, ROWS, 1)
    assert services.work() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("place", "name"),
    [
        (working, "open_source"), (Loader, "stage"), (Loader, "judge"), (Loader, "_insert"), (Loader, "_update"),
        (Loader, "_tell"), (importing, "_record"), (working, "_finish"),
    ],
)  # fmt: skip
def test_a_worker_killed_anywhere_has_written_nothing_and_another_goes_on(
    confirmed: ImportUpload, monkeypatch: pytest.MonkeyPatch, place: Any, name: str
) -> None:
    die(monkeypatch, place, name)
    with pytest.raises(Killed):
        services.work()
    assert state(confirmed) == (ImportPhase.RUNNING, 0, 0)
    assert services.work() == 0

    with clock.travel(NOON + timedelta(minutes=4)):
        assert services.work() == 1

    assert state(confirmed) == (ImportPhase.DONE, ROWS, 1)
    assert Customer.history.count() == ROWS


def test_a_file_that_keeps_killing_its_workers_is_set_aside_and_may_be_tried_again(
    office: Client, confirmed: ImportUpload, monkeypatch: pytest.MonkeyPatch
) -> None:
    for round_ in range(3):
        die(monkeypatch, working, "open_source")
        with clock.travel(NOON + timedelta(minutes=4 * round_)), pytest.raises(Killed):
            services.work()
    with clock.travel(NOON + timedelta(minutes=20)):
        services.work()

        assert state(confirmed) == (ImportPhase.BROKEN, 0, 0)
        page = office.get(reverse("customers:import", args=[confirmed.pk])).content.decode()
        assert "处理多次中断，没有写入任何内容" in page
        office.post(reverse("customers:import_restart", args=[confirmed.pk]), {"_key": fresh_key()})
        services.work()

    assert state(confirmed)[0] == ImportPhase.CHECKED


def test_who_was_taken_for_dead_writes_nothing(confirmed: ImportUpload, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker hangs before its last statement; meanwhile another has claimed the file."""
    whole = importing._record

    def late(*args: Any, **kwargs: Any) -> Any:
        ImportUpload.objects.filter(pk=confirmed.pk).update(claim=uuid.uuid4())
        return whole(*args, **kwargs)

    monkeypatch.setattr(importing, "_record", late)
    services.work()

    assert (Customer.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_a_file_that_is_worked_on_is_not_taken_by_a_second_worker(
    confirmed: ImportUpload, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, whole = [], Loader.judge

    def judge(self: Loader, **kwargs: Any) -> Any:
        seen.append(services.work())
        return whole(self, **kwargs)

    monkeypatch.setattr(Loader, "judge", judge)
    services.work()

    assert seen == [0]
    assert Customer.objects.count() == ROWS


def test_an_error_nobody_thought_of_is_told_and_leaves_the_file(
    office: Client, waiting: ImportUpload, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Loader, "judge", broken)
    services.work()

    assert state(waiting) == (ImportPhase.BROKEN, 0, 0)
    assert "没有写入任何内容" in office.get(reverse("customers:import", args=[waiting.pk])).content.decode()


def test_the_import_is_dated_by_who_confirmed_it(confirmed: ImportUpload) -> None:
    with clock.travel(NOON + timedelta(days=2)):
        services.work()

    assert Customer.history.first().history_date == NOON
    assert ImportRun.objects.get().at == NOON


def test_the_statements_do_not_grow_with_the_rows(
    waiting: ImportUpload, lin: Person, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    services.work()
    services.confirm_import(upload=waiting, whole=False, actor=lin, now=NOON)

    with django_assert_max_num_queries(45):
        services.work()
