"""Find a customer by any part of its name."""

from django.db import migrations

from core import words


class Migration(migrations.Migration):
    dependencies = [("customers", "0006_uploads_and_light_history")]

    operations = [migrations.RunPython(*words.index("customer_by_words", "customers_customer", "name"))]
