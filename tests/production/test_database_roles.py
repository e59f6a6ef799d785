"""On PostgreSQL the product's own role can do every act, and nothing that no act does."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client

from aftersales import database_roles
from aftersales.backup.facts import another_connection
from scenarios.management.commands import scenario
from tests.factories import World
from tests.support.sources import ROOT, calls, place, product_files

ROLE = "aftersales_test_app"
# Where rows are deleted, and of which tables: a new place needs its table in DELETABLE.
DELETES = {
    "accounts/services/attempts.py": "accounts_signincount",
    "accounts/services/post.py": "accounts_absence",
    "core/idempotency.py": "core_idempotencykey",
    "core/worktime/table.py": "core_calendarday",
    "customers/services/uploads.py": "customers_importupload",
    "customers/services/contracts.py": "customers_contractmachine",
    "deadlines/services/opening.py": "deadlines_openedperiod",
    "fieldservice/services/inbound.py": "fieldservice_callbacknonce",
    "scenarios/whatif/services.py": "scenarios_whatif",
    "tickets/public/services/limits.py": "tickets_hit",
    "tickets/services/views.py": "tickets_savedview",
}


@pytest.fixture
def app_role(transactional_db: None) -> Iterator[str]:
    if database_roles.exists(ROLE):  # a run that was ended early has left it
        _drop_role()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE} LOGIN PASSWORD 'only-for-this-test'")
    database_roles.grant(ROLE)
    yield ROLE
    _drop_role()


def _drop_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {ROLE}")
        cursor.execute(f"DROP ROLE {ROLE}")


@pytest.fixture
def as_app(app_role: str) -> Iterator[Callable[[str], str]]:
    """Runs one statement signed in as the product's role; the server's refusal, or nothing."""
    with closing(another_connection(USER=app_role, PASSWORD="only-for-this-test")) as other:

        def run(statement: str) -> str:
            try:
                with other.cursor() as cursor:
                    cursor.execute(statement)
            except DatabaseError as error:
                return str(error).splitlines()[0]
            return ""

        yield run


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    """The product's own connection under the rights of `role`."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


def test_tables_that_only_grow_are_those_of_the_migrations(db: None) -> None:
    tables = database_roles.append_only_tables()

    assert {
        "core_journalentry", "judgement_fact", "penalties_decision", "penalties_ledgerentry", "tickets_arrival",
        "rulebook_bookdocument", "customers_historicalcustomer",
    } <= tables  # fmt: skip
    # Its columns freeze when it is signed; until then it is written.
    assert "fieldservice_servicecard" not in tables


def test_no_business_row_can_be_deleted(db: None) -> None:
    deletable = {table for table, rights in database_roles.rights_by_table().items() if "DELETE" in rights}

    assert deletable - set(database_roles.DELETABLE) == database_roles._link_tables() & deletable
    assert not {"accounts_person", "tickets_ticket", "customers_customer", "core_storedfile"} & deletable


def test_every_place_that_deletes_has_the_right_to() -> None:
    found = {
        place(path)
        for path in product_files()
        for call in calls(path)
        if getattr(call.func, "attr", "") == "delete" and not call.args and not call.keywords
    }

    assert found == set(DELETES), "name it here, and its table in aftersales/database_roles.py"
    assert set(DELETES.values()) <= set(database_roles.DELETABLE)


@pytest.mark.postgres
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_journalentry SET reason = ''", "DELETE FROM core_journalentry", "TRUNCATE core_journalentry",
        "UPDATE penalties_ledgerentry SET amount = 0", "DELETE FROM penalties_decision",
        "UPDATE judgement_fact SET event = ''", "UPDATE customers_historicalcustomer SET name = ''",
        "DELETE FROM tickets_ticket", "DELETE FROM accounts_person", "DELETE FROM core_storedfile",
        "DELETE FROM django_migrations", "UPDATE django_migrations SET name = ''",
    ],
)  # fmt: skip
def test_the_server_refuses_what_no_act_does(as_app: Callable[[str], str], statement: str) -> None:
    assert as_app(statement).startswith("permission denied for table ")


@pytest.mark.postgres
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE core_journalentry DISABLE TRIGGER ALL", "DROP TABLE core_journalentry",
        "DROP TRIGGER core_journalentry_no_update ON core_journalentry",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "SET session_replication_role = replica", "CREATE TABLE own (id int)",
    ],
)  # fmt: skip
def test_the_product_cannot_take_the_guards_away(as_app: Callable[[str], str], statement: str) -> None:
    refused = as_app(statement)

    assert "must be owner" in refused or "permission denied" in refused


@pytest.mark.postgres
def test_the_product_reads_adds_and_keeps_house(as_app: Callable[[str], str]) -> None:
    for table in database_roles.rights_by_table():
        assert as_app(f'SELECT 1 FROM "{table}" LIMIT 1') == ""
    for table in database_roles.DELETABLE:
        if table in database_roles.rights_by_table():
            assert as_app(f"DELETE FROM {table}") == ""


@pytest.mark.postgres
@pytest.mark.parametrize("story", ["arrival.yaml", "flow.yaml", "offences.yaml"])
def test_every_act_of_a_story_works_with_these_rights(
    app_role: str, story: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scenario, "scratch_database", lambda **_options: nullcontext())
    out = StringIO()

    # Whether the story comes out right is asked elsewhere.
    with acting_as(app_role), suppress(SystemExit):
        call_command("scenario", str(ROOT / "scenarios/files/equipment-maker" / story), stdout=out)

    assert "permission denied" not in out.getvalue()
    assert re.search(r"[1-9]\d* passed", out.getvalue())


@pytest.mark.postgres
def test_people_sign_in_and_out_with_these_rights(app_role: str, world: World, client: Client) -> None:
    with acting_as(app_role):
        client.post("/login/", {"username": "liaison", "password": "geheim-2026"})
        assert client.get("/").status_code == 200
        assert client.post("/logout/").status_code == 302


@pytest.mark.postgres
def test_rights_that_somebody_added_go_with_the_next_run(as_app: Callable[[str], str], app_role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT ALL ON core_journalentry TO {app_role}")
    call_command("database_roles", app_role, stdout=StringIO())

    assert as_app("DELETE FROM core_journalentry").startswith("permission denied")


@pytest.mark.postgres
def test_a_role_that_is_missing_is_named(transactional_db: None) -> None:
    with pytest.raises(CommandError, match="CREATE ROLE nobody_here LOGIN"):
        call_command("database_roles", "nobody_here")


@pytest.mark.postgres
def test_the_owner_gives_no_rights_to_himself(transactional_db: None) -> None:
    with pytest.raises(CommandError, match="another role than the product's"):
        call_command("database_roles", connection.settings_dict["USER"])


def test_on_sqlite_the_command_says_that_there_are_no_roles(vendor: str) -> None:
    if vendor == "sqlite":
        with pytest.raises(CommandError, match="PostgreSQL only"):
            call_command("database_roles", "aftersales_app")
