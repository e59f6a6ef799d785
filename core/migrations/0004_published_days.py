"""Fill the table of days with the published years; taking it back removes only what was filled in here."""

from django.db import migrations

from core.worktime.table import CN_PUBLIC, PACKAGE, fill


def fill_in(apps, schema_editor):
    fill(apps.get_model("core", "CalendarDay"), apps.get_model("core", "CalendarYear"))


def take_out(apps, schema_editor):
    for name in ("CalendarDay", "CalendarYear"):
        apps.get_model("core", name).objects.filter(calendar=CN_PUBLIC, source=PACKAGE).delete()


class Migration(migrations.Migration):
    dependencies = [("core", "0003_calendar_days")]

    operations = [migrations.RunPython(fill_in, take_out)]
