"""`--database configured` plays beside the configured PostgreSQL and leaves nothing there."""

import subprocess
import sys

import pytest
from django.db import connection

from scenarios.reading import SHIPPED

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


def databases():
    """Those of the other test processes come and go meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname !~ '_gw[0-9]+$' ORDER BY datname")
        return [name for (name,) in cursor.fetchall()]


def test_the_temporary_database_is_dropped_afterwards(root):
    before = databases()

    story = SHIPPED / "equipment-maker/warranty.yaml"
    done = subprocess.run(
        [sys.executable, "manage.py", "scenario", "--database", "configured", story],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "13 passed, 0 failed"), done.stderr
    assert databases() == before
