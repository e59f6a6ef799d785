"""`manage.py scenario`: lines, JSON, exit status, and a database of its own."""

import json
from contextlib import nullcontext
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Company, Person
from core.models import StoredFile
from scenarios.management.commands import scenario
from tests.scenarios.conftest import OPENING, REPORT

pytestmark = pytest.mark.django_db

INCIDENT = (
    '{at: "2026-03-02 09:00:00", by: liaison, do: record_incident, incident: I1, with: {kind: conduct, person: e1}}'
)
FALSE = "expect: {ticket: {T1: {state: closed}}}"


@pytest.fixture
def _played_here(monkeypatch):
    """Plays in the test's own database: building one from the migrations takes seconds."""
    monkeypatch.setattr(scenario, "scratch_database", lambda **_options: nullcontext())


def run(*paths, **options):
    out = StringIO()
    try:
        call_command("scenario", *map(str, paths), stdout=out, **options)
        status = 0
    except SystemExit as ended:
        status = ended.code
    return status, out.getvalue()


@pytest.mark.usefixtures("_played_here")
def test_it_says_one_line_per_scenario_and_the_sum_at_the_end(write):
    write(REPORT, name="good.yaml")
    folder = write(REPORT, FALSE, name="bad.yaml", opening=OPENING.replace("a story", "another")).parent

    status, out = run(folder)

    assert status == 1
    assert out.splitlines() == [
        "FAIL another … step 2: expected ticket T1 state closed got reported", "ok   a story", "1 passed, 1 failed",
    ]  # fmt: skip


@pytest.mark.usefixtures("_played_here")
def test_it_ends_with_status_zero_only_if_none_failed(write):
    assert run(write(REPORT))[0] == 0


@pytest.mark.usefixtures("_played_here")
def test_json_tells_the_same(write):
    status, out = run(write(REPORT, FALSE), json=True)
    told = json.loads(out)

    assert (status, told["passed"], told["failed"]) == (1, 0, 1)
    assert told["scenarios"][0]["scenario"] == "a story"
    assert told["scenarios"][0]["step"] == 2
    assert told["scenarios"][0]["ok"] is False


def test_the_installation_is_not_touched(write, settings):
    Person.objects.create_user(username="gm", name="真实的总经理")
    installed = connection.settings_dict["NAME"]
    files = set(settings.MEDIA_ROOT.rglob("*"))

    status, out = run(write(REPORT, INCIDENT))

    assert (status, out.splitlines()[-1]) == (0, "1 passed, 0 failed")
    assert connection.settings_dict["NAME"] == installed
    assert Person.objects.get().name == "真实的总经理"
    assert not Company.objects.exists()
    assert not StoredFile.objects.exists()
    assert set(settings.MEDIA_ROOT.rglob("*")) == files


def test_a_path_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="no such file or folder"):
        run(tmp_path / "missing.yaml")


def test_nothing_to_play_is_no_success(tmp_path):
    with pytest.raises(CommandError, match="no scenario found"):
        run(tmp_path)


@pytest.mark.usefixtures("_played_here")
def test_another_rulebook_can_be_tried(write, tmp_path, root):
    book = tmp_path / "changed.yaml"
    shipped = (root / "rulebook" / "books" / "equipment-maker.yaml").read_text("utf-8")
    book.write_text(shipped.replace("within: 12h", "within: 13h"), "utf-8")
    due = 'expect: {deadline: {of: T1, kind: arrival, due: "2026-03-02 21:00:00", state: open}}'

    assert run(write(REPORT, due), rulebook=book)[0] == 0
    assert run(write(REPORT, due))[0] == 1
