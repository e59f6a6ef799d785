"""What was decided about a claimed arrival stays as written."""

from django.db import migrations

from core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("tickets", "0011_enquiries_and_claimed_arrivals")]

    operations = [AppendOnly("tickets_arrivaldecision")]
