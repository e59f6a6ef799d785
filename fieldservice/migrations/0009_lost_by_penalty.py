"""Which confirmed penalty took a credit or a claim line, so that revoking it gives them back."""

import django.db.models.deletion
from django.db import migrations, models

PENALTY = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "judgement.proposal"}


class Migration(migrations.Migration):
    dependencies = [("fieldservice", "0008_complete_card"), ("judgement", "0002_guards")]

    operations = [
        migrations.AddField("creditloss", "proposal", models.ForeignKey(null=True, **PENALTY)),
        migrations.AddField("lineloss", "proposal", models.ForeignKey(null=True, **PENALTY)),
    ]
