"""A provisional ticket's service is noted before its machine is registered."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_guards")]

    operations = [
        migrations.AlterField(
            model_name="machineservice",
            name="machine",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="services",
                to="customers.machine",
            ),
        ),
    ]
