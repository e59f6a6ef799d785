"""Decisions and ledger rows are never changed: a correction is a new row."""

from django.db import migrations

from core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("penalties", "0001_initial")]

    operations = [AppendOnly("penalties_decision"), AppendOnly("penalties_ledgerentry")]
