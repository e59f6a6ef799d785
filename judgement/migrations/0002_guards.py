"""Facts and their withdrawals stay as they were written."""

from django.db import migrations

from core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("judgement", "0001_initial")]

    operations = [AppendOnly("judgement_fact"), AppendOnly("judgement_factwithdrawal")]
