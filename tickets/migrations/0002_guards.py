"""What was received, said or ordered about a ticket stays as it was written."""

from django.db import migrations

from core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]

    operations = [
        AppendOnly("tickets_arrival"),
        AppendOnly("tickets_appointment"),
        AppendOnly("tickets_remotesolution"),
        AppendOnly("tickets_followupcall"),
        AppendOnly("tickets_instruction"),
    ]
