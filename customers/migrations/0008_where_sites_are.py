"""Where a site lies, so that a check-in far from it is told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0007_names_by_any_part")]

    operations = [
        migrations.AddField("site", "latitude", models.FloatField(blank=True, null=True, verbose_name="纬度")),
        migrations.AddField("site", "longitude", models.FloatField(blank=True, null=True, verbose_name="经度")),
    ]
