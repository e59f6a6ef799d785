"""PostgreSQL that may forget acknowledged rows is refused when the product starts."""

import pytest
from django.db import connection

from aftersales.checks import durable_postgresql

pytestmark = pytest.mark.django_db


@pytest.mark.postgres
def test_a_server_with_debians_settings_passes():
    assert durable_postgresql(databases=["default"]) == []


@pytest.mark.postgres
def test_synchronous_commit_off_is_refused_with_what_to_change():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")

    [error] = durable_postgresql(databases=["default"])

    assert error.id == "aftersales.E001"
    assert error.hint.startswith("Set synchronous_commit = on in postgresql.conf")


def test_without_databases_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert durable_postgresql(databases=None) == []
