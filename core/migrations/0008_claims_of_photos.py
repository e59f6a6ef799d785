"""What a photo says about itself, kept where that was asked for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0007_incomplete_years")]

    operations = [migrations.AddField("storedfile", "claims", models.JSONField(null=True))]
