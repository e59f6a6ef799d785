"""A limit that stands still is no limit that a queue sorts by."""

from django.db import migrations

from tickets import waits


class Migration(migrations.Migration):

    dependencies = [
        ('deadlines', '0003_pauses'),
        ('tickets', '0008_answers_of_calls'),
    ]

    operations = [
        migrations.RunPython(waits.keep, migrations.RunPython.noop),
        migrations.RunPython(waits.recount, migrations.RunPython.noop),
    ]
