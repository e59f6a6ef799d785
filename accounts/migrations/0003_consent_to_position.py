"""Since when a person lets check-ins keep where he is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_sign_in_count")]

    operations = [
        migrations.AddField(
            "person",
            "position_consent_at",
            models.DateTimeField(blank=True, null=True, verbose_name="同意记录打卡位置"),
        ),
    ]
