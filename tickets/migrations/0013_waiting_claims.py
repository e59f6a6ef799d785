"""Claimed arrivals that a supervisor has to look at."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0012_decided_arrivals")]

    operations = [
        migrations.CreateModel(
            "WaitingClaim",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "arrival",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="waiting", to="tickets.arrival"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["since", "id"], name="claims_waiting", condition=models.Q(("settled_at", None))
                    )
                ]
            },
        ),
    ]
