"""What was imported stays as it was told."""

from django.db import migrations

from core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial")]

    operations = [AppendOnly("customers_importrun")]
