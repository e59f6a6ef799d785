"""Find a ticket by any part of its customer's name or its fault, by the beginning of a serial or a phone."""

from django.db import migrations, models

from core import words


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0009_paused_limits_do_not_wait"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="ticket", name="ticket_by_serial"),
        migrations.RemoveIndex(model_name="ticket", name="ticket_by_phone"),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                fields=["serial"], name="ticket_by_serial_part", opclasses=["varchar_pattern_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["phone"], name="ticket_by_phone_part", opclasses=["varchar_pattern_ops"]),
        ),
        migrations.RunPython(*words.index("ticket_by_words", "tickets_ticket", "customer_name", "fault")),
    ]
