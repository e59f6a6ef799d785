"""What was reported, called, verified or refused stays as written; a claim's line is frozen with its claim."""

from django.db import migrations

from core.append_only import AppendOnly, Frozen

LINE = ("engineer_id", "month", "document_id", "day", "place", "kind", "amount", "ticket_id", "trip_id", "removed_at")


class Migration(migrations.Migration):
    dependencies = [("fieldservice", "0004_engineers_day")]

    operations = [
        AppendOnly("fieldservice_dailyreport"),
        AppendOnly("fieldservice_dailycheck"),
        AppendOnly("fieldservice_inboundmessage"),
        AppendOnly("fieldservice_contactattempt"),
        AppendOnly("fieldservice_lineloss"),
        Frozen("fieldservice_expenseline", "OLD.document_id IS NOT NULL", LINE),
    ]
